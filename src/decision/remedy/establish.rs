//! Establishing facts: what a question or a person would say once a missing fact is known.

use super::{Changed, MissingFact};
use crate::policy::Fact;
use crate::request::{
    Circumstances, CookieSetter, DemandKind, Engagement, MessageKind, Performance, Period, Request, SubjectRequestKind,
    ViolationOf,
};
use crate::subject::Age;
use crate::vocabulary::{DataCategories, Party, Role};

/// Makes a fact that was unknown hold, or fail, for these categories. Only what was left out is filled in.
///
/// `None` where there is nothing to fill in.
pub(super) fn establish(changed: &mut Changed, fact: &MissingFact, holds: bool, categories: DataCategories) -> Option<()> {
    match fact {
        MissingFact::Builtin(fact) => builtin(changed, *fact, holds, categories),
        MissingFact::Own { word, .. } => {
            let given = &mut changed.request.circumstances_mut().facts;
            *given = std::mem::take(given).stating(*word, holds);
            Some(())
        }
    }
}

/// The request with a judgement recorded.
pub(in crate::decision) fn record(request: &Request, judged: Fact, finding: bool) -> Request {
    let mut request = request.clone();
    // A judgement is only ever missing where its circumstance is given.
    let _ = circumstance(request.circumstances_mut(), judged, finding, DataCategories::empty());
    request
}

fn builtin(changed: &mut Changed, fact: Fact, holds: bool, categories: DataCategories) -> Option<()> {
    match fact {
        Fact::Minor => {
            // Whatever the age of majority is, it lies between these two.
            let age = if holds { 0 } else { 150 };
            if changed.subject.age() == Age::Unknown {
                changed.subject = changed.subject.clone().aged(age);
            }
            Some(())
        }
        Fact::Necessary | Fact::Published | Fact::Protected => {
            let request = changed.request.clone();
            changed.request = request.with_items(|item| match (fact, item.judged().intersects(categories)) {
                (Fact::Necessary, true) if item.is_necessary().is_none() => item.necessary(holds),
                (Fact::Published, true) if item.is_published().is_none() => item.published(holds),
                (Fact::Protected, true) if item.is_protected().is_none() => item.protected(holds),
                _ => item,
            });
            Some(())
        }
        Fact::LegalDemand => legal_demand(changed, categories),
        Fact::ToRespondent => same_party(changed, |given| Some(&mut given.ip_complaint.as_mut()?.respondent)),
        Fact::Engaged | Fact::ServiceEnded | Fact::ServerEngaged => engagement(changed, fact),
        _ => circumstance(changed.request.circumstances_mut(), fact, holds, categories),
    }
}

/// Facts that one field of a circumstance states.
fn circumstance(given: &mut Circumstances, fact: Fact, holds: bool, categories: DataCategories) -> Option<()> {
    let listed = if holds { categories } else { DataCategories::empty() };
    match fact {
        Fact::InUse => fill(&mut given.collection.as_mut()?.in_use, holds),
        Fact::ChannelLawful => fill(&mut given.collection.as_mut()?.channel_lawful, holds),
        Fact::ChannelUnlawful => fill(&mut given.collection.as_mut()?.channel_lawful, !holds),
        Fact::MeansUnfair => fill(&mut given.collection.as_mut()?.means_fair, !holds),
        Fact::LawForbids => fill(&mut given.law.as_mut()?.forbids, listed),
        Fact::RetentionRequired => fill(&mut given.law.as_mut()?.requires_retention, listed),
        Fact::Violation => {
            let violation = given.violation.as_mut()?;
            fill(&mut violation.established, holds);
            fill(&mut violation.of, ViolationOf::PlatformRules)
        }
        Fact::Allegation => fill(&mut given.violation.as_mut()?.established, !holds),
        Fact::DisclosureNeeded => fill(&mut given.violation.as_mut()?.disclosure_needed, holds),
        Fact::Complainant => fill(&mut given.ip_complaint.as_mut()?.subject_is_complainant, holds),
        Fact::ComplainantQualified => fill(&mut given.ip_complaint.as_mut()?.complainant_qualified, holds),
        Fact::ComplaintFiled => fill(&mut given.ip_complaint.as_mut()?.filed, holds),
        Fact::RespondentAsked => fill(&mut given.ip_complaint.as_mut()?.respondent_asked, holds),
        Fact::DealOnPlatform => fill(&mut given.transaction.as_mut()?.on_platform, holds),
        Fact::RequesterIsParty => fill(&mut given.transaction.as_mut()?.requester_is_party, holds),
        Fact::RequesterPerformed => {
            let performed = if holds { Performance::Full } else { Performance::None };
            fill(&mut given.transaction.as_mut()?.requester_performed, performed)
        }
        Fact::DisclosureAsked => fill(&mut given.transaction.as_mut()?.disclosure_asked, holds),
        Fact::OperatorDecided => fill(&mut given.transaction.as_mut()?.operator_decided, holds),
        Fact::PersonAsked => fill(&mut given.user_request.as_mut()?.asked, holds),
        Fact::SharingNecessary => fill(&mut given.user_request.as_mut()?.sharing_necessary, holds),
        Fact::ConsideredAppropriate => fill(&mut given.instrument.as_mut()?.considered_appropriate, holds),
        Fact::AccessEnds => fill(&mut given.engagement.as_mut()?.access_ends_with_service, holds),
        Fact::CurrentPartner => fill(&mut given.partnership.as_mut()?.current, holds),
        Fact::OutsidersService => {
            let operated_by = if holds { Role::ThirdPartyService } else { Role::Operator };
            fill(&mut given.third_party_service.as_mut()?.operated_by, operated_by)
        }
        Fact::OutsideCopy => fill(&mut given.copy.as_mut()?.outside_operators_control, holds),
        Fact::Announcement => {
            let kind = if holds { MessageKind::Announcement } else { MessageKind::Promotional };
            fill(&mut given.message.as_mut()?.kind, kind)
        }
        Fact::MessageNeeded => fill(&mut given.message.as_mut()?.needed, holds),
        Fact::OwnCookie | Fact::OthersCookie => {
            let own = holds == (fact == Fact::OwnCookie);
            fill(&mut given.cookie.as_mut()?.set_by, if own { CookieSetter::Operator } else { CookieSetter::ThirdParty })
        }
        Fact::OwnServer => fill(&mut given.storage.as_mut()?.server, if holds { Role::Operator } else { Role::ServiceProvider }),
        Fact::LeakReported => fill(&mut given.leak.as_mut()?.reported, holds),
        Fact::AskedByPerson if holds => fill(&mut given.subject_request.as_mut()?.asked_by, Role::DataSubject),
        Fact::AskedByGuardian if holds => fill(&mut given.subject_request.as_mut()?.asked_by, Role::Guardian),
        Fact::DeletionAsked => {
            let kind = if holds { SubjectRequestKind::Delete } else { SubjectRequestKind::Access };
            fill(&mut given.subject_request.as_mut()?.kind, kind)
        }
        Fact::CancelAgreed => fill(&mut given.cancellation.as_mut()?.agreement_met, holds),
        Fact::CancelLawful => fill(&mut given.cancellation.as_mut()?.law_allows, holds),
        _ => None,
    }
}

/// What is known stays as it is.
fn fill<T>(field: &mut Option<T>, value: T) -> Option<()> {
    field.get_or_insert(value);
    Some(())
}

fn legal_demand(changed: &mut Changed, categories: DataCategories) -> Option<()> {
    let recipient = changed.request.recipient().map(Party::role);
    let demand = changed.request.circumstances_mut().legal_demand.as_mut()?;
    fill(&mut demand.binding, true);
    fill(&mut demand.covers, categories);
    if demand.addressee.is_some() {
        return same_party(changed, |given| Some(&mut given.legal_demand.as_mut()?.addressee));
    }
    let kind = match recipient {
        Some(Role::JudicialAuthority) => DemandKind::JudicialOrder,
        Some(Role::AdministrativeAuthority) => DemandKind::AdministrativeOrder,
        _ => DemandKind::Statute,
    };
    fill(&mut demand.kind, kind)
}

fn engagement(changed: &mut Changed, fact: Fact) -> Option<()> {
    let at = changed.request.instant();
    let given = changed.request.circumstances_mut();
    let engagement: &mut Engagement = given.engagement.as_mut()?;
    fill(&mut engagement.serves_subject, true);
    fill(&mut engagement.periods, vec![Period { service: None, from: at, to: None }]);
    if fact != Fact::ServerEngaged {
        return same_party(changed, |given| Some(&mut given.engagement.as_mut()?.party));
    }
    let provider = engagement.party.as_ref().map(Party::role);
    let server = &mut given.storage.as_mut()?.server;
    let role = *server.get_or_insert(provider.unwrap_or(Role::ServiceProvider));
    fill(&mut engagement.party, Party::of(role))
}

/// Makes a party of a circumstance and the recipient (else the actor) the same one, whichever of them is left open.
fn same_party(changed: &mut Changed, slot: impl Fn(&mut Circumstances) -> Option<&mut Option<Party>>) -> Option<()> {
    let has_recipient = changed.request.action().has_recipient();
    let other = if has_recipient { changed.request.recipient().cloned() } else { Some(changed.request.actor().clone()) };
    let named = slot(changed.request.circumstances_mut())?;
    match (named.clone(), other) {
        (None, Some(other)) => *named = Some(other),
        (Some(party), Some(other)) if party.id().is_none() && party.role() == other.role() => *named = Some(other),
        (Some(party), other) if other.as_ref().is_none_or(|other| other.id().is_none() && other.role() == party.role()) => {
            let request = changed.request.clone();
            changed.request = if has_recipient { request.received_by(party) } else { request.by(party) };
        }
        _ => return None,
    }
    Some(())
}
