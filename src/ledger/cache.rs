//! Folded people, kept for a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_cache::Weighter;
use quick_cache::sync::Cache as Map;
use uuid::Uuid;

use super::Known;
use crate::chain::Position;

/// How long a folded person may be used again, and how many bytes all of them may take.
///
/// Whichever is chosen, a cached person is never older than what this ledger has acknowledged.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
/// use lawful::ledger::{BlockingLedger, Caching, Memory};
///
/// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?.caching(Caching::sole_writer(256 << 20));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caching {
    trust: Trust,
    bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    Never,
    WhileHeadIsTheSame,
    WhileNothingIsWritten,
}

impl Caching {
    /// Every person is read and folded anew.
    #[must_use]
    pub const fn off() -> Self {
        Self { trust: Trust::Never, bytes: 0 }
    }

    /// The store is asked each time where the person's chain stands: one look-up of one row, right with any number of writers.
    /// The default, with 64 MiB.
    #[must_use]
    pub const fn checked(bytes: u64) -> Self {
        Self { trust: Trust::WhileHeadIsTheSame, bytes }
    }

    /// The store is not asked as long as this ledger has written nothing about the person. Right only where **nothing else
    /// writes** to the store: no other process, and no other ledger in this one.
    #[must_use]
    pub const fn sole_writer(bytes: u64) -> Self {
        Self { trust: Trust::WhileNothingIsWritten, bytes }
    }
}

impl Default for Caching {
    fn default() -> Self {
        Self::checked(64 << 20)
    }
}

const STRIPES: usize = 256;

pub(super) struct Cache {
    trust: Trust,
    map: Map<Uuid, Arc<Known>, Bytes>,
    /// By the last byte of the id.
    stripes: Box<[Mutex<Stripe>]>,
}

#[derive(Default)]
struct Stripe {
    writes: u64,
    /// A write to one of these people was given up, so that nobody knows when it will take effect: the store is asked from then
    /// on.
    is_unsure: bool,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Uuid, Arc<Known>> for Bytes {
    fn weight(&self, _: &Uuid, known: &Arc<Known>) -> u64 {
        u64::try_from(known.subject.bytes() + size_of::<Known>()).unwrap_or(u64::MAX)
    }
}

/// How much had been written about a person and their like when a read began.
#[derive(Clone, Copy)]
pub(super) struct Ticket(u64);

impl Cache {
    pub(super) fn new(caching: Caching) -> Self {
        // An estimate of how many people there will be, which sizes the shards: a small person takes about half a kilobyte.
        let people = usize::try_from(caching.bytes / 512).unwrap_or(usize::MAX).max(16);
        Self {
            trust: caching.trust,
            map: Map::with_weighter(people, caching.bytes, Bytes),
            stripes: (0..STRIPES).map(|_| Mutex::default()).collect(),
        }
    }

    fn stripe(&self, person: Uuid) -> MutexGuard<'_, Stripe> {
        self.stripes[usize::from(person.as_bytes()[15])].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person, if nothing needs to be asked.
    pub(super) fn trusted(&self, person: Uuid) -> Option<Arc<Known>> {
        if self.trust != Trust::WhileNothingIsWritten || self.stripe(person).is_unsure {
            return None;
        }
        self.map.get(&person)
    }

    /// The person, if the chain still stands where it stood.
    pub(super) fn at(&self, person: Uuid, position: Position) -> Option<Arc<Known>> {
        self.map.get(&person).filter(|known| known.position == position)
    }

    pub(super) fn ticket(&self, person: Uuid) -> Ticket {
        Ticket(self.stripe(person).writes)
    }

    /// Keeps what was read, unless something was written meanwhile: then it may be what was there before.
    pub(super) fn keep(&self, person: Uuid, ticket: Ticket, known: &Arc<Known>) {
        let stripe = self.stripe(person);
        if self.trust != Trust::Never && stripe.writes == ticket.0 {
            self.map.insert(person, known.clone());
        }
    }

    /// Begins to write about a person. The person leaves the cache when that is over, whatever became of it.
    pub(super) fn writing(&self, person: Uuid) -> Writing<'_> {
        Writing { cache: self, person, has_outcome: false }
    }
}

/// Lasts as long as a write. A future can be dropped at any moment, so what must happen stands in `Drop`.
pub(super) struct Writing<'c> {
    cache: &'c Cache,
    person: Uuid,
    has_outcome: bool,
}

impl Writing<'_> {
    /// The store has said what became of it.
    pub(super) fn has_outcome(mut self) {
        self.has_outcome = true;
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        let mut stripe = self.cache.stripe(self.person);
        stripe.writes += 1;
        stripe.is_unsure |= !self.has_outcome;
        self.cache.map.remove(&self.person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Digest, Pseudonym};
    use crate::subject::DataSubject;

    #[test]
    fn what_is_kept_stays_within_its_bytes() {
        const BYTES: u64 = 1 << 16;
        let cache = Cache::new(Caching::checked(BYTES));
        for number in 0..10_000 {
            let person = Uuid::from_u128(number << 100 | number);
            let position = Position { pseudonym: Pseudonym::from_uuid(person), sequence: 1, head: Digest::of(&[]) };
            let known = Arc::new(Known { subject: DataSubject::new(person), position });
            cache.keep(person, cache.ticket(person), &known);
        }
        assert!(cache.map.len() > 10, "people are kept");
        assert!(cache.map.weight() <= BYTES, "{} bytes", cache.map.weight());
    }
}
