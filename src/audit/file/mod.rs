//! The sink in files: one record a line.

mod line;
mod scan;
mod writing;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use self::writing::Writing;
use super::AuditError;
use super::sink::{Draft, Sink, StoredRecord, StoredStream};
use crate::chain::{Link, Pseudonym};

/// When a file is closed and the next one begun: before the first record for which this holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Never.
    Never,
    /// Once it has this many bytes, or more.
    Bytes(u64),
    /// Once the first record in it is that old, by the instants at which records are made.
    Age(TimeDelta),
    /// Whichever of both comes first.
    BytesOrAge(u64, TimeDelta),
}

/// When what was written is forced onto the disk. What is not may be lost with the machine, though not with the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncing {
    /// After every record, before it is acknowledged.
    EveryRecord,
    /// After every so many records, and when a file is closed.
    Every(u32),
    /// After a record that is made this much later than the last one that was forced there, and when a file is closed. The last
    /// records before a pause wait for the next one, or for [`JsonLines::sync`].
    Interval(TimeDelta),
    /// When the operating system sees fit.
    Never,
}

/// Records as JSON Lines: `audit.jsonl` is written, `audit.jsonl.1`, `.2`, … are full, the higher the later.
///
/// One process at a time writes: `audit.jsonl.lock` is locked as long as the sink lives. A half-written last line, which a
/// crash leaves, was never acknowledged: it is cut off on opening, and [`cut_off`](Self::cut_off) tells. An end that no crash
/// can have left is damage, and nothing is cut off. Questions are not kept, since lines of a file cannot be deleted one by one.
///
/// The first record, or the first look at streams, reads all files once; from then on a stream is read from where it begins.
/// Files are read and written on the calling thread.
///
/// # Example
///
/// ```
/// use lawful::audit::{BlockingAudit, JsonLines, Rotation, Syncing};
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("audit.jsonl");
///
/// let sink = JsonLines::open(&file, Rotation::Bytes(64 << 20), Syncing::EveryRecord)?;
/// assert_eq!(sink.cut_off(), 0);
/// let audit = BlockingAudit::open(sink, &lawful::PolicyEngine::platform())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct JsonLines {
    path: PathBuf,
    rotation: Rotation,
    syncing: Syncing,
    writing: Mutex<Writing>,
}

impl JsonLines {
    /// Opens the file, or makes it.
    ///
    /// A file that is missing or empty becomes a new audit, of which everything verifies: where records are to be there already,
    /// [`open_existing`](Self::open_existing) tells that they are gone. That records are missing among others, a
    /// [checkpoint](super::Audit::checkpoint) tells.
    ///
    /// # Errors
    ///
    /// It cannot be opened; another process has it open ([`Locked`](crate::chain::StoreFailure::Locked)); it ends with what is
    /// no part of a line ([`Damaged`](crate::chain::StoreFailure::Damaged)).
    pub fn open(path: impl AsRef<Path>, rotation: Rotation, syncing: Syncing) -> Result<Self, AuditError> {
        let path = path.as_ref();
        let writing = Writing::open(path).map_err(|error| in_file(error, path))?;
        Ok(Self { path: path.to_owned(), rotation, syncing, writing: Mutex::new(writing) })
    }

    /// Opens a file that holds records already, or full ones beside it do; where there are none, nothing is made.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); there is no such file ([`Unreachable`](crate::chain::StoreFailure::Unreachable)); it is empty
    /// ([`Damaged`](crate::chain::StoreFailure::Damaged)).
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::audit::{JsonLines, Rotation, Syncing};
    /// # let folder = tempfile::tempdir()?;
    /// # let file = folder.path().join("audit.jsonl");
    ///
    /// let nothing = JsonLines::open_existing(&file, Rotation::Never, Syncing::EveryRecord);
    /// assert!(nothing.is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_existing(path: impl AsRef<Path>, rotation: Rotation, syncing: Syncing) -> Result<Self, AuditError> {
        let path = path.as_ref();
        writing::is_there(path).map_err(|error| in_file(error, path))?;
        Self::open(path, rotation, syncing)
    }

    /// How many bytes of a half-written line were cut off on opening.
    #[must_use]
    pub fn cut_off(&self) -> u64 {
        self.writing().cut_off
    }

    /// Forces onto the disk what was written.
    ///
    /// # Errors
    ///
    /// The disk fails; then nothing more is written until the files are opened anew.
    pub fn sync(&self) -> Result<(), AuditError> {
        self.with(Writing::sync)
    }

    /// Works on the files; what fails says which.
    fn with<T>(&self, work: impl FnOnce(&mut Writing) -> Result<T, AuditError>) -> Result<T, AuditError> {
        work(&mut self.writing()).map_err(|error| in_file(error, &self.path))
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn in_file(error: AuditError, path: &Path) -> AuditError {
    match error {
        AuditError::Sink(error) => error.at(path.display().to_string()).into(),
        other => other,
    }
}

impl Sink for JsonLines {
    fn keeps_requests(&self) -> bool {
        false
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        self.with(|writing| writing.append(&draft, self.rotation, self.syncing))
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        self.with(|writing| Ok(writing.ends()?.get(&stream).map(|ends| ends.state(stream))))
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        self.with(|writing| {
            let later = writing.ends()?.iter().filter(|(stream, _)| after.is_none_or(|after| **stream > after));
            Ok(later.take(limit).map(|(stream, ends)| ends.state(*stream)).collect())
        })
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        self.with(|writing| writing.page(stream, after, limit))
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        self.with(|writing| writing.about(person))
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.with(|writing| writing.prune(stream, up_to))
    }

    async fn forget(&self, _: Pseudonym) -> Result<u64, AuditError> {
        Ok(0)
    }
}

impl fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("rotation", &self.rotation).field("syncing", &self.syncing).finish_non_exhaustive()
    }
}
