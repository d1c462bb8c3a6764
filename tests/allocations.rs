//! Deciding allocates nothing, and people and engines are small.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::{Policy, PolicyStack};
use lawful::subject::People;
use lawful::testing::Suite;
use lawful::vocabulary::{Party, Purposes, Scope};
use lawful::{DataCategories, DataSubject, Grant, PolicyEngine, Purpose, Request};

#[test]
fn deciding_allocates_nothing() {
    let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
    let engine = PolicyEngine::layered(stack);
    let mut decided = 0;
    for file in ["combinations", "disclosure", "cookies", "minors"] {
        let suite = Suite::read(&format!("seeds/scenarios/{file}.toml")).unwrap();
        for (scenario, question) in
            suite.scenarios().iter().flat_map(|it| it.questions().iter().map(move |question| (it, question)))
        {
            let allocated = allocation_counter::measure(|| {
                let decision = engine.decide(question.request(), question.subject());
                std::hint::black_box((decision.verdict(), decision.duties(), decision.grounds()));
                decision.rules().for_each(|rule| {
                    std::hint::black_box(rule);
                });
            });
            assert_eq!(allocated.count_total, 0, "{}", scenario.name());
            decided += 1;
        }
    }
    assert!(decided > 300, "{decided}");
}

fn someone(number: u64, choices: u64) -> DataSubject {
    let id = |part| uuid::Uuid::from_u64_pair(number, part);
    let scope = Scope::anything().of(DataCategories::EMAIL).for_purposes(Purposes::OWN_PROMOTION);
    let grants = (1..=choices).map(|part| Grant::new(id(part), scope.clone(), "2026-01-05T09:00:00Z".parse().unwrap()));
    let agreed = DataSubject::new(id(0)).aged(30).agreed("2025-01-01T00:00:00Z".parse().unwrap());
    grants.fold(agreed, |subject, grant| subject.grant(grant).unwrap())
}

fn news() -> Request {
    let draft = Request::message(DataCategories::EMAIL).with(Party::DATA_SUBJECT);
    draft.for_purpose(Purpose::OWN_PROMOTION).at("2026-06-01T12:00:00Z".parse().unwrap())
}

#[test]
fn an_audience_allocates_for_the_question_and_not_for_each_person() {
    let engine = PolicyEngine::platform();
    let mut people = People::new(engine.vocabulary());
    for number in 0..10_000 {
        people.add(&someone(number, 8));
    }
    let request = news();
    let allocated = allocation_counter::measure(|| {
        assert_eq!(engine.audience(&request, &people).unwrap().permitted().count(), 10_000);
    });
    // What is common to all, and one person worked through for each kind of person.
    assert!(allocated.count_total < 60, "{}", allocated.count_total);
}

#[test]
fn batches_of_decisions_allocate_nothing() {
    let engine = PolicyEngine::platform();
    let people: Vec<_> = (0..100).map(|number| someone(number, 8)).collect();
    let request = news();
    let allocated = allocation_counter::measure(|| {
        let questions = people.iter().map(|subject| (&request, subject));
        assert_eq!(engine.decide_all(questions).filter(|decision| decision.is_permitted()).count(), 100);
        assert_eq!(engine.filter(&request, &people).count(), 100);
    });
    assert_eq!(allocated.count_total, 0);
}

#[test]
fn people_and_engines_are_small() {
    let eight = someone(1, 8);
    assert!(eight.bytes() <= 2_600, "{}", eight.bytes());
    let mut people = People::new(PolicyEngine::platform().vocabulary());
    (0..1_000).for_each(|number| {
        people.add(&someone(number, 8));
    });
    assert_eq!(people.bytes().0, 1_000 * (32 + 8 * 12), "32 bytes a person and 12 a choice");
    assert!(PolicyEngine::platform().bytes() < 500_000, "{}", PolicyEngine::platform().bytes());
}
