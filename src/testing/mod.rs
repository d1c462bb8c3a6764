#![doc = include_str!("../../docs/testing.md")]

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
