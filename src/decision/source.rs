//! Where a decision came from, for those who look closer at it than its reader has to.

use std::any::Any;

use super::Decision;

impl<'a> Decision<'a> {
    /// The engine that made it.
    pub(crate) fn source(&self) -> &'a dyn Any {
        self.source
    }
}
