//! The small changes to one rule.

use serde_json::{Value, json};

use super::MutantKind;
use super::edit::{Edit, Key, Subject};
use crate::policy::{Effect, Rule};
use crate::vocabulary::{Action, Actions, Vocabulary};

const PARTS: [&str; 6] = ["actions", "actors", "recipients", "purposes", "categories", "origins"];

/// A rule with its place in the document.
pub(super) struct RuleAt<'a> {
    pub(super) rule: &'a Rule,
    pub(super) document: &'a Value,
    pub(super) place: Vec<Key>,
    pub(super) edition: Option<&'a str>,
    pub(super) words: &'a Vocabulary,
}

/// Every small change to the rule, in a stable order.
pub(super) fn edits(at: &RuleAt<'_>) -> Vec<Edit> {
    let mut edits = vec![at.edit(MutantKind::RuleDropped, "dropped".to_owned(), None)];
    edits.extend(at.effect());
    for name in at.names("when") {
        edits.push(at.without(MutantKind::ConditionDropped, "when", &name, format!("without the condition {name}")));
        edits.push(at.moved(MutantKind::ConditionNegated, ("when", "unless"), &name, format!("the condition {name} negated")));
    }
    for name in at.names("unless") {
        edits.push(at.without(MutantKind::ExceptionDropped, "unless", &name, format!("without the exception {name}")));
        edits.push(at.moved(MutantKind::ExceptionNegated, ("unless", "when"), &name, format!("the exception {name} negated")));
    }
    for name in at.names("yields-to") {
        edits.push(at.without(MutantKind::YieldDropped, "yields-to", &name, format!("no longer yields to {name}")));
    }
    for part in PARTS {
        edits.extend(at.part(part));
    }
    for name in at.names("duties") {
        edits.push(at.without(MutantKind::DutyDropped, "duties", &name, format!("without the duty {name}")));
    }
    edits.extend(at.rule.ground().map(|ground| {
        at.edit(MutantKind::GroundDropped, format!("without the ground {ground}"), Some(at.with("ground", Value::Null)))
    }));
    edits
}

impl RuleAt<'_> {
    fn effect(&self) -> Option<Edit> {
        let (from, to) = match self.rule.effect() {
            Effect::Permit => (Effect::Permit, Effect::Forbid),
            from => (from, Effect::Permit),
        };
        let mut rule = self.document.clone();
        if let Some(table) = rule.as_object_mut() {
            table.insert("effect".to_owned(), json!(to.name()));
            table.remove("ground");
            table.remove("yields-to");
        }
        Some(self.edit(MutantKind::EffectSwapped, format!("{to} instead of {from}"), Some(rule)))
    }

    /// The changes to one part of the box.
    fn part(&self, part: &str) -> Vec<Edit> {
        let names = self.names(part);
        if names.is_empty() {
            return Vec::new();
        }
        let any = self.edit(MutantKind::BoxWidened, format!("any {part}"), Some(self.with(part, Value::Null)));
        let members = match names.as_slice() {
            [name] => self.members(part, name),
            names => names.to_vec(),
        };
        let several = members.len() > 1;
        let narrowed = members.iter().filter(|_| several).map(|gone| {
            let left: Vec<&String> = members.iter().filter(|name| *name != gone).collect();
            self.edit(MutantKind::BoxNarrowed, format!("{part} without {gone}"), Some(self.with(part, json!(left))))
        });
        std::iter::once(any).chain(narrowed).collect()
    }

    /// The words that a group of actions or categories stands for.
    fn members(&self, part: &str, name: &str) -> Vec<String> {
        match part {
            "actions" => {
                let group = Actions::GROUPS.iter().find(|(group, _)| *group == name);
                group.map_or_else(Vec::new, |(_, actions)| actions.words().map(Action::name).map(str::to_owned).collect())
            }
            "categories" => {
                let categories = self.words.categories(name).unwrap_or_default();
                self.words.category_names(categories).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    fn names(&self, key: &str) -> Vec<String> {
        self.document[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn without(&self, kind: MutantKind, key: &str, name: &str, change: String) -> Edit {
        let left: Vec<String> = self.names(key).into_iter().filter(|other| other != name).collect();
        let left = if left.is_empty() { Value::Null } else { json!(left) };
        self.edit(kind, change, Some(self.with(key, left)))
    }

    fn moved(&self, kind: MutantKind, (from, to): (&str, &str), name: &str, change: String) -> Edit {
        let mut more = self.names(to);
        more.push(name.to_owned());
        let edit = self.without(kind, from, name, change);
        let value = edit.value.map(|rule| put(rule, to, json!(more)));
        Edit { value, ..edit }
    }

    fn with(&self, key: &str, value: Value) -> Value {
        put(self.document.clone(), key, value)
    }

    fn edit(&self, kind: MutantKind, change: String, value: Option<Value>) -> Edit {
        let id = self.rule.id();
        let subject = Subject {
            name: self.edition.map_or_else(|| id.to_owned(), |edition| format!("{id}@{edition}")),
            rule: Some(id.to_owned()),
            edition: self.edition.map(str::to_owned),
            sentence: self.rule.text().to_owned(),
        };
        Edit { subject, kind, change, place: self.place.clone(), value }
    }
}

/// The table with a key; null takes it away.
fn put(mut table: Value, key: &str, value: Value) -> Value {
    if let Some(entries) = table.as_object_mut() {
        match value {
            Value::Null => drop(entries.remove(key)),
            value => drop(entries.insert(key.to_owned(), value)),
        }
    }
    table
}
