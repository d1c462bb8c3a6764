//! A ledger of many people on SQLite, beside the same work written by hand in plain SQL, in one run.
//!
//! `cargo bench --features sqlite --bench ledger`, with `LAWFUL_PEOPLE` (20,000 where it is not given) people of 8 events each.
//! What is read is compared between the two before anything is timed.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a bench stops where something is wrong")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant as Clock};

use chrono::TimeDelta;
use lawful::DataSubject;
use lawful::chain::Key;
use lawful::ledger::sqlite::Sqlite;
use lawful::ledger::sqlite::rusqlite::{Connection, params};
use lawful::ledger::{BlockingLedger, Caching, Event, Happening};
use lawful::subject::{Agreement, Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{Actions, DataCategories, Instant, Party, Purposes, Role, Scope};
use uuid::Uuid;

type Batch = Vec<(Uuid, Vec<Event>)>;

/// Events in one transaction, in both.
const BATCH: usize = 2_048;

fn second(second: i64) -> Instant {
    "2025-01-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::seconds(second)
}

fn person(number: usize) -> Uuid {
    // Spread over the index as random ids are (the multiplier of SplitMix64).
    Uuid::from_u64_pair((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15), number as u64)
}

/// Eight events: an agreement, a use, an account, three consents, an objection and a withdrawal.
fn events(number: usize) -> Vec<Event> {
    let at = second(number as i64);
    let id = |place: u64| Uuid::from_u64_pair(number as u64, 0x8000_0000_0000_0000 | place);
    let scope = |categories, purposes| Scope::anything().of(categories).to(Actions::SHARE).for_purposes(purposes);
    let grant = |place, scope| Grant::new(id(place), scope, at);
    let partner = Scope::anything().of(DataCategories::EMAIL).with(Party::partner(&format!("partner-{}", number % 7)).into());
    let third = grant(5, partner.for_purposes(Purposes::PARTNER_PROMOTION)).until(at + TimeDelta::days(365));
    let objection = Scope::anything().with(Role::Broker.into());
    vec![
        Event::agreed_to(id(0), &Agreement::at(at)),
        Event::used(id(1), at),
        Event::account_opened(id(2), "shop", at),
        Event::granted(grant(3, scope(DataCategories::EMAIL | DataCategories::PHONE, Purposes::SERVICE))),
        Event::granted(grant(4, scope(DataCategories::ORDERS, Purposes::PERSONALISATION))),
        Event::granted(third.clone()),
        Event::refused(Refusal::new(id(6), objection, at, RefusalMeans::Objection)),
        Event::refused(Refusal::withdrawal(id(7), third.id(), at + TimeDelta::seconds(1)).only(third.scope().clone())),
    ]
}

/// As one would write it: a table of events, an index on the person, JSON for what has parts.
struct ByHand(Connection);

impl ByHand {
    fn open(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE event (id BLOB NOT NULL UNIQUE, person BLOB NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
                 CREATE INDEX event_person ON event (person);",
            )
            .unwrap();
        Self(connection)
    }

    fn append_all(&mut self, batch: &[(Uuid, Vec<Event>)]) {
        let transaction = self.0.transaction().unwrap();
        {
            let insert = "INSERT INTO event (id, person, at, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut insert = transaction.prepare_cached(insert).unwrap();
            for (person, events) in batch {
                for event in events {
                    let body = match event.what() {
                        Happening::Granted(grant) => serde_json::to_string(grant).unwrap(),
                        Happening::Refused(refusal) => serde_json::to_string(refusal).unwrap(),
                        Happening::AccountOpened(service) => service.as_str().to_owned(),
                        _ => String::new(),
                    };
                    let at = event.happened().to_rfc3339();
                    let (id, kind) = (event.id(), event.what().name());
                    insert.execute(params![id.as_bytes(), person.as_bytes(), at, kind, body]).unwrap();
                }
            }
        }
        transaction.commit().unwrap();
    }

    fn person(&self, person: Uuid) -> DataSubject {
        let select = "SELECT at, kind, body FROM event WHERE person = ?1 ORDER BY at, rowid";
        let mut select = self.0.prepare_cached(select).unwrap();
        let mut rows = select.query([person.as_bytes()]).unwrap();
        let mut subject = DataSubject::new(person);
        while let Some(row) = rows.next().unwrap() {
            let at: Instant = row.get_ref(0).unwrap().as_str().unwrap().parse().unwrap();
            let body = row.get_ref(2).unwrap().as_str().unwrap();
            subject = match row.get_ref(1).unwrap().as_str().unwrap() {
                "agreed" => subject.agreed(at),
                "used" => subject.used(at),
                "account-opened" => subject.with_account(lawful::subject::Account::opened(body, at)),
                "granted" => subject.grant(serde_json::from_str(body).unwrap()).unwrap(),
                "refused" => subject.refuse(serde_json::from_str(body).unwrap()).unwrap(),
                other => unreachable!("{other}"),
            };
        }
        subject
    }
}

/// The times of single runs, sorted.
fn times(people: impl Iterator<Item = usize>, mut run: impl FnMut(usize)) -> Vec<Duration> {
    let mut times: Vec<Duration> = people
        .map(|number| {
            let begun = Clock::now();
            run(number);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn row(what: &str, times: &[Duration]) {
    let micros = |place: usize| times[place].as_nanos() as f64 / 1_000.0;
    println!("| {what} | {:.1} µs | {:.1} µs |", micros(times.len() / 2), micros(times.len() * 99 / 100));
}

fn size(folder: &Path, name: &str) -> u64 {
    let of = |ending: &str| std::fs::metadata(folder.join(format!("{name}{ending}"))).map_or(0, |file| file.len());
    of("") + of("-wal")
}

/// The most memory that this process has had, where the system tells.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown".to_owned(), |size| size.trim().to_owned())
}

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let people = std::env::var("LAWFUL_PEOPLE").map_or(20_000, |people| people.parse().expect("LAWFUL_PEOPLE is a number"));
    let people = if is_test { 500 } else { people };
    let folder = tempfile::tempdir().unwrap();
    let ledger = BlockingLedger::open(Sqlite::open(folder.path().join("ledger.db")).unwrap(), Key::random().unwrap()).unwrap();
    let mut by_hand = ByHand::open(&folder.path().join("by-hand.db"));

    let now = second(people as i64 + 10);
    let batches = |append: &mut dyn FnMut(Batch)| {
        let mut spent = Duration::ZERO;
        let numbers: Vec<usize> = (0..people).collect();
        for batch in numbers.chunks(BATCH / 8) {
            let batch = batch.iter().map(|number| (person(*number), events(*number))).collect();
            let begun = Clock::now();
            append(batch);
            spent += begun.elapsed();
        }
        (people * 8) as f64 / spent.as_secs_f64()
    };
    let ours = batches(&mut |batch| {
        ledger.append_all(batch, now).unwrap().into_iter().for_each(|outcome| assert_eq!(outcome.unwrap().added, 8));
    });
    let theirs = batches(&mut |batch| by_hand.append_all(&batch));

    // Every so many people, in an order that jumps about the file.
    let sample: Vec<usize> = (0..2_000.min(people)).map(|turn| turn * 7_919 % people).collect();
    for number in sample.iter().copied().take(200) {
        let known = ledger.person(person(number)).unwrap().unwrap();
        assert_eq!(known.subject(), &by_hand.person(person(number)), "both read the same person");
        assert_eq!(known.subject().choices().len(), 5);
    }

    println!("{people} people of 8 events each\n");
    println!("| | ledger | by hand |\n|---|---|---|");
    println!("| import, events a second | {ours:.0} | {theirs:.0} |");
    let bytes = |name| size(folder.path(), name) as f64 / (people * 8) as f64;
    println!("| bytes an event, all files | {:.0} | {:.0} |", bytes("ledger.db"), bytes("by-hand.db"));
    println!("| most memory | {} | |\n", most_memory());

    println!("| one person | p50 | p99 |\n|---|---|---|");
    let cold = ledger.caching(Caching::off());
    row(
        "ledger, read, verified and folded",
        &times(sample.iter().copied(), |number| {
            black_box(cold.person(person(number)).unwrap().unwrap());
        }),
    );
    row(
        "by hand, read and folded",
        &times(sample.iter().copied(), |number| {
            black_box(by_hand.person(person(number)));
        }),
    );
    let mut warm = cold;
    for (what, caching) in
        [("ledger, cached, the store asked", Caching::default()), ("ledger, cached, sole writer", Caching::sole_writer(64 << 20))]
    {
        warm = warm.caching(caching);
        sample.iter().for_each(|number| drop(warm.person(person(*number)).unwrap()));
        row(
            what,
            &times(sample.iter().copied(), |number| {
                black_box(warm.person(person(number)).unwrap().unwrap());
            }),
        );
    }
    println!("\nmost memory in the end: {}", most_memory());
}
