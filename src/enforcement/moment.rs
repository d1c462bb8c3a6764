//! When a value is opened, and with what knowledge.

use crate::vocabulary::Instant;

/// An instant, and perhaps the present revision of the person. An [`Instant`] alone is one too.
///
/// # Example
///
/// ```
/// use lawful::enforcement::Moment;
/// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
///
/// let sequence_in_the_ledger = 12;
/// let moment = Moment::from(now).knowing(sequence_in_the_ledger);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub(super) now: Instant,
    pub(super) revision: Option<u64>,
}

impl Moment {
    /// Demands that the permit rests on this revision of the person: on what is known right now.
    #[must_use]
    pub fn knowing(self, revision: u64) -> Self {
        Self { revision: Some(revision), ..self }
    }
}

impl From<Instant> for Moment {
    fn from(now: Instant) -> Self {
        Self { now, revision: None }
    }
}
