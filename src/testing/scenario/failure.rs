//! A scenario that fails, told with its place.

use std::fmt;

use super::Scenario;
use super::model::Step;
use crate::testing::Failure;

/// A scenario whose answer is not as expected: where it stands, why it is expected, and the failure in full.
///
/// Of a timeline, every step that fails is told.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub struct ScenarioFailure {
    place: String,
    name: String,
    why: String,
    failures: Vec<FailedQuestion>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct FailedQuestion {
    pub(super) line: u32,
    pub(super) step: Option<Step>,
    pub(super) failure: Failure,
}

impl ScenarioFailure {
    /// There is at least one question that fails.
    pub(super) fn new(scenario: &Scenario, failures: Vec<FailedQuestion>) -> Self {
        Self {
            place: scenario.file().display().to_string(),
            name: format!("{}: `{}`", scenario.line(), scenario.name()),
            why: scenario.why().to_owned(),
            failures,
        }
    }

    /// How each question of the scenario fails: one, unless it is a timeline.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.failures.iter().map(|failed| &failed.failure)
    }
}

impl fmt::Display for ScenarioFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.place, self.name)?;
        if !self.why.is_empty() {
            write!(f, "\n  why: {}", self.why)?;
        }
        for FailedQuestion { line, step, failure } in &self.failures {
            f.write_str("\n\n")?;
            if let Some(step) = step {
                writeln!(f, "{}:{line}: {step}", self.place)?;
            }
            write!(f, "{failure}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScenarioFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
