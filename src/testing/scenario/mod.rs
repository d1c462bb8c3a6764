//! Scenario files: cases as data, each with the answer that is expected of it, run as tests.

mod engines;
mod error;
mod failure;
mod model;
mod read;
mod run;
mod source;
mod suite;

pub use error::SuiteError;
pub use failure::ScenarioFailure;
pub use model::{Question, Scenario};
pub use run::{scenarios, scenarios_about};
pub use suite::Suite;
