//! What the scenarios of the built-in policy are as a whole.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::decision::Verdict;
use lawful::policy::{ClauseState, Policy};
use lawful::testing::Suite;

fn suite() -> Suite {
    Suite::read("seeds/scenarios/*.toml").unwrap()
}

#[test]
fn there_are_many() {
    let count = suite().scenarios().len();
    assert!(count > 500, "{count} scenarios only");
}

/// At least one permitted (for an exclusion: not governed) and one other case for every deciding clause.
#[test]
fn every_deciding_clause_has_scenarios_on_both_sides() {
    let suite = suite();
    for entry in Policy::platform().clauses().filter(|entry| entry.clause.state() == ClauseState::Decides) {
        let clause = entry.clause.id();
        let about = || suite.scenarios().iter().filter(|scenario| scenario.clause() == Some(clause));
        let lenient = |verdict| matches!(verdict, Verdict::Permitted | Verdict::NotGoverned);
        let side = |wanted: bool| about().any(|scenario| lenient(scenario.verdict()) == wanted);
        assert!(side(true) && side(false), "{clause} lacks a scenario on one side");
    }
}
