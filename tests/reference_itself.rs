//! The plain reference reading, tried on policies small enough to answer by hand.

#![expect(clippy::expect_used, reason = "a broken test document is a broken test")]

mod reference;

use std::collections::BTreeSet;

use reference::{Answer, decide};
use serde_json::{Value, json};

const AT: &str = "2026-06-01T12:00:00Z";

/// A policy with these rules and no more.
fn policy(rules: Value) -> Value {
    json!({ "id": "base", "title": "Base", "rules": rules })
}

/// A policy that only restricts, to be laid over another.
fn silent(rules: Value) -> Value {
    json!({ "id": "over", "title": "Over", "default": "silent", "rules": rules })
}

/// The operator uses one item of an adult's data for the service.
fn case(item: Value) -> Value {
    json!({
        "request": { "at": AT, "actor": { "role": "operator" }, "action": "use", "items": [item],
            "purpose": "service", "circumstances": {} },
        "subject": { "id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01", "standing": "user", "age": 30 },
    })
}

fn email() -> Value {
    json!({ "categories": ["contact.email"] })
}

/// The same value with another one at a pointer, whose parent is there.
fn with(mut value: Value, pointer: &str, new: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = value.pointer_mut(parent).expect("a parent");
    parent[key] = new;
    value
}

fn alone(policy: &Value, case: &Value) -> Answer {
    decide(policy, &[], case)
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The reasons as `policy edition rule`, the default as `default`.
fn because(answer: &Answer) -> Vec<String> {
    let keys = answer.reasons.keys();
    keys.map(|(policy, edition, rule)| match rule.as_str() {
        "" => "default".to_owned(),
        _ => format!("{policy} {edition} {rule}"),
    })
    .collect()
}

#[test]
fn an_exemption_beats_a_forbid_and_a_forbid_beats_a_permit() {
    let permit = json!({ "id": "p", "effect": "permit", "ground": "agreement", "duties": ["purpose-only"] });
    let forbid = json!({ "id": "f", "effect": "forbid", "duties": ["stop-processing"] });
    let exempt = json!({ "id": "e", "effect": "exempt" });

    let nothing = alone(&policy(json!([])), &case(email()));
    assert_eq!((nothing.verdict, because(&nothing)), ("denied", vec!["default".to_owned()]));

    let permitted = alone(&policy(json!([permit])), &case(email()));
    assert_eq!((permitted.verdict, because(&permitted)), ("permitted", vec!["base initial p".to_owned()]));
    assert_eq!((permitted.duties, permitted.grounds), (set(&["purpose-only"]), set(&["agreement"])));

    let denied = alone(&policy(json!([permit, forbid])), &case(email()));
    assert_eq!((denied.verdict, because(&denied)), ("denied", vec!["base initial f".to_owned()]));
    assert_eq!((denied.duties, denied.grounds), (set(&["stop-processing"]), set(&[])));

    let free = alone(&policy(json!([permit, forbid, exempt])), &case(email()));
    assert_eq!((free.verdict, because(&free)), ("not-governed", vec!["base initial e".to_owned()]));
}

#[test]
fn what_is_unknown_leaves_the_answer_open() {
    let maybe = |id: &str, effect: &str| json!({ "id": id, "effect": effect, "when": ["published"] });
    let permit = json!({ "id": "p", "effect": "permit" });

    let open = alone(&policy(json!([maybe("m", "permit")])), &case(email()));
    assert_eq!((open.verdict, because(&open)), ("undetermined", vec!["base initial m".to_owned()]));

    let doubted = alone(&policy(json!([permit, maybe("m", "permit"), maybe("f", "forbid")])), &case(email()));
    assert_eq!(doubted.verdict, "undetermined");
    assert_eq!(because(&doubted), ["base initial f", "base initial p"]);

    let unexempt = alone(&policy(json!([permit, maybe("e", "exempt")])), &case(email()));
    assert_eq!(unexempt.verdict, "permitted");
}

#[test]
fn a_silent_policy_governs_only_what_its_rules_reach() {
    let nothing = alone(&silent(json!([])), &case(email()));
    assert_eq!((nothing.verdict, because(&nothing)), ("not-governed", vec!["default".to_owned()]));

    let rules = json!([
        { "id": "f", "effect": "forbid", "when": ["published"] },
        { "id": "p", "effect": "permit", "when": ["protected"] },
    ]);
    let open = alone(&silent(rules.clone()), &case(email()));
    assert_eq!((open.verdict, because(&open)), ("undetermined", vec!["over initial f".to_owned()]));

    let closed = json!({ "categories": ["contact.email"], "published": false });
    assert_eq!(alone(&silent(rules), &case(closed)).verdict, "not-governed");
}

#[test]
fn a_yielding_forbid_is_as_open_as_the_permit_that_it_yields_to() {
    let rules = json!([
        { "id": "stop/f", "effect": "forbid", "yields-to": ["go"] },
        { "id": "go/p", "effect": "permit", "when": ["published"] },
        { "id": "gone/q", "effect": "permit" },
    ]);
    let item = |published: Value| case(json!({ "categories": ["contact.email"], "published": published }));
    assert_eq!(alone(&policy(rules.clone()), &item(json!(true))).verdict, "permitted");
    assert_eq!(alone(&policy(rules.clone()), &item(json!(null))).verdict, "undetermined");
    assert_eq!(alone(&policy(rules), &item(json!(false))).verdict, "denied");
}

#[test]
fn what_an_exempt_item_only_reveals_is_not_governed() {
    let rules = json!([
        { "id": "e", "effect": "exempt", "categories": ["activity"], "when": ["published"] },
        { "id": "f", "effect": "forbid", "categories": ["sensitive"] },
    ]);
    let item = json!({ "categories": ["activity.posts"], "reveals": ["health.medical"], "published": true });
    let free = alone(&policy(rules.clone()), &case(item.clone()));
    assert_eq!(free.not_governed, set(&["activity.posts", "health.medical"]));
    assert_eq!(because(&free), ["base initial e"]);

    let both = with(item, "/categories", json!(["activity.posts", "contact.email"]));
    let governed = alone(&policy(rules), &case(both));
    assert_eq!(governed.denied, set(&["contact.email", "health.medical"]));
    assert_eq!(governed.not_governed, set(&["activity.posts"]));
}

#[test]
fn a_category_in_several_items_gets_its_strictest_answer() {
    let rules = json!([
        { "id": "p", "effect": "permit", "ground": "necessity" },
        { "id": "f", "effect": "forbid", "origins": ["broker"] },
        { "id": "e", "effect": "exempt", "categories": ["enforcement"] },
    ]);
    let bought = json!({ "categories": ["contact"], "origin": "broker" });
    let named = json!({ "categories": ["contact.email", "identity.name"] });
    let mixed = with(case(email()), "/request/items", json!([bought, named]));
    let answer = alone(&policy(rules.clone()), &mixed);
    assert_eq!(answer.denied, set(&["contact.address", "contact.email", "contact.phone"]));
    assert_eq!(answer.permitted, set(&["identity.name"]));
    assert_eq!(answer.grounds, set(&["necessity"]));

    let split = json!({ "categories": ["contact.email", "enforcement.measure"] });
    let answer = alone(&policy(rules), &case(split));
    assert_eq!((answer.verdict, answer.duties), ("permitted", set(&["split-ungoverned"])));
}

#[test]
fn a_box_with_recipients_reaches_a_missing_one_only_possibly_and_none_never() {
    let rules = json!([
        { "id": "p", "effect": "permit" },
        { "id": "f", "effect": "forbid", "recipients": ["partner:acme"] },
    ]);
    let sharing = |recipient: Value| {
        let sharing = with(case(email()), "/request/action", json!("share"));
        alone(&policy(rules.clone()), &with(sharing, "/request/recipient", recipient)).verdict
    };
    assert_eq!(sharing(json!({ "role": "partner", "id": "acme" })), "denied");
    assert_eq!(sharing(json!({ "role": "partner", "id": "other" })), "permitted");
    assert_eq!(sharing(json!({ "role": "partner" })), "undetermined");
    assert_eq!(sharing(json!(null)), "undetermined");
    assert_eq!(alone(&policy(rules), &case(email())).verdict, "permitted");
}

#[test]
fn the_person_is_bound_by_what_was_accepted_and_the_stricter_edition_wins() {
    let shop = json!({
        "id": "base", "title": "Base",
        "rules": [{ "id": "keep", "effect": "permit" }],
        "editions": [
            { "version": "v2", "effective-from": "2026-03-01T00:00:00Z", "change": "minor", "rules": [] },
            { "version": "v3", "effective-from": "2026-04-01T00:00:00Z", "change": "major",
              "notice": "2026-05-01T00:00:00Z", "removes": ["keep"],
              "rules": [{ "id": "lose", "effect": "permit", "categories": ["identity"] }] },
        ],
    });
    let name = || case(json!({ "categories": ["identity.name"] }));
    let stranger = alone(&shop, &name());
    assert_eq!((stranger.verdict, because(&stranger)), ("permitted", vec!["base v2 keep".into(), "base v3 lose".into()]));
    assert_eq!(alone(&shop, &case(email())).verdict, "denied");

    let user = |used: &str| because(&alone(&shop, &with(name(), "/subject/uses", json!([used]))));
    assert_eq!(user("2026-04-30T23:59:59Z"), ["base v2 keep", "base v3 lose"]);
    assert_eq!(user("2026-05-01T00:00:00Z"), ["base v3 lose"]);
    assert_eq!(user("2026-06-01T12:00:01Z"), ["base v2 keep", "base v3 lose"]);

    let agreed = |agreement: Value| because(&alone(&shop, &with(name(), "/subject/agreements", json!([agreement]))));
    assert_eq!(agreed(json!({ "at": "2026-04-01T00:00:00Z" })), ["base v3 lose"]);
    assert_eq!(agreed(json!({ "at": "2026-03-31T23:59:59Z" })), ["base v2 keep", "base v3 lose"]);
    assert_eq!(agreed(json!({ "at": AT, "edition": "v3" })), ["base v3 lose"]);
    assert_eq!(agreed(json!({ "at": AT, "edition": "v9" })), ["base v2 keep", "base v3 lose"]);

    let early = with(name(), "/request/at", json!("2026-02-01T00:00:00Z"));
    assert_eq!(because(&alone(&shop, &early)), ["base initial keep"]);
}

#[test]
fn an_agreement_to_what_is_not_in_force_yet_accepts_nothing() {
    let shop = json!({
        "id": "base", "title": "Base",
        "rules": [{ "id": "p", "effect": "permit", "when": ["agreed"] }],
        "editions": [{ "version": "v2", "effective-from": AT, "change": "major", "rules": [] }],
    });
    let agreed = |edition: &str, at: &str| {
        let agreement = json!([{ "at": "2026-01-01T00:00:00Z", "edition": edition }]);
        let agreed = with(case(email()), "/subject/agreements", agreement);
        alone(&shop, &with(agreed, "/request/at", json!(at))).verdict
    };
    assert_eq!(agreed("v2", "2026-06-01T11:59:59Z"), "denied");
    assert_eq!(agreed("v2", AT), "permitted");
    assert_eq!(agreed("initial", "2026-06-01T11:59:59Z"), "permitted");
}

#[test]
fn a_layer_restricts_what_is_under_it_and_obliges() {
    let base = policy(json!([
        { "id": "p", "effect": "permit", "categories": ["contact", "identity"] },
        { "id": "e", "effect": "exempt", "categories": ["enforcement"] },
    ]));
    let layer = silent(json!([
        { "id": "f", "effect": "forbid", "categories": ["contact", "enforcement"], "yields-to": ["p"], "unless": ["minor"] },
        { "id": "g", "effect": "forbid", "categories": ["contact.phone", "enforcement"] },
        { "id": "o", "effect": "oblige", "duties": ["encrypt"] },
    ]));
    let item = json!({ "categories": ["contact", "identity.name", "enforcement", "activity.posts"] });
    let answer = decide(&base, std::slice::from_ref(&layer), &case(item));
    assert_eq!(answer.permitted, set(&["contact.address", "contact.email", "identity.name"]));
    assert_eq!(answer.denied, set(&["activity.posts", "contact.phone"]));
    assert_eq!(answer.not_governed, set(&["enforcement.measure", "enforcement.violation"]));
    assert_eq!(answer.duties, set(&["encrypt"]));
    assert_eq!(because(&answer), ["default", "base initial e", "base initial p", "over initial g"]);

    let strict = json!({ "id": "strict", "title": "Strict", "rules": [] });
    let answer = decide(&base, &[layer, strict], &case(json!({ "categories": ["enforcement.measure"] })));
    assert_eq!(
        (answer.verdict, because(&answer)),
        ("denied", vec!["default".into(), "over initial f".into(), "over initial g".into()])
    );
}

/// What the choices, each at an instant of May, come to for the operator's use of the e-mail address.
fn chosen(choices: Value) -> &'static str {
    let rules = json!([
        { "id": "p", "effect": "permit", "when": ["consented"] },
        { "id": "f", "effect": "exempt", "when": ["refused"] },
    ]);
    alone(&policy(rules), &with(case(email()), "/subject/choices", choices)).verdict
}

fn grant(id: &str, given_at: &str) -> Value {
    json!({ "grant": { "id": id, "scope": {}, "given-at": given_at } })
}

fn refuse(at: &str) -> Value {
    json!({ "refuse": { "id": "r", "scope": {}, "at": at, "means": "objection" } })
}

#[test]
fn the_latest_covering_choice_decides() {
    assert_eq!(chosen(json!([])), "denied");
    assert_eq!(chosen(json!([grant("g", "2026-05-01T00:00:00Z")])), "permitted");
    assert_eq!(chosen(json!([grant("g", AT)])), "denied");
    assert_eq!(chosen(json!([refuse(AT)])), "not-governed");
    assert_eq!(chosen(json!([refuse("2026-06-01T12:00:01Z")])), "denied");
    assert_eq!(chosen(json!([refuse("2026-05-01T00:00:00Z"), grant("g", "2026-05-01T00:00:00Z")])), "not-governed");
    assert_eq!(chosen(json!([refuse("2026-05-01T00:00:00Z"), grant("g", "2026-05-01T00:00:01Z")])), "permitted");

    let expiring = with(grant("g", "2026-05-02T00:00:00Z"), "/grant/expires-at", json!(AT));
    assert_eq!(chosen(json!([grant("h", "2026-05-01T00:00:00Z"), expiring.clone()])), "permitted");
    assert_eq!(chosen(json!([refuse("2026-05-01T00:00:00Z"), expiring])), "not-governed");
}

#[test]
fn a_withdrawal_has_the_scope_of_its_grant() {
    let scoped = |purpose: &str| with(grant("g", "2026-05-01T00:00:00Z"), "/grant/scope", json!({ "purposes": [purpose] }));
    let withdrawal = json!({ "refuse": { "id": "r", "withdraws": "g", "at": "2026-05-02T00:00:00Z", "means": "withdrawal" } });
    assert_eq!(chosen(json!([scoped("service"), withdrawal])), "not-governed");
    let other = grant("h", "2026-05-01T00:00:00Z");
    assert_eq!(chosen(json!([other, scoped("login"), withdrawal])), "permitted");
}

#[test]
fn a_guardians_grant_counts_for_a_minor_only() {
    let rules = json!([
        { "id": "p", "effect": "permit", "when": ["consented"] },
        { "id": "e", "effect": "exempt", "when": ["guardian-consented"] },
    ]);
    let guardians = with(grant("g", "2026-05-01T00:00:00Z"), "/grant/by", json!("guardian"));
    let verdict = |age: Value, verified: bool, choices: Value| {
        let case = with(case(email()), "/subject/choices", choices);
        let case = with(case, "/subject/guardian", json!({ "verified": verified }));
        alone(&policy(rules.clone()), &with(case, "/subject/age", age)).verdict
    };
    assert_eq!(verdict(json!(12), true, json!([guardians])), "not-governed");
    assert_eq!(verdict(json!(12), false, json!([guardians])), "denied");
    assert_eq!(verdict(json!(18), true, json!([guardians])), "denied");
    assert_eq!(verdict(json!(null), true, json!([guardians])), "undetermined");
    assert_eq!(verdict(json!(null), true, json!([guardians, grant("h", "2026-05-02T00:00:00Z")])), "permitted");
}

#[test]
fn a_minor_becomes_an_adult_at_midnight_of_the_birthday() {
    let rules = json!([{ "id": "p", "effect": "permit", "unless": ["minor"] }]);
    let verdict = |born: &str, at: &str| {
        let case = with(case(email()), "/subject/age", json!(null));
        let case = with(case, "/request/at", json!(at));
        alone(&policy(rules.clone()), &with(case, "/subject/born", json!(born))).verdict
    };
    assert_eq!(verdict("2008-06-01", "2026-05-31T23:59:59Z"), "denied");
    assert_eq!(verdict("2008-06-01", "2026-06-01T00:00:00Z"), "permitted");
    assert_eq!(verdict("2008-02-29", "2026-02-28T23:59:59Z"), "denied");
    assert_eq!(verdict("2008-02-29", "2026-03-01T00:00:00Z"), "permitted");
}

#[test]
fn a_function_says_what_is_necessary_and_a_layer_looks_in_its_own_table_first() {
    let rule = json!({ "id": "p", "effect": "permit", "when": ["necessary"] });
    let base = with(policy(json!([rule])), "/functions", json!({ "checkout": ["contact"], "search": ["technical"] }));
    let layer = json!({ "id": "over", "title": "Over", "rules": [rule],
        "functions": { "checkout": ["contact.address"] } });
    let named = |function: &str| with(case(email()), "/request/function", json!(function));
    assert_eq!(alone(&base, &named("checkout")).verdict, "permitted");
    assert_eq!(alone(&base, &named("search")).verdict, "denied");
    assert_eq!(alone(&base, &named("unheard-of")).verdict, "undetermined");
    assert_eq!(decide(&base, std::slice::from_ref(&layer), &named("checkout")).verdict, "denied");
    let spared = with(named("checkout"), "/request/items/0/necessary", json!(false));
    assert_eq!(alone(&base, &spared).verdict, "denied");
}

#[test]
fn custom_words_of_any_policy_are_known_to_all() {
    let base = policy(json!([{ "id": "p", "effect": "permit", "when": ["approved"] }]));
    let layer = with(
        silent(json!([{ "id": "f", "effect": "forbid", "categories": ["sensitive"] }])),
        "/vocabulary",
        json!({ "categories": ["genetic.dna"], "facts": ["approved"], "sensitive": ["genetic"] }),
    );
    let item = json!({ "categories": ["genetic", "contact.email", "contact.phone"] });
    let unknown = decide(&base, std::slice::from_ref(&layer), &case(item.clone()));
    assert_eq!(unknown.denied, set(&["genetic.dna"]));
    assert_eq!(unknown.undetermined, set(&["contact.email", "contact.phone"]));

    let known = with(case(item), "/request/circumstances/facts", json!({ "approved": ["contact.email", "genetic"] }));
    let known = decide(&base, &[layer], &known);
    assert_eq!(known.permitted, set(&["contact.email"]));
    assert_eq!(known.denied, set(&["contact.phone", "genetic.dna"]));
}

/// What a fact comes to, for an item of the shop handed to a recipient, in these circumstances.
fn fact(name: &str, recipient: Value, circumstances: Value) -> &'static str {
    let rules = json!([{ "id": "p", "effect": "permit", "when": [name] }]);
    let case = case(json!({ "categories": ["contact.email"], "service": "shop" }));
    let case = with(case, "/request/action", json!("disclose"));
    let case = with(with(case, "/request/recipient", recipient), "/request/circumstances", circumstances);
    match alone(&policy(rules), &case).verdict {
        "permitted" => "holds",
        "undetermined" => "unknown",
        _ => "fails",
    }
}

#[test]
fn facts_about_the_recipient_are_unknown_while_it_is_missing() {
    let carrier = json!({ "role": "service-provider", "id": "carrier" });
    let engagement = |serves: Value, from: &str| json!({ "engagement": { "party": carrier, "serves-subject": serves, "periods": [{ "service": "shop", "from": from }] } });
    let good = engagement(json!(true), AT);
    assert_eq!(fact("engaged", carrier.clone(), json!({})), "fails");
    assert_eq!(fact("engaged", carrier.clone(), good.clone()), "holds");
    assert_eq!(fact("engaged", json!({ "role": "service-provider" }), good.clone()), "unknown");
    assert_eq!(fact("engaged", json!(null), good), "unknown");
    assert_eq!(fact("engaged", json!(null), engagement(json!(false), AT)), "fails");
    assert_eq!(fact("engaged", json!(null), engagement(json!(true), "2026-06-01T12:00:01Z")), "fails");
    assert_eq!(fact("engaged", carrier.clone(), engagement(json!(null), AT)), "unknown");

    let demand = |kind: Value| json!({ "legal-demand": { "kind": kind, "binding": true, "covers": ["contact"] } });
    let court = || json!({ "role": "judicial-authority" });
    assert_eq!(fact("legal-demand", court(), demand(json!("judicial-order"))), "holds");
    assert_eq!(fact("legal-demand", court(), demand(json!("administrative-order"))), "fails");
    assert_eq!(fact("legal-demand", court(), demand(json!(null))), "unknown");
    assert_eq!(fact("legal-demand", carrier, demand(json!("statute"))), "holds");
    assert_eq!(fact("legal-demand", json!(null), demand(json!("statute"))), "unknown");

    let complaint = |filed: bool| json!({ "ip-complaint": { "filed": filed } });
    assert_eq!(fact("to-respondent", json!({ "role": "complaint-respondent" }), complaint(true)), "holds");
    assert_eq!(fact("to-respondent", json!(null), complaint(true)), "unknown");
    assert_eq!(fact("to-respondent", json!(null), complaint(false)), "fails");
}

#[test]
fn what_a_circumstance_leaves_out_is_unknown_and_an_absent_one_fails() {
    let partner = || json!({ "role": "partner", "id": "acme" });
    let said = |name: &str, circumstances: Value| fact(name, partner(), circumstances);
    assert_eq!(said("law-forbids", json!({})), "fails");
    assert_eq!(said("law-forbids", json!({ "law": {} })), "unknown");
    assert_eq!(said("law-forbids", json!({ "law": { "forbids": ["contact"] } })), "holds");
    assert_eq!(said("law-forbids", json!({ "law": { "forbids": ["identity"] } })), "fails");

    assert_eq!(said("channel-unlawful", json!({})), "fails");
    assert_eq!(said("channel-unlawful", json!({ "collection": {} })), "unknown");
    assert_eq!(said("channel-unlawful", json!({ "collection": { "channel-lawful": false } })), "holds");

    assert_eq!(said("violation", json!({ "violation": { "of": "other" } })), "fails");
    assert_eq!(said("violation", json!({ "violation": { "of": "law" } })), "unknown");
    assert_eq!(said("allegation", json!({ "violation": { "established": false } })), "holds");

    assert_eq!(said("outsiders-service", json!({ "third-party-service": { "operated-by": "partner" } })), "holds");
    assert_eq!(said("outsiders-service", json!({ "third-party-service": { "operated-by": "guardian" } })), "fails");

    let ended = json!({ "engagement": { "party": partner(),
        "periods": [{ "from": "2025-01-01T00:00:00Z", "to": AT }] } });
    assert_eq!(said("service-ended", ended), "holds");
    let served = |server: &str| {
        json!({ "storage": { "server": server },
        "engagement": { "party": partner(), "serves-subject": true, "periods": [{ "from": AT }] } })
    };
    assert_eq!(said("server-engaged", served("partner")), "holds");
    assert_eq!(said("server-engaged", served("operator")), "fails");
}

#[test]
fn an_account_is_closed_when_none_of_its_service_is_open() {
    let rules = json!([
        { "id": "e", "effect": "exempt", "when": ["closure-permits"] },
        { "id": "p", "effect": "permit", "when": ["account-closed"] },
    ]);
    let verdict = |accounts: Value| {
        let case = case(json!({ "categories": ["contact.email"], "service": "shop" }));
        alone(&policy(rules.clone()), &with(case, "/subject/accounts", accounts)).verdict
    };
    let account = |opened: &str, closed: Value, process: Value| json!({ "service": "shop", "opened": opened, "closed": closed, "after-closure": { "process": process } });
    let old = account("2024-01-01T00:00:00Z", json!("2025-01-01T00:00:00Z"), json!(["service"]));
    let closed_now = account("2025-02-01T00:00:00Z", json!(AT), json!(["login"]));
    assert_eq!(verdict(json!([old])), "not-governed");
    assert_eq!(verdict(json!([closed_now, old])), "permitted");
    assert_eq!(verdict(json!([old, account("2025-02-01T00:00:00Z", json!(null), json!([]))])), "denied");
    assert_eq!(verdict(json!([old, account("2026-07-01T00:00:00Z", json!(null), json!([]))])), "not-governed");
    assert_eq!(verdict(json!([with(old, "/service", json!("forum"))])), "denied");
}

#[test]
fn a_grant_to_an_unnamed_recipient_does_not_cover_and_a_refusal_does() {
    let rules = json!([
        { "id": "p", "effect": "permit", "when": ["consented"] },
        { "id": "e", "effect": "exempt", "when": ["refused"] },
    ]);
    let scope = json!({ "recipients": ["partner:acme"] });
    let yes = with(grant("g", "2026-05-01T00:00:00Z"), "/grant/scope", scope.clone());
    let no = with(refuse("2026-05-02T00:00:00Z"), "/refuse/scope", scope);
    let verdict = |action: &str, recipient: Value, choices: Value| {
        let case = with(with(case(email()), "/request/action", json!(action)), "/request/recipient", recipient);
        alone(&policy(rules.clone()), &with(case, "/subject/choices", choices)).verdict
    };
    for unnamed in [json!(null), json!({ "role": "partner" })] {
        assert_eq!(verdict("share", unnamed.clone(), json!([yes])), "denied");
        assert_eq!(verdict("share", unnamed, json!([yes, no])), "not-governed");
    }
    assert_eq!(verdict("share", json!({ "role": "partner", "id": "acme" }), json!([yes])), "permitted");
    assert_eq!(verdict("use", json!(null), json!([yes, no])), "denied");
}
