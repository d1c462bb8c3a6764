//! Importing: rows in, events recorded in batches.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::ops::ControlFlow;

use uuid::Uuid;

use super::{ImportError, Progress, Rejected, Rows};
use crate::chain::Key;
use crate::ledger::{BlockingLedger, Event, Ledger, LedgerError, Store};
use crate::vocabulary::{Instant, Vocabulary};

/// How rows become events.
///
/// Rows are recorded in batches, each in one transaction; the rows of one person in a batch are taken together. The order of a
/// person's rows is the order of recording.
///
/// # Example
///
/// ```
/// use std::io::Cursor;
/// use std::ops::ControlFlow;
///
/// use lawful::chain::Key;
/// use lawful::ledger::transfer::{Import, JsonLines, Progress};
/// use lawful::ledger::{BlockingLedger, Memory};
/// use lawful::vocabulary::Vocabulary;
/// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
///
/// let file = r#"{"person":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","at":"2026-01-05T09:00:00Z","used":{}}
/// {"person":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","at":"2026-01-05T09:00:00Z","usd":{}}"#;
///
/// let key = Key::random()?;
/// let ledger = BlockingLedger::open(Memory::new(), key.clone())?;
/// let mut report = Vec::new();
/// let import = Import::new(&key, Vocabulary::builtin());
/// let done = import.run_blocking(&ledger, &mut JsonLines::new(Cursor::new(file)), Progress::default(), || now, |step| {
///     report.extend(step.rejected.iter().map(ToString::to_string));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!((done.recorded(), done.rejected()), (1, 1));
/// assert_eq!(report[1], "row 2, `usd`: unknown key, did you mean `used`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Import<'i> {
    key: &'i Key,
    vocabulary: &'i Vocabulary,
    batch: usize,
}

/// What a batch came to.
#[derive(Clone, Copy, Debug)]
pub struct Step<'s> {
    /// How far the import has got, this batch included: to be saved, if the import is to go on from here one day.
    pub progress: &'s Progress,
    /// The rows of this batch that were not recorded, by row. A row with several mistakes is there several times.
    pub rejected: &'s [Rejected],
}

/// The rows of one person in a batch.
type Person = (Uuid, Vec<(u64, Event)>);

/// Rows that wait to be recorded.
#[derive(Default)]
struct Batch {
    rows: usize,
    people: Vec<Person>,
    places: HashMap<Uuid, usize>,
    rejected: Vec<Rejected>,
    rejected_rows: u64,
}

impl<'i> Import<'i> {
    /// An import into a ledger with this key and these words, in batches of 4,096 rows.
    ///
    /// The key is needed for events without an id: theirs is made with it, so that it tells nothing to others.
    #[must_use]
    pub fn new(key: &'i Key, vocabulary: &'i Vocabulary) -> Self {
        Self { key, vocabulary, batch: 4096 }
    }

    /// Records so many rows in one transaction; at least one.
    #[must_use]
    pub fn in_batches_of(self, rows: usize) -> Self {
        Self { batch: rows.max(1), ..self }
    }

    /// Imports rows, from where an earlier run stopped or from the beginning ([`Progress::default`]). The clock is asked once a
    /// batch. After each batch `observe` is told; it may stop the import.
    ///
    /// Gives how far it got.
    ///
    /// # Errors
    ///
    /// The file cannot be read, has a wrong header or is another one than before; the ledger fails. What was recorded until
    /// then stays recorded, and a run from the last saved progress, or from the beginning, goes on where this one ended.
    pub async fn run<S: Store>(
        &self,
        ledger: &Ledger<S>,
        rows: &mut impl Rows,
        mut progress: Progress,
        mut clock: impl FnMut() -> Instant,
        mut observe: impl FnMut(Step<'_>) -> ControlFlow<()>,
    ) -> Result<Progress, ImportError> {
        rows.start(&mut progress)?;
        loop {
            let (mut batch, mut next) = (Batch::default(), progress.clone());
            let is_last = self.fill(&mut batch, rows, &mut next)?;
            batch.record(ledger, &mut next, clock()).await?;
            batch.rejected.sort_by_key(Rejected::row);
            next.rejected += batch.rejected_rows;
            progress = next;
            let stops = observe(Step { progress: &progress, rejected: &batch.rejected }).is_break();
            if stops || is_last {
                return Ok(progress);
            }
        }
    }

    /// Imports rows, from where an earlier run stopped or from the beginning: [`run`](Self::run), into a ledger without `async`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, has a wrong header or is another one than before; the ledger fails.
    pub fn run_blocking<S: Store>(
        &self,
        ledger: &BlockingLedger<S>,
        rows: &mut impl Rows,
        progress: Progress,
        clock: impl FnMut() -> Instant,
        observe: impl FnMut(Step<'_>) -> ControlFlow<()>,
    ) -> Result<Progress, ImportError> {
        pollster::block_on(self.run(ledger.awaited(), rows, progress, clock, observe))
    }

    /// Whether the rows ended.
    fn fill(&self, batch: &mut Batch, rows: &mut impl Rows, next: &mut Progress) -> Result<bool, ImportError> {
        while batch.rows < self.batch {
            let Some(row) = rows.next_row()? else { return Ok(true) };
            (next.offset, next.rows) = (row.end, row.number);
            batch.rows += 1;
            let number = row.number;
            match row.event(self.key, self.vocabulary) {
                Ok((person, event)) => batch.add(person, number, event),
                Err(rejected) => {
                    batch.rejected_rows += 1;
                    batch.rejected.extend(rejected);
                }
            }
        }
        Ok(false)
    }
}

impl Batch {
    fn add(&mut self, person: Uuid, row: u64, event: Event) {
        match self.places.entry(person) {
            Slot::Occupied(place) => {
                if let Some((_, events)) = self.people.get_mut(*place.get()) {
                    events.push((row, event));
                }
            }
            Slot::Vacant(place) => {
                place.insert(self.people.len());
                self.people.push((person, vec![(row, event)]));
            }
        }
    }

    /// Records what waits. Where the events of a person are refused together, they are tried one by one, so that those which
    /// can be are recorded and the others named.
    async fn record<S: Store>(&mut self, ledger: &Ledger<S>, next: &mut Progress, now: Instant) -> Result<(), ImportError> {
        let people = std::mem::take(&mut self.people);
        let mut alone = Vec::new();
        for ((person, events), failed) in self.append(ledger, people, next, now).await? {
            match failed {
                LedgerError::Erased => self.reject(&events, &LedgerError::Erased),
                failed if events.len() == 1 => self.reject(&events, &failed),
                _ => alone.push((person, events.into_iter())),
            }
        }
        while !alone.is_empty() {
            let round: Vec<Person> =
                alone.iter_mut().filter_map(|(person, events)| Some((*person, vec![events.next()?]))).collect();
            alone.retain(|(_, events)| events.len() > 0);
            for ((_, events), failed) in self.append(ledger, round, next, now).await? {
                self.reject(&events, &failed);
            }
        }
        Ok(())
    }

    /// Appends, counts, and gives those whose events were refused.
    async fn append<S: Store>(
        &self,
        ledger: &Ledger<S>,
        people: Vec<Person>,
        next: &mut Progress,
        now: Instant,
    ) -> Result<Vec<(Person, LedgerError)>, ImportError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let events = |events: &[(u64, Event)]| events.iter().map(|(_, event)| event.clone()).collect();
        let batch = people.iter().map(|(person, rows)| (*person, events(rows))).collect();
        let mut failed = Vec::new();
        for (person, outcome) in people.into_iter().zip(ledger.append_all(batch, now).await?) {
            match outcome {
                Ok(appended) => {
                    next.recorded += appended.added as u64;
                    next.known += person.1.len().saturating_sub(appended.added) as u64;
                }
                // This is no fault of the row.
                Err(error @ (LedgerError::Store(_) | LedgerError::NoRandomness(_) | LedgerError::ClockBeyond)) => {
                    return Err(error.into());
                }
                Err(error) => failed.push((person, error)),
            }
        }
        Ok(failed)
    }

    fn reject(&mut self, events: &[(u64, Event)], because: &LedgerError) {
        self.rejected_rows += events.len() as u64;
        self.rejected.extend(events.iter().map(|(row, _)| Rejected::new(*row, None, because.to_string())));
    }
}
