//! The ledger in one file: SQLite, compiled in.
//!
//! The default for a service on one machine. Any number of processes may open the same file. What is acknowledged is on the
//! disk: the file is in WAL mode with `synchronous = FULL`, which every connection asserts. Appends take turns, in the whole
//! file; reads go on beside them.
//!
//! [`Sqlite`] does its work where it is called, so it suits [`BlockingLedger`](crate::ledger::BlockingLedger);
//! [`Sqlite::threaded`] does it on a pool of threads, for `async` services on any runtime.
//!
//! # Example
//!
//! ```
//! use lawful::chain::Key;
//! use lawful::ledger::sqlite::Sqlite;
//! use lawful::ledger::{BlockingLedger, Event};
//! # let folder = tempfile::tempdir()?;
//! # let file = folder.path().join("ledger.db");
//! # let person = lawful::DataSubject::example().id();
//! # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
//!
//! let key = Key::random()?;
//! let ledger = BlockingLedger::open(Sqlite::open(&file)?, key.clone())?;
//! ledger.append(person, [Event::agreed(Event::new_id(now)?, now)], now)?;
//! drop(ledger);
//!
//! let reopened = BlockingLedger::open(Sqlite::open(&file)?, key)?;
//! assert_eq!(reopened.person(person)?.unwrap().subject().agreements().len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It is a [`Sink`](crate::audit::Sink) for records of decisions too (feature `audit`): ledger and audit stand in one file, and
//! erasing a person forgets the questions that are kept about them.
//!
//! # Schema
//!
//! | table | rows | found by |
//! |---|---|---|
//! | `person` | one for each person: pseudonym, id and salt (both gone once erased), last sequence and link | id, pseudonym |
//! | `entry` | one for each event: event id, body, link | person and sequence; event id |
//! | `erased` | keyed hashes of the ids of erased people | hash |
//! | `stream` | one for each stream of the audit: its base and its last link | name |
//! | `record` | one for each record of a decision | stream and number; pseudonym of the person |
//! | `meta` | the check value of the key | name |
//!
//! Every query is a look-up in an index: none grows with the number of people. Migrations are numbered files that are applied
//! on opening; a file of a later version is refused.
//!
//! # What erasing leaves on the disk
//!
//! `secure_delete` is on, so the rows that are deleted are overwritten with zeros in the file. That is not all: rows move from
//! page to page as others are added, and leave copies in the unused parts of pages, and the write-ahead log holds earlier pages
//! until it is written anew. [`Sqlite::purge`] writes the file without those copies and empties the log, once no reader is left
//! that needs it. **Until it is called, something of an erased person may still be found in the files.** What the file system,
//! its snapshots or the disk keep of blocks that were freed, and what backups keep, is beyond this library.

mod connection;
mod failure;
#[cfg(feature = "audit")]
mod records;
mod rows;
mod store;
mod threaded;

/// The driver, in the version that this store links SQLite through: there can be only one in a program.
pub use rusqlite;
pub use store::Sqlite;
pub use threaded::ThreadedSqlite;
