//! What can be wrong with scenario files.

use std::fmt;

use crate::vocabulary::Finding;

/// Scenario files that were refused, with every mistake in all of them.
///
/// # Example
///
/// ```
/// use lawful::testing::Suite;
///
/// let error = Suite::from_toml("sharing.toml", r#"
/// at = 2026-06-01T12:00:00Z
/// [[scenario]]
/// nmae = "a visitor"
/// subject = { age = 30 }
/// request = { action = "use", items = [{ categories = ["contact.emial"] }], purpose = "service" }
/// expect = "denied"
/// "#).unwrap_err();
/// assert_eq!(error.to_string(), "\
/// the scenarios are refused for 3 mistakes:
///   sharing.toml:3: `scenario[0]`: `name` is missing
///   sharing.toml:4: `scenario[0].nmae`: unknown key, did you mean `name`?
///   sharing.toml:6: `scenario[0].request.items[0].categories[0]`: unknown category, found `contact.emial`, did you mean `contact.email`?");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SuiteError(Vec<Finding>);

impl SuiteError {
    /// Of findings in any order; there is at least one.
    pub(super) fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Self(findings)
    }

    /// Every mistake, in the order of the files.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }
}

impl fmt::Display for SuiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [finding] => write!(f, "the scenarios are refused: {finding}"),
            findings => {
                write!(f, "the scenarios are refused for {} mistakes:", findings.len())?;
                findings.iter().try_for_each(|finding| write!(f, "\n  {finding}"))
            }
        }
    }
}

impl fmt::Debug for SuiteError {
    /// As it is displayed: tests unwrap it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for SuiteError {}
