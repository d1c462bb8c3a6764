//! A ledger and an audit over any store, so that a gate is one type.

use std::pin::Pin;
use std::sync::Arc;

use uuid::Uuid;

use crate::audit::{Audit, AuditError, Basis, Sink};
use crate::decision::Decision;
use crate::ledger::{Known, Ledger, LedgerError, Store};
use crate::vocabulary::Instant;

pub(super) type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(super) trait People: Send + Sync {
    fn known(&self, person: Uuid) -> Waiting<'_, Result<Option<Arc<Known>>, LedgerError>>;
}

impl<S: Store> People for Ledger<S> {
    fn known(&self, person: Uuid) -> Waiting<'_, Result<Option<Arc<Known>>, LedgerError>> {
        Box::pin(self.person(person))
    }
}

pub(super) trait Records: Send + Sync {
    fn record<'a>(&'a self, decision: &'a Decision<'_>, basis: Basis, now: Instant) -> Waiting<'a, Result<(), AuditError>>;
}

impl<S: Sink> Records for Audit<S> {
    fn record<'a>(&'a self, decision: &'a Decision<'_>, basis: Basis, now: Instant) -> Waiting<'a, Result<(), AuditError>> {
        Box::pin(async move { self.record(decision, basis, now).await.map(|_| ()) })
    }
}
