//! The decision.

use std::any::Any;
use std::fmt;

use super::determining::{Determined, Entailed, RuleNumber};
use super::render::line;
use super::{Answer, Contradiction, DeterminingRules, Judgement, Outcome, Reason, Remedy, RulePlace, Verdict};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{Duties, Grounds, Instant, Vocabulary};

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
    verdict: Verdict,
    entailed: Entailed<'a>,
    pub(super) source: &'a (dyn Source + 'static),
    request: &'a Request,
    subject: &'a DataSubject,
}

/// Where a decision gets its reasons from: the engine, which lies above this module.
pub(crate) trait Source: Any + Sync {
    fn reasons<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Reason<'a>>;
    /// The exemptions that may reach what is not permitted, where a circumstance that is given leaves out what they turn on.
    fn possible_exemptions<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Reason<'a>>;
    fn contradictions<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Contradiction<'a>>;
    /// The first determining rule after one of them, in their order.
    fn determining_after(
        &self,
        request: &Request,
        subject: &DataSubject,
        outcome: &Outcome,
        last: Option<RuleNumber>,
    ) -> Option<RuleNumber>;
    fn rule_at(&self, number: RuleNumber) -> RulePlace<'_>;
    fn remedies(&self, request: &Request, subject: &DataSubject) -> Vec<Remedy>;
    fn stable_until(&self, request: &Request, subject: &DataSubject) -> Option<Instant>;
    fn vocabulary(&self) -> &Vocabulary;
    /// What the register of a policy says for a clause, and whose register that is: a layer's clause may lie with the policy
    /// under it.
    fn clause_text<'a>(&'a self, policy: &str, clause: &str) -> Option<(&'a str, &'a str)>;
    /// The id of the policy that lies under all layers.
    fn base(&self) -> &str;
    /// Whether that policy has any permission.
    fn can_permit(&self) -> bool;
}

impl<'a> Decision<'a> {
    #[inline(always)]
    pub(crate) fn new(
        (outcome, verdict): (Outcome, Verdict),
        entailed: Entailed<'a>,
        source: &'a (dyn Source + 'static),
        request: &'a Request,
        subject: &'a DataSubject,
    ) -> Self {
        Self { outcome, verdict, entailed, source, request, subject }
    }

    /// Whether this source made it.
    #[cfg(feature = "audit")]
    pub(crate) fn is_from(&self, source: &(dyn Source + 'static)) -> bool {
        std::ptr::addr_eq(self.source, source)
    }

    /// The verdict for the whole request.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
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
        self.entailed.duties
    }

    /// The grounds that the permitted part stands on.
    #[must_use]
    pub fn grounds(&self) -> Grounds {
        self.entailed.grounds
    }

    /// The determining rules: those that the reasons name, in the same order. Reading them allocates nothing.
    ///
    /// Where nothing permits it, or nothing is said, there are none. The first six are at hand; for each one beyond, the
    /// decision is worked through again.
    ///
    /// ```
    /// # use lawful::vocabulary::{DataCategories, Purpose};
    /// # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
    /// # let request = lawful::Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// let engine = lawful::PolicyEngine::platform();
    /// let decision = engine.decide(&request, &person);
    /// assert!(decision.rules().map(|rule| rule.rule()).eq(["preamble.2/described"]));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn rules(&self) -> DeterminingRules<'_, 'a> {
        DeterminingRules::of(self)
    }

    /// The reasons: the rules that decided, each with its clause, the categories that it reached and the facts that made it so.
    /// In a stable order: by policy, edition and rule id; the default comes last.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason<'a>> {
        self.source.reasons(self.request, self.subject, &self.outcome)
    }

    /// Where rules pull apart on a category: which, and by which law one of them wins.
    #[must_use]
    pub fn contradictions(&self) -> Vec<Contradiction<'a>> {
        self.source.contradictions(self.request, self.subject, &self.outcome)
    }

    /// What would make the request permitted: at most eight smallest sets of changes, each proved by deciding again. Those with
    /// the fewest changes come first, of equals those that intrude least upon the person.
    ///
    /// It is empty for a request that is permitted, or not governed, or that nobody can make permitted. The search is bounded by
    /// a number of decisions, so it never takes long, and the same question always gets the same remedies.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self.verdict() {
            Verdict::Permitted | Verdict::NotGoverned => Vec::new(),
            Verdict::Denied | Verdict::Undetermined => self.source.remedies(self.request, self.subject),
        }
    }

    /// The judgements that the policy leaves to the operator and that are still to be recorded. With them recorded, deciding
    /// again gives the answer, as far as they go.
    #[must_use]
    pub fn judgements(&self) -> Vec<Judgement> {
        Judgement::missing_in(&self.reasons())
    }

    /// The first instant after that of the request at which time alone could change the answer: an expiry, a later choice, an
    /// edition coming into force, the end of a provider's period, a coming of age. Up to it, exclusive, the same question about
    /// the same person has the same answer; it may well have it longer. `None` where there is no such instant.
    ///
    /// An age given in years says nothing about when it changes.
    ///
    /// ```
    /// use lawful::subject::Grant;
    /// # use lawful::vocabulary::{DataCategories, Purpose, Scope};
    /// # let (person, id) = (lawful::DataSubject::example(), lawful::DataSubject::example().id());
    /// # let request = lawful::Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// let expiry = "2027-01-05T09:00:00Z".parse()?;
    /// let person = person.grant(Grant::new(id, Scope::anything(), "2026-01-05T09:00:00Z".parse()?).until(expiry))?;
    /// assert_eq!(lawful::PolicyEngine::platform().decide(&request, &person).stable_until(), Some(expiry));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stable_until(&self) -> Option<Instant> {
        self.source.stable_until(self.request, self.subject)
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
        Answer::of(self, &self.reasons(), &self.remedies())
    }
}

impl<'a> Decision<'a> {
    pub(super) fn determined(&self) -> &Determined<'a> {
        &self.entailed.rules
    }

    pub(super) fn determining_after(&self, last: Option<RuleNumber>) -> Option<RuleNumber> {
        self.source.determining_after(self.request, self.subject, &self.outcome, last)
    }

    pub(super) fn rule_at(&self, number: RuleNumber) -> RulePlace<'a> {
        self.source.rule_at(number)
    }

    pub(super) fn possible_exemptions(&self) -> Vec<Reason<'a>> {
        self.source.possible_exemptions(self.request, self.subject, &self.outcome)
    }

    pub(super) fn clause_text(&self, policy: &str, clause: &str) -> Option<(&'a str, &'a str)> {
        self.source.clause_text(policy, clause)
    }

    pub(super) fn base(&self) -> &'a str {
        self.source.base()
    }

    pub(super) fn can_permit(&self) -> bool {
        self.source.can_permit()
    }
}

impl fmt::Display for Decision<'_> {
    /// One line without personal data, fit for a log: verdict, act, roles, purpose, categories and the rules that decided.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&line(self, &self.reasons(), None))
    }
}

impl fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("verdict", &self.verdict())
            .field("outcome", &self.outcome)
            .field("duties", &self.duties())
            .field("grounds", &self.grounds())
            .finish_non_exhaustive()
    }
}
