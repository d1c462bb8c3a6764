//! A policy with one small change.

use std::fmt;

use super::MutantKind;
use super::edit::Edit;
use crate::policy::Policy;

/// A policy with one small change.
///
/// Its name is short and stable: the rule (with its edition, except for the initial one) and what was changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mutant {
    name: String,
    kind: MutantKind,
    rule: Option<String>,
    edition: Option<String>,
    sentence: String,
    change: String,
    policy: Policy,
}

impl Mutant {
    pub(super) fn new(edit: Edit, policy: Policy) -> Self {
        let name = edit.name();
        let Edit { subject, kind, change, .. } = edit;
        Self { name, kind, rule: subject.rule, edition: subject.edition, sentence: subject.sentence, change, policy }
    }

    /// The name, such as `authz.2.a/stop: without the condition refused`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of change it is.
    #[must_use]
    pub fn kind(&self) -> MutantKind {
        self.kind
    }

    /// The id of the rule that was changed.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// The edition that was changed; `None` for the initial one.
    #[must_use]
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// The sentence of the rule that was changed; empty where no rule was.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What was changed, in a few words.
    #[must_use]
    pub fn change(&self) -> &str {
        &self.change
    }

    /// The changed policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl fmt::Debug for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutant").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}
