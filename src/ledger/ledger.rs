//! The ledger: events in, people out.

use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use super::cache::Cache;
use super::store::{Append, Erase, Identity, Store, Whose};
use super::{Appended, Caching, Event, History, LedgerError, StoreFailure};
use crate::chain::{Key, Position, Pseudonym, Salt};
use crate::subject::DataSubject;
use crate::vocabulary::{Instant, Vocabulary};

/// A place for choices, agreements, notices and uses of people, over a [`Store`].
///
/// Time is an argument here as everywhere: `now` is the instant at which something is recorded. All methods are `async` and
/// need no particular runtime; [`BlockingLedger`](super::BlockingLedger) has the same ones without.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
/// use lawful::ledger::{Event, Ledger, Memory};
/// # let person = lawful::DataSubject::example().id();
/// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
/// # pollster::block_on(async {
///
/// let ledger = Ledger::open(Memory::new(), Key::random()?).await?;
/// let event = Event::agreed(Event::new_id(now)?, now);
/// assert_eq!(ledger.append(person, [event.clone()], now).await?.added, 1);
/// assert_eq!(ledger.append(person, [event], now).await?.added, 0, "once is enough");
///
/// let known = ledger.person(person).await?.expect("somebody is known");
/// assert_eq!(known.subject().agreements().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Ledger<S> {
    pub(super) store: S,
    key: Key,
    pub(super) vocabulary: Arc<Vocabulary>,
    tolerance: TimeDelta,
    cache: Cache,
}

/// A person as the ledger knows them, and how far it had got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub(super) subject: DataSubject,
    pub(super) position: Position,
}

impl Known {
    /// The person.
    #[must_use]
    pub fn subject(&self) -> &DataSubject {
        &self.subject
    }

    /// Where the chain stood: what a record of a decision names as that on which it rests.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl<S: Store> Ledger<S> {
    /// Opens a ledger, with the key under which it remembers whom it has erased.
    ///
    /// # Errors
    ///
    /// It was made with another key, or the store fails.
    pub async fn open(store: S, key: Key) -> Result<Self, LedgerError> {
        let check = key.check();
        if store.claim(check).await? != check {
            return Err(LedgerError::WrongKey { place: store.place() });
        }
        let vocabulary = Arc::new(Vocabulary::builtin().clone());
        Ok(Self { store, key, vocabulary, tolerance: TimeDelta::seconds(1), cache: Cache::new(Caching::default()) })
    }

    /// Knows the words of a policy too; those of an engine are
    /// [`PolicyEngine::vocabulary`](crate::engine::PolicyEngine::vocabulary).
    #[must_use]
    pub fn with_words(self, vocabulary: &Vocabulary) -> Self {
        Self { vocabulary: Arc::new(vocabulary.clone()), ..self }
    }

    /// How far clocks may be apart, 1 second if not said: by so much an event may be dated after `now`, and `now` lie before
    /// what is recorded already. What is recorded never goes back in time, whatever is tolerated.
    #[must_use]
    pub fn tolerating(self, tolerance: TimeDelta) -> Self {
        Self { tolerance: tolerance.max(TimeDelta::zero()), ..self }
    }

    /// Says how folded people are kept.
    #[must_use]
    pub fn caching(self, caching: Caching) -> Self {
        Self { cache: Cache::new(caching), ..self }
    }

    /// Records events of a person, all of them or none.
    ///
    /// An event that is recorded already, with the same id and the same content, is left alone: appending again is always right.
    ///
    /// # Errors
    ///
    /// The person was erased; another event has the id; a withdrawal without scope names no grant; a choice that cannot be; a
    /// word that the vocabulary lacks; an event that could not be read back, such as one with an empty name of a service; an
    /// event or the clock out of time; the chain is broken; the store fails.
    pub async fn append(
        &self,
        person: Uuid,
        events: impl IntoIterator<Item = Event>,
        now: Instant,
    ) -> Result<Appended, LedgerError> {
        let batch = vec![(person, events.into_iter().collect())];
        // One that was asked for is answered; nothing answers where the store keeps to no contract.
        self.append_all(batch, now).await?.pop().unwrap_or(Err(super::StoreError::new(StoreFailure::Other).into()))
    }

    /// Records events of many people in one transaction: fast, for imports. The outcome of each stands in its place; people
    /// whose events are refused do not hold up the others.
    ///
    /// # Errors
    ///
    /// The store fails, and nothing at all is recorded.
    pub async fn append_all(
        &self,
        batch: Vec<(Uuid, Vec<Event>)>,
        now: Instant,
    ) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        let writing: Vec<_> = batch.iter().map(|(person, _)| self.cache.writing(*person)).collect();
        let batch = batch.into_iter().map(|(person, events)| self.to_append(person, events, now)).collect::<Result<_, _>>()?;
        let outcome = self.store.append(batch).await;
        if !is_unknown(&outcome) {
            writing.into_iter().for_each(super::cache::Writing::has_outcome);
        }
        outcome
    }

    fn to_append(&self, person: Uuid, events: Vec<Event>, now: Instant) -> Result<Append, LedgerError> {
        let fresh = (Pseudonym::random()?, Identity { person, salt: Salt::random()? });
        let (tolerance, vocabulary) = (self.tolerance, self.vocabulary.clone());
        Ok(Append { person, mark: self.key.mark(person), events, now, tolerance, vocabulary, fresh })
    }

    /// The person as everything recorded has it; `None` where nothing is recorded.
    ///
    /// It suits decisions about now. For one about an earlier instant take the [`history`](Self::history), since a date of
    /// birth or a verified guardian that became known later is already part of this.
    ///
    /// # Errors
    ///
    /// The person was erased, the chain is broken, or the store fails: there is no person to decide about.
    pub async fn person(&self, person: Uuid) -> Result<Option<Arc<Known>>, LedgerError> {
        if let Some(known) = self.cache.trusted(person) {
            return Ok(Some(known));
        }
        let ticket = self.cache.ticket(person);
        if let Some(row) = self.store.person(Whose::Person(person)).await?
            && let Some(known) = self.cache.at(person, row.position())
        {
            return Ok(Some(known));
        }
        let Some(history) = self.history(person).await? else {
            return Ok(None);
        };
        let known = Arc::new(Known { subject: history.subject()?, position: history.position() });
        self.cache.keep(person, ticket, &known);
        Ok(Some(known))
    }

    /// Several people as everything recorded has them, in the order asked for. Those who were erased, and those of whom nothing
    /// is recorded, are left out: nobody is there to decide about.
    ///
    /// Each is held in memory, about 2 kB with a few choices: ask for many by the thousand.
    ///
    /// # Errors
    ///
    /// A person's chain is broken or cannot be read, or the store fails.
    ///
    /// # Example: whom a newsletter may go to
    ///
    /// ```
    /// use lawful::chain::Key;
    /// use lawful::ledger::{Event, Ledger, Memory};
    /// use lawful::subject::People;
    /// use lawful::{DataCategories, Party, PolicyEngine, Purpose, Request};
    /// # let [anna, ben] = [(); 2].map(|()| lawful::DataSubject::example().id());
    /// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
    /// # pollster::block_on(async {
    ///
    /// let engine = PolicyEngine::platform();
    /// let ledger = Ledger::open(Memory::new(), Key::random()?).await?.with_words(engine.vocabulary());
    /// for person in [anna, ben] {
    ///     ledger.append(person, [Event::agreed(Event::new_id(now)?, now), Event::aged(Event::new_id(now)?, now, 30)], now).await?;
    /// }
    /// ledger.erase(ben, now).await?;
    ///
    /// let news = Request::message(DataCategories::EMAIL)
    ///     .with(Party::DATA_SUBJECT)
    ///     .for_purpose(Purpose::OWN_PROMOTION)
    ///     .at(now + chrono::TimeDelta::days(1));
    /// for some in [anna, ben].chunks(1_000) {
    ///     let known = ledger.people(some.iter().copied()).await?;
    ///     let mut people = People::new(engine.vocabulary());
    ///     for known in &known {
    ///         people.add(known.subject());
    ///     }
    ///     for place in engine.audience(&news, &people)?.permitted() {
    ///         assert_eq!(people.id(place), Some(anna)); // to whom the message goes
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn people(&self, people: impl IntoIterator<Item = Uuid>) -> Result<Vec<Arc<Known>>, LedgerError> {
        let mut known = Vec::new();
        for person in people {
            match self.person(person).await {
                Err(LedgerError::Erased) => {}
                outcome => known.extend(outcome?),
            }
        }
        Ok(known)
    }

    /// All that is recorded of a person; `None` where nothing is.
    ///
    /// # Errors
    ///
    /// The person was erased, the chain is broken, or the store fails.
    pub async fn history(&self, person: Uuid) -> Result<Option<History>, LedgerError> {
        match self.store.history(Whose::Person(person)).await? {
            Some(stored) => History::read(&stored, &self.vocabulary).map(Some),
            None if self.store.is_erased(self.key.mark(person)).await? => Err(LedgerError::Erased),
            None => Ok(None),
        }
    }

    /// Erases a person: events, salt and all that leads from the chain to the person. What stays is a chain of digests that
    /// stand for nothing any more, a tombstone with the instant, and, elsewhere, a mark by which a late event for the same id
    /// is refused. Gives where the chain ended, or `None` where nothing was recorded; the id is blocked in either case.
    ///
    /// # Errors
    ///
    /// The person was erased before, the clock went backwards, or the store fails.
    pub async fn erase(&self, person: Uuid, now: Instant) -> Result<Option<Position>, LedgerError> {
        let writing = self.cache.writing(person);
        let erase = Erase { person, mark: self.key.mark(person), now, tolerance: self.tolerance };
        let outcome = self.store.erase(erase).await;
        if !is_unknown(&outcome) {
            writing.has_outcome();
        }
        outcome
    }

    /// The store that is underneath.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.store
    }
}

fn is_unknown<T>(outcome: &Result<T, LedgerError>) -> bool {
    matches!(outcome, Err(LedgerError::Store(error)) if error.failure() == StoreFailure::OutcomeUnknown)
}

impl<S: fmt::Debug> fmt::Debug for Ledger<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("store", &self.store).finish_non_exhaustive()
    }
}
