//! Facts about the person's choices: what the latest choice that covers the request says.

use super::{FactValue, Facts};
use crate::subject::{Choice, Guardian, Kind, Processing};
use crate::vocabulary::{DataCategories, Role, Truth};

/// Consent and refusal, which one walk along the timeline finds together.
#[derive(Clone, Copy)]
pub(super) struct ChoiceFacts {
    pub(super) consented: FactValue,
    pub(super) refused: FactValue,
}

/// What a walk along the timeline found.
#[derive(Clone, Copy)]
struct Found {
    granted: DataCategories,
    refused: DataCategories,
}

impl<'a> Facts<'a> {
    #[inline]
    pub(super) fn evaluate_choices(&self) -> ChoiceFacts {
        let (consented, refused) = self.walk_either_way(true);
        ChoiceFacts { consented: self.if_authorised(consented), refused }
    }

    pub(super) fn guardian_consented(&self) -> FactValue {
        let (consented, _) = self.walk_either_way(false);
        self.if_authorised(consented)
    }

    /// A grant authorises the operator and its affiliates, nobody else.
    fn if_authorised(&self, consented: FactValue) -> FactValue {
        match self.request.actor().role() {
            Role::Operator | Role::Affiliate => consented,
            _ => FactValue::known(DataCategories::empty()),
        }
    }

    /// A guardian's grant counts for a minor only. Where it is unknown whether the person is one, what both ways agree on is known.
    #[inline(always)]
    fn walk_either_way(&self, subject: bool) -> (FactValue, FactValue) {
        let minor = self.guardian_speaks();
        let found = self.walk(subject, minor != Truth::Fails);
        if minor != Truth::Unknown {
            return (FactValue::known(found.granted), FactValue::known(found.refused));
        }
        self.agreed_either_way(found, subject)
    }

    #[cold]
    fn agreed_either_way(&self, found: Found, subject: bool) -> (FactValue, FactValue) {
        let other = self.walk(subject, false);
        let agree = |one: DataCategories, other: DataCategories| FactValue { holds: one & other, unknown: one ^ other };
        (agree(found.granted, other.granted), agree(found.refused, other.refused))
    }

    /// Whether a guardian's grant counts.
    fn guardian_speaks(&self) -> Truth {
        let verified = self.subject.guardian() == Some(Guardian::Verified);
        if verified { self.minor() } else { Truth::Fails }
    }

    #[inline(always)]
    fn walk(&self, subject: bool, guardian: bool) -> Found {
        let mut found = Found { granted: DataCategories::empty(), refused: DataCategories::empty() };
        self.each_deciding(subject, guardian, |kind, _, decided| match kind {
            Kind::Granted | Kind::GrantedByGuardian => found.granted |= decided,
            Kind::Refused => found.refused |= decided,
        });
        found
    }

    /// The choices that decide, latest first, each with the categories that it decides; the person's own grants only if asked for.
    pub(super) fn each_deciding_choice(&self, subject: bool, mut show: impl FnMut(&'a Choice, DataCategories)) {
        let choices: &'a [Choice] = self.subject.choices().as_slice();
        let guardian = self.guardian_speaks() != Truth::Fails;
        self.each_deciding(subject, guardian, |_, place, decided| show(&choices[place], decided));
    }

    /// From the latest choice back: the first that covers a category decides it.
    #[inline(always)]
    fn each_deciding(&self, subject: bool, guardian: bool, show: impl FnMut(Kind, usize, DataCategories)) {
        let counts = |kind: Kind| match kind {
            Kind::Granted => subject,
            Kind::GrantedByGuardian => guardian,
            Kind::Refused => true,
        };
        self.subject.choices().each_deciding(&self.processing(), counts, show);
    }

    pub(super) fn processing(&self) -> Processing<'a> {
        Processing {
            at: self.request.instant(),
            ticks: self.request.ticks(),
            categories: self.judged,
            action: self.request.action(),
            purpose: self.request.purpose(),
            recipient: self.request.recipient(),
            mark: self.request.recipient_mark(),
            service: self.item.service(),
        }
    }
}
