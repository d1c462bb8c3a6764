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
    /// As [`Ledger::open`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn open(store: S, key: Key) -> Result<Self, LedgerError> {
        block_on(Ledger::open(store, key)).map(Self)
    }

    /// The ledger that this one waits for.
    pub(super) fn awaited(&self) -> &Ledger<S> {
        &self.0
    }

    /// As [`Ledger::with_words`].
    #[must_use]
    pub fn with_words(self, vocabulary: &Vocabulary) -> Self {
        Self(self.0.with_words(vocabulary))
    }

    /// As [`Ledger::caching`].
    #[must_use]
    pub fn caching(self, caching: Caching) -> Self {
        Self(self.0.caching(caching))
    }

    /// As [`Ledger::tolerating`].
    #[must_use]
    pub fn tolerating(self, tolerance: chrono::TimeDelta) -> Self {
        Self(self.0.tolerating(tolerance))
    }

    /// As [`Ledger::append`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn append(&self, person: Uuid, events: impl IntoIterator<Item = Event>, now: Instant) -> Result<Appended, LedgerError> {
        block_on(self.0.append(person, events, now))
    }

    /// As [`Ledger::append_all`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn append_all(
        &self,
        batch: Vec<(Uuid, Vec<Event>)>,
        now: Instant,
    ) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        block_on(self.0.append_all(batch, now))
    }

    /// As [`Ledger::person`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn person(&self, person: Uuid) -> Result<Option<Arc<Known>>, LedgerError> {
        block_on(self.0.person(person))
    }

    /// As [`Ledger::history`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn history(&self, person: Uuid) -> Result<Option<History>, LedgerError> {
        block_on(self.0.history(person))
    }

    /// As [`Ledger::erase`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn erase(&self, person: Uuid, now: Instant) -> Result<Option<Position>, LedgerError> {
        block_on(self.0.erase(person, now))
    }

    /// As [`Ledger::verify`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn verify(&self, progress: impl FnMut(u64) + Send) -> Result<Verification, LedgerError> {
        block_on(self.0.verify(progress))
    }

    /// As [`Ledger::checkpoint`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn checkpoint(&self, now: Instant, manifest: &mut (impl Write + Send)) -> Result<Checkpoint, CheckpointError> {
        block_on(self.0.checkpoint(now, manifest))
    }

    /// As [`Ledger::verify_against`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn verify_against(
        &self,
        checkpoint: &Checkpoint,
        manifest: impl BufRead + Seek + Send,
        progress: impl FnMut(u64) + Send,
    ) -> Result<Verification, CheckpointError> {
        block_on(self.0.verify_against(checkpoint, manifest, progress))
    }

    /// As [`Ledger::then`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn then(&self, position: Position) -> Result<Then, LedgerError> {
        block_on(self.0.then(position))
    }

    /// As [`Ledger::store`].
    #[must_use]
    pub fn store(&self) -> &S {
        self.0.store()
    }
}
