//! The store in memory: what the others are compared with.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::{Append, Appended, Erase, Found, Store, StoredHistory, StoredPerson, Whose};
use crate::chain::{Digest, Position, Pseudonym};
use crate::ledger::LedgerError;

/// Keeps everything in memory, for as long as the process lives: for tests, and for trying things out.
///
/// Its futures are ready at once.
#[derive(Default)]
pub struct Memory(Mutex<Rows>);

#[derive(Default)]
struct Rows {
    check: Option<Digest>,
    chains: BTreeMap<Pseudonym, StoredHistory>,
    people: HashMap<Uuid, Pseudonym>,
    /// Which entry of which chain has an event.
    events: HashMap<Uuid, (Pseudonym, usize)>,
    erased: HashSet<Digest>,
}

impl Memory {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        // Every change is made whole before anything is put into the maps, so a panic elsewhere leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows {
    fn chain(&self, whose: Whose) -> Option<&StoredHistory> {
        let pseudonym = match whose {
            Whose::Person(person) => self.people.get(&person)?,
            Whose::Chain(ref pseudonym) => pseudonym,
        };
        self.chains.get(pseudonym)
    }

    fn found(&self, append: &Append) -> Found {
        let chain = self.chain(Whose::Person(append.person()));
        let entry =
            |id| self.events.get(&id).and_then(|(name, place)| Some((*name, self.chains.get(name)?.entries.get(*place)?)));
        Found {
            erased: self.erased.contains(&append.mark()),
            person: chain.map(|chain| chain.person.clone()),
            last: chain.and_then(|chain| chain.entries.last()).cloned(),
            events: append.ids().filter_map(entry).map(|(name, entry)| (name, entry.clone())).collect(),
        }
    }

    fn append(&mut self, append: &Append) -> Result<Appended, LedgerError> {
        let addition = append.onto(&self.found(append))?;
        let appended = addition.appended();
        if addition.entries.is_empty() {
            return Ok(appended);
        }
        let pseudonym = addition.person.pseudonym;
        self.people.insert(append.person(), pseudonym);
        let empty = StoredHistory { person: addition.person.clone(), entries: Vec::new() };
        let chain = self.chains.entry(pseudonym).or_insert(empty);
        chain.person = addition.person;
        for entry in addition.entries {
            self.events.extend(entry.event.map(|id| (id, (pseudonym, chain.entries.len()))));
            chain.entries.push(entry);
        }
        Ok(appended)
    }

    fn erase(&mut self, erase: &Erase) -> Result<Option<Position>, LedgerError> {
        let was_erased = self.erased.contains(&erase.mark());
        let history = self.chain(Whose::Person(erase.person()));
        let ids: Vec<Uuid> = history.into_iter().flat_map(|history| &history.entries).filter_map(|entry| entry.event).collect();
        let erasure = erase.onto(history, was_erased)?;
        let position = erasure.position();
        self.erased.insert(erase.mark());
        self.people.remove(&erase.person());
        for id in ids {
            self.events.remove(&id);
        }
        if let Some(person) = erasure.person {
            self.chains.insert(person.pseudonym, StoredHistory { person, entries: erasure.entries });
        }
        Ok(position)
    }
}

impl Store for Memory {
    async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
        Ok(*self.rows().check.get_or_insert(check))
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        let mut rows = self.rows();
        Ok(batch.iter().map(|append| rows.append(append)).collect())
    }

    async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
        self.rows().erase(&erase)
    }

    async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        Ok(self.rows().chain(whose).map(|chain| chain.person.clone()))
    }

    async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        Ok(self.rows().chain(whose).cloned())
    }

    async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
        Ok(self.rows().erased.contains(&mark))
    }

    async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(self.rows().chains.range((from, Bound::Unbounded)).take(limit).map(|(_, chain)| chain.person.position()).collect())
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("chains", &self.rows().chains.len()).finish_non_exhaustive()
    }
}
