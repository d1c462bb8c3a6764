//! Applying changes to a question and a person.

use chrono::TimeDelta;
use uuid::Uuid;

use super::establish::establish;
use super::{Change, Changed, MissingFact};
use crate::request::{Instrument, InstrumentKind, Request, Verification};
use crate::subject::{DataSubject, Grant, GrantedBy, Guardian};
use crate::vocabulary::{DataCategories, Instant, Scope};

/// The question after the changes; `None` where they do not fit it.
pub(super) fn apply(changes: &[Change], request: &Request, subject: &DataSubject) -> Option<Changed> {
    let mut changed = Changed { request: request.clone(), subject: subject.clone(), notice: None };
    // Waiting comes first: whatever else is to be done is done before the instant that is waited for.
    let (waits, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| matches!(change, Change::WaitUntil { .. }));
    for change in waits.into_iter().chain(others) {
        changed = changed.after(change)?;
    }
    Some(changed)
}

impl Changed {
    fn after(mut self, change: &Change) -> Option<Self> {
        let at = self.request.instant();
        match change {
            Change::NarrowRequest { leave_out } => self.request = self.request.without(*leave_out)?,
            Change::WaitUntil { at } => self.request = self.request.asked_at(*at),
            Change::Encrypt { categories } => {
                self.request = self.request.with_items(|item| match item.judged().intersects(*categories) {
                    true => item.protected(true),
                    false => item,
                });
            }
            Change::EndAccess => {
                let engagement = self.request.circumstances_mut().engagement.as_mut()?;
                engagement.access_ends_with_service = Some(true);
            }
            Change::EstablishFact { fact, holds, categories } => establish(&mut self, fact, *holds, *categories)?,
            Change::NameInstrument => {
                let instrument: &mut Instrument = self.request.circumstances_mut().instrument.as_mut()?;
                instrument.kind = Some(InstrumentKind::SitePolicy);
            }
            Change::RecordJudgement { fact } | Change::RecordDecision { fact } => {
                establish(&mut self, &MissingFact::Builtin(*fact), true, DataCategories::empty())?;
            }
            Change::GiveNotice { edition } => self.notice = Some((edition.clone(), at)),
            Change::VerifyIdentity { .. } => {
                let asked = self.request.circumstances_mut().subject_request.as_mut()?;
                asked.verification = Some(Verification::Verified);
            }
            Change::VerifyGuardian => self.subject = self.subject.with_guardian(Guardian::Verified),
            Change::AwaitUse { .. } => self.subject = self.subject.used(at),
            Change::ObtainAgreement { .. } => self.subject = self.subject.agreed(at),
            Change::ObtainConsent { scope, by } | Change::LiftRefusal { scope, by } => {
                self.subject = consent(self.subject, scope, *by, at)?;
            }
        }
        Some(self)
    }
}

/// Consent is prior: it is given at the last instant before the act.
fn consent(subject: DataSubject, scope: &Scope, by: GrantedBy, at: Instant) -> Option<DataSubject> {
    let given_at = at.checked_sub_signed(TimeDelta::nanoseconds(1))?;
    let free = |id: &Uuid| subject.choices().granted(*id).is_none();
    let id = (0..=u128::MAX).rev().map(Uuid::from_u128).find(free)?;
    subject.grant(Grant::new(id, scope.clone(), given_at).by(by)).ok()
}
