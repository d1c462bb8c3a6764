//! The ledger on SQLite: it conforms, it is durable, it fails honestly, and it forgets what it is told to forget.
//!
//! `cargo test --features sqlite --test ledger_sqlite`. Stopping a process in the middle of appends is done 10 times; for a
//! long run set `LAWFUL_KILLS=200`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Clock};

use chrono::TimeDelta;
use lawful::chain::Key;
use lawful::ledger::conformance::{Storage, check};
use lawful::ledger::sqlite::{Sqlite, ThreadedSqlite, rusqlite};
use lawful::ledger::{BlockingLedger, Breach, CheckpointError, Event, LedgerError, StoreFailure};
use lawful::subject::Grant;
use lawful::vocabulary::{DataCategories, Instant, Scope};
use pollster::block_on;
use tempfile::TempDir;
use uuid::Uuid;

fn day(day: i64) -> Instant {
    "2026-01-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day)
}

fn id() -> Uuid {
    Event::new_id(day(0)).unwrap()
}

fn used(at: i64) -> Event {
    Event::used(id(), day(at))
}

fn key() -> Key {
    Key::from_bytes([1; 32])
}

fn open(file: &Path) -> BlockingLedger<Sqlite> {
    BlockingLedger::open(Sqlite::open(file).unwrap(), key()).unwrap()
}

/// A folder that is gone at the end, and a file in it.
fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    (folder, file)
}

/// Changes the file past the ledger.
fn behind_its_back(file: &Path, sql: &str) {
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

mod conforms {
    use super::*;

    struct Files {
        folder: TempDir,
        next: AtomicUsize,
    }

    impl Files {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().unwrap(), next: AtomicUsize::new(0) }
        }

        fn fresh(&self) -> PathBuf {
            self.folder.path().join(format!("{}.db", self.next.fetch_add(1, Ordering::Relaxed)))
        }
    }

    struct Inline(Files);

    impl Storage for Inline {
        type Store = Sqlite;
        async fn empty(&self) -> Sqlite {
            Sqlite::open(self.0.fresh()).unwrap()
        }
        async fn again(&self, store: &Sqlite) -> Option<Sqlite> {
            Some(Sqlite::open(store.file()).unwrap())
        }
    }

    struct Threaded(Files);

    impl Storage for Threaded {
        type Store = ThreadedSqlite;
        async fn empty(&self) -> ThreadedSqlite {
            Sqlite::open(self.0.fresh()).unwrap().threaded()
        }
        async fn again(&self, store: &ThreadedSqlite) -> Option<ThreadedSqlite> {
            Some(Sqlite::open(store.inline().file()).unwrap().threaded())
        }
    }

    #[test]
    fn where_it_is_called() {
        block_on(check(&Inline(Files::new()))).unwrap();
    }

    #[test]
    fn on_threads() {
        block_on(check(&Threaded(Files::new()))).unwrap();
    }
}

mod records {
    use super::*;
    use lawful::audit::conformance::check;
    use lawful::audit::{Basis, BlockingAudit, PersonThen, Replay, Requests};
    use lawful::ledger::Then;
    use lawful::request::Request;
    use lawful::vocabulary::Purpose;
    use lawful::{PolicyEngine, audit::Sink};

    #[test]
    fn of_decisions_are_kept_in_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let next = AtomicUsize::new(0);
        let empty = || Sqlite::open(folder.path().join(next.fetch_add(1, Ordering::Relaxed).to_string())).unwrap();
        block_on(check(empty)).unwrap();
        block_on(check(|| empty().threaded())).unwrap();
    }

    #[test]
    fn replay_from_the_ledger_as_known_then_until_the_person_is_erased() {
        let (_folder, file) = fresh();
        let (ledger, person, engine) = (open(&file), id(), PolicyEngine::platform());
        let audit = BlockingAudit::open(ledger.store().clone(), &engine).unwrap().with_requests(Requests::Kept).unwrap();
        let grant = Grant::new(id(), Scope::anything(), day(0));
        ledger.append(person, [Event::agreed(id(), day(0)), Event::granted(grant.clone())], day(1)).unwrap();

        let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::OWN_PROMOTION).at(day(2));
        let known = ledger.person(person).unwrap().unwrap();
        audit.record(&engine.decide(&request, known.subject()), Basis::Ledger(known.position()), day(2)).unwrap();
        ledger.append(person, [Event::refused(lawful::Refusal::withdrawal(id(), grant.id(), day(3)))], day(3)).unwrap();

        let record = audit.records(audit.stream(), 0, 1).unwrap().remove(0);
        let Basis::Ledger(position) = *record.basis() else { unreachable!("it names a position") };
        let Then::Known(then) = ledger.then(position).unwrap() else { unreachable!("the person is known") };
        assert_eq!(then.choices().len(), 1, "the withdrawal came later");
        assert_eq!(record.replay(&request, PersonThen::Known(&then), &engine), Replay::Same);

        ledger.erase(person, day(4)).unwrap();
        let Then::Erased(at) = ledger.then(position).unwrap() else { unreachable!("the person is erased") };
        assert_eq!(record.replay(&request, PersonThen::Erased(at), &engine), Replay::Erased(day(4)));
        let stored = block_on(audit.sink().records(audit.stream(), 0, 1)).unwrap();
        assert_eq!(stored[0].request, None, "the question is forgotten with the person");
        audit.record(&engine.decide(&request, known.subject()), Basis::Ledger(position), day(5)).unwrap();
        let stored = block_on(audit.sink().records(audit.stream(), 1, 1)).unwrap();
        assert_eq!(stored[0].request, None, "a question about somebody erased is not kept");
        assert!(audit.verify(|_| {}).unwrap().holds());
    }
}

mod at_the_same_time {
    use super::*;

    const EACH: usize = 25;

    #[test]
    fn eight_threads_lose_nothing() {
        let (_folder, file) = fresh();
        let (shared, people) = (open(&file), [id(), id()]);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (shared, file, people) = (&shared, &file, &people);
                scope.spawn(move || {
                    let own = open(file);
                    let ledger = if thread % 2 == 0 { shared } else { &own };
                    for turn in 0..EACH {
                        ledger.append(people[turn % 2], [used(0)], day(1)).unwrap();
                    }
                });
            }
        });
        assert_eq!(
            people.map(|person| shared.history(person).unwrap().unwrap().entries().len()),
            [8 * EACH.div_ceil(2), 8 * (EACH / 2)]
        );
        assert!(shared.verify(|_| {}).unwrap().holds());
    }

    #[test]
    fn four_processes_lose_nothing_though_they_start_on_an_empty_folder() {
        let (_folder, file) = fresh();
        let person = id();
        let children: Vec<_> = (0..4).map(|_| child(&file, person, EACH).spawn().unwrap()).collect();
        for child in children {
            assert!(child.wait_with_output().unwrap().status.success());
        }
        let ledger = open(&file);
        assert_eq!(ledger.history(person).unwrap().unwrap().entries().len(), 4 * EACH);
        assert!(ledger.verify(|_| {}).unwrap().holds());
    }
}

/// This program again, appending to a person and printing the id of each event once it is acknowledged.
fn child(file: &Path, person: Uuid, events: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "appends_until_it_is_stopped", "--ignored", "--nocapture"]);
    command.env("LAWFUL_CHILD", format!("{}|{person}|{events}", file.display()));
    command.stdout(Stdio::piped());
    command
}

#[test]
#[ignore = "what the other tests start as a process of its own"]
fn appends_until_it_is_stopped() {
    let Ok(task) = std::env::var("LAWFUL_CHILD") else { return };
    let [file, person, events] = task.split('|').collect::<Vec<_>>().try_into().unwrap();
    let ledger = open(Path::new(file));
    for _ in 0..events.parse::<usize>().unwrap() {
        let event = used(0);
        println!("\ntry {}", event.id());
        ledger.append(person.parse().unwrap(), [event.clone()], day(1)).unwrap();
        println!("\nack {}", event.id());
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn what_was_acknowledged_is_there_after_the_process_is_killed() {
    let kills: u64 = std::env::var("LAWFUL_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let (_folder, file) = fresh();
    let (person, mut acknowledged, mut seed) = (id(), HashSet::<Uuid>::new(), 1_u64);
    for _ in 0..kills {
        let mut process = child(&file, person, usize::MAX).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        lines.find(|line| line.starts_with("ack ")).map(|line| acknowledged.insert(line[4..].parse().unwrap())).unwrap();
        // Somewhere within the next few milliseconds (a linear congruence: Knuth, MMIX).
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((seed >> 33) % 20_000));
        process.kill().unwrap();
        process.wait().unwrap();
        let mut tried: Option<Uuid> = None;
        for line in lines {
            match line.split_at_checked(4) {
                Some(("try ", id)) => tried = id.parse().ok(),
                Some(("ack ", id)) if id.len() == 36 => drop(acknowledged.insert(id.parse().unwrap())),
                _ => {}
            }
        }
        let ledger = open(&file);
        assert!(ledger.verify(|_| {}).unwrap().holds());
        let history = ledger.history(person).unwrap().unwrap();
        let there: HashSet<Uuid> = history.entries().iter().map(|entry| entry.event().id()).collect();
        assert!(acknowledged.is_subset(&there), "an acknowledged event is gone");
        if let Some(tried) = tried {
            let added = ledger.append(person, [Event::used(tried, day(0))], day(1)).unwrap().added;
            assert_eq!(added, usize::from(!there.contains(&tried)), "trying again adds what is missing and nothing else");
            acknowledged.insert(tried);
        }
    }
    assert!(acknowledged.len() as u64 > kills);
}

mod fails_honestly {
    use super::*;

    fn failure(error: &LedgerError) -> StoreFailure {
        let LedgerError::Store(error) = error else { unreachable!("no failure of the store: {error}") };
        error.failure()
    }

    #[test]
    fn where_the_file_is_no_ledger() {
        let (_folder, file) = fresh();
        std::fs::write(&file, "a letter, and not a short one either".repeat(100)).unwrap();
        let error = Sqlite::open(&file).unwrap_err();
        assert_eq!(failure(&error), StoreFailure::Damaged);
        assert_eq!(error.to_string(), format!("the store `{}` is damaged: file is not a database", file.display()));
    }

    #[test]
    fn where_the_folder_is_not_there() {
        let (folder, _) = fresh();
        let file = folder.path().join("nowhere/ledger.db");
        let error = Sqlite::open(&file).unwrap_err();
        assert_eq!(failure(&error), StoreFailure::Unreachable);
        let expected = format!("the store `{}` cannot be reached: unable to open database file", file.display());
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn where_the_key_is_another() {
        let (_folder, file) = fresh();
        drop(open(&file));
        let expected = format!("the ledger `{}` was made with another key", file.display());
        let other = || Key::from_bytes([9; 32]);
        assert_eq!(BlockingLedger::open(Sqlite::open(&file).unwrap(), other()).unwrap_err().to_string(), expected);
        let threaded = Sqlite::open(&file).unwrap().threaded();
        assert_eq!(BlockingLedger::open(threaded, other()).unwrap_err().to_string(), expected);
    }

    #[test]
    fn where_another_process_writes_for_too_long() {
        let (_folder, file) = fresh();
        let ledger = BlockingLedger::open(Sqlite::open_patiently(&file, Duration::from_millis(50)).unwrap(), key()).unwrap();
        let person = id();
        ledger.append(person, [used(0)], day(1)).unwrap();
        let other = rusqlite::Connection::open(&file).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let begun = Clock::now();
        let error = ledger.append(person, [used(0)], day(1)).unwrap_err();
        assert_eq!(failure(&error), StoreFailure::Locked);
        let expected = format!("the store `{}` is locked by somebody else: database is locked", file.display());
        assert_eq!(error.to_string(), expected);
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!(ledger.history(person).unwrap().unwrap().entries().len(), 1, "reading goes on");
        other.execute_batch("ROLLBACK").unwrap();
        ledger.append(person, [used(0)], day(1)).unwrap();
    }

    #[test]
    fn where_there_is_no_room() {
        let (_folder, file) = fresh();
        let store = Sqlite::open(&file).unwrap();
        store.on_writer(|connection| connection.pragma_update(None, "max_page_count", 40)).unwrap();
        let ledger = BlockingLedger::open(store, key()).unwrap();
        let (person, large) = (id(), "x".repeat(10_000));
        let mut recorded = 0;
        let error = loop {
            let grant = Grant::new(id(), Scope::anything(), day(0)).on_evidence(&large);
            match ledger.append(person, [used(0), Event::granted(grant)], day(1)) {
                Ok(_) => recorded += 2,
                Err(error) => break error,
            }
        };
        assert_eq!(failure(&error), StoreFailure::Full);
        assert!(recorded > 0);
        assert_eq!(ledger.history(person).unwrap().unwrap().entries().len(), recorded, "nothing is half written");
        assert!(ledger.verify(|_| {}).unwrap().holds());
    }

    #[test]
    fn where_the_schema_is_newer_than_the_code() {
        let (_folder, file) = fresh();
        drop(open(&file));
        behind_its_back(&file, "UPDATE ledger_schema SET version = 7");
        let error = Sqlite::open(&file).unwrap_err();
        assert_eq!(error.to_string(), "what is stored has schema version 7; this version reads up to 1: update the program");
    }

    #[test]
    fn where_the_file_can_only_be_read() {
        let (_folder, file) = fresh();
        let (ledger, person) = (open(&file), id());
        ledger.append(person, [used(0)], day(1)).unwrap();
        ledger.store().on_writer(|connection| connection.pragma_update(None, "query_only", true)).unwrap();
        let error = ledger.append(person, [used(0)], day(1)).unwrap_err();
        assert_eq!(failure(&error), StoreFailure::ReadOnly);
        assert_eq!(ledger.history(person).unwrap().unwrap().entries().len(), 1);
    }
}

mod tampering {
    use super::*;

    fn columns() -> [(&'static str, &'static str); 9] {
        [
            ("person", "pseudonym"),
            ("person", "person"),
            ("person", "salt"),
            ("person", "head"),
            ("person", "sequence"),
            ("entry", "event"),
            ("entry", "body"),
            ("entry", "link"),
            ("entry", "sequence"),
        ]
    }

    #[test]
    fn any_single_flipped_byte_is_found() {
        let (folder, file) = fresh();
        let (ledger, people) = (open(&file), [id(), id()]);
        for person in people {
            let grant = Grant::new(id(), Scope::anything().of(DataCategories::EMAIL), day(0));
            ledger.append(person, [used(0), Event::granted(grant), used(1)], day(2)).unwrap();
        }
        ledger.store().purge().unwrap();
        drop(ledger);
        let mut flipped = 0;
        for (table, column) in columns() {
            let reading = rusqlite::Connection::open(&file).unwrap();
            let key = if table == "person" { "number" } else { "number * 1000 + sequence" };
            let rows: Vec<(i64, Vec<u8>)> = reading
                .prepare(&format!("SELECT {key}, CAST({column} AS BLOB) FROM {table}"))
                .unwrap()
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            drop(reading);
            for (row, bytes) in rows {
                for place in 0..bytes.len() {
                    let mut changed = bytes.clone();
                    changed[place] ^= 1 << (place % 8);
                    let copy = folder.path().join("copy.db");
                    std::fs::copy(&file, &copy).unwrap();
                    let writing = rusqlite::Connection::open(&copy).unwrap();
                    let value = if column == "sequence" { "CAST(CAST(?1 AS TEXT) AS INTEGER)" } else { "?1" };
                    let sql = format!("UPDATE {table} SET {column} = {value} WHERE {key} = ?2");
                    // A number that is none any more cannot be written there in the first place.
                    if writing.execute(&sql, rusqlite::params![changed, row]).is_err() {
                        continue;
                    }
                    drop(writing);
                    let found = open(&copy).verify(|_| {}).map_or(true, |verification| !verification.holds());
                    assert!(found, "{table}.{column}, row {row}, byte {place}");
                    flipped += 1;
                    std::fs::remove_file(&copy).unwrap();
                }
            }
        }
        assert!(flipped > 500, "only {flipped} bytes were flipped");
    }

    #[test]
    fn a_person_who_vanished_and_a_chain_that_was_cut_show_against_a_checkpoint() {
        let (_folder, file) = fresh();
        let (ledger, people) = (open(&file), [id(), id(), id()]);
        for person in people {
            ledger.append(person, [used(0), used(1)], day(2)).unwrap();
        }
        let mut manifest = Vec::new();
        let checkpoint = ledger.checkpoint(day(3), &mut manifest).unwrap();
        behind_its_back(
            &file,
            "DELETE FROM entry WHERE number = 1; DELETE FROM person WHERE number = 1;
             DELETE FROM entry WHERE number = 2 AND sequence = 2;
             UPDATE person SET sequence = 1, head = (SELECT link FROM entry WHERE number = 2 AND sequence = 1) WHERE number = 2;",
        );
        assert!(ledger.verify(|_| {}).unwrap().holds(), "by itself the file has no contradiction");
        let verification = ledger.verify_against(&checkpoint, std::io::Cursor::new(&manifest), |_| {}).unwrap();
        let mut breaches: Vec<Breach> = verification.broken.iter().map(|broken| broken.breach).collect();
        breaches.sort_by_key(|breach| *breach as u8);
        assert_eq!(breaches, [Breach::Missing, Breach::Vanished]);
        manifest[0] ^= 1;
        let error = ledger.verify_against(&checkpoint, std::io::Cursor::new(&manifest), |_| {}).unwrap_err();
        assert!(matches!(error, CheckpointError::OtherManifest));
    }
}

#[test]
fn after_an_erasure_nothing_of_the_person_is_left_in_the_files() {
    const CANARY: &str = "canary-evidence-of-somebody";
    let (folder, file) = fresh();
    let ledger = open(&file);
    let (person, event) = (id(), id());
    for turn in 0..200 {
        let other = Grant::new(id(), Scope::anything(), day(0)).on_evidence("somebody else's");
        ledger.append(id(), [used(0), Event::granted(other)], day(1)).unwrap();
        if turn % 10 == 0 {
            let grant =
                Grant::new(if turn == 0 { event } else { id() }, Scope::anything(), day(0)).on_evidence(&CANARY.repeat(turn + 1));
            ledger.append(person, [Event::granted(grant), used(0)], day(1)).unwrap();
        }
    }
    let needles = [
        CANARY.as_bytes().to_vec(),
        person.to_string().into_bytes(),
        person.into_bytes().to_vec(),
        event.to_string().into_bytes(),
        event.into_bytes().to_vec(),
    ];
    let left = || {
        let mut left = Vec::new();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let has = |needle: &Vec<u8>| bytes.windows(needle.len()).any(|window| window == needle.as_slice());
            left.extend(needles.iter().enumerate().filter(|(_, needle)| has(needle)).map(|(number, _)| (path.clone(), number)));
        }
        left
    };
    assert!(!left().is_empty(), "the search finds what is there");
    ledger.erase(person, day(2)).unwrap();
    ledger.store().purge().unwrap();
    assert_eq!(left(), [], "with the ledger still open");
    assert!(matches!(ledger.append(person, [used(2)], day(3)), Err(LedgerError::Erased)));
    assert!(ledger.verify(|_| {}).unwrap().holds(), "the chains of others stand");
    drop(ledger);
    assert_eq!(left(), [], "after it is closed");
    assert!(matches!(open(&file).person(person), Err(LedgerError::Erased)));
}
