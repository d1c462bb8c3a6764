//! What SQLite says when something fails, in the ledger's words.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::chain::{StoreError, StoreFailure};
use crate::ledger::LedgerError;

/// An error that may be one of the store, which then says in which file.
pub(super) trait InFile {
    fn in_file(self, file: &Path) -> Self;
}

impl InFile for StoreError {
    fn in_file(self, file: &Path) -> Self {
        self.at(file.display().to_string())
    }
}

impl InFile for LedgerError {
    fn in_file(self, file: &Path) -> Self {
        match self {
            Self::Store(error) => error.in_file(file).into(),
            other => other,
        }
    }
}

/// SQLite's messages name tables, columns and files of the database, never values: queries take their values as parameters.
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::new(kind(&error)).caused_by(error)
}

/// As [`failed`], without the file: that stands in the error already.
pub(super) fn failed_to_open(error: rusqlite::Error, file: &Path) -> StoreError {
    failed(match error {
        rusqlite::Error::SqliteFailure(code, Some(said)) => {
            let said = said.strip_suffix(&format!(": {}", file.display())).map(str::to_owned).unwrap_or(said);
            rusqlite::Error::SqliteFailure(code, Some(said))
        }
        other => other,
    })
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
