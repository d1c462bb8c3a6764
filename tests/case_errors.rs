//! A case that cannot be read says which key is wrong, what stands there and what was meant.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use expect_test::{Expect, expect};
use lawful::Case;
use lawful::vocabulary::Vocabulary;
use serde_json::{Value, json};

fn case() -> Value {
    json!({"id": "c1",
        "request": {"at": "2026-06-01T12:00:00Z", "actor": {"role": "operator"}, "action": "use",
            "items": [{"categories": ["contact.email"]}], "purpose": "service"},
        "subject": {"id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01"}})
}

fn error(text: &str) -> String {
    Case::from_json(text, Vocabulary::builtin()).unwrap_err().to_string()
}

/// The message when one value of a good case is replaced.
fn check(place: &str, value: Value, expected: Expect) {
    let mut case = case();
    let (parent, key) = place.rsplit_once('/').unwrap();
    case.pointer_mut(parent).unwrap()[key] = value;
    expected.assert_eq(&error(&case.to_string()));
}

#[test]
fn what_is_no_json() {
    assert!(error("{\"id\": ").starts_with("this is not JSON: EOF"));
    assert!(error(&"[".repeat(10_000)).starts_with("this is not JSON: recursion limit exceeded"));
    assert_eq!(error(&" ".repeat((1 << 20) + 1)), "the case is longer than 1 MiB");
    assert_eq!(error("[]"), "expected a case: a table with `request` and `subject`, found a list");
    assert_eq!(error("{}"), "`request` is missing; `subject` is missing");
}

#[test]
fn words_and_keys() {
    check("/request/action", json!("sue"), expect!["`request.action`: unknown action, found `sue`, did you mean `use`?"]);
    check(
        "/request/purpose",
        json!("promotion"),
        expect!["`request.purpose`: unknown purpose, found `promotion`, did you mean `own-promotion`?"],
    );
    check("/request/recipent", json!({}), expect!["`request.recipent`: unknown key, did you mean `recipient`?"]);
    check(
        "/request/actor",
        json!("operator"),
        expect![[r#"`request.actor`: expected a party, such as { role = "partner", id = "acme" }, found text"#]],
    );
    check("/request/items", json!([]), expect!["`request.items`: the list is empty: leave the key out, or name at least one"]);
    check(
        "/request/items",
        json!([{"categories": []}]),
        expect!["`request.items[0].categories`: the list is empty: leave the key out, or name at least one"],
    );
    check(
        "/request/circumstances",
        json!({"facts": {"no-such": true}}),
        expect!["`request.circumstances.facts.no-such`: unknown custom fact, found `no-such`"],
    );
    check("/request/claims", json!(["consent"]), expect!["`request.claims`: expected the name of a ground, found a list"]);
    check(
        "/request/recipient",
        json!({"role": "partner"}),
        expect!["`request.recipient`: `use` has no recipient: it keeps the data with the actor"],
    );
    check(
        "/request/recipient",
        Value::Null,
        expect![[r#"`request.recipient`: expected a party, such as { role = "partner", id = "acme" }, found null"#]],
    );
}

#[test]
fn instants_numbers_and_ids() {
    check(
        "/request/at",
        json!("10000-01-01T00:00:00Z"),
        expect!["`request.at`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z, found `10000-01-01T00:00:00Z`"],
    );
    check(
        "/request/at",
        json!("2026-06-01"),
        expect!["`request.at`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z, found `2026-06-01`"],
    );
    check("/subject/age", json!(-1), expect!["`subject.age`: expected a whole number from 0 to 150, found `-1`"]);
    check("/subject/age", json!(17.5), expect!["`subject.age`: expected a whole number from 0 to 150, found `17.5`"]);
    check(
        "/subject/id",
        json!("ann@example.org"),
        expect!["`subject.id`: expected a UUID, such as 7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01; what was found is withheld"],
    );
    check(
        "/subject/born",
        json!("2008-02-30"),
        expect!["`subject.born`: expected a date, such as 2008-02-29; what was found is withheld"],
    );
    let both = case().to_string().replace("\"subject\":{", "\"subject\":{\"age\":3,\"born\":\"2020-01-01\",");
    assert_eq!(error(&both), "`subject`: `age` and `born` are both there: give one of them");
    let twice = case().to_string().replace("\"subject\":{", "\"subject\":{\"age\":3,\"age\":30,");
    assert_eq!(error(&twice), "`subject.age`: the key is there twice");
}

#[test]
fn withdrawals_that_cannot_be() {
    let (grant, other) = ("0b0e0000-0000-4000-8000-000000000001", "0b0e0000-0000-4000-8000-000000000002");
    let choices = |withdraws: &str, at: &str, scope: Value| {
        json!([
            {"refuse": {"id": other, "withdraws": withdraws, "at": at, "scope": scope, "means": "withdrawal"}},
            {"grant": {"id": grant, "given-at": "2026-01-05T09:00:00Z", "scope": {"actions": ["share"]}}},
        ])
    };
    let share = json!({"actions": ["share"]});
    check(
        "/subject/choices",
        choices(other, "2026-02-01T00:00:00Z", share.clone()),
        expect!["`subject.choices[0]`: the withdrawal names a grant that is not among the person's choices"],
    );
    check(
        "/subject/choices",
        choices(grant, "2026-01-01T00:00:00Z", share),
        expect!["`subject.choices[0]`: the withdrawal is earlier than the grant that it withdraws"],
    );
    check(
        "/subject/choices",
        choices(grant, "2026-02-01T00:00:00Z", json!({})),
        expect![
            "`subject.choices[0]`: the withdrawal is wider than the grant that it withdraws: record what goes beyond it as a refusal of its own"
        ],
    );
    check(
        "/subject/choices",
        json!([{"refuse": {"id": other, "at": "2026-01-01T00:00:00Z"}}]),
        expect!["`subject.choices[0]`: a refusal needs a `scope`, or a grant that it `withdraws`"],
    );
}
