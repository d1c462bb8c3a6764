//! Law 12: every remedy, applied, permits, and no proper subset of it does; and what else every explanation keeps to.
//!
//! `LAWFUL_CASES=100000 cargo test --release --test remedies` draws as many cases as you like.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod generators;

use std::collections::BTreeSet;

use generators::loaded::stack;
use generators::{case, layers, platform_case, policy};
use lawful::PolicyEngine;
use lawful::decision::{Case, Verdict};
use lawful::policy::{Policy, PolicyStack};
use lawful::testing::laws::every_remedy_permits_and_no_part_of_it_does;
use proptest::prelude::*;
use serde_json::Value;

fn cases() -> ProptestConfig {
    let cases = std::env::var("LAWFUL_CASES").ok().map_or(300, |cases| cases.parse().unwrap());
    ProptestConfig { failure_persistence: None, max_global_rejects: u32::MAX, ..ProptestConfig::with_cases(cases) }
}

fn keeps_its_promises(engine: &PolicyEngine, case: &Value) -> Result<(), TestCaseError> {
    let case = Case::from_json(&case.to_string(), engine.vocabulary()).unwrap();
    every_remedy_permits_and_no_part_of_it_does(engine, &case)?;
    let Case { request, subject, .. } = case;
    let explanation = engine.explain(&request, &subject);
    let decision = explanation.decision();

    let remedies = explanation.remedies();
    prop_assert!(remedies.len() <= 8);
    prop_assert!(remedies.is_empty() || matches!(decision.verdict(), Verdict::Denied | Verdict::Undetermined));
    prop_assert_eq!(remedies.iter().collect::<std::collections::HashSet<_>>().len(), remedies.len());
    prop_assert!(remedies.is_sorted_by_key(|remedy| remedy.changes().len()));

    let stack: Vec<&Policy> = std::iter::once(engine.policy()).chain(engine.layers()).collect();
    let mut covered = lawful::DataCategories::empty();
    for reason in explanation.reasons() {
        prop_assert!(!reason.categories().is_empty());
        covered |= reason.categories();
        if let Some(clause) = reason.clause() {
            let has_register = stack.iter().any(|policy| policy.clauses().next().is_some());
            prop_assert!(!has_register || stack.iter().any(|policy| policy.clause(clause).is_some()), "no clause {clause}");
        }
        let rule = reason.rule();
        let names: BTreeSet<_> =
            rule.iter().flat_map(|rule| rule.when().iter().chain(rule.unless())).map(|it| it.name()).collect();
        let yields = rule.is_some_and(|rule| !rule.yields_to().is_empty());
        for fact in reason.facts() {
            prop_assert!(yields || names.contains(fact.name()) || matches!(fact.name(), "recipient" | "actor"));
            prop_assert!(!fact.categories().is_empty() && reason.categories().contains(fact.categories()));
        }
    }
    let outcome = decision.outcome();
    let all = outcome.permitted | outcome.denied | outcome.undetermined | outcome.not_governed;
    // What a layer alone leaves ungoverned has no reason of its own.
    prop_assert!(covered.contains(all - outcome.not_governed), "no reason for some category");
    prop_assert!(explanation.contradictions().iter().all(|it| !it.categories().is_empty()));

    let forms = || {
        let it = engine.explain(&request, &subject);
        [it.to_string(), format!("{it:#}"), it.markdown(), it.line(), serde_json::to_string(&it.answer()).unwrap()]
    };
    let elsewhere = std::thread::scope(|scope| scope.spawn(forms).join().unwrap());
    prop_assert_eq!(forms(), elsewhere);
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_policy(policy in policy(), layers in layers(), case in case()) {
        keeps_its_promises(&PolicyEngine::layered(stack(&policy, &layers)), &case)?;
    }

    #[test]
    fn the_platform(case in platform_case()) {
        keeps_its_promises(&PolicyEngine::platform(), &case)?;
    }

    #[test]
    fn the_protected_platform(case in platform_case()) {
        let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
        keeps_its_promises(&PolicyEngine::layered(stack), &case)?;
    }
}
