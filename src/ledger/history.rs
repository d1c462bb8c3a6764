//! A person's history: all that is recorded, as of any instant, as known at any instant.

use std::fmt;

use uuid::Uuid;

use super::body;
use super::broken::verified;
use super::store::StoredHistory;
use super::{Event, LedgerError, folded};
use crate::chain::Position;
use crate::subject::DataSubject;
use crate::vocabulary::{Instant, Redacted, Vocabulary};

/// An event as it is recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) sequence: u64,
    pub(super) recorded: Instant,
    pub(super) event: Event,
}

impl Entry {
    /// Its number among the person's events, from 1 on without gaps.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When it was recorded; never before the one with the number before.
    #[must_use]
    pub fn recorded(&self) -> Instant {
        self.recorded
    }

    /// What was recorded.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("sequence", &self.sequence).field("event", &self.event).finish_non_exhaustive()
    }
}

/// All that is recorded of a person; its chain has been verified.
///
/// Two instants can be asked about apart. **As of** says what had happened by then, whenever it became known; **as known at**
/// says what had been recorded by then, whenever it happened. Both are inclusive.
///
/// # Example
///
/// "Would we have been permitted on 10 March, with what we knew then?"
///
/// ```
/// use lawful::ledger::{BlockingLedger, Event, Memory};
/// use lawful::subject::{Refusal, RefusalMeans};
/// use lawful::chain::Key;
/// use lawful::vocabulary::Scope;
/// # use lawful::vocabulary::Instant;
/// # let person = lawful::DataSubject::example().id();
/// # let at = |text: &str| text.parse::<Instant>();
///
/// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?;
/// let refusal = Refusal::new(Event::new_id(at("2026-03-01T00:00:00Z")?)?, Scope::anything(), at("2026-03-01T00:00:00Z")?, RefusalMeans::Objection);
/// // The letter of 1 March was opened on 20 March.
/// ledger.append(person, [Event::refused(refusal)], at("2026-03-20T09:00:00Z")?)?;
///
/// let history = ledger.history(person)?.unwrap();
/// let asked = at("2026-03-10T00:00:00Z")?;
/// assert_eq!(history.as_of(asked)?.choices().len(), 1, "the person had refused by then");
/// assert_eq!(history.as_known_at(asked)?.choices().len(), 0, "we could not know");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct History {
    person: Uuid,
    position: Position,
    entries: Vec<Entry>,
}

impl History {
    /// Reads what a store gave.
    ///
    /// # Errors
    ///
    /// The chain is broken, the person is erased, or an entry cannot be read.
    pub(super) fn read(stored: &StoredHistory, vocabulary: &Vocabulary) -> Result<Self, LedgerError> {
        verified(stored)?;
        let identity = stored.person.identity.as_ref().ok_or(LedgerError::Erased)?;
        let entries = stored.entries.iter().map(|entry| body::read(entry, vocabulary)).collect::<Result<_, _>>()?;
        Ok(Self { person: identity.person, position: stored.person.position(), entries })
    }

    /// Whose it is.
    #[must_use]
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// Where the chain stands.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The events in the order in which they were recorded.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The person that all of it amounts to.
    ///
    /// # Errors
    ///
    /// As for [`folded`].
    pub fn subject(&self) -> Result<DataSubject, LedgerError> {
        self.fold(|_| true)
    }

    /// The person as of an instant: of what had happened by then.
    ///
    /// # Errors
    ///
    /// As for [`folded`].
    pub fn as_of(&self, at: Instant) -> Result<DataSubject, LedgerError> {
        self.fold(|entry| entry.event.happened <= at)
    }

    /// The person as known at an instant: of what had been recorded by then.
    ///
    /// # Errors
    ///
    /// As for [`folded`].
    pub fn as_known_at(&self, known: Instant) -> Result<DataSubject, LedgerError> {
        self.fold(|entry| entry.recorded <= known)
    }

    /// The person as of an instant, of what had been recorded by another.
    ///
    /// # Errors
    ///
    /// As for [`folded`].
    pub fn as_of_known_at(&self, at: Instant, known: Instant) -> Result<DataSubject, LedgerError> {
        self.fold(|entry| entry.event.happened <= at && entry.recorded <= known)
    }

    /// The person as the ledger knew them when the chain had got to a number.
    ///
    /// # Errors
    ///
    /// As for [`folded`].
    pub fn up_to(&self, sequence: u64) -> Result<DataSubject, LedgerError> {
        self.fold(|entry| entry.sequence <= sequence)
    }

    fn fold(&self, counts: impl Fn(&Entry) -> bool) -> Result<DataSubject, LedgerError> {
        folded(self.person, self.entries.iter().filter(|entry| counts(entry)).map(|entry| &entry.event))
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History").field("person", &Redacted).field("entries", &self.entries).finish_non_exhaustive()
    }
}
