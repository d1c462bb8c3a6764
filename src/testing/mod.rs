#![doc = include_str!("../../docs/testing.md")]
//!
//! ## Each in full
//!
//! [`Expected`] tells what an assertion can expect, [`scenarios`] the format of scenario files, [`table::Table`] what a table
//! covers, [`coverage`] what is counted, [`mutation::Mutation`] which mutants there are and how one is
//! [allowed](mutation::Mutation::allowing).

mod assertions;
pub mod coverage;
mod demand;
mod expected;
mod failure;
#[cfg(feature = "proptest")]
pub mod generate;
#[cfg(feature = "proptest")]
pub mod laws;
pub mod mutation;
mod scenario;
pub mod table;

pub use assertions::{assert_denied, assert_not_governed, assert_permitted, assert_undetermined};
pub use coverage::record;
pub use expected::Expected;
pub use failure::Failure;
pub use scenario::{Question, Scenario, ScenarioFailure, Suite, SuiteError, scenarios, scenarios_about};
