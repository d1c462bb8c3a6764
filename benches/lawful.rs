//! What a decision costs: alone, about many people, with its remedies; and what it takes to get ready.
//!
//! `cargo bench --all-features` prints a table. Every figure is that of a piece of work whose answers were checked. The same
//! questions are put to a match by hand. For other engines see `benches/peers`.
#![allow(clippy::expect_used, clippy::panic, reason = "a measurement that cannot go on stops, with its reason")]

mod workload;

use std::hint::black_box;
use std::time::Instant;

use lawful::policy::Policy;
use lawful::subject::People;
use lawful::{DataSubject, PolicyEngine, Request};
use workload::{ByHand, Question, questions};

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (few, many) = if is_test { (50, 500) } else { (1_000, 1_000_000) };
    println!("| what | median |\n|---|--:|");
    getting_ready();
    for choices in [1, 8, 64, 512] {
        hot(few, choices);
    }
    explaining(few);
    audience("hot", few, 8);
    cold(many);
}

fn row(what: &str, nanos: f64) {
    let shown = match nanos {
        ..1e3 => format!("{nanos:.1} ns"),
        1e3..1e6 => format!("{:.2} µs", nanos / 1e3),
        _ => format!("{:.2} ms", nanos / 1e6),
    };
    println!("| {what} | {shown} |");
}

/// The median over rounds of the nanoseconds that a piece of work takes, divided by its size.
fn median<T>(rounds: usize, size: usize, mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let mut nanos: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_nanos() as f64 / size as f64
        })
        .collect();
    nanos.sort_unstable_by(f64::total_cmp);
    nanos[rounds / 2]
}

fn getting_ready() {
    let compile = || PolicyEngine::new(Policy::platform().clone());
    row("building the built-in engine from its policy", median(21, 1, compile));
    println!("| bytes of the built-in engine | {} |", compile().bytes());
}

/// Decisions with their determining rules, about people in the caches.
fn hot(count: usize, choices: usize) {
    let engine = PolicyEngine::platform();
    let people = workload::people(count, choices);
    let by_hand: Vec<ByHand> = people.iter().map(ByHand::of).collect();
    let questions = questions();
    let pairs = workload::pairs(questions.len(), count);
    for (question, person) in &pairs {
        let decision = engine.decide(&questions[*question].request, &people[*person]);
        let expected = by_hand[*person].is_permitted(&questions[*question]);
        assert_eq!(decision.is_permitted(), expected, "question {question} about person {person}");
    }
    let ours = || {
        pairs.iter().fold(0, |sum, (question, person)| {
            sum + workload::read(&engine.decide(&questions[*question].request, &people[*person]))
        })
    };
    let theirs = || pairs.iter().filter(|(question, person)| by_hand[*person].is_permitted(&questions[*question])).count();
    row(&format!("a decision with its rules, {choices} choices, hot"), median(31, pairs.len(), ours));
    row(&format!("the same by hand, without reasons, {choices} choices"), median(31, pairs.len(), theirs));
    if choices == 8 {
        first_time(&engine, &people, &questions, &pairs[..1 << 12]);
        println!("| bytes of a person with 8 choices | {} |", people[0].bytes());
    }
}

/// Requests that are each asked once: what a decision notes about a request helps nobody.
fn first_time(engine: &PolicyEngine, people: &[DataSubject], questions: &[Question], pairs: &[(usize, usize)]) {
    let mut nanos: Vec<f64> = (0..31)
        .map(|_| {
            let requests: Vec<Request> = pairs.iter().map(|(question, _)| questions[*question].request.clone()).collect();
            let start = Instant::now();
            black_box(
                requests
                    .iter()
                    .zip(pairs)
                    .fold(0, |sum, (request, (_, person))| sum + workload::read(&engine.decide(request, &people[*person]))),
            );
            start.elapsed().as_nanos() as f64 / pairs.len() as f64
        })
        .collect();
    nanos.sort_unstable_by(f64::total_cmp);
    row("the same on requests that are each asked once", nanos[nanos.len() / 2]);
}

fn explaining(count: usize) {
    let engine = PolicyEngine::platform();
    let people = workload::people(count, 8);
    let questions = questions();
    let pairs = &workload::pairs(questions.len(), count)[..2_000];
    let each = |work: &dyn Fn(&Question, &DataSubject)| {
        let mut nanos: Vec<f64> = Vec::new();
        for (question, person) in pairs {
            let start = Instant::now();
            work(&questions[*question], &people[*person]);
            nanos.push(start.elapsed().as_nanos() as f64);
        }
        nanos.sort_unstable_by(f64::total_cmp);
        (nanos[nanos.len() / 2], nanos[nanos.len() - 1])
    };
    let (middle, most) = each(&|question, subject| drop(black_box(engine.decide(&question.request, subject).remedies())));
    row("remedies", middle);
    row("remedies, the slowest of 2,000", most);
    let (middle, _) = each(&|question, subject| drop(black_box(format!("{:#}", engine.explain(&question.request, subject)))));
    row("an explanation in full", middle);
}

/// One question to everybody.
fn audience(kind: &str, count: usize, choices: usize) {
    let engine = PolicyEngine::platform();
    let subjects = workload::people(count, choices);
    let mut people = People::new(engine.vocabulary());
    for subject in &subjects {
        people.add(subject);
    }
    let questions = questions();
    for question in &questions {
        let alone = subjects.iter().map(|subject| engine.decide(&question.request, subject).verdict());
        let together = engine.audience(&question.request, &people).expect("one vocabulary").map(|(_, verdict)| verdict);
        assert!(together.eq(alone));
    }
    let size = questions.len() * count;
    let ask = || {
        questions.iter().map(|question| engine.audience(&question.request, &people).expect("one vocabulary").permitted().count())
    };
    let rounds = if count > 10_000 { 5 } else { 31 };
    row(&format!("a verdict in an audience, 8 choices, {kind}"), median(rounds, size, || ask().sum::<usize>()));
    if kind == "cold" {
        println!("| bytes that an audience looks at, a person | {} |", people.bytes().0 / count);
        parallel(&engine, &people, &questions);
    }
}

#[cfg(feature = "parallel")]
fn parallel(engine: &PolicyEngine, people: &People, questions: &[Question]) {
    let size = questions.len() * people.len();
    let ask =
        || questions.iter().map(|question| engine.par_audience(&question.request, people, |_| {}).expect("one vocabulary").len());
    row("the same on all cores", median(5, size, || ask().sum::<usize>()));
}

#[cfg(not(feature = "parallel"))]
fn parallel(_: &PolicyEngine, _: &People, _: &[Question]) {
    println!("| the same on all cores | needs the feature `parallel` |");
}

/// People who are not in the caches.
fn cold(count: usize) {
    let engine = PolicyEngine::platform();
    let people = workload::people(count, 8);
    let questions = questions();
    let pairs = workload::pairs(questions.len(), count);
    let ask = |question: usize| &questions[question].request;
    let alone: usize =
        pairs.iter().filter(|(question, person)| engine.decide(ask(*question), &people[*person]).is_permitted()).count();
    let together = || {
        let questions = pairs.iter().map(|(question, person)| (ask(*question), &people[*person]));
        engine.decide_all(questions).filter(|decision| decision.is_permitted()).count()
    };
    assert_eq!(alone, together());
    let one_by_one =
        || pairs.iter().filter(|(question, person)| engine.decide(ask(*question), &people[*person]).is_permitted()).count();
    row(&format!("a decision, 8 choices, {count} people in no order, cold"), median(9, pairs.len(), one_by_one));
    row("the same in a batch", median(9, pairs.len(), together));
    drop(people);
    audience("cold", count, 8);
}
