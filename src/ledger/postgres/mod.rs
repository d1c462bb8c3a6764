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
//! # Schema
//!
//! | table | rows | found by |
//! |---|---|---|
//! | `lawful_person` | one for each person: pseudonym, id and salt (both gone once erased), last sequence and link | id, pseudonym |
//! | `lawful_entry` | one for each event: event id, body, link | pseudonym and sequence; event id |
//! | `lawful_erased` | keyed hashes of the ids of erased people | hash |
//! | `lawful_meta` | the check value of the key | name |
//! | `lawful_schema` | the migrations that were applied | version |
//!
//! Every query is a look-up in an index: none grows with the number of people.
//!
//! # What it relies on
//!
//! Plain SQL that PostgreSQL-compatible distributed engines have as well: `READ COMMITTED` or anything stricter, `SELECT … FOR UPDATE`, unique keys with
//! `INSERT … ON CONFLICT DO NOTHING`, arrays as parameters with `unnest` and `= ANY`. No advisory lock, no trigger, no extension, no sequence of numbers. A transaction that the
//! server gives up (`40001`, `40P01`) or that loses a race for a unique key (`23505`) is tried again, 10 times at most.
//!
//! - An append locks the rows of its people, in the order of their ids. Where there is no row yet it inserts the person's mark into `lawful_erased` and deletes it before it
//!   commits: whoever appends or erases the same person meanwhile waits there.
//! - An erasure inserts the mark first and then locks the row.
//! - `synchronous_commit` must not be `off`: [`Postgres::open`] refuses a server where it is.
//!
//! # What erasing leaves on the disk
//!
//! PostgreSQL keeps deleted rows until they are vacuumed, and what it wrote until the write-ahead log is recycled. After `VACUUM FULL lawful_person, lawful_entry` and a `CHECKPOINT`
//! the tables hold nothing of an erased person; plain `VACUUM`, which runs by itself, only frees the space to be written over. The log in `pg_wal` goes as it is recycled, archived segments and
//! replication slots keep theirs, and **backups** keep everything until they expire: bound their lifetime by the time within which erasure must be complete.

mod append;
mod failure;
mod rows;
mod schema;
mod store;

/// The pool, in the version that [`Postgres::open`] takes.
pub use deadpool_postgres;
pub use store::Postgres;
