//! The audit: decisions in, records out.

use std::fmt;

use super::record::{Marks, Record};
use super::sink::{Draft, Sink, StoredStream, question};
use super::{AuditError, Basis, Recorded};
use crate::chain::{Link, Pseudonym};
use crate::decision::Decision;
use crate::engine::PolicyEngine;
use crate::vocabulary::notation::is_readable;
use crate::vocabulary::{Finding, Findings, Instant};

/// Whether the questions are kept beside the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Requests {
    /// Only their seals: whoever wants to replay a record brings the question.
    #[default]
    Sealed,
    /// Beside the record, until they are [forgotten](Audit::forget): a record can be replayed by itself. A question may name
    /// parties, and a person among them.
    Kept,
}

/// Records the decisions of one engine into a stream of its own.
///
/// Several may write into one sink: each has its stream.
pub struct Audit<S> {
    sink: S,
    engine: PolicyEngine,
    marks: Marks,
    stream: Pseudonym,
    requests: Requests,
}

impl<S: Sink> Audit<S> {
    /// Opens an audit, with a new stream: what was recorded before stands in others, which [`streams`](Self::streams) lists.
    ///
    /// # Errors
    ///
    /// The system gives no random bytes.
    pub fn open(sink: S, engine: &PolicyEngine) -> Result<Self, AuditError> {
        let (marks, stream) = (Marks::of(engine), Pseudonym::random()?);
        Ok(Self { sink, engine: engine.clone(), marks, stream, requests: Requests::Sealed })
    }

    /// Goes on with a stream that was begun before. It should have one writer at a time; more get in each other's way, though
    /// nothing is lost.
    #[must_use]
    pub fn resuming(self, stream: Pseudonym) -> Self {
        Self { stream, ..self }
    }

    /// Says whether questions are kept.
    ///
    /// # Errors
    ///
    /// The sink cannot keep them.
    pub fn with_requests(self, requests: Requests) -> Result<Self, AuditError> {
        if requests == Requests::Kept && !self.sink.keeps_requests() {
            return Err(AuditError::KeepsNoRequests);
        }
        Ok(Self { requests, ..self })
    }

    /// The stream that is written.
    #[must_use]
    pub fn stream(&self) -> Pseudonym {
        self.stream
    }

    /// The sink that is underneath.
    #[must_use]
    pub fn sink(&self) -> &S {
        &self.sink
    }

    /// Records a decision, with what it rests on, at an instant. Gives its number in [the stream](Self::stream) and the head of
    /// the chain: both together lead back to the record.
    ///
    /// # Errors
    ///
    /// The decision was made by another engine; questions are kept and the basis is sealed; the question has a word that the
    /// engine lacks; the record or a question that is kept could not be read back; the stream is broken; the sink fails. In each
    /// case nothing is recorded, and what was decided should not be done.
    pub fn record<'s, 'd>(
        &'s self,
        decision: &'d Decision<'d>,
        basis: Basis,
        now: Instant,
    ) -> impl Future<Output = Result<Link, AuditError>> + Send + use<'s, S> {
        // Made at once, so that the future does not hold on to what the decision borrows.
        let draft = self.draft(decision, basis, now);
        async move { self.sink.append(draft?).await }
    }

    fn draft(&self, decision: &Decision<'_>, basis: Basis, now: Instant) -> Result<Draft, AuditError> {
        if !self.engine.made(decision) {
            return Err(AuditError::OtherEngine);
        }
        if self.requests == Requests::Kept && matches!(basis, Basis::Sealed(_)) {
            return Err(AuditError::NobodyToForget);
        }
        let (request, text) = Record::sealed(decision)?;
        can_be_read("recorded", now)?;
        can_be_read("at", decision.request().instant())?;
        if self.requests == Requests::Kept {
            let read = question(&text, self.engine.vocabulary()).map_err(AuditError::unrecordable)?;
            if read != *decision.request() {
                let finding = Finding::new("", "the question says what has no words: it would be read back as something else");
                return Err(AuditError::unrecordable(Findings::new(vec![finding])));
            }
        }
        let record = Record::of(decision, &self.engine, &self.marks, (basis, now), request);
        Ok(Draft { stream: self.stream, record, request: (self.requests == Requests::Kept).then_some(text) })
    }

    /// The streams whose name comes after a given one, at most `limit`, in the order of the names: those of earlier runs and of
    /// other writers too. Each says with which number it begins and ends.
    ///
    /// # Errors
    ///
    /// The sink fails.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::PolicyEngine;
    /// use lawful::audit::{Audit, Basis, Memory};
    /// use lawful::request::Request;
    /// use lawful::vocabulary::{DataCategories, Purpose};
    /// # let person = lawful::DataSubject::example();
    /// # let now = "2026-06-01T12:00:00Z".parse()?;
    /// # pollster::block_on(async {
    ///
    /// let engine = PolicyEngine::platform();
    /// let audit = Audit::open(Memory::new(), &engine)?;
    /// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(now);
    /// audit.record(&engine.decide(&request, &person), Basis::sealed(&person, engine.vocabulary())?, now).await?;
    ///
    /// for there in audit.streams(None, 100).await? {
    ///     let records = audit.records(there.stream, there.base.number(), 1_000).await?;
    ///     assert_eq!(records.len() as u64, there.last.number() - there.base.number());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        self.sink.streams(after, limit).await
    }

    /// The records of a stream with a number above `after`, at most `limit`.
    ///
    /// # Errors
    ///
    /// The sink fails, or a record cannot be read.
    pub async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<Recorded>, AuditError> {
        self.sink.records(stream, after, limit).await?.into_iter().map(Recorded::read).collect()
    }

    /// The records of decisions about a person, by the pseudonym of the person's chain in the ledger: for their access to their
    /// data.
    ///
    /// # Errors
    ///
    /// The sink fails, or a record cannot be read.
    pub async fn about(&self, person: Pseudonym) -> Result<Vec<Recorded>, AuditError> {
        self.sink.about(person).await?.into_iter().map(Recorded::read).collect()
    }

    /// Deletes the questions that are kept about a person: part of erasing them. The records stay.
    ///
    /// # Errors
    ///
    /// The sink fails.
    pub async fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        self.sink.forget(person).await
    }
}

/// A record that could not be read would hold up its stream for good.
fn can_be_read(key: &str, instant: Instant) -> Result<(), AuditError> {
    if is_readable(instant) {
        return Ok(());
    }
    let finding = Finding::new(key, "expected an instant that RFC 3339 can write, of the years 0 to 9999");
    Err(AuditError::unrecordable(Findings::new(vec![finding])))
}

impl<S: fmt::Debug> fmt::Debug for Audit<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").field("sink", &self.sink).field("stream", &self.stream).finish_non_exhaustive()
    }
}
