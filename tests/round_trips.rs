//! What is written reads back as an equal value.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Debug;
use std::path::Path;

use lawful::policy::{Policy, PolicyStack};
use lawful::testing::Suite;
use lawful::vocabulary::{Action, Actions, CustomWords, DataCategories, Duties, Duty, Ground, Grounds, Origin, Origins, Party};
use lawful::vocabulary::{Parties, Purpose, Purposes, Role, Roles, Scope, Vocabulary};
use lawful::{Case, DataSubject, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let written = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&written).unwrap(), value, "{written}");
}

#[test]
fn words_and_sets() {
    Action::ALL.iter().for_each(check);
    Duty::ALL.iter().for_each(check);
    Ground::ALL.iter().for_each(check);
    Origin::ALL.iter().for_each(check);
    Role::ALL.iter().for_each(check);
    check(&Actions::all());
    check(&Duties::all());
    check(&Grounds::all());
    check(&Origins::all());
    check(&Roles::all());
    check(&(DataCategories::CONTACT | DataCategories::SENSITIVE));
    check(&Purpose::OTHER);
    check(&(Purposes::LOGIN | Purposes::OTHER));
    check(&Party::partner("acme"));
    check(&Parties::from(Role::Affiliate).and(Party::partner("acme")));
    check(&Scope::anything());
    check(&Scope::anything().of(DataCategories::EMAIL).to(Actions::HAND_OVER).with(Role::Partner.into()).in_service("shop"));
}

/// All people and requests of all scenarios, and everything that they are made of.
#[test]
fn people_requests_and_cases() {
    let mut count = 0;
    for scenario in Suite::read("seeds/scenarios/*.toml").unwrap().scenarios() {
        let words = scenario.engine().vocabulary();
        for question in scenario.questions() {
            let (request, subject) = (question.request().clone(), question.subject().clone());
            let case = Case { id: Some(scenario.name().to_owned()), request, subject };
            assert_eq!(Case::from_json(&case.to_json(words).unwrap(), words).unwrap(), case);
            if words == Vocabulary::builtin() {
                check(&case);
                check::<Request>(&case.request);
                check::<DataSubject>(&case.subject);
                check(case.request.circumstances());
                check(case.subject.choices());
                case.request.items().iter().for_each(check);
                case.subject.accounts().iter().for_each(check);
                case.subject.agreements().iter().for_each(check);
            }
            count += 1;
        }
    }
    assert!(count > 500);
}

#[test]
fn policies_in_toml_and_json() {
    let revised = Policy::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/scenarios/policies/revised.toml")).unwrap();
    for policy in [Policy::platform(), &revised] {
        assert_eq!(&Policy::from_toml(&policy.to_toml()).unwrap(), policy);
        check(policy);
    }
    let layer = Policy::protective();
    assert_eq!(&PolicyStack::new(Policy::platform().clone()).read_layer(&layer.to_toml()).unwrap(), layer);
}

#[test]
fn a_word_without_a_name_is_an_error_and_never_lost() {
    let words = CustomWords { categories: vec!["genetic.dna".into()], ..CustomWords::default() };
    let vocabulary = Vocabulary::builtin().with(&words).unwrap();
    let dna = vocabulary.categories("genetic.dna").unwrap();
    assert!(serde_json::to_string(&dna).is_err());
    assert!(serde_json::from_str::<DataCategories>("[\"genetic.dna\"]").is_err());
    let line = "{\"request\":{\"at\":\"2026-06-01T12:00:00Z\",\"actor\":{\"role\":\"operator\"},\"action\":\"use\",\
        \"items\":[{\"categories\":[\"genetic.dna\"]}],\"purpose\":\"service\"},\"subject\":{\"id\":\"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01\"}}";
    let case = Case::from_json(line, &vocabulary).unwrap();
    assert_eq!(case.to_json(&vocabulary).unwrap(), line);
    assert!(case.to_json(Vocabulary::builtin()).is_err());
}
