//! Law 11: names.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::broken::Trial;
use super::documents::{Changed, with_each};
use super::{Broken, Decider, Law, Tried};
use crate::decision::Case;
use crate::policy::Edition;

/// Law 11: names do not matter. The ids of people, choices and parties, the names of services, functions and editions, and the
/// ids of policies, clauses and rules are renamed throughout; the verdicts, duties and grounds stay.
///
/// # Errors
///
/// The law is broken.
pub fn names_do_not_matter<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    same_by_other_names(decider, &renamed_policies(decider), case)
}

pub(super) fn renamed_policies<D: Decider>(decider: &D) -> Changed<D> {
    with_each(decider, |policy| *policy = renamed(policy, None))
}

pub(super) fn same_by_other_names<D: Decider>(decider: &D, renamed_decider: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let words = decider.engine().vocabulary();
    let written = case.to_json(words).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let other = written.and_then(|case| Case::from_json(&renamed(&case, None).to_string(), words).ok());
    let Some(other) = other else { return Ok(Tried::OutOfScope) };
    let trial = Trial::of(Law::NamesDoNotMatter, decider, case);
    let changed = || {
        format!(
            "everything that people name is called otherwise:\n           {}",
            super::broken::written(&other, decider.engine())
        )
    };
    match renamed_decider {
        Ok(decider_then) => {
            let (before, after) = (decider.gist(case), decider_then.gist(&other));
            trial.says(before == after, changed, &before, &after)
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

/// A document of a case or a policy with every name changed.
fn renamed(value: &Value, key: Option<&str>) -> Value {
    match (value, key) {
        (Value::Object(table), Some("functions")) => {
            Value::Object(table.iter().map(|(function, needs)| (otherwise(function), needs.clone())).collect())
        }
        (Value::Object(table), _) => {
            let is_party = table.contains_key("role");
            let entries = table.iter().map(|(key, value)| match (key.as_str(), value) {
                ("id", Value::String(id)) if is_party => (key.clone(), otherwise(id).into()),
                _ => (key.clone(), renamed(value, Some(key))),
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
        (Value::Array(items), _) => items.iter().map(|item| renamed(item, key)).collect(),
        (Value::String(text), Some(key)) => match key {
            "id" | "withdraws" | "yields-to" | "removes" => id(text).into(),
            "service" | "function" => otherwise(text).into(),
            "edition" | "version" if text != Edition::INITIAL => otherwise(text).into(),
            "recipients" | "actors" => match text.split_once(':') {
                Some((role, id)) => format!("{role}:{}", otherwise(id)).into(),
                None => value.clone(),
            },
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// The id of a choice or a person, or of a policy, a clause or a rule, whose parts are renamed one by one.
fn id(text: &str) -> String {
    match text.parse::<Uuid>() {
        Ok(id) => Uuid::from_u128(!id.as_u128()).to_string(),
        Err(_) => text.split('/').map(otherwise).collect::<Vec<_>>().join("/"),
    }
}

/// Another name for each name, which sorts otherwise too.
fn otherwise(name: &str) -> String {
    std::iter::once('x').chain(name.chars().rev()).collect()
}
