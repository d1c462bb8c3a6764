//! A decision that is not as a test expected, told so that nobody has to open the source.

use std::fmt;

use super::Expected;
use crate::decision::{Decision, Explanation, Verdict};

/// A decision that is not as expected: what was expected, what came instead, where they differ, and the explanation in full.
///
/// It tells all, ids and dates included: test people are made up.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub struct Failure {
    expected: String,
    verdict: Verdict,
    found: Verdict,
    actual: String,
    differences: Vec<String>,
    explanation: String,
}

impl Failure {
    pub(super) fn new(expected: &Expected, differences: Vec<String>, decision: &Decision<'_>) -> Self {
        Self {
            expected: expected.to_string(),
            verdict: expected.verdict,
            found: decision.verdict(),
            actual: actual(decision),
            differences,
            explanation: format!("{:#}", Explanation::of(*decision)),
        }
    }

    /// Where the decision differs from what was expected beside the verdict, one sentence each.
    #[must_use]
    pub fn differences(&self) -> &[String] {
        &self.differences
    }
}

/// The decision in the words of an expectation.
fn actual(decision: &Decision<'_>) -> String {
    let mut text = decision.verdict().to_string();
    for reason in decision.reasons() {
        text.push_str(&format!(", because of `{}`", reason.rule().map_or("default", |rule| rule.id())));
    }
    for duty in decision.duties().words() {
        text.push_str(&format!(", with the duty `{duty}`"));
    }
    text
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.verdict == self.found {
            writeln!(f, "it is {}, but not as expected", self.found)?;
        } else {
            writeln!(f, "expected {}, but it is {}", self.verdict, self.found)?;
        }
        writeln!(f, "\n  expected: {}\n    actual: {}", self.expected, self.actual)?;
        for difference in &self.differences {
            writeln!(f, "         - {difference}")?;
        }
        write!(f, "\n{}", self.explanation)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
