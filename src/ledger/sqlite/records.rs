//! The file as a sink for records of decisions.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::failure::{InFile, damaged, failed};
use super::{Sqlite, ThreadedSqlite, rows};
use crate::audit::AuditError;
use crate::audit::sink::{Draft, Sink, StoredRecord, StoredStream};
use crate::chain::{Digest, Link, Pseudonym, StoreError};
use crate::ledger::store::Whose;

const STREAM: &str = "SELECT stream, base_sequence, base, sequence, head, number FROM stream WHERE stream = ?1";
const STREAMS: &str = "SELECT stream, base_sequence, base, sequence, head FROM stream WHERE stream > ?1 ORDER BY stream LIMIT ?2";
const RECORDS: &str = "SELECT stream.stream, record.sequence, person, body, request, link \
                       FROM stream JOIN record USING (number) \
                       WHERE stream.stream = ?1 AND record.sequence > ?2 ORDER BY record.sequence LIMIT ?3";
const ABOUT: &str = "SELECT stream.stream, record.sequence, person, body, request, link \
                     FROM record JOIN stream USING (number) WHERE person = ?1 ORDER BY number, record.sequence";

impl Sqlite {
    fn append_record(&self, draft: &Draft) -> Result<Link, AuditError> {
        self.write(|connection| {
            let found = numbered_stream(connection, draft.stream())?;
            let last = match &found {
                Some((_, state)) => records(connection, state.stream, state.last.number().saturating_sub(1), 1)?.pop(),
                None => None,
            };
            let mut record = draft.onto(found.as_ref().map(|(_, state)| state), last.as_ref())?;
            if is_erased(connection, record.person)? {
                // Nobody would come to forget a question about somebody who is gone.
                record.request = None;
            }
            let number = write_stream(connection, found, &record)?;
            write_record(connection, number, &record)?;
            Ok(record.as_link())
        })
    }

    fn prune_records(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.write(|connection| {
            let last = records(connection, stream, up_to.saturating_sub(1), 1)?.pop().filter(|record| record.number == up_to);
            let (Some((number, _)), Some(last)) = (numbered_stream(connection, stream)?, last) else { return Ok(0) };
            let delete = "DELETE FROM record WHERE number = ?1 AND sequence <= ?2";
            let count = connection.execute(delete, params![number, up_to]).map_err(failed)?;
            let base = "UPDATE stream SET base_sequence = ?2, base = ?3 WHERE number = ?1";
            connection.execute(base, params![number, up_to, last.link.as_bytes()]).map_err(failed)?;
            Ok(count as u64)
        })
    }

    fn read_records<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, AuditError> {
        Ok(self.read(|transaction| read(transaction))?)
    }
}

impl InFile for AuditError {
    fn in_file(self, file: &Path) -> Self {
        match self {
            Self::Sink(error) => error.in_file(file).into(),
            other => other,
        }
    }
}

/// Whether a pseudonym is that of somebody erased.
fn is_erased(connection: &Connection, person: Option<Pseudonym>) -> Result<bool, StoreError> {
    let row = person.map(|person| rows::person(connection, Whose::Chain(person))).transpose()?.flatten();
    Ok(row.is_some_and(|(_, row)| row.identity.is_none()))
}

fn numbered_stream(connection: &Connection, stream: Pseudonym) -> Result<Option<(i64, StoredStream)>, StoreError> {
    let mut statement = connection.prepare_cached(STREAM).map_err(failed)?;
    let row = statement.query_row([stream.as_uuid().as_bytes()], |row| Ok((row.get(5)?, read_stream(row)?)));
    row.optional().map_err(failed)?.map(|(number, stream)| Ok((number, stream.ok_or_else(damaged)?))).transpose()
}

fn streams(connection: &Connection, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, StoreError> {
    let mut statement = connection.prepare_cached(STREAMS).map_err(failed)?;
    let after: &[u8] = after.as_ref().map_or(&[], |stream| stream.as_uuid().as_bytes());
    let rows = statement.query_map(params![after, i64::try_from(limit).unwrap_or(i64::MAX)], read_stream).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.ok_or_else(damaged)).collect()
}

fn records(connection: &Connection, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, StoreError> {
    let mut statement = connection.prepare_cached(RECORDS).map_err(failed)?;
    let (after, limit) = (i64::try_from(after).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = statement.query_map(params![stream.as_uuid().as_bytes(), after, limit], read_record).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.ok_or_else(damaged)).collect()
}

fn about(connection: &Connection, person: Pseudonym) -> Result<Vec<StoredRecord>, StoreError> {
    let mut statement = connection.prepare_cached(ABOUT).map_err(failed)?;
    let rows = statement.query_map([person.as_uuid().as_bytes()], read_record).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.ok_or_else(damaged)).collect()
}

/// Writes the state of a stream that ends with a record, and gives its number.
fn write_stream(connection: &Connection, found: Option<(i64, StoredStream)>, last: &StoredRecord) -> Result<i64, StoreError> {
    let head = last.link.as_bytes();
    if let Some((number, _)) = found {
        const UPDATE: &str = "UPDATE stream SET sequence = ?2, head = ?3 WHERE number = ?1";
        let mut statement = connection.prepare_cached(UPDATE).map_err(failed)?;
        statement.execute(params![number, last.number, head]).map_err(failed)?;
        return Ok(number);
    }
    const INSERT: &str = "INSERT INTO stream (stream, base_sequence, base, sequence, head) VALUES (?1, 0, ?2, ?3, ?4)";
    let base = Link::start(last.stream).head();
    let mut statement = connection.prepare_cached(INSERT).map_err(failed)?;
    statement.insert(params![last.stream.as_uuid().as_bytes(), base.as_bytes(), last.number, head]).map_err(failed)
}

fn write_record(connection: &Connection, number: i64, record: &StoredRecord) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO record (number, sequence, person, body, request, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = connection.prepare_cached(INSERT).map_err(failed)?;
    let person = record.person.map(|person| person.as_uuid().into_bytes());
    let row = params![number, record.number, person, record.body, record.request, record.link.as_bytes()];
    statement.execute(row).map_err(failed).map(|_| ())
}

/// The state of a row, `None` where it holds what is never written there.
fn read_stream(row: &Row<'_>) -> rusqlite::Result<Option<StoredStream>> {
    let stream = Uuid::from_slice(row.get_ref(0)?.as_blob()?).ok().map(Pseudonym::from_uuid);
    let link = |number, head| Ok(Digest::try_from(row.get_ref(head)?.as_blob()?).ok().map(|head| Link::at(number, head)));
    let (base, last): (_, rusqlite::Result<_>) = (link(row.get(1)?, 2)?, link(row.get(3)?, 4));
    Ok(match (stream, base, last?) {
        (Some(stream), Some(base), Some(last)) => Some(StoredStream { stream, base, last }),
        _ => None,
    })
}

fn read_record(row: &Row<'_>) -> rusqlite::Result<Option<StoredRecord>> {
    let stream = Uuid::from_slice(row.get_ref(0)?.as_blob()?).ok().map(Pseudonym::from_uuid);
    let person = match row.get_ref(2)?.as_blob_or_null()? {
        None => Some(None),
        Some(bytes) => Uuid::from_slice(bytes).ok().map(|person| Some(Pseudonym::from_uuid(person))),
    };
    let link = Digest::try_from(row.get_ref(5)?.as_blob()?).ok();
    let (number, body, request) = (row.get(1)?, row.get(3)?, row.get(4)?);
    Ok(match (stream, person, link) {
        (Some(stream), Some(person), Some(link)) => Some(StoredRecord { stream, number, person, body, request, link }),
        _ => None,
    })
}

impl Sink for Sqlite {
    fn keeps_requests(&self) -> bool {
        true
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        self.append_record(&draft)
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        self.read_records(|connection| Ok(numbered_stream(connection, stream)?.map(|(_, state)| state)))
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        self.read_records(|connection| streams(connection, after, limit))
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        self.read_records(|connection| records(connection, stream, after, limit))
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        self.read_records(|connection| about(connection, person))
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.prune_records(stream, up_to)
    }

    async fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        self.write(|connection| Ok(rows::forget(connection, person)?))
    }
}

impl Sink for ThreadedSqlite {
    fn keeps_requests(&self) -> bool {
        true
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        self.run(move |store| store.append_record(&draft)).await
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        self.run(move |store| store.read_records(|connection| Ok(numbered_stream(connection, stream)?.map(|(_, state)| state))))
            .await
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        self.run(move |store| store.read_records(|connection| streams(connection, after, limit))).await
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        self.run(move |store| store.read_records(|connection| records(connection, stream, after, limit))).await
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        self.run(move |store| store.read_records(|connection| about(connection, person))).await
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        self.run(move |store| store.prune_records(stream, up_to)).await
    }

    async fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        self.run(move |store| store.write(|connection| Ok(rows::forget(connection, person)?))).await
    }
}
