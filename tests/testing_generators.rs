//! What the kit generates: everything that the model has, in the words of the engine, and nothing that was narrowed away.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use lawful::decision::Case;
use lawful::policy::{Policy, PolicyStack};
use lawful::request::Partnership;
use lawful::subject::Age;
use lawful::testing::generate::{Cases, cases, people, policies, requests, timelines};
use lawful::testing::laws::{Refuted, Trials};
use lawful::vocabulary::{Action, Actions, DataCategories, Instant, Party, Purpose, Purposes, Role, Vocabulary};
use lawful::{DataSubject, PolicyEngine};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestError, TestRunner};
use serde_json::Value;
use uuid::Uuid;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn own_words() -> PolicyEngine {
    let policy = r#"
        id = "clinic"
        functions = { reminder = ["contact.phone"] }

        [vocabulary]
        categories = ["genetic.dna"]
        purposes = ["research"]
        facts = ["board-agreed"]
        sensitive = ["genetic.dna"]

        [[rules]]
        id = "clinic.1"
        effect = "permit"
        actions = ["provide"]
        recipients = ["partner:institute"]
        categories = ["genetic.dna"]
        purposes = ["research"]
        when = ["board-agreed", "consented"]
        ground = "consent"
        text = "Research gets what the board and the patient agreed to."

        [[editions]]
        version = "second"
        effective-from = 2026-03-01T00:00:00Z
        notice = 2026-02-01T00:00:00Z
        change = "major"
    "#;
    PolicyEngine::new(Policy::from_toml(policy).unwrap())
}

/// Drawn from one seed.
fn drawn<S: Strategy>(strategy: S, number: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..number).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Every path of keys in a document, and every path with the word that stands there.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(table) => table.iter().for_each(|(key, value)| paths(value, &format!("{path}.{key}"), found)),
        Value::Array(items) => items.iter().for_each(|item| paths(item, path, found)),
        Value::String(text) => drop(found.insert(format!("{path}={text}"))),
        other => drop(found.insert(format!("{path}={other}"))),
    }
    found.insert(path.to_owned());
}

fn found_in(cases: &[Case], words: &Vocabulary) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for case in cases {
        paths(&serde_json::from_str(&case.to_json(words).unwrap()).unwrap(), "", &mut found);
    }
    found
}

#[test]
fn everything_that_the_model_has_comes_up() {
    let engine = PolicyEngine::platform();
    let found = found_in(&drawn(cases(&engine), 3_000), engine.vocabulary());
    let mut wanted: Vec<String> = Action::ALL.iter().map(|action| format!(".request.action={action}")).collect();
    wanted.extend(Role::ALL.iter().flat_map(|role| [".actor", ".recipient"].map(|side| format!(".request{side}.role={role}"))));
    wanted.extend(
        engine.vocabulary().category_names(DataCategories::all()).map(|name| format!(".request.items.categories={name}")),
    );
    wanted.extend(engine.vocabulary().purpose_names(Purposes::all()).map(|name| format!(".request.purpose={name}")));
    let given = [
        "collection.channel-lawful",
        "collection.means-fair",
        "collection.in-use",
        "legal-demand.kind",
        "legal-demand.binding",
        "legal-demand.covers",
        "legal-demand.addressee.role",
        "legal-demand.reference",
        "law.forbids",
        "law.requires-retention",
        "violation.of",
        "violation.established",
        "violation.disclosure-needed",
        "ip-complaint.subject-is-complainant",
        "ip-complaint.complainant-qualified",
        "ip-complaint.filed",
        "ip-complaint.respondent-asked",
        "ip-complaint.respondent.role",
        "transaction.on-platform",
        "transaction.requester-is-party",
        "transaction.requester-performed",
        "transaction.disclosure-asked",
        "transaction.operator-decided",
        "user-request.asked",
        "user-request.sharing-necessary",
        "instrument.kind",
        "instrument.considered-appropriate",
        "instrument.reference",
        "engagement.party.role",
        "engagement.serves-subject",
        "engagement.periods.service",
        "engagement.periods.from",
        "engagement.periods.to",
        "engagement.access-ends-with-service",
        "partnership.current",
        "cookie.set-by",
        "message.kind",
        "message.needed",
        "subject-request.kind",
        "subject-request.asked-by",
        "subject-request.verification",
        "cancellation.agreement-met",
        "cancellation.law-allows",
        "storage.server",
        "transfer.subject-country",
        "transfer.collection-country",
        "transfer.destination",
        "third-party-service.operated-by",
        "copy.outside-operators-control",
        "leak.reported",
    ];
    wanted.extend(given.map(|field| format!(".request.circumstances.{field}")));
    let rest = [
        ".request.recipient.id",
        ".request.claims",
        ".request.items.origin=search-box",
        ".request.items.service",
        ".request.items.reveals",
        ".request.items.necessary=true",
        ".request.items.necessary=false",
        ".request.items.published=true",
        ".request.items.protected=true",
        ".subject.standing=former",
        ".subject.age",
        ".subject.born",
        ".subject.guardian.verified=true",
        ".subject.guardian.verified=false",
        ".subject.agreements.at",
        ".subject.agreements.edition=initial",
        ".subject.agreements.edition=another-edition",
        ".subject.uses",
        ".subject.accounts.closed",
        ".subject.accounts.after-closure.process",
        ".subject.choices.grant.scope.categories",
        ".subject.choices.grant.scope.actions",
        ".subject.choices.grant.scope.purposes",
        ".subject.choices.grant.scope.recipients",
        ".subject.choices.grant.scope.service",
        ".subject.choices.grant.expires-at",
        ".subject.choices.grant.by=guardian",
        ".subject.choices.grant.evidence",
        ".subject.choices.refuse.withdraws",
        ".subject.choices.refuse.means=opt-out",
    ];
    wanted.extend(rest.map(str::to_owned));
    let missing: Vec<_> = wanted.iter().filter(|path| !found.contains(*path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_words_and_editions_of_a_policy_come_up() {
    let engine = own_words();
    let found = found_in(&drawn(cases(&engine), 1_000), engine.vocabulary());
    for path in [
        ".request.items.categories=genetic.dna",
        ".request.items.reveals=genetic.dna",
        ".request.purpose=research",
        ".request.recipient.id=institute",
        ".request.function=reminder",
        ".request.circumstances.facts.board-agreed=true",
        ".request.circumstances.facts.board-agreed",
        ".request.circumstances.facts.board-agreed=genetic.dna",
        ".request.at=2026-03-01T00:00:00Z",
        ".subject.agreements.edition=second",
        ".subject.choices.grant.scope.categories=genetic.dna",
        ".subject.choices.grant.scope.purposes=research",
    ] {
        assert!(found.contains(path), "{path}");
    }
}

#[test]
fn what_is_generated_is_hit_by_the_policy() -> Result<(), Refuted> {
    let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
    for engine in [PolicyEngine::platform(), PolicyEngine::layered(stack), own_words()] {
        let tally = Trials::default().cases(1_000).seed(3).survey(&engine, &cases(&engine))?;
        assert!(
            tally.permitted() >= 20 && tally.undetermined() >= 5 && tally.denied() >= 100,
            "{}: {tally}",
            engine.policy().id()
        );
    }
    Ok(())
}

#[test]
fn people_are_narrowed_down() {
    let engine = PolicyEngine::platform();
    let from = at("2026-01-01T00:00:00Z");
    let until = at("2026-02-01T00:00:00Z");
    for person in drawn(people(&engine).minor().agreed(from..until).without_choices().without_accounts(), 100) {
        assert!(matches!(person.age(), Age::Years(..18)));
        assert!((from..until).contains(&person.agreements()[0].instant()));
        assert!(person.choices().is_empty() && person.accounts().is_empty());
    }
    for person in drawn(people(&engine).adult().without_agreement().choosing(timelines(&engine).of_grants()), 100) {
        assert!(matches!(person.age(), Age::Years(18..)) && person.agreements().is_empty());
        assert!(person.choices().as_slice().iter().all(|choice| matches!(choice, lawful::subject::Choice::Grant(_))));
    }
    assert!(drawn(people(&engine).of_unknown_age(), 20).iter().all(|person| person.age() == Age::Unknown));
}

#[test]
fn requests_are_narrowed_down() {
    let engine = PolicyEngine::platform();
    let narrow = requests(&engine)
        .actions(Actions::all())
        .by(Role::Affiliate)
        .to(Party::partner("initech"))
        .for_purposes(Purposes::SERVICE | Purposes::OTHER)
        .about(DataCategories::CONTACT)
        .at(at("2027-01-01T00:00:00Z"))
        .of_items(1)
        .in_service("shop")
        .without_circumstances()
        .given(Partnership { current: None });
    for request in drawn(narrow, 200) {
        assert!(request.action().has_recipient());
        assert_eq!(request.actor().role(), Role::Affiliate);
        assert_eq!(request.recipient(), Some(&Party::partner("initech")));
        assert!([Purpose::SERVICE, Purpose::OTHER].contains(&request.purpose()));
        assert_eq!(request.instant(), at("2027-01-01T00:00:00Z"));
        let [item] = request.items() else { panic!("more than one item") };
        assert!(DataCategories::CONTACT.contains(item.judged()));
        assert!(item.service().is_none_or(|service| service.as_str() == "shop"));
        let circumstances = request.circumstances();
        assert!(circumstances.partnership.is_some() && circumstances.law.is_none() && circumstances.transaction.is_none());
    }
}

#[test]
fn cases_take_the_strategies_that_they_are_given() {
    let engine = PolicyEngine::platform();
    let alice = DataSubject::new(Uuid::from_u128(7)).aged(30);
    let hers = alice.clone();
    let later = at("2030-05-05T00:00:00Z");
    let strategy = cases(&engine)
        .at(later)
        .of(move |_| Just(hers.clone()))
        .asking(|requests| requests.actions(Actions::USE).prop_filter("one item", |request| request.items().len() == 1));
    for case in drawn(strategy, 50) {
        assert_eq!(case.subject, alice);
        assert_eq!((case.request.action(), case.request.items().len()), (Action::Use, 1));
        assert_eq!(case.request.instant(), later);
    }
}

/// The history of the people lies around the instants that the cases are narrowed to.
#[test]
fn people_live_around_the_instants_of_their_cases() {
    let engine = PolicyEngine::platform();
    let later = at("2030-05-05T00:00:00Z");
    let strategy: Cases = cases(&engine).at(later);
    let near = |case: &Case| case.subject.uses().iter().any(|used| (*used - later).num_days().abs() <= 2);
    assert!(drawn(strategy, 50).iter().any(near));
}

#[test]
fn what_fails_shrinks_to_what_can_be_read() {
    let engine = PolicyEngine::platform();
    let words = engine.vocabulary().clone();
    let mut runner =
        TestRunner::new(ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() });
    let found = runner.run(&cases(&engine), |case| {
        prop_assert!(
            !case.subject.choices().as_slice().iter().any(|choice| matches!(choice, lawful::subject::Choice::Refusal(_)))
        );
        Ok(())
    });
    let Err(TestError::Fail(_, case)) = found else { panic!("nothing failed") };
    expect_test::expect![[r#"{"request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"operator"},"action":"collect","items":[{"categories":["identity.name"]}],"purpose":"account"},"subject":{"id":"00000000-0000-4000-8000-000000000000","age":30,"choices":[{"refuse":{"id":"00000000-0000-4000-8000-000000000001","scope":{},"at":"2025-04-27T12:00:00Z","means":"withdrawal"}}]}}"#]].assert_eq(&case.to_json(&words).unwrap());
}

#[test]
fn policies_are_worth_reading() {
    let engine = own_words();
    let all = drawn(policies(&engine), 200);
    let rules = || all.iter().flat_map(Policy::all_rules);
    for effect in lawful::policy::Effect::ALL {
        assert!(rules().any(|rule| rule.effect() == *effect), "{effect}");
    }
    assert!(rules().any(|rule| !rule.yields_to().is_empty()));
    assert!(rules().any(|rule| rule.categories().is_some_and(|names| names.contains(&"genetic.dna".to_owned()))));
    assert!(rules().any(|rule| rule.when().iter().any(|fact| fact.name() == "board-agreed")));
    assert!(all.iter().any(|policy| policy.editions().iter().any(|edition| !edition.removes().is_empty())));
    assert!(all.iter().any(|policy| policy.functions().next().is_some()));
}
