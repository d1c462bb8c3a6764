//! Many questions at once get the answers that each of them gets alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod generators;

use generators::loaded::loaded;
use generators::{case, platform_case, policy};
use lawful::decision::Verdict;
use lawful::policy::{Policy, PolicyStack};
use lawful::subject::{People, PersonNumber};
use lawful::{Case, DataSubject, PolicyEngine};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

fn cases() -> ProptestConfig {
    let cases = std::env::var("LAWFUL_CASES").ok().map_or(200, |cases| cases.parse().unwrap());
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn read(engine: &PolicyEngine, cases: &[Value]) -> Vec<Case> {
    cases.iter().map(|case| Case::from_json(&case.to_string(), engine.vocabulary()).unwrap()).collect()
}

/// Every request of the cases, asked about every person of the cases.
fn agree(engine: &PolicyEngine, cases: &[Value]) -> Result<(), TestCaseError> {
    let cases = read(engine, cases);
    let mut people = People::new(engine.vocabulary());
    // Everybody comes in as somebody else first, so that replacing is met as well as adding.
    let numbers: Vec<PersonNumber> = cases.iter().rev().map(|case| people.add(&case.subject)).collect();
    for (number, case) in numbers.iter().zip(&cases) {
        people.replace(*number, &case.subject);
    }
    // And again, so that there are more than are looked at together.
    let again = || cases.iter().cycle().take(130);
    for case in again().skip(cases.len()) {
        people.add(&case.subject);
    }
    for asked in &cases {
        // A copy, of which nothing is noted yet.
        let alone = |subject: &DataSubject| engine.decide(&asked.request.clone(), subject).verdict();
        let expected: Vec<Verdict> = again().map(|case| alone(&case.subject)).collect();
        let found: Vec<Verdict> = engine.audience(&asked.request, &people).unwrap().map(|(_, verdict)| verdict).collect();
        prop_assert_eq!(&found, &expected, "audience of {:?}", asked);
        #[cfg(feature = "parallel")]
        prop_assert_eq!(&engine.par_audience(&asked.request, &people, |_| {}).unwrap(), &expected);

        let everybody = || cases.iter().map(|case| &case.subject);
        let permitted = everybody().filter(|subject| alone(subject) == Verdict::Permitted);
        prop_assert!(engine.filter(&asked.request, everybody()).eq(permitted));
    }
    let questions = cases.iter().map(|case| (&case.request, &case.subject));
    for (decision, case) in engine.decide_all(questions).zip(&cases) {
        prop_assert_eq!(decision.answer(), engine.decide(&case.request, &case.subject).answer());
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    /// Whichever engine was asked first, and about whom.
    #[test]
    fn several_engines_can_be_asked_the_same(policies in vec(policy(), 2..4), cases in vec(case(), 1..4)) {
        let engines: Vec<_> = policies.iter().map(|policy| PolicyEngine::new(loaded(policy))).collect();
        let cases = read(&engines[0], &cases);
        for asked in &cases {
            for (case, engine) in cases.iter().flat_map(|case| engines.iter().map(move |engine| (case, engine))) {
                let (again, anew) = (engine.decide(&asked.request, &case.subject).answer(), asked.request.clone());
                prop_assert_eq!(again, engine.decide(&anew, &case.subject).answer(), "{:?}", asked);
            }
        }
    }

    #[test]
    fn any_policy(policy in policy(), cases in vec(case(), 1..8)) {
        agree(&PolicyEngine::new(loaded(&policy)), &cases)?;
    }

    #[test]
    fn the_platform(cases in vec(platform_case(), 1..20)) {
        agree(&PolicyEngine::platform(), &cases)?;
    }

    #[test]
    fn the_protected_platform(cases in vec(platform_case(), 1..8)) {
        let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
        agree(&PolicyEngine::layered(stack), &cases)?;
    }

    /// The rules that are read without allocation are those that the reasons name.
    #[test]
    fn determining_rules_are_those_of_the_reasons(policy in policy(), case in prop_oneof![case(), platform_case()]) {
        for engine in [PolicyEngine::new(loaded(&policy)), PolicyEngine::platform()] {
            let Ok(case) = Case::from_json(&case.to_string(), engine.vocabulary()) else { continue };
            let decision = engine.decide(&case.request, &case.subject);
            let named: Vec<_> = decision.reasons().iter().filter_map(|reason| Some((reason.edition()?, reason.rule()?.id()))).collect();
            let read: Vec<_> = decision.rules().map(|rule| (rule.edition(), rule.rule())).collect();
            prop_assert_eq!(&read, &named);
            // However many have been read, the rest is counted.
            let rest = |read: usize| decision.rules().skip(read);
            let counted = (0..=named.len()).map(|read| (rest(read).count(), rest(read).size_hint()));
            for (count, (least, most)) in counted.clone() {
                prop_assert!(least <= count && most.is_none_or(|most| count <= most));
            }
            prop_assert!(counted.map(|(count, _)| count).eq((0..=named.len()).rev()));
        }
    }
}

#[test]
fn more_rules_than_are_at_hand_are_read_in_order() {
    let rule =
        |number: usize| format!("[[rules]]\nid = \"c{number:02}\"\neffect = \"permit\"\nground = \"consent\"\ntext = \"t\"\n");
    let policy = Policy::from_toml(&format!("id = \"many\"\n{}", (0..40).map(rule).collect::<String>())).unwrap();
    let engine = PolicyEngine::new(policy);
    let subject = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap());
    let request = lawful::Request::using(lawful::DataCategories::EMAIL)
        .for_purpose(lawful::Purpose::SERVICE)
        .at("2026-06-01T12:00:00Z".parse().unwrap());
    let decision = engine.decide(&request, &subject);
    let rules: Vec<_> = decision.rules().map(|rule| rule.rule().to_owned()).collect();
    assert_eq!(decision.rules().count(), 40);
    assert_eq!(rules, (0..40).map(|number| format!("c{number:02}")).collect::<Vec<_>>());
}

#[test]
fn people_of_another_vocabulary_are_refused() {
    let policy = Policy::from_toml("id = \"mine\"\n[vocabulary]\npurposes = [\"ad-measurement\"]").unwrap();
    let engine = PolicyEngine::new(policy);
    let people = People::new(PolicyEngine::platform().vocabulary());
    let request = lawful::Request::using(lawful::DataCategories::EMAIL)
        .for_purpose(lawful::Purpose::SERVICE)
        .at("2026-06-01T12:00:00Z".parse().unwrap());
    let refused = engine.audience(&request, &people).unwrap_err().to_string();
    assert!(refused.contains("People::new(engine.vocabulary())"), "{refused}");
}

#[test]
fn progress_is_reported() {
    let engine = PolicyEngine::platform();
    let mut people = People::new(engine.vocabulary());
    let subject = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap());
    for _ in 0..10 {
        people.add(&subject);
    }
    let request = lawful::Request::using(lawful::DataCategories::EMAIL)
        .for_purpose(lawful::Purpose::SERVICE)
        .at("2026-06-01T12:00:00Z".parse().unwrap());
    let mut told = Vec::new();
    let audience = engine.audience(&request, &people).unwrap().with_progress(4, |done, total| told.push((done, total)));
    assert_eq!(audience.count(), 10);
    assert_eq!(told, [(4, 10), (8, 10), (10, 10)]);

    // However many people are looked at together, and whoever was asked about before.
    for _ in 10..150 {
        people.add(&subject);
    }
    let starts = [(0, 1), (0, 50), (0, 64), (3, 64), (64, 1), (100, 49), (149, 7), (150, 1), (0, 1_000), (5, usize::MAX)];
    for (before, every) in starts {
        for is_in_one_go in [false, true] {
            let (mut told, mut numbers) = (Vec::new(), Vec::new());
            let mut audience = engine.audience(&request, &people).unwrap();
            assert_eq!(audience.by_ref().take(before).count(), before);
            let mut audience = audience.with_progress(every, |done, total| told.push((done, total)));
            if is_in_one_go {
                audience.for_each(|(person, _)| numbers.push(person.index()));
            } else {
                while let Some((person, _)) = audience.next() {
                    numbers.push(person.index());
                    assert_eq!(audience.len(), 149 - person.index());
                }
                drop(audience);
            }
            assert!(numbers.into_iter().eq(before..150));
            let due = (before + 1..=150).filter(|done| done % every == 0 || *done == 150).map(|done| (done, 150));
            assert_eq!(told, due.collect::<Vec<_>>(), "{every} after {before}, in one go: {is_in_one_go}");
        }
    }

    let mut told = Vec::new();
    let questions = std::iter::repeat_n((&request, &subject), 10);
    assert_eq!(engine.decide_all(questions).with_progress(4, |done| told.push(done)).count(), 10);
    assert_eq!(told, [4, 8]);
}
