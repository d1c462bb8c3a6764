//! A record where it stands.

use std::ops::Deref;

use super::sink::StoredRecord;
use super::{AuditError, Record};
use crate::chain::{Link, Pseudonym};
use crate::request::Request;
use crate::vocabulary::Vocabulary;

/// A [`Record`] where it stands: in which stream, under which number, with the question where that is kept.
///
/// All that a record says can be asked of it directly. `Debug` shows nothing of the question.
///
/// # Example: a record is enough to decide again
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::audit::{Basis, BlockingAudit, Memory, PersonThen, Replay, Requests};
/// use lawful::chain::{Digest, Position, Pseudonym};
/// use lawful::request::Request;
/// use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
/// # let position = Position { pseudonym: Pseudonym::random()?, sequence: 1, head: Digest::of(b"") };
/// # let now = "2026-06-01T12:00:00Z".parse()?;
///
/// let engine = PolicyEngine::platform();
/// let audit = BlockingAudit::open(Memory::new(), &engine)?.with_requests(Requests::Kept)?;
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(now);
/// audit.record(&engine.decide(&request, &person), Basis::Ledger(position), now)?; // how far the person's chain had got
///
/// let record = audit.about(position.pseudonym)?.remove(0);
/// assert_eq!((record.stream(), record.number()), (audit.stream(), 1));
/// let question = record.question(engine.vocabulary())?.ok_or("it was forgotten")?;
/// assert_eq!(record.replay(&question, PersonThen::Known(&person), &engine), Replay::Same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    stored: StoredRecord,
    record: Record,
}

impl Recorded {
    /// Reads what a sink gave.
    pub(super) fn read(stored: StoredRecord) -> Result<Self, AuditError> {
        let record = stored.record()?;
        Ok(Self { stored, record })
    }

    /// The stream that it stands in.
    #[must_use]
    pub fn stream(&self) -> Pseudonym {
        self.stored.stream
    }

    /// Its number in the stream, from 1 on.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.stored.number
    }

    /// Its link in the chain of the stream.
    #[must_use]
    pub fn link(&self) -> Link {
        self.stored.as_link()
    }

    /// The question, where it [is kept](super::Requests::Kept) and was not forgotten. The vocabulary is that of the engine that
    /// decided.
    ///
    /// # Errors
    ///
    /// What is kept is no question in the words of this vocabulary.
    pub fn question(&self, vocabulary: &Vocabulary) -> Result<Option<Request>, AuditError> {
        self.stored.question(vocabulary)
    }

    /// The record by itself.
    #[must_use]
    pub fn into_record(self) -> Record {
        self.record
    }
}

impl Deref for Recorded {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}
