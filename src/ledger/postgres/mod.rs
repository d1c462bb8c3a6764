//! The ledger on PostgreSQL: for services with several machines, on tokio.
//!
//! # Example
//!
//! ```no_run
//! use lawful::chain::Key;
//! use lawful::ledger::Ledger;
//! use lawful::ledger::postgres::Postgres;
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//!
//! let store = Postgres::connect("host=localhost user=shop dbname=shop").await?;
//! let ledger = Ledger::open(store, Key::random()?).await?;
//! # Ok(())
//! # }
//! ```
//!
//! For TLS, other pool sizes or time-outs, build a [pool](deadpool_postgres::Pool) and hand it to [`Postgres::open`].
//!
//! It is a [`Sink`](crate::audit::Sink) for records of decisions too (feature `audit`): ledger and audit stand in one database,
//! and erasing a person forgets the questions that are kept about them, those of decisions that are recorded only afterwards
//! included.
//!
//! # Schema
//!
//! | table | rows | found by |
//! |---|---|---|
//! | `lawful_person` | one for each person: pseudonym, id and salt (both gone once erased), last sequence and link | id, pseudonym |
//! | `lawful_entry` | one for each event: event id, body, link | pseudonym and sequence; event id |
//! | `lawful_erased` | keyed hashes of the ids of erased people | hash |
//! | `lawful_stream` | one for each stream of the audit: its base and its last link | name |
//! | `lawful_record` | one for each record of a decision: pseudonym of the person, record, the question if it is kept, link | stream and number; pseudonym |
//! | `lawful_meta` | the check value of the key | name |
//! | `lawful_schema` | the migrations that were applied | version |
//!
//! Every query is a look-up in an index: none grows with the number of people.
//!
//! # What it relies on
//!
//! Plain SQL that PostgreSQL-compatible distributed engines have as well: `READ COMMITTED`, which every transaction asks for
//! (an engine may run it as true `SERIALIZABLE`, but not as snapshot isolation or `REPEATABLE READ`, where a transaction does
//! not see what it waited for), `SELECT … FOR UPDATE`, unique keys with `INSERT … ON CONFLICT DO NOTHING`, arrays as parameters
//! with `unnest` and `= ANY`. No advisory lock, no trigger, no extension, no sequence of numbers. A transaction that the server
//! gives up (`40001`, `40P01`) or that loses a race for a unique key (`23505`) is tried again, 10 times at most.
//!
//! - An append locks the rows of its people, in the order of their ids. Where there is no row yet it inserts the person's mark
//!   into `lawful_erased` and deletes it before it commits: whoever appends or erases the same person meanwhile waits there.
//! - An erasure inserts the mark first and then locks the row.
//! - A record locks the row of its stream, and where it keeps a question, shares the row of the person (`FOR SHARE`) with all
//!   but an erasure.
//! - `synchronous_commit` must not be `off`: every new connection is asked, and refused where it is.
//!
//! # What erasing leaves on the disk
//!
//! PostgreSQL keeps deleted rows until they are vacuumed, and what it wrote until the write-ahead log is recycled. Each row
//! also bears the number of the transaction that wrote it (`xmin`), so that **whoever reads the tables can tell which mark
//! belongs to which chain**. [`Postgres::purge`] writes the tables anew: after it and a `CHECKPOINT` they hold nothing of an
//! erased person, and nothing leads from a mark to a chain. Plain `VACUUM`, which runs by itself, only frees the space to be
//! written over. The log in `pg_wal` goes as it is recycled, archived segments and replication slots keep theirs, and
//! **backups** keep everything until they expire: bound their lifetime by the time within which erasure must be complete.

mod append;
mod failure;
#[cfg(feature = "audit")]
mod records;
mod rows;
mod schema;
mod store;
mod transaction;

/// The pool, in the version that [`Postgres::open`] takes.
pub use deadpool_postgres;
pub use store::Postgres;
