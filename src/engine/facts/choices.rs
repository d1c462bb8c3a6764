//! Facts about the person's choices: what the latest choice that covers the request says.

use super::{FactValue, Facts};
use crate::subject::{Choice, GrantedBy, Guardian};
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

impl Facts<'_> {
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
        let verified = self.subject.guardian() == Some(Guardian::Verified);
        let minor = if verified { self.minor() } else { Truth::Fails };
        let found = self.walk(Givers { subject, guardian: minor != Truth::Fails });
        if minor != Truth::Unknown {
            return (FactValue::known(found.granted), FactValue::known(found.refused));
        }
        let other = self.walk(Givers { subject, guardian: false });
        let agree = |one: DataCategories, other: DataCategories| FactValue { holds: one & other, unknown: one ^ other };
        (agree(found.granted, other.granted), agree(found.refused, other.refused))
    }

    /// From the latest choice back: the first that covers a category decides it.
    fn walk(&self, givers: Givers) -> Found {
        let mut open = self.item.judged();
        let mut found = Found { granted: DataCategories::empty(), refused: DataCategories::empty() };
        for choice in self.subject.choices().live(self.request.instant()) {
            if open.is_empty() {
                break;
            }
            match choice {
                Choice::Grant(grant) => {
                    let counts = match grant.giver() {
                        GrantedBy::Subject => givers.subject,
                        GrantedBy::Guardian => givers.guardian,
                    };
                    if counts {
                        let covered = open & self.covered(grant.scope(), Truth::Fails);
                        found.granted |= covered;
                        open -= covered;
                    }
                }
                Choice::Refusal(refusal) => {
                    let scope = refusal.scope().map_or(open, |scope| open & self.covered(scope, Truth::Holds));
                    found.refused |= scope;
                    open -= scope;
                }
            }
        }
        found
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
