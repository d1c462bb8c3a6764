//! The policy as data: rules, clauses, editions and layers, read from TOML or JSON.
//!
//! A [`Policy`] is a document. Its **rules** ([`Rule`]) are boxes with conditions: which actions, parties, purposes, categories and
//! origins they speak of, and which facts ([`Fact`]) must hold. Its **register** ([`Clause`]) lists the clauses that the rules
//! put into practice. Its **editions** ([`Edition`]) say how it changed over time. Further policies can be laid over it
//! ([`PolicyStack`]): each layer restricts what is under it.
//!
//! A policy knows no person and no request. A file with a mistake is refused as a whole, with all its mistakes at once
//! ([`PolicyError`]).

mod builtin;
mod check;
mod clause;
mod condition;
mod document;
mod edition;
mod error;
mod fact;
mod judgement;
mod load;
mod read;
mod rule;
mod rule_checks;
mod rule_notation;
mod stack;
mod unread;
mod write;

pub use crate::vocabulary::Finding;
pub use clause::{Clause, ClauseEntry, ClauseState};
pub use condition::Condition;
pub use document::{DefaultAnswer, Policy};
pub use edition::{Change, Edition};
pub use error::PolicyError;
pub use fact::Fact;
pub use rule::{Effect, Rule};
pub use stack::PolicyStack;
