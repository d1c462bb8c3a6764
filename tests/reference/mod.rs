//! The plain reference reading of the model: slow, and meant to be obviously right.
//!
//! It is written from the model's sentences and shares nothing with the engine: it knows JSON documents only,
//! looks at one category of one item at a time, and reads every rule anew for each. Whatever the engine answers
//! can be held against it.
//!
//! # Reading order
//!
//! - [`truth`]: holds, unknown, fails;
//! - [`words`]: the vocabulary, groups taken apart into leaves;
//! - [`case`]: the question, its items and the circumstances;
//! - [`parties`]: when two parties are the same, when an entry names a party;
//! - [`editions`]: who is bound by which edition;
//! - [`choices`]: the person's yes and no;
//! - [`person`], [`recipient`], [`facts`]: every condition a rule can name;
//! - [`reach`]: which rules reach a category;
//! - [`combine`]: what the rules of one policy say together;
//! - [`stack`]: editions, layers and items put together into one answer.
//!
//! # Panics
//!
//! Everywhere, on documents that the model would refuse: this is a tool for tests, which hand it valid ones.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test tool that is handed valid documents; each test binary uses a part of it"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

mod case;
mod choices;
mod combine;
mod editions;
mod facts;
mod parties;
mod person;
mod reach;
mod recipient;
mod stack;
mod truth;
mod words;

/// What the reference says about one request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Answer {
    /// `permitted`, `denied`, `undetermined` or `not-governed`.
    pub verdict: &'static str,
    /// The leaves that are permitted.
    pub permitted: BTreeSet<String>,
    /// The leaves that are denied.
    pub denied: BTreeSet<String>,
    /// The leaves that hang on something unknown.
    pub undetermined: BTreeSet<String>,
    /// The leaves that no policy governs.
    pub not_governed: BTreeSet<String>,
    /// What has to be done along with it.
    pub duties: BTreeSet<String>,
    /// What the permission stands on.
    pub grounds: BTreeSet<String>,
    /// The rules that decided, (policy id, edition, rule id), with the categories they decided;
    /// `("", "", "")` stands for the default.
    pub reasons: BTreeMap<(String, String, String), BTreeSet<String>>,
}

/// Decides a case (`{"request": …, "subject": …}`) under a whole policy and the layers over it, lowest first.
pub fn decide(policy: &Value, layers: &[Value], case: &Value) -> Answer {
    stack::decide(policy, layers, case)
}
