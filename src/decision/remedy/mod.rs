//! Remedies: what would make a request permitted.

mod apply;
mod change;
mod establish;
mod notation;

pub(super) use establish::record;

pub use change::{Change, ChangeKind, Doer, MissingFact};

use chrono::TimeDelta;

use super::Decision;
use super::wording::remedies::remedy as sentences;
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::Instant;

/// A smallest set of changes after which the same request is permitted.
///
/// It was proved by deciding again; no part of it does it alone. What nobody can change, such as a role or the past, is in none.
///
/// # What is changed, and when
///
/// [`Remedy::apply`] gives the question as it would then be: consents are given just before the instant of the request (or of
/// the one waited for), agreements, notices and uses at it.
///
/// # Example
///
/// ```
/// use lawful::decision::ChangeKind;
/// use lawful::request::Request;
/// use lawful::vocabulary::{DataCategories, Party, Purpose};
/// # let person = lawful::DataSubject::example();
///
/// let engine = lawful::PolicyEngine::platform();
/// let request = Request::sell(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::RECIPIENT_OWN)
///     .at("2026-06-01T12:00:00Z".parse()?);
/// let remedies = engine.decide(&request, &person).remedies();
/// assert_eq!(remedies.len(), 1);
/// assert_eq!(remedies[0].changes()[0].kind(), ChangeKind::ObtainConsent);
/// assert!(remedies[0].text(&engine.decide(&request, &person)).starts_with("The person gives consent, before the act,"));
///
/// let then = remedies[0].apply(&request, &person).unwrap();
/// assert!(engine.decide(&then.request, &then.subject).is_permitted());
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Remedy {
    changes: Vec<Change>,
}

/// A question after changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed {
    /// The question.
    pub request: Request,
    /// The person.
    pub subject: DataSubject,
    /// The edition of which prominent notice has to be given, and when: see
    /// [`Policy::with_notice`](crate::policy::Policy::with_notice).
    pub notice: Option<(String, Instant)>,
}

/// The first instant after a refusal that leaves room for a new consent before it: the consent comes after the refusal, and the act
/// after the consent.
pub(crate) fn first_after(refusal: Instant) -> Option<Instant> {
    refusal.checked_add_signed(TimeDelta::nanoseconds(2))
}

impl Remedy {
    pub(crate) fn new(changes: Vec<Change>) -> Self {
        Self { changes }
    }

    /// The changes, those that intrude least upon the person first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Who does what, in sentences, for the decision that it is a remedy of. It can hold ids of parties.
    #[must_use]
    pub fn text(&self, decision: &Decision<'_>) -> String {
        sentences(self, decision.request(), decision.vocabulary())
    }

    /// The question after the changes. The decision about it is [`Permitted`](super::Verdict::Permitted), in the policy that
    /// gave the remedy; where notice has to be given of an edition, in that policy [with the
    /// notice](crate::policy::Policy::with_notice).
    ///
    /// It supposes that everybody says yes and that what has to be found out comes out as needed: a decision or judgement of
    /// the operator that is still to be recorded, and a fact that is to be established, may as well come out the other way. A
    /// consent that is obtained has a made-up id.
    ///
    /// `None` where this request leaves no room for the changes: where it is another one than the remedy was found for.
    #[must_use]
    pub fn apply(&self, request: &Request, subject: &DataSubject) -> Option<Changed> {
        Changed::by(&self.changes, request, subject)
    }
}

impl Changed {
    /// The question after some changes, whether or not they are a remedy for it; `None` where it leaves no room for them.
    #[must_use]
    pub fn by(changes: &[Change], request: &Request, subject: &DataSubject) -> Option<Self> {
        apply::apply(changes, request, subject)
    }
}
