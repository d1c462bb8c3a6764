//! The search for remedies ends soon, however many ways there are to begin.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use lawful::decision::ChangeKind;
use lawful::policy::Policy;
use lawful::{DataCategories, DataSubject, PolicyEngine, Purpose, Request, Verdict};
use uuid::Uuid;

/// Prohibitions, each of which any of eight facts lifts that nobody has stated.
fn prohibited(count: usize) -> PolicyEngine {
    let names: Vec<_> = (0..count * 8).map(|number| format!("\"f{number}\"")).collect();
    let mut text =
        format!("id = \"p\"\nvocabulary = {{ facts = [{}] }}\n[[rules]]\nid = \"z\"\neffect = \"permit\"\n", names.join(", "));
    for (number, eight) in names.chunks(8).enumerate() {
        writeln!(text, "[[rules]]\nid = \"a{number}\"\neffect = \"forbid\"\nunless = [{}]", eight.join(", ")).unwrap();
    }
    PolicyEngine::new(Policy::from_toml(&text).unwrap())
}

fn asked() -> Request {
    Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap())
}

#[test]
fn where_little_stands_in_the_way_the_simplest_remedies_are_offered() {
    let (request, subject) = (asked(), DataSubject::new(Uuid::from_u128(1)));
    let [one, two] = [1, 2].map(|count| prohibited(count).decide(&request, &subject).remedies());
    assert_eq!(one.iter().map(|remedy| remedy.changes().len()).collect::<Vec<_>>(), [1; 8]);
    assert_eq!(two.iter().map(|remedy| remedy.changes().len()).collect::<Vec<_>>(), [2; 8]);
    let establishes = |change: &lawful::decision::Change| change.kind() == ChangeKind::EstablishFact;
    assert!(one.iter().chain(&two).all(|remedy| remedy.changes().iter().all(establishes)));
}

/// Six changes lift six of seven prohibitions, in 8^6 ways: to try them all would take minutes.
#[test]
fn where_too_much_stands_in_the_way_the_search_is_given_up() {
    let engine = prohibited(7);
    let (request, subject) = (asked(), DataSubject::new(Uuid::from_u128(1)));
    let decision = engine.decide(&request, &subject);
    assert_eq!(decision.verdict(), Verdict::Undetermined);
    assert!(decision.remedies().is_empty());
}
