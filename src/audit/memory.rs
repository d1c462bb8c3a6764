//! The sink in memory: what the others are compared with.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::AuditError;
use super::sink::{Draft, Sink, StoredRecord, StoredStream};
use crate::chain::{Link, Pseudonym};

/// Keeps everything in memory, for as long as the process lives.
///
/// Its futures are ready at once.
#[derive(Default)]
pub struct Memory(Mutex<Streams>);

#[derive(Default)]
struct Streams(BTreeMap<Pseudonym, Stream>);

struct Stream {
    base: Link,
    records: Vec<StoredRecord>,
}

impl Stream {
    fn begun(stream: Pseudonym) -> Self {
        Self { base: Link::start(stream), records: Vec::new() }
    }

    fn state(&self, stream: Pseudonym) -> StoredStream {
        StoredStream { stream, base: self.base, last: self.records.last().map_or(self.base, StoredRecord::as_link) }
    }

    /// Takes out the records up to a number.
    fn prune(&mut self, up_to: u64) -> u64 {
        let pruned = self.records.partition_point(|record| record.number <= up_to);
        self.base = self.records[..pruned].last().map_or(self.base, StoredRecord::as_link);
        self.records.drain(..pruned);
        pruned as u64
    }
}

impl Memory {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn streams(&self) -> MutexGuard<'_, Streams> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Streams {
    fn append(&mut self, draft: &Draft) -> Result<&StoredRecord, AuditError> {
        let stream = draft.stream();
        let there = self.0.get(&stream);
        let state = there.map(|there| there.state(stream));
        let record = draft.onto(state.as_ref(), there.and_then(|there| there.records.last()))?;
        let records = &mut self.0.entry(stream).or_insert_with(|| Stream::begun(stream)).records;
        records.push(record);
        Ok(&records[records.len() - 1])
    }

    fn state(&self, stream: Pseudonym) -> Option<StoredStream> {
        self.0.get(&stream).map(|there| there.state(stream))
    }

    fn page(&self, after: Option<Pseudonym>, limit: usize) -> Vec<StoredStream> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.0.range((from, Bound::Unbounded)).take(limit).map(|(name, stream)| stream.state(*name)).collect()
    }

    fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Vec<StoredRecord> {
        let records = self.0.get(&stream).into_iter().flat_map(|stream| &stream.records);
        records.filter(|record| record.number > after).take(limit).cloned().collect()
    }

    fn about(&self, person: Pseudonym) -> Vec<StoredRecord> {
        let records = self.0.values().flat_map(|stream| &stream.records);
        records.filter(|record| record.person == Some(person)).cloned().collect()
    }

    fn prune(&mut self, stream: Pseudonym, up_to: u64) -> u64 {
        self.0.get_mut(&stream).map_or(0, |stream| stream.prune(up_to))
    }

    fn forget(&mut self, person: Pseudonym) -> u64 {
        let records = self.0.values_mut().flat_map(|stream| &mut stream.records);
        let about = records.filter(|record| record.person == Some(person));
        about.filter_map(|record| record.request.take()).count() as u64
    }
}

impl Sink for Memory {
    fn keeps_requests(&self) -> bool {
        true
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        self.streams().append(&draft).map(StoredRecord::as_link)
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        Ok(self.streams().state(stream))
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        Ok(self.streams().page(after, limit))
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        Ok(self.streams().records(stream, after, limit))
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        Ok(self.streams().about(person))
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        Ok(self.streams().prune(stream, up_to))
    }

    async fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        Ok(self.streams().forget(person))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("streams", &self.streams().0.len()).finish_non_exhaustive()
    }
}
