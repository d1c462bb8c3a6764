//! A scenario, once it is read.

use std::fmt;
use std::path::{Path, PathBuf};

use super::ScenarioFailure;
use super::failure::FailedQuestion;
use crate::decision::Verdict;
use crate::engine::PolicyEngine;
use crate::request::Request;
use crate::subject::DataSubject;
use crate::testing::Expected;
use crate::vocabulary::Instant;

/// A scenario: a question about a person, and the answer that is expected; for a timeline, several.
///
/// A flip and a cell of a matrix are scenarios of their own.
#[derive(Clone)]
pub struct Scenario {
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) line: u32,
    pub(super) clause: Option<String>,
    pub(super) why: String,
    pub(super) engine: PolicyEngine,
    /// Which of the suite's engines that is.
    pub(super) setting: usize,
    /// At least one.
    pub(super) questions: Vec<Question>,
}

/// One question of a scenario.
#[derive(Clone, Debug)]
pub struct Question {
    pub(super) request: Request,
    pub(super) subject: DataSubject,
    pub(super) expected: Expected,
    pub(super) line: u32,
    pub(super) step: Option<Step>,
}

/// A step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) name: Option<String>,
    pub(super) at: Instant,
}

impl Scenario {
    /// The name, unique in the suite: that of the file, that of the scenario, and that of the flip or the combination of the
    /// matrix.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file, as it was found.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The line in the file, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The clause that it is about, where it names one.
    #[must_use]
    pub fn clause(&self) -> Option<&str> {
        self.clause.as_deref()
    }

    /// Why the answer is expected; empty where nothing is said.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// What decides it: the policy and the layers that it is about.
    #[must_use]
    pub fn engine(&self) -> &PolicyEngine {
        &self.engine
    }

    /// The questions: one, or of a timeline one for each step that expects something.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The verdict that is expected; of a timeline the last one.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.questions.last().map_or(Verdict::NotGoverned, Question::verdict)
    }

    /// Asks all its questions, and compares.
    ///
    /// # Errors
    ///
    /// An answer is not as expected.
    pub fn check(&self) -> Result<(), ScenarioFailure> {
        let failed = |question: &Question| {
            let failure = question.expected.check(&self.engine, &question.request, &question.subject).err()?;
            Some(FailedQuestion { line: question.line, step: question.step.clone(), failure })
        };
        let failures: Vec<_> = self.questions.iter().filter_map(failed).collect();
        if failures.is_empty() { Ok(()) } else { Err(ScenarioFailure::new(self, failures)) }
    }
}

impl Question {
    /// What is asked.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The person whom it is about, as of then.
    #[must_use]
    pub fn subject(&self) -> &DataSubject {
        &self.subject
    }

    /// The answer that is expected.
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// The verdict that is expected.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.expected.verdict
    }

    /// Whether an engine of the same words answers as expected. Says nothing else, and so is quick.
    pub(super) fn is_met(&self, engine: &PolicyEngine) -> bool {
        let decision = engine.decide(&self.request, &self.subject);
        let Expected { verdict, demands } = &self.expected;
        decision.verdict() == *verdict && demands.iter().all(|demand| demand.unmet(*verdict, engine, &decision).is_none())
    }
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} ({})", self.file.display(), self.line, self.name, self.verdict())
    }
}

impl fmt::Display for Step {
    /// "step 2, `withdraws`, at 2026-03-01T00:00:00Z:"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {}", self.number)?;
        if let Some(name) = &self.name {
            write!(f, ", `{name}`")?;
        }
        write!(f, ", at {}:", self.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}
