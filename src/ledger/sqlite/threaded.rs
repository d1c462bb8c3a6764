//! The store for `async` services.

use blocking::unblock;

use super::Sqlite;
use crate::chain::{Digest, Position, Pseudonym};
use crate::ledger::LedgerError;
use crate::ledger::store::{Append, Appended, Erase, Store, StoredHistory, StoredPerson, Whose};

/// [`Sqlite`], on a pool of threads that needs no particular runtime.
///
/// A future that is given up may still do its work, or not: what becomes of an append is then unknown, and appending the same
/// events again is right in either case.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
/// use lawful::ledger::Ledger;
/// use lawful::ledger::sqlite::Sqlite;
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("ledger.db");
/// # pollster::block_on(async {
///
/// let ledger = Ledger::open(Sqlite::open(&file)?.threaded(), Key::random()?).await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ThreadedSqlite(pub(super) Sqlite);

impl ThreadedSqlite {
    /// The same store, which works where it is called.
    #[must_use]
    pub fn inline(&self) -> &Sqlite {
        &self.0
    }

    /// Runs work on the pool.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Sqlite) -> T + Send + 'static) -> T {
        let store = self.0.clone();
        unblock(move || work(&store)).await
    }
}

impl Store for ThreadedSqlite {
    async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
        self.run(move |store| store.claim_now(check)).await
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        self.run(move |store| store.append_now(&batch)).await
    }

    async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
        self.run(move |store| store.erase_now(&erase)).await
    }

    async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        self.run(move |store| store.person_now(whose)).await
    }

    async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        self.run(move |store| store.history_now(whose)).await
    }

    async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
        self.run(move |store| store.is_erased_now(mark)).await
    }

    fn place(&self) -> Option<String> {
        self.0.place()
    }

    async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        self.run(move |store| store.chains_now(after, limit)).await
    }
}
