//! Appending: what becomes of new events, given what is recorded.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{Identity, StoredEntry, StoredPerson};
use crate::chain::{Digest, Link, Position, Pseudonym};
use crate::ledger::body::{self, Body};
use crate::ledger::error::Span;
use crate::ledger::{Breach, Broken, Event, Happening, LedgerError};
use crate::subject::{ChoiceError, Choices, Grant, Refusal};
use crate::vocabulary::notation::is_readable;
use crate::vocabulary::{Instant, Redacted, Vocabulary};

/// Events of one person that are to be appended. A [`Ledger`](crate::ledger::Ledger) makes them; a store carries them out.
#[derive(Clone)]
pub struct Append {
    pub(in crate::ledger) person: Uuid,
    pub(in crate::ledger) mark: Digest,
    pub(in crate::ledger) events: Vec<Event>,
    pub(in crate::ledger) now: Instant,
    pub(in crate::ledger) tolerance: TimeDelta,
    pub(in crate::ledger) vocabulary: Arc<Vocabulary>,
    /// What the person's row starts from, should there be none.
    pub(in crate::ledger) fresh: (Pseudonym, Identity),
}

/// What a store found for an [`Append`], with the person's row locked.
pub struct Found {
    /// Whether a person with this [mark](Append::mark) was erased.
    pub erased: bool,
    /// The row of the person.
    pub person: Option<StoredPerson>,
    /// The entry with the person's last sequence.
    pub last: Option<StoredEntry>,
    /// The entries, of whichever person, with one of the [ids asked for](Append::ids), and whose chains they stand in.
    pub events: Vec<(Pseudonym, StoredEntry)>,
}

/// What is to be written: the person's row, new or in place of the one there is, and further entries.
pub struct Addition {
    /// The row of the person.
    pub person: StoredPerson,
    /// Whether there was no row before.
    pub is_new: bool,
    /// What comes after the entries there are. Where it is empty there is nothing to write.
    pub entries: Vec<StoredEntry>,
}

/// What was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Where the person's chain stands now.
    pub position: Position,
    /// How many events were recorded; those that had been recorded before are not counted.
    pub added: usize,
}

impl Append {
    /// Whose row to lock.
    #[must_use]
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// Under what an erased person is remembered.
    #[must_use]
    pub fn mark(&self) -> Digest {
        self.mark
    }

    /// The ids of the entries to look up: those of the events, and of the grants that they withdraw.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> {
        let withdrawn = self.events.iter().filter_map(|event| match &event.what {
            Happening::Refused(refusal) => refusal.withdraws(),
            _ => None,
        });
        self.events.iter().map(Event::id).chain(withdrawn)
    }

    /// What is to be written.
    ///
    /// # Errors
    ///
    /// The person was erased; an event contradicts what is recorded, is dated in the future, uses an unknown word, or could not
    /// be read back; the clock went backwards or beyond what can be written; the chain that it would be appended to is broken.
    pub fn onto(&self, found: &Found) -> Result<Addition, LedgerError> {
        if found.erased {
            return Err(LedgerError::Erased);
        }
        let (pseudonym, identity) = match &found.person {
            Some(StoredPerson { pseudonym, identity: Some(identity), .. }) => (*pseudonym, identity),
            Some(_) => return Err(LedgerError::Erased),
            None => (self.fresh.0, &self.fresh.1),
        };
        let (mut link, recorded) = match &found.person {
            Some(person) => (Link::at(person.sequence, person.head), self.recorded(person, found.last.as_ref())?),
            None => (Link::start(pseudonym), not_beyond(self.now)?),
        };
        let known = Known::read(self, found)?;
        let mut taken: HashMap<Uuid, &Event> = HashMap::new();
        let mut entries = Vec::with_capacity(self.events.len());
        for (number, event) in (1..).zip(&self.events) {
            if known.has(pseudonym, event)? || has_taken(&taken, event)? {
                continue;
            }
            self.check(event, recorded, |id| known.grant(pseudonym, id).or_else(|| taken.get(&id).copied()).and_then(as_grant))?;
            taken.insert(event.id, event);
            let text = body::written((number, event), recorded, &self.vocabulary)?;
            link = link.then(identity.salt.commit(identity.person, &text));
            let (sequence, head) = (link.number(), link.head());
            entries.push(StoredEntry { sequence, event: Some(event.id), body: text.into_bytes(), link: head });
        }
        let person = StoredPerson { pseudonym, identity: Some(identity.clone()), sequence: link.number(), head: link.head() };
        Ok(Addition { person, is_new: found.person.is_none(), entries })
    }

    /// The instant that the events are recorded at: it never lies before that of the last one.
    fn recorded(&self, person: &StoredPerson, last: Option<&StoredEntry>) -> Result<Instant, LedgerError> {
        let broken = |breach| Broken { pseudonym: person.pseudonym, sequence: person.sequence, breach };
        let last = last.ok_or_else(|| broken(Breach::Missing))?;
        if (last.sequence, last.link) != (person.sequence, person.head) {
            return Err(broken(Breach::Head).into());
        }
        let before = Body::of(last).recorded().ok_or_else(|| broken(Breach::Changed))?;
        not_backwards(self.now, before, self.tolerance)
    }

    fn check<'g>(
        &self,
        event: &Event,
        recorded: Instant,
        granted: impl FnOnce(Uuid) -> Option<&'g Grant>,
    ) -> Result<(), LedgerError> {
        let ahead = event.happened - recorded;
        if ahead > self.tolerance {
            return Err(LedgerError::Future(Span(ahead)));
        }
        match &event.what {
            Happening::Granted(grant) => Choices::default().add_grant(grant.clone())?,
            Happening::Refused(refusal) => check_refusal(refusal, granted)?,
            _ => {}
        }
        Ok(())
    }
}

/// A withdrawal may come before its grant where it says itself what it refuses: a no is never lost for want of the yes.
fn check_refusal<'g>(refusal: &Refusal, granted: impl FnOnce(Uuid) -> Option<&'g Grant>) -> Result<(), LedgerError> {
    let mut choices = Choices::default();
    let Some(grant) = refusal.withdraws() else {
        return Ok(choices.add_refusal(refusal.clone())?);
    };
    match (granted(grant), refusal.scope()) {
        (Some(grant), _) => {
            choices.add_grant(grant.clone())?;
            Ok(choices.add_refusal(refusal.clone())?)
        }
        (None, Some(scope)) if scope.is_empty() => Err(ChoiceError::EmptyScope.into()),
        (None, Some(_)) => Ok(()),
        (None, None) => Err(LedgerError::UnknownGrant),
    }
}

/// The later of the two instants; a clock that is a little behind is put up with.
pub(super) fn not_backwards(now: Instant, before: Instant, tolerance: TimeDelta) -> Result<Instant, LedgerError> {
    let behind = before - now;
    if behind > tolerance { Err(LedgerError::ClockBackwards(Span(behind))) } else { not_beyond(now.max(before)) }
}

fn not_beyond(now: Instant) -> Result<Instant, LedgerError> {
    if is_readable(now) { Ok(now) } else { Err(LedgerError::ClockBeyond) }
}

/// The events that were recorded before under the ids that matter here.
struct Known(HashMap<Uuid, (Pseudonym, Event)>);

impl Known {
    fn read(append: &Append, found: &Found) -> Result<Self, LedgerError> {
        let own = found.person.as_ref().map(|person| person.pseudonym);
        let mut known = HashMap::new();
        for (pseudonym, entry) in &found.events {
            // What others' events say is none of this person's business: that there is one is enough.
            if own != Some(*pseudonym) && append.events.iter().any(|event| Some(event.id) == entry.event) {
                return Err(LedgerError::ConflictingEvent);
            }
            if own == Some(*pseudonym) {
                let event = body::read(entry, &append.vocabulary)?.event;
                known.insert(event.id, (*pseudonym, event));
            }
        }
        Ok(Self(known))
    }

    fn has(&self, pseudonym: Pseudonym, event: &Event) -> Result<bool, LedgerError> {
        match self.0.get(&event.id) {
            None => Ok(false),
            Some((owner, recorded)) if (*owner, recorded) == (pseudonym, event) => Ok(true),
            Some(_) => Err(LedgerError::ConflictingEvent),
        }
    }

    fn grant(&self, pseudonym: Pseudonym, id: Uuid) -> Option<&Event> {
        self.0.get(&id).filter(|(owner, _)| *owner == pseudonym).map(|(_, event)| event)
    }
}

fn has_taken(taken: &HashMap<Uuid, &Event>, event: &Event) -> Result<bool, LedgerError> {
    match taken.get(&event.id) {
        None => Ok(false),
        Some(same) if *same == event => Ok(true),
        Some(_) => Err(LedgerError::ConflictingEvent),
    }
}

fn as_grant(event: &Event) -> Option<&Grant> {
    match &event.what {
        Happening::Granted(grant) => Some(grant),
        _ => None,
    }
}

impl Addition {
    /// What to answer once it is written.
    #[must_use]
    pub fn appended(&self) -> Appended {
        Appended { position: self.person.position(), added: self.entries.len() }
    }
}

impl fmt::Debug for Append {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Append").field("person", &Redacted).field("events", &self.events.len()).finish_non_exhaustive()
    }
}
