//! Connections: how they are opened, what each asserts, and how the schema comes to be.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use refinery::{Migration, Runner};
use rusqlite::{Connection, OpenFlags};

use super::failure::{InFile, failed, failed_to_open};
use crate::ledger::{LedgerError, StoreError, StoreFailure};

/// How long a connection waits for others before it says that the file is locked.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before trying again what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(10);

/// More readers at once than this open and close a connection each.
const IDLE_READERS: usize = 8;

/// What becomes of a file that is not there yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Make,
    Refuse,
}

/// One connection that writes and some that read.
pub(super) struct Connections {
    file: PathBuf,
    patience: Duration,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Connections {
    /// SQLite waits for other writers by itself, but not where waiting might never end: when the file becomes one in WAL mode,
    /// and when the last one who had it open cleans up
    /// (<https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode>).
    pub(super) fn open(file: &Path, patience: Duration, missing: Missing) -> Result<Self, LedgerError> {
        let mut turns = patience.as_millis() / PAUSE.as_millis();
        loop {
            match Self::open_at_once(file, patience, missing) {
                Err(LedgerError::Store(error)) if error.failure() == StoreFailure::Locked && turns > 0 => {
                    turns -= 1;
                    std::thread::sleep(PAUSE);
                }
                outcome => return outcome.map_err(|error| error.in_file(file)),
            }
        }
    }

    fn open_at_once(file: &Path, patience: Duration, missing: Missing) -> Result<Self, LedgerError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        match missing {
            Missing::Make => flags |= OpenFlags::SQLITE_OPEN_CREATE,
            Missing::Refuse => is_there(file, patience.min(PAUSE))?,
        }
        let mut writer = connect(file, patience.min(PAUSE), flags)?;
        migrate(&mut writer)?;
        writer.busy_timeout(patience).map_err(failed)?;
        Ok(Self { file: file.to_owned(), patience, writer: Mutex::new(writer), readers: Mutex::default() })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The connection that writes; transactions on it end, by commit or roll-back, before it is given back.
    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads on a connection of its own.
    pub(super) fn read<T, E>(&self, read: impl FnOnce(&mut Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + InFile,
    {
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => {
                let connection = connect(&self.file, self.patience, OpenFlags::SQLITE_OPEN_READ_WRITE);
                connection.map_err(|error| error.in_file(&self.file))?
            }
        };
        let outcome = read(&mut connection).map_err(|error| error.in_file(&self.file));
        let mut idle = self.idle();
        if outcome.is_ok() && idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        outcome
    }

    /// Closes the readers, so that none of them holds up a checkpoint of the log.
    pub(super) fn close_readers(&self) {
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks whether a file holds a ledger, without writing to it: one that does not is left as it is.
fn is_there(file: &Path, patience: Duration) -> Result<(), StoreError> {
    let damaged = |what| Err(StoreError::new(StoreFailure::Damaged).caused_by(what));
    // SQLite is not asked about an empty file: it would delete the log beside it.
    match file.metadata() {
        Err(error) => return Err(StoreError::new(StoreFailure::Unreachable).caused_by(error)),
        Ok(there) if there.len() == 0 => {
            return damaged("the file is empty: a ledger was never made in it, or all of it is gone");
        }
        Ok(_) => {}
    }
    let connection = opened(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(patience).map_err(failed)?;
    if version(&connection)? == 0 { damaged("the file holds no ledger") } else { Ok(()) }
}

fn opened(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    connection.map_err(|error| failed_to_open(error, file))
}

/// Opens a connection and asserts what durability and erasure rest on.
fn connect(file: &Path, patience: Duration, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = opened(file, flags)?;
    connection.busy_timeout(patience).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(32);
    insist(&connection, "journal_mode", "WAL", "wal")?;
    insist(&connection, "synchronous", "FULL", "2")?;
    insist(&connection, "secure_delete", "ON", "1")?;
    // On macOS, the only way to make the disk itself write.
    insist(&connection, "fullfsync", "ON", "1")?;
    Ok(connection)
}

/// Sets a pragma and reads it back.
fn insist(connection: &Connection, pragma: &str, setting: &str, expected: &str) -> Result<(), StoreError> {
    connection.execute_batch(&format!("PRAGMA {pragma} = {setting}")).map_err(failed)?;
    let found = connection.pragma_query_value(None, pragma, |row| {
        row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|number| number.to_string()))
    });
    match found.map_err(failed)? {
        found if found == expected => Ok(()),
        found => {
            let what = format!("SQLite has {pragma} = {found} where {setting} is needed");
            Err(StoreError::new(StoreFailure::Other).caused_by(what))
        }
    }
}

const MIGRATIONS: [(&str, &str); 1] = [("V1__ledger", include_str!("migrations/V1__ledger.sql"))];

/// How often to look again when somebody else migrates the same file.
const TURNS: u32 = 20;

fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    let migrations = MIGRATIONS.map(|(name, sql)| Migration::unapplied(name, sql));
    let migrations = migrations.into_iter().collect::<Result<Vec<_>, _>>().map_err(other)?;
    let known = migrations.last().map_or(0, |last| u64::try_from(last.version()).unwrap_or_default());
    let mut runner = Runner::new(&migrations);
    runner.set_migration_table_name("ledger_schema");
    let mut turn = 0;
    loop {
        if version(connection)? == known {
            return Ok(());
        }
        let outcome = runner.run(connection);
        let found = version(connection)?;
        if found > known {
            return Err(LedgerError::NewerSchema { found, known });
        }
        match outcome {
            Ok(_) => return Ok(()),
            Err(error) => match refused(error) {
                // Whoever opened the file at the same moment may have made the same tables first.
                error if error.failure() == StoreFailure::Other && turn < TURNS => std::thread::sleep(PAUSE),
                error => return Err(error.into()),
            },
        }
        turn += 1;
    }
}

/// The version of the schema in the file; 0 where there is none.
fn version(connection: &Connection) -> Result<u64, StoreError> {
    let is_there = "SELECT count(*) FROM sqlite_schema WHERE name = 'ledger_schema'";
    let tables: i64 = connection.query_row(is_there, [], |row| row.get(0)).map_err(failed)?;
    if tables == 0 {
        return Ok(0);
    }
    let version = connection.query_row("SELECT max(version) FROM ledger_schema", [], |row| row.get::<_, Option<u64>>(0));
    Ok(version.map_err(failed)?.unwrap_or_default())
}

/// What kept the schema from being made: the driver's own error where there is one.
fn refused(error: refinery::Error) -> StoreError {
    match std::error::Error::source(&error).and_then(|source| source.downcast_ref::<rusqlite::Error>()) {
        Some(rusqlite::Error::SqliteFailure(code, message)) => failed(rusqlite::Error::SqliteFailure(*code, message.clone())),
        _ => other(error),
    }
}

fn other(error: refinery::Error) -> StoreError {
    StoreError::new(StoreFailure::Other).caused_by(error)
}
