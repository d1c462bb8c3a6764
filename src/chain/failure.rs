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

/// A failure of a store, with where it is and what its driver said as the source.
///
/// # Example
///
/// ```
/// use lawful::chain::{StoreError, StoreFailure};
///
/// let error = StoreError::new(StoreFailure::Full).at("/var/lib/shop/ledger.db");
/// assert_eq!(error.to_string(), "the store `/var/lib/shop/ledger.db` is full");
/// ```
#[derive(Debug)]
pub struct StoreError {
    failure: StoreFailure,
    place: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    /// A failure of some kind.
    #[must_use]
    pub fn new(failure: StoreFailure) -> Self {
        Self { failure, place: None, source: None }
    }

    /// Adds what caused it. A store whose driver puts data into its errors must not pass those on.
    #[must_use]
    pub fn caused_by(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Says where the store is, such as the path of a file, so that one of several can be told; never anything secret. Where
    /// that was said before, it stays.
    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Self {
        Self { place: self.place.or_else(|| Some(place.into())), ..self }
    }

    /// Where the store is, if it said so.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn failure(&self) -> StoreFailure {
        self.failure
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.failure == StoreFailure::OutcomeUnknown {
            f.write_str("the connection to ")?;
        }
        f.write_str("the store")?;
        if let Some(place) = &self.place {
            write!(f, " `{place}`")?;
        }
        f.write_str(match self.failure {
            StoreFailure::Full => " is full",
            StoreFailure::ReadOnly => " can only be read",
            StoreFailure::Locked => " is locked by somebody else",
            StoreFailure::Unreachable => " cannot be reached",
            StoreFailure::OutcomeUnknown => " was lost while writing: what was asked may or may not be done",
            StoreFailure::Damaged => " is damaged",
            StoreFailure::Other => " failed",
        })?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
