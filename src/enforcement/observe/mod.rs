//! Seeing what is decided: events, spans and counters, without a word about people.
//!
//! What they carry are the words of the vocabulary and of the policy: verdict, action, purpose, duties, the ids of rules and
//! policies. No ids of people or parties, no services, no free text of a question. They are functions over a decision, so that
//! deciding itself stays as it is.

#[cfg(feature = "metrics")]
mod count;
#[cfg(feature = "tracing")]
mod trace;

#[cfg(feature = "metrics")]
pub use count::count;
#[cfg(feature = "tracing")]
pub use trace::{span, trace};
