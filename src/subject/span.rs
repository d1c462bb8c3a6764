//! What a choice covers, and when it counts.

use super::named::Named;
use super::{Choice, GrantedBy};
use crate::vocabulary::{Action, DataCategories, Instant, Parties, Party, Purpose, Scope, Service, Truth, ticks};

/// What a request would do with data, as far as it matters for choices.
#[derive(Clone, Copy)]
pub(crate) struct Processing<'a> {
    pub(crate) at: Instant,
    pub(crate) categories: DataCategories,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    pub(crate) recipient: Option<&'a Party>,
    pub(crate) service: Option<&'a Service>,
}

/// What a choice says, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The person's own yes.
    Granted,
    /// The guardian's yes.
    GrantedByGuardian,
    /// No.
    Refused,
}

/// When a choice counts, what it says, and whom it names: in one line of a processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Span {
    /// Ticks: the first that it counts at, and the first that it no longer does.
    pub(super) from: i64,
    until: i64,
    pub(super) kind: Kind,
    /// It names a service, which no row tells.
    pub(super) has_service: bool,
    /// `None` where only the choice itself tells them.
    named: Option<Named>,
}

const _: () = assert!(size_of::<Span>() == 64);

impl Span {
    /// `None` where an instant cannot be told in ticks.
    pub(super) fn of(choice: &Choice) -> Option<Self> {
        let at = ticks(choice.instant())?;
        let (from, until) = match choice {
            // Prior, so it does not count at its own instant.
            Choice::Grant(grant) => (at.checked_add(1)?, grant.expires_at.map_or(Some(i64::MAX), ticks)?),
            Choice::Refusal(_) => (at, i64::MAX),
        };
        let has_service = choice.scope().is_some_and(|scope| scope.service().is_some());
        Some(Self { from, until, kind: choice.kind(), has_service, named: Named::of(choice.scope()) })
    }

    /// Whether it is the person's own, counts in every service, and for good once it does.
    pub(super) fn is_plain(&self) -> bool {
        self.until == i64::MAX && !self.has_service && self.kind != Kind::GrantedByGuardian
    }

    /// Whether a choice that may cover a request, and is not about its recipient by role, covers it; `None` where only the choice
    /// itself tells.
    pub(super) fn is_towards(&self, recipient: Option<&Party>) -> Option<bool> {
        let named = self.named.filter(|_| !self.has_service)?;
        Some(recipient.is_some_and(|party| named.include(party)))
    }

    #[inline(always)]
    pub(super) fn is_live(&self, at: i64) -> bool {
        self.from <= at && at < self.until
    }
}

impl Kind {
    fn of(giver: GrantedBy) -> Self {
        match giver {
            GrantedBy::Subject => Self::Granted,
            GrantedBy::Guardian => Self::GrantedByGuardian,
        }
    }
}

impl Choice {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Grant(grant) => Kind::of(grant.by),
            Self::Refusal(_) => Kind::Refused,
        }
    }

    pub(super) fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Grant(grant) => Some(&grant.scope),
            Self::Refusal(refusal) => refusal.scope.as_ref(),
        }
    }

    /// What its scope covers of the categories of the processing, whenever it was made.
    pub(crate) fn covered(&self, processing: &Processing<'_>) -> DataCategories {
        match self.scope() {
            Some(scope) => covered(scope, self.kind() == Kind::Refused, processing),
            None => processing.categories,
        }
    }
}

/// What a scope covers of the categories of the processing. Where it is not known well enough who receives the data, that of a
/// grant does not cover it and that of a refusal does.
pub(crate) fn covered(scope: &Scope, is_refusal: bool, processing: &Processing<'_>) -> DataCategories {
    let is_towards = |parties: &Parties| match processing.recipient {
        _ if !processing.action.has_recipient() => false,
        Some(recipient) => match parties.include(recipient) {
            Truth::Unknown => is_refusal,
            known => known.holds(),
        },
        None => is_refusal,
    };
    let covers = is_for(scope, processing)
        && scope.service().is_none_or(|service| processing.service == Some(service))
        && scope.recipients().is_none_or(is_towards);
    let categories = scope.categories().unwrap_or(DataCategories::all());
    if covers { categories & processing.categories } else { DataCategories::empty() }
}

/// Whether the scope is about such an action for such a purpose.
#[inline(always)]
pub(crate) fn is_for(scope: &Scope, processing: &Processing<'_>) -> bool {
    scope.actions().is_none_or(|actions| actions.contains(processing.action.into()))
        && scope.purposes().is_none_or(|purposes| purposes.contains(processing.purpose.into()))
}
