//! Facts about the person's choices: what the latest choice that covers the request says.

use super::{FactValue, Facts};
use crate::subject::{Choice, DataSubject, Grant, GrantedBy, Guardian};
use crate::vocabulary::{DataCategories, Role, Scope, Truth};

/// Consent and refusal, which one walk along the timeline finds together.
#[derive(Clone, Copy)]
pub(super) struct ChoiceFacts {
    pub(super) consented: FactValue,
    pub(super) refused: FactValue,
}

/// Whose grants a walk looks at.
#[derive(Clone, Copy)]
struct Givers {
    subject: bool,
    guardian: bool,
}

/// What a walk along the timeline found.
#[derive(Clone, Copy)]
struct Found {
    granted: DataCategories,
    refused: DataCategories,
}

impl<'a> Facts<'a> {
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
    fn walk_either_way(&self, subject: bool) -> (FactValue, FactValue) {
        let minor = self.guardian_speaks();
        let found = self.walk(Givers { subject, guardian: minor != Truth::Fails });
        if minor != Truth::Unknown {
            return (FactValue::known(found.granted), FactValue::known(found.refused));
        }
        let other = self.walk(Givers { subject, guardian: false });
        let agree = |one: DataCategories, other: DataCategories| FactValue { holds: one & other, unknown: one ^ other };
        (agree(found.granted, other.granted), agree(found.refused, other.refused))
    }

    /// Whether a guardian's grant counts.
    fn guardian_speaks(&self) -> Truth {
        let verified = self.subject.guardian() == Some(Guardian::Verified);
        if verified { self.minor() } else { Truth::Fails }
    }

    fn walk(&self, givers: Givers) -> Found {
        let mut found = Found { granted: DataCategories::empty(), refused: DataCategories::empty() };
        self.each_deciding(givers, |choice, decided| match choice {
            Choice::Grant(_) => found.granted |= decided,
            Choice::Refusal(_) => found.refused |= decided,
        });
        found
    }

    /// The choices that decide, latest first, each with the categories that it decides; the person's own grants only if asked for.
    pub(super) fn each_deciding_choice(&self, subject: bool, show: impl FnMut(&'a Choice, DataCategories)) {
        self.each_deciding(Givers { subject, guardian: self.guardian_speaks() != Truth::Fails }, show);
    }

    /// From the latest choice back: the first that covers a category decides it.
    fn each_deciding(&self, givers: Givers, mut show: impl FnMut(&'a Choice, DataCategories)) {
        let mut open = self.item.judged();
        let subject: &'a DataSubject = self.subject;
        for choice in subject.choices().live(self.request.instant()) {
            if open.is_empty() {
                break;
            }
            let covered = match choice {
                Choice::Grant(grant) => {
                    let counts = match grant.giver() {
                        GrantedBy::Subject => givers.subject,
                        GrantedBy::Guardian => givers.guardian,
                    };
                    if counts { open & self.covered_by_grant(grant) } else { DataCategories::empty() }
                }
                Choice::Refusal(refusal) => refusal.scope().map_or(open, |scope| open & self.covered(scope, Truth::Holds)),
            };
            if !covered.is_empty() {
                show(choice, covered);
                open -= covered;
            }
        }
    }

    pub(super) fn covered_by_grant(&self, grant: &Grant) -> DataCategories {
        self.covered(grant.scope(), Truth::Fails)
    }

    /// The categories of a scope, if the scope covers the request. Where the recipient is not known well enough to tell, a grant does
    /// not cover it and a refusal does.
    fn covered(&self, scope: &Scope, if_unknown: Truth) -> DataCategories {
        let request = self.request;
        let reaches = scope.actions().is_none_or(|actions| actions.contains(request.action().into()))
            && scope.purposes().is_none_or(|purposes| purposes.contains(request.purpose().into()))
            && scope.service().is_none_or(|service| self.item.service() == Some(service))
            && scope.recipients().is_none_or(|parties| match request.recipient() {
                _ if !request.action().has_recipient() => false,
                Some(recipient) => match parties.include(recipient) {
                    Truth::Unknown => if_unknown.holds(),
                    known => known.holds(),
                },
                None => if_unknown.holds(),
            });
        if reaches { scope.categories().unwrap_or(DataCategories::all()) } else { DataCategories::empty() }
    }
}
