//! A table that cannot be made.

use super::Axis;
use crate::vocabulary::NameError;

/// A table that cannot be made. All mistakes are listed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .mistakes.join("\n"))]
pub struct TableError {
    mistakes: Vec<String>,
}

impl TableError {
    pub(super) fn new(mistakes: Vec<String>) -> Self {
        Self { mistakes }
    }

    /// The mistakes, one sentence each.
    #[must_use]
    pub fn mistakes(&self) -> &[String] {
        &self.mistakes
    }
}

/// A word that is not there.
pub(super) fn unknown(axis: Axis, error: &NameError) -> String {
    format!("{axis}: {error}")
}
