//! The audit without `async`.

use std::io::Write;

use pollster::block_on;

use super::{Audit, AuditError, Basis, Record, Requests, Sink, Verification};
use crate::chain::{Digest, Link, Pseudonym};
use crate::decision::Decision;
use crate::engine::PolicyEngine;
use crate::vocabulary::Instant;

/// An [`Audit`] whose methods wait for their outcome: for programs without `async`. The example of [the module](crate::audit)
/// shows it.
#[derive(Debug)]
pub struct BlockingAudit<S>(Audit<S>);

impl<S: Sink> BlockingAudit<S> {
    /// As [`Audit::open`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open(sink: S, engine: &PolicyEngine) -> Result<Self, AuditError> {
        Audit::open(sink, engine).map(Self)
    }

    /// As [`Audit::resuming`].
    #[must_use]
    pub fn resuming(self, stream: Pseudonym) -> Self {
        Self(self.0.resuming(stream))
    }

    /// As [`Audit::with_requests`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn with_requests(self, requests: Requests) -> Result<Self, AuditError> {
        self.0.with_requests(requests).map(Self)
    }

    /// As [`Audit::stream`].
    #[must_use]
    pub fn stream(&self) -> Pseudonym {
        self.0.stream()
    }

    /// As [`Audit::sink`].
    #[must_use]
    pub fn sink(&self) -> &S {
        self.0.sink()
    }

    /// As [`Audit::record`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn record(&self, decision: &Decision<'_>, basis: Basis, now: Instant) -> Result<Link, AuditError> {
        block_on(self.0.record(decision, basis, now))
    }

    /// As [`Audit::records`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<Record>, AuditError> {
        block_on(self.0.records(stream, after, limit))
    }

    /// As [`Audit::about`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn about(&self, person: Pseudonym) -> Result<Vec<Record>, AuditError> {
        block_on(self.0.about(person))
    }

    /// As [`Audit::forget`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        block_on(self.0.forget(person))
    }

    /// As [`Audit::verify`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn verify(&self, progress: impl FnMut(u64) + Send) -> Result<Verification, AuditError> {
        block_on(self.0.verify(progress))
    }

    /// As [`Audit::verify_against`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn verify_against(&self, checkpoint: (&str, Digest)) -> Result<Option<Verification>, AuditError> {
        block_on(self.0.verify_against(checkpoint, |_| {}))
    }

    /// As [`Audit::checkpoint`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn checkpoint(&self, manifest: &mut (impl Write + Send)) -> Result<Digest, AuditError> {
        block_on(self.0.checkpoint(manifest))
    }

    /// As [`Audit::prune`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn prune(&self, before: Instant, manifest: &str) -> Result<u64, AuditError> {
        block_on(self.0.prune(before, manifest))
    }
}
