//! Writing the files.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::line::{Line, is_half};
use super::scan::{Cursor, Ends, Place};
use super::{Rotation, Syncing};
use crate::audit::sink::Draft;
use crate::audit::{AuditError, Record};
use crate::chain::{Link, Pseudonym, StoreError, StoreFailure};
use crate::vocabulary::Instant;

/// The file that is written, and what is known of all of them.
pub(super) struct Writing {
    path: PathBuf,
    /// Held for as long as the sink lives; the files themselves change by rotation.
    _lock: File,
    file: File,
    pub(super) bytes: u64,
    pub(super) full_files: u64,
    pub(super) cut_off: u64,
    /// When the first record of the file was made.
    begun: Option<Instant>,
    unsynced: u32,
    synced: Option<Instant>,
    pub(super) ends: Option<BTreeMap<Pseudonym, Ends>>,
    pub(super) cursor: Option<Cursor>,
    /// Nobody knows any more what the file ends with: nothing may follow.
    is_torn: bool,
}

/// So often a lock is tried for, so long apart. A process that is being started holds, until it runs, what its parent has open:
/// even a lock that its parent has just given back.
const TRIES: u32 = 20;
const APART: Duration = Duration::from_millis(5);

fn locked(path: &Path) -> Result<File, AuditError> {
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(beside(path, "lock")).map_err(failed)?;
    for _ in 0..TRIES {
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(APART),
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            Ok(()) => return Ok(lock),
        }
    }
    Err(StoreError::new(StoreFailure::Locked).into())
}

/// Whether a file, or a full one beside it, holds anything.
pub(super) fn is_there(path: &Path) -> Result<(), AuditError> {
    let length = |path: &Path| fs::metadata(path).map(|file| file.len());
    if length(&beside(path, 1)).is_ok_and(|length| length > 0) {
        return Ok(());
    }
    match length(path).map_err(failed)? {
        0 => {
            let what = "the file is empty: nothing was ever recorded in it, or all of it is gone";
            Err(StoreError::new(StoreFailure::Damaged).caused_by(what).into())
        }
        _ => Ok(()),
    }
}

impl Writing {
    pub(super) fn open(path: &Path) -> Result<Self, AuditError> {
        let lock = locked(path)?;
        let mut file = opened(path)?;
        let (bytes, cut_off) = cut_half_line(&mut file)?;
        let full_files = (1..).take_while(|number| beside(path, number).exists()).count() as u64;
        let mut writing = Self {
            path: path.to_owned(),
            _lock: lock,
            file,
            bytes,
            full_files,
            cut_off,
            begun: None,
            unsynced: 0,
            synced: None,
            ends: None,
            cursor: None,
            is_torn: false,
        };
        let mut begun = None;
        // A line that cannot be read shows when it is needed.
        let _ = writing.walk(Place { file: usize::try_from(full_files).unwrap_or(usize::MAX), byte: 0 }, |line, _, _| {
            begun = line.body.and_then(|body| Record::from_json(&body, line.link.number()).ok());
            ControlFlow::Break(())
        });
        writing.begun = begun.map(|record| record.recorded());
        Ok(writing)
    }

    /// The files, the oldest first.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        (1..=self.full_files).map(|number| beside(&self.path, number)).chain([self.path.clone()]).collect()
    }

    fn is_whole(&self) -> Result<(), AuditError> {
        let torn = || {
            StoreError::new(StoreFailure::Damaged).caused_by("a line or a file could not be written whole: open the files anew")
        };
        if self.is_torn { Err(torn().into()) } else { Ok(()) }
    }

    pub(super) fn append(&mut self, draft: &Draft, rotation: Rotation, syncing: Syncing) -> Result<Link, AuditError> {
        self.is_whole()?;
        let stream = draft.stream();
        let there = self.ends()?.get(&stream);
        let state = there.map(|ends| ends.state(stream));
        let record = draft.onto(state.as_ref(), there.and_then(|ends| ends.last.as_ref()))?;
        if self.bytes > 0 && rotation.is_due(self.bytes, self.begun, draft.recorded()) {
            self.rotate()?;
        }
        let begins = Place { file: usize::try_from(self.full_files).unwrap_or(usize::MAX), byte: self.bytes };
        self.write(&Line::of(&record).text(), draft.recorded(), syncing)?;
        let link = record.as_link();
        let ends = self.ends()?.entry(stream);
        ends.or_insert_with(|| Ends { begins, base: Link::start(stream), last: None }).last = Some(record);
        Ok(link)
    }

    fn write(&mut self, line: &str, now: Instant, syncing: Syncing) -> Result<(), AuditError> {
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            // Half a line would spoil the next one.
            self.is_torn = self.file.set_len(self.bytes).is_err();
            return Err(failed(error));
        }
        self.begun.get_or_insert(now);
        self.unsynced += 1;
        let is_due = match syncing {
            Syncing::EveryRecord => true,
            Syncing::Every(records) => self.unsynced >= records,
            Syncing::Interval(span) => now - *self.synced.get_or_insert(now) >= span,
            Syncing::Never => false,
        };
        if is_due && let Err(error) = self.file.sync_data() {
            // What the system then holds of the file is not told: only reading it anew does.
            self.is_torn = true;
            return Err(StoreError::new(StoreFailure::OutcomeUnknown).caused_by(error).into());
        }
        if is_due {
            (self.unsynced, self.synced) = (0, Some(now));
        }
        self.bytes += line.len() as u64;
        Ok(())
    }

    pub(super) fn sync(&mut self) -> Result<(), AuditError> {
        self.is_whole()?;
        self.is_torn = true;
        self.file.sync_all().map_err(failed)?;
        (self.is_torn, self.unsynced) = (false, 0);
        Ok(())
    }

    /// Closes the file as a full one and begins the next.
    fn rotate(&mut self) -> Result<(), AuditError> {
        self.sync()?;
        fs::rename(&self.path, beside(&self.path, self.full_files + 1)).map_err(failed)?;
        self.full_files += 1;
        self.is_torn = true;
        self.file = opened(&self.path)?;
        (self.bytes, self.begun, self.is_torn) = (0, None, false);
        Ok(())
    }

    /// Writes every file anew without what is pruned, the latest first: the line with the base of the stream is then on the
    /// disk before anything is gone.
    pub(super) fn prune(&mut self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.is_whole()?;
        (self.ends, self.cursor) = (None, None);
        // Until all is done: what fails in between leaves the writer with a file that has no name any more.
        self.is_torn = true;
        let mut pruned = 0;
        for number in (0..=self.full_files).rev() {
            pruned += self.prune_file(usize::try_from(number).unwrap_or(usize::MAX), stream, up_to)?;
        }
        self.file = opened(&self.path)?;
        self.bytes = self.file.metadata().map_err(failed)?.len();
        self.is_torn = false;
        Ok(pruned)
    }

    fn prune_file(&self, number: usize, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        let files = self.files();
        let Some(path) = files.get(number) else { return Ok(0) };
        let anew = beside(path, "new");
        let mut out = BufWriter::new(File::create(&anew).map_err(failed)?);
        let (mut pruned, mut written) = (0, Ok(()));
        self.walk(Place { file: number, byte: 0 }, |line, place, _| {
            if place.file != number {
                return ControlFlow::Break(());
            }
            let is_older = line.stream == stream && line.link.number() <= up_to;
            let kept = match is_older {
                false => line.text(),
                true if line.link.number() == up_to => line.as_base().text(),
                true => String::new(),
            };
            pruned += u64::from(is_older && line.body.is_some());
            written = out.write_all(kept.as_bytes());
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        written.and_then(|()| out.flush()).and_then(|()| out.get_ref().sync_all()).map_err(failed)?;
        if pruned > 0 {
            fs::rename(&anew, path).map_err(failed)?;
            sync_folder(path)?;
        } else {
            fs::remove_file(&anew).map_err(failed)?;
        }
        Ok(pruned)
    }
}

impl Rotation {
    fn is_due(self, bytes: u64, begun: Option<Instant>, now: Instant) -> bool {
        let is_old = |age| begun.is_some_and(|begun| now - begun >= age);
        match self {
            Self::Never => false,
            Self::Bytes(most) => bytes >= most,
            Self::Age(age) => is_old(age),
            Self::BytesOrAge(most, age) => bytes >= most || is_old(age),
        }
    }
}

/// Opens a file, or makes one whose name lasts.
fn opened(path: &Path) -> Result<File, AuditError> {
    let is_there = path.exists();
    let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
    if !is_there {
        sync_folder(path)?;
    }
    Ok(file)
}

/// A name in a folder is on the disk once the folder is. Where a folder cannot be opened as a file, the system sees to that
/// itself.
fn sync_folder(path: &Path) -> Result<(), AuditError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder) {
        Ok(folder) => folder.sync_all().map_err(failed),
        Err(_) => Ok(()),
    }
}

/// Cuts off what stands after the last line end; gives how long the file is then, and how much was cut off.
fn cut_half_line(file: &mut File) -> Result<(u64, u64), AuditError> {
    const STEP: u64 = 4096;
    let length = file.metadata().map_err(failed)?.len();
    let (mut end, mut tail) = (length, Vec::new());
    while end > 0 {
        let start = end.saturating_sub(STEP);
        let mut bytes = vec![0; usize::try_from(end - start).unwrap_or_default()];
        file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut bytes)).map_err(failed)?;
        let place = bytes.iter().rposition(|byte| *byte == b'\n').map(|place| place + 1);
        end = start + place.unwrap_or_default() as u64;
        tail.splice(0..0, bytes.drain(place.unwrap_or_default()..));
        if place.is_some() {
            break;
        }
    }
    if !is_half(&tail) {
        let what = "the file does not end with a line of an audit, nor with a part of one";
        return Err(StoreError::new(StoreFailure::Damaged).caused_by(what).into());
    }
    if end < length {
        file.set_len(end).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    Ok((end, length - end))
}

fn beside(path: &Path, ending: impl std::fmt::Display) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

pub(super) fn failed(error: io::Error) -> AuditError {
    let failure = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => StoreFailure::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => StoreFailure::ReadOnly,
        io::ErrorKind::NotFound => StoreFailure::Unreachable,
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => StoreFailure::Damaged,
        _ => StoreFailure::Other,
    };
    StoreError::new(failure).caused_by(error).into()
}
