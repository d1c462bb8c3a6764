//! Erasing: what is left of a person.

use std::fmt;

use chrono::TimeDelta;
use uuid::Uuid;

use super::append::not_backwards;
use super::{StoredEntry, StoredHistory, StoredPerson};
use crate::chain::{Digest, Link, Position};
use crate::ledger::LedgerError;
use crate::ledger::body::{self, Body};
use crate::vocabulary::{Instant, Redacted};

/// A person who is to be erased. A [`Ledger`](crate::ledger::Ledger) makes it; a store carries it out.
#[derive(Clone)]
pub struct Erase {
    pub(in crate::ledger) person: Uuid,
    pub(in crate::ledger) mark: Digest,
    pub(in crate::ledger) now: Instant,
    pub(in crate::ledger) tolerance: TimeDelta,
}

/// What takes the place of a person.
pub struct Erasure {
    /// The row without the person; `None` where nothing was recorded of the person. The mark is to be kept in either case,
    /// apart from this row, so that nothing leads from one to the other.
    pub person: Option<StoredPerson>,
    /// All the entries, in place of those there were: commitments instead of events, and the tombstone.
    pub entries: Vec<StoredEntry>,
}

impl Erase {
    /// Whose row to lock.
    #[must_use]
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// Under what the erased person is remembered: to be kept for ever.
    #[must_use]
    pub fn mark(&self) -> Digest {
        self.mark
    }

    /// What takes the place of the person, whose history was read with the row locked.
    ///
    /// A chain that is broken is erased all the same, and stays broken at the same place.
    ///
    /// # Errors
    ///
    /// The person was erased before; the clock went backwards or beyond what can be written.
    pub fn onto(&self, history: Option<&StoredHistory>, was_erased: bool) -> Result<Erasure, LedgerError> {
        if was_erased {
            return Err(LedgerError::Erased);
        }
        let Some(history) = history else {
            return Ok(Erasure { person: None, entries: Vec::new() });
        };
        let person = &history.person;
        let identity = person.identity.as_ref().map(|identity| (identity.person, &identity.salt));
        let mut entries: Vec<StoredEntry> = Vec::with_capacity(history.entries.len() + 1);
        let mut before = None;
        for entry in &history.entries {
            let body = Body::of(entry);
            before = body.recorded().max(before);
            // What cannot be told is replaced by the digest of what is there: personal data goes, the break stays.
            let commitment = body.commitment(identity).unwrap_or_else(|| Digest::of(&entry.body));
            entries.push(StoredEntry { event: None, body: commitment.as_bytes().to_vec(), ..entry.clone() });
        }
        let at = not_backwards(self.now, before.unwrap_or(self.now), self.tolerance)?;
        let text = body::tombstone(at);
        let link = Link::at(person.sequence, person.head).then(body::buried(&text));
        entries.push(StoredEntry { sequence: link.number(), event: None, body: text.into_bytes(), link: link.head() });
        let person = StoredPerson { identity: None, sequence: link.number(), head: link.head(), ..person.clone() };
        Ok(Erasure { person: Some(person), entries })
    }
}

impl Erasure {
    /// Where the chain stands now; `None` where nothing was recorded of the person.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.person.as_ref().map(StoredPerson::position)
    }
}

impl fmt::Debug for Erase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Erase").field("person", &Redacted).finish_non_exhaustive()
    }
}
