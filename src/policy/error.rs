//! What can go wrong when a policy is read.

use std::fmt;

use crate::vocabulary::{Finding, Findings};

/// A policy that was refused, with every mistake in it.
///
/// # Example
///
/// ```
/// use lawful::policy::Policy;
///
/// let error = Policy::from_toml(r#"
/// id = "mine"
/// [[rules]]
/// id = "privacy.1"
/// effect = "permti"
/// actions = ["use", "shair"]
/// "#).unwrap_err();
/// assert_eq!(error.to_string(), "\
/// the policy is refused for 2 mistakes:
///   line 5: `rules[0].effect`: unknown effect, found `permti`, did you mean `permit`?
///   line 6: `rules[0].actions[1]`: unknown action, found `shair`, did you mean `share`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError(Vec<Finding>);

impl PolicyError {
    /// Of findings in any order; there is at least one.
    pub(super) fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        findings.dedup();
        Self(findings)
    }

    pub(super) fn one(finding: Finding) -> Self {
        Self(vec![finding])
    }

    /// Says which file the mistakes are in, where that is not said yet.
    pub(super) fn in_file(self, file: &str) -> Self {
        Self(
            self.0
                .into_iter()
                .map(|finding| Finding { file: finding.file.or_else(|| Some(file.to_owned())), ..finding })
                .collect(),
        )
    }

    /// Every mistake, in the order of the document.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.0
    }
}

impl From<Findings> for PolicyError {
    fn from(findings: Findings) -> Self {
        Self::new(findings.into_vec())
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [finding] => write!(f, "the policy is refused: {finding}"),
            findings => {
                write!(f, "the policy is refused for {} mistakes:", findings.len())?;
                findings.iter().try_for_each(|finding| write!(f, "\n  {finding}"))
            }
        }
    }
}

impl std::error::Error for PolicyError {}
