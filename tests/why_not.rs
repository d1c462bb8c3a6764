//! The README, and the page that compares engines, show what this crate answers today. The blocks of the page are filled from
//! its cases. Each page reads by itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use expect_test::expect_file;
use lawful::PolicyEngine;
use lawful::decision::Case;
use toml::Table;

const PAGE: &str = include_str!("../docs/why-not.md");
const README: &str = include_str!("../README.md");
const GUIDE: &str = include_str!("../docs/testing.md");
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

/// The blocks of one language in a page.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    page.split(&*fence).skip(1).map(|after| after.split_once("\n```").unwrap().0).collect()
}

/// Whoever copies the lines can compile the code.
#[test]
fn the_readme_names_the_dependencies_of_its_code() {
    let named: Table =
        blocks(README, "toml").into_iter().find(|block| block.starts_with("[dependencies]")).unwrap().parse().unwrap();
    let manifest: Table = include_str!("../Cargo.toml").parse().unwrap();
    let code = blocks(README, "rust").join("\n");
    for name in manifest["dependencies"].as_table().unwrap().keys().filter(|name| code.contains(&format!("{name}::"))) {
        assert!(named["dependencies"].get(name).is_some(), "{name} is used and not named");
    }
    let features = ["dependencies", "dev-dependencies"].map(|kind| named[kind]["lawful"]["features"].as_array().unwrap());
    for feature in features.into_iter().flatten() {
        assert!(manifest["features"].get(feature.as_str().unwrap()).is_some(), "there is no feature {feature}");
    }
}

/// The guide is also the documentation of a module; where it is read as a page, links of rustdoc's show as brackets.
#[test]
fn the_pages_have_titles_and_no_links_that_only_rustdoc_knows() {
    for page in [README, PAGE, GUIDE] {
        assert!(page.starts_with("# "), "a page without a title");
        for line in page.lines().filter(|line| !line.trim_start().starts_with("#[")) {
            let follows = line.split("`]").skip(1).all(|after| after.starts_with('('));
            assert!(follows && !line.split("](").skip(1).any(|to| to.split(')').next().unwrap().contains("::")), "{line}");
        }
    }
}
