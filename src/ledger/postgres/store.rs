//! The store.

use std::fmt;

use deadpool_postgres::{Manager, Object, Pool, Transaction};
use tokio_postgres::{Client, Config, NoTls};
use uuid::Uuid;

use super::append::append;
use super::failure::{damaged, failed, unconnected};
use super::rows::{Entries, FORGET, get, number, read_entry, read_person, read_position};
use super::schema::migrate;
use super::transaction::{Stopped, in_transaction};
use crate::chain::{Digest, Position, Pseudonym};
use crate::ledger::store::{Append, Appended, Erase, Store, StoredHistory, StoredPerson, Whose};
use crate::ledger::{LedgerError, StoreError, StoreFailure};

/// A ledger in a PostgreSQL database.
///
/// Clones share the pool of connections. It has to be used within tokio.
#[derive(Clone)]
pub struct Postgres(Pool);

const PERSON: &str = "SELECT pseudonym, person, salt, sequence, head FROM lawful_person WHERE person = $1";
const CHAIN: &str = "SELECT pseudonym, person, salt, sequence, head FROM lawful_person WHERE pseudonym = $1";
const LOCKED: &str = "SELECT pseudonym FROM lawful_person WHERE person = $1 FOR UPDATE";
const HISTORY: &str = "SELECT person.pseudonym, person.person, person.salt, person.sequence, person.head, \
                              entry.sequence, entry.event, entry.body, entry.link \
                       FROM lawful_person AS person LEFT JOIN lawful_entry AS entry ON entry.pseudonym = person.pseudonym \
                       WHERE person.pseudonym = $1 ORDER BY entry.sequence";
const HISTORY_OF_PERSON: &str = "SELECT person.pseudonym, person.person, person.salt, person.sequence, person.head, \
                              entry.sequence, entry.event, entry.body, entry.link \
                       FROM lawful_person AS person LEFT JOIN lawful_entry AS entry ON entry.pseudonym = person.pseudonym \
                       WHERE person.person = $1 ORDER BY entry.sequence";
const CHAINS: &str = "SELECT pseudonym, sequence, head FROM lawful_person WHERE pseudonym > $1 ORDER BY pseudonym LIMIT $2";
const FIRST_CHAINS: &str = "SELECT pseudonym, sequence, head FROM lawful_person ORDER BY pseudonym LIMIT $1";

impl Postgres {
    /// Connects without TLS, with a pool of the default size; the tables are made where there are none.
    ///
    /// The text is one of key and value pairs or a URL, as for `psql`.
    ///
    /// # Errors
    ///
    /// The text is none of these; as for [`open`](Self::open).
    pub async fn connect(to: &str) -> Result<Self, LedgerError> {
        // What is wrong with the text is not passed on: it may hold a password.
        let config: Config = to
            .parse()
            .map_err(|_| StoreError::new(StoreFailure::Other).caused_by("the text that says where to connect cannot be read"))?;
        let pool = Pool::builder(Manager::new(config, NoTls)).build();
        Self::open(pool.map_err(|error| StoreError::new(StoreFailure::Other).caused_by(error))?).await
    }

    /// Opens a ledger over a pool of connections; the tables are made where there are none.
    ///
    /// # Errors
    ///
    /// The server cannot be reached or lets nobody write durably, the tables cannot be made, or a later version has made them.
    pub async fn open(pool: Pool) -> Result<Self, LedgerError> {
        let mut connection = pool.get().await.map_err(unconnected)?;
        refuse_unless_durable(&connection).await?;
        migrate(&mut connection).await?;
        Ok(Self(pool))
    }

    /// Writes the tables anew, so that nothing of erased people is left in them, and nothing leads from a mark to a chain: see
    /// [what erasing leaves](crate::ledger::postgres#what-erasing-leaves-on-the-disk).
    ///
    /// Each table is locked while it is written and everybody waits: erase as people ask, and purge from time to time, such as
    /// each night. The role of the connection has to own the tables. The statements are PostgreSQL's own; an engine with
    /// another storage has its own ways.
    ///
    /// # Errors
    ///
    /// The server cannot be reached, or refuses; then some tables may be written anew and others not.
    pub async fn purge(&self) -> Result<(), LedgerError> {
        // A mark bears the number of the transaction that wrote the tombstone too (the system column `xmin`) and lies in the order of erasure; `VACUUM FULL` keeps
        // both. Written in one transaction and sorted, all bear the same number.
        const PURGE: [&str; 5] = [
            "UPDATE lawful_erased SET mark = mark",
            "CLUSTER lawful_erased USING lawful_erased_pkey",
            "VACUUM FULL lawful_person",
            "VACUUM FULL lawful_entry",
            "VACUUM FULL lawful_record",
        ];
        let connection = self.connection().await?;
        for statement in PURGE {
            connection.batch_execute(statement).await.map_err(failed)?;
        }
        Ok(())
    }

    /// The pool of connections.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.0
    }

    pub(super) async fn connection(&self) -> Result<Object, StoreError> {
        let connection = self.0.get().await.map_err(unconnected)?;
        // What is set for a role or a database holds for the connections that begin afterwards.
        if Object::metrics(&connection).recycle_count == 0 {
            refuse_unless_durable(&connection).await?;
        }
        Ok(connection)
    }

    async fn history_by(&self, query: &str, id: &Uuid) -> Result<Option<StoredHistory>, LedgerError> {
        let connection = self.connection().await?;
        let statement = connection.prepare_cached(query).await.map_err(failed)?;
        let rows = connection.query(&statement, &[id]).await.map_err(failed)?;
        let Some(first) = rows.first() else { return Ok(None) };
        let entries = rows.iter().filter_map(|row| read_entry(row, 5).transpose()).collect::<Result<_, _>>()?;
        Ok(Some(StoredHistory { person: read_person(first)?, entries }))
    }
}

async fn refuse_unless_durable(connection: &Client) -> Result<(), StoreError> {
    let row = connection.query_one("SHOW synchronous_commit", &[]).await.map_err(failed)?;
    if get::<&str>(&row, 0)? == "off" {
        let what = "synchronous_commit is off, so that what is acknowledged may be lost";
        return Err(StoreError::new(StoreFailure::Other).caused_by(what));
    }
    Ok(())
}

async fn erase_in(transaction: &Transaction<'_>, erase: &Erase) -> Result<Option<Position>, Stopped> {
    const MARK: &str = "INSERT INTO lawful_erased (mark) VALUES ($1) ON CONFLICT DO NOTHING";
    let is_new = transaction.execute(MARK, &[&erase.mark().as_bytes().as_slice()]).await? == 1;
    let history = match transaction.query_opt(LOCKED, &[&erase.person()]).await? {
        None => None,
        Some(row) => {
            let rows = transaction.query(HISTORY, &[&get::<Uuid>(&row, 0)?]).await?;
            let entries = rows.iter().filter_map(|row| read_entry(row, 5).transpose()).collect::<Result<_, _>>()?;
            Some(StoredHistory { person: read_person(rows.first().ok_or_else(damaged)?)?, entries })
        }
    };
    let erasure = erase.onto(history.as_ref(), !is_new)?;
    let Some(person) = &erasure.person else { return Ok(None) };
    let pseudonym = person.pseudonym.as_uuid();
    transaction.execute(FORGET, &[pseudonym]).await?;
    transaction.execute("DELETE FROM lawful_entry WHERE pseudonym = $1", &[pseudonym]).await?;
    let mut rows = Entries::default();
    erasure.entries.iter().for_each(|entry| rows.push(person.pseudonym, entry));
    let Entries { pseudonyms, sequences, events, bodies, links } = &rows;
    transaction.execute(Entries::INSERT, &[pseudonyms, sequences, events, bodies, links]).await?;
    const BURY: &str = "UPDATE lawful_person SET person = NULL, salt = NULL, sequence = $2, head = $3 WHERE pseudonym = $1";
    transaction.execute(BURY, &[pseudonym, &number(person.sequence), &person.head.as_bytes().as_slice()]).await?;
    Ok(erasure.position())
}

impl Store for Postgres {
    async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
        const CLAIM: &str = "INSERT INTO lawful_meta (name, value) VALUES ('key-check', $1) ON CONFLICT DO NOTHING";
        let connection = self.connection().await?;
        connection.execute(CLAIM, &[&check.as_bytes().as_slice()]).await.map_err(failed)?;
        let row = connection.query_one("SELECT value FROM lawful_meta WHERE name = 'key-check'", &[]).await.map_err(failed)?;
        Ok(Digest::try_from(get::<&[u8]>(&row, 0)?).map_err(|_| damaged())?)
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        in_transaction!(self, |transaction| append(&transaction, &batch))
    }

    async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
        in_transaction!(self, |transaction| erase_in(&transaction, &erase))
    }

    async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        let (query, id) = match &whose {
            Whose::Person(person) => (PERSON, person),
            Whose::Chain(pseudonym) => (CHAIN, pseudonym.as_uuid()),
        };
        let connection = self.connection().await?;
        let statement = connection.prepare_cached(query).await.map_err(failed)?;
        Ok(connection.query_opt(&statement, &[id]).await.map_err(failed)?.as_ref().map(read_person).transpose()?)
    }

    async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        match &whose {
            Whose::Person(person) => self.history_by(HISTORY_OF_PERSON, person).await,
            Whose::Chain(pseudonym) => self.history_by(HISTORY, pseudonym.as_uuid()).await,
        }
    }

    async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
        let connection = self.connection().await?;
        let statement = connection.prepare_cached("SELECT 1 FROM lawful_erased WHERE mark = $1").await.map_err(failed)?;
        let row = connection.query_opt(&statement, &[&mark.as_bytes().as_slice()]).await.map_err(failed)?;
        Ok(row.is_some())
    }

    async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        let connection = self.connection().await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = match after {
            None => connection.query(FIRST_CHAINS, &[&limit]).await,
            Some(after) => connection.query(CHAINS, &[after.as_uuid(), &limit]).await,
        };
        Ok(rows.map_err(failed)?.iter().map(|row| read_position(row, [0, 1, 2])).collect::<Result<_, _>>()?)
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}
