//! The laws, held against generated policies, people and requests: from pools so small that what is generated meets.
//!
//! The kit says what each law is. Here every case has a policy, and mostly a layer, of its own; `testing_laws` puts single
//! policies to the laws, in cases made for them. Law 10, of the built-in policy, is there; law 12, of remedies, in `remedies`;
//! law 13, of the reference, in `agreement`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is generated loads; where it does not, the test is broken")]

mod generators;

use generators::loaded::{loaded, stack};
use generators::{added, case, day, layers, more_choice, policy, uuid};
use lawful::PolicyEngine;
use lawful::decision::Case;
use lawful::policy::Rule;
use lawful::testing::laws::{self, Broken, Tried};
use lawful::vocabulary::{Instant, Scope};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// A case that a law says nothing about is drawn anew, so that it never holds for want of cases.
fn held(tried: Result<Tried, Broken>) -> Result<(), TestCaseError> {
    match tried? {
        Tried::Held => Ok(()),
        Tried::OutOfScope => Err(TestCaseError::reject("the law says nothing about this case")),
    }
}

fn engine((policy, layers): &(Value, Vec<Value>)) -> PolicyEngine {
    PolicyEngine::layered(stack(policy, layers))
}

fn read(engine: &PolicyEngine, case: &Value) -> Case {
    Case::from_json(&case.to_string(), engine.vocabulary()).unwrap_or_else(|error| panic!("{error}\n{case:#}"))
}

fn policies() -> BoxedStrategy<(Value, Vec<Value>)> {
    (policy(), layers()).boxed()
}

/// A choice's scope, and its instant.
fn choice(engine: &PolicyEngine, case: &Value, (scope, at): &(Value, u32)) -> (Scope, Instant) {
    let mut chosen = case.clone();
    chosen["subject"]["choices"] = json!([{ "grant": { "id": uuid(1), "scope": scope, "given-at": day(*at) } }]);
    let chosen = read(engine, &chosen);
    let grant = chosen.subject.choices().granted(uuid(1).parse().unwrap()).unwrap();
    (grant.scope().clone(), grant.given_at())
}

fn rule(rule: &Value) -> Rule {
    loaded(&json!({ "id": "one", "vocabulary": { "facts": ["works-council"] }, "rules": [rule] })).rules()[0].clone()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 4_096, ..ProptestConfig::with_cases(256) })]

    /// Law 1.
    #[test]
    fn what_no_rule_permits_is_not_permitted(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::what_no_rule_permits_is_not_permitted(&engine, &read(&engine, &case)))?;
    }

    /// Law 2.
    #[test]
    fn a_forbid_beats_every_permit(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::a_forbid_beats_every_permit(&engine, &read(&engine, &case)))?;
    }

    /// Law 2.
    #[test]
    fn an_exemption_beats_every_other_rule(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::an_exemption_beats_every_other_rule(&engine, &read(&engine, &case)))?;
    }

    /// Law 3.
    #[test]
    fn one_more_forbid_never_lifts_a_denial(policies in policies(), case in case(), forbid in added(&["forbid"])) {
        let engine = engine(&policies);
        held(laws::one_more_forbid_never_lifts_a_denial(&engine, &read(&engine, &case), &rule(&forbid)))?;
    }

    /// Law 3.
    #[test]
    fn one_more_permit_never_takes_a_permission(policies in policies(), case in case(), permit in added(&["permit"])) {
        let engine = engine(&policies);
        held(laws::one_more_permit_never_takes_a_permission(&engine, &read(&engine, &case), &rule(&permit)))?;
    }

    /// Law 4.
    #[test]
    fn the_order_of_rules_does_not_matter(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::the_order_of_rules_does_not_matter(&engine, &read(&engine, &case)))?;
    }

    /// Law 4.
    #[test]
    fn a_repeated_rule_does_not_matter(policies in policies(), case in case(), which in 0..100_usize) {
        let engine = engine(&policies);
        held(laws::a_repeated_rule_does_not_matter(&engine, &read(&engine, &case), which))?;
    }

    /// Law 5.
    #[test]
    fn learning_never_overturns(policies in policies(), case in case(), known in case()) {
        let engine = engine(&policies);
        held(laws::learning_never_overturns(&engine, &read(&engine, &case), &read(&engine, &known)))?;
    }

    /// Law 6.
    #[test]
    fn a_refusal_never_permits(policies in policies(), case in case(), refused in more_choice()) {
        let engine = engine(&policies);
        let (refused, at) = choice(&engine, &case, &refused);
        held(laws::a_refusal_never_permits(&engine, &read(&engine, &case), &refused, at))?;
    }

    /// Law 6.
    #[test]
    fn a_refusal_of_something_else_changes_nothing(policies in policies(), case in case(), refused in more_choice()) {
        let engine = engine(&policies);
        let (refused, at) = choice(&engine, &case, &refused);
        held(laws::a_refusal_of_something_else_changes_nothing(&engine, &read(&engine, &case), &refused, at))?;
    }

    /// Law 7.
    #[test]
    fn what_comes_later_changes_nothing(
        policies in policies(), case in case(), later in more_choice(), new in added(&["permit", "forbid"]),
    ) {
        let engine = engine(&policies);
        let (later, _) = choice(&engine, &case, &later);
        held(laws::what_comes_later_changes_nothing(&engine, &read(&engine, &case), &later, &rule(&new)))?;
    }

    /// Law 8.
    #[test]
    fn granting_again_undoes_a_withdrawal(policies in policies(), case in case(), granted in more_choice()) {
        let engine = engine(&policies);
        let (granted, _) = choice(&engine, &case, &granted);
        held(laws::granting_again_undoes_a_withdrawal(&engine, &read(&engine, &case), &granted))?;
    }

    /// Law 9.
    #[test]
    fn a_request_is_denied_exactly_if_a_part_is(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::a_request_is_denied_exactly_if_a_part_is(&engine, &read(&engine, &case)))?;
    }

    /// Law 9.
    #[test]
    fn one_more_category_never_lifts_a_denial(policies in policies(), case in case(), more in select(generators::CATEGORIES)) {
        let engine = engine(&policies);
        let more = engine.vocabulary().categories(more).unwrap();
        held(laws::one_more_category_never_lifts_a_denial(&engine, &read(&engine, &case), more))?;
    }

    /// Law 11.
    #[test]
    fn names_do_not_matter(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::names_do_not_matter(&engine, &read(&engine, &case)))?;
    }

    /// Law 11.
    #[test]
    fn the_calendar_does_not_matter(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::the_calendar_does_not_matter(&engine, &read(&engine, &case)))?;
    }

    /// Law 14.
    #[test]
    fn the_same_question_gets_the_same_bytes(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::the_same_question_gets_the_same_bytes(&engine, &read(&engine, &case)))?;
    }

    /// Law 14.
    #[test]
    fn what_is_written_is_read_back_equal(policies in policies(), case in case()) {
        let engine = engine(&policies);
        held(laws::what_is_written_is_read_back_equal(&engine, &read(&engine, &case)))?;
    }
}
