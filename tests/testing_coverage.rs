//! Coverage of a policy: what is recorded, merged, reported, and offered as scenarios.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::expect;
use lawful::decision::Case;
use lawful::policy::Policy;
use lawful::testing::coverage::{Coverage, CoverageError, Report, Side, Thresholds, Untested, html, json};
use lawful::testing::{Expected, record};
use lawful::{PolicyEngine, Verdict};
use serde_json::{Value, json};

const SHOP: &str = r#"
id = "shop"
title = "A <small> shop & its newsletter"

[[clauses]]
id = "news.1"
state = "decides"
text = "News goes to adults who agreed; \"minors\" get none."

[[clauses]]
id = "stop.1"
state = "decides"

[[clauses]]
id = "law.1"
state = "decides"

[[clauses]]
id = "sale.1"
state = "decides"

[[rules]]
id = "news.1/write"
effect = "permit"
actions = ["message"]
purposes = ["own-promotion"]
when = ["agreed"]
unless = ["minor"]
ground = "agreement"
text = "News is sent to those who agreed <and are adults>."

[[rules]]
id = "stop.1/refused"
effect = "forbid"
actions = ["message", "disclose"]
when = ["refused"]
yields-to = ["law.1"]
text = "What was refused is not done."

[[rules]]
id = "law.1/demand"
effect = "permit"
actions = ["disclose"]
when = ["legal-demand"]
ground = "legal-requirement"
text = "What the law demands is disclosed."

[[rules]]
id = "sale.1/never"
effect = "forbid"
actions = ["sell"]
text = "Nothing is sold."
"#;

fn shop() -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(SHOP).unwrap())
}

/// The questions that a child process can be told to ask.
fn question(name: &str) -> (Value, Value, Verdict) {
    let at = "2026-06-01T12:00:00Z";
    let items = json!([{ "categories": ["contact.email"] }]);
    let message = json!({
        "at": at, "actor": { "role": "operator" }, "action": "message", "items": items, "purpose": "own-promotion",
        "recipient": { "role": "data-subject" },
    });
    let mut disclosure = json!({
        "at": at, "actor": { "role": "operator" }, "action": "disclose", "items": items, "purpose": "legal-compliance",
        "recipient": { "role": "judicial-authority" },
    });
    let mut person =
        json!({ "id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01", "age": 30, "agreements": [{ "at": "2025-01-01T00:00:00Z" }] });
    let refusal = json!([{ "refuse": { "id": "4d1c0000-0000-4000-8000-000000000001", "scope": {}, "at": "2026-01-01T00:00:00Z", "means": "objection" } }]);
    match name {
        "adult" => (message, person, Verdict::Permitted),
        "minor" => {
            person["age"] = json!(15);
            (message, person, Verdict::Denied)
        }
        "age-unknown" => {
            person.as_object_mut().unwrap().remove("age");
            (message, person, Verdict::Undetermined)
        }
        "refused" => {
            person["choices"] = refusal;
            (message, person, Verdict::Denied)
        }
        "demanded" => {
            person["choices"] = refusal;
            disclosure["circumstances"] =
                json!({ "legal-demand": { "kind": "judicial-order", "binding": true, "covers": ["contact.email"] } });
            (disclosure, person, Verdict::Permitted)
        }
        other => unreachable!("no question {other}"),
    }
}

/// Not a test of its own: asks what `ASK` names, in a process that the tests below start.
#[test]
#[ignore = "other tests run it, in processes of their own"]
fn child() {
    let engine = shop();
    for name in std::env::var("ASK").unwrap_or_default().split_whitespace() {
        let (request, subject, verdict) = question(name);
        let case = json!({ "request": request, "subject": subject }).to_string();
        let case = Case::from_json(&case, engine.vocabulary()).unwrap();
        Expected::of(verdict).assert(&engine, &case.request, &case.subject);
        // A suite that decides by itself records by itself; twice is once.
        record(&engine.decide(&case.request, &case.subject));
    }
}

fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("coverage-{name}"));
    let _ = fs::remove_dir_all(&directory);
    directory
}

fn ask_into(directory: Option<&Path>, questions: &str) -> Output {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["child", "--exact", "--ignored"]).env("ASK", questions).env_remove("LAWFUL_COVERAGE");
    if let Some(directory) = directory {
        child.env("LAWFUL_COVERAGE", directory);
    }
    child.output().unwrap()
}

fn ask(directory: &Path, questions: &str) {
    assert!(ask_into(Some(directory), questions).status.success());
}

fn lawful_coverage(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lawful-coverage"));
    let output = command.args(arguments).env_remove("LAWFUL_COVERAGE").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn hit_files(directory: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).collect()
}

fn report(name: &str, questions: &str) -> Report {
    let directory = directory(name);
    ask(&directory, questions);
    Coverage::merge(directory).unwrap().report("shop").unwrap()
}

/// The sides that were shown, as "rule: when `fact` holds".
fn shown(report: &Report) -> Vec<String> {
    let mut shown = Vec::new();
    for rule in report.rules() {
        if rule.is_reached {
            shown.push(format!("{} reached", rule.rule));
        }
        for term in &rule.terms {
            for (side, word) in [(Side::Holds, "holds"), (Side::Fails, "fails"), (Side::Unknown, "unknown")] {
                if term.shows(side) {
                    shown.push(format!("{} {} {word}", rule.rule, term.term));
                }
            }
        }
    }
    shown
}

#[test]
fn each_question_shows_just_the_sides_that_mattered() {
    let adult = [
        "news.1/write reached",
        "news.1/write when `agreed` holds",
        "news.1/write unless `minor` fails",
        "stop.1/refused when `refused` fails",
    ];
    assert_eq!(shown(&report("adult", "adult")), adult);

    // A minor who agreed: that the person agreed makes no difference any more.
    let minor = ["news.1/write unless `minor` holds", "stop.1/refused when `refused` fails"];
    assert_eq!(shown(&report("minor", "minor")), minor);

    // Unknown is told, and is no side.
    let unknown = ["news.1/write unless `minor` unknown", "stop.1/refused when `refused` fails"];
    assert_eq!(shown(&report("age-unknown", "age-unknown")), unknown);

    // The forbid gave way: whether the person refused makes no difference any more.
    let demanded = ["stop.1/refused yields-to holds", "law.1/demand reached", "law.1/demand when `legal-demand` holds"];
    assert_eq!(shown(&report("demanded", "demanded")), demanded);
}

#[test]
fn the_hits_of_all_processes_count_together() {
    let directory = directory("merged");
    ask(&directory, "adult minor");
    ask(&directory, "refused adult");
    assert_eq!(hit_files(&directory).len(), 2);
    let report = Coverage::merge(&directory).unwrap().report("shop").unwrap();
    assert_eq!((report.rule_tally().seen, report.rule_tally().all), (2, 4));
    assert_eq!((report.condition_tally().seen, report.condition_tally().all), (6, 10));
    let facts: Vec<_> = report.facts().iter().filter(|fact| fact.holds && fact.fails).map(|fact| &*fact.fact).collect();
    assert_eq!(facts, ["minor", "refused"]);
    // Every line was written once.
    for file in hit_files(&directory) {
        let text = fs::read_to_string(file).unwrap();
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        let count = lines.len();
        lines.dedup();
        assert_eq!(lines.len(), count);
    }
}

#[test]
fn nothing_is_written_without_the_variable() {
    let directory = directory("off");
    fs::create_dir_all(&directory).unwrap();
    assert!(ask_into(None, "adult").status.success());
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
    assert!(matches!(Coverage::merge(&directory), Err(CoverageError::Nothing { .. })));
}

#[test]
fn a_directory_that_cannot_be_written_fails_the_test() {
    let directory = directory("file");
    fs::write(&directory, "a file, no directory").unwrap();
    let output = ask_into(Some(&directory), "adult");
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("coverage cannot be recorded in"), "{told}");
    fs::remove_file(directory).unwrap();
}

#[test]
fn the_text_report() {
    expect![[r#"
        shop: A <small> shop & its newsletter
          rules                     2/4   50.0 %
          sides of conditions      6/10   60.0 %
          clauses                   2/4   50.0 %
          sides of facts            5/8   62.5 %

          Rules that no question reached
            law.1/demand
                What the law demands is disclosed.
            sale.1/never
                Nothing is sold.

          Sides that no question tested
            news.1/write
                News is sent to those who agreed <and are adults>.
                - when `agreed` fails
            stop.1/refused
                What was refused is not done.
                - yields-to: gives way
            law.1/demand
                What the law demands is disclosed.
                - when `legal-demand` holds
                - when `legal-demand` fails
    "#]]
    .assert_eq(&report("text", "adult minor refused").to_string());
}

#[test]
fn the_command_merges_reports_and_holds_to_thresholds() {
    let directory = directory("command");
    ask(&directory, "adult minor refused");
    let place = directory.to_str().unwrap();

    let (status, out, err) = lawful_coverage(&[place]);
    assert_eq!((status, &*err), (0, ""));
    assert!(out.starts_with("shop: A <small> shop"));

    let (status, _, err) = lawful_coverage(&[place, "--min-rules", "50", "--min-conditions=60"]);
    assert_eq!((status, &*err), (0, ""));

    let (status, out, err) = lawful_coverage(&[place, "--min-rules", "100", "--min-conditions", "95", "--min-clauses", "50"]);
    assert_eq!(status, 1);
    assert!(out.contains("- when `agreed` fails"), "it says what is missing");
    expect![[r#"
        lawful-coverage: shop: 2 of 4 rules were exercised (50.0 %), 100 % is asked for
        lawful-coverage: shop: 6 of 10 sides of conditions were exercised (60.0 %), 95 % is asked for
    "#]]
    .assert_eq(&err);

    let page = directory.join("page.html");
    let (status, out, _) = lawful_coverage(&[place, "--policy", "shop", "--format", "html", "--output", page.to_str().unwrap()]);
    assert_eq!((status, &*out), (0, ""));
    assert!(fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));

    let (status, out, _) = lawful_coverage(&["--help"]);
    assert!(status == 0 && out.contains("--min-conditions N"));
}

#[test]
fn the_command_tells_its_mistakes() {
    let directory = directory("mistakes");
    ask(&directory, "adult");
    let place = directory.to_str().unwrap();
    for (arguments, expected) in [
        (vec![place, "--policy", "shap"], "no test asked a policy `shap`; those that were asked: shop"),
        (vec![place, "--min-rules", "lots"], "cannot parse argument \"lots\": expected a percentage, from 0 to 100"),
        (vec![place, "--format", "pdf"], "expected `text`, `json` or `html`, found `pdf`"),
        (vec![place, "--mutants"], "invalid option '--mutants'"),
        (vec![place, "--output"], "missing argument for option '--output'"),
        (vec![], "expected a directory"),
        (vec!["/nowhere/at/all"], "cannot be read"),
    ] {
        let (status, _, err) = lawful_coverage(&arguments);
        assert!(status == 2 && err.contains(expected), "{arguments:?}: {status} {err}");
    }
}

#[test]
fn files_that_are_torn_or_of_another_version_are_refused() {
    let directory = directory("torn");
    ask(&directory, "adult");
    let file = hit_files(&directory).remove(0);
    let whole = fs::read_to_string(&file).unwrap();
    let told = |text: &str| {
        fs::write(&file, text).unwrap();
        Coverage::merge(&directory).unwrap_err().to_string().replace(file.to_str().unwrap(), "FILE")
    };
    let count = whole.lines().count();
    let torn =
        format!("`FILE` ends in the middle of line {count}: a test process was stopped while it wrote; run the tests again");
    assert_eq!(told(&whole[..whole.len() - 10]), torn);
    assert_eq!(told(&whole[..whole.len() - 1]), torn);
    assert_eq!(
        told(&whole.replacen("\"rule\"", "\"role\"", 1)).replace(char::is_numeric, ""),
        "`FILE`, line : expected a hit of a rule or a fact"
    );
    assert_eq!(
        told(&whole.replacen("{\"lawful-coverage\":1}", "{\"lawful-coverage\":2}", 1)),
        "`FILE` is in another format: expected version 1, found 2; empty the directory and run the tests again"
    );
    fs::write(&file, &whole).unwrap();
    let policy =
        fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.extension().unwrap() == "json");
    let policy = policy.unwrap();
    fs::write(&policy, fs::read_to_string(&policy).unwrap().replace("never", "always")).unwrap();
    assert!(matches!(Coverage::merge(&directory), Err(CoverageError::Changed { .. })));
}

#[test]
fn the_page_is_well_formed_escaped_and_always_the_same() {
    let report = report("page", "adult age-unknown");
    let page = html(std::slice::from_ref(&report));
    assert_eq!(page, html(&[report]));
    assert!(page.contains("A &lt;small&gt; shop &amp; its newsletter") && !page.contains("<small>"));
    assert!(page.contains("those who agreed &lt;and are adults&gt;"));
    assert!(page.contains("&quot;minors&quot;"));
    assert!(page.contains("✓ holds") && page.contains("✗ fails: untested"), "told by more than colour");
    assert!(!page.contains("<script") && !page.contains("http"), "one page, nothing else");

    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let name = tag.split_whitespace().next().unwrap();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "in {tag}"),
            None if matches!(name, "!doctype" | "meta") => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} are left open");
    let links = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(links.into_iter().all(|link| page.contains(&format!("id=\"{link}\""))));
}

#[test]
fn the_json_report_is_complete() {
    let report = report("json", "adult");
    let told: Value = serde_json::from_str(&json(&[report])).unwrap();
    let policy = &told["policies"][0];
    assert_eq!((&told["lawful-coverage"], &policy["policy"]), (&json!(1), &json!("shop")));
    assert_eq!(policy["rules"], json!({ "seen": 1, "all": 4, "percent": 25.0 }));
    assert_eq!(
        policy["details"]["rules"][0],
        json!({
            "rule": "news.1/write", "edition": "initial", "clause": "news.1", "effect": "permit",
            "reached": true, "possibly-reached": false, "determining": true,
            "conditions": [
                { "kind": "when", "fact": "agreed", "holds": true, "fails": false, "unknown": false },
                { "kind": "unless", "fact": "minor", "holds": false, "fails": true, "unknown": false },
            ],
        })
    );
}

#[test]
fn thresholds_are_met_or_told() {
    let report = report("thresholds", "adult minor refused");
    let thresholds = Thresholds { rules: Some(50.0), clauses: Some(51.0), ..Thresholds::default() };
    assert_eq!(report.shortfalls(&thresholds), ["shop: 2 of 4 clauses were exercised (50.0 %), 51 % is asked for"]);
    assert_eq!(report.shortfalls(&Thresholds::default()), Vec::<String>::new());
}

/// Filled in with the answers of today, the scenarios show what was untested.
#[test]
fn generated_scenarios_show_the_untested_sides() {
    let directory = directory("untested");
    ask(&directory, "adult");
    let untested = Coverage::merge(&directory).unwrap().untested("shop").unwrap();
    assert_eq!((untested.sides(), untested.without_scenario().count()), (8, 0));
    let file = Untested::file(&[untested]).unwrap();
    assert!(file.contains("# Today: permitted, because of `law.1/demand`."), "{file}");
    expect![[r#"
        # shop, rule news.1/write: unless `minor` holds
        # “News is sent to those who agreed <and are adults>.”
        [[scenario]]
        name = "news.1/write: unless `minor` holds"
        clause = "news.1"
        subject = { age = 15, agreements = [{ at = 2026-06-01T11:30:00Z }], id = "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01", standing = "user" }
        why = "fill-in"
        # Today: denied, because of `default`.
        expect = { verdict = "fill-in" }
        [scenario.request]
        actor = { role = "operator" }
        action = "message"
        items = [{ categories = ["identity.name"], necessary = true, origin = "registration", protected = true, published = false, service = "shop" }]
        purpose = "own-promotion"
        recipient = { role = "third-party" }
    "#]]
    .assert_eq(&(file.split("\n\n").find(|part| part.contains("unless `minor` holds")).unwrap().to_owned() + "\n"));
    let scenarios: toml::Table = toml::from_str(&file).unwrap();
    assert_eq!(scenarios["scenario"].as_array().unwrap().len(), 7);
}

/// A rule of the built-in policy that no question can reach: it has no edition that could lack its notice.
#[test]
fn nearly_every_side_of_the_built_in_policy_has_a_scenario() {
    let directory = directory("platform");
    fs::create_dir_all(&directory).unwrap();
    ask(&directory, "adult");
    let file = hit_files(&directory).remove(0);
    let (platform, protective) = (Policy::platform(), Policy::protective());
    let mut lines = vec![json!({ "lawful-coverage": 1 })];
    let mut stack = Vec::new();
    for policy in [platform, protective] {
        let text = serde_json::to_string(policy).unwrap();
        let digest = digest(&text);
        fs::write(directory.join(format!("policy-{digest}.json")), text).unwrap();
        lines.push(json!({ "policy": digest, "fact": "agreed", "side": "unknown" }));
        stack.push(digest);
        lines.push(json!({ "stack": stack }));
    }
    fs::write(file, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let coverage = Coverage::merge(&directory).unwrap();
    let (of_platform, of_protective) = (coverage.untested("platform").unwrap(), coverage.untested("protective").unwrap());
    assert_eq!(of_protective.without_scenario().count(), 0);
    let without: Vec<_> = of_platform.without_scenario().collect();
    let reason = "the policy `platform` has no major edition, so no notice is ever missing";
    assert_eq!(without, [("rev.1.a/notice: when `notice-missing` holds".to_owned(), reason)]);
    assert!(of_platform.sides() > 300, "{}", of_platform.sides());
}

/// 128-bit FNV-1a, as the format has it.
fn digest(text: &str) -> String {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let hash = text.bytes().fold(start, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul((1 << 88) | 0x13b));
    format!("{hash:032x}")
}
