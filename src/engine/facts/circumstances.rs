//! Facts that circumstances state outright.

use crate::policy::Fact;
use crate::request::{
    Circumstances, CookieSetter, InstrumentKind, MessageKind, Performance, SubjectRequestKind, Verification, ViolationOf,
};
use crate::vocabulary::{Role, Truth};

/// Roles that a service is not run by an outsider for: they belong to the operator's own side, or are the person.
const INSIDERS: [Role; 5] = [Role::Operator, Role::Affiliate, Role::ServiceProvider, Role::DataSubject, Role::Guardian];

/// Whether a fact holds that is all or nothing and depends on circumstances alone.
#[inline(always)]
pub(super) fn truth(given: &Circumstances, fact: Fact) -> Truth {
    match fact {
        Fact::InUse => of(&given.collection, |it| it.in_use.into()),
        Fact::ChannelLawful => of(&given.collection, |it| it.channel_lawful.into()),
        Fact::ChannelUnlawful => of(&given.collection, |it| !Truth::from(it.channel_lawful)),
        Fact::MeansUnfair => of(&given.collection, |it| !Truth::from(it.means_fair)),

        Fact::Violation => of(&given.violation, |it| {
            let in_the_sense_of_the_policy = is(it.of, |of| of != ViolationOf::Other);
            Truth::from(it.established).and(in_the_sense_of_the_policy)
        }),
        Fact::Allegation => of(&given.violation, |it| !Truth::from(it.established)),
        Fact::DisclosureNeeded => of(&given.violation, |it| it.disclosure_needed.into()),

        Fact::Complainant => of(&given.ip_complaint, |it| it.subject_is_complainant.into()),
        Fact::ComplainantQualified => of(&given.ip_complaint, |it| it.complainant_qualified.into()),
        Fact::ComplaintFiled => of(&given.ip_complaint, |it| it.filed.into()),
        Fact::RespondentAsked => of(&given.ip_complaint, |it| it.respondent_asked.into()),

        Fact::DealOnPlatform => of(&given.transaction, |it| it.on_platform.into()),
        Fact::RequesterIsParty => of(&given.transaction, |it| it.requester_is_party.into()),
        Fact::RequesterPerformed => of(&given.transaction, |it| is(it.requester_performed, |how| how != Performance::None)),
        Fact::DisclosureAsked => of(&given.transaction, |it| it.disclosure_asked.into()),
        Fact::OperatorDecided => of(&given.transaction, |it| it.operator_decided.into()),

        Fact::PersonAsked => of(&given.user_request, |it| it.asked.into()),
        Fact::SharingNecessary => of(&given.user_request, |it| it.sharing_necessary.into()),
        Fact::InstrumentNamed => of(&given.instrument, |it| is(it.kind, |kind| kind != InstrumentKind::None)),
        Fact::ConsideredAppropriate => of(&given.instrument, |it| it.considered_appropriate.into()),

        Fact::AccessEnds => of(&given.engagement, |it| it.access_ends_with_service.into()),
        Fact::CurrentPartner => of(&given.partnership, |it| it.current.into()),
        Fact::OutsidersService => of(&given.third_party_service, |it| is(it.operated_by, |by| !INSIDERS.contains(&by))),
        Fact::OutsideCopy => of(&given.copy, |it| it.outside_operators_control.into()),

        Fact::Announcement => of(&given.message, |it| is(it.kind, |kind| kind == MessageKind::Announcement)),
        Fact::MessageNeeded => of(&given.message, |it| it.needed.into()),
        Fact::OwnCookie => of(&given.cookie, |it| is(it.set_by, |by| by == CookieSetter::Operator)),
        Fact::OthersCookie => of(&given.cookie, |it| is(it.set_by, |by| by == CookieSetter::ThirdParty)),
        Fact::OwnServer => of(&given.storage, |it| is(it.server, |of| matches!(of, Role::Operator | Role::Affiliate))),
        Fact::LeakReported => of(&given.leak, |it| it.reported.into()),

        Fact::AskedByPerson => of(&given.subject_request, |it| is(it.asked_by, |by| by == Role::DataSubject)),
        Fact::AskedByGuardian => of(&given.subject_request, |it| is(it.asked_by, |by| by == Role::Guardian)),
        Fact::DeletionAsked => of(&given.subject_request, |it| is(it.kind, |kind| kind == SubjectRequestKind::Delete)),
        Fact::VerificationOpen => of(&given.subject_request, |it| is(it.verification, |is| is == Verification::Demanded)),
        Fact::Unverified => of(&given.subject_request, |it| is(it.verification, |is| is == Verification::NotDemanded)),
        Fact::Verified => of(&given.subject_request, |it| is(it.verification, |is| is == Verification::Verified)),
        Fact::CancelAgreed => of(&given.cancellation, |it| it.agreement_met.into()),
        Fact::CancelLawful => of(&given.cancellation, |it| it.law_allows.into()),

        // These are evaluated elsewhere; what nobody evaluates is not known.
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
        | Fact::LegalDemand
        | Fact::LawForbids
        | Fact::RetentionRequired
        | Fact::ToRespondent
        | Fact::Engaged
        | Fact::ServiceEnded
        | Fact::ServerEngaged
        | Fact::NoticeMissing => Truth::Unknown,
    }
}

/// A circumstance that is absent does not apply.
pub(super) fn of<C>(circumstance: &Option<C>, fact: impl FnOnce(&C) -> Truth) -> Truth {
    circumstance.as_ref().map_or(Truth::Fails, fact)
}

/// A field that is left out is unknown.
pub(super) fn is<V: Copy>(field: Option<V>, holds: impl FnOnce(V) -> bool) -> Truth {
    Truth::from(field.map(holds))
}
