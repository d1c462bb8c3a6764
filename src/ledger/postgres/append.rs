//! Appending a batch: everything is found and locked first, decided in memory, and written in a few statements.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use super::failure::failed;
use super::rows::{Entries, People, get, number, read_entry, read_person};
use crate::chain::{Digest, Pseudonym};
use crate::ledger::LedgerError;
use crate::ledger::store::{Addition, Append, Appended, Found, StoredEntry, StoredPerson};

/// Why a turn came to nothing: what the server said decides whether there is another one.
pub(super) enum Stopped {
    Server(Error),
    Ledger(LedgerError),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl Stopped {
    pub(super) fn into_error(self) -> LedgerError {
        match self {
            Self::Server(error) => failed(error),
            Self::Ledger(error) => error,
        }
    }
}

const LOCK: &str = "SELECT pseudonym, person, salt, sequence, head FROM lawful_person \
                    WHERE person = ANY($1) ORDER BY person FOR UPDATE";
const MARK: &str = "INSERT INTO lawful_erased (mark) SELECT mark FROM unnest($1::bytea[]) AS marks (mark) \
                    ON CONFLICT DO NOTHING RETURNING mark";
const UNMARK: &str = "DELETE FROM lawful_erased WHERE mark = ANY($1)";
const LAST: &str = "SELECT entry.pseudonym, entry.sequence, entry.event, entry.body, entry.link FROM lawful_entry AS entry \
                    JOIN unnest($1::uuid[], $2::bigint[]) AS last (pseudonym, sequence) \
                    ON entry.pseudonym = last.pseudonym AND entry.sequence = last.sequence";
const EVENTS: &str = "SELECT pseudonym, sequence, event, body, link FROM lawful_entry WHERE event = ANY($1)";
const INSERT: &str = "INSERT INTO lawful_person (pseudonym, person, salt, sequence, head) \
                      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bigint[], $5::bytea[])";
const UPDATE: &str = "UPDATE lawful_person SET sequence = changed.sequence, head = changed.head \
                      FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS changed (pseudonym, sequence, head) \
                      WHERE lawful_person.pseudonym = changed.pseudonym";

pub(super) async fn append(
    transaction: &Transaction<'_>,
    batch: &[Append],
) -> Result<Vec<Result<Appended, LedgerError>>, Stopped> {
    let mut state = State::default();
    let people: BTreeSet<Uuid> = batch.iter().map(Append::person).collect();
    state.lock(transaction, people.iter().copied().collect()).await?;
    // Whoever has no row yet is locked by the mark, and then looked for once more.
    let strangers: BTreeMap<Digest, Uuid> = batch
        .iter()
        .filter(|append| !state.people.contains_key(&append.person()))
        .map(|append| (append.mark(), append.person()))
        .collect();
    let marks: Vec<&[u8]> = strangers.keys().map(|mark| mark.as_bytes().as_slice()).collect();
    let mut own_marks = Vec::new();
    if !marks.is_empty() {
        for row in transaction.query(&transaction.prepare_cached(MARK).await?, &[&marks]).await? {
            own_marks.push(get::<Vec<u8>>(&row, 0)?);
        }
        let is_own = |mark: &Digest| own_marks.iter().any(|own| own.as_slice() == mark.as_bytes());
        state.erased = strangers.iter().filter(|(mark, _)| !is_own(mark)).map(|(_, person)| *person).collect();
        state.lock(transaction, strangers.values().copied().collect()).await?;
    }
    state.find(transaction, batch).await?;

    let outcomes: Vec<Result<Addition, LedgerError>> = batch.iter().map(|append| state.decide(append)).collect();
    state.write(transaction, outcomes.iter().flatten().filter(|addition| !addition.entries.is_empty())).await?;
    if !own_marks.is_empty() {
        transaction.execute(&transaction.prepare_cached(UNMARK).await?, &[&own_marks]).await?;
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.map(|addition| addition.appended())).collect())
}

/// What is recorded of the people of a batch, as it changes from one append to the next.
#[derive(Default)]
struct State {
    people: HashMap<Uuid, StoredPerson>,
    erased: BTreeSet<Uuid>,
    last: HashMap<Pseudonym, StoredEntry>,
    events: HashMap<Uuid, (Pseudonym, StoredEntry)>,
}

impl State {
    async fn lock(&mut self, transaction: &Transaction<'_>, people: Vec<Uuid>) -> Result<(), Stopped> {
        for row in transaction.query(&transaction.prepare_cached(LOCK).await?, &[&people]).await? {
            let person = read_person(&row)?;
            self.people.extend(person.identity.as_ref().map(|identity| (identity.person, person.clone())));
        }
        Ok(())
    }

    async fn find(&mut self, transaction: &Transaction<'_>, batch: &[Append]) -> Result<(), Stopped> {
        let (pseudonyms, sequences): (Vec<Uuid>, Vec<i64>) =
            self.people.values().map(|person| (*person.pseudonym.as_uuid(), number(person.sequence))).unzip();
        if !pseudonyms.is_empty() {
            for row in transaction.query(&transaction.prepare_cached(LAST).await?, &[&pseudonyms, &sequences]).await? {
                let pseudonym = Pseudonym::from_uuid(get(&row, 0)?);
                self.last.extend(read_entry(&row, 1)?.map(|entry| (pseudonym, entry)));
            }
        }
        let ids: Vec<Uuid> = batch.iter().flat_map(Append::ids).collect();
        for row in transaction.query(&transaction.prepare_cached(EVENTS).await?, &[&ids]).await? {
            let pseudonym = Pseudonym::from_uuid(get(&row, 0)?);
            if let Some(entry) = read_entry(&row, 1)? {
                self.events.extend(entry.event.map(|id| (id, (pseudonym, entry.clone()))));
            }
        }
        Ok(())
    }

    fn decide(&mut self, append: &Append) -> Result<Addition, LedgerError> {
        let person = self.people.get(&append.person()).cloned();
        let last = person.as_ref().and_then(|person| self.last.get(&person.pseudonym)).cloned();
        let events = append.ids().filter_map(|id| self.events.get(&id).cloned()).collect();
        let erased = self.erased.contains(&append.person());
        let addition = append.onto(&Found { erased, person, last, events })?;
        let pseudonym = addition.person.pseudonym;
        if let Some(last) = addition.entries.last() {
            self.last.insert(pseudonym, last.clone());
            self.people.insert(append.person(), addition.person.clone());
        }
        for entry in &addition.entries {
            self.events.extend(entry.event.map(|id| (id, (pseudonym, entry.clone()))));
        }
        Ok(addition)
    }

    async fn write<'a>(
        &self,
        transaction: &Transaction<'_>,
        additions: impl Iterator<Item = &'a Addition> + Send,
    ) -> Result<(), Stopped> {
        let mut entries = Entries::default();
        // A person may stand in a batch twice: it is new if it was when it first came, and ends where it came last.
        let mut rows: BTreeMap<Pseudonym, (bool, &StoredPerson)> = BTreeMap::new();
        for addition in additions {
            let row = rows.entry(addition.person.pseudonym).or_insert((addition.is_new, &addition.person));
            row.1 = &addition.person;
            addition.entries.iter().for_each(|entry| entries.push(addition.person.pseudonym, entry));
        }
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for (is_new, person) in rows.into_values() {
            if is_new { new.push(person) } else { changed.push(person) }
        }
        if !new.is_empty() {
            let people = People::of(new);
            let People { pseudonyms, ids, salts, sequences, heads } = &people;
            let statement = transaction.prepare_cached(INSERT).await?;
            transaction.execute(&statement, &[pseudonyms, ids, salts, sequences, heads]).await?;
        }
        if !changed.is_empty() {
            let People { pseudonyms, sequences, heads, .. } = People::of(changed);
            let statement = transaction.prepare_cached(UPDATE).await?;
            transaction.execute(&statement, &[&pseudonyms, &sequences, &heads]).await?;
        }
        if !entries.sequences.is_empty() {
            let Entries { pseudonyms, sequences, events, bodies, links } = &entries;
            let statement = transaction.prepare_cached(Entries::INSERT).await?;
            transaction.execute(&statement, &[pseudonyms, sequences, events, bodies, links]).await?;
        }
        Ok(())
    }
}
