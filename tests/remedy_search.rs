//! The search for remedies: it ends soon, asks for nothing needless, and leaves what is known as it is.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use lawful::decision::{Change, ChangeKind};
use lawful::policy::Policy;
use lawful::request::{Engagement, Period};
use lawful::subject::RefusalMeans;
use lawful::vocabulary::Role;
use lawful::{Case, DataCategories, DataSubject, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope, Verdict};
use serde_json::json;
use uuid::Uuid;

/// Prohibitions, each of which any of eight facts lifts that nobody has stated.
fn prohibited(count: usize) -> PolicyEngine {
    let names: Vec<_> = (0..count * 8).map(|number| format!("\"f{number}\"")).collect();
    let mut text =
        format!("id = \"p\"\nvocabulary = {{ facts = [{}] }}\n[[rules]]\nid = \"z\"\neffect = \"permit\"\n", names.join(", "));
    for (number, eight) in names.chunks(8).enumerate() {
        writeln!(text, "[[rules]]\nid = \"a{number}\"\neffect = \"forbid\"\nunless = [{}]", eight.join(", ")).unwrap();
    }
    PolicyEngine::new(Policy::from_toml(&text).unwrap())
}

fn asked() -> Request {
    Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap())
}

#[test]
fn where_little_stands_in_the_way_the_simplest_remedies_are_offered() {
    let (request, subject) = (asked(), DataSubject::new(Uuid::from_u128(1)));
    let [one, two] = [1, 2].map(|count| prohibited(count).decide(&request, &subject).remedies());
    assert_eq!(one.iter().map(|remedy| remedy.changes().len()).collect::<Vec<_>>(), [1; 8]);
    assert_eq!(two.iter().map(|remedy| remedy.changes().len()).collect::<Vec<_>>(), [2; 8]);
    let establishes = |change: &Change| change.kind() == ChangeKind::EstablishFact;
    assert!(one.iter().chain(&two).all(|remedy| remedy.changes().iter().all(establishes)));
}

/// Six changes lift six of seven prohibitions, in 8^6 ways: to try them all would take minutes.
#[test]
fn where_too_much_stands_in_the_way_the_search_is_given_up() {
    let engine = prohibited(7);
    let (request, subject) = (asked(), DataSubject::new(Uuid::from_u128(1)));
    let decision = engine.decide(&request, &subject);
    assert_eq!(decision.verdict(), Verdict::Undetermined);
    assert!(decision.remedies().is_empty());
}

/// What is in the way of the e-mail address first could be lifted, and what is in the way next could not: so the address is
/// left out, and what would have lifted the first is not asked for.
#[test]
fn what_another_change_makes_needless_is_not_asked_for() {
    let text = r#"
        id = "p"
        vocabulary = { facts = ["asked", "heard"] }
        [[rules]]
        id = "a/first"
        effect = "forbid"
        categories = ["contact.email"]
        unless = ["asked"]
        [[rules]]
        id = "b/hopeless"
        effect = "forbid"
        categories = ["contact.email"]
        [[rules]]
        id = "c/email"
        effect = "permit"
        categories = ["contact.email"]
        [[rules]]
        id = "d/phone"
        effect = "permit"
        categories = ["contact.phone"]
        when = ["heard"]
    "#;
    let engine = PolicyEngine::new(Policy::from_toml(text).unwrap());
    let (email, phone) = (DataCategories::EMAIL, DataCategories::PHONE);
    let at = "2026-06-01T12:00:00Z".parse().unwrap();
    let request = Request::using(email | phone).for_purpose(Purpose::SERVICE).at(at);
    let subject = DataSubject::new(Uuid::from_u128(1));
    let decision = engine.decide(&request, &subject);
    let remedies = decision.remedies();
    let kinds: Vec<Vec<_>> = remedies.iter().map(|remedy| remedy.changes().iter().map(|it| it.kind()).collect()).collect();
    assert_eq!(kinds, [[ChangeKind::NarrowRequest, ChangeKind::EstablishFact]]);
    let text = remedies[0].text(&decision);
    assert!(text.starts_with("The operator leaves out the e-mail address. The operator finds out whether"), "{text}");
}

/// No consent is asked for what is left out of the request, whether the person has said nothing yet or no.
#[test]
fn what_is_left_out_needs_no_consent() {
    let text = r#"
        id = "p"
        [[rules]]
        id = "a/first"
        effect = "forbid"
        unless = ["consented"]
        [[rules]]
        id = "b/hopeless"
        effect = "forbid"
        categories = ["contact.email"]
        [[rules]]
        id = "c"
        effect = "permit"
    "#;
    let engine = PolicyEngine::new(Policy::from_toml(text).unwrap());
    let (email, phone) = (DataCategories::EMAIL, DataCategories::PHONE);
    let at = "2026-06-01T12:00:00Z".parse().unwrap();
    let request = Request::using(email | phone).for_purpose(Purpose::SERVICE).at(at);
    let silent = DataSubject::new(Uuid::from_u128(1));
    let said = "2026-01-01T00:00:00Z".parse().unwrap();
    let no = Refusal::new(Uuid::from_u128(2), Scope::anything(), said, RefusalMeans::Objection);
    for subject in [silent.clone(), silent.refuse(no).unwrap()] {
        let remedies = engine.decide(&request, &subject).remedies();
        let scopes = remedies.iter().map(|remedy| match remedy.changes() {
            [Change::NarrowRequest { leave_out }, Change::ObtainConsent { scope, .. } | Change::LiftRefusal { scope, .. }] => {
                (*leave_out, scope.categories())
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(scopes.collect::<Vec<_>>(), [(email, Some(phone))]);
    }
}

/// A refusal of just now leaves no room for a consent, and the provider is not engaged yet: the act waits until both are over.
#[test]
fn two_reasons_to_wait_are_one_wait() {
    let text = r#"
        id = "p"
        [[rules]]
        id = "a/refused"
        effect = "forbid"
        when = ["refused"]
        [[rules]]
        id = "b/not-engaged"
        effect = "forbid"
        unless = ["engaged"]
        [[rules]]
        id = "c"
        effect = "permit"
    "#;
    let engine = PolicyEngine::new(Policy::from_toml(text).unwrap());
    let (at, begins) = ("2026-06-01T12:00:00Z".parse().unwrap(), "2026-07-01T00:00:00Z".parse().unwrap());
    let parcel = Party::service_provider("parcel");
    let engagement = Engagement {
        party: Some(parcel.clone()),
        serves_subject: Some(true),
        periods: Some(vec![Period { service: None, from: begins, to: None }]),
        ..Engagement::default()
    };
    let request = Request::provide(DataCategories::ADDRESS).with(parcel).for_purpose(Purpose::SERVICE).at(at).given(engagement);
    let no = Refusal::new(Uuid::from_u128(2), Scope::anything(), at, RefusalMeans::Objection);
    let subject = DataSubject::new(Uuid::from_u128(1)).refuse(no).unwrap();
    let decision = engine.decide(&request, &subject);
    let remedies = decision.remedies();
    assert_eq!(remedies.len(), 1);
    assert!(
        matches!(remedies[0].changes(), [Change::WaitUntil { at }, Change::LiftRefusal { .. }] if *at == begins),
        "{remedies:?}"
    );
    let text = remedies[0].text(&decision);
    assert!(
        text.starts_with("The operator asks again from 1 July 2026, 00:00 UTC on, when the provider's engagement begins."),
        "{text}"
    );
}

/// For every fact that a field of a circumstance states, a permission that turns on it, where the circumstance is given and the
/// field is not.
#[test]
fn what_a_circumstance_leaves_out_can_be_established_either_way() {
    let stated: &[(&str, &str)] = &[
        ("in-use", "collection"),
        ("channel-lawful", "collection"),
        ("channel-unlawful", "collection"),
        ("means-unfair", "collection"),
        ("legal-demand", "legal-demand"),
        ("law-forbids", "law"),
        ("retention-required", "law"),
        ("violation", "violation"),
        ("disclosure-needed", "violation"),
        ("complainant", "ip-complaint"),
        ("complainant-qualified", "ip-complaint"),
        ("complaint-filed", "ip-complaint"),
        ("respondent-asked", "ip-complaint"),
        ("deal-on-platform", "transaction"),
        ("requester-is-party", "transaction"),
        ("requester-performed", "transaction"),
        ("disclosure-asked", "transaction"),
        ("operator-decided", "transaction"),
        ("person-asked", "user-request"),
        ("sharing-necessary", "user-request"),
        ("considered-appropriate", "instrument"),
        ("access-ends", "engagement"),
        ("engaged", "engagement"),
        ("current-partner", "partnership"),
        ("outsiders-service", "third-party-service"),
        ("outside-copy", "copy"),
        ("announcement", "message"),
        ("message-needed", "message"),
        ("own-cookie", "cookie"),
        ("own-server", "storage"),
        ("leak-reported", "leak"),
        ("asked-by-person", "subject-request"),
        ("asked-by-guardian", "subject-request"),
        ("deletion-asked", "subject-request"),
        ("cancel-agreed", "cancellation"),
        ("cancel-lawful", "cancellation"),
    ];
    // What is the case where they fail has no single answer to record, or is for nobody to change.
    let only_when = ["legal-demand", "engaged", "asked-by-person", "asked-by-guardian"];
    for (fact, circumstance) in stated {
        for asks in ["when", "unless"] {
            let text = format!("id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\n{asks} = [\"{fact}\"]\n");
            let engine = PolicyEngine::new(Policy::from_toml(&text).unwrap());
            let case = json!({
                "request": {"at": "2026-06-01T12:00:00Z", "actor": {"role": "operator"}, "action": "provide", "purpose": "service",
                    "items": [{"categories": ["contact.email"]}], "recipient": {"role": "service-provider", "id": "courier"},
                    "circumstances": {(*circumstance): {}}},
                "subject": {"id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01"}
            });
            let case = Case::from_json(&case.to_string(), engine.vocabulary()).unwrap();
            let decision = engine.decide(&case.request, &case.subject);
            assert_eq!(decision.verdict(), Verdict::Undetermined, "{asks} {fact}");
            let remedies = decision.remedies();
            if asks == "unless" && only_when.contains(fact) {
                continue;
            }
            let permitted = remedies.iter().filter_map(|remedy| remedy.apply(&case.request, &case.subject));
            let verdicts: Vec<_> = permitted.map(|changed| engine.decide(&changed.request, &changed.subject).verdict()).collect();
            assert_eq!(verdicts, [Verdict::Permitted], "{asks} {fact}");
        }
    }
}

/// Of two items, one is known not to be published: finding out about the other is of no use.
#[test]
fn what_is_known_stays_as_it_is() {
    let text = "id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\nwhen = [\"published\"]\n";
    let engine = PolicyEngine::new(Policy::from_toml(text).unwrap());
    let subject = DataSubject::new(Uuid::from_u128(1));
    let posts = || Item::of(DataCategories::POSTS);
    let open = Request::using(posts()).and(posts()).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
    assert_eq!(engine.decide(&open, &subject).remedies().len(), 1);
    let known = Request::using(posts()).and(posts().published(false));
    let known = known.for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
    assert!(engine.decide(&known, &subject).remedies().is_empty());
}

/// Of the engaged party the id is known, of the recipient only the role: the remedy is to hand it to the engaged one, not to
/// forget who that is.
#[test]
fn a_party_that_is_known_stays_the_one_it_is() {
    let text = "id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\nwhen = [\"engaged\"]\n";
    let engine = PolicyEngine::new(Policy::from_toml(text).unwrap());
    let subject = DataSubject::new(Uuid::from_u128(1));
    let courier = Party::service_provider("courier");
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let engagement = Engagement {
        party: Some(courier.clone()),
        serves_subject: Some(true),
        periods: Some(vec![Period { service: None, from, to: None }]),
        access_ends_with_service: None,
    };
    let to = |recipient: Option<Party>| {
        let draft = Request::provide(DataCategories::ADDRESS);
        let draft = if let Some(recipient) = recipient { draft.with(recipient) } else { draft };
        draft.for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap()).given(engagement.clone())
    };
    for recipient in [Some(Party::of(Role::ServiceProvider)), None] {
        let request = to(recipient);
        let decision = engine.decide(&request, &subject);
        assert_eq!(decision.verdict(), Verdict::Undetermined);
        for remedy in decision.remedies() {
            let changed = remedy.apply(&request, &subject).unwrap();
            assert_eq!(changed.request.recipient(), Some(&courier));
            assert_eq!(changed.request.circumstances().engagement, Some(engagement.clone()));
        }
        assert_eq!(decision.remedies().len(), 1);
        // For a request that names another recipient, it is none.
        for another in [Party::service_provider("other"), Party::of(Role::Partner)] {
            assert_eq!(decision.remedies()[0].apply(&to(Some(another)), &subject), None);
        }
    }
    // Who receives it does not follow from who hands it over.
    let by_courier = to(None).by(courier.clone());
    assert_eq!(engine.decide(&by_courier, &subject).verdict(), Verdict::Undetermined);
}
