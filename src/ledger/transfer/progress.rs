//! How far an import has got.

use super::ImportError;
use crate::chain::Digest;

/// How far an import has got: saved between batches, it lets the next run go on from there.
///
/// It holds counts, an offset and a digest of the beginning of the file, and nothing about people.
///
/// # Example
///
/// ```
/// use lawful::ledger::transfer::Progress;
///
/// let progress = Progress::default();
/// assert_eq!(Progress::from_json(&progress.to_json())?, progress);
/// # Ok::<(), lawful::ledger::transfer::ImportError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub(super) offset: u64,
    pub(super) rows: u64,
    pub(super) recorded: u64,
    pub(super) known: u64,
    pub(super) rejected: u64,
    /// The digest of so many bytes at the beginning of the file.
    pub(super) beginning: Option<Digest>,
    pub(super) compared: u64,
}

impl Progress {
    /// How many bytes of the file are done.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// How many rows are done, empty ones and the header among them: the number of the last one.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many events were recorded.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        self.recorded
    }

    /// How many events had been recorded before.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.known
    }

    /// How many rows were rejected.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// As JSON, to be saved.
    #[must_use]
    pub fn to_json(&self) -> String {
        let Self { offset, rows, recorded, known, rejected, beginning, compared } = self;
        let beginning = beginning.map(|digest| digest.to_string());
        serde_json::json!({
            "offset": offset, "rows": rows, "recorded": recorded, "known": known, "rejected": rejected, "beginning": beginning, "compared": compared
        })
        .to_string()
    }

    /// Reads what was saved.
    ///
    /// # Errors
    ///
    /// It is something else.
    pub fn from_json(text: &str) -> Result<Self, ImportError> {
        let saved: serde_json::Value = serde_json::from_str(text).map_err(|_| ImportError::NoProgress)?;
        let count = |key: &str| saved.get(key).and_then(serde_json::Value::as_u64).ok_or(ImportError::NoProgress);
        let beginning = match saved.get("beginning") {
            Some(serde_json::Value::String(text)) => Some(text.parse().map_err(|_| ImportError::NoProgress)?),
            Some(serde_json::Value::Null) => None,
            _ => return Err(ImportError::NoProgress),
        };
        Ok(Self {
            offset: count("offset")?,
            rows: count("rows")?,
            recorded: count("recorded")?,
            known: count("known")?,
            rejected: count("rejected")?,
            beginning,
            compared: count("compared")?,
        })
    }
}
