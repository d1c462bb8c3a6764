//! The laws, each held against generated policies, people and requests. Every run draws new cases.
//!
//! Law 12 is held in `remedies.rs`, law 13 in `agreement.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what is generated loads; where it does not, the test is broken"
)]

mod generators;

use generators::loaded::{loaded, stack};
use generators::{added, case, day, layers, more_choice, plain_policy, platform_case, policy, uuid};
use lawful::PolicyEngine;
use lawful::decision::{Answer, Case, Outcome, Verdict};
use lawful::policy::Policy;
use lawful::vocabulary::DataCategories;
use proptest::prelude::*;
use serde_json::{Value, json};

fn engine(policy: &Value) -> PolicyEngine {
    PolicyEngine::new(loaded(policy))
}

fn layered(policy: &Value, layers: &[Value]) -> PolicyEngine {
    PolicyEngine::layered(stack(policy, layers))
}

fn read(engine: &PolicyEngine, case: &Value) -> Case {
    Case::from_json(&case.to_string(), engine.vocabulary()).unwrap_or_else(|error| panic!("{error}\n{case:#}"))
}

fn answer(engine: &PolicyEngine, case: &Value) -> Answer {
    let case = read(engine, case);
    engine.decide(&case.request, &case.subject).answer()
}

fn outcome(engine: &PolicyEngine, case: &Value) -> Outcome {
    let case = read(engine, case);
    *engine.decide(&case.request, &case.subject).outcome()
}

/// What the decision says, whatever its rules are called.
fn gist(engine: &PolicyEngine, case: &Value) -> impl PartialEq + std::fmt::Debug + use<> {
    let case = read(engine, case);
    let decision = engine.decide(&case.request, &case.subject);
    (*decision.outcome(), decision.duties(), decision.grounds())
}

fn bytes(engine: &PolicyEngine, case: &Value) -> String {
    serde_json::to_string(&answer(engine, case)).unwrap()
}

fn push(value: &mut Value, pointer: &str, more: Value) {
    value.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(more);
}

fn judged(outcome: &Outcome) -> DataCategories {
    outcome.permitted | outcome.denied | outcome.undetermined | outcome.not_governed
}

/// The answer without the sentences of its remedies, which tell instants in words.
fn without_texts(mut answer: Value) -> Value {
    for remedy in answer["remedies"].as_array_mut().unwrap() {
        remedy.as_object_mut().unwrap().remove("text");
    }
    answer
}

/// Every instant in a document, so many hours later.
fn shifted(value: &Value, hours: i64) -> Value {
    match value {
        Value::String(text) => match text.parse::<chrono::DateTime<chrono::Utc>>() {
            Ok(at) => (at + chrono::TimeDelta::hours(hours)).to_rfc3339().into(),
            Err(_) => value.clone(),
        },
        Value::Array(items) => items.iter().map(|item| shifted(item, hours)).collect(),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), shifted(value, hours))).collect())
        }
        _ => value.clone(),
    }
}

/// Ids of rules, clauses, policies, parties, services and choices, renamed.
fn renamed(value: &Value) -> Value {
    let mut text = value.to_string();
    for (old, new) in [
        ("\"c0", "\"z9"),
        ("\"c1", "\"b5"),
        ("\"c2", "\"m7"),
        ("\"base\"", "\"other-name\""),
        ("acme", "zeta"),
        ("\"shop\"", "\"store-front\""),
        ("00000000-0000-4000-8000-", "11111111-0000-4000-8000-"),
        ("\"e1\"", "\"x8\""),
        ("\"e2\"", "\"d3\""),
    ] {
        text = text.replace(old, new);
    }
    serde_json::from_str(&text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Law 1.
    #[test]
    fn what_no_rule_permits_is_not_permitted(policy in plain_policy(), case in case()) {
        let mut policy = policy;
        let rules = policy["rules"].as_array_mut().unwrap();
        rules.retain(|rule| rule["effect"] != "permit");
        for rule in rules {
            rule.as_object_mut().unwrap().remove("yields-to");
        }
        prop_assert!(outcome(&engine(&policy), &case).permitted.is_empty());
    }

    /// Law 2.
    #[test]
    fn a_forbid_beats_every_permit(policy in policy(), case in case()) {
        let mut policy = policy;
        push(&mut policy, "/rules", json!({ "id": "never", "effect": "forbid" }));
        let found = outcome(&engine(&policy), &case);
        prop_assert!((found.permitted | found.undetermined).is_empty());
    }

    /// Law 2.
    #[test]
    fn an_exemption_beats_every_other_rule(policy in policy(), case in case()) {
        let mut policy = policy;
        push(&mut policy, "/rules", json!({ "id": "free", "effect": "exempt" }));
        prop_assert_eq!(outcome(&engine(&policy), &case).verdict(), Verdict::NotGoverned);
    }

    /// Law 3.
    #[test]
    fn one_more_forbid_never_lifts_a_denial(policy in policy(), case in case(), forbid in added(&["forbid"])) {
        let before = outcome(&engine(&policy), &case);
        let mut policy = policy;
        push(&mut policy, "/rules", forbid);
        let after = outcome(&engine(&policy), &case);
        prop_assert!(!before.denied.intersects(after.permitted));
        prop_assert!(before.verdict() != Verdict::Denied || after.verdict() != Verdict::Permitted);
    }

    /// Law 3.
    #[test]
    fn one_more_permit_never_takes_a_permission(policy in policy(), case in case(), permit in added(&["permit"])) {
        let before = outcome(&engine(&policy), &case);
        let mut policy = policy;
        push(&mut policy, "/rules", permit);
        let after = outcome(&engine(&policy), &case);
        prop_assert!(!before.permitted.intersects(after.denied));
        prop_assert!(before.verdict() != Verdict::Permitted || after.verdict() != Verdict::Denied);
    }

    /// Law 4.
    #[test]
    fn the_order_of_rules_does_not_matter(policy in policy(), case in case()) {
        let mut turned = policy.clone();
        turned["rules"].as_array_mut().unwrap().reverse();
        prop_assert_eq!(bytes(&engine(&policy), &case), bytes(&engine(&turned), &case));
    }

    /// Law 4.
    #[test]
    fn a_rule_repeated_under_another_id_does_not_matter(policy in plain_policy(), case in case(), which in any::<prop::sample::Index>()) {
        let mut twice = policy.clone();
        let rules = policy["rules"].as_array().unwrap();
        let mut again = rules[which.index(rules.len())].clone();
        again["id"] = format!("{}/again", again["id"].as_str().unwrap()).into();
        push(&mut twice, "/rules", again);
        prop_assert_eq!(gist(&engine(&policy), &case), gist(&engine(&twice), &case));
    }

    /// Law 5.
    #[test]
    fn learning_what_was_unknown_never_overturns_an_answer(
        policy in policy(), layers in layers(), case in case(), told in any::<[bool; 6]>(), skip in any::<[bool; 6]>(),
    ) {
        let engine = layered(&policy, &layers);
        let mut learned = case.clone();
        let missing = |place: usize, key: &str, table: Option<&mut Value>| {
            if let Some(table) = table.and_then(Value::as_object_mut)
                && !skip[place]
            {
                table.entry(key).or_insert(told[place].into());
            }
        };
        // What a function's table says of the need is known already.
        let is_tabled = case["request"]["function"].as_str().is_some_and(|function| policy["functions"].get(function).is_some());
        missing(0, "necessary", learned.pointer_mut("/request/items/0").filter(|_| !is_tabled));
        missing(1, "published", learned.pointer_mut("/request/items/0"));
        missing(2, "current", learned.pointer_mut("/request/circumstances/partnership"));
        missing(3, "operator-decided", learned.pointer_mut("/request/circumstances/transaction"));
        missing(4, "binding", learned.pointer_mut("/request/circumstances/legal-demand"));
        missing(5, "serves-subject", learned.pointer_mut("/request/circumstances/engagement"));
        if learned["subject"].get("age").is_none() && learned["subject"].get("born").is_none() {
            learned["subject"]["age"] = if told[0] { 10 } else { 30 }.into();
        }
        let (before, after) = (outcome(&engine, &case), outcome(&engine, &learned));
        prop_assert!(!before.permitted.intersects(after.denied | after.undetermined), "{before:?} {after:?}\n{learned:#}");
        // Once it is sure that a policy does not govern it, what it or a layer over it said against it is gone, and who speaks beside it may
        // permit: an edition, a layer, an item.
        let exempts = |document: &Value| document.to_string().contains(r#""effect":"exempt""#);
        let are_several = !layers.is_empty()
            || policy["editions"].as_array().is_some_and(|editions| !editions.is_empty())
            || case["request"]["items"].as_array().is_some_and(|items| items.len() > 1);
        let may_be_lifted = are_several && (policy["default"] == "silent" || exempts(&policy) || layers.iter().any(exempts));
        let overturned = before.denied & (after.permitted | after.undetermined);
        prop_assert!(may_be_lifted || overturned.is_empty(), "{before:?} {after:?}\n{learned:#}");
    }

    /// Law 6.
    #[test]
    fn a_refusal_never_gives_a_permission(policy in policy(), layers in layers(), case in case(), refused in more_choice()) {
        prop_assume!(case["request"]["action"] != "erase");
        let engine = layered(&policy, &layers);
        let mut after = case.clone();
        push(&mut after, "/subject/choices", json!({ "refuse": { "id": uuid(150), "scope": refused.0, "at": day(refused.1) } }));
        let (before, after) = (outcome(&engine, &case), outcome(&engine, &after));
        prop_assert!(!(judged(&before) - before.permitted).intersects(after.permitted));
        prop_assert!(before.verdict() == Verdict::Permitted || after.verdict() != Verdict::Permitted);
    }

    /// Law 6.
    #[test]
    fn a_refusal_of_something_else_changes_nothing(policy in policy(), case in case(), refused in more_choice()) {
        let engine = engine(&policy);
        let mut after = case.clone();
        let mut scope = refused.0;
        scope["categories"] = json!(["location.whereabouts"]);
        push(&mut after, "/subject/choices", json!({ "refuse": { "id": uuid(150), "scope": scope, "at": day(refused.1) } }));
        prop_assert_eq!(bytes(&engine, &case), bytes(&engine, &after));
    }

    /// Law 7. A remedy that waits is proved at a later instant (law 12), when what comes later does count: where one is
    /// offered, the decisions are compared without their remedies.
    #[test]
    fn what_comes_later_changes_nothing(
        policy in policy(), case in case(), later in more_choice(), named in any::<bool>(), rule in added(&["permit", "forbid"]),
    ) {
        let before = answer(&engine(&policy), &case);
        let (mut after, mut revised) = (case, policy);
        let tomorrow = "2026-01-20T00:00:00Z";
        push(&mut after, "/subject/choices", json!({ "grant": { "id": uuid(150), "scope": later.0, "given-at": tomorrow } }));
        push(&mut after, "/subject/choices", json!({ "refuse": { "id": uuid(151), "scope": later.0, "at": tomorrow } }));
        push(&mut after, "/subject/agreements", json!({ "at": tomorrow }));
        push(&mut after, "/subject/uses", json!(tomorrow));
        if named {
            // A name that means nothing yet.
            push(&mut after, "/subject/agreements", json!({ "at": day(11), "edition": "later" }));
        }
        for edition in revised["editions"].as_array_mut().unwrap() {
            edition.as_object_mut().unwrap().entry("notice").or_insert(tomorrow.into());
        }
        // The last rule of the initial edition stands in every edition.
        let removed = revised["rules"].as_array().unwrap().last().unwrap()["id"].clone();
        push(&mut revised, "/editions", json!({ "version": "later", "effective-from": tomorrow, "change": "major", "notice": day(11),
            "removes": [removed], "rules": [rule] }));
        let [mut before, mut after] = [before, answer(&engine(&revised), &after)].map(|answer| serde_json::to_value(answer).unwrap());
        if [&before, &after].iter().any(|answer| answer["remedies"].to_string().contains("wait-until")) {
            for answer in [&mut before, &mut after] {
                answer.as_object_mut().unwrap().remove("remedies");
            }
        }
        prop_assert_eq!(before, after);
    }

    /// Law 8.
    #[test]
    fn granting_again_undoes_a_withdrawal_and_not_before(policy in policy(), case in case(), scope in more_choice()) {
        let engine = engine(&policy);
        let scope = scope.0;
        // Where it is not known who receives the data, a scope that names recipients covers it for a refusal and not for a grant.
        let recipient_known = case["request"]["recipient"].get("id").is_some();
        let keeps = ["use", "store", "erase"].iter().any(|action| case["request"]["action"] == *action);
        prop_assume!(scope.get("recipients").is_none() || recipient_known || keeps);
        let told = |at: u32, choices: &[Value]| {
            let mut case = case.clone();
            case["request"]["at"] = day(at).into();
            case["subject"]["choices"] = choices.into();
            gist(&engine, &case)
        };
        let first = json!({ "grant": { "id": uuid(1), "scope": scope, "given-at": day(11) } });
        let withdrawn = json!({ "refuse": { "id": uuid(2), "withdraws": uuid(1), "at": day(13) } });
        let again = json!({ "grant": { "id": uuid(3), "scope": scope, "given-at": day(14), "expires-at": day(16) } });
        let all = [first.clone(), withdrawn.clone(), again];
        for at in [12, 15] {
            prop_assert_eq!(told(at, &all), told(at, std::slice::from_ref(&first)));
        }
        for at in [13, 14, 16] {
            prop_assert_eq!(told(at, &all), told(at, &[first.clone(), withdrawn.clone()]));
        }
    }

    /// Law 9.
    #[test]
    fn a_request_is_denied_exactly_if_a_part_of_it_is(policy in policy(), layers in layers(), case in case()) {
        let engine = layered(&policy, &layers);
        let mut part_denied = false;
        for item in case["request"]["items"].as_array().unwrap() {
            for category in item["categories"].as_array().unwrap() {
                let mut part = case.clone();
                let mut item = item.clone();
                item["categories"] = json!([category]);
                part["request"]["items"] = json!([item]);
                part_denied |= outcome(&engine, &part).verdict() == Verdict::Denied;
            }
        }
        prop_assert_eq!(outcome(&engine, &case).verdict() == Verdict::Denied, part_denied);
    }

    /// Law 9.
    #[test]
    fn one_more_category_never_lifts_a_denial(policy in policy(), case in case(), more in prop::sample::select(generators::CATEGORIES)) {
        let engine = engine(&policy);
        prop_assume!(outcome(&engine, &case).verdict() == Verdict::Denied);
        let mut wider = case.clone();
        let categories = wider["request"]["items"][0]["categories"].as_array_mut().unwrap();
        if !categories.contains(&more.into()) {
            categories.push(more.into());
        }
        prop_assert_eq!(outcome(&engine, &wider).verdict(), Verdict::Denied);
    }

    /// Law 10.
    #[test]
    fn the_platform_hands_nothing_to_strangers_of_itself(
        case in platform_case(),
        action in prop::sample::select(vec!["provide", "share", "disclose", "sell", "rent", "trade", "publish", "disseminate", "transfer"]),
        stranger in prop::sample::select(vec!["unrelated-third-party", "public"]),
    ) {
        prop_assume!(case["request"]["actor"]["role"] != "data-subject");
        let mut case = case;
        case["request"]["action"] = action.into();
        case["request"]["recipient"] = json!({ "role": stranger });
        case["request"]["circumstances"] = json!({});
        case["subject"]["choices"] = json!([]);
        prop_assert!(outcome(&PolicyEngine::platform(), &case).permitted.is_empty());
    }

    /// Law 11.
    #[test]
    fn names_do_not_matter(policy in policy(), case in case()) {
        let new = (renamed(&policy), renamed(&case));
        prop_assert_eq!(gist(&engine(&policy), &case), gist(&engine(&new.0), &new.1));
    }

    /// Law 11.
    #[test]
    fn the_calendar_does_not_matter(policy in policy(), case in case()) {
        prop_assume!(case["subject"].get("born").is_none());
        let [before, after] = [(policy.clone(), case.clone()), (shifted(&policy, 241), shifted(&case, 241))]
            .map(|(policy, case)| without_texts(serde_json::from_str(&bytes(&engine(&policy), &case)).unwrap()));
        prop_assert_eq!(shifted(&before, 241), shifted(&after, 0));
    }

    /// Law 14.
    #[test]
    fn the_same_question_gets_the_same_bytes(policy in policy(), layers in layers(), case in case()) {
        prop_assert_eq!(bytes(&layered(&policy, &layers), &case), bytes(&layered(&policy, &layers), &case));
    }

    /// Law 14.
    #[test]
    fn what_is_written_is_read_back_equal(policy in policy(), case in prop_oneof![case(), platform_case()]) {
        let engine = engine(&policy);
        let value = read(&engine, &case);
        let written = value.to_json(engine.vocabulary()).unwrap();
        prop_assert_eq!(&Case::from_json(&written, engine.vocabulary()).unwrap(), &value);
        let policy = engine.policy();
        prop_assert_eq!(&Policy::from_toml(&policy.to_toml()).unwrap(), policy);
        prop_assert_eq!(&Policy::from_json(&serde_json::to_string(policy).unwrap()).unwrap(), policy);
    }
}
