//! The small changes to a whole policy: its rules, its editions, and what it lays down beside them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::MutantKind;
use super::edit::{Edit, Key, Subject};
use super::rules::{self, RuleAt};
use crate::policy::{Change, DefaultAnswer, Edition, Policy, Rule};
use crate::vocabulary::{CustomWords, Instant, Vocabulary};

/// Every small change, in a stable order: by the document, rule after rule, then editions, then the rest.
pub(super) fn edits(policy: &Policy, document: &Value, words: &Vocabulary) -> Vec<Edit> {
    let of_rules = |all: &[Rule], part: &Value, place: &[Key], edition: Option<&str>| {
        let documents = part["rules"].as_array().into_iter().flatten();
        let rules = all.iter().zip(documents).enumerate().flat_map(|(index, (rule, document))| {
            let place = place.iter().cloned().chain(["rules".into(), index.into()]).collect();
            rules::edits(&RuleAt { rule, document, place, edition, words })
        });
        rules.collect::<Vec<_>>()
    };
    let mut edits = of_rules(policy.rules(), document, &[], None);
    for (index, edition) in policy.editions().iter().enumerate() {
        let place = ["editions".into(), index.into()];
        edits.extend(of_edition(edition, &place));
        edits.extend(of_rules(edition.rules(), &document["editions"][index], &place, Some(edition.version())));
    }
    edits.extend(of_terms(policy));
    edits
}

fn of_edition(edition: &Edition, place: &[Key]) -> Vec<Edit> {
    let edit = |kind, change: String, key: &str, value: Option<Value>| Edit {
        subject: Subject {
            name: format!("edition {}", edition.version()),
            rule: None,
            edition: Some(edition.version().to_owned()),
            sentence: String::new(),
        },
        kind,
        change,
        place: place.iter().cloned().chain([key.into()]).collect(),
        value,
    };
    let mut edits = Vec::new();
    let instants = [("effect", "effective-from", Some(edition.effective_from())), ("notice", "notice", edition.notice())];
    for (what, key, instant) in instants {
        for (direction, seconds) in [("earlier", -1), ("later", 1)] {
            let shifted = instant.map(|instant| shifted(instant, seconds));
            edits.extend(shifted.map(|shifted| {
                edit(MutantKind::InstantShifted, format!("{what} one second {direction}"), key, Some(json!(shifted)))
            }));
        }
    }
    if edition.notice().is_some() {
        edits.push(edit(MutantKind::NoticeDropped, "without notice".to_owned(), "notice", None));
    }
    let other = if edition.change() == Change::Major { Change::Minor } else { Change::Major };
    let change = format!("{other} instead of {}", edition.change());
    edits.push(edit(MutantKind::ChangeSwapped, change, "change", Some(json!(other.name()))));
    for gone in edition.removes() {
        let left: Vec<&String> = edition.removes().iter().filter(|name| *name != gone).collect();
        edits.push(edit(MutantKind::RemovalDropped, format!("keeps {gone}"), "removes", Some(json!(left))));
    }
    edits
}

fn shifted(instant: Instant, seconds: i64) -> String {
    let shifted = instant.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(instant);
    shifted.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// What the policy lays down beside its rules.
fn of_terms(policy: &Policy) -> Vec<Edit> {
    let edit = |name: String, kind, change: String, place: &[&str], value: Value| Edit {
        subject: Subject { name, rule: None, edition: None, sentence: String::new() },
        kind,
        change,
        place: place.iter().map(|key| (*key).into()).collect(),
        value: Some(value),
    };
    let default = match policy.default_answer() {
        DefaultAnswer::Deny => DefaultAnswer::Silent,
        DefaultAnswer::Silent => DefaultAnswer::Deny,
    };
    let change = format!("{default} by default");
    let mut edits = vec![edit("policy".to_owned(), MutantKind::DefaultSwapped, change, &["default"], json!(default.name()))];
    for age in policy.age_of_majority().into_iter().flat_map(|age| [age.saturating_sub(1), age.saturating_add(1)]) {
        edits.push(edit(
            "policy".to_owned(),
            MutantKind::AgeShifted,
            format!("of age at {age}"),
            &["age-of-majority"],
            json!(age),
        ));
    }
    for (function, needs) in policy.functions() {
        for gone in needs {
            let left: Vec<&String> = needs.iter().filter(|name| *name != gone).collect();
            let (name, change) = (format!("function {function}"), format!("without {gone}"));
            edits.push(edit(name, MutantKind::NeedDropped, change, &["functions", function], json!(left)));
        }
    }
    let sensitive = &policy.words().sensitive;
    for gone in sensitive {
        let left: Vec<&String> = sensitive.iter().filter(|name| *name != gone).collect();
        let without = CustomWords { sensitive: left.iter().copied().cloned().collect(), ..policy.words().clone() };
        // What another name or its group keeps sensitive is so in any case, and no test could tell the difference.
        if Vocabulary::builtin().with(&without).is_ok_and(|words| words.sensitive() == policy.vocabulary().sensitive()) {
            continue;
        }
        let (name, change) = ("vocabulary".to_owned(), format!("{gone} not sensitive"));
        edits.push(edit(name, MutantKind::SensitiveDropped, change, &["vocabulary", "sensitive"], json!(left)));
    }
    edits
}
