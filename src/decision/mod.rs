//! The answer: verdict, categories, duties, grounds and reasons.
//!
//! A [`Decision`] is what the engine returns: it borrows from the engine, the request and the person, and works reasons out as they
//! are read. An [`Answer`] is the owned form, for keeping and for JSON. A [`Case`] is a request together with its person, as
//! it travels in JSON.

mod answer;
mod case;
mod contradiction;
mod determining;
mod evidence;
mod explanation;
mod judgement;
mod outcome;
mod reason;
mod remedy;
mod render;
mod ruling;
#[cfg(feature = "testing")]
mod source;
mod verdict;
mod wording;

pub use answer::{Answer, AnswerReason, AnswerRemedy, RuleName};
pub use case::{Case, CaseError};
pub use contradiction::{Contradiction, Precedence, RulePlace};
pub use determining::DeterminingRules;
pub use evidence::{BoundBy, Evidence, Unheard};
pub use explanation::Explanation;
pub use judgement::Judgement;
pub use outcome::Outcome;
pub use reason::{Misfit, NearPermit, Reason, ReasonFact, ReasonKind};
pub use remedy::{Change, ChangeKind, Changed, Doer, MissingFact, Remedy};
pub use render::Style;
pub use ruling::Decision;
pub use verdict::Verdict;

#[cfg(feature = "ledger")]
pub(crate) use wording::plain;

pub(crate) use determining::{Determined, Determining, Entailed, Entry, RuleNumber};
pub(crate) use reason::{Asked, Basis, Decided};
pub(crate) use remedy::first_after;
pub(crate) use ruling::Source;
