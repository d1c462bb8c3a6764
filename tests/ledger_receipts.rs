//! Receipts and exports read back to what they were made of, and read well.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use expect_test::expect;
use lawful::PolicyEngine;
use lawful::chain::Key;
use lawful::ledger::receipt::{Issuer, NonBlank, Organisation, Principal, Receipt, ReceiptError};
use lawful::ledger::transfer::{Export, ExportError};
use lawful::ledger::{BlockingLedger, Event, Ledger, Memory};
use lawful::policy::{Policy, PolicyStack};
use lawful::subject::{AfterClosure, Choice, Grant, GrantedBy, Guardian, Refusal, RefusalMeans, Standing};
use lawful::testing::generate::timelines;
use lawful::vocabulary::{Actions, CustomWords, DataCategories, Instant, Party, Purposes, Scope, Vocabulary};
use proptest::prelude::*;
use uuid::Uuid;

fn text(text: &str) -> NonBlank {
    text.try_into().unwrap()
}

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T09:00:00Z").parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn shop() -> Organisation {
    Organisation {
        id: text("shop.example"),
        name: text("Shop Ltd"),
        address: text("1 High Street, Dublin"),
        contact: text("privacy officer"),
        email: Some(text("privacy@shop.example")),
        url: None,
        phone: None,
    }
}

fn issuer() -> Issuer {
    Issuer {
        controller: shop(),
        others: vec![Organisation { id: text("partner:acme"), name: text("Acme [Inc]\n# x"), email: None, ..shop() }],
        notice: text("https://shop.example/notice/3"),
        language: text("en"),
        storage: text("Ireland"),
        retention: text("until the account is closed"),
        jurisdiction: text("EU"),
        withdrawal: text("in the settings of the account"),
        rights: vec![text("to see, correct and erase what we have: privacy@shop.example")],
        authority: Some(text("Data Protection Commission")),
    }
}

fn receipt(choice: Choice) -> Receipt {
    Receipt::new(id(9), Principal::reference(text("customer 7")), issuer(), choice)
}

fn grant() -> Grant {
    let scope = Scope::anything()
        .of(DataCategories::EMAIL | DataCategories::MEDICAL)
        .to(Actions::SHARE)
        .for_purposes(Purposes::SERVICE | Purposes::PARTNER_PROMOTION)
        .with(Party::partner("acme").into());
    Grant::new(id(1), scope, at(5)).until(at(20)).on_evidence("form 12, ticked")
}

#[test]
fn a_receipt_has_the_fields_of_the_standard() {
    let json = receipt(Choice::Grant(grant())).to_json(Vocabulary::builtin()).unwrap();
    expect![[r#"
        {
          "schema_version": "ISO/IEC TS 27560:2023 lawful/1",
          "receipt_id": "00000000-0000-0000-0000-000000000009",
          "record": {
            "schema_version": "ISO/IEC TS 27560:2023 lawful/1",
            "record_id": "00000000-0000-0000-0000-000000000001",
            "pii_principal_id": "customer 7",
            "pii_processing": {
              "privacy_notice": "https://shop.example/notice/3",
              "language": "en",
              "purposes": [
                {
                  "purpose": "providing the service",
                  "purpose_type": "service",
                  "purpose_term": "https://w3id.org/dpv#ServiceProvision",
                  "lawful_basis": "https://w3id.org/dpv#Consent",
                  "pii_information": [
                    {
                      "pii_type": "contact.email",
                      "pii_term": "https://w3id.org/dpv/pd#EmailAddress",
                      "sensitive_pii_category": false,
                      "special_pii_category": false
                    },
                    {
                      "pii_type": "health.medical",
                      "pii_term": "https://w3id.org/dpv/pd#MedicalHealth",
                      "sensitive_pii_category": true,
                      "special_pii_category": true
                    }
                  ],
                  "pii_controllers": [
                    "shop.example"
                  ],
                  "processing_method": [
                    {
                      "method": "share",
                      "method_term": "https://w3id.org/dpv#Share"
                    }
                  ],
                  "storage_locations": [
                    "Ireland"
                  ],
                  "retention_period": "until the account is closed",
                  "jurisdiction": "EU",
                  "recipient_third_parties": [
                    "partner:acme"
                  ],
                  "withdrawal_method": "in the settings of the account",
                  "privacy_rights": [
                    "to see, correct and erase what we have: privacy@shop.example"
                  ],
                  "authority_party": "Data Protection Commission"
                },
                {
                  "purpose": "the promotion of a partner's own products",
                  "purpose_type": "partner-promotion",
                  "lawful_basis": "https://w3id.org/dpv#Consent",
                  "pii_information": [
                    {
                      "pii_type": "contact.email",
                      "pii_term": "https://w3id.org/dpv/pd#EmailAddress",
                      "sensitive_pii_category": false,
                      "special_pii_category": false
                    },
                    {
                      "pii_type": "health.medical",
                      "pii_term": "https://w3id.org/dpv/pd#MedicalHealth",
                      "sensitive_pii_category": true,
                      "special_pii_category": true
                    }
                  ],
                  "pii_controllers": [
                    "shop.example"
                  ],
                  "processing_method": [
                    {
                      "method": "share",
                      "method_term": "https://w3id.org/dpv#Share"
                    }
                  ],
                  "storage_locations": [
                    "Ireland"
                  ],
                  "retention_period": "until the account is closed",
                  "jurisdiction": "EU",
                  "recipient_third_parties": [
                    "partner:acme"
                  ],
                  "withdrawal_method": "in the settings of the account",
                  "privacy_rights": [
                    "to see, correct and erase what we have: privacy@shop.example"
                  ],
                  "authority_party": "Data Protection Commission"
                }
              ]
            },
            "party_identification": [
              {
                "party_id": "shop.example",
                "party_name": "Shop Ltd",
                "party_address": "1 High Street, Dublin",
                "party_contact": "privacy officer",
                "party_email": "privacy@shop.example",
                "party_role": "controller"
              },
              {
                "party_id": "partner:acme",
                "party_name": "Acme [Inc]\n# x",
                "party_address": "1 High Street, Dublin",
                "party_contact": "privacy officer",
                "party_role": "third party"
              }
            ],
            "events": [
              {
                "event_time": "2026-01-05T09:00:00Z",
                "validity_duration": "2026-01-20T09:00:00Z",
                "entity_id": "customer 7",
                "event_type": "given",
                "event_state": "https://w3id.org/dpv#ConsentGiven",
                "event_method": "form 12, ticked"
              }
            ]
          },
          "choice": {
            "grant": {
              "id": "00000000-0000-0000-0000-000000000001",
              "scope": {
                "categories": [
                  "contact.email",
                  "health.medical"
                ],
                "actions": [
                  "share"
                ],
                "purposes": [
                  "service",
                  "partner-promotion"
                ],
                "recipients": [
                  "partner:acme"
                ]
              },
              "given-at": "2026-01-05T09:00:00Z",
              "expires-at": "2026-01-20T09:00:00Z",
              "evidence": "form 12, ticked"
            }
          }
        }"#]]
    .assert_eq(&json);
}

#[test]
fn a_receipt_is_told_in_plain_words() {
    let words = Vocabulary::builtin();
    expect![[r#"
        # Receipt for a consent

        The person consented on 5 January 2026, 09:00 UTC, until 20 January 2026, 09:00 UTC; it covers the e-mail address and the medical information: sharing, for providing the service and the promotion of a partner's own products, towards the business partner `acme`; evidence: form 12, ticked.

        - **Who is responsible:** Shop Ltd, 1 High Street, Dublin, privacy officer, privacy@shop.example
        - **Also named:** Acme \[Inc\] # x, 1 High Street, Dublin, privacy officer
        - **What you were told:** https://shop.example/notice/3 (en)
        - **Where the data are kept:** Ireland
        - **For how long:** until the account is closed
        - **Whose law applies:** EU
        - **How to withdraw:** in the settings of the account
        - **Your right:** to see, correct and erase what we have: privacy@shop.example
        - **Where to complain:** Data Protection Commission
        - **You:** customer 7
        - **Record:** 00000000-0000-0000-0000-000000000001
        - **Receipt:** 00000000-0000-0000-0000-000000000009
    "#]].assert_eq(&receipt(Choice::Grant(grant())).to_markdown(words));
    let objection = Refusal::new(id(2), Scope::anything().for_purposes(Purposes::OWN_PROMOTION), at(6), RefusalMeans::OptOut);
    expect![[r#"
        # Receipt for a refusal

        The person opted out on 6 January 2026, 09:00 UTC; it covers any data: for the promotion of the operator's own products."#]].assert_eq(receipt(Choice::Refusal(objection)).to_markdown(words).split("\n\n- ").next().unwrap());
    let withdrawal = Refusal::withdrawal(id(3), id(1), at(7));
    expect![[r#"
        # Receipt for the withdrawal of a consent

        The person withdrew the consent (consent `00000000-0000-0000-0000-000000000001`) on 7 January 2026, 09:00 UTC; it covers all of that consent."#]].assert_eq(receipt(Choice::Refusal(withdrawal)).to_markdown(words).split("\n\n- ").next().unwrap());
}

#[test]
fn a_receipt_that_was_changed_is_refused_with_the_place() {
    let words = Vocabulary::builtin();
    let json = receipt(Choice::Grant(grant())).to_json(words).unwrap();
    let error = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        Receipt::from_json(&json.replacen(from, to, 1), words).unwrap_err().to_string()
    };
    expect![[r#"
        `record.pii_processing.purposes[0].purpose_type` is not what a receipt of this choice says there: it was changed, or written by another version
        `record.pii_processing`: `language` is missing
        `record.events[0].event_type` is not what a receipt of this choice says there: it was changed, or written by another version
        `choice.grant.scope.actions[0]`: unknown action, found `shair`, did you mean `share`?
        `record.party_identification[0].party_id`: expected text, found none
        `schema_version` is not what a receipt of this choice says there: it was changed, or written by another version
        this is not JSON: trailing characters at line 2 column 19"#]].assert_eq(
        &[
            error("\"purpose_type\": \"service\"", "\"purpose_type\": \"login\""),
            error("\"language\": \"en\",", ""),
            error("\"event_type\": \"given\"", "\"event_type\": \"refused\""),
            error("\"share\"\n", "\"shair\"\n"),
            error("\"party_id\": \"shop.example\"", "\"party_id\": \" \""),
            error("lawful/1", "lawful/2"),
            error("{", ""),
        ]
        .join("\n"),
    );
}

#[test]
fn a_word_that_the_vocabulary_lacks_is_an_error() {
    let own =
        CustomWords { purposes: vec!["ad-measurement".into()], categories: vec!["genetic.dna".into()], ..CustomWords::default() };
    let words = Vocabulary::builtin().with(&own).unwrap();
    let scope =
        Scope::anything().for_purposes(words.purpose("ad-measurement").unwrap().into()).of(words.categories("genetic").unwrap());
    let choice = Choice::Grant(Grant::new(id(1), scope, at(5)));
    let receipt = receipt(choice.clone());
    assert_eq!(receipt.to_json(Vocabulary::builtin()), Err(ReceiptError::UnknownWord));
    let json = receipt.to_json(&words).unwrap();
    assert_eq!(Receipt::from_json(&json, &words).unwrap().choice(), &choice);
    assert!(matches!(Receipt::from_json(&json, Vocabulary::builtin()), Err(ReceiptError::Invalid(_))));
}

#[test]
fn debug_shows_no_id_and_no_reference() {
    let shown = format!("{:?} {:?}", receipt(Choice::Grant(grant())), Principal::person(id(0xabc)));
    assert!(!shown.contains("customer 7") && !shown.contains("abc") && !shown.contains("form 12"), "{shown}");
}

fn engine() -> PolicyEngine {
    let own = "id = \"own\"\ntitle = \"Own\"\nextends = \"platform\"\n[vocabulary]\ncategories = [\"genetic.dna\"]\npurposes = [\"ad-measurement\"]\n";
    PolicyEngine::layered(PolicyStack::new(Policy::from_toml(own).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_choice_reads_back_from_its_receipt(choices in timelines(&engine()), named in any::<bool>()) {
        let engine = engine();
        let principal = if named { Principal::person(id(5)) } else { Principal::reference(text("customer 7")) };
        for choice in choices.as_slice() {
            let receipt = Receipt::new(id(9), principal.clone(), issuer(), choice.clone());
            let json = receipt.to_json(engine.vocabulary()).unwrap();
            prop_assert_eq!(Receipt::from_json(&json, engine.vocabulary()).unwrap(), receipt);
        }
    }

    #[test]
    fn every_export_reads_back_to_the_same_events(choices in timelines(&engine())) {
        let engine = engine();
        let ledger = BlockingLedger::open(Memory::new(), Key::from_bytes([1; 32])).unwrap().with_words(engine.vocabulary());
        let now: Instant = "2199-01-01T00:00:00Z".parse().unwrap();
        let (mut grants, mut refusals) = (Vec::new(), Vec::new());
        for choice in choices.as_slice() {
            match choice {
                Choice::Grant(grant) => grants.push(Event::granted(grant.clone())),
                Choice::Refusal(refusal) => refusals.push(Event::refused(refusal.clone())),
            }
        }
        ledger.append(id(5), std::iter::once(Event::used(id(77), at(1))).chain(grants).chain(refusals), now).unwrap();
        let export = ledger.export(id(5), now).unwrap().unwrap().with_records([vec![1.5, 2.0]]).unwrap();
        let read = Export::from_json(&export.to_json(engine.vocabulary()).unwrap(), engine.vocabulary()).unwrap();
        prop_assert_eq!(read, export);
    }
}

fn life() -> Vec<Event> {
    vec![
        Event::agreed(id(20), at(1)),
        Event::standing(id(21), at(1), Standing::User),
        Event::account_opened(id(22), "shop", at(1)),
        Event::notice_given(id(23), at(2), "notice *3*\nin full"),
        Event::aged(id(24), at(2), 17),
        Event::guardian(id(25), at(3), Guardian::Verified),
        Event::granted(grant().by(GrantedBy::Guardian)),
        Event::refused(Refusal::withdrawal(id(3), id(1), at(7))),
        Event::used(id(26), at(8)),
        Event::born(id(27), at(9), "2008-02-29".parse().unwrap()),
        Event::account_closed(id(28), "shop", at(10), AfterClosure::Process(Purposes::DISPUTE)),
    ]
}

#[test]
fn an_export_holds_every_event_and_the_records_that_were_added() {
    pollster::block_on(async {
        let ledger = Ledger::open(Memory::new(), Key::from_bytes([1; 32])).await.unwrap();
        assert!(ledger.export(id(5), at(30)).await.unwrap().is_none());
        ledger.append(id(5), life(), at(30)).await.unwrap();
        let record =
            [("verdict", "denied"), ("rule", "authz.2.a/stop")].into_iter().collect::<std::collections::BTreeMap<_, _>>();
        let export = ledger.export(id(5), at(30)).await.unwrap().unwrap().with_records([record]).unwrap();
        assert!(export.entries().iter().map(|entry| entry.event()).eq(&life()));
        let words = Vocabulary::builtin();
        let json = export.to_json(words).unwrap();
        assert_eq!(Export::from_json(&json, words).unwrap(), export);
        expect![[r##"
            # What is recorded about you

            Made on 30 January 2026, 09:00 UTC. You are `00000000-0000-0000-0000-000000000005` here.

            ## Events

            1. The person agreed to the service agreement on 1 January 2026, 09:00 UTC. Recorded on 30 January 2026, 09:00 UTC.
            2. On 1 January 2026, 09:00 UTC the person was recorded as a user. Recorded on 30 January 2026, 09:00 UTC.
            3. The person opened an account with `shop` on 1 January 2026, 09:00 UTC. Recorded on 30 January 2026, 09:00 UTC.
            4. The person was given a notice on 2 January 2026, 09:00 UTC: notice \*3\* in full. Recorded on 30 January 2026, 09:00 UTC.
            5. The age became known on 2 January 2026, 09:00 UTC: 17 years. Recorded on 30 January 2026, 09:00 UTC.
            6. The person's guardian was verified on 3 January 2026, 09:00 UTC. Recorded on 30 January 2026, 09:00 UTC.
            7. The person's guardian consented on 5 January 2026, 09:00 UTC, until 20 January 2026, 09:00 UTC; it covers the e-mail address and the medical information: sharing, for providing the service and the promotion of a partner's own products, towards the business partner `acme`; evidence: form 12, ticked. Recorded on 30 January 2026, 09:00 UTC.
            8. The person withdrew the consent (consent `00000000-0000-0000-0000-000000000001`) on 7 January 2026, 09:00 UTC; it covers all of that consent. Recorded on 30 January 2026, 09:00 UTC.
            9. The person used the service on 8 January 2026, 09:00 UTC. Recorded on 30 January 2026, 09:00 UTC.
            10. The date of birth became known on 9 January 2026, 09:00 UTC: 29 February 2008. Recorded on 30 January 2026, 09:00 UTC.
            11. The person closed the account with `shop` on 10 January 2026, 09:00 UTC; its data may still be used for settling a dispute. Recorded on 30 January 2026, 09:00 UTC.

            ## Records

                {"rule":"authz.2.a/stop","verdict":"denied"}
        "##]].assert_eq(&export.to_markdown(words));

        let error = |json: &str| Export::from_json(json, words).unwrap_err();
        expect![[r#"
            `schema` is not 1: this is no export, or one by a later version
            `events[6].granted.scope.purposes[1]`: unknown purpose, found `partnr-promotion`, did you mean `partner-promotion`?
            `events[2]`: `sequence` is missing or no whole number"#]]
        .assert_eq(
            &[
                error(&json.replacen("\"schema\": 1", "\"schema\": 2", 1)),
                error(&json.replacen("\"partner-promotion\"", "\"partnr-promotion\"", 1)),
                error(&json.replacen("\"sequence\": 3,", "", 1)),
            ]
            .map(|error| error.to_string())
            .join("\n"),
        );
        assert!(matches!(error("{"), ExportError::Syntax(_)));
        let shown = format!("{export:?}");
        assert!(!shown.contains("2008") && !shown.contains(&id(5).to_string()), "{shown}");
    });
}
