//! The register of the built-in policy: every clause has its state and its rules, every rule its clause.
#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use expect_test::expect_file;
use lawful::policy::{ClauseState, Policy};

#[test]
fn all_96_clauses_are_in_the_register() {
    let policy = Policy::platform();
    let ids: HashSet<_> = policy.clauses().map(|entry| entry.clause.id().to_owned()).collect();
    assert_eq!(ids.len(), 96);
    assert!(policy.clauses().all(|entry| !entry.clause.text().is_empty()));
}

#[test]
fn every_deciding_clause_has_a_rule_and_no_declaring_one_has() {
    for entry in Policy::platform().clauses() {
        match entry.clause.state() {
            ClauseState::Decides => assert!(!entry.rules.is_empty(), "{} decides without a rule", entry.clause.id()),
            ClauseState::Declares => assert!(entry.rules.is_empty(), "{} declares and has a rule", entry.clause.id()),
            ClauseState::Obliges => {}
        }
    }
}

#[test]
fn every_rule_cites_a_clause_and_says_one_sentence() {
    for policy in [Policy::platform(), Policy::protective()] {
        let register: HashSet<_> = Policy::platform().clauses().map(|entry| entry.clause.id()).collect();
        for rule in policy.all_rules() {
            assert!(register.contains(rule.clause()), "{} cites no clause", rule.id());
            assert!(rule.text().ends_with('.'), "{} says nothing", rule.id());
        }
    }
}

/// `UPDATE_EXPECT=1 cargo test --test register` writes the page anew.
#[test]
fn the_page_for_readers_shows_the_register() {
    expect_file!["../seeds/clauses.md"].assert_eq(&page());
}

const HEAD: &str = "\
# The register of clauses

Every clause of the built-in policy (`platform.toml`), what it does, and the rules that put it into practice; then every rule with its
sentence. This page is generated from the policy, and a test compares them.

- **decides**: one or more rules put the clause into practice.
- **obliges**: it adds a duty, or it changes how rules are read: through a fact (`agreed`, `refused`, `minor` …), through the
  editions, or through the set of sensitive categories. Where it has no rule of its own, that is how it works.
- **declares**: advice, disclaimer or definition without effect. It is listed with its reason and decides nothing.
";

fn page() -> String {
    let policy = Policy::platform();
    let mut cautious: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in Policy::protective().all_rules() {
        cautious.entry(rule.clause()).or_default().push(rule.id());
    }
    let mut page = HEAD.to_owned();
    let mut section = "";
    for entry in policy.clauses() {
        let clause = entry.clause;
        let of = clause.id().split('.').next().unwrap_or_default();
        if of != section {
            section = of;
            add(&mut page, &format!("\n## {section}\n\n| clause | state | what it says | rules |\n|---|---|---|---|\n"));
        }
        let own = entry.rules.iter().map(|rule| format!("`{}`", rule.id()));
        let more = cautious.get(clause.id()).into_iter().flatten().map(|id| format!("`{id}` (in `protective`)"));
        let rules: Vec<_> = own.chain(more).collect();
        let line = format!("| `{}` | {} | {} | {} |\n", clause.id(), clause.state(), clause.text(), rules.join(", "));
        add(&mut page, &line);
    }
    for (title, policy) in [("Rules of `platform`", policy), ("Rules of `protective`", Policy::protective())] {
        add(&mut page, &format!("\n## {title}\n\n| rule | effect | what it says |\n|---|---|---|\n"));
        for rule in policy.all_rules() {
            add(&mut page, &format!("| `{}` | {} | {} |\n", rule.id(), rule.effect(), rule.text()));
        }
    }
    page
}

fn add(page: &mut String, text: &str) {
    if write!(page, "{text}").is_err() {
        panic!("text can always be added to text");
    }
}
