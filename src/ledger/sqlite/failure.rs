//! What SQLite says when something fails, in the ledger's words.

use rusqlite::ErrorCode;

use crate::chain::{StoreError, StoreFailure};

/// SQLite's messages name tables, columns and files of the database, never values: queries take their values as parameters.
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::new(kind(&error)).caused_by(error)
}

/// A commit that fails while it writes may have reached the disk or not.
pub(super) fn failed_to_commit(error: rusqlite::Error) -> StoreError {
    let failure = match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreFailure::OutcomeUnknown,
        _ => kind(&error),
    };
    StoreError::new(failure).caused_by(error)
}

/// Something stands in the file that this code never writes.
pub(super) fn damaged() -> StoreError {
    StoreError::new(StoreFailure::Damaged)
}

fn kind(error: &rusqlite::Error) -> StoreFailure {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreFailure::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreFailure::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreFailure::Locked,
        Some(ErrorCode::CannotOpen) => StoreFailure::Unreachable,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreFailure::Damaged,
        Some(_) => StoreFailure::Other,
        // A column has another type or length than what is written there.
        None => StoreFailure::Damaged,
    }
}
