//! Making mutants: from an edit to a policy, and what makes one not worth counting.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::document;
use super::edit::Edit;
use super::mutant::Mutant;
use crate::policy::{Effect, Policy, PolicyStack};

/// A policy laid out for being changed.
pub(super) struct Survey<'a> {
    document: Value,
    content: u64,
    under: Option<&'a PolicyStack>,
    /// The permits outside the document that its forbids may yield to.
    permits: Vec<String>,
    pub(super) edits: Vec<Edit>,
}

/// What came of an edit.
pub(super) enum Made {
    /// The loader takes no such policy.
    Refused(String),
    /// A policy, with what stands for its content.
    Mutant(Box<Mutant>, u64),
}

impl<'a> Survey<'a> {
    pub(super) fn of(policy: &Policy, under: Option<&'a PolicyStack>) -> Self {
        let document = serde_json::to_value(policy).unwrap_or_default();
        let vocabulary = match under {
            Some(stack) => stack.vocabulary().with(policy.words()).unwrap_or_else(|_| stack.vocabulary().clone()),
            None => policy.vocabulary(),
        };
        let outside = under.into_iter().flat_map(PolicyStack::policies).flat_map(Policy::all_rules);
        let permits = outside.filter(|rule| rule.effect() == Effect::Permit).map(|rule| rule.id().to_owned()).collect();
        let edits = document::edits(policy, &document, &vocabulary);
        Self { content: content(&document), document, under, permits, edits }
    }

    pub(super) fn make(&self, edit: &Edit) -> Made {
        match self.read(edit.made_in(&self.document, &self.permits)) {
            Ok(policy) => {
                let content = content(&serde_json::to_value(&policy).unwrap_or_default());
                Made::Mutant(Box::new(Mutant::new(edit.clone(), policy)), content)
            }
            Err(error) => Made::Refused(error),
        }
    }

    /// Remembers the policy itself, so that a mutant equal to it is found.
    pub(super) fn seen(&self) -> Seen {
        Seen(HashMap::from([(self.content, "the policy itself".to_owned())]))
    }

    fn read(&self, document: Value) -> Result<Policy, String> {
        match self.under {
            None => serde_json::from_value(document).map_err(|error| error.to_string()),
            Some(stack) => {
                let text = toml::to_string(&document).map_err(|error| error.to_string())?;
                stack.read_layer(&text).map_err(|error| error.to_string())
            }
        }
    }
}

/// Which contents were met, and under which name first.
pub(super) struct Seen(HashMap<u64, String>);

impl Seen {
    /// The name of the earlier one of this content; `None` for the first.
    pub(super) fn earlier(&mut self, content: u64, name: &str) -> Option<String> {
        let earlier = self.0.get(&content).cloned();
        self.0.entry(content).or_insert_with(|| name.to_owned());
        earlier
    }
}

/// Stands for the content of a document: the order of words in a list does not matter.
fn content(document: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    sorted(document.clone()).to_string().hash(&mut hasher);
    hasher.finish()
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) if items.iter().all(Value::is_string) => {
            items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            Value::Array(items)
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(table) => Value::Object(table.into_iter().map(|(key, value)| (key, sorted(value))).collect()),
        value => value,
    }
}
