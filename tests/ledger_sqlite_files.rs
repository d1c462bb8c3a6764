//! What the files of a ledger on SQLite hold, and how they are opened: erased people leave nothing, a damaged or unwritable
//! file says so, processes start together.
//!
//! `cargo test --features sqlite --test ledger_sqlite_files`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Barrier;

use chrono::TimeDelta;
use lawful::chain::Key;
use lawful::ledger::sqlite::{Sqlite, rusqlite};
use lawful::ledger::{BlockingLedger, Breach, Event, LedgerError, StoreFailure};
use lawful::subject::{Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{Instant, Scope};
use tempfile::TempDir;
use uuid::Uuid;

fn day(day: i64) -> Instant {
    "2026-01-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day)
}

/// Ids in no order, so that rows land in the middle of pages, which are then split (SplitMix64: Steele, Lea, Flood 2014).
struct Ids(u64);

impl Ids {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.word(), self.word())
    }
}

fn open(file: &Path) -> BlockingLedger<Sqlite> {
    BlockingLedger::open(Sqlite::open(file).unwrap(), Key::from_bytes([1; 32])).unwrap()
}

fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    (folder, file)
}

/// Which of the needles, all of 16 bytes, stand in a file of the folder.
fn found(folder: &Path, needles: &HashSet<[u8; 16]>) -> HashSet<[u8; 16]> {
    let mut found = HashSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        found.extend(bytes.windows(16).filter_map(|window| needles.get(window).copied()));
    }
    found
}

#[test]
fn nothing_of_erased_people_is_left_though_their_rows_moved_from_page_to_page() {
    let (folder, file) = fresh();
    let ledger = open(&file);
    let mut ids = Ids(7);
    let people: Vec<Uuid> = (0..600).map(|_| ids.id()).collect();
    let (mut theirs, mut others) = (HashSet::new(), HashSet::new());
    for turn in 0..6 {
        let mut batch = Vec::new();
        for (number, person) in people.iter().enumerate() {
            let (event, canary) = (ids.id(), format!("{:016x}", ids.word()));
            let evidence = canary.repeat(1 + (number + turn) % 5);
            let grant = Grant::new(event, Scope::anything(), day(0)).on_evidence(&evidence);
            let needles = if number % 3 == 0 { &mut theirs } else { &mut others };
            needles.extend([*person.as_bytes(), *event.as_bytes(), canary.as_bytes().try_into().unwrap()]);
            batch.push((*person, vec![Event::granted(grant)]));
        }
        for outcome in ledger.append_all(batch, day(1)).unwrap() {
            outcome.unwrap();
        }
    }
    let reading = rusqlite::Connection::open(&file).unwrap();
    for person in people.iter().step_by(3) {
        let salt =
            reading.query_row("SELECT salt FROM person WHERE person = ?1", [person.as_bytes()], |row| row.get::<_, [u8; 32]>(0));
        theirs.insert(salt.unwrap()[..16].try_into().unwrap());
    }
    drop(reading);
    ledger.store().purge().unwrap();
    assert_eq!(found(folder.path(), &theirs), theirs, "the search finds what is there");
    for person in people.iter().step_by(3) {
        ledger.erase(*person, day(2)).unwrap();
    }
    ledger.store().purge().unwrap();
    assert_eq!(found(folder.path(), &theirs).len(), 0, "of {} with the ledger still open", theirs.len());
    drop(ledger);
    assert_eq!(found(folder.path(), &theirs).len(), 0, "after it is closed");
    assert_eq!(found(folder.path(), &others), others, "what is about others stands");
    assert!(open(&file).verify(|_| {}).unwrap().holds());
}

#[test]
fn many_may_open_a_file_that_is_not_there_yet_at_the_same_moment() {
    for _ in 0..25 {
        let (_folder, file) = fresh();
        let (ready, mut ids) = (Barrier::new(8), Ids(1));
        let people: [Uuid; 8] = std::array::from_fn(|_| ids.id());
        std::thread::scope(|scope| {
            for person in people {
                let (ready, file) = (&ready, &file);
                scope.spawn(move || {
                    ready.wait();
                    open(file).append(person, [Event::used(Event::new_id(day(0)).unwrap(), day(0))], day(1)).unwrap();
                });
            }
        });
        let ledger = open(&file);
        assert!(people.iter().all(|person| ledger.person(*person).unwrap().is_some()));
    }
}

fn failure(error: &LedgerError) -> StoreFailure {
    let LedgerError::Store(error) = error else { unreachable!("no failure of the store: {error}") };
    error.failure()
}

#[test]
fn a_file_that_was_cut_short_gives_an_error_and_no_person() {
    let (_folder, file) = fresh();
    let (ledger, mut ids) = (open(&file), Ids(3));
    let people: Vec<Uuid> = (0..200).map(|_| ids.id()).collect();
    for person in &people {
        let grant = Grant::new(ids.id(), Scope::anything(), day(0)).on_evidence(&"e".repeat(300));
        ledger.append(*person, [Event::granted(grant)], day(1)).unwrap();
    }
    ledger.store().purge().unwrap();
    drop(ledger);
    let whole = std::fs::read(&file).unwrap();
    for tenths in [1, 3, 5, 7, 9] {
        std::fs::write(&file, &whole[..whole.len() * tenths / 10]).unwrap();
        let opened = Sqlite::open(&file).and_then(|store| BlockingLedger::open(store, Key::from_bytes([1; 32])));
        let ledger = match opened {
            Ok(ledger) => ledger,
            Err(error) => {
                assert_eq!(failure(&error), StoreFailure::Damaged, "{error}");
                continue;
            }
        };
        let (mut read, mut refused) = (0, 0);
        for person in &people {
            match ledger.person(*person) {
                Ok(Some(known)) => read += known.subject().choices().len(),
                Ok(None) => unreachable!("a person seems never to have been there"),
                Err(_) => refused += 1,
            }
        }
        assert_eq!(read + refused, people.len(), "whoever can be read is whole");
        assert!(refused > 0);
        assert!(!ledger.verify(|_| {}).is_ok_and(|verification| verification.holds()));
    }
}

#[test]
fn one_that_is_gone_empty_or_something_else_is_no_new_ledger_where_it_was_to_be_there() {
    let (folder, file) = fresh();
    let missing = Sqlite::open_existing(&file).unwrap_err();
    assert_eq!(failure(&missing), StoreFailure::Unreachable);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");

    let (ledger, mut ids) = (open(&file), Ids(5));
    let refusal = Refusal::new(ids.id(), Scope::anything(), day(0), RefusalMeans::OptOut);
    ledger.append(ids.id(), [Event::refused(refusal)], day(1)).unwrap();
    let mut manifest = Vec::new();
    let checkpoint = ledger.checkpoint(day(1), &mut manifest).unwrap();
    drop(ledger);
    assert!(Sqlite::open_existing(&file).is_ok());

    std::fs::write(&file, "").unwrap();
    let empty = Sqlite::open_existing(&file).unwrap_err();
    let what = "the file is empty: a ledger was never made in it, or all of it is gone";
    assert_eq!(empty.to_string(), format!("the store `{}` is damaged: {what}", file.display()));
    assert_eq!(std::fs::metadata(&file).unwrap().len(), 0, "it is left as it is");

    let ledger = open(&file);
    assert!(ledger.verify(|_| {}).unwrap().holds(), "by itself it has no contradiction");
    let against = ledger.verify_against(&checkpoint, std::io::Cursor::new(manifest), |_| {}).unwrap();
    assert_eq!(against.broken.iter().map(|broken| broken.breach).collect::<Vec<_>>(), [Breach::Vanished]);

    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE letter (text)").unwrap();
    let before = std::fs::read(&other).unwrap();
    assert_eq!(failure(&Sqlite::open_existing(&other).unwrap_err()), StoreFailure::Damaged);
    assert!(std::fs::read(&other).unwrap() == before, "it is left as it is");
}
