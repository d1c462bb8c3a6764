//! The store.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::connection::{Connections, Missing, PATIENCE};
use super::failure::{InFile, failed, failed_to_commit};
use super::{ThreadedSqlite, rows};
use crate::chain::{Digest, Position, Pseudonym};
use crate::ledger::store::{Append, Appended, Erase, Store, StoredHistory, StoredPerson, Whose};
use crate::ledger::{LedgerError, StoreError, StoreFailure};

/// A ledger's file, open.
///
/// As a [`Store`] it does its work when a future is first polled, and so holds up the thread: right for
/// [`BlockingLedger`](crate::ledger::BlockingLedger). In an `async` service use [`threaded`](Self::threaded). Clones share the
/// connections.
#[derive(Clone)]
pub struct Sqlite(Arc<Connections>);

impl Sqlite {
    /// Opens a file, or makes it.
    ///
    /// A file that is missing or empty becomes a new ledger, of which everything verifies: where a ledger is to be there already,
    /// [`open_existing`](Self::open_existing) tells that it is gone. That chains are missing in a ledger which is there, a
    /// [checkpoint](crate::ledger::Checkpoint) tells.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, is no ledger, is damaged, or was made by a later version; its folder cannot be written, where
    /// SQLite keeps two more files.
    pub fn open(file: impl AsRef<Path>) -> Result<Self, LedgerError> {
        Self::open_patiently(file, PATIENCE)
    }

    /// Opens a file that holds a ledger already; one that does not is left as it is.
    ///
    /// A service whose ledger was made once, when it was set up, opens it so: what was lost with the file, every refusal among it,
    /// is then not taken for never said.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); there is no such file ([`StoreFailure::Unreachable`]); it is empty or holds no ledger
    /// ([`StoreFailure::Damaged`]).
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::ledger::sqlite::Sqlite;
    /// # let folder = tempfile::tempdir()?;
    /// # let file = folder.path().join("ledger.db");
    ///
    /// assert!(Sqlite::open_existing(&file).is_err());
    /// Sqlite::open(&file)?; // once, when the service is set up
    /// assert!(Sqlite::open_existing(&file).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_existing(file: impl AsRef<Path>) -> Result<Self, LedgerError> {
        Connections::open(file.as_ref(), PATIENCE, Missing::Refuse).map(Arc::new).map(Self)
    }

    /// Opens a file, or makes it, and waits for so long, instead of 10 seconds, while another connection or process writes.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_patiently(file: impl AsRef<Path>, patience: Duration) -> Result<Self, LedgerError> {
        Connections::open(file.as_ref(), patience, Missing::Make).map(Arc::new).map(Self)
    }

    /// The same store for `async` services: it works on a pool of threads and holds up nobody.
    #[must_use]
    pub fn threaded(&self) -> ThreadedSqlite {
        ThreadedSqlite(self.clone())
    }

    /// Writes the file anew and empties the write-ahead log, so that nothing that was erased is left in the files.
    ///
    /// SQLite overwrites the rows that it deletes, but not the copies that stay behind in the unused part of a page when rows
    /// have moved to another one; only a `VACUUM` leaves those out. It takes time in proportion to the file, during which
    /// appends wait, and for a while twice the room of the file: half of it in the folder for temporary files
    /// (`SQLITE_TMPDIR`), in a file that is deleted at once. So erase as people ask, and purge from time to time, such as each
    /// night.
    ///
    /// # Errors
    ///
    /// Another connection is reading or writing ([`StoreFailure::Locked`]): try again once it is done. Or there is no room, or
    /// the disk fails.
    pub fn purge(&self) -> Result<(), LedgerError> {
        self.0.close_readers();
        let writer = self.0.writer();
        let vacuum = writer.execute_batch("VACUUM");
        let checkpoint = vacuum.and_then(|()| writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)));
        let error = match checkpoint.map_err(failed) {
            Ok(0_i64) => return Ok(()),
            Ok(_) => StoreError::new(StoreFailure::Locked),
            Err(error) => error,
        };
        Err(error.in_file(self.file()).into())
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.0.file()
    }

    /// Does something on the connection that writes, such as a pragma or a backup of one's own; appends wait meanwhile.
    ///
    /// ```
    /// use lawful::ledger::sqlite::Sqlite;
    /// # let folder = tempfile::tempdir()?;
    ///
    /// let store = Sqlite::open(folder.path().join("ledger.db"))?;
    /// let pages: i64 = store.on_writer(|connection| connection.pragma_query_value(None, "page_count", |row| row.get(0)))?;
    /// assert!(pages > 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_writer<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.0.writer())
    }

    /// Works in a transaction that holds the lock for writing from its start.
    pub(super) fn write<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + InFile,
    {
        let mut writer = self.0.writer();
        let written = || {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            let outcome = work(&transaction)?;
            transaction.commit().map_err(failed_to_commit)?;
            Ok(outcome)
        };
        written().map_err(|error: E| error.in_file(self.file()))
    }

    /// Works on what stood in the file at one moment.
    pub(super) fn read<T, E>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + InFile,
    {
        self.0.read(|connection| {
            let transaction = connection.transaction().map_err(failed)?;
            let outcome = work(&transaction)?;
            transaction.finish().map_err(failed)?;
            Ok(outcome)
        })
    }

    pub(super) fn claim_now(&self, check: Digest) -> Result<Digest, LedgerError> {
        const CLAIM: &str = "INSERT INTO meta (name, value) VALUES ('key-check', ?1) ON CONFLICT DO NOTHING";
        let claimed = |connection: &Connection| {
            let kept = connection.query_row("SELECT value FROM meta WHERE name = 'key-check'", [], |row| row.get(0));
            kept.map(Digest::from_bytes)
        };
        match self.read(|transaction| Ok::<_, LedgerError>(claimed(transaction)))? {
            Ok(kept) => Ok(kept),
            Err(rusqlite::Error::QueryReturnedNoRows) => self.write(|connection| {
                connection.execute(CLAIM, [check.as_bytes()]).map_err(failed)?;
                Ok(claimed(connection).map_err(failed)?)
            }),
            Err(error) => Err(failed(error).in_file(self.file()).into()),
        }
    }

    pub(super) fn append_now(&self, batch: &[Append]) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        self.write(|connection| batch.iter().map(|append| append_one(connection, append)).collect())
    }

    pub(super) fn erase_now(&self, erase: &Erase) -> Result<Option<Position>, LedgerError> {
        self.write(|connection| {
            let was_erased = rows::is_erased(connection, erase.mark())?;
            let number = rows::person(connection, Whose::Person(erase.person()))?.map(|(number, _)| number);
            let history = rows::history(connection, Whose::Person(erase.person()))?;
            let erasure = erase.onto(history.as_ref(), was_erased)?;
            rows::write_mark(connection, erase)?;
            if let (Some(number), Some(person)) = (number, &erasure.person) {
                rows::forget(connection, person.pseudonym)?;
                rows::delete_entries(connection, number)?;
                rows::write_entries(connection, number, &erasure.entries)?;
                rows::write_person(connection, Some(number), person)?;
            }
            Ok(erasure.position())
        })
    }

    pub(super) fn person_now(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        self.0.read(|connection| Ok(rows::person(connection, whose)?.map(|(_, person)| person)))
    }

    pub(super) fn history_now(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        Ok(self.read(|transaction| rows::history(transaction, whose))?)
    }

    pub(super) fn is_erased_now(&self, mark: Digest) -> Result<bool, LedgerError> {
        Ok(self.0.read(|connection| rows::is_erased(connection, mark))?)
    }

    pub(super) fn chains_now(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        Ok(self.0.read(|connection| rows::chains(connection, after, limit))?)
    }
}

/// The inner outcome is the person's own; the outer one is the store's, and undoes the whole batch.
fn append_one(connection: &Connection, append: &Append) -> Result<Result<Appended, LedgerError>, LedgerError> {
    let (number, found) = rows::found(connection, append)?;
    let addition = match append.onto(&found) {
        Ok(addition) => addition,
        Err(error) => return Ok(Err(error)),
    };
    if !addition.entries.is_empty() {
        let number = rows::write_person(connection, number, &addition.person)?;
        rows::write_entries(connection, number, &addition.entries)?;
    }
    Ok(Ok(addition.appended()))
}

impl Store for Sqlite {
    async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
        self.claim_now(check)
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        self.append_now(&batch)
    }

    async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
        self.erase_now(&erase)
    }

    async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        self.person_now(whose)
    }

    async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        self.history_now(whose)
    }

    async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
        self.is_erased_now(mark)
    }

    fn place(&self) -> Option<String> {
        Some(self.file().display().to_string())
    }

    async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        self.chains_now(after, limit)
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}
