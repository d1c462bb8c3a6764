//! Facts: everything that a rule can ask about.

use crate::vocabulary::NameError;
use crate::vocabulary::notation::word_enum;

word_enum! {
    /// A built-in fact: a condition that a rule can name.
    ///
    /// Evaluated for one item of a request, a fact yields the categories for which it **holds** and those for which it is
    /// **unknown**. Most facts are all or nothing; those marked *per category* are not. A fact about a circumstance that is absent
    /// holds for nothing; a field left out inside a circumstance makes its facts unknown.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::policy::Fact;
    ///
    /// assert_eq!("operator-decided".parse(), Ok(Fact::OperatorDecided));
    /// ```
    Fact, "fact",
    /// The person has agreed to the service agreement, at or before the instant (`preamble.6`).
    Agreed "agreed",
    /// *Per category*: the latest choice that covers the request is a live grant (`disclosure.1`).
    Consented "consented",
    /// *Per category*: the latest choice that covers the request is a refusal (`authz.2.a`).
    Refused "refused",
    /// *Per category*: like `consented`, with the person's own grants left out (`minors.1`).
    GuardianConsented "guardian-consented",
    /// The person is a minor.
    Minor "minor",
    /// The person's guardian is verified (`minors.1.a`).
    GuardianVerified "guardian-verified",
    /// An account of the item's service is closed, and none is open (`cancel.2`).
    AccountClosed "account-closed",
    /// The closed account's service lets its data be processed for the purpose.
    ClosurePermits "closure-permits",
    /// *Per category*: the item is needed for what the request is about (`collect.1`).
    Necessary "necessary",
    /// The person published the item on the platform, to everyone, and it is still up (`collect.2.2`).
    Published "published",
    /// The item is kept under the required safeguard (`security.1.b`).
    Protected "protected",
    /// The person is using the service or visiting a page (`collect.1.2`).
    InUse "in-use",
    /// The channel of collection is lawful (`collect.1.3`).
    ChannelLawful "channel-lawful",
    /// The channel of collection is unlawful.
    ChannelUnlawful "channel-unlawful",
    /// The means of collection are unfair.
    MeansUnfair "means-unfair",
    /// *Per category*: a binding demand covers it, and the recipient is its addressee (`disclosure.3`).
    LegalDemand "legal-demand",
    /// *Per category*: the law forbids the act.
    LawForbids "law-forbids",
    /// *Per category*: the law requires it to be retained.
    RetentionRequired "retention-required",
    /// A violation of the law, the agreement or the platform's rules is established (`disclosure.4`).
    Violation "violation",
    /// The violation calls for disclosure.
    DisclosureNeeded "disclosure-needed",
    /// A violation is alleged and not established, so a record of it is no record of a violation (`collect.2.3`).
    Allegation "allegation",
    /// The person is the one who complains (`disclosure.5`).
    Complainant "complainant",
    /// The complainant is qualified.
    ComplainantQualified "complainant-qualified",
    /// The complaint is filed.
    ComplaintFiled "complaint-filed",
    /// The respondent asked.
    RespondentAsked "respondent-asked",
    /// The recipient is the respondent.
    ToRespondent "to-respondent",
    /// The transaction was created on the platform (`disclosure.6`).
    DealOnPlatform "deal-on-platform",
    /// The one who asks is a party to the transaction.
    RequesterIsParty "requester-is-party",
    /// The one who asks has performed in part or in full.
    RequesterPerformed "requester-performed",
    /// Disclosure was asked for.
    DisclosureAsked "disclosure-asked",
    /// The operator decided to disclose.
    OperatorDecided "operator-decided",
    /// The person asked for it (`disclosure.2`).
    PersonAsked "person-asked",
    /// What the person asked for cannot be delivered without sharing.
    SharingNecessary "sharing-necessary",
    /// A law, a regulation or a published site policy is named (`disclosure.7`).
    InstrumentNamed "instrument-named",
    /// The operator considers the disclosure appropriate under it.
    ConsideredAppropriate "considered-appropriate",
    /// The recipient, else the actor, is the engaged provider, serves the person, and is engaged at the instant for the item's
    /// service (`use.1.1.b`).
    Engaged "engaged",
    /// The provider's access ends with its service.
    AccessEnds "access-ends",
    /// The recipient's, else the actor's, engagement for the item's service has ended (`use.1.1.c`).
    ServiceEnded "service-ended",
    /// The server belongs to the provider that is engaged for the item's service and serves the person (`storage.1`: another's server
    /// only as a service provider's).
    ServerEngaged "server-engaged",
    /// The partnership is current (`use.1.3.b`).
    CurrentPartner "current-partner",
    /// The linked service is run by an outsider (`tp.4`).
    OutsidersService "outsiders-service",
    /// The copy is beyond the operator's control (`sharing.3`).
    OutsideCopy "outside-copy",
    /// The message is an announcement by its nature (`rev.3`).
    Announcement "announcement",
    /// The message is needed.
    MessageNeeded "message-needed",
    /// The cookie is the operator's (`cookies.1`).
    OwnCookie "own-cookie",
    /// The cookie is someone else's (`cookies.3`, read a contrario).
    OthersCookie "others-cookie",
    /// The server is the operator's or an affiliate's (`storage.1`).
    OwnServer "own-server",
    /// The person reported a leak (`security.2.b`).
    LeakReported "leak-reported",
    /// The person asks about the own data (`access.1.b`).
    AskedByPerson "asked-by-person",
    /// The guardian asks.
    AskedByGuardian "asked-by-guardian",
    /// Deletion is asked for.
    DeletionAsked "deletion-asked",
    /// Proof of identity was demanded and has not been given (`access.2`).
    VerificationOpen "verification-open",
    /// No proof of identity was demanded.
    Unverified "unverified",
    /// Proof of identity was given.
    Verified "verified",
    /// The service's agreement allows the cancellation (`cancel.1`).
    CancelAgreed "cancel-agreed",
    /// The law allows the cancellation.
    CancelLawful "cancel-lawful",
    /// A major edition is in force that the person has not accepted, without prominent notice so far (`rev.1.a`).
    NoticeMissing "notice-missing",
}

impl Fact {
    /// Facts of which at most one can hold, so that a rule which asks for two of them never reaches anything.
    pub(super) const EXCLUSIVE: [&'static [Self]; 5] = [
        &[Self::ChannelLawful, Self::ChannelUnlawful],
        &[Self::AskedByPerson, Self::AskedByGuardian],
        &[Self::VerificationOpen, Self::Unverified, Self::Verified],
        &[Self::OwnCookie, Self::OthersCookie],
        &[Self::Violation, Self::Allegation],
    ];
}

/// What a rule asks for: a built-in fact, or one that the policy declares.
///
/// # Example
///
/// ```
/// use lawful::policy::{Condition, Fact};
///
/// assert_eq!(Condition::from(Fact::Agreed).name(), "agreed");
/// assert_eq!(Condition::Own("works-council-agreed".into()).name(), "works-council-agreed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// A built-in fact.
    Builtin(Fact),
    /// A fact that a policy declares, by its name.
    Own(String),
}

impl Condition {
    /// The fact's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Builtin(fact) => fact.name(),
            Self::Own(name) => name,
        }
    }

    /// The condition of this name, among the built-in facts and these own ones.
    pub(super) fn named<'a>(name: &str, own: impl Iterator<Item = &'a str> + Clone) -> Result<Self, NameError> {
        if let Ok(fact) = name.parse() {
            return Ok(Self::Builtin(fact));
        }
        if own.clone().any(|known| known == name) {
            return Ok(Self::Own(name.to_owned()));
        }
        Err(NameError::new("fact", name, Fact::ALL.iter().map(|fact| fact.name()).chain(own)))
    }
}

impl From<Fact> for Condition {
    fn from(fact: Fact) -> Self {
        Self::Builtin(fact)
    }
}
