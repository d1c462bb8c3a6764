//! A person's yes and no.

use std::fmt;

use uuid::Uuid;

use crate::vocabulary::notation::word_enum;
use crate::vocabulary::{Instant, Redacted, Scope};

word_enum! {
    /// Who gave a consent.
    GrantedBy, "giver of a consent",
    /// The person.
    Subject "subject",
    /// The person's guardian. Counts only for a minor, and only from a verified guardian.
    Guardian "guardian",
}

word_enum! {
    /// How a person said no. Every clear sign counts alike.
    RefusalMeans, "means of refusal",
    /// Took a consent back.
    Withdrawal "withdrawal",
    /// Objected.
    Objection "objection",
    /// Opted out.
    OptOut "opt-out",
    /// Set the browser to refuse.
    BrowserSetting "browser-setting",
    /// Switched a function of the device off.
    DeviceFunctionOff "device-function-off",
    /// Deleted the data.
    Deletion "deletion",
}

/// A consent: the person, or a guardian, said yes to a scope.
///
/// It counts strictly after `given_at` ("prior") and before `expires_at`; at its expiry it is as if it had never been given.
/// One that expires when it is given, or before, never counts.
/// It authorises the operator and its affiliates.
///
/// # Example
///
/// ```
/// use lawful::subject::Grant;
/// use lawful::vocabulary::{Actions, DataCategories, Scope};
/// # let id = lawful::subject::DataSubject::example().id();
///
/// let scope = Scope::anything().of(DataCategories::EMAIL).to(Actions::SHARE);
/// let grant = Grant::new(id, scope, "2026-01-05T09:00:00Z".parse()?).until("2027-01-05T09:00:00Z".parse()?);
/// assert!(!grant.is_live("2026-01-05T09:00:00Z".parse()?), "not yet prior");
/// assert!(grant.is_live("2026-01-05T09:00:01Z".parse()?));
/// assert!(!grant.is_live("2027-01-05T09:00:00Z".parse()?), "expired");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    pub(super) id: Uuid,
    pub(super) scope: Scope,
    pub(super) by: GrantedBy,
    pub(super) given_at: Instant,
    pub(super) expires_at: Option<Instant>,
    pub(super) evidence: Option<String>,
}

impl Grant {
    /// A consent that the person gave to a scope at an instant, without expiry.
    #[must_use]
    pub fn new(id: Uuid, scope: Scope, given_at: Instant) -> Self {
        Self { id, scope, by: GrantedBy::Subject, given_at, expires_at: None, evidence: None }
    }

    /// Says who gave it.
    #[must_use]
    pub fn by(self, by: GrantedBy) -> Self {
        Self { by, ..self }
    }

    /// Gives it an expiry, exclusive. One that is not later than the instant at which it was given leaves it without effect.
    #[must_use]
    pub fn until(self, expires_at: Instant) -> Self {
        Self { expires_at: Some(expires_at), ..self }
    }

    /// Adds a note of, or a reference to, how it was given.
    #[must_use]
    pub fn on_evidence(self, evidence: &str) -> Self {
        Self { evidence: Some(evidence.to_owned()), ..self }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What it says yes to.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Who gave it.
    #[must_use]
    pub fn giver(&self) -> GrantedBy {
        self.by
    }

    /// When it was given.
    #[must_use]
    pub fn given_at(&self) -> Instant {
        self.given_at
    }

    /// From when on it no longer counts.
    #[must_use]
    pub fn expires_at(&self) -> Option<Instant> {
        self.expires_at
    }

    /// How it was given.
    #[must_use]
    pub fn evidence(&self) -> Option<&str> {
        self.evidence.as_deref()
    }

    /// Whether it counts at an instant, as far as time goes.
    #[must_use]
    pub fn is_live(&self, at: Instant) -> bool {
        self.given_at < at && self.expires_at.is_none_or(|expiry| at < expiry)
    }
}

/// A refusal: the person said no to a scope, or took a consent back.
///
/// It counts from its instant, inclusive.
///
/// # Example
///
/// ```
/// use lawful::subject::{Refusal, RefusalMeans};
/// use lawful::vocabulary::{Purposes, Scope};
/// # let id = lawful::subject::DataSubject::example().id();
///
/// let scope = Scope::anything().for_purposes(Purposes::OWN_PROMOTION);
/// let opt_out = Refusal::new(id, scope, "2026-03-01T00:00:00Z".parse()?, RefusalMeans::OptOut);
/// assert_eq!(opt_out.withdraws(), None);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Refusal {
    pub(super) id: Uuid,
    /// `None` only until a timeline has given a withdrawal the scope of its grant.
    pub(super) scope: Option<Scope>,
    pub(super) at: Instant,
    pub(super) means: RefusalMeans,
    pub(super) withdraws: Option<Uuid>,
}

impl Refusal {
    /// A refusal of a scope.
    #[must_use]
    pub fn new(id: Uuid, scope: Scope, at: Instant, means: RefusalMeans) -> Self {
        Self { id, scope: Some(scope), at, means, withdraws: None }
    }

    /// The withdrawal of a grant, with the whole scope of that grant.
    #[must_use]
    pub fn withdrawal(id: Uuid, grant: Uuid, at: Instant) -> Self {
        Self { id, scope: None, at, means: RefusalMeans::Withdrawal, withdraws: Some(grant) }
    }

    /// Narrows a withdrawal to a part of the grant's scope.
    #[must_use]
    pub fn only(self, scope: Scope) -> Self {
        Self { scope: Some(scope), ..self }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What it says no to; `None` for a withdrawal that has not met its grant yet.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// From when on it counts.
    #[must_use]
    pub fn instant(&self) -> Instant {
        self.at
    }

    /// How it was said.
    #[must_use]
    pub fn means(&self) -> RefusalMeans {
        self.means
    }

    /// The grant that it withdraws.
    #[must_use]
    pub fn withdraws(&self) -> Option<Uuid> {
        self.withdraws
    }
}

/// A yes or a no.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Yes.
    Grant(Grant),
    /// No.
    Refusal(Refusal),
}

impl Choice {
    /// When it was made.
    #[must_use]
    pub fn instant(&self) -> Instant {
        match self {
            Self::Grant(grant) => grant.given_at,
            Self::Refusal(refusal) => refusal.at,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Grant(grant) => grant.id,
            Self::Refusal(refusal) => refusal.id,
        }
    }

    /// Whether it counts at an instant, as far as time goes.
    #[must_use]
    pub fn is_live(&self, at: Instant) -> bool {
        match self {
            Self::Grant(grant) => grant.is_live(at),
            Self::Refusal(refusal) => refusal.at <= at,
        }
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant").field("id", &Redacted).field("scope", &self.scope).field("by", &self.by).finish_non_exhaustive()
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("id", &Redacted)
            .field("scope", &self.scope)
            .field("means", &self.means)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grant(grant) => grant.fmt(f),
            Self::Refusal(refusal) => refusal.fmt(f),
        }
    }
}
