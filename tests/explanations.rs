//! Explanations as people read them: cases as data in `tests/explanations/cases.toml`, each with its explanation beside it.
//!
//! `UPDATE_EXPECT=1 cargo test --test explanations` writes the explanations anew. Read what changed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod scenario_file;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use lawful::PolicyEngine;
use lawful::decision::{Case, Explanation, Style};
use lawful::policy::{Policy, PolicyStack};
use scenario_file::{Reading, readings};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explanations")
}

fn engine(reading: &Reading) -> PolicyEngine {
    let base = match &reading.policy {
        Some(name) => Policy::load(folder().join(name)).unwrap(),
        None => Policy::platform().clone(),
    };
    let stack = reading.layers.iter().fold(PolicyStack::new(base), |stack, layer| {
        let layer = stack.load_layer(layer).unwrap();
        stack.lay(layer).unwrap()
    });
    PolicyEngine::layered(stack)
}

/// The file for a form, and the text in it.
fn shown(name: &str, form: &str, explanation: &Explanation<'_>) -> (String, String) {
    let text = match form {
        "long" => return (format!("{name}.txt"), format!("{explanation:#}\n")),
        "short" => explanation.to_string(),
        "line" => explanation.line(),
        "markdown" => return (format!("{name}.md"), format!("{}\n", explanation.markdown())),
        // An escape that can be seen.
        "coloured" => explanation.coloured(Style::Coloured).replace('\u{1b}', "␛"),
        other => unreachable!("there is no form `{other}`"),
    };
    (format!("{name}.{form}.txt"), format!("{text}\n"))
}

#[test]
fn explanations_read_as_they_are_kept() {
    let mut kept: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt") || name.ends_with(".md"))
        .collect();
    let readings = readings(&folder().join("cases.toml"));
    assert!(readings.len() >= 45, "{} cases only", readings.len());
    let names: BTreeSet<_> = readings.iter().map(|reading| &reading.name).collect();
    assert_eq!(names.len(), readings.len(), "two cases of one name");
    for reading in &readings {
        assert!(!reading.note.is_empty(), "{}: what should a reader learn from it?", reading.name);
        let engine = engine(reading);
        let case = Case::from_json(&reading.case.to_string(), engine.vocabulary());
        let case = case.unwrap_or_else(|error| panic!("{}: {error}", reading.name));
        engine.check(&case.request, &case.subject).unwrap();
        let explanation = engine.explain(&case.request, &case.subject);
        for form in std::iter::once("long").chain(reading.forms.iter().map(String::as_str)) {
            let (file, text) = shown(&reading.name, form, &explanation);
            expect_file![folder().join(&file)].assert_eq(&text);
            kept.remove(&file);
        }
    }
    assert!(kept.is_empty(), "explanations without a case, to be removed: {kept:?}");
}
