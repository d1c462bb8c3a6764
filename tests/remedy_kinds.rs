//! Every kind of change is proposed where it helps, proved by deciding again; and what nobody can change is never proposed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod proof;
mod questions;

use std::fmt::Write;

use chrono::{NaiveDate, TimeDelta};
use expect_test::{Expect, expect};
use lawful::decision::{Change, ChangeKind, Doer, Verdict};
use lawful::policy::{Fact, Policy, PolicyStack};
use lawful::request::{
    Collection, DemandKind, InstrumentKind, Law, LegalDemand, SubjectRequest, SubjectRequestKind, Transaction, UserRequest,
    Verification, Violation, ViolationOf,
};
use lawful::subject::{Account, AfterClosure, GrantedBy, Guardian, RefusalMeans};
use lawful::vocabulary::{Actions, Origin, Role};
use lawful::{DataCategories, DataSubject, Grant, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope};
use proof::{subsets, verdict_after};
use questions::{
    Question, deal, instant, member, no_to, noon, parcel_service, platform, promotion, question, stranger, under_instrument,
};
use serde_json::Value;

/// The verdict and the remedies, one on each line: who does what, with all that the change names. Each is proved on the way.
fn shown(question: &Question) -> String {
    let Question { engine, request, subject } = question;
    let decision = engine.decide(request, subject);
    let remedies = decision.remedies();
    assert!(remedies.len() <= 8);
    for remedy in &remedies {
        let permits = |changes: &[Change]| verdict_after(engine, changes, request, subject) == Some(Verdict::Permitted);
        assert!(permits(remedy.changes()), "{remedy:?} does not permit");
        assert!(!subsets(remedy.changes()).any(|some| permits(&some)), "less than {remedy:?} would do");
    }
    let answer = serde_json::to_value(decision.answer()).unwrap();
    let mut page = format!("{}\n", decision.verdict());
    for (number, remedy) in answer["remedies"].as_array().unwrap().iter().enumerate() {
        let changes: Vec<_> = remedy["changes"].as_array().unwrap().iter().map(change).collect();
        writeln!(page, "{}. {}", number + 1, changes.join(" + ")).unwrap();
    }
    page
}

fn change(change: &Value) -> String {
    let mut text = format!("{}: {}", change["who"].as_str().unwrap(), change["kind"].as_str().unwrap());
    for (key, value) in change.as_object().unwrap() {
        if !matches!(&**key, "who" | "kind") {
            words(value, &mut text);
        }
    }
    text
}

fn words(value: &Value, text: &mut String) {
    match value {
        Value::String(word) => write!(text, " {word}").unwrap(),
        Value::Array(values) => values.iter().for_each(|value| words(value, text)),
        Value::Object(fields) => fields.values().for_each(|value| words(value, text)),
        other => write!(text, " {other}").unwrap(),
    }
}

fn check(question: &Question, expected: Expect) {
    expected.assert_eq(&shown(question));
}

fn kinds(question: &Question) -> Vec<ChangeKind> {
    let remedies = question.engine.decide(&question.request, &question.subject).remedies();
    remedies.iter().flat_map(|remedy| remedy.changes()).map(Change::kind).collect()
}

fn protected_platform() -> PolicyEngine {
    PolicyEngine::layered(PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap())
}

#[test]
fn every_kind_of_change() {
    let mut page = String::new();
    for kind in ChangeKind::ALL {
        let question = question(*kind);
        assert!(kinds(&question).contains(kind), "{kind} is not proposed");
        write!(page, "{kind}\n{}\n", shown(&question)).unwrap();
    }
    expect![[r#"
        narrow-request
        denied
        1. operator: narrow-request contact.phone
        2. person: lift-refusal share contact.phone partner-promotion partner:acme

        wait-until
        denied
        1. operator: wait-until 2026-07-01T00:00:00Z
        2. person: obtain-consent provide contact.address service service-provider:parcel

        encrypt
        denied
        1. operator: encrypt credential.password

        end-access
        denied
        1. operator: end-access
        2. person: obtain-consent provide contact.address service service-provider:parcel

        establish-fact
        undetermined
        1. operator: establish-fact contact.address necessary true
        2. person: obtain-consent provide contact.address service service-provider:parcel

        name-instrument
        denied
        1. operator: name-instrument
        2. person: obtain-consent disclose contact.email other third-party

        record-judgement
        undetermined
        1. operator: record-judgement considered-appropriate
        2. person: obtain-consent disclose contact.email other third-party

        record-decision
        undetermined
        1. operator: record-decision operator-decided
        2. person: obtain-consent disclose contact.phone dispute counterparty

        give-notice
        denied
        1. person: obtain-agreement v2
        2. person: obtain-consent share activity.interests own-promotion own-network
        3. operator: give-notice v2 + person: await-use v2

        verify-identity
        denied
        1. person: verify-identity

        verify-guardian
        denied
        1. guardian: verify-guardian

        await-use
        denied
        1. person: obtain-agreement v2
        2. person: obtain-consent share activity.interests own-promotion own-network
        3. operator: give-notice v2 + person: await-use v2

        obtain-agreement
        denied
        1. person: obtain-agreement initial
        2. person: obtain-consent use contact.email service

        obtain-consent
        denied
        1. person: obtain-consent sell contact.email recipient-own broker

        lift-refusal
        denied
        1. person: lift-refusal share contact.email partner-promotion partner:acme

    "#]]
    .assert_eq(&page);
}

#[test]
fn nothing_for_what_is_permitted_or_not_governed() {
    check(
        &platform(promotion(DataCategories::EMAIL), member()),
        expect![[r#"
        permitted
    "#]],
    );
    let published = Item::of(DataCategories::POSTS).published(true);
    let request = Request::share(published).with(Party::PUBLIC).for_purpose(Purpose::OTHER).at(noon());
    check(
        &platform(request, member()),
        expect![[r#"
        not-governed
    "#]],
    );
}

#[test]
fn no_other_actor_recipient_or_purpose() {
    // The operator might; a platform user may not.
    let selling = Request::sell(DataCategories::EMAIL).with(Party::of(Role::Broker)).for_purpose(Purpose::RECIPIENT_OWN);
    check(
        &platform(selling.at(noon()).by(Party::of(Role::PlatformUser)), member()),
        expect![[r#"
        denied
    "#]],
    );
    // A partner might get it for its promotion.
    let reading = Request::access(DataCategories::EMAIL).for_purpose(Purpose::PARTNER_PROMOTION).at(noon());
    check(
        &platform(reading.by(Party::partner("acme")), member()),
        expect![[r#"
        denied
    "#]],
    );
}

#[test]
fn nothing_for_what_the_law_forbids() {
    let law = Law { forbids: Some(DataCategories::EMAIL), requires_retention: None };
    check(
        &platform(promotion(DataCategories::EMAIL).given(law.clone()), member()),
        expect![[r#"
        denied
    "#]],
    );
    // The rest may be done without it.
    check(
        &platform(promotion(DataCategories::EMAIL | DataCategories::PHONE).given(law), member()),
        expect![[r#"
        denied
        1. operator: narrow-request contact.email
    "#]],
    );
}

#[test]
fn nothing_for_what_the_law_requires_to_be_kept() {
    let erasing = Request::erase(DataCategories::ORDERS).for_purpose(Purpose::SUBJECT_REQUEST).at(noon());
    let deletion = SubjectRequest {
        kind: Some(SubjectRequestKind::Delete),
        asked_by: Some(Role::DataSubject),
        verification: Some(Verification::Verified),
    };
    let law = Law { forbids: None, requires_retention: Some(DataCategories::ORDERS) };
    check(
        &platform(erasing.given(deletion).given(law), member()),
        expect![[r#"
        denied
    "#]],
    );
}

/// A consent that lifts it comes after it, and before the act: so the act has to wait for a moment.
#[test]
fn a_refusal_of_the_very_instant_is_lifted_a_moment_later() {
    let refused = |before: i64| {
        let id = "4d1c0000-0000-4000-8000-000000000001".parse().unwrap();
        let at = noon() - TimeDelta::nanoseconds(before);
        member().refuse(Refusal::new(id, Scope::anything(), at, RefusalMeans::OptOut)).unwrap()
    };
    for before in [0, 1, 2] {
        let question = platform(promotion(DataCategories::EMAIL), refused(before));
        assert_eq!(kinds(&question).contains(&ChangeKind::WaitUntil), before < 2, "{before}");
        assert!(kinds(&question).contains(&ChangeKind::LiftRefusal), "{before}");
    }
    check(
        &platform(promotion(DataCategories::EMAIL), refused(0)),
        expect![[r#"
            denied
            1. operator: wait-until 2026-06-01T12:00:00.000000002Z + person: lift-refusal share contact.email partner-promotion partner:acme
        "#]],
    );
}

#[test]
fn a_refusal_never_ends_by_waiting() {
    let person = no_to(member(), Scope::anything());
    for request in [promotion(DataCategories::EMAIL), promotion(DataCategories::EMAIL | DataCategories::MEDICAL)] {
        let kinds = kinds(&platform(request, person.clone()));
        assert!(kinds.contains(&ChangeKind::LiftRefusal) && !kinds.contains(&ChangeKind::WaitUntil), "{kinds:?}");
    }
}

#[test]
fn what_is_not_necessary_does_not_become_so() {
    let needless = Item::of(DataCategories::BIRTH_DATE).necessary(false);
    check(
        &platform(parcel_service(needless, "2026-01-01T00:00:00Z", true), member()),
        expect![[r#"
        denied
        1. person: obtain-consent provide identity.birth-date service service-provider:parcel
    "#]],
    );
    let collecting = Request::collect(Item::of(DataCategories::BIRTH_DATE).from(Origin::Registration).necessary(false));
    check(
        &platform(collecting.for_purpose(Purpose::ACCOUNT).at(noon()), member()),
        expect![[r#"
        denied
    "#]],
    );
}

#[test]
fn a_demand_that_does_not_bind_does_not_become_binding() {
    let demand = LegalDemand {
        kind: Some(DemandKind::AdministrativeOrder),
        binding: Some(false),
        covers: Some(DataCategories::ADDRESS),
        addressee: None,
        reference: None,
    };
    let disclosing = Request::disclose(DataCategories::ADDRESS).with(Party::of(Role::AdministrativeAuthority));
    let request = disclosing.for_purpose(Purpose::LEGAL_COMPLIANCE).at(noon()).given(demand);
    check(
        &platform(request, member()),
        expect![[r#"
        denied
        1. person: obtain-consent disclose contact.address legal-compliance administrative-authority
    "#]],
    );
}

#[test]
fn only_a_person_born_on_a_known_date_comes_of_age() {
    let adults_only = r#"
        id = "adults"
        title = "Adults only"
        [[rules]]
        id = "a/adults"
        effect = "permit"
        unless = ["minor"]
        ground = "agreement"
        text = "Adults only."
    "#;
    let of = |subject: DataSubject| Question {
        engine: PolicyEngine::new(Policy::from_toml(adults_only).unwrap()),
        request: Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(noon()),
        subject,
    };
    check(
        &of(member().aged(17)),
        expect![[r#"
        denied
    "#]],
    );
    check(
        &of(member().born(NaiveDate::from_ymd_opt(2008, 6, 2).unwrap())),
        expect![[r#"
        denied
        1. operator: wait-until 2026-06-02T00:00:00Z
    "#]],
    );
    let unknown = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap());
    check(
        &of(unknown),
        expect![[r#"
        undetermined
        1. person: establish-fact contact.email minor false
    "#]],
    );
}

#[test]
fn what_is_over_stays_over() {
    let closed =
        Account::opened("shop", instant("2025-01-01T00:00:00Z")).closed(instant("2026-04-01T00:00:00Z"), AfterClosure::Delete);
    let request = Request::using(Item::of(DataCategories::ORDERS).in_service("shop")).for_purpose(Purpose::SERVICE).at(noon());
    check(
        &platform(request, member().with_account(closed)),
        expect![[r#"
        denied
    "#]],
    );

    let visit = Collection { channel_lawful: Some(true), means_fair: Some(false), in_use: Some(false) };
    let collecting = Request::collect(Item::of(DataCategories::LOG).from(Origin::Automatic).necessary(true));
    check(
        &platform(collecting.for_purpose(Purpose::SERVICE).at(noon()).given(visit), member()),
        expect![[r#"
        denied
    "#]],
    );
}

#[test]
fn what_was_decided_is_not_asked_again() {
    check(
        &platform(deal(Item::of(DataCategories::PHONE).necessary(true), Some(false)), member()),
        expect![[r#"
        denied
        1. person: obtain-consent disclose contact.phone dispute counterparty
    "#]],
    );
    check(
        &platform(under_instrument(InstrumentKind::Law, Some(false)), member()),
        expect![[r#"
        denied
        1. person: obtain-consent disclose contact.email other third-party
    "#]],
    );
}

#[test]
fn no_consent_on_behalf_of_others_or_towards_somebody_unknown() {
    let using = Request::using(DataCategories::EMAIL).for_purpose(Purpose::OWN_PROMOTION).at(noon());
    check(
        &platform(using.by(Party::service_provider("parcel")), member()),
        expect![[r#"
        denied
    "#]],
    );
    let selling = Request::sell(DataCategories::EMAIL).for_purpose(Purpose::RECIPIENT_OWN).at(noon());
    check(
        &platform(selling, member()),
        expect![[r#"
        denied
    "#]],
    );
}

/// A child, and the promotion of a partner, under the cautious reading.
fn child(guardian: Option<Guardian>) -> Question {
    let child = member().aged(12);
    let subject = match guardian {
        Some(guardian) => child.with_guardian(guardian),
        None => child,
    };
    Question { engine: protected_platform(), request: promotion(DataCategories::EMAIL), subject }
}

#[test]
fn a_minor_needs_the_guardian() {
    check(
        &child(Some(Guardian::Verified)),
        expect![[r#"
        denied
        1. guardian: obtain-consent share contact.email partner-promotion partner:acme
    "#]],
    );
    check(
        &child(Some(Guardian::Unverified)),
        expect![[r#"
        denied
        1. guardian: verify-guardian + guardian: obtain-consent share contact.email partner-promotion partner:acme
    "#]],
    );
    check(
        &child(None),
        expect![[r#"
        denied
        1. guardian: verify-guardian + guardian: obtain-consent share contact.email partner-promotion partner:acme
    "#]],
    );
    // The child's own yes does not do it, and no second one is asked for.
    let yes =
        Grant::new("0b0e0000-0000-4000-8000-000000000001".parse().unwrap(), Scope::anything(), instant("2026-01-05T09:00:00Z"));
    let child = child(Some(Guardian::Verified));
    check(
        &Question { subject: child.subject.clone().grant(yes.clone()).unwrap(), ..child },
        expect![[r#"
        denied
        1. guardian: obtain-consent share contact.email partner-promotion partner:acme
    "#]],
    );
    let guardian = self::child(Some(Guardian::Verified));
    let said_yes = guardian.subject.clone().grant(yes.by(GrantedBy::Guardian)).unwrap();
    check(
        &Question { subject: said_yes, ..guardian },
        expect![[r#"
        permitted
    "#]],
    );
}

/// The same, where nothing but a consent can carry it.
#[test]
fn where_only_a_consent_carries_it_a_minor_needs_the_guardians() {
    let sale = question(ChangeKind::ObtainConsent).request;
    let of = |subject: DataSubject| Question { engine: protected_platform(), request: sale.clone(), subject };
    check(
        &of(member().aged(12)),
        expect![[r#"
        denied
        1. guardian: verify-guardian + guardian: obtain-consent sell contact.email recipient-own broker
    "#]],
    );
    check(
        &of(member().aged(12).with_guardian(Guardian::Verified)),
        expect![[r#"
        denied
        1. guardian: obtain-consent sell contact.email recipient-own broker
    "#]],
    );
    // Whoever said no, it is for the guardian to go back on it.
    let said_no = |guardian| no_to(member().aged(12).with_guardian(guardian), Scope::anything());
    check(
        &of(said_no(Guardian::Verified)),
        expect![[r#"
            denied
            1. guardian: lift-refusal sell contact.email recipient-own broker
        "#]],
    );
    check(
        &of(said_no(Guardian::Unverified)),
        expect![[r#"
            denied
            1. guardian: verify-guardian + guardian: lift-refusal sell contact.email recipient-own broker
        "#]],
    );
    check(
        &Question { request: promotion(DataCategories::EMAIL), ..of(said_no(Guardian::Verified)) },
        expect![[r#"
            denied
            1. guardian: lift-refusal share contact.email partner-promotion partner:acme
        "#]],
    );
    // Of what nobody refused, the guardian's consent is a plain one.
    let request = promotion(DataCategories::EMAIL | DataCategories::PHONE);
    let no_phone = no_to(member().aged(12).with_guardian(Guardian::Verified), Scope::anything().of(DataCategories::PHONE));
    check(
        &Question { engine: protected_platform(), request, subject: no_phone },
        expect![[r#"
        denied
        1. guardian: obtain-consent share contact.email partner-promotion partner:acme + guardian: lift-refusal share contact.phone partner-promotion partner:acme
    "#]],
    );
    // Under the text of the policy alone, a minor's own word is one.
    check(
        &platform(sale.clone(), said_no(Guardian::Verified)),
        expect![[r#"
        denied
        1. person: lift-refusal sell contact.email recipient-own broker
        2. guardian: lift-refusal sell contact.email recipient-own broker
    "#]],
    );
}

#[test]
fn fewest_changes_first_then_least_intrusive() {
    let request = promotion(DataCategories::EMAIL | DataCategories::PHONE | DataCategories::ADDRESS);
    let question = platform(request, no_to(member(), Scope::anything().of(DataCategories::PHONE | DataCategories::ADDRESS)));
    check(
        &question,
        expect![[r#"
        denied
        1. operator: narrow-request contact.phone contact.address
        2. person: lift-refusal share contact.phone contact.address partner-promotion partner:acme
    "#]],
    );
    let of_a_stranger = parcel_service(Item::of(DataCategories::ADDRESS), "2026-07-01T00:00:00Z", false);
    check(
        &platform(of_a_stranger, stranger()),
        expect![[r#"
        denied
        1. person: obtain-consent provide contact.address service service-provider:parcel
        2. operator: wait-until 2026-07-01T00:00:00Z + operator: end-access + operator: establish-fact contact.address necessary true + person: obtain-agreement initial
    "#]],
    );
}

#[test]
fn at_most_eight() {
    let mut rules = String::new();
    for number in 10..30 {
        write!(
            rules,
            "[[rules]]\nid = \"a/{number}\"\neffect = \"permit\"\nwhen = [\"fact-{number}\"]\nground = \"agreement\"\ntext = \"One.\"\n"
        )
        .unwrap();
    }
    let facts: Vec<_> = (10..30).map(|number| format!("\"fact-{number}\"")).collect();
    let policy = format!("id = \"many\"\ntitle = \"Many ways\"\n{rules}\n[vocabulary]\nfacts = [{}]\n", facts.join(", "));
    let question = Question {
        engine: PolicyEngine::new(Policy::from_toml(&policy).unwrap()),
        request: Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(noon()),
        subject: member(),
    };
    check(
        &question,
        expect![[r#"
        undetermined
        1. operator: establish-fact contact.email fact-10 true
        2. operator: establish-fact contact.email fact-11 true
        3. operator: establish-fact contact.email fact-12 true
        4. operator: establish-fact contact.email fact-13 true
        5. operator: establish-fact contact.email fact-14 true
        6. operator: establish-fact contact.email fact-15 true
        7. operator: establish-fact contact.email fact-16 true
        8. operator: establish-fact contact.email fact-17 true
    "#]],
    );
}

#[test]
fn each_change_says_who() {
    let mut met: Vec<Doer> = Vec::new();
    for kind in ChangeKind::ALL {
        let Question { engine, request, subject } = question(*kind);
        let remedies = engine.decide(&request, &subject).remedies();
        met.extend(remedies.iter().flat_map(|remedy| remedy.changes()).map(Change::who));
    }
    let open_demand = LegalDemand { kind: None, binding: None, covers: None, addressee: None, reference: None };
    let open_request = UserRequest { asked: None, sharing_necessary: Some(true) };
    let open_violation = Violation { of: Some(ViolationOf::Law), established: None, disclosure_needed: Some(true) };
    let open_deal = Transaction {
        on_platform: Some(true),
        requester_is_party: Some(true),
        requester_performed: None,
        disclosure_asked: None,
        operator_decided: Some(true),
    };
    let disclosing = |role| Request::disclose(Item::of(DataCategories::PHONE).necessary(true)).with(Party::of(role));
    let court = || disclosing(Role::JudicialAuthority);
    for (request, who) in [
        (court().for_purpose(Purpose::LEGAL_COMPLIANCE).at(noon()).given(open_demand), Doer::Authority),
        (court().for_purpose(Purpose::RULE_ENFORCEMENT).at(noon()).given(open_violation), Doer::Operator),
        (disclosing(Role::ThirdParty).for_purpose(Purpose::USER_REQUEST).at(noon()).given(open_request), Doer::Person),
        (disclosing(Role::Counterparty).for_purpose(Purpose::DISPUTE).at(noon()).given(open_deal), Doer::Recipient),
    ] {
        let remedies = PolicyEngine::platform().decide(&request, &member()).remedies();
        let missing = |change: &Change| !matches!(change.kind(), ChangeKind::ObtainConsent);
        let asked: Vec<_> = remedies.iter().flat_map(|remedy| remedy.changes()).filter(|change| missing(change)).collect();
        assert!(!asked.is_empty() && asked.iter().all(|change| change.who() == who), "{asked:?} is not for the {who} to do");
        met.push(who);
    }
    met.sort_unstable();
    met.dedup();
    assert_eq!(met, Doer::ALL);
}

#[test]
fn an_expired_consent_is_asked_for_anew() {
    let id = "0b0e0000-0000-4000-8000-000000000001".parse().unwrap();
    let lapsed = Grant::new(id, Scope::anything(), instant("2025-03-01T00:00:00Z")).until(instant("2026-03-01T00:00:00Z"));
    let Question { engine, request, subject } = question(ChangeKind::ObtainConsent);
    check(
        &Question { engine, request, subject: subject.grant(lapsed).unwrap() },
        expect![[r#"
        denied
        1. person: obtain-consent sell contact.email recipient-own broker
    "#]],
    );
}

/// Every judgement, recorded either way, settles the answer; and nothing but the judgement is missing.
#[test]
fn a_judgement_on_record_settles_it() {
    use Verdict::{Denied, Permitted, Undetermined};
    let (engine, person) = (PolicyEngine::platform(), member());
    let violator = |established, disclosure_needed| {
        let violation = Violation { of: Some(ViolationOf::Law), established, disclosure_needed };
        let disclosing = Request::disclose(DataCategories::ADDRESS).with(Party::of(Role::ThirdParty));
        disclosing.for_purpose(Purpose::RULE_ENFORCEMENT).at(noon()).given(violation)
    };
    let phone = Item::of(DataCategories::PHONE).necessary(true);
    for (request, expected) in [
        (deal(phone, None), vec![Fact::OperatorDecided]),
        (under_instrument(InstrumentKind::Law, None), vec![Fact::ConsideredAppropriate]),
        (violator(None, Some(true)), vec![Fact::Violation]),
        (violator(Some(true), None), vec![Fact::DisclosureNeeded]),
        (violator(None, None), vec![Fact::Violation, Fact::DisclosureNeeded]),
    ] {
        let decision = engine.decide(&request, &person);
        assert_eq!(decision.verdict(), Undetermined);
        let judgements = decision.judgements();
        assert_eq!(judgements.iter().map(|it| it.fact()).collect::<Vec<_>>(), expected);
        for findings in 0..(1 << judgements.len()) {
            let is_found = |place: usize| findings >> place & 1 == 1;
            let recorded = judgements
                .iter()
                .enumerate()
                .fold(request.clone(), |request, (place, judgement)| judgement.recorded(&request, is_found(place)));
            let settled = engine.decide(&recorded, &person);
            let all = (0..judgements.len()).all(is_found);
            assert_eq!(settled.verdict(), if all { Permitted } else { Denied }, "{settled}");
            assert!(settled.judgements().is_empty());
        }
    }
}

/// The facts left to judgement, and no others.
#[test]
fn the_facts_that_are_left_to_judgement() {
    let left: Vec<_> = Fact::ALL.iter().filter(|fact| fact.is_judgement() || fact.is_decision()).collect();
    let expected = [Fact::Violation, Fact::DisclosureNeeded, Fact::OperatorDecided, Fact::ConsideredAppropriate];
    assert_eq!(left, expected.iter().collect::<Vec<_>>());
}

/// A consent that is asked for covers this request and nothing else.
#[test]
fn the_smallest_scope() {
    let question = question(ChangeKind::ObtainConsent);
    let remedies = question.engine.decide(&question.request, &question.subject).remedies();
    let Change::ObtainConsent { scope, .. } = &remedies[0].changes()[0] else { panic!("{remedies:?}") };
    let expected = Scope::anything()
        .of(DataCategories::EMAIL)
        .to(Actions::SELL)
        .for_purposes(Purpose::RECIPIENT_OWN.into())
        .with(Party::of(Role::Broker).into());
    assert_eq!(*scope, expected);
}
