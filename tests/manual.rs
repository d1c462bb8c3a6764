//! Every stable code has its page in the documentation, with all its parts, and the examples do what the pages say.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod questions;

use std::collections::{BTreeMap, BTreeSet};

use lawful::decision::{Case, ChangeKind, Doer, ReasonKind, Verdict};
use lawful::policy::{Fact, Policy};
use lawful::vocabulary::{Duty, Instant, Truth};
use lawful::{DataCategories, PolicyEngine, Scope};
use serde_json::{Map, Value, json};

/// The documentation of one code: what it means, and its named parts.
#[derive(Default)]
struct Page {
    meaning: String,
    parts: Vec<(String, String)>,
}

impl Page {
    fn add(&mut self, line: &str) {
        let text = match line.strip_prefix("- *").and_then(|line| line.split_once("*: ").or(line.split_once("*:"))) {
            Some((part, rest)) => {
                self.parts.push((part.to_owned(), String::new()));
                rest
            }
            None => line,
        };
        let into = self.parts.last_mut().map_or(&mut self.meaning, |(_, text)| text);
        into.push(' ');
        into.push_str(text.trim());
    }

    fn part(&self, name: &str) -> &str {
        self.parts.iter().find(|(part, _)| part == name).map_or("", |(_, text)| text)
    }

    /// The code at the end of the example.
    fn example(&self) -> &str {
        self.part("Example").rsplit('`').nth(1).unwrap_or_default()
    }
}

/// The pages of one list of words, by code, read from its source.
fn pages(source: &str, list: &str) -> BTreeMap<String, Page> {
    let (_, after) = source.split_once(list).unwrap();
    let (mut pages, mut page) = (BTreeMap::new(), Page::default());
    for line in after.lines().skip(1).map(str::trim).take_while(|line| *line != "}") {
        match line.strip_prefix("///") {
            Some(documentation) => page.add(documentation.trim_start()),
            None => drop(pages.insert(line.rsplit('"').nth(1).unwrap().to_owned(), std::mem::take(&mut page))),
        }
    }
    pages
}

fn facts() -> BTreeMap<String, Page> {
    pages(include_str!("../src/policy/fact.rs"), "Fact, \"fact\",")
}

fn changes() -> BTreeMap<String, Page> {
    pages(include_str!("../src/decision/remedy/change.rs"), "ChangeKind, \"kind of change\",")
}

fn is_complete<'a>(pages: &BTreeMap<String, Page>, codes: impl Iterator<Item = &'a str>, parts: [&str; 3]) {
    let codes: BTreeSet<_> = codes.collect();
    assert_eq!(pages.keys().map(String::as_str).collect::<BTreeSet<_>>(), codes);
    for (code, page) in pages {
        assert!(page.meaning.trim_end().ends_with('.'), "{code}: `{}` is no sentence", page.meaning);
        assert_eq!(page.parts.iter().map(|(part, _)| part.as_str()).collect::<Vec<_>>(), parts, "{code}");
        assert!(page.parts.iter().all(|(_, text)| text.len() > 10), "{code} has an empty part");
    }
}

#[test]
fn every_code_has_a_page_with_all_its_parts() {
    let parts = ["So when", "To do", "Example"];
    is_complete(&facts(), Fact::ALL.iter().map(|fact| fact.name()), parts);
    is_complete(&changes(), ChangeKind::ALL.iter().map(|kind| kind.name()), parts);
    let reasons = pages(include_str!("../src/decision/reason.rs"), "ReasonKind, \"kind of reason\",");
    is_complete(&reasons, ReasonKind::ALL.iter().map(|kind| kind.name()), parts);
    let duties = pages(include_str!("../src/vocabulary/duty.rs"), "kind \"duty\",");
    is_complete(&duties, Duty::ALL.iter().map(|duty| duty.name()), ["Comes", "To do", "Example"]);
}

/// A case about one fact: one item, handed to a service provider on 1 June 2026, unless the page says otherwise.
#[derive(Clone)]
struct Setting {
    item: Value,
    action: &'static str,
    recipient: Value,
    person: Value,
    circumstances: Value,
}

impl Setting {
    fn of(fact: Fact) -> Self {
        let mut setting = Self {
            item: json!({"categories": ["contact.email"], "service": "shop"}),
            action: "share",
            recipient: json!({"role": "service-provider"}),
            person: json!({"id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01"}),
            circumstances: json!({}),
        };
        match fact {
            Fact::LegalDemand => setting.recipient = json!({"role": "judicial-authority"}),
            Fact::ToRespondent => setting.recipient = json!({"role": "complaint-respondent", "id": "acme"}),
            Fact::LawForbids => setting.item["categories"] = json!(["health.medical"]),
            Fact::RetentionRequired => setting.item["categories"] = json!(["activity.orders"]),
            Fact::GuardianConsented => setting.action = "sell",
            Fact::ServerEngaged => (setting.action, setting.recipient) = ("store", Value::Null),
            _ => {}
        }
        setting
    }

    /// Puts an example where its page says that it stands.
    fn with(mut self, example: &Map<String, Value>) -> Self {
        for (key, value) in example {
            match &**key {
                "agreements" | "choices" | "age" | "guardian" | "accounts" => self.person[key] = value.clone(),
                "necessary" | "published" | "protected" => self.item[key] = value.clone(),
                "after-closure" => {
                    let closed = json!({"service": "shop", "opened": "2025-01-01T00:00:00Z", "closed": "2026-01-01T00:00:00Z"});
                    self.person["accounts"] = json!([closed]);
                    self.person["accounts"][0][key] = value.clone();
                }
                "periods" => {
                    self.circumstances["engagement"] = json!({"party": {"role": "service-provider"}});
                    self.circumstances["engagement"][key] = value.clone();
                }
                _ => self.circumstances[key] = value.clone(),
            }
        }
        self
    }

    /// Whether the fact holds: in a policy whose only rule turns on it.
    fn truth(self, fact: Fact) -> Truth {
        let engine = PolicyEngine::new(Policy::from_json(&policy(fact).to_string()).unwrap());
        let mut request = json!({
            "at": "2026-06-01T12:00:00Z", "actor": {"role": "operator"}, "action": self.action, "items": [self.item],
            "purpose": "dispute", "circumstances": self.circumstances,
        });
        if !self.recipient.is_null() {
            request["recipient"] = self.recipient;
        }
        let case = json!({"request": request, "subject": self.person}).to_string();
        let case = Case::from_json(&case, engine.vocabulary()).unwrap_or_else(|error| panic!("{fact}: {error}"));
        match (engine.decide(&case.request, &case.subject).verdict(), fact) {
            (Verdict::Undetermined, _) => Truth::Unknown,
            (Verdict::Permitted, _) | (Verdict::Denied, Fact::Refused) => Truth::Holds,
            (Verdict::Denied | Verdict::NotGoverned, _) => Truth::Fails,
        }
    }
}

/// One permission for it; for a refusal, which may only take away, one prohibition.
fn policy(fact: Fact) -> Value {
    let rule = match fact {
        Fact::Refused => json!({"id": "a/b", "effect": "forbid", "when": [fact.name()], "text": "Not if it holds."}),
        _ => json!({"id": "a/b", "effect": "permit", "when": [fact.name()], "ground": "agreement", "text": "If it holds."}),
    };
    let default = if fact == Fact::Refused { "silent" } else { "deny" };
    let mut policy = json!({"id": "one-rule", "title": "One rule", "default": default, "rules": [rule]});
    if fact == Fact::NoticeMissing {
        let edition: Value = serde_json::from_str(facts()[fact.name()].example()).unwrap();
        policy["editions"] = json!([edition]);
    }
    policy
}

fn fragment(fact: Fact) -> Map<String, Value> {
    let code = facts()[fact.name()].example().replace('…', "0b0e0000-0000-4000-8000-000000000001");
    match fact {
        // This one stands in the policy.
        Fact::NoticeMissing => Map::new(),
        _ => serde_json::from_str(&format!("{{{code}}}")).unwrap_or_else(|error| panic!("{fact}: {error} in {code}")),
    }
}

#[test]
fn the_example_of_every_fact_makes_it_hold() {
    for fact in Fact::ALL.iter().copied() {
        let setting = match fact {
            Fact::GuardianConsented => {
                let child = json!({"age": 12, "guardian": {"verified": true}});
                Setting::of(fact).with(child.as_object().unwrap())
            }
            Fact::ServerEngaged => Setting::of(fact).with(&fragment(Fact::Engaged)),
            _ => Setting::of(fact),
        };
        assert_eq!(setting.with(&fragment(fact)).truth(fact), Truth::Holds, "{fact}");
    }
}

#[test]
fn without_any_of_it_the_fact_is_what_its_page_says() {
    for fact in Fact::ALL.iter().copied().filter(|fact| *fact != Fact::NoticeMissing) {
        let when = facts()[fact.name()].part("So when").to_owned();
        let needs_a_circumstance = when.contains("without the circumstance") || when.contains("without one of the circumstances");
        let is_left_out = ["nknown if left out", "nknown if neither"].iter().any(|words| when.contains(words));
        let expected = if is_left_out && !needs_a_circumstance { Truth::Unknown } else { Truth::Fails };
        assert_eq!(Setting::of(fact).truth(fact), expected, "{fact}: {when}");
        if expected == Truth::Fails && !needs_a_circumstance {
            assert!(when.contains("therwise") || when.contains("fails if"), "{fact} does not say when it fails: {when}");
        }
    }
}

#[test]
fn in_an_empty_circumstance_the_fact_is_unknown() {
    let mut met = 0;
    for fact in Fact::ALL.iter().copied() {
        let when = facts()[fact.name()].part("So when").to_owned();
        if !when.contains("without the circumstance") && !when.contains("without one of the circumstances") {
            continue;
        }
        let empty = fragment(fact).keys().map(|key| (key.replace("periods", "engagement"), json!({}))).collect();
        let setting = match fact {
            Fact::ServerEngaged => Setting::of(fact).with(&fragment(Fact::Engaged)).with(&empty),
            _ => Setting::of(fact).with(&empty),
        };
        // A complaint that names no respondent is about whoever has that role, as its page says.
        let expected = if fact == Fact::ToRespondent { Truth::Holds } else { Truth::Unknown };
        assert_eq!(setting.truth(fact), expected, "{fact}: {when}");
        met += 1;
    }
    assert!(met > 40, "{met} facts only");
}

#[test]
fn with_the_contrary_stated_the_fact_fails() {
    let mut met = 0;
    for fact in Fact::ALL.iter().copied() {
        let when = facts()[fact.name()].part("So when").to_owned();
        let Some(contrary) = contrary(&when) else { continue };
        let mut example = fragment(fact);
        let stated = example.values_mut().next().unwrap();
        match stated.as_object_mut().and_then(|fields| fields.values_mut().next()) {
            Some(field) => *field = contrary,
            None => *stated = contrary,
        }
        assert_eq!(Setting::of(fact).with(&example).truth(fact), Truth::Fails, "{fact}: {when}");
        met += 1;
    }
    assert!(met > 30, "{met} facts only");
}

/// The value that makes a fact fail, where its page names one.
fn contrary(when: &str) -> Option<Value> {
    let (_, after) = when.split_once("fails if ")?;
    let word = after.strip_prefix("it is ").unwrap_or(after).split([' ', ',', ';']).next()?;
    match word {
        "false" => Some(false.into()),
        "true" => Some(true.into()),
        _ => word.strip_prefix('`')?.strip_suffix('`').map(Value::from),
    }
}

#[test]
fn the_example_of_every_change_is_written_as_changes_are() {
    for kind in ChangeKind::ALL {
        let example: Value = serde_json::from_str(changes()[kind.name()].example()).unwrap();
        assert_eq!(example["kind"], kind.name());
        let who: Doer = example["who"].as_str().unwrap().parse().unwrap();

        let question = questions::question(*kind);
        let answer = question.engine.decide(&question.request, &question.subject).answer();
        let answer = serde_json::to_value(answer).unwrap();
        let remedies = answer["remedies"].as_array().unwrap().iter();
        let mut changes = remedies.flat_map(|remedy| remedy["changes"].as_array().unwrap());
        let written =
            changes.find(|change| change["kind"] == kind.name()).unwrap_or_else(|| panic!("no remedy is of kind {kind}"));
        assert_eq!(written["who"], who.name(), "{kind}");
        assert_eq!(keys(&example), keys(written), "{kind}");
        for (key, value) in example.as_object().unwrap() {
            match &**key {
                "scope" => drop(serde_json::from_value::<Scope>(value.clone()).unwrap()),
                "categories" => drop(serde_json::from_value::<DataCategories>(value.clone()).unwrap()),
                "fact" => drop(serde_json::from_value::<Fact>(value.clone()).unwrap()),
                "at" => drop(value.as_str().unwrap().parse::<Instant>().unwrap()),
                _ => {}
            }
        }
    }
}

fn keys(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}
