//! The permit.

use std::fmt;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{Closed, Moment, Pending, Refusal};
use crate::decision::{Decision, Outcome, Verdict};
use crate::vocabulary::{Action, DataCategories, Duties, Instant, Party, Purpose, Redacted, Vocabulary};

/// Evidence that a decision permitted something: whom it is about, which data, for what, towards whom, until when.
///
/// There is no other way to come by one than a decision that permits. It cannot be copied, written down or read back. `Debug`
/// shows neither the person nor the parties.
///
/// A forged one does not compile:
///
/// ```compile_fail,E0451
/// # use lawful::enforcement::Permit;
/// # fn forge(permit: Permit) -> Permit {
/// Permit { expires: lawful::vocabulary::Instant::MAX_UTC, ..permit }
/// # }
/// ```
///
/// A real one does:
///
/// ```
/// # use lawful::enforcement::Permit;
/// # fn ask(decision: lawful::Decision<'_>) -> Result<Permit, Box<dyn std::error::Error>> {
/// Ok(Permit::from_decision(&decision, chrono::TimeDelta::minutes(5))?.without_duties()?)
/// # }
/// ```
pub struct Permit {
    subject: Uuid,
    actor: Party,
    action: Action,
    purpose: Purpose,
    purpose_name: String,
    recipient: Option<Party>,
    outcome: Outcome,
    /// The answers to the policy's own categories, by name.
    custom: Vec<(String, Verdict)>,
    /// Policies and editions.
    editions: Vec<(String, String)>,
    duties: Duties,
    granted: Instant,
    expires: Instant,
    revision: Option<u64>,
}

impl Permit {
    /// What a decision permits, for so long after the instant of its request.
    ///
    /// It covers the categories that are permitted; those that the policy does not govern are not among them. For no time, or for
    /// less than none, it opens nothing.
    ///
    /// # Errors
    ///
    /// The request is not permitted as a whole. For a part of it see [`for_permitted_part`](Self::for_permitted_part).
    pub fn from_decision(decision: &Decision<'_>, within: TimeDelta) -> Result<Pending, Refusal> {
        if decision.is_permitted() { Ok(Self::pending(decision, within)) } else { Err(Refusal::of(decision)) }
    }

    /// What a decision permits of a request that it may not permit as a whole: the categories that are permitted each by itself.
    ///
    /// A request is denied exactly if one of its categories is, so leaving the others out permits the rest: that is data
    /// minimisation. Whoever acts on it must leave them out indeed.
    ///
    /// # Errors
    ///
    /// No category is permitted.
    pub fn for_permitted_part(decision: &Decision<'_>, within: TimeDelta) -> Result<Pending, Refusal> {
        if decision.outcome().permitted.is_empty() { Err(Refusal::of(decision)) } else { Ok(Self::pending(decision, within)) }
    }

    fn pending(decision: &Decision<'_>, within: TimeDelta) -> Pending {
        let (request, granted) = (decision.request(), decision.request().instant());
        let bound = granted.checked_add_signed(within.max(TimeDelta::zero())).unwrap_or(Instant::MAX_UTC);
        let purpose = request.purpose();
        Pending(Self {
            subject: decision.subject().id(),
            actor: request.actor().clone(),
            action: request.action(),
            purpose,
            purpose_name: decision.vocabulary().purpose_name(purpose).unwrap_or_default().to_owned(),
            recipient: request.recipient().cloned(),
            outcome: *decision.outcome(),
            custom: custom(decision.outcome(), decision.vocabulary()),
            editions: editions(decision),
            duties: decision.duties(),
            granted,
            expires: decision.stable_until().map_or(bound, |turn| turn.min(bound)),
            revision: None,
        })
    }

    /// Says which revision of the person the decision was about, such as the sequence of the person's chain in the ledger. Said
    /// twice, the older one counts: a permit does not grow younger.
    #[must_use]
    pub fn resting_on(self, revision: u64) -> Self {
        Self { revision: Some(self.revision.map_or(revision, |before| before.min(revision))), ..self }
    }

    /// Whether it opens a value of a person with these categories, for an action and a purpose, at a moment.
    ///
    /// # Errors
    ///
    /// The first thing that does not fit.
    pub fn check(
        &self,
        (subject, categories): (Uuid, DataCategories),
        (action, purpose): (Action, Purpose),
        moment: impl Into<Moment>,
    ) -> Result<(), Closed> {
        let moment = moment.into();
        if subject != self.subject {
            return Err(Closed::OtherPerson);
        }
        if !self.outcome.permitted.contains(categories) {
            return Err(Closed::OtherCategories);
        }
        if action != self.action {
            return Err(Closed::OtherAction);
        }
        if purpose != self.purpose {
            return Err(Closed::OtherPurpose);
        }
        if moment.now < self.granted {
            return Err(Closed::TooEarly);
        }
        if moment.now >= self.expires {
            return Err(Closed::Expired);
        }
        if moment.revision.is_some() && moment.revision != self.revision {
            return Err(Closed::Stale);
        }
        Ok(())
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// Who may act.
    #[must_use]
    pub fn actor(&self) -> &Party {
        &self.actor
    }

    /// What may be done.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// What for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The name of the purpose in the vocabulary of the policy.
    #[must_use]
    pub fn purpose_name(&self) -> &str {
        &self.purpose_name
    }

    /// Towards whom.
    #[must_use]
    pub fn recipient(&self) -> Option<&Party> {
        self.recipient.as_ref()
    }

    /// Which categories.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.outcome.permitted
    }

    /// The policies, each with its edition, whose rules decided; every one once, in the order of the reasons.
    pub fn editions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.editions.iter().map(|(policy, edition)| (&**policy, &**edition))
    }

    /// What must be done or kept to along with it.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// From when on it opens, inclusive: the instant of the request.
    #[must_use]
    pub fn granted(&self) -> Instant {
        self.granted
    }

    /// From when on it opens nothing any more.
    #[must_use]
    pub fn expires(&self) -> Instant {
        self.expires
    }
}

/// For records.
impl Permit {
    /// Whether it covers all these categories, the policy's own by their names.
    #[inline]
    pub(super) fn covers(&self, built_in: DataCategories, custom: &[&str]) -> bool {
        self.outcome.permitted.contains(built_in)
            && custom.iter().all(|name| self.answer_to_custom(name) == Some(Verdict::Permitted))
    }

    /// What the decision said about a category; `None` where it was not asked about.
    pub(super) fn answer_to(&self, category: DataCategories) -> Option<Verdict> {
        VERDICTS.into_iter().find(|verdict| self.outcome.under(*verdict).contains(category))
    }

    /// The same for one of the policy's own.
    pub(super) fn answer_to_custom(&self, name: &str) -> Option<Verdict> {
        self.custom.iter().find(|(known, _)| known == name).map(|(_, verdict)| *verdict)
    }
}

const VERDICTS: [Verdict; 4] = [Verdict::Permitted, Verdict::Denied, Verdict::Undetermined, Verdict::NotGoverned];

fn custom(outcome: &Outcome, words: &Vocabulary) -> Vec<(String, Verdict)> {
    let built_in = DataCategories::LEAVES.len();
    let named = VERDICTS.into_iter().flat_map(|verdict| {
        let own = outcome.under(verdict).leaves().filter(|leaf| leaf.place() >= built_in);
        own.map(move |leaf| (leaf, verdict))
    });
    named.flat_map(|(leaf, verdict)| words.category_names(leaf).map(move |name| (name.to_owned(), verdict))).collect()
}

fn editions(decision: &Decision<'_>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for rule in decision.rules() {
        if !found.iter().any(|(policy, edition)| policy == rule.policy() && edition == rule.edition()) {
            found.push((rule.policy().to_owned(), rule.edition().to_owned()));
        }
    }
    found
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("subject", &Redacted)
            .field("action", &self.action)
            .field("purpose", &self.purpose)
            .field("categories", &self.categories())
            .field("duties", &self.duties)
            .finish_non_exhaustive()
    }
}
