//! Accounts, one or more for each service.

use std::fmt;

use crate::vocabulary::{Instant, Purposes, Redacted, Service};

/// An account of the person with one service.
///
/// It is open from its opening, inclusive, until its closing, exclusive.
///
/// # Example
///
/// ```
/// use lawful::subject::{Account, AfterClosure};
/// use lawful::vocabulary::Purposes;
///
/// let account = Account::opened("shop", "2025-01-01T00:00:00Z".parse()?)
///     .closed("2026-01-01T00:00:00Z".parse()?, AfterClosure::Process(Purposes::DISPUTE));
/// assert!(account.is_open("2025-12-31T23:59:59Z".parse()?));
/// assert!(account.is_closed("2026-01-01T00:00:00Z".parse()?));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Account {
    pub(super) service: Service,
    pub(super) opened: Instant,
    pub(super) closed: Option<Instant>,
    pub(super) after_closure: AfterClosure,
}

/// What the agreement of a service says about the data of a closed account (`cancel.2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum AfterClosure {
    /// It is deleted.
    #[default]
    Delete,
    /// It may go on being processed for these purposes.
    Process(Purposes),
}

impl Account {
    /// An account that was opened at an instant and is not closed.
    #[must_use]
    pub fn opened(service: &str, at: Instant) -> Self {
        Self { service: service.into(), opened: at, closed: None, after_closure: AfterClosure::Delete }
    }

    /// The same account, closed at an instant; one before its opening closes it as it opens.
    #[must_use]
    pub fn closed(self, at: Instant, after_closure: AfterClosure) -> Self {
        Self { closed: Some(at.max(self.opened)), after_closure, ..self }
    }

    /// The service that it belongs to.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// When it was opened.
    #[must_use]
    pub fn opened_at(&self) -> Instant {
        self.opened
    }

    /// When it was closed, if it was.
    #[must_use]
    pub fn closed_at(&self) -> Option<Instant> {
        self.closed
    }

    /// What happens to its data after it is closed.
    #[must_use]
    pub fn after_closure(&self) -> AfterClosure {
        self.after_closure
    }

    /// Whether it is open at an instant.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.opened <= at && !self.is_closed(at)
    }

    /// Whether it has been closed by an instant.
    #[must_use]
    pub fn is_closed(&self, at: Instant) -> bool {
        self.closed.is_some_and(|closed| closed <= at)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("service", &self.service).field("opened", &Redacted).finish_non_exhaustive()
    }
}
