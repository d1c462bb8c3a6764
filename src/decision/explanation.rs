//! Explanations.

use std::fmt;

use super::Decision;

/// A decision put into words, clause by clause.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::request::Request;
/// use lawful::subject::DataSubject;
/// use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
/// assert_eq!(engine.explain(&request, &person).to_string(), "\
/// denied: use for service
///   denied: contact.email
///     [default] nothing permits it");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    decision: Decision<'a>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn of(decision: Decision<'a>) -> Self {
        Self { decision }
    }

    /// The decision that is explained.
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decision.fmt(f)
    }
}
