//! Changes: the single steps of a remedy.

use std::fmt;

use uuid::Uuid;

use crate::policy::Fact;
use crate::subject::{Grant, GrantedBy};
use crate::vocabulary::notation::word_enum;
use crate::vocabulary::{CustomFact, DataCategories, Instant, Redacted, Scope};

word_enum! {
    /// Who can bring a change about.
    Doer, "one who can bring a change about",
    /// The person whom the data is about.
    Person "person",
    /// The person's guardian.
    Guardian "guardian",
    /// The operator of the service.
    Operator "operator",
    /// The one who is to receive the data.
    Recipient "recipient",
    /// A court, an agency or the legislator.
    Authority "authority",
}

word_enum! {
    /// The kind of a change. Its name is a stable code. The order is that of intrusion upon the person: least first.
    ChangeKind, "kind of change",
    /// Leave categories out of the request.
    ///
    /// - *So when*: without them, the rest is permitted. Leaving out what an item reveals leaves out the item.
    /// - *To do*: the operator asks for less.
    /// - *Example*: `{"kind":"narrow-request","who":"operator","categories":["credential.password"]}`
    NarrowRequest "narrow-request",
    /// Ask again at a later instant.
    ///
    /// - *So when*: what is in the way ends by itself: an engagement begins, a person born on a known date comes of age. A
    ///   refusal does not end by itself; one of the very instant that is asked about only leaves no room for a new consent.
    /// - *To do*: the operator waits.
    /// - *Example*: `{"kind":"wait-until","who":"operator","at":"2026-07-01T00:00:00Z"}`
    WaitUntil "wait-until",
    /// Put the data under the required safeguard.
    ///
    /// - *So when*: a rule asks for `protected`, and the item is not, or it is not known to be.
    /// - *To do*: the operator encrypts it, and states `"protected":true` of the item.
    /// - *Example*: `{"kind":"encrypt","who":"operator","categories":["credential.password"]}`
    Encrypt "encrypt",
    /// Make the provider's access end together with its service.
    ///
    /// - *So when*: a rule asks for `access-ends`, and the engagement does not provide for it.
    /// - *To do*: the operator agrees it with the provider, and states `"access-ends-with-service":true`.
    /// - *Example*: `{"kind":"end-access","who":"operator"}`
    EndAccess "end-access",
    /// Establish a fact that is missing, so that it comes out as needed.
    ///
    /// - *So when*: a fact is unknown because a field is left out. What is known to be otherwise is never proposed.
    /// - *To do*: find out; only if it comes out as needed is the request permitted.
    /// - *Example*: `{"kind":"establish-fact","who":"operator","fact":"necessary","holds":true,"categories":["contact.email"]}`
    EstablishFact "establish-fact",
    /// Name the law, the regulation or the published site policy.
    ///
    /// - *So when*: an `instrument` is given and names nothing.
    /// - *To do*: the operator names one that really covers the disclosure.
    /// - *Example*: `{"kind":"name-instrument","who":"operator"}`
    NameInstrument "name-instrument",
    /// Record a judgement that the policy leaves to the operator.
    ///
    /// - *So when*: the policy turns on the operator's own finding, and none is recorded.
    /// - *To do*: the operator judges on the evidence and records the finding, whichever way it goes.
    /// - *Example*: `{"kind":"record-judgement","who":"operator","fact":"considered-appropriate"}`
    RecordJudgement "record-judgement",
    /// Record the operator's decision.
    ///
    /// - *So when*: the policy leaves it to the operator whether to disclose, and nothing is recorded.
    /// - *To do*: the operator decides and records it, whichever way it goes.
    /// - *Example*: `{"kind":"record-decision","who":"operator","fact":"operator-decided"}`
    RecordDecision "record-decision",
    /// Give prominent notice of an edition.
    ///
    /// - *So when*: a major edition would permit it, and no notice of it was given, so that use cannot accept it.
    /// - *To do*: the operator gives notice.
    /// - *Example*: `{"kind":"give-notice","who":"operator","edition":"v2"}`
    GiveNotice "give-notice",
    /// Verify who is asking.
    ///
    /// - *So when*: proof of identity is demanded, or needed, and has not been given.
    /// - *To do*: the one who asks proves it; the operator records `"verification":"verified"`.
    /// - *Example*: `{"kind":"verify-identity","who":"person"}`
    VerifyIdentity "verify-identity",
    /// Verify that somebody is the person's guardian.
    ///
    /// - *So when*: a guardian's word would count, and the guardian is not verified.
    /// - *To do*: the guardian proves it; the operator records `"guardian":{"verified":true}`.
    /// - *Example*: `{"kind":"verify-guardian","who":"guardian"}`
    VerifyGuardian "verify-guardian",
    /// Wait for the person to use the service, which accepts an edition.
    ///
    /// - *So when*: a major edition that was given notice of would permit it.
    /// - *To do*: the person goes on using the service, or does not.
    /// - *Example*: `{"kind":"await-use","who":"person","edition":"v2"}`
    AwaitUse "await-use",
    /// Obtain the person's agreement to the service agreement.
    ///
    /// - *So when*: a rule asks for `agreed`, or the edition in force would permit it and binds the operator alone.
    /// - *To do*: the person agrees, or does not. It is never a consent.
    /// - *Example*: `{"kind":"obtain-agreement","who":"person","edition":"v2"}`
    ObtainAgreement "obtain-agreement",
    /// Obtain a consent of this scope.
    ///
    /// - *So when*: a rule asks for `consented`, or is lifted by it, and no choice covers the categories.
    /// - *To do*: ask the person, or the guardian, for just this scope, before the act.
    /// - *Example*: `{"kind":"obtain-consent","who":"person","scope":{"categories":["contact.email"],"actions":["share"]}}`
    ObtainConsent "obtain-consent",
    /// Obtain a new consent where the person said no.
    ///
    /// - *So when*: as for a consent, but the latest choice that covers the categories is a refusal.
    /// - *To do*: only the person can go back on it, freely. Do not press for it.
    /// - *Example*: `{"kind":"lift-refusal","who":"person","scope":{"categories":["contact.email"],"actions":["share"]}}`
    LiftRefusal "lift-refusal",
}

/// One change of the question, of the person or of the policy. The order is that of [`ChangeKind`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Change {
    /// See [`ChangeKind::NarrowRequest`].
    NarrowRequest {
        /// What to leave out.
        leave_out: DataCategories,
    },
    /// See [`ChangeKind::WaitUntil`].
    WaitUntil {
        /// The first instant, inclusive, from which it is worth asking again.
        at: Instant,
    },
    /// See [`ChangeKind::Encrypt`].
    Encrypt {
        /// What to protect.
        categories: DataCategories,
    },
    /// See [`ChangeKind::EndAccess`].
    EndAccess,
    /// See [`ChangeKind::EstablishFact`].
    EstablishFact {
        /// The fact.
        fact: MissingFact,
        /// Whether it has to hold, or has to fail.
        holds: bool,
        /// The categories that it has to be established for.
        categories: DataCategories,
    },
    /// See [`ChangeKind::NameInstrument`].
    NameInstrument,
    /// See [`ChangeKind::RecordJudgement`].
    RecordJudgement {
        /// The fact that turns on the judgement.
        fact: Fact,
    },
    /// See [`ChangeKind::RecordDecision`].
    RecordDecision {
        /// The fact that turns on the decision.
        fact: Fact,
    },
    /// See [`ChangeKind::GiveNotice`].
    GiveNotice {
        /// The edition.
        edition: String,
    },
    /// See [`ChangeKind::VerifyIdentity`].
    VerifyIdentity {
        /// Who asks, and has to prove it.
        who: Doer,
    },
    /// See [`ChangeKind::VerifyGuardian`].
    VerifyGuardian,
    /// See [`ChangeKind::AwaitUse`].
    AwaitUse {
        /// The edition.
        edition: String,
    },
    /// See [`ChangeKind::ObtainAgreement`].
    ObtainAgreement {
        /// The edition in force.
        edition: String,
    },
    /// See [`ChangeKind::ObtainConsent`].
    ObtainConsent {
        /// The smallest scope that covers the request.
        scope: Scope,
        /// Who has to give it.
        by: GrantedBy,
    },
    /// See [`ChangeKind::LiftRefusal`].
    LiftRefusal {
        /// The smallest scope that covers the request.
        scope: Scope,
        /// Who has to give it.
        by: GrantedBy,
    },
}

impl fmt::Debug for Change {
    /// Without instants: when somebody comes of age tells the birthday.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(self.kind().name());
        match self {
            Self::NarrowRequest { leave_out: categories } | Self::Encrypt { categories } => shown.field("categories", categories),
            Self::WaitUntil { at: _ } => shown.field("at", &Redacted),
            Self::EstablishFact { fact, holds, categories } => {
                shown.field("fact", &fact.name()).field("holds", holds).field("categories", categories)
            }
            Self::RecordJudgement { fact } | Self::RecordDecision { fact } => shown.field("fact", fact),
            Self::GiveNotice { edition } | Self::AwaitUse { edition } | Self::ObtainAgreement { edition } => {
                shown.field("edition", edition)
            }
            Self::ObtainConsent { scope, by } | Self::LiftRefusal { scope, by } => shown.field("scope", scope).field("by", by),
            Self::VerifyIdentity { who } => shown.field("who", who),
            Self::EndAccess | Self::NameInstrument | Self::VerifyGuardian => &mut shown,
        };
        shown.finish()
    }
}

/// A fact that is missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingFact {
    /// A built-in fact.
    Builtin(Fact),
    /// A fact that the policy declares.
    Own {
        /// Its name.
        name: String,
        /// The word that stands for it in the policy's vocabulary.
        word: CustomFact,
    },
}

impl MissingFact {
    /// The fact's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Builtin(fact) => fact.name(),
            Self::Own { name, .. } => name,
        }
    }
}

impl Change {
    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::NarrowRequest { .. } => ChangeKind::NarrowRequest,
            Self::WaitUntil { .. } => ChangeKind::WaitUntil,
            Self::Encrypt { .. } => ChangeKind::Encrypt,
            Self::EndAccess => ChangeKind::EndAccess,
            Self::EstablishFact { .. } => ChangeKind::EstablishFact,
            Self::NameInstrument => ChangeKind::NameInstrument,
            Self::RecordJudgement { .. } => ChangeKind::RecordJudgement,
            Self::RecordDecision { .. } => ChangeKind::RecordDecision,
            Self::GiveNotice { .. } => ChangeKind::GiveNotice,
            Self::VerifyIdentity { .. } => ChangeKind::VerifyIdentity,
            Self::VerifyGuardian => ChangeKind::VerifyGuardian,
            Self::AwaitUse { .. } => ChangeKind::AwaitUse,
            Self::ObtainAgreement { .. } => ChangeKind::ObtainAgreement,
            Self::ObtainConsent { .. } => ChangeKind::ObtainConsent,
            Self::LiftRefusal { .. } => ChangeKind::LiftRefusal,
        }
    }

    /// Who can bring it about.
    #[must_use]
    pub fn who(&self) -> Doer {
        match self {
            Self::AwaitUse { .. } | Self::ObtainAgreement { .. } => Doer::Person,
            Self::VerifyGuardian => Doer::Guardian,
            Self::VerifyIdentity { who } => *who,
            Self::ObtainConsent { by, .. } | Self::LiftRefusal { by, .. } => match by {
                GrantedBy::Subject => Doer::Person,
                GrantedBy::Guardian => Doer::Guardian,
            },
            Self::EstablishFact { fact: MissingFact::Builtin(fact), .. } => match fact {
                Fact::LegalDemand => Doer::Authority,
                Fact::RespondentAsked | Fact::DisclosureAsked | Fact::RequesterPerformed => Doer::Recipient,
                Fact::PersonAsked | Fact::Minor | Fact::AskedByPerson => Doer::Person,
                Fact::AskedByGuardian => Doer::Guardian,
                _ => Doer::Operator,
            },
            _ => Doer::Operator,
        }
    }

    /// The consent that it asks for, once it is given: with an id of its own, at its instant. A consent counts strictly after that.
    ///
    /// `None` for changes that are no consent. With the feature `ledger`, `Event::following` makes an event of every change that
    /// is recorded about the person.
    ///
    /// # Example
    ///
    /// ```
    /// # let (engine, person) = (lawful::PolicyEngine::platform(), lawful::DataSubject::example());
    /// # let id = lawful::DataSubject::example().id();
    /// use lawful::vocabulary::{Instant, Purpose};
    /// use lawful::{DataCategories, Party, Request};
    ///
    /// let (now, later): (Instant, Instant) = ("2026-06-01T12:00:00Z".parse()?, "2026-06-01T12:05:00Z".parse()?);
    /// let request = |at| {
    ///     Request::sell(DataCategories::EMAIL).with(Party::partner("acme")).for_purpose(Purpose::RECIPIENT_OWN).at(at)
    /// };
    /// let remedies = engine.decide(&request(now), &person).remedies();
    ///
    /// // The person is asked, and says yes.
    /// let grant = remedies[0].changes()[0].grant(id, now).ok_or("no consent")?;
    /// assert!(engine.decide(&request(later), &person.grant(grant)?).is_permitted());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn grant(&self, id: Uuid, given_at: Instant) -> Option<Grant> {
        match self {
            Self::ObtainConsent { scope, by } | Self::LiftRefusal { scope, by } => {
                Some(Grant::new(id, scope.clone(), given_at).by(*by))
            }
            _ => None,
        }
    }

    /// Takes in a change of the same kind, for further categories or for longer; whether that could be done.
    pub(crate) fn join(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::NarrowRequest { leave_out }, Self::NarrowRequest { leave_out: more }) => {
                *leave_out |= *more;
                true
            }
            // Until both are over.
            (Self::WaitUntil { at }, Self::WaitUntil { at: other }) => {
                *at = (*at).max(*other);
                true
            }
            (Self::Encrypt { categories }, Self::Encrypt { categories: more }) => {
                *categories |= *more;
                true
            }
            (
                Self::EstablishFact { fact, holds, categories },
                Self::EstablishFact { fact: same, holds: alike, categories: more },
            ) if fact == same && holds == alike => {
                *categories |= *more;
                true
            }
            (Self::ObtainConsent { scope, by }, Self::ObtainConsent { scope: more, by: same })
            | (Self::LiftRefusal { scope, by }, Self::LiftRefusal { scope: more, by: same })
                if by == same && scope.service() == more.service() =>
            {
                let categories = scope.categories().unwrap_or_default() | more.categories().unwrap_or_default();
                *scope = scope.clone().of(categories);
                true
            }
            (one, other) => one == other,
        }
    }
}
