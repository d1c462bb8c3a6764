//! The decision.

use super::{Answer, Outcome, Reason, Verdict};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{Duties, Grounds, Vocabulary};

/// The answer to one question, made by the engine alone.
///
/// It borrows the engine, the request and the person; reasons are worked out when they are read. To keep it, take the
/// [`answer`](Decision::answer).
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::decision::Verdict;
/// use lawful::request::Request;
/// use lawful::subject::DataSubject;
/// use lawful::vocabulary::{DataCategories, Party, Purpose};
/// # let person = DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let request = Request::sell(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::RECIPIENT_OWN)
///     .at("2026-06-01T12:00:00Z".parse()?);
/// let decision = engine.decide(&request, &person);
/// assert_eq!(decision.verdict(), Verdict::Denied);
/// assert_eq!(decision.reasons()[0].clause(), Some("use.1.1"));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy)]
#[must_use = "a decision that nobody reads protects nobody"]
pub struct Decision<'a> {
    outcome: Outcome,
    duties: Duties,
    grounds: Grounds,
    source: &'a dyn Source,
    request: &'a Request,
    subject: &'a DataSubject,
}

/// Where a decision gets its reasons from: the engine, which lies above this module.
pub(crate) trait Source: Sync {
    fn reasons<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Reason<'a>>;
    fn vocabulary(&self) -> &Vocabulary;
}

impl<'a> Decision<'a> {
    pub(crate) fn new(
        outcome: Outcome,
        duties: Duties,
        grounds: Grounds,
        source: &'a dyn Source,
        request: &'a Request,
        subject: &'a DataSubject,
    ) -> Self {
        Self { outcome, duties, grounds, source, request, subject }
    }

    /// The verdict for the whole request.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.outcome.verdict()
    }

    /// Whether all of it that the policy governs may be done, and some of it is governed.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.verdict().is_permitted()
    }

    /// The verdict for each category.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What must be done or kept to along with it.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// The grounds that the permitted part stands on.
    #[must_use]
    pub fn grounds(&self) -> Grounds {
        self.grounds
    }

    /// The reasons: the rules that decided, each with its clause, the categories that it reached and the facts that made it so. In a
    /// stable order: by policy, edition and rule id; the default comes last.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason<'a>> {
        self.source.reasons(self.request, self.subject, &self.outcome)
    }

    /// The request that was decided.
    #[must_use]
    pub fn request(&self) -> &'a Request {
        self.request
    }

    /// The person whom it is about.
    #[must_use]
    pub fn subject(&self) -> &'a DataSubject {
        self.subject
    }

    /// The words in which the policies speak.
    #[must_use]
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.source.vocabulary()
    }

    /// The owned form, with every word by its name.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::of(self)
    }
}

impl std::fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decision")
            .field("verdict", &self.verdict())
            .field("outcome", &self.outcome)
            .field("duties", &self.duties)
            .field("grounds", &self.grounds)
            .finish_non_exhaustive()
    }
}
