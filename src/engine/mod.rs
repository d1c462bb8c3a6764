//! The engine: policies compiled once, questions decided many times.
//!
//! [`combine`](self) is written once and reads like the policy's own rules of reading: exemptions, then prohibitions, then
//! permissions, then what is missing. Around it lie the compiled rules, the index by which those that may speak of a request
//! are found and looked at together, the evaluation of facts, and the stacking of editions and layers. Beside deciding stand
//! explaining (reasons, contradictions, remedies) and asking many questions at once. Nothing here reads a clock, does I/O, or
//! can fail.

mod at_once;
mod audience;
mod batch;
mod check;
mod combine;
mod compile;
mod contradictions;
mod decide;
mod editions;
#[cfg(feature = "testing")]
mod examine;
mod facts;
mod hasher;
mod index;
mod judge;
mod nearest;
#[cfg(feature = "parallel")]
mod parallel;
mod reach;
mod readings;
mod reasons;
mod remedies;
mod rule;
mod source;
mod stable;
mod voice;

pub use audience::Audience;
pub use batch::DecideAll;
pub use check::{CheckError, ForeignPeople};
pub use compile::PolicyEngine;
pub use readings::{Reading, SEMANTICS};

#[cfg(feature = "testing")]
pub(crate) use examine::{Examined, ExaminedCondition, examine};
