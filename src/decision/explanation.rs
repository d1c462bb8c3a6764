//! Explanations.

use std::fmt;

use serde::{Serialize, Serializer};

use super::render::{Style, line, long, markdown, plain, short};
use super::{Answer, Contradiction, Decision, Judgement, Reason, Remedy};

/// A decision put into words: what was asked, why it came out as it did, what has to be done, and what would help.
///
/// # Forms
///
/// | form | for |
/// |---|---|
/// | [`line`](Explanation::line) | a log: one line, no personal data |
/// | `{}` | somebody in a hurry: the verdict, the clauses, what would help |
/// | `{:#}` | a person: everything, with the evidence |
/// | [`coloured`](Explanation::coloured) | the long form on a terminal |
/// | [`markdown`](Explanation::markdown) | a ticket or a report |
/// | [`answer`](Explanation::answer), [`Serialize`] | a program: the JSON of a case's answer |
///
/// All but the line and the JSON can hold ids of parties and choices, and dates: they are for people who may see them, not for
/// logs.
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
/// let explanation = engine.explain(&request, &person);
/// assert_eq!(
///     explanation.line(),
///     "denied: operator use for service; denied contact.email by nothing-permits; remedies obtain-agreement or obtain-consent",
/// );
/// assert_eq!(explanation.to_string(), "\
/// DENIED: the operator may not use the e-mail address for providing the service.
///
/// Why
///   The e-mail address: denied.
///     - No rule of the policy permits it, and what none permits is denied.
///       - Clause preamble.2 came near: The operator may use data for the purposes that the policy
///         describes, once the person has agreed to it. But the person has not agreed to the service
///         agreement.
///
/// What would help
///   1. The person agrees to the service agreement.
///   2. The person gives consent, before the act, for the operator to use the e-mail address for
///      providing the service.");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    decision: Decision<'a>,
    reasons: Vec<Reason<'a>>,
    contradictions: Vec<Contradiction<'a>>,
    remedies: Vec<Remedy>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn of(decision: Decision<'a>) -> Self {
        Self { reasons: decision.reasons(), contradictions: decision.contradictions(), remedies: decision.remedies(), decision }
    }

    /// The decision that is explained.
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }

    /// The reasons: see [`Decision::reasons`].
    #[must_use]
    pub fn reasons(&self) -> &[Reason<'a>] {
        &self.reasons
    }

    /// Where rules pull apart: see [`Decision::contradictions`].
    #[must_use]
    pub fn contradictions(&self) -> &[Contradiction<'a>] {
        &self.contradictions
    }

    /// What would make the request permitted: see [`Decision::remedies`].
    #[must_use]
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }

    /// What is left to the operator's judgement: see [`Decision::judgements`].
    #[must_use]
    pub fn judgements(&self) -> Vec<Judgement> {
        Judgement::missing_in(&self.reasons)
    }

    /// One line for a log, without personal data: no ids, no dates. It has the names of rules, categories, purposes and facts,
    /// and ends in the kinds of the remedies, which the `{}` of a [`Decision`] leaves out.
    #[must_use]
    pub fn line(&self) -> String {
        line(&self.decision, &self.reasons, Some(&self.remedies))
    }

    /// The long form for a terminal, wrapped, without a line break at the end.
    #[must_use]
    pub fn coloured(&self, style: Style) -> String {
        plain(&long(self), style)
    }

    /// The long form in Markdown (CommonMark), without a line break at the end.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown(&long(self))
    }

    /// The owned answer, which serialises to the JSON of a case's answer.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::of(&self.decision, &self.reasons, &self.remedies)
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = if f.alternate() { long(self) } else { short(self) };
        f.write_str(&plain(&page, Style::Plain))
    }
}

impl Serialize for Explanation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.answer().serialize(serializer)
    }
}
