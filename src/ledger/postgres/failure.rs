//! What PostgreSQL and the pool say when something fails, in the ledger's words.

use std::time::Duration;

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::ledger::{LedgerError, StoreError, StoreFailure};

/// A failure before the commit: nothing was done.
pub(super) fn failed(error: Error) -> LedgerError {
    told(&error, kind(&error))
}

/// A failure of the commit itself: unless the server answered, nobody knows.
pub(super) fn failed_to_commit(error: Error) -> LedgerError {
    let failure = if error.as_db_error().is_some() { kind(&error) } else { StoreFailure::OutcomeUnknown };
    told(&error, failure)
}

/// No connection was to be had.
pub(super) fn unconnected(error: PoolError) -> LedgerError {
    match error {
        PoolError::Backend(error) if error.as_db_error().is_some() => failed(error),
        PoolError::Timeout(_) => StoreError::new(StoreFailure::Locked).caused_by("all connections of the pool are in use").into(),
        _ => StoreError::new(StoreFailure::Unreachable).into(),
    }
}

/// Something stands in the tables that this code never writes.
pub(super) fn damaged() -> LedgerError {
    StoreError::new(StoreFailure::Damaged).into()
}

fn kind(error: &Error) -> StoreFailure {
    let Some(code) = error.code() else {
        return if error.is_closed() || error_is_io(error) { StoreFailure::Unreachable } else { StoreFailure::Damaged };
    };
    match *code {
        SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY => StoreFailure::Full,
        SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => StoreFailure::ReadOnly,
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::QUERY_CANCELED
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED => StoreFailure::Locked,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW | SqlState::TOO_MANY_CONNECTIONS => {
            StoreFailure::Unreachable
        }
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreFailure::Damaged,
        _ => StoreFailure::Other,
    }
}

fn error_is_io(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
}

/// The server's message and code. Its details can hold values of rows, so they are left out.
fn told(error: &Error, failure: StoreFailure) -> LedgerError {
    let error = match error.as_db_error() {
        Some(said) => StoreError::new(failure).caused_by(format!("{} ({})", said.message(), said.code().code())),
        None => StoreError::new(failure),
    };
    error.into()
}

/// How often a transaction is tried.
const TURNS: u32 = 10;

/// Whether a transaction that failed this way is worth another turn, and after how long.
pub(super) fn again(error: &Error, turn: u32) -> Option<Duration> {
    let lost = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::UNIQUE_VIOLATION];
    (turn < TURNS && error.code().is_some_and(|code| lost.contains(code))).then(|| Duration::from_millis(u64::from(turn) * 3))
}
