//! Judgements that the policy leaves to the operator.

use std::collections::BTreeSet;

use super::remedy::record;
use super::{Reason, ReasonFact};
use crate::policy::Fact;
use crate::request::Request;
use crate::vocabulary::Truth;

/// A judgement, or a decision, that the policy leaves to the operator and that is still to be recorded.
///
/// # Example
///
/// ```
/// use lawful::policy::Fact;
/// use lawful::request::{Performance, Request, Transaction};
/// use lawful::vocabulary::{DataCategories, Party, Purpose, Role};
/// use lawful::{DataSubject, Item, PolicyEngine, Verdict};
/// # let person = DataSubject::example();
///
/// let deal = Transaction {
///     on_platform: Some(true),
///     requester_is_party: Some(true),
///     requester_performed: Some(Performance::Full),
///     disclosure_asked: Some(true),
///     operator_decided: None,
/// };
/// let request = Request::disclose(Item::of(DataCategories::PHONE).necessary(true))
///     .with(Party::of(Role::Counterparty))
///     .for_purpose(Purpose::TRANSACTION)
///     .at("2026-06-01T12:00:00Z".parse()?)
///     .given(deal);
/// let engine = PolicyEngine::platform();
/// let decision = engine.decide(&request, &person);
/// assert_eq!(decision.verdict(), Verdict::Undetermined);
///
/// let judgement = decision.judgements()[0];
/// assert_eq!(judgement.fact(), Fact::OperatorDecided);
/// let (yes, no) = (judgement.recorded(&request, true), judgement.recorded(&request, false));
/// assert_eq!(engine.decide(&yes, &person).verdict(), Verdict::Permitted);
/// assert_eq!(engine.decide(&no, &person).verdict(), Verdict::Denied);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Judgement(Fact);

impl Judgement {
    /// The fact that turns on it.
    #[must_use]
    pub fn fact(self) -> Fact {
        self.0
    }

    /// The request with the judgement recorded, whichever way it went. A request that has it on record already stays as it is.
    #[must_use]
    pub fn recorded(self, request: &Request, finding: bool) -> Request {
        record(request, self.0, finding)
    }

    /// The judgements that reasons miss, in the order of the facts.
    pub(super) fn missing_in(reasons: &[Reason<'_>]) -> Vec<Self> {
        let missing = |fact: &&ReasonFact<'_>| fact.truth() == Truth::Unknown;
        let facts = reasons.iter().flat_map(Reason::facts).filter(missing).filter_map(ReasonFact::fact);
        let left_to_the_operator: BTreeSet<Fact> = facts.filter(|fact| fact.is_judgement() || fact.is_decision()).collect();
        left_to_the_operator.into_iter().map(Self).collect()
    }
}
