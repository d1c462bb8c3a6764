//! Where facts are read from.

use crate::policy::Fact;

impl Fact {
    /// The name of the circumstance that the fact is read from; `None` where it is read from the person, the item or the policy.
    ///
    /// ```
    /// use lawful::policy::Fact;
    ///
    /// assert_eq!(Fact::OperatorDecided.circumstance(), Some("transaction"));
    /// assert_eq!(Fact::Agreed.circumstance(), None);
    /// ```
    #[must_use]
    pub fn circumstance(self) -> Option<&'static str> {
        source(self).map(|(name, _)| name)
    }
}

/// The circumstance and the fields that a fact is read from; `None` where it is read from elsewhere.
pub(super) fn source(fact: Fact) -> Option<(&'static str, &'static [&'static str])> {
    let source: (&str, &[&str]) = match fact {
        Fact::InUse => ("collection", &["in-use"]),
        Fact::ChannelLawful | Fact::ChannelUnlawful => ("collection", &["channel-lawful"]),
        Fact::MeansUnfair => ("collection", &["means-fair"]),
        Fact::LegalDemand => ("legal-demand", &["kind", "binding", "covers", "addressee"]),
        Fact::LawForbids => ("law", &["forbids"]),
        Fact::RetentionRequired => ("law", &["requires-retention"]),
        Fact::Violation => ("violation", &["of", "established"]),
        Fact::Allegation => ("violation", &["established"]),
        Fact::DisclosureNeeded => ("violation", &["disclosure-needed"]),
        Fact::Complainant => ("ip-complaint", &["subject-is-complainant"]),
        Fact::ComplainantQualified => ("ip-complaint", &["complainant-qualified"]),
        Fact::ComplaintFiled => ("ip-complaint", &["filed"]),
        Fact::RespondentAsked => ("ip-complaint", &["respondent-asked"]),
        Fact::ToRespondent => ("ip-complaint", &["respondent"]),
        Fact::DealOnPlatform => ("transaction", &["on-platform"]),
        Fact::RequesterIsParty => ("transaction", &["requester-is-party"]),
        Fact::RequesterPerformed => ("transaction", &["requester-performed"]),
        Fact::DisclosureAsked => ("transaction", &["disclosure-asked"]),
        Fact::OperatorDecided => ("transaction", &["operator-decided"]),
        Fact::PersonAsked => ("user-request", &["asked"]),
        Fact::SharingNecessary => ("user-request", &["sharing-necessary"]),
        Fact::InstrumentNamed => ("instrument", &["kind"]),
        Fact::ConsideredAppropriate => ("instrument", &["considered-appropriate"]),
        Fact::Engaged => ("engagement", &["party", "serves-subject", "periods"]),
        Fact::ServiceEnded => ("engagement", &["party", "periods"]),
        Fact::ServerEngaged => ("engagement", &["party", "serves-subject", "periods"]),
        Fact::AccessEnds => ("engagement", &["access-ends-with-service"]),
        Fact::CurrentPartner => ("partnership", &["current"]),
        Fact::OutsidersService => ("third-party-service", &["operated-by"]),
        Fact::OutsideCopy => ("copy", &["outside-operators-control"]),
        Fact::Announcement => ("message", &["kind"]),
        Fact::MessageNeeded => ("message", &["needed"]),
        Fact::OwnCookie | Fact::OthersCookie => ("cookie", &["set-by"]),
        Fact::OwnServer => ("storage", &["server"]),
        Fact::LeakReported => ("leak", &["reported"]),
        Fact::AskedByPerson | Fact::AskedByGuardian => ("subject-request", &["asked-by"]),
        Fact::DeletionAsked => ("subject-request", &["kind"]),
        Fact::VerificationOpen | Fact::Unverified | Fact::Verified => ("subject-request", &["verification"]),
        Fact::CancelAgreed => ("cancellation", &["agreement-met"]),
        Fact::CancelLawful => ("cancellation", &["law-allows"]),

        // These are read from the person, the item or the policy.
        Fact::Agreed
        | Fact::Consented
        | Fact::Refused
        | Fact::GuardianConsented
        | Fact::Minor
        | Fact::GuardianVerified
        | Fact::AccountClosed
        | Fact::ClosurePermits
        | Fact::Necessary
        | Fact::Published
        | Fact::Protected
        | Fact::NoticeMissing => return None,
    };
    Some(source)
}
