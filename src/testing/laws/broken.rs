//! A law that does not hold, told so that it can be followed.

use std::fmt;

use serde_json::Value;

use super::{Decider, Gist, Law, Tried};
use crate::decision::Case;
use crate::engine::PolicyEngine;

/// A law that does not hold for a case: what was changed, both answers, where they differ, the case and its explanation.
///
/// It tells all, ids and dates included: test people are made up.
#[derive(Clone, thiserror::Error)]
pub struct Broken(Box<Details>);

#[derive(Clone)]
struct Details {
    law: Law,
    changed: String,
    before: String,
    after: String,
    differences: Vec<String>,
    engine: PolicyEngine,
    case: Case,
}

impl Broken {
    /// The law.
    #[must_use]
    pub fn law(&self) -> Law {
        self.0.law
    }

    /// The case, before the change.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.0.case
    }

    /// What was changed, in words.
    #[must_use]
    pub fn changed(&self) -> &str {
        &self.0.changed
    }

    /// Where the answers differ, one sentence each.
    #[must_use]
    pub fn differences(&self) -> &[String] {
        &self.0.differences
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { law, changed, before, after, differences, engine, case } = &*self.0;
        writeln!(f, "{law}\nis broken\n\n  changed: {changed}\n   before: {before}\n    after: {after}")?;
        for difference in differences {
            writeln!(f, "         - {difference}")?;
        }
        writeln!(f, "\nThe case, before the change:\n\n{}", written(case, engine))?;
        write!(f, "\n{}", engine.explain(&case.request, &case.subject))
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A case as a line of a case file.
pub(super) fn written(case: &Case, engine: &PolicyEngine) -> String {
    case.to_json(engine.vocabulary()).unwrap_or_else(|error| error.to_string())
}

/// A law at trial on a case.
pub(super) struct Trial<'a, D> {
    pub(super) law: Law,
    pub(super) decider: &'a D,
    pub(super) case: &'a Case,
}

impl<'a, D: Decider> Trial<'a, D> {
    pub(super) fn of(law: Law, decider: &'a D, case: &'a Case) -> Self {
        Self { law, decider, case }
    }

    /// Held, or broken by what an answer says.
    pub(super) fn says(
        &self,
        holds: bool,
        changed: impl FnOnce() -> String,
        before: &Gist,
        after: &Gist,
    ) -> Result<Tried, Broken> {
        if holds {
            return Ok(Tried::Held);
        }
        let words = self.decider.engine().vocabulary();
        Err(self.broken(changed(), before.words(words), after.words(words), before.differences(after, words)))
    }

    /// Held if two answers are the same, or broken by the first place where they are not.
    pub(super) fn same(&self, changed: impl FnOnce() -> String, before: &Value, after: &Value) -> Result<Tried, Broken> {
        match difference(before, after, String::new()) {
            None => Ok(Tried::Held),
            Some(difference) => Err(self.broken(changed(), before.to_string(), after.to_string(), vec![difference])),
        }
    }

    /// Held, or broken by something that is no answer.
    pub(super) fn shows(&self, changed: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Broken {
        self.broken(changed.into(), before.into(), after.into(), Vec::new())
    }

    fn broken(&self, changed: String, before: String, after: String, differences: Vec<String>) -> Broken {
        let (engine, case) = (self.decider.engine().clone(), self.case.clone());
        Broken(Box::new(Details { law: self.law, changed, before, after, differences, engine, case }))
    }
}

/// The first place where two documents differ.
fn difference(before: &Value, after: &Value, place: String) -> Option<String> {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) if old.keys().eq(new.keys()) => {
            old.iter().zip(new.values()).find_map(|((key, old), new)| difference(old, new, format!("{place}/{key}")))
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            old.iter().zip(new).enumerate().find_map(|(index, (old, new))| difference(old, new, format!("{place}/{index}")))
        }
        _ if before == after => None,
        _ => Some(format!("`{place}` is {before} and then {after}")),
    }
}
