//! What PostgreSQL and the pool say when something fails, in the words of stores.

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, Severity, SqlState};

use crate::chain::{StoreError, StoreFailure};

/// A failure before the commit: nothing was done.
pub(super) fn failed(error: Error) -> StoreError {
    told(&error, kind(&error))
}

/// A failure of the commit itself: unless the server answers that it did not commit, nobody knows.
pub(super) fn failed_to_commit(error: Error) -> StoreError {
    let is_refusal = error.as_db_error().is_some_and(|said| match *said.code() {
        SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN | SqlState::TRANSACTION_RESOLUTION_UNKNOWN => false,
        // A server that ends the connection, as when it shuts down, may do so after the commit: while it waits for its replicas.
        _ => said.parsed_severity() == Some(Severity::Error),
    });
    told(&error, if is_refusal { kind(&error) } else { StoreFailure::OutcomeUnknown })
}

/// No connection was to be had.
pub(super) fn unconnected(error: PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) if error.as_db_error().is_some() => failed(error),
        PoolError::Timeout(TimeoutType::Wait) => {
            StoreError::new(StoreFailure::Locked).caused_by("all connections of the pool are in use")
        }
        _ => StoreError::new(StoreFailure::Unreachable),
    }
}

/// Something stands in the tables that this code never writes.
pub(super) fn damaged() -> StoreError {
    StoreError::new(StoreFailure::Damaged)
}

pub(super) fn kind(error: &Error) -> StoreFailure {
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

fn told(error: &Error, failure: StoreFailure) -> StoreError {
    match error.as_db_error() {
        Some(said) => StoreError::new(failure).caused_by(in_words(said)),
        None => StoreError::new(failure),
    }
}

/// What the server said, as far as it cannot hold values of rows.
///
/// Details may hold them. So may messages about values, keys and conflicts (classes 22, 23, 40) on engines other than
/// PostgreSQL, and those that are raised by code in the database (P0, or any other): of these the code is passed on, and the
/// name of a constraint.
pub(super) fn in_words(said: &DbError) -> String {
    /// Connections, states, roles and names; resources, locks, operators, the system.
    const HOLD_NO_VALUES: [&str; 11] = ["08", "25", "28", "3D", "3F", "42", "53", "54", "55", "57", "58"];
    let code = said.code().code();
    let class = code.get(..2).unwrap_or_default();
    match said.constraint() {
        // Only code in the database has a place of its own to speak from.
        _ if HOLD_NO_VALUES.contains(&class) && said.where_().is_none() => format!("{} ({code})", said.message()),
        Some(constraint) => format!("refused by the constraint `{constraint}` ({code})"),
        None => format!("refused with the code {code}"),
    }
}
