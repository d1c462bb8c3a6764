//! What a record costs beside the decision that it is about.
//!
//! `cargo bench --features audit --bench audit` prints a table. What was recorded is read back, replayed and verified before a
//! figure is shown.
#![allow(clippy::expect_used, clippy::panic, reason = "a measurement that cannot go on stops, with its reason")]

use std::hint::black_box;
use std::time::Instant;

use lawful::audit::{Basis, BlockingAudit, JsonLines, Memory, PersonThen, Replay, Rotation, Sink, Syncing};
use lawful::chain::{Digest, Position, Pseudonym};
use lawful::request::Request;
use lawful::subject::Grant;
use lawful::vocabulary::{DataCategories, Party, Purpose, Scope};
use lawful::{DataSubject, PolicyEngine};

const NOW: &str = "2026-06-01T12:00:00Z";

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let count = if is_test { 100 } else { 20_000 };
    println!("| what | mean |\n|---|--:|");
    decisions(count);
    let basis = Basis::Ledger(position());
    records("into memory", Memory::new(), count, || basis.clone());
    let (engine, person) = (PolicyEngine::platform(), person());
    let sealed = || Basis::sealed(&person, engine.vocabulary()).expect("a person of built-in words");
    records("into memory, the person sealed instead of a ledger's position", Memory::new(), count, sealed);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, syncing) in [("never forced onto the disk", Syncing::Never), ("forced every 1,000 records", Syncing::Every(1_000))]
    {
        let path = folder.path().join(name.replace([' ', ','], "-"));
        let sink = JsonLines::open(&path, Rotation::Never, syncing).expect("a file");
        records(&format!("into a file, {name}"), sink, count, || basis.clone());
        let bytes = std::fs::metadata(&path).expect("a file").len();
        println!("| bytes a record | {} |", bytes / count as u64);
    }
}

fn question() -> Request {
    let now = NOW.parse().expect("an instant");
    Request::share(DataCategories::EMAIL).with(Party::partner("acme")).for_purpose(Purpose::PARTNER_PROMOTION).at(now)
}

fn person() -> DataSubject {
    let at = "2026-01-01T00:00:00Z".parse().expect("an instant");
    let grant = Grant::new(uuid::Uuid::from_u128(7), Scope::anything(), at);
    DataSubject::new(uuid::Uuid::from_u128(1)).aged(30).agreed(at).grant(grant).expect("a first grant")
}

fn position() -> Position {
    Position { pseudonym: Pseudonym::random().expect("random bytes"), sequence: 8, head: Digest::of(b"head") }
}

fn row(what: &str, nanos: f64) {
    println!("| {what} | {:.2} µs |", nanos / 1e3);
}

fn decisions(count: usize) {
    let (engine, question, person) = (PolicyEngine::platform(), question(), person());
    let start = Instant::now();
    let mut rules = 0;
    for _ in 0..count {
        rules += engine.decide(black_box(&question), black_box(&person)).rules().count();
    }
    row("a decision with its rules, not recorded", start.elapsed().as_nanos() as f64 / count as f64);
    assert_eq!(rules, count * engine.decide(&question, &person).rules().count());
}

fn records<S: Sink>(what: &str, sink: S, count: usize, basis: impl Fn() -> Basis) {
    let (engine, question, person) = (PolicyEngine::platform(), question(), person());
    let audit = BlockingAudit::open(sink, &engine).expect("an audit");
    let now = NOW.parse().expect("an instant");
    let start = Instant::now();
    for _ in 0..count {
        audit.record(&engine.decide(black_box(&question), black_box(&person)), basis(), now).expect("a record");
    }
    row(&format!("a decision and its record {what}"), start.elapsed().as_nanos() as f64 / count as f64);
    let verdict = engine.decide(&question, &person).verdict().to_string();
    let recorded = audit.records(audit.stream(), 0, count + 1).expect("records");
    assert_eq!(recorded.len(), count);
    assert!(recorded.iter().all(|record| record.verdict() == verdict));
    assert_eq!(recorded[count - 1].replay(&question, PersonThen::Known(&person), &engine), Replay::Same);
    let start = Instant::now();
    let verification = audit.verify(|_| {}).expect("a sink that can be read");
    assert!(verification.holds() && verification.records == count as u64);
    row("verifying one of these", start.elapsed().as_nanos() as f64 / count as f64);
}
