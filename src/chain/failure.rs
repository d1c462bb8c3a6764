//! What stores say when they fail.

use std::error::Error;
use std::fmt;

/// What kind of failure of a store it is: what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreFailure {
    /// There is no room: free some, then try again.
    Full,
    /// It can only be read: look at permissions and the state of the file system.
    ReadOnly,
    /// Somebody else holds it for longer than was waited: try again.
    Locked,
    /// It cannot be reached: nothing was done; try again.
    Unreachable,
    /// The connection was lost while writing: what was asked may or may not be recorded. Asking again is right in either case
    /// where it is for events.
    OutcomeUnknown,
    /// What is stored is damaged.
    Damaged,
    /// Anything else; the source tells.
    Other,
}

/// A failure of a store, with what its driver said as the source.
#[derive(Debug)]
pub struct StoreError {
    failure: StoreFailure,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    /// A failure of some kind.
    #[must_use]
    pub fn new(failure: StoreFailure) -> Self {
        Self { failure, source: None }
    }

    /// Adds what caused it. A store whose driver puts data into its errors must not pass those on.
    #[must_use]
    pub fn caused_by(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn failure(&self) -> StoreFailure {
        self.failure
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.failure {
            StoreFailure::Full => "the store is full",
            StoreFailure::ReadOnly => "the store can only be read",
            StoreFailure::Locked => "the store is locked by somebody else",
            StoreFailure::Unreachable => "the store cannot be reached",
            StoreFailure::OutcomeUnknown => {
                "the connection to the store was lost while writing: what was asked may or may not be done"
            }
            StoreFailure::Damaged => "the store is damaged",
            StoreFailure::Other => "the store failed",
        };
        match &self.source {
            Some(source) => write!(f, "{what}: {source}"),
            None => f.write_str(what),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
