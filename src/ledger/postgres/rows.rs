//! Rows as values.

use tokio_postgres::Row;
use uuid::Uuid;

use super::failure::{damaged, failed};
use crate::chain::{Digest, Position, Pseudonym, Salt};
use crate::ledger::LedgerError;
use crate::ledger::store::{Identity, StoredEntry, StoredPerson};

/// A person from the columns `pseudonym, person, salt, sequence, head`.
pub(super) fn read_person(row: &Row) -> Result<StoredPerson, LedgerError> {
    let (person, salt): (Option<Uuid>, Option<&[u8]>) = (get(row, 1)?, get(row, 2)?);
    let identity = match (person, salt) {
        (None, None) => None,
        (Some(person), Some(salt)) => Some(Identity { person, salt: Salt::from_bytes(salt.try_into().map_err(|_| damaged())?) }),
        _ => return Err(damaged()),
    };
    let Position { pseudonym, sequence, head } = read_position(row, [0, 3, 4])?;
    Ok(StoredPerson { pseudonym, identity, sequence, head })
}

/// A position from the columns with these places.
pub(super) fn read_position(row: &Row, [pseudonym, sequence, head]: [usize; 3]) -> Result<Position, LedgerError> {
    let pseudonym = Pseudonym::from_uuid(get(row, pseudonym)?);
    let sequence = u64::try_from(get::<i64>(row, sequence)?).map_err(|_| damaged())?;
    let head = Digest::try_from(get::<&[u8]>(row, head)?).map_err(|_| damaged())?;
    Ok(Position { pseudonym, sequence, head })
}

/// An entry from the columns `sequence, event, body, link`, from a place on; `None` where they are empty.
pub(super) fn read_entry(row: &Row, from: usize) -> Result<Option<StoredEntry>, LedgerError> {
    let Some(sequence) = get::<Option<i64>>(row, from)? else { return Ok(None) };
    let sequence = u64::try_from(sequence).map_err(|_| damaged())?;
    let link = Digest::try_from(get::<&[u8]>(row, from + 3)?).map_err(|_| damaged())?;
    Ok(Some(StoredEntry { sequence, event: get(row, from + 1)?, body: get(row, from + 2)?, link }))
}

pub(super) fn get<'r, T: tokio_postgres::types::FromSql<'r>>(row: &'r Row, place: usize) -> Result<T, LedgerError> {
    row.try_get(place).map_err(failed)
}

/// A number as PostgreSQL has it. A chain does not get longer than this.
pub(super) fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

/// People who are not erased, column by column, for `unnest`.
#[derive(Default)]
pub(super) struct People<'p> {
    pub(super) pseudonyms: Vec<Uuid>,
    pub(super) ids: Vec<Uuid>,
    pub(super) salts: Vec<&'p [u8]>,
    pub(super) sequences: Vec<i64>,
    pub(super) heads: Vec<&'p [u8]>,
}

impl<'p> People<'p> {
    pub(super) fn of(people: Vec<&'p StoredPerson>) -> Self {
        let mut columns = Self::default();
        for (person, identity) in people.into_iter().filter_map(|person| Some((person, person.identity.as_ref()?))) {
            columns.pseudonyms.push(*person.pseudonym.as_uuid());
            columns.ids.push(identity.person);
            columns.salts.push(identity.salt.as_bytes());
            columns.sequences.push(number(person.sequence));
            columns.heads.push(person.head.as_bytes());
        }
        columns
    }
}

/// Entries column by column, for `unnest`.
#[derive(Default)]
pub(super) struct Entries<'e> {
    pub(super) pseudonyms: Vec<Uuid>,
    pub(super) sequences: Vec<i64>,
    pub(super) events: Vec<Option<Uuid>>,
    pub(super) bodies: Vec<&'e [u8]>,
    pub(super) links: Vec<&'e [u8]>,
}

impl<'e> Entries<'e> {
    pub(super) const INSERT: &'static str = "INSERT INTO lawful_entry (pseudonym, sequence, event, body, link) \
         SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])";

    pub(super) fn push(&mut self, pseudonym: Pseudonym, entry: &'e StoredEntry) {
        self.pseudonyms.push(*pseudonym.as_uuid());
        self.sequences.push(number(entry.sequence));
        self.events.push(entry.event);
        self.bodies.push(&entry.body);
        self.links.push(entry.link.as_bytes());
    }
}
