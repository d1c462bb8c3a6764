//! The queries, and rows as values.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::failure::{damaged, failed};
use crate::chain::{Digest, Position, Pseudonym, Salt, StoreError};
use crate::ledger::store::{Append, Erase, Found, Identity, StoredEntry, StoredHistory, StoredPerson, Whose};

/// A person's row and its number in the file.
pub(super) type Numbered = (i64, StoredPerson);

const PERSON: &str = "SELECT number, pseudonym, person, salt, sequence, head FROM person WHERE person = ?1";
const CHAIN: &str = "SELECT number, pseudonym, person, salt, sequence, head FROM person WHERE pseudonym = ?1";
const ENTRIES: &str = "SELECT sequence, event, body, link FROM entry WHERE number = ?1 ORDER BY sequence";
const ENTRY: &str = "SELECT sequence, event, body, link FROM entry WHERE number = ?1 AND sequence = ?2";
const EVENT: &str = "SELECT entry.sequence, entry.event, entry.body, entry.link, person.pseudonym \
                     FROM entry JOIN person USING (number) WHERE entry.event = ?1";
const CHAINS: &str = "SELECT pseudonym, sequence, head FROM person WHERE pseudonym > ?1 ORDER BY pseudonym LIMIT ?2";

pub(super) fn person(connection: &Connection, whose: Whose) -> Result<Option<Numbered>, StoreError> {
    let (query, id) = match &whose {
        Whose::Person(id) => (PERSON, id),
        Whose::Chain(pseudonym) => (CHAIN, pseudonym.as_uuid()),
    };
    let mut statement = connection.prepare_cached(query).map_err(failed)?;
    let row = statement.query_row([id.as_bytes()], |row| Ok((row.get::<_, i64>(0)?, read_person(row)?)));
    match row.optional().map_err(failed)? {
        None => Ok(None),
        Some((number, person)) => Ok(Some((number, person.ok_or_else(damaged)?))),
    }
}

pub(super) fn history(connection: &Connection, whose: Whose) -> Result<Option<StoredHistory>, StoreError> {
    let Some((number, person)) = person(connection, whose)? else { return Ok(None) };
    Ok(Some(StoredHistory { person, entries: entries(connection, number)? }))
}

fn entries(connection: &Connection, number: i64) -> Result<Vec<StoredEntry>, StoreError> {
    let mut statement = connection.prepare_cached(ENTRIES).map_err(failed)?;
    let rows = statement.query_map([number], read_entry).map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.ok_or_else(damaged)).collect()
}

pub(super) fn is_erased(connection: &Connection, mark: Digest) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM erased WHERE mark = ?1").map_err(failed)?;
    statement.exists([mark.as_bytes()]).map_err(failed)
}

pub(super) fn chains(connection: &Connection, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, StoreError> {
    let mut statement = connection.prepare_cached(CHAINS).map_err(failed)?;
    let after: &[u8] = after.as_ref().map_or(&[], |pseudonym| pseudonym.as_uuid().as_bytes());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![after, limit], |row| {
        let pseudonym = uuid(row.get_ref(0)?.as_blob()?);
        let head = Digest::try_from(row.get_ref(2)?.as_blob()?);
        Ok((pseudonym, row.get(1)?, head))
    });
    rows.map_err(failed)?
        .map(|row| match row.map_err(failed)? {
            (Some(pseudonym), sequence, Ok(head)) => Ok(Position { pseudonym: Pseudonym::from_uuid(pseudonym), sequence, head }),
            _ => Err(damaged()),
        })
        .collect()
}

/// What an append asks for, and the number of the person's row.
pub(super) fn found(connection: &Connection, append: &Append) -> Result<(Option<i64>, Found), StoreError> {
    let erased = is_erased(connection, append.mark())?;
    let person = person(connection, Whose::Person(append.person()))?;
    let last = match &person {
        None => None,
        Some((number, person)) => entry(connection, *number, person.sequence)?,
    };
    let mut events = Vec::new();
    let mut statement = connection.prepare_cached(EVENT).map_err(failed)?;
    for id in append.ids() {
        let row = statement.query_row([id.as_bytes()], |row| Ok((uuid(row.get_ref(4)?.as_blob()?), read_entry(row)?)));
        match row.optional().map_err(failed)? {
            None => {}
            Some((Some(pseudonym), Some(entry))) => events.push((Pseudonym::from_uuid(pseudonym), entry)),
            Some(_) => return Err(damaged()),
        }
    }
    let (number, person) = person.unzip();
    Ok((number, Found { erased, person, last, events }))
}

fn entry(connection: &Connection, number: i64, sequence: u64) -> Result<Option<StoredEntry>, StoreError> {
    let mut statement = connection.prepare_cached(ENTRY).map_err(failed)?;
    let row = statement.query_row(params![number, sequence], read_entry).optional().map_err(failed)?;
    row.map(|entry| entry.ok_or_else(damaged)).transpose()
}

/// Writes a person's row, and gives its number.
pub(super) fn write_person(connection: &Connection, number: Option<i64>, person: &StoredPerson) -> Result<i64, StoreError> {
    let (id, salt) = match &person.identity {
        Some(identity) => (Some(identity.person.into_bytes()), Some(identity.salt.as_bytes())),
        None => (None, None),
    };
    let (sequence, head) = (person.sequence, person.head);
    match number {
        Some(number) => {
            const UPDATE: &str = "UPDATE person SET person = ?2, salt = ?3, sequence = ?4, head = ?5 WHERE number = ?1";
            let mut statement = connection.prepare_cached(UPDATE).map_err(failed)?;
            statement.execute(params![number, id, salt, sequence, head.as_bytes()]).map_err(failed)?;
            Ok(number)
        }
        None => {
            const INSERT: &str = "INSERT INTO person (pseudonym, person, salt, sequence, head) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut statement = connection.prepare_cached(INSERT).map_err(failed)?;
            let pseudonym = person.pseudonym.as_uuid().as_bytes();
            statement.insert(params![pseudonym, id, salt, sequence, head.as_bytes()]).map_err(failed)
        }
    }
}

pub(super) fn write_entries(connection: &Connection, number: i64, entries: &[StoredEntry]) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO entry (number, sequence, event, body, link) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = connection.prepare_cached(INSERT).map_err(failed)?;
    for StoredEntry { sequence, event, body, link } in entries {
        let event = event.map(Uuid::into_bytes);
        statement.execute(params![number, sequence, event, body, link.as_bytes()]).map_err(failed)?;
    }
    Ok(())
}

pub(super) fn delete_entries(connection: &Connection, number: i64) -> Result<(), StoreError> {
    connection.execute("DELETE FROM entry WHERE number = ?1", [number]).map_err(failed).map(|_| ())
}

/// Deletes the questions that the audit keeps about a person.
pub(super) fn forget(connection: &Connection, person: Pseudonym) -> Result<u64, StoreError> {
    const FORGET: &str = "UPDATE record SET request = NULL WHERE person = ?1 AND request IS NOT NULL";
    connection.execute(FORGET, [person.as_uuid().as_bytes()]).map(|count| count as u64).map_err(failed)
}

pub(super) fn write_mark(connection: &Connection, erase: &Erase) -> Result<(), StoreError> {
    connection.execute("INSERT INTO erased (mark) VALUES (?1)", [erase.mark().as_bytes()]).map_err(failed).map(|_| ())
}

/// The person of a row, `None` where it holds what is never written there.
fn read_person(row: &Row<'_>) -> rusqlite::Result<Option<StoredPerson>> {
    let pseudonym = uuid(row.get_ref(1)?.as_blob()?);
    let (person, salt) = (row.get_ref(2)?.as_blob_or_null()?, row.get_ref(3)?.as_blob_or_null()?);
    let (sequence, head) = (row.get(4)?, Digest::try_from(row.get_ref(5)?.as_blob()?));
    let identity = match (person, salt) {
        (None, None) => Some(None),
        (Some(person), Some(salt)) => {
            uuid(person).zip(salt.try_into().ok()).map(|(person, salt)| Some(Identity { person, salt: Salt::from_bytes(salt) }))
        }
        _ => None,
    };
    Ok(match (pseudonym.map(Pseudonym::from_uuid), identity, head) {
        (Some(pseudonym), Some(identity), Ok(head)) => Some(StoredPerson { pseudonym, identity, sequence, head }),
        _ => None,
    })
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Option<StoredEntry>> {
    let (sequence, body) = (row.get(0)?, row.get(2)?);
    let event = match row.get_ref(1)?.as_blob_or_null()? {
        None => Some(None),
        Some(bytes) => uuid(bytes).map(Some),
    };
    let link = Digest::try_from(row.get_ref(3)?.as_blob()?);
    Ok(event.zip(link.ok()).map(|(event, link)| StoredEntry { sequence, event, body, link }))
}

fn uuid(bytes: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(bytes).ok()
}
