//! Compliance as tests: does the service do what the policy says?

mod assertions;
mod demand;
mod expected;
mod failure;
pub mod mutation;
pub mod table;

pub use assertions::{assert_denied, assert_not_governed, assert_permitted, assert_undetermined};
pub use expected::Expected;
pub use failure::Failure;
