//! Mutation of a policy: small changes, and which of them a suite of tests does not notice.
//!
//! A suite that still passes when a prohibition is gone from the policy does not test that prohibition. [`Mutation`] changes the
//! policy in every small way there is ([`MutantKind`]), runs the suite against each [`Mutant`], and reports those that survive
//! ([`MutationReport`]), each with its rule's sentence and the kind of case that would notice it.
//!
//! # Example: what a suite does not notice
//!
//! ```
//! use lawful::policy::Policy;
//! use lawful::testing::mutation::Mutation;
//! use lawful::testing::{assert_denied, assert_permitted};
//! use lawful::{DataCategories, DataSubject, PolicyEngine, Purpose, Request};
//!
//! let policy = Policy::from_toml(r#"
//!     id = "newsletter"
//!
//!     [[rules]]
//!     id = "newsletter.1"
//!     effect = "permit"
//!     actions = ["message"]
//!     when = ["agreed"]
//!     text = "We write to those who signed up."
//!
//!     [[rules]]
//!     id = "newsletter.2"
//!     effect = "forbid"
//!     when = ["refused"]
//!     duties = ["stop-processing"]
//!     text = "We stop when asked to."
//! "#)?;
//!
//! fn members_get_the_newsletter(engine: &PolicyEngine) {
//!     let at = "2026-06-01T12:00:00Z".parse().unwrap();
//!     let request = Request::message(DataCategories::EMAIL).for_purpose(Purpose::OWN_PROMOTION).at(at);
//!     assert_denied!(engine, request, DataSubject::example());
//!     assert_permitted!(engine, request, DataSubject::example().agreed(at), because "newsletter.1");
//! }
//!
//! let report = Mutation::of(&policy).run(|mutated| members_get_the_newsletter(&PolicyEngine::new(mutated.clone())))?;
//! let survivors: Vec<_> = report.survivors().iter().map(|survivor| survivor.name()).collect();
//! assert!(survivors.contains(&"newsletter.2: dropped"), "nobody asks about a person who said no");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod allowed;
mod document;
mod edit;
mod kind;
mod mutant;
mod quiet;
mod report;
mod report_text;
mod rules;
mod run;
mod survey;

pub use allowed::Stale;
pub use kind::MutantKind;
pub use mutant::Mutant;
pub use report::{MutationReport, Survivor, Tally};
pub use run::{Mutation, Noticed, SuiteFails};
