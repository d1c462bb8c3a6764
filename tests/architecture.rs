//! The house: who may import whom, and how large a file may be.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// In reading order: a module may import those before it, as far as they are listed.
const MAY_IMPORT: [(&str, &[&str]); 11] = [
    ("vocabulary", &[]),
    ("subject", &["vocabulary"]),
    ("request", &["vocabulary"]),
    ("policy", &["vocabulary"]),
    ("decision", &["vocabulary", "subject", "request", "policy"]),
    ("engine", &["vocabulary", "subject", "request", "policy", "decision"]),
    ("chain", &["vocabulary"]),
    ("audit", &["vocabulary", "subject", "request", "policy", "decision", "engine", "chain"]),
    ("ledger", &["vocabulary", "subject", "request", "policy", "decision", "chain"]),
    ("enforcement", &["vocabulary", "subject", "request", "policy", "decision", "engine"]),
    ("testing", &["vocabulary", "subject", "request", "policy", "decision", "engine"]),
];

/// Where third-party code is let in: they may import everything, and nothing imports them.
const ADAPTERS: [&str; 3] = ["ledger/sqlite", "ledger/postgres", "enforcement/web"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let relative = |path: PathBuf| (path.strip_prefix(&root).unwrap().to_owned(), std::fs::read_to_string(path).unwrap());
    found.into_iter().map(relative).collect()
}

/// The code without comments, so that links in the documentation do not count as imports.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_import_only_what_lies_below_them() {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| path.components().count() > 1) {
        let module = match ADAPTERS.iter().any(|adapter| path.starts_with(adapter)) {
            true => "adapter".to_owned(),
            false => path.components().next().unwrap().as_os_str().to_str().unwrap().to_owned(),
        };
        for after in code(&text).split("crate::").skip(1) {
            let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if MAY_IMPORT.iter().any(|(known, _)| *known == name) && name != module {
                imports.entry(module.clone()).or_default().insert(name);
            }
        }
    }
    imports.remove("adapter");
    // The macros that define circumstances and words live in one module and name their own paths.
    for (module, allowed) in MAY_IMPORT {
        for import in imports.remove(module).unwrap_or_default() {
            assert!(allowed.contains(&&*import), "`{module}` must not import `{import}`");
        }
    }
    assert!(imports.is_empty(), "modules without a place in the house: {imports:?}");
}

#[test]
fn files_have_one_role_and_stay_small() {
    let mut lengths: Vec<(usize, PathBuf)> = sources().into_iter().map(|(path, text)| (text.lines().count(), path)).collect();
    lengths.sort();
    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= 400, "{} has {longest} lines", path.display());
    let (median, _) = lengths[lengths.len() / 2];
    assert!(median <= 150, "the median file has {median} lines");
}

#[test]
fn the_engine_reads_no_clock_and_does_no_io() {
    let may = ["policy", "testing", "audit/file"];
    for (path, text) in sources().into_iter().filter(|(path, _)| !may.iter().any(|place| path.starts_with(place))) {
        for word in ["std::fs", "std::net", "std::env", "SystemTime", "Instant::now", "Utc::now", "println!"] {
            assert!(!code(&text).contains(word), "{} uses {word}", path.display());
        }
    }
}
