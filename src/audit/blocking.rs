//! The audit without `async`.

use std::io::Write;

use pollster::block_on;

use super::sink::StoredStream;
use super::{Audit, AuditError, Basis, Recorded, Requests, Sink, Verification};
use crate::chain::{Digest, Link, Pseudonym};
use crate::decision::Decision;
use crate::engine::PolicyEngine;
use crate::vocabulary::Instant;

/// An [`Audit`] whose methods wait for their outcome: for programs without `async`. The example of [the module](crate::audit)
/// shows it.
#[derive(Debug)]
pub struct BlockingAudit<S>(Audit<S>);

impl<S: Sink> BlockingAudit<S> {
    /// Opens an audit, with a new stream: [`Audit::open`] without `async`.
    ///
    /// # Errors
    ///
    /// The system gives no random bytes.
    pub fn open(sink: S, engine: &PolicyEngine) -> Result<Self, AuditError> {
        Audit::open(sink, engine).map(Self)
    }

    /// Goes on with a stream that was begun before: see [`Audit::resuming`].
    #[must_use]
    pub fn resuming(self, stream: Pseudonym) -> Self {
        Self(self.0.resuming(stream))
    }

    /// Says whether questions are kept: see [`Audit::with_requests`].
    ///
    /// # Errors
    ///
    /// The sink cannot keep them.
    pub fn with_requests(self, requests: Requests) -> Result<Self, AuditError> {
        self.0.with_requests(requests).map(Self)
    }

    /// The stream that is written: see [`Audit::stream`].
    #[must_use]
    pub fn stream(&self) -> Pseudonym {
        self.0.stream()
    }

    /// The sink that is underneath: see [`Audit::sink`].
    #[must_use]
    pub fn sink(&self) -> &S {
        self.0.sink()
    }

    /// Records a decision, with what it rests on, at an instant: [`Audit::record`] without `async`.
    ///
    /// # Errors
    ///
    /// Nothing is recorded, for one of the reasons that [`Audit::record`] lists; what was decided should not be done.
    pub fn record(&self, decision: &Decision<'_>, basis: Basis, now: Instant) -> Result<Link, AuditError> {
        block_on(self.0.record(decision, basis, now))
    }

    /// The streams whose name comes after a given one, at most `limit`: [`Audit::streams`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails.
    pub fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        block_on(self.0.streams(after, limit))
    }

    /// The records of a stream with a number above `after`, at most `limit`: [`Audit::records`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails, or a record cannot be read.
    pub fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<Recorded>, AuditError> {
        block_on(self.0.records(stream, after, limit))
    }

    /// The records of decisions about a person, by the pseudonym: [`Audit::about`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails, or a record cannot be read.
    pub fn about(&self, person: Pseudonym) -> Result<Vec<Recorded>, AuditError> {
        block_on(self.0.about(person))
    }

    /// Deletes the questions that are kept about a person: [`Audit::forget`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails.
    pub fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        block_on(self.0.forget(person))
    }

    /// Walks every stream, and reports how many records are done: [`Audit::verify`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails. Streams that do not hold are no error: they are what was looked for.
    pub fn verify(&self, progress: impl FnMut(u64) + Send) -> Result<Verification, AuditError> {
        block_on(self.0.verify(progress))
    }

    /// Verifies every stream that a checkpoint names, given as its manifest and its digest: [`Audit::verify_against`] without
    /// `async`.
    ///
    /// # Errors
    ///
    /// The sink fails.
    pub fn verify_against(&self, checkpoint: (&str, Digest)) -> Result<Option<Verification>, AuditError> {
        block_on(self.0.verify_against(checkpoint, |_| {}))
    }

    /// Writes the manifest of all streams and gives the digest over it: [`Audit::checkpoint`] without `async`.
    ///
    /// # Errors
    ///
    /// The sink fails, or the manifest cannot be written.
    pub fn checkpoint(&self, manifest: &mut (impl Write + Send)) -> Result<Digest, AuditError> {
        block_on(self.0.checkpoint(manifest))
    }

    /// Deletes the records that are older than an instant, as far as a checkpoint's manifest covers them: [`Audit::prune`]
    /// without `async`.
    ///
    /// # Errors
    ///
    /// A stream does not hold; the sink fails.
    pub fn prune(&self, before: Instant, manifest: &str) -> Result<u64, AuditError> {
        block_on(self.0.prune(before, manifest))
    }
}
