//! Agreement to the service agreement.

use std::fmt;

use crate::vocabulary::{Instant, Redacted, ticks};

/// The person agreed to the service agreement, which carries the policy (`preamble.6`).
///
/// It counts from its instant, inclusive. It is never a consent: only a [`Grant`](crate::subject::Grant) is prior permission.
///
/// # Example
///
/// ```
/// use lawful::subject::Agreement;
///
/// let to_what_is_in_force = Agreement::at("2025-01-01T00:00:00Z".parse()?);
/// let to_an_edition = Agreement::at("2026-04-01T00:00:00Z".parse()?).to_edition("v2");
/// assert_eq!(to_an_edition.edition(), Some("v2"));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Agreement {
    pub(super) edition: Option<String>,
    pub(super) at: Instant,
}

impl Agreement {
    /// An agreement at an instant, to the edition in force then.
    #[must_use]
    pub fn at(at: Instant) -> Self {
        Self { edition: None, at }
    }

    /// Names the edition of the policy that was agreed to.
    #[must_use]
    pub fn to_edition(self, edition: &str) -> Self {
        Self { edition: Some(edition.to_owned()), ..self }
    }

    /// The edition that was named.
    #[must_use]
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// When it was given.
    #[must_use]
    pub fn instant(&self) -> Instant {
        self.at
    }
}

/// A person's agreements, with the earliest of them at hand: in a policy without later editions, that is all there is to ask.
#[derive(Clone, PartialEq, Eq, Hash)]
#[repr(C)]
pub(super) struct Agreements {
    /// The ticks of the earliest; of somebody who never agreed, as late as can be; as early as can be where each has to be looked
    /// at: one names an edition, or its instant cannot be told in ticks.
    since: i64,
    all: Vec<Agreement>,
}

impl Default for Agreements {
    fn default() -> Self {
        Self { all: Vec::new(), since: i64::MAX }
    }
}

impl Agreements {
    pub(super) fn push(&mut self, agreement: Agreement) {
        let at = ticks(agreement.at).filter(|_| agreement.edition.is_none());
        self.since = self.since.min(at.unwrap_or(i64::MIN));
        self.all.push(agreement);
    }

    pub(super) fn as_slice(&self) -> &[Agreement] {
        &self.all
    }

    /// Whether there was one by an instant in ticks; `None` where each has to be looked at.
    #[inline(always)]
    pub(super) fn any_by(&self, at: i64) -> Option<bool> {
        (self.since != i64::MIN).then_some(self.since <= at)
    }
}

impl FromIterator<Agreement> for Agreements {
    fn from_iter<I: IntoIterator<Item = Agreement>>(agreements: I) -> Self {
        let mut all = Self::default();
        agreements.into_iter().for_each(|agreement| all.push(agreement));
        all
    }
}

impl fmt::Debug for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agreement").field("edition", &self.edition.as_ref().map(|_| Redacted)).field("at", &Redacted).finish()
    }
}
