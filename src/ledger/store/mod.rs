//! Where events are kept: what a store has to do, and the one in memory.
//!
//! A store keeps rows and knows nothing of what they mean: it never reads a body, computes no digest and checks no event. All
//! of that is in [`Append::onto`] and [`Erase::onto`], which a store calls **while it holds the person's row locked**, with
//! what it found, and whose outcome it writes as it is, all or nothing.

mod append;
mod erase;
mod memory;
mod shared;

use uuid::Uuid;

pub use append::{Addition, Append, Appended, Found};
pub use erase::{Erase, Erasure};
pub use memory::Memory;

use super::LedgerError;
use crate::chain::{Digest, Position, Pseudonym, Salt};

/// A place that keeps events of people.
///
/// Its futures are `Send` and need no particular runtime. A method that fails has changed nothing, except where it says that
/// the outcome is [unknown](super::StoreFailure::OutcomeUnknown). What it acknowledged outlives the process, if the store says
/// that it is durable.
///
/// The [conformance suite](super::conformance) tells whether an implementation does all that it must.
pub trait Store: Send + Sync {
    /// Keeps the check value of the ledger's key if none is kept, and gives the one that is.
    fn claim(&self, check: Digest) -> impl Future<Output = Result<Digest, LedgerError>> + Send;

    /// Appends events to people, in one transaction. The outer error means that nothing at all was written; an inner one that
    /// this person's events were refused and those of the others written.
    ///
    /// For each [`Append`]: lock the person's row (or the fact that there is none), find what [`Found`] asks for, call
    /// [`Append::onto`], write the [`Addition`].
    fn append(&self, batch: Vec<Append>) -> impl Future<Output = Result<Vec<Result<Appended, LedgerError>>, LedgerError>> + Send;

    /// Erases a person, in one transaction: lock the person's row, read the history, call [`Erase::onto`], put the [`Erasure`]
    /// in its place. After it, no id and no body of the person is left where this store keeps them.
    fn erase(&self, erase: Erase) -> impl Future<Output = Result<Option<Position>, LedgerError>> + Send;

    /// The row of a person: one look-up, however many people and events there are.
    fn person(&self, whose: Whose) -> impl Future<Output = Result<Option<StoredPerson>, LedgerError>> + Send;

    /// The row of a person with all entries, in the order of their sequence, as they were at one moment.
    fn history(&self, whose: Whose) -> impl Future<Output = Result<Option<StoredHistory>, LedgerError>> + Send;

    /// Whether a person with this mark was erased.
    fn is_erased(&self, mark: Digest) -> impl Future<Output = Result<bool, LedgerError>> + Send;

    /// Where it is, for messages: the path of a file, or a server and a database. Nothing secret; `None` where there is nothing
    /// to say.
    fn place(&self) -> Option<String> {
        None
    }

    /// Where the chains stand whose pseudonym comes after a given one, at most `limit`, in the order of the pseudonyms' bytes.
    fn chains(&self, after: Option<Pseudonym>, limit: usize) -> impl Future<Output = Result<Vec<Position>, LedgerError>> + Send;
}

/// Which person is meant: by id, or by the name of the chain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person with this id.
    Person(Uuid),
    /// The person, erased perhaps, with this chain.
    Chain(Pseudonym),
}

/// A person's row.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPerson {
    /// The random name of the chain.
    pub pseudonym: Pseudonym,
    /// Who it is; `None` once erased.
    pub identity: Option<Identity>,
    /// The number of the last entry.
    pub sequence: u64,
    /// The link of the last entry.
    pub head: Digest,
}

/// What leads from a chain to a person; deleted when the person is erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person's id.
    pub person: Uuid,
    /// The secret of the person's commitments.
    pub salt: Salt,
}

/// One entry of a person: an event, what is left of one that was erased, or the tombstone at the end.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its number, from 1 on without gaps.
    pub sequence: u64,
    /// The id of the event, unique in the whole store; `None` once erased.
    pub event: Option<Uuid>,
    /// At most a few kilobytes. Opaque to the store.
    pub body: Vec<u8>,
    /// The link of the chain.
    pub link: Digest,
}

/// All that is stored of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredHistory {
    /// The row of the person.
    pub person: StoredPerson,
    /// The entries in the order of their sequence.
    pub entries: Vec<StoredEntry>,
}

impl StoredPerson {
    /// Where the chain stands.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { pseudonym: self.pseudonym, sequence: self.sequence, head: self.head }
    }
}
