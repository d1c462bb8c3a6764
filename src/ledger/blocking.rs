//! The ledger without `async`.

use std::io::{BufRead, Seek, Write};
use std::sync::Arc;

use pollster::block_on;
use uuid::Uuid;

use super::store::Store;
use super::{Appended, Caching, Checkpoint, CheckpointError, Event, History, Known, Ledger, LedgerError, Then, Verification};
use crate::chain::{Key, Position};
use crate::vocabulary::{Instant, Vocabulary};

/// A [`Ledger`] whose methods wait for their outcome: for programs without `async`.
///
/// Not to be used inside an `async` runtime, whose thread it would hold up.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
/// use lawful::ledger::{BlockingLedger, Event, Memory};
/// # let person = lawful::DataSubject::example().id();
/// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
///
/// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?;
/// ledger.append(person, [Event::agreed(Event::new_id(now)?, now)], now)?;
/// assert!(ledger.person(person)?.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct BlockingLedger<S>(Ledger<S>);

impl<S: Store> BlockingLedger<S> {
    /// Opens a ledger, with the key under which it remembers whom it has erased: [`Ledger::open`] without `async`.
    ///
    /// # Errors
    ///
    /// It was made with another key, or the store fails.
    pub fn open(store: S, key: Key) -> Result<Self, LedgerError> {
        block_on(Ledger::open(store, key)).map(Self)
    }

    /// The ledger that this one waits for.
    pub(super) fn awaited(&self) -> &Ledger<S> {
        &self.0
    }

    /// Knows the words of a policy too: see [`Ledger::with_words`].
    #[must_use]
    pub fn with_words(self, vocabulary: &Vocabulary) -> Self {
        Self(self.0.with_words(vocabulary))
    }

    /// Says how folded people are kept: see [`Ledger::caching`].
    #[must_use]
    pub fn caching(self, caching: Caching) -> Self {
        Self(self.0.caching(caching))
    }

    /// Says how far clocks may be apart: see [`Ledger::tolerating`].
    #[must_use]
    pub fn tolerating(self, tolerance: chrono::TimeDelta) -> Self {
        Self(self.0.tolerating(tolerance))
    }

    /// Records events of a person, all of them or none: [`Ledger::append`] without `async`.
    ///
    /// # Errors
    ///
    /// Nothing is recorded, for one of the reasons that [`Ledger::append`] lists.
    pub fn append(&self, person: Uuid, events: impl IntoIterator<Item = Event>, now: Instant) -> Result<Appended, LedgerError> {
        block_on(self.0.append(person, events, now))
    }

    /// Records events of many people in one transaction, each person apart: [`Ledger::append_all`] without `async`.
    ///
    /// # Errors
    ///
    /// The store fails, and nothing at all is recorded.
    pub fn append_all(
        &self,
        batch: Vec<(Uuid, Vec<Event>)>,
        now: Instant,
    ) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        block_on(self.0.append_all(batch, now))
    }

    /// The person as everything recorded has it; `None` where nothing is recorded: [`Ledger::person`] without `async`.
    ///
    /// # Errors
    ///
    /// The person was erased, the chain is broken, or the store fails.
    pub fn person(&self, person: Uuid) -> Result<Option<Arc<Known>>, LedgerError> {
        block_on(self.0.person(person))
    }

    /// Several people, without those who were erased or of whom nothing is recorded: [`Ledger::people`] without `async`.
    ///
    /// # Errors
    ///
    /// A person's chain is broken or cannot be read, or the store fails.
    pub fn people(&self, people: impl IntoIterator<Item = Uuid>) -> Result<Vec<Arc<Known>>, LedgerError> {
        block_on(self.0.people(people))
    }

    /// All that is recorded of a person; `None` where nothing is: [`Ledger::history`] without `async`.
    ///
    /// # Errors
    ///
    /// The person was erased, the chain is broken, or the store fails.
    pub fn history(&self, person: Uuid) -> Result<Option<History>, LedgerError> {
        block_on(self.0.history(person))
    }

    /// Erases a person, and gives where the chain ended: [`Ledger::erase`] without `async`.
    ///
    /// # Errors
    ///
    /// The person was erased before, the clock is wrong, or the store fails.
    pub fn erase(&self, person: Uuid, now: Instant) -> Result<Option<Position>, LedgerError> {
        block_on(self.0.erase(person, now))
    }

    /// Walks every chain, and reports how many are done: [`Ledger::verify`] without `async`.
    ///
    /// # Errors
    ///
    /// The store fails. Chains that do not hold are no error: they are what was looked for.
    pub fn verify(&self, progress: impl FnMut(u64) + Send) -> Result<Verification, LedgerError> {
        block_on(self.0.verify(progress))
    }

    /// Writes the manifest of all chains and gives the checkpoint over it: [`Ledger::checkpoint`] without `async`.
    ///
    /// # Errors
    ///
    /// The store fails, or the manifest cannot be written.
    pub fn checkpoint(&self, now: Instant, manifest: &mut (impl Write + Send)) -> Result<Checkpoint, CheckpointError> {
        block_on(self.0.checkpoint(now, manifest))
    }

    /// Verifies every chain that a checkpoint names, against it: [`Ledger::verify_against`] without `async`.
    ///
    /// # Errors
    ///
    /// The manifest is not that of the checkpoint or cannot be read; the store fails.
    pub fn verify_against(
        &self,
        checkpoint: &Checkpoint,
        manifest: impl BufRead + Seek + Send,
        progress: impl FnMut(u64) + Send,
    ) -> Result<Verification, CheckpointError> {
        block_on(self.0.verify_against(checkpoint, manifest, progress))
    }

    /// The person as the ledger knew them at a position: [`Ledger::then`] without `async`.
    ///
    /// # Errors
    ///
    /// The chain is broken, or is not the one that the position speaks of; the store fails.
    pub fn then(&self, position: Position) -> Result<Then, LedgerError> {
        block_on(self.0.then(position))
    }

    /// The store that is underneath: see [`Ledger::store`].
    #[must_use]
    pub fn store(&self) -> &S {
        self.0.store()
    }
}
