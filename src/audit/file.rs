//! The sink in files: one record a line.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::memory::{Stream, Streams};
use super::sink::{Draft, Sink, StoredRecord, StoredStream};
use super::{AuditError, BrokenStream};
use crate::chain::{Digest, Link, Pseudonym, StoreError, StoreFailure};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, Value, Writer, read};

/// When a file is closed and the next one begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Never.
    Never,
    /// Once it has this many bytes.
    Bytes(u64),
}

/// When what was written is forced onto the disk. What is not may be lost with the machine, though not with the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncing {
    /// After every record, before it is acknowledged.
    EveryRecord,
    /// After every so many records, and when a file is closed.
    Every(u32),
    /// When the operating system sees fit.
    Never,
}

/// Records as JSON Lines: `audit.jsonl` is written, `audit.jsonl.1`, `.2`, … are full, the higher the later.
///
/// One process at a time writes: the file is locked. A half-written last line, which a crash leaves, was never acknowledged and is cut off on opening. Questions
/// are not kept, since lines of a file cannot be deleted one by one. Reading walks through all files.
///
/// # Example
///
/// ```
/// use lawful::audit::{BlockingAudit, JsonLines, Rotation, Syncing};
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("audit.jsonl");
///
/// let sink = JsonLines::open(&file, Rotation::Bytes(64 << 20), Syncing::EveryRecord)?;
/// let audit = BlockingAudit::open(sink, &lawful::PolicyEngine::platform())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct JsonLines {
    path: PathBuf,
    rotation: Rotation,
    syncing: Syncing,
    state: Mutex<Writing>,
}

/// How a stream ends: no record is left where all were pruned.
type End = (StoredStream, Option<StoredRecord>);

/// The file that is written.
struct Writing {
    file: File,
    bytes: u64,
    unsynced: u32,
    full_files: u64,
    /// The ends of the streams that were written since opening; `None` for a new one.
    last: BTreeMap<Pseudonym, Option<End>>,
    /// A line could not be written whole and could not be taken back: nothing may follow it.
    is_torn: bool,
}

impl JsonLines {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or another process has it open ([`StoreFailure::Locked`]).
    pub fn open(path: impl AsRef<Path>, rotation: Rotation, syncing: Syncing) -> Result<Self, AuditError> {
        let path = path.as_ref().to_owned();
        let mut file = open_locked(&path)?;
        let bytes = cut_half_line(&mut file).map_err(failed)?;
        let full_files = (1..).take_while(|number| numbered(&path, *number).exists()).count() as u64;
        let state = Writing { file, bytes, unsynced: 0, full_files, last: BTreeMap::new(), is_torn: false };
        Ok(Self { path, rotation, syncing, state: Mutex::new(state) })
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, draft: &Draft) -> Result<Link, AuditError> {
        let mut writing = self.writing();
        if writing.is_torn {
            let what = "a line could not be written whole: open the file anew";
            return Err(StoreError::new(StoreFailure::Damaged).caused_by(what).into());
        }
        let stream = draft.stream();
        if !writing.last.contains_key(&stream) {
            let there = last_of(&self.read(&writing)?, stream);
            writing.last.insert(stream, there);
        }
        let there = writing.last.get(&stream).and_then(Option::as_ref);
        let record = draft.onto(there.map(|(state, _)| state), there.and_then(|(_, last)| last.as_ref()))?;
        let base = there.map_or_else(|| Link::start(stream), |(state, _)| state.base);
        let link = record.as_link();
        writing.write(&(Line::of(&record).written() + "\n"), self.syncing)?;
        writing.last.insert(stream, Some((StoredStream { stream, base, last: link }, Some(record))));
        if let Rotation::Bytes(most) = self.rotation
            && writing.bytes >= most
        {
            // The record is written and acknowledged whatever becomes of the next file.
            let _ = writing.rotate(&self.path);
        }
        Ok(link)
    }

    /// Everything there is, read from the files.
    fn read(&self, writing: &Writing) -> Result<Streams, AuditError> {
        let mut streams = BTreeMap::new();
        for file in self.files(writing) {
            each_line(&file, |_, line| line.put_into(&mut streams))?;
        }
        Ok(Streams::of(streams))
    }

    /// The files, the oldest first.
    fn files(&self, writing: &Writing) -> Vec<PathBuf> {
        (1..=writing.full_files).map(|number| numbered(&self.path, number)).chain([self.path.clone()]).collect()
    }

    fn now(&self) -> Result<Streams, AuditError> {
        self.read(&self.writing())
    }

    /// Writes every file anew without what is pruned, the latest first: the line with the base of the stream is then on the disk before anything is gone.
    fn prune_now(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        let mut writing = self.writing();
        let mut pruned = 0;
        for file in self.files(&writing).iter().rev() {
            let (mut kept, mut count) = (String::new(), 0);
            each_line(file, |text, line| {
                let is_older = line.stream == stream && line.link.number() <= up_to;
                count += u64::from(is_older && line.body.is_some());
                match is_older {
                    false => kept.extend([text, "\n"]),
                    // The base of the stream takes the place of the last record that goes.
                    true if line.link.number() == up_to => kept.extend([&*Line { body: None, ..line }.written(), "\n"]),
                    true => {}
                }
            })?;
            if count > 0 {
                let anew = numbered(file, 0);
                fs::write(&anew, &kept).and_then(|()| File::open(&anew)?.sync_all()).map_err(failed)?;
                fs::rename(&anew, file).map_err(failed)?;
                pruned += count;
                if *file == self.path {
                    writing.file = open_locked(&self.path)?;
                    writing.bytes = writing.file.metadata().map_err(failed)?.len();
                }
            }
        }
        writing.last.remove(&stream);
        Ok(pruned)
    }
}

fn each_line(file: &Path, mut read_line: impl FnMut(&str, Line)) -> Result<(), AuditError> {
    for text in BufReader::new(File::open(file).map_err(failed)?).lines() {
        let text = text.map_err(failed)?;
        let node: Node = serde_json::from_str(&text).unwrap_or_else(|_| Value::Null.into());
        let line: Line = read(&node, Vocabulary::builtin()).map_err(|findings| AuditError::Unreadable { number: 0, findings })?;
        // There is one way to write a line: another one was not written here.
        if line.written() != text {
            return Err(BrokenStream { stream: line.stream, number: line.link.number() }.into());
        }
        read_line(&text, line);
    }
    Ok(())
}

fn last_of(streams: &Streams, stream: Pseudonym) -> Option<End> {
    let state = streams.state(stream)?;
    Some((state, streams.records(stream, state.last.number().saturating_sub(1), 1).pop()))
}

impl Writing {
    fn write(&mut self, line: &str, syncing: Syncing) -> Result<(), AuditError> {
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            // Half a line would spoil the next one.
            self.is_torn = self.file.set_len(self.bytes).and_then(|()| self.file.seek(SeekFrom::End(0))).is_err();
            return Err(failed(error));
        }
        self.bytes += line.len() as u64;
        self.unsynced += 1;
        let is_due = match syncing {
            Syncing::EveryRecord => true,
            Syncing::Every(records) => self.unsynced >= records,
            Syncing::Never => false,
        };
        if is_due {
            self.file.sync_data().map_err(failed)?;
            self.unsynced = 0;
        }
        Ok(())
    }

    /// Closes the file as a full one and begins the next.
    fn rotate(&mut self, path: &Path) -> Result<(), AuditError> {
        self.file.sync_all().map_err(failed)?;
        fs::rename(path, numbered(path, self.full_files + 1)).map_err(failed)?;
        self.full_files += 1;
        self.file = open_locked(path)?;
        (self.bytes, self.unsynced) = (0, 0);
        Ok(())
    }
}

impl Sink for JsonLines {
    fn keeps_requests(&self) -> bool {
        false
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        self.append_now(&draft)
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        Ok(self.now()?.state(stream))
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        Ok(self.now()?.page(after, limit))
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        Ok(self.now()?.records(stream, after, limit))
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        Ok(self.now()?.about(person))
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.prune_now(stream, up_to)
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

fn open_locked(path: &Path) -> Result<File, AuditError> {
    let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
    file.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => StoreError::new(StoreFailure::Locked).into(),
        fs::TryLockError::Error(error) => failed(error),
    })?;
    Ok(file)
}

/// Cuts off what stands after the last line end, and gives how long the file is then.
fn cut_half_line(file: &mut File) -> io::Result<u64> {
    const STEP: u64 = 4096;
    let mut end = file.metadata()?.len();
    let length = end;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; usize::try_from(end - start).unwrap_or_default()];
        io::Read::read_exact(file, &mut bytes)?;
        if let Some(place) = bytes.iter().rposition(|byte| *byte == b'\n') {
            end = start + place as u64 + 1;
            break;
        }
        end = start;
    }
    if end < length {
        file.set_len(end)?;
        file.sync_all()?;
    }
    file.seek(SeekFrom::End(0))?;
    Ok(end)
}

fn numbered(path: &Path, number: u64) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    name.into()
}

fn failed(error: io::Error) -> AuditError {
    let failure = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => StoreFailure::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => StoreFailure::ReadOnly,
        io::ErrorKind::NotFound => StoreFailure::Unreachable,
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => StoreFailure::Damaged,
        _ => StoreFailure::Other,
    };
    StoreError::new(failure).caused_by(error).into()
}

/// What stands in a line: a record, or, where records before it were pruned, the base of a stream.
struct Line {
    stream: Pseudonym,
    link: Link,
    body: Option<String>,
}

impl Line {
    fn of(record: &StoredRecord) -> Self {
        Self { stream: record.stream, link: record.as_link(), body: Some(record.body.clone()) }
    }

    /// The line without its end.
    fn written(&self) -> String {
        let mut out = Writer::new(Vocabulary::builtin());
        let table = Table::new()
            .put("stream", &self.stream.to_string(), &mut out)
            .put_node("number", Value::Integer(i64::try_from(self.link.number()).unwrap_or(i64::MAX)).into())
            .maybe("record", self.body.as_ref(), &mut out)
            .put("link", &self.link.head().to_string(), &mut out);
        Node::from(table).canonical()
    }

    fn put_into(self, streams: &mut BTreeMap<Pseudonym, Stream>) {
        let Self { stream, link, body } = self;
        let there = streams.entry(stream).or_insert_with(|| Stream::begun(stream));
        let Some(body) = body else {
            there.base = link;
            there.records.retain(|record| record.number > link.number());
            return;
        };
        let person = super::Record::from_json(&body, link.number()).ok().and_then(|record| match record.basis() {
            super::Basis::Ledger(position) => Some(position.pseudonym),
            super::Basis::Sealed(_) => None,
        });
        there.records.push(StoredRecord { stream, number: link.number(), person, body, request: None, link: link.head() });
    }
}

impl FromNode for Line {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a line of the audit: a table")?;
        let stream = fields.required("stream", cx).map(Pseudonym::from_uuid);
        let number = match fields.take("number").map(|node| &node.value) {
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            _ => None,
        };
        let head: Option<Digest> = fields.required::<String>("link", cx).and_then(|text| text.parse().ok());
        let body = fields.optional("record", cx);
        fields.close(cx);
        match (stream, number, head) {
            (Some(stream), Some(number), Some(head)) => Some(Self { stream, link: Link::at(number, head), body }),
            _ => {
                cx.report(node, "expected `stream`, `number` and `link`");
                None
            }
        }
    }
}
