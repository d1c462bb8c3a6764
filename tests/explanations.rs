//! Explanations as people read them: cases as data in `tests/explanations/cases.toml`, each with its explanation beside it.
//!
//! `UPDATE_EXPECT=1 cargo test --test explanations` writes the explanations anew. Read what changed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use lawful::decision::{Explanation, Style};
use lawful::testing::{Scenario, Suite};
use toml::{Table, Value};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explanations")
}

/// A case whose explanation is kept, for readers.
struct Reading {
    name: String,
    note: String,
    forms: Vec<String>,
    scenario: Scenario,
}

/// Each case is a scenario that expects nothing, and may have a policy of its own.
fn readings(path: &Path) -> Vec<Reading> {
    let file: Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    file["case"].as_array().unwrap().iter().map(|case| reading(&file, case.as_table().unwrap().clone(), path)).collect()
}

fn reading(file: &Table, mut case: Table, path: &Path) -> Reading {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let note = text(&case.remove("note").unwrap());
    let forms = case.remove("forms").map_or_else(Vec::new, |forms| forms.as_array().unwrap().iter().map(text).collect());
    let name = text(&case["name"]);
    let mut document = file.clone();
    document.extend(case.remove("policy").map(|policy| ("policy".to_owned(), policy)));
    document.remove("case");
    // What is expected is the explanation beside it.
    case.insert("expect".to_owned(), "denied".into());
    document.insert("scenario".to_owned(), vec![Value::Table(case)].into());
    let suite = Suite::from_toml(path, &document.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
    Reading { name, note, forms, scenario: suite.scenarios()[0].clone() }
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
        let (engine, question) = (reading.scenario.engine(), &reading.scenario.questions()[0]);
        engine.check(question.request(), question.subject()).unwrap();
        let explanation = engine.explain(question.request(), question.subject());
        for form in std::iter::once("long").chain(reading.forms.iter().map(String::as_str)) {
            let (file, text) = shown(&reading.name, form, &explanation);
            expect_file![folder().join(&file)].assert_eq(&text);
            kept.remove(&file);
        }
    }
    assert!(kept.is_empty(), "explanations without a case, to be removed: {kept:?}");
}
