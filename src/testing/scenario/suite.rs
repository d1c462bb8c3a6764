//! All scenarios of some files.

use std::path::Path;

use super::engines::Engines;
use super::model::Question;
use super::read::read_file;
use super::source::{Source, find, parse};
use super::{Scenario, SuiteError};
use crate::decision::Case;
use crate::engine::PolicyEngine;
use crate::policy::{Policy, PolicyStack};
use crate::vocabulary::Finding;

/// The scenarios of some files, read once.
///
/// # Example: every clause that decides has a scenario
///
/// ```no_run
/// use lawful::policy::{ClauseState, Policy};
/// use lawful::testing::Suite;
///
/// let suite = Suite::read("seeds/scenarios/*.toml")?;
/// for entry in Policy::platform().clauses().filter(|entry| entry.clause.state() == ClauseState::Decides) {
///     let clause = entry.clause.id();
///     assert!(suite.scenarios().iter().any(|scenario| scenario.clause() == Some(clause)), "{clause} has no scenario");
/// }
/// # Ok::<(), lawful::testing::SuiteError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Suite {
    scenarios: Vec<Scenario>,
}

impl Suite {
    /// Reads the files of a pattern, such as `tests/privacy/*.toml`. A file that names no policy is about the built-in one.
    ///
    /// # Errors
    ///
    /// No file matches the pattern, or every mistake in all files.
    pub fn read(pattern: &str) -> Result<Self, SuiteError> {
        Self::read_about(Policy::platform(), pattern)
    }

    /// Reads the files of a pattern. A file that names no policy is about this one.
    ///
    /// # Errors
    ///
    /// No file matches the pattern, or every mistake in all files.
    pub fn read_about(policy: &Policy, pattern: &str) -> Result<Self, SuiteError> {
        let sources = find(pattern)?;
        let mut engines = Engines::new(policy);
        let (mut scenarios, mut findings) = (Vec::new(), Vec::new());
        for source in &sources {
            match scenarios_of(source, &mut engines) {
                Ok(more) => scenarios.extend(more),
                Err(more) => findings.extend(more),
            }
        }
        if findings.is_empty() { Ok(Self { scenarios }) } else { Err(SuiteError::new(findings)) }
    }

    /// Reads scenarios from text, as if it stood in this file. A text that names no policy is about the built-in one.
    ///
    /// # Errors
    ///
    /// Every mistake in the text.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::testing::Suite;
    ///
    /// let suite = Suite::from_toml("newsletter.toml", r#"
    /// at = 2026-06-01T12:00:00Z
    ///
    /// [people.member]
    /// age = 30
    /// agreements = [{ at = 2025-01-01T00:00:00Z }]
    ///
    /// [[scenario]]
    /// name = "a member's address may be used for the service"
    /// person = "member"
    /// request = { action = "use", items = [{ categories = ["contact.email"], origin = "registration" }], purpose = "service" }
    /// expect = "permitted"
    /// "#)?;
    /// let [scenario] = suite.scenarios() else { panic!() };
    /// assert_eq!(scenario.name(), "newsletter::a member's address may be used for the service");
    /// scenario.check()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_toml(file: impl AsRef<Path>, text: &str) -> Result<Self, SuiteError> {
        let path = file.as_ref();
        let source = Source::new(path, path.parent().unwrap_or(Path::new("")));
        let read = parse(text).and_then(|node| read_file(&source, &node, &mut Engines::new(Policy::platform())));
        match read {
            Ok(scenarios) => Ok(Self { scenarios }),
            Err(findings) => Err(SuiteError::new(source.owns(findings).collect())),
        }
    }

    /// The scenarios, in the order of the files.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Whether the suite notices a change of a policy: the first scenario about `original` that fails with `mutant` in its place.
    ///
    /// A scenario is about a policy if it is decided by the policy of that id, with or without layers; the layers stay. A
    /// scenario that cannot be asked of `mutant`, because it lacks a word or a permit that a layer yields to, fails too. The
    /// scenarios are expected to hold for `original`.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::policy::Policy;
    /// use lawful::testing::Suite;
    ///
    /// let suite = Suite::read("seeds/scenarios/a*.toml")?;
    /// let original = Policy::platform();
    /// assert!(suite.notices(original, original).is_none());
    ///
    /// let mutant = original.to_toml().replace("withdrawn", "revoked").replace("\"refused\"", "\"published\"");
    /// let mutant = Policy::from_toml(&mutant)?;
    /// assert!(suite.notices(original, &mutant).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn notices(&self, original: &Policy, mutant: &Policy) -> Option<&Scenario> {
        let mut instead: Vec<Option<Instead>> = Vec::new();
        self.scenarios.iter().filter(|scenario| scenario.engine.policy().id() == original.id()).find(|scenario| {
            if instead.len() <= scenario.setting {
                instead.resize_with(scenario.setting + 1, || None);
            }
            let instead = instead[scenario.setting].get_or_insert_with(|| Instead::of(&scenario.engine, mutant));
            !scenario.questions.iter().all(|question| instead.meets(question, &scenario.engine))
        })
    }
}

/// The scenarios of a file, or its mistakes.
pub(super) fn scenarios_of(source: &Source, engines: &mut Engines<'_>) -> Result<Vec<Scenario>, Vec<Finding>> {
    let read = source.read().and_then(|node| read_file(source, &node, engines));
    read.map_err(|findings| source.owns(findings).collect())
}

/// An engine with another policy under the same layers.
enum Instead {
    SameWords(PolicyEngine),
    OtherWords(PolicyEngine),
    /// The layers do not fit it.
    Refused,
}

impl Instead {
    fn of(engine: &PolicyEngine, policy: &Policy) -> Self {
        let mut stack = PolicyStack::new(policy.clone());
        for layer in engine.layers() {
            match stack.lay(layer.clone()) {
                Ok(more) => stack = more,
                Err(_) => return Self::Refused,
            }
        }
        let same = stack.vocabulary() == engine.vocabulary();
        let other = PolicyEngine::layered(stack);
        if same { Self::SameWords(other) } else { Self::OtherWords(other) }
    }

    fn meets(&self, question: &Question, original: &PolicyEngine) -> bool {
        match self {
            Self::SameWords(engine) => question.is_met(engine),
            Self::OtherWords(engine) => translated(question, original, engine).is_some_and(|question| question.is_met(engine)),
            Self::Refused => false,
        }
    }
}

/// The question in the words of another engine, if it has them all.
fn translated(question: &Question, from: &PolicyEngine, to: &PolicyEngine) -> Option<Question> {
    let case = Case { id: None, request: question.request.clone(), subject: question.subject.clone() };
    let Case { request, subject, .. } = Case::from_json(&case.to_json(from.vocabulary()).ok()?, to.vocabulary()).ok()?;
    Some(Question { request, subject, ..question.clone() })
}
