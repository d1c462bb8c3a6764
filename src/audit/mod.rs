//! The audit: records of decisions that can be checked, and decided again, years later.
//!
//! A [`Record`] says what was decided, by which rules of which policies, and what that rested on: a seal over the question, and
//! how far the person's chain had got in the ledger. It holds **no data values**: no id of a person or party, no free text; a
//! pseudonym names the person, and the way back from it is gone once the person is erased.
//!
//! Records stand in **streams**, each with one writer and a [hash chain](crate::chain) of its own, so that writers never wait
//! for one another. A change or a gap shows, a cut shows against a checkpoint. Each opening begins a stream, unless it
//! [resumes](Audit::resuming) one; [`Audit::streams`] lists those there are.
//!
//! **Record first, then act**: an act without a record cannot be accounted for, so a record that cannot be written is an error
//! that the caller sees.
//!
//! # What a replay needs, years later
//!
//! - the **policy** that decided and its layers, as they were: a record names each by its digest, so keep every edition of the
//!   files that was in use;
//! - the **person as known then**: the ledger with its key, or, for a sealed basis, the person as they were handed in;
//! - the **question**: whoever asked keeps it, or the audit does ([`Requests::Kept`], then [`Recorded::question`]);
//! - to trust what is found, a [checkpoint](Audit::checkpoint) that was kept elsewhere.
//!
//! # Example
//!
//! ```
//! use lawful::PolicyEngine;
//! use lawful::audit::{Basis, BlockingAudit, Memory, PersonThen, Replay};
//! use lawful::request::Request;
//! use lawful::vocabulary::{DataCategories, Purpose};
//! # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
//! # let now = "2026-06-01T12:00:00Z".parse()?;
//!
//! let engine = PolicyEngine::platform();
//! let audit = BlockingAudit::open(Memory::new(), &engine)?;
//! let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(now);
//! let decision = engine.decide(&request, &person);
//! audit.record(&decision, Basis::sealed(&person, engine.vocabulary())?, now)?;
//!
//! let record = audit.records(audit.stream(), 0, 10)?.remove(0);
//! assert_eq!(record.verdict(), "permitted");
//! assert_eq!(record.replay(&request, PersonThen::Known(&person), &engine), Replay::Same);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[expect(clippy::module_inception, reason = "the audit is what this module is about")]
mod audit;
mod basis;
mod blocking;
pub mod conformance;
mod error;
mod file;
mod memory;
mod notation;
mod record;
mod recorded;
mod replay;
pub mod sink;
mod verify;

pub use audit::{Audit, Requests};
pub use basis::Basis;
pub use blocking::BlockingAudit;
pub use error::{AuditError, BrokenStream};
pub use file::{JsonLines, Rotation, Syncing};
pub use memory::Memory;
pub use record::{PolicyMark, Record, RuleMark};
pub use recorded::Recorded;
pub use replay::{Difference, PersonThen, Replay};
pub use sink::Sink;
pub use verify::Verification;
