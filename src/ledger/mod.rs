//! The ledger: what is stored about people, and how a person comes out of it.
//!
//! A consent is worth as much as the record of it. A [`Ledger`] keeps an append-only log of [`Event`]s per person: agreed, used
//! the service, granted, refused, opened or closed an account, and so on. [Folding](folded) the events gives a
//! [`DataSubject`](crate::subject::DataSubject) to decide about.
//!
//! - Every event has **two instants**: when it happened, and when it was recorded. A [`History`] answers as of any of the one
//!   and as known at any of the other.
//! - Every event is a link of the person's [hash chain](crate::chain): a change, a gap or a cut shows, and [`Ledger::verify`]
//!   names the first broken link. What cannot be verified is never decided upon.
//! - **Erasing** a person deletes what was recorded and leaves a tombstone; late events for the same id are refused.
//!
//! # Definitions
//!
//! - A person's entries are numbered from 1 on. The number is given while the person's row is locked; it is the order of
//!   recording. `recorded` never decreases along it. The order of ids means nothing.
//! - An event that comes **late** is recorded when it comes, and counts from when it happened.
//! - An event that comes **twice** is recorded once. Another event under the same id is an error, whoever it is about.
//! - A **withdrawal that comes before its grant** counts as a refusal of its scope, from its instant; once the grant is there
//!   it counts as its withdrawal, if it fits. Without a scope there is nothing to refuse, so it is an error, to be appended
//!   again after the grant.
//! - What is appended can be **read back**: an event that could not be, such as one with an empty name, is refused.
//! - An event is written with the names of its words, not with numbers: a custom word that the [vocabulary](Ledger::with_words)
//!   lacks is an error, on writing and on reading.

mod blocking;
mod body;
mod broken;
mod cache;
mod checkpoint;
pub mod conformance;
mod error;
mod event;
mod fold;
mod history;
#[expect(clippy::module_inception, reason = "the ledger is what this module is about")]
mod ledger;
mod notation;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod receipt;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod store;
pub mod transfer;

pub use crate::chain::{StoreError, StoreFailure};
pub use blocking::BlockingLedger;
pub use broken::{Breach, Broken};
pub use cache::Caching;
pub use checkpoint::{Checkpoint, CheckpointError, Then, Verification};
pub use error::{LedgerError, Span};
pub use event::{Event, Happening};
pub use fold::folded;
pub use history::{Entry, History};
pub use ledger::{Known, Ledger};
pub use store::{Appended, Memory, Store};
