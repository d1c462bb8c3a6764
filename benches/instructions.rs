//! Work to be counted rather than timed: `instructions WORK ROUNDS` does so many rounds of 1,024 questions, under `valgrind
//! --tool=callgrind`.
//!
//! `.ci/instructions` runs it twice for each kind of work, takes the difference, and compares it with the budget.
#![allow(clippy::expect_used, clippy::panic, reason = "a measurement that cannot go on stops, with its reason")]

mod workload;

use std::hint::black_box;

use lawful::PolicyEngine;
use lawful::subject::People;
use workload::{pairs, people, questions};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let work = arguments.next().unwrap_or_else(|| "decide-8".to_owned());
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let permitted = match work.as_str() {
        "decide-8" => decide(8, rounds),
        "decide-512" => decide(512, rounds),
        "audience-8" => audience(rounds),
        other => panic!("there is no work called `{other}`"),
    };
    println!("{permitted} permitted");
}

fn decide(choices: usize, rounds: usize) -> usize {
    let (engine, people, questions) = (PolicyEngine::platform(), people(64, choices), questions());
    let pairs = &pairs(questions.len(), people.len())[..1_024];
    let mut permitted = 0;
    for (question, person) in (0..rounds).flat_map(|_| pairs) {
        let decision = engine.decide(&questions[*question].request, &people[*person]);
        permitted += usize::from(decision.is_permitted());
        black_box(workload::read(&decision));
    }
    permitted
}

fn audience(rounds: usize) -> usize {
    let (engine, subjects, questions) = (PolicyEngine::platform(), people(1_024, 8), questions());
    let mut people = People::new(engine.vocabulary());
    subjects.iter().for_each(|subject| {
        people.add(subject);
    });
    (0..rounds).map(|_| engine.audience(&questions[0].request, &people).expect("one vocabulary").permitted().count()).sum()
}
