//! Choices as masks: all that has to be looked at to tell whether a choice covers a request, in one cache line.

use super::{Choice, GrantedBy};
use crate::vocabulary::{
    Action, Actions, DataCategories, Instant, Parties, Party, Purpose, Purposes, Roles, Scope, Service, Truth, ticks,
};

/// What a request would do with data, as far as it matters for choices.
#[derive(Clone, Copy)]
pub(crate) struct Processing<'a> {
    pub(crate) at: Instant,
    /// The same in ticks.
    pub(crate) ticks: Option<i64>,
    pub(crate) categories: DataCategories,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    pub(crate) recipient: Option<&'a Party>,
    /// The recipient's mark; 0 without an id.
    pub(crate) mark: u32,
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

/// One choice, in a cache line of its own.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Span {
    pub(super) categories: DataCategories,
    pub(super) purposes: Purposes,
    /// The ticks of its instant, and of its expiry.
    pub(super) from: i64,
    until: i64,
    pub(super) actions: Actions,
    /// The roles of which it is about some party, and those of which it is about all.
    pub(super) roles: Roles,
    pub(super) whole_roles: Roles,
    /// The mark of the only single party that it names; 0 where it names none or several.
    pub(super) mark: u32,
    pub(super) kind: Kind,
    pub(super) has_recipients: bool,
    /// It names single parties or a service, so that masks alone do not tell.
    is_particular: bool,
}

/// A digest of a span, four to a cache line: enough to pass over most choices that are about something else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    purposes: u64,
    actions: u32,
    /// The categories, folded upon one another.
    categories: u32,
}

impl Key {
    pub(super) fn of(span: &Span) -> Self {
        Self { purposes: span.purposes.bits(), actions: span.actions.bits(), categories: folded(span.categories) }
    }

    /// What to look for.
    pub(super) fn sought(processing: &Processing<'_>) -> Self {
        Self {
            purposes: Purposes::from(processing.purpose).bits(),
            actions: Actions::from(processing.action).bits(),
            categories: folded(processing.categories),
        }
    }

    pub(super) fn warm(&self) -> i64 {
        i64::from(self.actions)
    }

    /// Whether a choice with this key may be about what is sought. There is only one action and one purpose sought.
    #[inline(always)]
    pub(super) fn may_cover(&self, sought: &Self) -> bool {
        self.purposes & sought.purposes != 0 && self.actions & sought.actions != 0 && self.categories & sought.categories != 0
    }
}

fn folded(categories: DataCategories) -> u32 {
    let bits = categories.bits();
    let halves = bits as u64 | (bits >> 64) as u64;
    halves as u32 | (halves >> 32) as u32
}

impl Span {
    /// `None` where an instant cannot be told in ticks.
    pub(super) fn of(choice: &Choice) -> Option<Self> {
        let (kind, until) = match choice {
            Choice::Grant(grant) => (Kind::of(grant.by), grant.expires_at),
            Choice::Refusal(_) => (Kind::Refused, None),
        };
        let scope = choice.scope();
        let parties = scope.and_then(Scope::recipients);
        let named = parties.map_or(&[][..], Parties::named);
        Some(Self {
            categories: scope.and_then(Scope::categories).unwrap_or(DataCategories::all()),
            purposes: scope.and_then(Scope::purposes).unwrap_or(Purposes::all()),
            from: ticks(choice.instant())?,
            until: until.map_or(Some(i64::MAX), ticks)?,
            actions: scope.and_then(Scope::actions).unwrap_or(Actions::all()),
            roles: parties.map_or(Roles::all(), Parties::roles) | named.iter().map(Party::role).collect(),
            whole_roles: parties.map_or(Roles::all(), Parties::roles),
            mark: if let [only] = named { only.mark() } else { 0 },
            kind,
            has_recipients: parties.is_some(),
            is_particular: !named.is_empty() || scope.is_some_and(|scope| scope.service().is_some()),
        })
    }

    /// What the choice decides, of the categories of the processing, at an instant in ticks. The choice itself is looked at where masks
    /// alone do not tell.
    #[inline]
    pub(super) fn covered(&self, at: i64, processing: &Processing<'_>, choice: &Choice) -> DataCategories {
        let nothing = DataCategories::empty();
        let is_live = match self.kind {
            Kind::Refused => self.from <= at,
            Kind::Granted | Kind::GrantedByGuardian => self.from < at && at < self.until,
        };
        let fits = self.actions.contains(processing.action.into()) && self.purposes.contains(processing.purpose.into());
        if !is_live || !fits {
            return nothing;
        }
        if self.is_particular {
            return if self.is_of_another(processing) { nothing } else { choice.covered(processing) };
        }
        let is_towards = match processing.recipient {
            _ if !self.has_recipients => true,
            Some(recipient) => self.roles.contains(recipient.role().into()),
            None => processing.action.has_recipient() && self.kind == Kind::Refused,
        };
        if is_towards { self.categories & processing.categories } else { nothing }
    }
}

impl Span {
    /// Whether it is surely about another party than the recipient.
    fn is_of_another(&self, processing: &Processing<'_>) -> bool {
        let Some(recipient) = processing.recipient else { return false };
        let names_another = self.mark != 0 && processing.mark != 0 && self.mark != processing.mark;
        names_another && !self.whole_roles.contains(recipient.role().into())
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

    fn scope(&self) -> Option<&Scope> {
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

/// What a scope covers of the categories of the processing. Where it is not known well enough who receives the data, that of a grant does
/// not cover it and that of a refusal does.
pub(crate) fn covered(scope: &Scope, is_refusal: bool, processing: &Processing<'_>) -> DataCategories {
    let is_towards = |parties: &Parties| match processing.recipient {
        _ if !processing.action.has_recipient() => false,
        Some(recipient) => match parties.include(recipient) {
            Truth::Unknown => is_refusal,
            known => known.holds(),
        },
        None => is_refusal,
    };
    let covers = scope.actions().is_none_or(|actions| actions.contains(processing.action.into()))
        && scope.purposes().is_none_or(|purposes| purposes.contains(processing.purpose.into()))
        && scope.service().is_none_or(|service| processing.service == Some(service))
        && scope.recipients().is_none_or(is_towards);
    let categories = scope.categories().unwrap_or(DataCategories::all());
    if covers { categories & processing.categories } else { DataCategories::empty() }
}

const _: () = assert!(size_of::<Span>() == 64);
