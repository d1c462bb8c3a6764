//! Where records are kept: what a sink has to do.
//!
//! Like a store of the ledger, a sink keeps rows and knows nothing of what they mean: what becomes of a record is in
//! [`Draft::onto`], which a sink calls while it holds the stream locked.

use std::fmt;

use crate::audit::record::Record;
use crate::audit::{AuditError, BrokenStream};
use crate::chain::{Digest, Link, Pseudonym};
use crate::request::Request;
use crate::vocabulary::notation::{Node, Value, read};
use crate::vocabulary::{Findings, Instant, Redacted, Vocabulary};

/// A place that keeps records of decisions.
///
/// Its futures are `Send` and need no particular runtime. The [conformance suite](super::conformance) tells whether an
/// implementation does all that it must.
pub trait Sink: Send + Sync {
    /// Whether it can keep questions beside the records, and [forget](Self::forget) them.
    fn keeps_requests(&self) -> bool;

    /// Appends one record: lock the stream (or the fact that there is none), call [`Draft::onto`] with its state and its last
    /// record, write what that gives.
    fn append(&self, draft: Draft) -> impl Future<Output = Result<Link, AuditError>> + Send;

    /// The state of a stream.
    fn stream(&self, stream: Pseudonym) -> impl Future<Output = Result<Option<StoredStream>, AuditError>> + Send;

    /// The streams whose name comes after a given one, at most `limit`, in the order of the names' bytes.
    fn streams(
        &self,
        after: Option<Pseudonym>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredStream>, AuditError>> + Send;

    /// The records of a stream with a number above `after`, at most `limit`, in order.
    fn records(
        &self,
        stream: Pseudonym,
        after: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredRecord>, AuditError>> + Send;

    /// The records of decisions about a person, by the pseudonym, oldest first within each stream.
    fn about(&self, person: Pseudonym) -> impl Future<Output = Result<Vec<StoredRecord>, AuditError>> + Send;

    /// Deletes the records of a stream up to a number, inclusive, and keeps the link of the last of them as the stream's base.
    /// Gives how many.
    fn prune(&self, stream: Pseudonym, up_to: u64) -> impl Future<Output = Result<u64, AuditError>> + Send;

    /// Deletes the questions that are kept about a person; the records stay. Gives how many.
    fn forget(&self, person: Pseudonym) -> impl Future<Output = Result<u64, AuditError>> + Send;
}

/// The state of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredStream {
    /// Its random name.
    pub stream: Pseudonym,
    /// The link before its first record: its start, or the last record that was pruned.
    pub base: Link,
    /// The link of its last record.
    pub last: Link,
}

/// A record as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// The stream that it stands in.
    pub stream: Pseudonym,
    /// Its number in the stream.
    pub number: u64,
    /// Whom it is about, where that is known.
    pub person: Option<Pseudonym>,
    /// The record, as canonical JSON. Opaque to the sink.
    pub body: String,
    /// The question, where it is kept. It is no part of the chain.
    pub request: Option<String>,
    /// The link of the chain.
    pub link: Digest,
}

/// A record that is to be appended. An [`Audit`](super::Audit) makes it; a sink carries it out.
#[derive(Clone)]
pub struct Draft {
    pub(super) stream: Pseudonym,
    pub(super) record: Record,
    pub(super) request: Option<String>,
}

impl Draft {
    /// The stream to lock.
    #[must_use]
    pub fn stream(&self) -> Pseudonym {
        self.stream
    }

    /// What is to be written, given the state of the stream and its last record, if there is one.
    ///
    /// # Errors
    ///
    /// The stream does not end with that record.
    pub fn onto(&self, state: Option<&StoredStream>, last: Option<&StoredRecord>) -> Result<StoredRecord, AuditError> {
        let link = state.map_or_else(|| Link::start(self.stream), |state| state.last);
        let broken = || BrokenStream { stream: self.stream, number: link.number() };
        let is_whole = match last {
            Some(last) => (last.number, last.link) == (link.number(), link.head()),
            None => state.is_none_or(|state| state.base == state.last),
        };
        if !is_whole {
            return Err(broken().into());
        }
        let mut record = self.record.clone();
        if let Some(last) = last {
            record.recorded = record.recorded.max(Record::from_json(&last.body, last.number)?.recorded);
        }
        let body = record.to_json();
        let next = link.then(committed(&body));
        let person = match &record.basis {
            super::Basis::Ledger(position) => Some(position.pseudonym),
            super::Basis::Sealed(_) => None,
        };
        Ok(StoredRecord {
            stream: self.stream,
            number: next.number(),
            person,
            body,
            request: self.request.clone(),
            link: next.head(),
        })
    }

    /// When it was made.
    #[must_use]
    pub fn recorded(&self) -> Instant {
        self.record.recorded
    }
}

impl StoredRecord {
    /// Its link.
    #[must_use]
    pub fn as_link(&self) -> Link {
        Link::at(self.number, self.link)
    }

    /// Reads the record.
    ///
    /// # Errors
    ///
    /// It is none, or one of a later version.
    pub fn record(&self) -> Result<Record, AuditError> {
        Record::from_json(&self.body, self.number)
    }

    /// The question, where it is kept, to [replay](Record::replay) the record by itself. The vocabulary is that of the engine
    /// that decided.
    ///
    /// # Errors
    ///
    /// What is kept is no question in the words of this vocabulary.
    pub fn question(&self, vocabulary: &Vocabulary) -> Result<Option<Request>, AuditError> {
        let Some(text) = &self.request else { return Ok(None) };
        question(text, vocabulary).map(Some).map_err(|findings| AuditError::Unreadable { number: self.number, findings })
    }
}

/// The question in its canonical text.
pub(super) fn question(text: &str, vocabulary: &Vocabulary) -> Result<Request, Findings> {
    let node: Node = serde_json::from_str(text).unwrap_or_else(|_| Value::Null.into());
    read(&node, vocabulary)
}

/// A kept question can name parties.
impl fmt::Debug for StoredRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.request.as_ref().map(|_| Redacted);
        let out = &mut f.debug_struct("StoredRecord");
        out.field("stream", &self.stream).field("number", &self.number).field("person", &self.person);
        out.field("body", &self.body).field("request", &request).field("link", &self.link).finish()
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.request.as_ref().map(|_| Redacted);
        f.debug_struct("Draft").field("stream", &self.stream).field("record", &self.record).field("request", &request).finish()
    }
}

/// What a link commits to. A record holds no data values, so there is nothing to hide: everybody can check it.
pub(super) fn committed(body: &str) -> Digest {
    Digest::of_parts(&[b"lawful/record/1", body.as_bytes()])
}
