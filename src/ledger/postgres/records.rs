//! The database as a sink for records of decisions.

use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::Postgres;
use super::failure::{damaged, failed};
use super::rows::{FORGET, get, number, read_position};
use super::transaction::{Stopped, in_transaction};
use crate::audit::AuditError;
use crate::audit::sink::{Draft, Sink, StoredRecord, StoredStream};
use crate::chain::{Digest, Link, Position, Pseudonym, StoreError};

const STREAM: &str = "SELECT stream, base_sequence, base, sequence, head FROM lawful_stream WHERE stream = $1";
const LOCK: &str = "SELECT stream, base_sequence, base, sequence, head FROM lawful_stream WHERE stream = $1 FOR UPDATE";
const BEGIN: &str = "INSERT INTO lawful_stream (stream, base_sequence, base, sequence, head) VALUES ($1, $2, $3, $2, $3) \
                     ON CONFLICT DO NOTHING";
const END: &str = "UPDATE lawful_stream SET sequence = $2, head = $3 WHERE stream = $1";
const REBASE: &str = "UPDATE lawful_stream SET base_sequence = $2, base = $3 WHERE stream = $1";
const STREAMS: &str = "SELECT stream, base_sequence, base, sequence, head FROM lawful_stream \
                       WHERE stream > $1 ORDER BY stream LIMIT $2";
const FIRST_STREAMS: &str = "SELECT stream, base_sequence, base, sequence, head FROM lawful_stream ORDER BY stream LIMIT $1";
const RECORD: &str = "SELECT stream, sequence, person, body, request, link FROM lawful_record \
                      WHERE stream = $1 AND sequence = $2";
const RECORDS: &str = "SELECT stream, sequence, person, body, request, link FROM lawful_record \
                       WHERE stream = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
const ABOUT: &str = "SELECT stream, sequence, person, body, request, link FROM lawful_record \
                     WHERE person = $1 ORDER BY stream, sequence";
const INSERT: &str = "INSERT INTO lawful_record (stream, sequence, person, body, request, link) VALUES ($1, $2, $3, $4, $5, $6)";
const PRUNE: &str = "DELETE FROM lawful_record WHERE stream = $1 AND sequence <= $2";
const ERASED: &str = "SELECT person IS NULL FROM lawful_person WHERE pseudonym = $1 FOR SHARE";

type Parameters<'p> = [&'p (dyn ToSql + Sync)];

impl Postgres {
    async fn rows(&self, query: &str, parameters: &Parameters<'_>) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection().await?;
        let statement = connection.prepare_cached(query).await.map_err(failed)?;
        connection.query(&statement, parameters).await.map_err(failed)
    }
}

async fn row(
    transaction: &Transaction<'_>,
    query: &str,
    parameters: &Parameters<'_>,
) -> Result<Option<Row>, Stopped<AuditError>> {
    Ok(transaction.query_opt(&transaction.prepare_cached(query).await?, parameters).await?)
}

async fn execute(transaction: &Transaction<'_>, query: &str, parameters: &Parameters<'_>) -> Result<u64, Stopped<AuditError>> {
    Ok(transaction.execute(&transaction.prepare_cached(query).await?, parameters).await?)
}

async fn append_in(transaction: &Transaction<'_>, draft: &Draft) -> Result<Link, Stopped<AuditError>> {
    let state = lock_or_begin(transaction, draft.stream()).await?;
    let (stream, last) = (state.stream.as_uuid(), state.last.number());
    let last = row(transaction, RECORD, &[stream, &number(last)]).await?.as_ref().map(read_record).transpose()?;
    let record = draft.onto(Some(&state), last.as_ref())?;
    let request = match record.person {
        Some(person) if record.request.is_some() && is_erased(transaction, person).await? => None,
        _ => record.request.as_deref().map(str::as_bytes),
    };
    let (sequence, person) = (number(record.number), record.person.map(|person| *person.as_uuid()));
    let (body, link) = (record.body.as_bytes(), record.link.as_bytes().as_slice());
    execute(transaction, INSERT, &[stream, &sequence, &person, &body, &request, &link]).await?;
    execute(transaction, END, &[stream, &sequence, &link]).await?;
    Ok(record.as_link())
}

/// Locks a stream. Whoever begins the same one meanwhile waits for its row.
async fn lock_or_begin(transaction: &Transaction<'_>, stream: Pseudonym) -> Result<StoredStream, Stopped<AuditError>> {
    if let Some(found) = row(transaction, LOCK, &[stream.as_uuid()]).await? {
        return Ok(read_stream(&found)?);
    }
    let start = Link::start(stream);
    let head = start.head();
    execute(transaction, BEGIN, &[stream.as_uuid(), &number(start.number()), &head.as_bytes().as_slice()]).await?;
    let found = row(transaction, LOCK, &[stream.as_uuid()]).await?.ok_or_else(damaged)?;
    Ok(read_stream(&found)?)
}

/// Whether a person of this ledger was erased since the decision; if not, whoever erases them waits, and then forgets this
/// question too.
async fn is_erased(transaction: &Transaction<'_>, person: Pseudonym) -> Result<bool, Stopped<AuditError>> {
    let found = row(transaction, ERASED, &[person.as_uuid()]).await?;
    Ok(found.map_or(Ok(false), |row| get(&row, 0))?)
}

async fn prune_in(transaction: &Transaction<'_>, stream: Pseudonym, up_to: u64) -> Result<u64, Stopped<AuditError>> {
    let (stream, up_to) = (stream.as_uuid(), number(up_to));
    if row(transaction, LOCK, &[stream]).await?.is_none() {
        return Ok(0);
    }
    let Some(last) = row(transaction, RECORD, &[stream, &up_to]).await? else { return Ok(0) };
    let last = read_record(&last)?;
    let count = execute(transaction, PRUNE, &[stream, &up_to]).await?;
    execute(transaction, REBASE, &[stream, &up_to, &last.link.as_bytes().as_slice()]).await?;
    Ok(count)
}

/// A stream from the columns `stream, base_sequence, base, sequence, head`.
fn read_stream(row: &Row) -> Result<StoredStream, StoreError> {
    let [base, last] = [read_position(row, [0, 1, 2])?, read_position(row, [0, 3, 4])?];
    let link = |position: Position| Link::at(position.sequence, position.head);
    Ok(StoredStream { stream: base.pseudonym, base: link(base), last: link(last) })
}

/// A record from the columns `stream, sequence, person, body, request, link`.
fn read_record(row: &Row) -> Result<StoredRecord, StoreError> {
    // What is no text any more was changed: it is read as far as it goes, so that verifying can say which record it is.
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(StoredRecord {
        stream: Pseudonym::from_uuid(get(row, 0)?),
        number: u64::try_from(get::<i64>(row, 1)?).map_err(|_| damaged())?,
        person: get::<Option<_>>(row, 2)?.map(Pseudonym::from_uuid),
        body: text(get(row, 3)?),
        request: get::<Option<_>>(row, 4)?.map(text),
        link: Digest::try_from(get::<&[u8]>(row, 5)?).map_err(|_| damaged())?,
    })
}

impl Sink for Postgres {
    fn keeps_requests(&self) -> bool {
        true
    }

    async fn append(&self, draft: Draft) -> Result<Link, AuditError> {
        in_transaction!(self, |transaction| append_in(&transaction, &draft))
    }

    async fn stream(&self, stream: Pseudonym) -> Result<Option<StoredStream>, AuditError> {
        Ok(self.rows(STREAM, &[stream.as_uuid()]).await?.first().map(read_stream).transpose()?)
    }

    async fn streams(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<StoredStream>, AuditError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = match after {
            None => self.rows(FIRST_STREAMS, &[&limit]).await?,
            Some(after) => self.rows(STREAMS, &[after.as_uuid(), &limit]).await?,
        };
        Ok(rows.iter().map(read_stream).collect::<Result<_, _>>()?)
    }

    async fn records(&self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.rows(RECORDS, &[stream.as_uuid(), &number(after), &limit]).await?;
        Ok(rows.iter().map(read_record).collect::<Result<_, _>>()?)
    }

    async fn about(&self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        let rows = self.rows(ABOUT, &[person.as_uuid()]).await?;
        Ok(rows.iter().map(read_record).collect::<Result<_, _>>()?)
    }

    async fn prune(&self, stream: Pseudonym, up_to: u64) -> Result<u64, AuditError> {
        in_transaction!(self, |transaction| prune_in(&transaction, stream, up_to))
    }

    async fn forget(&self, person: Pseudonym) -> Result<u64, AuditError> {
        in_transaction!(self, |transaction| execute(&transaction, FORGET, &[person.as_uuid()]))
    }
}

impl From<AuditError> for Stopped<AuditError> {
    fn from(error: AuditError) -> Self {
        Self::Here(error)
    }
}
