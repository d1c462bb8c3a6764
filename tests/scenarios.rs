//! The scenarios of the built-in policy: cases as data, each with its expected answer, in `seeds/scenarios`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scenario_file;

use std::path::Path;

use lawful::PolicyEngine;
use lawful::decision::Case;
use lawful::policy::{ClauseState, Policy, PolicyStack};
use scenario_file::{Expectation, Question, read};

fn engine(policy: Option<&Path>, layers: &[String]) -> PolicyEngine {
    let base = policy.map_or_else(|| Policy::platform().clone(), |path| Policy::load(path).unwrap());
    let stack = layers.iter().fold(PolicyStack::new(base), |stack, layer| {
        let layer = stack.load_layer(layer).unwrap();
        stack.lay(layer).unwrap()
    });
    PolicyEngine::layered(stack)
}

fn files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    files
}

fn failures(question: &Question, expected: &Expectation, engine: &PolicyEngine) -> Vec<String> {
    let case = match Case::from_json(&question.case.to_string(), engine.vocabulary()) {
        Ok(case) => case,
        Err(error) => return vec![error.to_string()],
    };
    let decision = engine.decide(&case.request, &case.subject);
    expected.differences(&decision.answer()).into_iter().map(|difference| format!("{difference}\n{decision}")).collect()
}

#[test]
fn every_scenario_has_its_expected_answer() {
    let (mut count, mut failed) = (0, Vec::new());
    for path in files() {
        let file = read(&path);
        for (question, expected) in &file.questions {
            count += 1;
            let engine = engine(file.policy.as_deref(), &question.layers);
            for failure in failures(question, expected, &engine) {
                failed.push(format!("{}: {}\n  ({})\n{failure}", path.display(), question.name, expected.why));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {count} scenarios fail:\n\n{}", failed.len(), failed.join("\n\n"));
    assert!(count > 500, "{count} scenarios only");
}

/// At least one permitted (for an exclusion: not governed) and one other case for every deciding clause.
#[test]
fn every_deciding_clause_has_scenarios_on_both_sides() {
    let questions: Vec<_> = files().iter().flat_map(|path| read(path).questions).collect();
    for entry in Policy::platform().clauses().filter(|entry| entry.clause.state() == ClauseState::Decides) {
        let about = || questions.iter().filter(|(question, _)| question.clause == entry.clause.id());
        let verdict =
            |wanted: bool| about().any(|(_, expected)| matches!(&*expected.verdict, "permitted" | "not-governed") == wanted);
        assert!(verdict(true) && verdict(false), "{} lacks a scenario on one side", entry.clause.id());
    }
}
