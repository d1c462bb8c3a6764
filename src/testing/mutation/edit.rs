//! One small change to the document of a policy.

use serde_json::Value;

use super::MutantKind;

/// One small change, written down before it is made: a place in the document, and what stands there afterwards.
#[derive(Clone)]
pub(super) struct Edit {
    pub(super) subject: Subject,
    pub(super) kind: MutantKind,
    /// What was changed, in a few words.
    pub(super) change: String,
    /// The keys that lead to the place.
    pub(super) place: Vec<Key>,
    /// `None` takes away what stands there.
    pub(super) value: Option<Value>,
}

/// What part of the policy is changed.
#[derive(Clone)]
pub(super) struct Subject {
    /// How a mutant names it.
    pub(super) name: String,
    pub(super) rule: Option<String>,
    pub(super) edition: Option<String>,
    /// The rule's own sentence.
    pub(super) sentence: String,
}

#[derive(Clone)]
pub(super) enum Key {
    Name(String),
    Index(usize),
}

impl Edit {
    pub(super) fn name(&self) -> String {
        format!("{}: {}", self.subject.name, self.change)
    }

    /// The document with the change. `permits` are those outside the document that its forbids may yield to.
    pub(super) fn made_in(&self, document: &Value, permits: &[String]) -> Value {
        let mut document = document.clone();
        put(&mut document, &self.place, self.value.clone());
        tidy(&mut document, permits);
        document
    }
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<usize> for Key {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

fn put(at: &mut Value, place: &[Key], value: Option<Value>) {
    let Some((key, rest)) = place.split_first() else {
        *at = value.unwrap_or_default();
        return;
    };
    match (key, at) {
        (Key::Name(name), Value::Object(table)) if rest.is_empty() => match value {
            Some(value) => drop(table.insert(name.clone(), value)),
            None => drop(table.remove(name)),
        },
        (Key::Index(index), Value::Array(list)) if rest.is_empty() && value.is_none() => drop(list.remove(*index)),
        (Key::Name(name), Value::Object(table)) => put(table.entry(name.clone()).or_insert(Value::Null), rest, value),
        (Key::Index(index), Value::Array(list)) => {
            list.iter_mut().skip(*index).take(1).for_each(|item| put(item, rest, value.clone()))
        }
        _ => {}
    }
}

/// Takes away references to what is no longer there, so that a mutant is not refused for the sake of its neighbours.
fn tidy(document: &mut Value, permits: &[String]) {
    let rules = || lists(document).flat_map(|list| list.iter());
    let ids = |only_permits: bool| {
        let wanted = rules().filter(|rule| !only_permits || rule["effect"] == "permit");
        wanted.filter_map(|rule| rule["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let permits: Vec<String> = ids(true).into_iter().chain(permits.iter().cloned()).collect();
    let all = ids(false);
    let rules = document.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten();
    rules.for_each(|rule| keep_names(rule, "yields-to", &permits));
    for edition in document.get_mut("editions").and_then(Value::as_array_mut).into_iter().flatten() {
        keep_names(edition, "removes", &all);
        let rules = edition.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten();
        rules.for_each(|rule| keep_names(rule, "yields-to", &permits));
    }
}

/// The lists of rules, those of the editions included.
fn lists(document: &Value) -> impl Iterator<Item = &Vec<Value>> {
    let editions = document["editions"].as_array().into_iter().flatten();
    std::iter::once(document).chain(editions).filter_map(|part| part["rules"].as_array())
}

fn keep_names(part: &mut Value, key: &str, ids: &[String]) {
    let named =
        |name: &str| ids.iter().any(|id| id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if let Some(names) = part.get_mut(key).and_then(Value::as_array_mut) {
        names.retain(|name| name.as_str().is_some_and(named));
    }
}
