//! The README, and the page that compares engines, show what this crate answers today. The blocks of the page are filled from
//! its cases.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use expect_test::expect_file;
use lawful::PolicyEngine;
use lawful::decision::Case;

const PAGE: &str = include_str!("../docs/why-not.md");
const README: &str = include_str!("../README.md");
const CASES: &str = include_str!("../docs/why-not/cases.jsonl");

/// The short explanation of the case of this id.
fn answer(id: &str, engine: &PolicyEngine) -> String {
    let cases = CASES.lines().map(|line| Case::from_json(line, engine.vocabulary()).unwrap());
    let mut named = cases.filter(|case| case.id.as_deref() == Some(id));
    let case = named.next().unwrap();
    assert!(named.next().is_none(), "two cases are called {id}");
    engine.explain(&case.request, &case.subject).to_string()
}

/// `UPDATE_EXPECT=1 cargo test --test why_not` writes the blocks anew.
#[test]
fn the_page_shows_the_answers_of_today() {
    let engine = PolicyEngine::platform();
    let mut parts = PAGE.split("<!-- lawful:");
    let mut page = parts.next().unwrap().to_owned();
    let mut shown = 0;
    for part in parts {
        let (id, rest) = part.split_once(" -->\n```text\n").unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        write!(page, "<!-- lawful:{id} -->\n```text\n{}\n```{after}", answer(id, &engine)).unwrap();
        shown += 1;
    }
    assert_eq!(shown, CASES.lines().count(), "every case has its block");
    expect_file!["../docs/why-not.md"].assert_eq(&page);
}

#[test]
fn the_readme_shows_the_answers_of_today() {
    let engine = PolicyEngine::platform();
    let objection = format!("```text\n{}\n```", answer("objection", &engine));
    assert!(README.contains(&objection), "the short form is now\n{objection}");

    let mut lines = README.lines().filter(|line| line.starts_with(r#"{"id":"c1""#));
    let (case, shown) = (Case::from_json(lines.next().unwrap(), engine.vocabulary()).unwrap(), lines.next());
    let answer = engine.decide(&case.request, &case.subject).answer().for_case("c1");
    assert_eq!(shown, Some(&*serde_json::to_string(&answer).unwrap()));
}
