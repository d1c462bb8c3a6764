//! The answer: verdict, categories, duties, grounds and reasons.
//!
//! A [`Decision`] is what the engine returns: it borrows from the engine, the request and the person, and works reasons out as they
//! are read. An [`Answer`] is the owned form, for keeping and for JSON. A [`Case`] is a request together with its person, as
//! it travels in JSON.

mod answer;
mod case;
mod display;
mod explanation;
mod outcome;
mod reason;
mod ruling;
mod verdict;

pub use answer::{Answer, AnswerReason, Remedy, RuleName};
pub use case::{Case, CaseError};
pub use explanation::Explanation;
pub use outcome::Outcome;
pub use reason::{Reason, ReasonFact};
pub use ruling::Decision;
pub use verdict::Verdict;

pub(crate) use reason::{Asked, Basis};
pub(crate) use ruling::Source;
