//! What can go wrong with an audit.

use crate::chain::{NoRandomness, Pseudonym, StoreError};
use crate::vocabulary::Findings;

/// Why a record was not written or cannot be read. Messages show no ids of people and no data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The question or the person uses a word that the engine's vocabulary lacks.
    #[error("the question uses a word that the vocabulary of the engine does not have")]
    UnknownWord,
    /// The decision was made by another engine than the one that the audit was opened with.
    #[error("the decision was made under another policy than the one that the audit was opened with")]
    OtherEngine,
    /// The sink keeps records only, and cannot forget a question that it would be given.
    #[error("this sink cannot keep questions, since it could not delete them: hand the question in when a record is replayed")]
    KeepsNoRequests,
    /// A question that is kept has to be found again by the pseudonym of its person, and a sealed person has none.
    #[error(
        "a question is kept only where the decision rests on a ledger, since it could not be found again to be deleted: keep the seals of questions instead"
    )]
    NobodyToForget,
    /// A stream does not hold.
    #[error(transparent)]
    Broken(#[from] BrokenStream),
    /// A record cannot be read.
    #[error("record {number} cannot be read: {findings}")]
    Unreadable {
        /// Its number in its stream.
        number: u64,
        /// What is wrong.
        findings: Findings,
    },
    /// What was to be recorded could be written, but not read back: the stream could not go on after it.
    #[error("the decision cannot be recorded, since the record could not be read back: {findings}")]
    Unrecordable {
        /// What is wrong. What was found is withheld, unless it is a word of the vocabulary.
        findings: Findings,
    },
    /// A line of a file is not as it was written.
    #[error("`{file}` cannot be read at byte {byte}: expected a line of an audit, exactly as it was written")]
    UnreadableLine {
        /// The path of the file.
        file: String,
        /// Where the line begins, counted from 0.
        byte: u64,
    },
    /// A record was written by a later version.
    #[error("a record has schema version {found}; this version reads up to {known}: update the program")]
    NewerSchema {
        /// The version of the record.
        found: u64,
        /// The latest version that can be read.
        known: u64,
    },
    /// The system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The sink failed.
    #[error(transparent)]
    Sink(#[from] StoreError),
}

impl AuditError {
    pub(super) fn unrecordable(findings: Findings) -> Self {
        Self::Unrecordable { findings: findings.withheld() }
    }
}

/// The first record of a stream that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stream {stream} is broken at {number}: the record was changed, is missing, or something stands where none was")]
pub struct BrokenStream {
    /// Which stream.
    pub stream: Pseudonym,
    /// The number of the first record that does not hold.
    pub number: u64,
}
