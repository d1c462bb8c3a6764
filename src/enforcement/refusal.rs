//! Why there is no permit.

use std::fmt;

use crate::decision::{Answer, Decision, Verdict};

/// A decision that permits nothing of what was asked, with its reasons and what would change it.
///
/// It is the engine's no; a person's is [`lawful::Refusal`](crate::Refusal). Whoever uses both imports them by name.
///
/// `Display` says in short why, by rule and clause, without a word about the person. `Debug` shows the verdict.
///
/// # Example
///
/// ```
/// use chrono::TimeDelta;
/// use lawful::PolicyEngine;
/// use lawful::enforcement::Permit;
/// use lawful::request::Request;
/// use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = lawful::DataSubject::example();
///
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::OTHER).at("2026-06-01T12:00:00Z".parse()?);
/// let engine = PolicyEngine::platform();
/// let refusal = Permit::from_decision(&engine.decide(&request, &person), TimeDelta::minutes(5)).unwrap_err();
/// assert_eq!(refusal.to_string(), "denied: nothing permits it");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal(Box<Answer>);

impl Refusal {
    pub(super) fn of(decision: &Decision<'_>) -> Self {
        Self(Box::new(decision.answer()))
    }

    /// The verdict: denied, undetermined, or not governed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.0.verdict()
    }

    /// The whole answer: reasons, missing facts, remedies. A remedy may name parties of the question.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict())?;
        for (place, reason) in self.0.reasons().iter().enumerate() {
            write!(f, "{} {}", if place == 0 { ":" } else { ";" }, reason.text)?;
            if let Some(rule) = &reason.rule {
                write!(f, " ({})", rule.clause)?;
            }
            if !reason.missing.is_empty() {
                write!(f, ", unknown: {}", reason.missing.join(", "))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("verdict", &self.verdict()).finish_non_exhaustive()
    }
}

impl std::error::Error for Refusal {}
