//! Made-up people, timelines, requests, cases and policies, as [proptest](https://docs.rs/proptest) strategies.
//!
//! They speak the words of an engine's policies, custom ones included, and lean on them: most requests fit the box of some
//! rule, most circumstances that a rule asks about are given, instants lie around those of the editions. Everything that the
//! model has comes up, unknown ages, parties without id and fields left out among it. What they make shrinks to what can be
//! read: fewer items, categories, choices and circumstances, and a plain instant.
//!
//! Each builder is a strategy itself, so that proptest's own means apply ([`prop_map`](proptest::strategy::Strategy::prop_map),
//! [`prop_filter`](proptest::strategy::Strategy::prop_filter)), and can be narrowed down.
//!
//! # Example: any minor, any partner
//!
//! ```
//! use lawful::PolicyEngine;
//! use lawful::testing::generate::cases;
//! use lawful::vocabulary::Role;
//! use proptest::prelude::*;
//!
//! let engine = PolicyEngine::platform();
//! proptest!(|(case in cases(&engine).of(|people| people.minor()).asking(|requests| requests.to(Role::Partner)))| {
//!     prop_assert_eq!(case.request.recipient().map(|party| party.role()), Some(Role::Partner));
//! });
//! ```

mod builder;
mod cases;
mod choices;
mod circumstances;
mod evidence;
mod instants;
mod items;
mod limits;
mod people;
mod pick;
mod policies;
mod pool;
mod requests;
mod rules;
mod scopes;

pub use cases::{Cases, cases};
pub use choices::{Timelines, timelines};
pub use instants::Instants;
pub use people::{People, people};
pub use policies::{Policies, policies};
pub use requests::{Requests, requests};
pub use rules::{Rules, rules};
pub use scopes::{Scopes, scopes};

pub(super) use requests::All;
