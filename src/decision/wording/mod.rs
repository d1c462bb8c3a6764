//! Plain words, for a person who knows neither code nor policy.

pub(super) mod evidence;
mod facts;
#[cfg(feature = "ledger")]
pub(crate) mod plain;
pub(super) mod question;
pub(super) mod reasons;
pub(super) mod remedies;
pub(super) mod text;
pub(super) mod words;
