//! Rows that were not recorded, and imports that could not go on.

use std::{fmt, io};

use crate::ledger::LedgerError;
use crate::vocabulary::Finding;

/// A row that was not recorded, and why.
///
/// It says where and what, and repeats of the row no more than a misspelt word of the vocabulary: what is not near to one may
/// be anything, since a row may have slipped by a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub(super) row: u64,
    pub(super) column: Option<String>,
    pub(super) reason: String,
    pub(super) suggestion: Option<String>,
}

impl Rejected {
    pub(super) fn new(row: u64, column: Option<&str>, reason: impl Into<String>) -> Self {
        Self { row, column: column.map(str::to_owned), reason: reason.into(), suggestion: None }
    }

    /// From a mistake in a document; `column` says where its key stands in the row.
    pub(super) fn of(row: u64, finding: &Finding, column: Option<String>) -> Self {
        let suggestion = finding.suggestion().map(str::to_owned);
        let reason = match (finding.bad_text(), &suggestion) {
            (Some(bad), Some(_)) => format!("{}, found {}", finding.message(), crate::vocabulary::quoted(bad)),
            (Some(_), None) => format!("{}; what was found is withheld", finding.message()),
            (None, _) => finding.message().to_owned(),
        };
        Self { row, column, reason, suggestion }
    }

    /// The number of the row: the line of JSON Lines; of CSV the record, the header being row 1.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.row
    }

    /// The column, or the path of keys; `None` where it is the row as a whole.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The nearest valid word.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", `{column}`")?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.suggestion {
            Some(word) => write!(f, ", did you mean `{word}`?"),
            None => Ok(()),
        }
    }
}

/// Why an import could not begin or go on. What was recorded until then stays recorded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The first row does not name the columns as it must.
    #[error("the header, row 1: {0}")]
    Header(String),
    /// The saved progress is that of another file.
    #[error("the saved progress is that of another file, or the file was changed: remove it to begin anew")]
    OtherFile,
    /// What is given is no saved progress.
    #[error("this is no saved progress of an import")]
    NoProgress,
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
