//! Reading scenario files: fixtures with inheritance, questions, and the same questions with one fact changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "each test uses its part of it")]

use std::path::{Path, PathBuf};

use lawful::decision::{Answer, Verdict};
use serde_json::{Map, Value, json};

pub struct ScenarioFile {
    pub policy: Option<PathBuf>,
    pub questions: Vec<(Question, Expectation)>,
}

#[derive(Clone)]
pub struct Question {
    pub name: String,
    pub clause: String,
    pub layers: Vec<String>,
    pub case: Value,
}

pub struct Expectation {
    pub why: String,
    pub verdict: String,
    pub expect: Map<String, Value>,
}

/// Reads a file; a key that it does not know, or a person that is not there, is an error.
pub fn read(path: &Path) -> ScenarioFile {
    let file = document(path);
    known(&file, &["section", "at", "policy", "people", "scenario"], path);
    let mut questions = Vec::new();
    for scenario in list(&file, "scenario") {
        let allowed = ["name", "clause", "person", "subject", "request", "layers", "without", "why", "expect", "flip"];
        known(&scenario, &allowed, path);
        let case = case(&file, &scenario, None, path);
        questions.push((question(&scenario, &scenario, case.clone()), expectation(&scenario, path)));
        for flip in list(&scenario, "flip") {
            known(&flip, &["name", "person", "subject", "request", "without", "layers", "why", "expect"], path);
            let case = self::case(&file, &flip, Some((&scenario, &case)), path);
            questions.push((question(&scenario, &flip, case), expectation(&flip, path)));
        }
    }
    let policy = file.get("policy").and_then(Value::as_str).map(|name| path.with_file_name("").join(name));
    ScenarioFile { policy, questions }
}

fn document(path: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let Value::Object(file) = json_of(&toml::Value::Table(table)) else { unreachable!("a document is a table") };
    file
}

/// A case whose explanation is kept, for readers.
pub struct Reading {
    pub name: String,
    pub note: String,
    pub policy: Option<String>,
    pub layers: Vec<String>,
    pub forms: Vec<String>,
    pub case: Value,
}

/// Reads a file of cases without expectations.
pub fn readings(path: &Path) -> Vec<Reading> {
    let file = document(path);
    known(&file, &["at", "people", "case"], path);
    let own = list(&file, "case");
    own.iter().map(|own| reading(&file, own, path)).collect()
}

fn reading(file: &Map<String, Value>, own: &Map<String, Value>, path: &Path) -> Reading {
    known(own, &["name", "note", "policy", "layers", "person", "subject", "without", "request", "forms"], path);
    let mut case = case(file, own, None, path);
    let operator = json!({ "role": "operator" });
    case["request"].as_object_mut().unwrap().entry("actor").or_insert(operator);
    let strings = |key: &str| own.get(key).and_then(Value::as_array).into_iter().flatten().map(string).collect();
    Reading {
        name: string(&own["name"]),
        note: string(&own["note"]),
        policy: own.get("policy").map(string),
        layers: strings("layers"),
        forms: strings("forms"),
        case,
    }
}

fn question(scenario: &Map<String, Value>, own: &Map<String, Value>, case: Value) -> Question {
    let layers = own.get("layers").or(scenario.get("layers"));
    let layers = layers.and_then(Value::as_array).into_iter().flatten().map(string).collect();
    Question { name: string(&own["name"]), clause: string(&scenario["clause"]), layers, case }
}

fn expectation(own: &Map<String, Value>, path: &Path) -> Expectation {
    let expect = own["expect"].as_object().unwrap().clone();
    let verdicts = Verdict::ALL.iter().map(|verdict| verdict.name());
    let allowed: Vec<_> =
        verdicts.chain(["verdict", "because", "only-because", "duties", "no-duties", "grounds", "missing"]).collect();
    known(&expect, &allowed, path);
    let why = own.get("why").map(string).unwrap_or_default();
    Expectation { why, verdict: string(&expect["verdict"]), expect }
}

/// The case of a scenario, or of a flip of it.
fn case(file: &Map<String, Value>, own: &Map<String, Value>, of: Option<(&Map<String, Value>, &Value)>, path: &Path) -> Value {
    let mut case = of.map_or_else(|| json!({"id": "scenario", "request": {"at": file["at"]}}), |(_, case)| case.clone());
    if let Some(name) = own.get("person") {
        case["subject"] = person(file, &string(name), path);
    }
    for part in ["subject", "request"] {
        if let Some(change) = own.get(part) {
            merge(&mut case[part], change);
        }
    }
    for place in own.get("without").and_then(Value::as_array).into_iter().flatten() {
        let place = string(place);
        let (parent, key) = place.rsplit_once('.').unwrap();
        let parent = format!("/{}", parent.replace('.', "/"));
        let there = case.pointer_mut(&parent).and_then(Value::as_object_mut);
        let removed = there.and_then(|table| table.remove(key));
        assert!(removed.is_some(), "{}: there is no `{place}` to take away", path.display());
    }
    case
}

fn person(file: &Map<String, Value>, name: &str, path: &Path) -> Value {
    let mut own = file["people"].get(name).unwrap_or_else(|| panic!("{}: no person `{name}`", path.display())).clone();
    match own.as_object_mut().unwrap().remove("like") {
        Some(like) => {
            let mut whole = person(file, &string(&like), path);
            merge(&mut whole, &own);
            whole
        }
        None => own,
    }
}

/// Tables merge, everything else replaces.
fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (key, value) in change {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, change) => *into = change.clone(),
    }
}

fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(instant) => json!(instant.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => Value::Object(table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect()),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(value) => json!(value),
    }
}

fn known(table: &Map<String, Value>, allowed: &[&str], path: &Path) {
    for key in table.keys() {
        assert!(allowed.contains(&key.as_str()), "{}: unknown key `{key}`", path.display());
    }
}

fn list(table: &Map<String, Value>, key: &str) -> Vec<Map<String, Value>> {
    let items = table.get(key).and_then(Value::as_array).into_iter().flatten();
    items.map(|item| item.as_object().unwrap().clone()).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Expectation {
    /// Where an answer is not as expected.
    pub fn differences(&self, answer: &Answer) -> Vec<String> {
        let mut differences = Vec::new();
        let mut differ = |is_so: bool, what: String| {
            if !is_so {
                differences.push(what);
            }
        };
        differ(answer.verdict().name() == self.verdict, format!("expected {}, got {}", self.verdict, answer.verdict()));
        let wanted = |key: &str| self.expect.get(key).and_then(Value::as_array).into_iter().flatten().map(string);
        for clause in wanted("because") {
            let cites = |name: &lawful::decision::RuleName| name.clause == clause || name.rule == clause;
            let cited = answer.reasons().iter().any(|reason| reason.rule.as_ref().map_or(clause == "default", cites));
            differ(cited, format!("`{clause}` is not among the reasons"));
        }
        if self.expect.contains_key("only-because") {
            let mut only: Vec<_> = wanted("only-because").collect();
            let rule =
                |name: &Option<lawful::decision::RuleName>| name.as_ref().map_or("default".to_owned(), |name| name.rule.clone());
            let mut got: Vec<_> = answer.reasons().iter().map(|reason| rule(&reason.rule)).collect();
            only.sort();
            got.sort();
            got.dedup();
            differ(only == got, format!("only because: expected {only:?}, got {got:?}"));
        }
        let duties: Vec<_> = answer.duties().words().map(|duty| duty.name()).collect();
        wanted("duties").for_each(|duty| differ(duties.contains(&&*duty), format!("the duty `{duty}` is missing")));
        wanted("no-duties").for_each(|duty| differ(!duties.contains(&&*duty), format!("the duty `{duty}` is too much")));
        let grounds: Vec<_> = answer.grounds().words().map(|ground| ground.name()).collect();
        wanted("grounds").for_each(|ground| differ(grounds.contains(&&*ground), format!("the ground `{ground}` is missing")));
        for fact in wanted("missing") {
            let missing = answer.reasons().iter().any(|reason| reason.missing.contains(&fact));
            differ(missing, format!("`{fact}` is not among the missing facts"));
        }
        for verdict in Verdict::ALL.iter().filter(|verdict| self.expect.contains_key(verdict.name())) {
            let mut names: Vec<_> = wanted(verdict.name()).collect();
            let mut got = answer.categories(*verdict).to_vec();
            names.sort();
            got.sort();
            differ(names == got, format!("{verdict}: expected {names:?}, got {got:?}"));
        }
        differences
    }
}
