//! Exact instants: one second before, at, and one second after.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::decision::Verdict::{self, Denied, Permitted};
use lawful::policy::Policy;
use lawful::{Case, PolicyEngine};
use serde_json::{Value, json};

const BEFORE: &str = "2026-03-31T23:59:59Z";
const AT: &str = "2026-04-01T00:00:00Z";
const AFTER: &str = "2026-04-01T00:00:01Z";

/// The verdicts on a request before, at and after 1 April 2026, 00:00 UTC.
fn check(engine: &PolicyEngine, request: &Value, subject: &Value, expected: [Verdict; 3]) {
    for (at, expected) in [BEFORE, AT, AFTER].into_iter().zip(expected) {
        let mut case = json!({"request": request, "subject": subject});
        case["request"]["at"] = json!(at);
        let case = Case::from_json(&case.to_string(), engine.vocabulary()).unwrap();
        let decision = engine.decide(&case.request, &case.subject);
        assert_eq!(decision.verdict(), expected, "{at}: {decision}");
    }
}

fn platform() -> PolicyEngine {
    PolicyEngine::platform()
}

fn person(more: Value) -> Value {
    let mut person =
        json!({"id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01", "age": 30, "agreements": [{"at": "2025-01-01T00:00:00Z"}]});
    more.as_object().unwrap().iter().for_each(|(key, value)| person[key] = value.clone());
    person
}

fn selling() -> Value {
    json!({"actor": {"role": "operator"}, "action": "sell", "purpose": "recipient-own", "recipient": {"role": "broker"},
        "items": [{"categories": ["contact.email"], "service": "shop"}]})
}

fn using() -> Value {
    json!({"actor": {"role": "operator"}, "action": "use", "purpose": "service", "items": [{"categories": ["contact.email"], "service": "shop"}]})
}

#[test]
fn a_grant_counts_strictly_after_it_is_given() {
    let grant = json!({"choices": [{"grant": {"id": "0b0e0000-0000-4000-8000-000000000001", "scope": {}, "given-at": AT}}]});
    check(&platform(), &selling(), &person(grant), [Denied, Denied, Permitted]);
}

#[test]
fn a_grant_ends_at_its_expiry() {
    let grant =
        json!({"id": "0b0e0000-0000-4000-8000-000000000001", "scope": {}, "given-at": "2026-01-01T00:00:00Z", "expires-at": AT});
    check(&platform(), &selling(), &person(json!({"choices": [{"grant": grant}]})), [Permitted, Denied, Denied]);
}

#[test]
fn a_grant_that_expires_before_it_is_given_never_counts() {
    for expiry in [BEFORE, AT] {
        let grant = json!({"id": "0b0e0000-0000-4000-8000-000000000001", "scope": {}, "given-at": AT, "expires-at": expiry});
        check(&platform(), &selling(), &person(json!({"choices": [{"grant": grant}]})), [Denied, Denied, Denied]);
    }
}

#[test]
fn an_age_above_150_is_taken_as_150() {
    let person = |years| lawful::DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap()).aged(years);
    assert_eq!(person(200), person(150));
}

#[test]
fn a_refusal_counts_from_its_instant() {
    let refusal = json!({"id": "4d1c0000-0000-4000-8000-000000000001", "scope": {}, "at": AT, "means": "objection"});
    check(&platform(), &using(), &person(json!({"choices": [{"refuse": refusal}]})), [Permitted, Denied, Denied]);
}

#[test]
fn at_the_same_instant_a_refusal_beats_a_grant() {
    let grant = json!({"grant": {"id": "0b0e0000-0000-4000-8000-000000000001", "scope": {}, "given-at": AT}});
    let refusal = json!({"refuse": {"id": "4d1c0000-0000-4000-8000-000000000001", "scope": {}, "at": AT, "means": "objection"}});
    for choices in [json!([grant, refusal]), json!([refusal, grant])] {
        check(&platform(), &selling(), &person(json!({"choices": choices})), [Denied, Denied, Denied]);
    }
}

#[test]
fn an_agreement_counts_from_its_instant() {
    check(&platform(), &using(), &person(json!({"agreements": [{"at": AT}]})), [Denied, Permitted, Permitted]);
}

#[test]
fn an_account_is_closed_from_its_closing_and_open_again_from_its_reopening() {
    let old = json!({"service": "shop", "opened": "2025-01-01T00:00:00Z", "closed": AT});
    check(&platform(), &using(), &person(json!({"accounts": [old]})), [Permitted, Denied, Denied]);
    let closed = json!({"service": "shop", "opened": "2025-01-01T00:00:00Z", "closed": "2026-01-01T00:00:00Z"});
    let again = json!({"service": "shop", "opened": AT});
    check(&platform(), &using(), &person(json!({"accounts": [closed, again]})), [Denied, Permitted, Permitted]);
}

#[test]
fn a_provider_is_engaged_from_its_beginning_until_before_its_end() {
    let sharing = |period: Value| {
        json!({"actor": {"role": "operator"}, "action": "share", "purpose": "service",
            "recipient": {"role": "service-provider", "id": "courier"},
            "items": [{"categories": ["contact.address"], "service": "shop", "necessary": true}],
            "circumstances": {"engagement": {"party": {"role": "service-provider", "id": "courier"}, "serves-subject": true,
                "periods": [period], "access-ends-with-service": true}}})
    };
    check(&platform(), &sharing(json!({"service": "shop", "from": AT})), &person(json!({})), [Denied, Permitted, Permitted]);
    let ending = json!({"service": "shop", "from": "2026-01-01T00:00:00Z", "to": AT});
    check(&platform(), &sharing(ending), &person(json!({})), [Permitted, Denied, Denied]);
}

fn revised(change: &str, notice: &str) -> PolicyEngine {
    let policy = format!(
        "id = \"p\"\n[[rules]]\nid = \"a/old\"\neffect = \"permit\"\n[[editions]]\nversion = \"v2\"\neffective-from = {AT}\nchange = \"{change}\"\n{notice}
         [[editions.rules]]\nid = \"a/old\"\neffect = \"permit\"\n[[editions.rules]]\nid = \"a/new\"\neffect = \"forbid\"\nactions = [\"use\"]\n"
    );
    PolicyEngine::new(Policy::from_toml(&policy).unwrap())
}

#[test]
fn the_operator_is_bound_from_the_effect_of_an_edition() {
    for change in ["minor", "major"] {
        check(&revised(change, ""), &using(), &person(json!({})), [Permitted, Denied, Denied]);
    }
}

#[test]
fn a_major_edition_binds_from_a_use_at_or_after_notice_and_effect() {
    let policy = format!(
        "id = \"p\"\n[[rules]]\nid = \"a/old\"\neffect = \"permit\"\nactions = [\"share\"]\n[[editions]]\nversion = \"v2\"\neffective-from = 2026-03-01T00:00:00Z\nchange = \"major\"
         notice = {AT}\n[[editions.rules]]\nid = \"a/new\"\neffect = \"permit\"\nactions = [\"use\"]\n"
    );
    let engine = PolicyEngine::new(Policy::from_toml(&policy).unwrap());
    check(&engine, &using(), &person(json!({"uses": [BEFORE]})), [Denied, Denied, Denied]);
    check(&engine, &using(), &person(json!({"uses": [AT]})), [Denied, Permitted, Permitted]);
    check(&engine, &using(), &person(json!({"uses": [AFTER]})), [Denied, Denied, Permitted]);
}

#[test]
fn a_minor_is_an_adult_from_midnight_of_the_birthday() {
    let policy = Policy::from_toml("id = \"p\"\n[[rules]]\nid = \"adult\"\neffect = \"permit\"\nunless = [\"minor\"]\n").unwrap();
    let engine = PolicyEngine::new(policy);
    let born = |date: &str| {
        let mut person = person(json!({"born": date}));
        person.as_object_mut().unwrap().remove("age");
        person
    };
    check(&engine, &using(), &born("2008-04-01"), [Denied, Permitted, Permitted]);
    check(&engine, &using(), &born("2008-03-31"), [Permitted, Permitted, Permitted]);
    check(&engine, &using(), &born("2008-04-02"), [Denied, Denied, Denied]);
}
