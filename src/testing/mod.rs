//! Compliance as tests: does the service do what the policy says?

mod assertions;
mod demand;
mod expected;
mod failure;
#[cfg(feature = "proptest")]
pub mod generate;
#[cfg(feature = "proptest")]
pub mod laws;

pub use assertions::{assert_denied, assert_not_governed, assert_permitted, assert_undetermined};
pub use expected::Expected;
pub use failure::Failure;
