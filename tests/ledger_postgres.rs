//! The ledger on PostgreSQL: it conforms, it is durable, it fails honestly, and it forgets what it is told to forget.
//!
//! It needs a server. `.ci/postgres` runs a command with one of its own:
//!
//! ```text
//! .ci/postgres cargo test --features postgres,audit --test ledger_postgres
//! ```
//!
//! Any other server will do too, except for the tests that stop it: put its address into `LAWFUL_POSTGRES`. Without one, every
//! test is shown as ignored. Stopping a process in the middle of appends is done 10 times; for a long run set
//! `LAWFUL_KILLS=200`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use lawful::audit::{Audit, Basis, BrokenStream, PersonThen, Replay, Requests, Sink};
use lawful::chain::{Key, Pseudonym};
use lawful::ledger::conformance::{Storage, check};
use lawful::ledger::postgres::Postgres;
use lawful::ledger::postgres::deadpool_postgres::tokio_postgres::{Client, NoTls, connect};
use lawful::ledger::postgres::deadpool_postgres::{Manager, Pool, Runtime};
use lawful::ledger::{Breach, Event, Known, Ledger, LedgerError, StoreFailure, Then};
use lawful::subject::Grant;
use lawful::vocabulary::{Instant, Scope};
use lawful::{DataCategories, Party, PolicyEngine, Purpose, Refusal, Request};
use libtest_mimic::{Arguments, Failed, Trial};
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

/// A schema of its own on the server, as another database would be.
#[derive(Clone)]
struct Place {
    name: String,
}

impl Place {
    async fn empty() -> Self {
        let place = Self { name: format!("lawful_{}", id().simple()) };
        client(&server()).await.batch_execute(&format!("CREATE SCHEMA {}", place.name)).await.unwrap();
        place
    }

    fn address(&self) -> String {
        self.address_with("")
    }

    fn address_with(&self, options: &str) -> String {
        format!("{} options='-c search_path={} {options}'", server(), self.name)
    }

    async fn open(&self) -> Ledger<Postgres> {
        Ledger::open(Postgres::connect(&self.address()).await.unwrap(), key()).await.unwrap()
    }

    async fn behind_its_back(&self, sql: &str) {
        client(&self.address()).await.batch_execute(sql).await.unwrap();
    }
}

fn server() -> String {
    std::env::var("LAWFUL_POSTGRES").unwrap()
}

async fn client(address: &str) -> Client {
    let (client, connection) = connect(address, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn conforms() {
    struct Schemas;
    impl Storage for Schemas {
        type Store = Postgres;
        async fn empty(&self) -> Postgres {
            Postgres::connect(&Place::empty().await.address()).await.unwrap()
        }
        async fn again(&self, store: &Postgres) -> Option<Postgres> {
            let name = store.pool().get().await.unwrap().query_one("SELECT current_schema()::text", &[]).await.unwrap().get(0);
            Some(Postgres::connect(&Place { name }.address()).await.unwrap())
        }
    }
    check(&Schemas).await.unwrap();
}

const EACH: usize = 25;

async fn eight_tasks_lose_nothing() {
    let place = Place::empty().await;
    let (one, other, people) = (Arc::new(place.open().await), Arc::new(place.open().await), [id(), id()]);
    let tasks = (0..8).map(|task| {
        let ledger = if task % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move {
            for turn in 0..EACH {
                ledger.append(people[turn % 2], [used(0)], day(1)).await.unwrap();
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let mut entries = 0;
    for person in people {
        entries += one.history(person).await.unwrap().unwrap().entries().len();
    }
    assert_eq!(entries, 8 * EACH);
    let verification = one.verify(|_| {}).await.unwrap();
    assert!(verification.holds() && verification.chains == 2);
}

async fn batches_that_meet_in_any_order_lose_nothing() {
    let place = Place::empty().await;
    let (ledger, people) = (Arc::new(place.open().await), (0..20).map(|_| id()).collect::<Vec<_>>());
    let tasks = (0..4).map(|task| {
        let (ledger, mut people) = (ledger.clone(), people.clone());
        if task % 2 == 0 {
            people.reverse();
        }
        tokio::spawn(async move {
            for _ in 0..5 {
                let batch = people.iter().map(|person| (*person, vec![used(0), used(1)])).collect();
                ledger
                    .append_all(batch, day(2))
                    .await
                    .unwrap()
                    .into_iter()
                    .for_each(|outcome| assert_eq!(outcome.unwrap().added, 2));
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let verification = ledger.verify(|_| {}).await.unwrap();
    assert!(verification.holds());
    assert_eq!((verification.chains, verification.entries), (20, 20 * 4 * 5 * 2));
}

async fn conforms_as_a_sink() {
    // The suite makes its sinks itself, and does not wait for them.
    let mut places = Vec::new();
    for _ in 0..10 {
        places.push(Postgres::connect(&Place::empty().await.address()).await.unwrap());
    }
    let places = Mutex::new(places);
    lawful::audit::conformance::check(|| places.lock().unwrap().pop().unwrap()).await.unwrap();
}

fn question(partner: &str, at: i64) -> Request {
    Request::share(DataCategories::EMAIL).with(Party::partner(partner)).for_purpose(Purpose::OWN_PROMOTION).at(day(at))
}

/// Decides a question and records the decision.
async fn record(audit: &Audit<Postgres>, engine: &PolicyEngine, known: &Known, (asked, recorded): (i64, i64)) -> u64 {
    let question = question("acme", asked);
    let decision = engine.decide(&question, known.subject());
    audit.record(&decision, Basis::Ledger(known.position()), day(recorded)).await.unwrap().number()
}

async fn four_tasks_that_record_into_one_stream_lose_nothing() {
    let (place, engine, person) = (Place::empty().await, Arc::new(PolicyEngine::platform()), id());
    let ledger = place.open().await;
    ledger.append(person, [Event::agreed(id(), day(0))], day(0)).await.unwrap();
    let known = Arc::new(ledger.person(person).await.unwrap().unwrap());
    let stream = Pseudonym::random().unwrap();
    let tasks = (0..4_i64).map(|task| {
        // All of them meet at the beginning, where there is no stream yet.
        let (place, engine, known) = (place.clone(), engine.clone(), known.clone());
        tokio::spawn(async move {
            let audit = Audit::open(Postgres::connect(&place.address()).await.unwrap(), &engine).unwrap().resuming(stream);
            let mut links = Vec::new();
            for turn in 0..EACH {
                let at = task * 1000 + i64::try_from(turn).unwrap();
                links.push((record(&audit, &engine, &known, (at, at)).await, day(at)));
            }
            links
        })
    });
    let mut acknowledged = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        acknowledged.extend(task.await.unwrap());
    }
    acknowledged.sort();
    let audit = Audit::open(ledger.store().clone(), &engine).unwrap();
    let records = audit.records(stream, 0, usize::MAX).await.unwrap();
    let there: Vec<_> = (1_u64..).zip(records.iter().map(|record| record.at())).collect();
    assert_eq!(there, acknowledged);
    assert_eq!(there.len(), 4 * EACH);
    let verification = audit.verify(|_| {}).await.unwrap();
    assert!(verification.holds() && verification.streams == 1);
}

async fn a_record_replays_from_the_ledger_until_the_person_is_erased() {
    let (place, engine, person) = (Place::empty().await, PolicyEngine::platform(), id());
    let ledger = place.open().await;
    let audit = Audit::open(ledger.store().clone(), &engine).unwrap().with_requests(Requests::Kept).unwrap();
    let grant = Grant::new(id(), Scope::anything(), day(0));
    ledger.append(person, [Event::agreed(id(), day(0)), Event::granted(grant.clone())], day(1)).await.unwrap();
    let known = ledger.person(person).await.unwrap().unwrap();
    record(&audit, &engine, &known, (2, 2)).await;
    ledger.append(person, [Event::refused(Refusal::withdrawal(id(), grant.id(), day(3)))], day(3)).await.unwrap();

    let stored = async || audit.sink().records(audit.stream(), 0, 10).await.unwrap();
    let first = stored().await.remove(0);
    let kept = first.question(engine.vocabulary()).unwrap().unwrap();
    let told = first.record().unwrap();
    let Basis::Ledger(position) = *told.basis() else { unreachable!("it names a position") };
    let Then::Known(then) = ledger.then(position).await.unwrap() else { unreachable!("the person is known") };
    assert_eq!(then.choices().len(), 1, "the withdrawal came later");
    assert_eq!(told.replay(&kept, PersonThen::Known(&then), &engine), Replay::Same);

    ledger.erase(person, day(4)).await.unwrap();
    let Then::Erased(at) = ledger.then(position).await.unwrap() else { unreachable!("the person is erased") };
    assert_eq!(told.replay(&kept, PersonThen::Erased(at), &engine), Replay::Erased(day(4)));
    assert_eq!(stored().await[0].request, None, "the question is forgotten with the person");
    // Decided before, and recorded only now.
    record(&audit, &engine, &known, (2, 5)).await;
    assert_eq!(stored().await[1].request, None, "a question is kept about a person who is erased");
    assert!(audit.verify(|_| {}).await.unwrap().holds());
}

async fn no_question_outlives_an_erasure_that_goes_on_at_the_same_time() {
    let (place, engine) = (Place::empty().await, Arc::new(PolicyEngine::platform()));
    let ledger = Arc::new(place.open().await);
    for _ in 0..20 {
        let person = id();
        ledger.append(person, [Event::agreed(id(), day(0))], day(0)).await.unwrap();
        let known = Arc::new(ledger.person(person).await.unwrap().unwrap());
        let tasks = (0..3).map(|_| {
            let (store, engine, known) = (ledger.store().clone(), engine.clone(), known.clone());
            tokio::spawn(async move {
                let audit = Audit::open(store, &engine).unwrap().with_requests(Requests::Kept).unwrap();
                for _ in 0..5 {
                    record(&audit, &engine, &known, (1, 1)).await;
                }
            })
        });
        let tasks: Vec<_> = tasks.collect();
        ledger.erase(person, day(2)).await.unwrap();
        for task in tasks {
            task.await.unwrap();
        }
        let stored = ledger.store().about(known.position().pseudonym).await.unwrap();
        assert_eq!(stored.len(), 15);
        assert!(stored.iter().all(|stored| stored.request.is_none()), "a question is kept about a person who is erased");
    }
}

async fn a_flipped_byte_of_a_record_is_found() {
    let (place, engine, person) = (Place::empty().await, PolicyEngine::platform(), id());
    let ledger = place.open().await;
    ledger.append(person, [Event::agreed(id(), day(0))], day(0)).await.unwrap();
    let known = ledger.person(person).await.unwrap().unwrap();
    let audit = Audit::open(ledger.store().clone(), &engine).unwrap();
    for at in 0..3 {
        record(&audit, &engine, &known, (at, at)).await;
    }
    let admin = client(&place.address()).await;
    for (table, column, row, broken) in [
        ("lawful_record", "body", 2, 2),
        ("lawful_record", "link", 2, 2),
        ("lawful_stream", "head", 3, 4),
        ("lawful_stream", "base", 3, 1),
    ] {
        let length = format!("SELECT length({column}) FROM {table} WHERE sequence = {row}");
        let length: i32 = admin.query_one(&length, &[]).await.unwrap().get(0);
        for byte in 0..length {
            // The highest bit leaves text that is none.
            for bit in [1, 128] {
                let flipped = format!("set_byte({column}, {byte}, get_byte({column}, {byte}) # {bit})");
                let flip = format!("UPDATE {table} SET {column} = {flipped} WHERE sequence = {row}");
                admin.batch_execute(&flip).await.unwrap();
                let found = audit.verify(|_| {}).await.unwrap().broken;
                assert_eq!(found, [BrokenStream { stream: audit.stream(), number: broken }], "{table}.{column}, byte {byte}");
                admin.batch_execute(&flip).await.unwrap();
            }
        }
    }
    assert!(audit.verify(|_| {}).await.unwrap().holds());
}

async fn an_erasure_that_meets_the_first_append_leaves_nothing_whatever_isolation_is_the_default() {
    for isolation in ["read\\\\ committed", "repeatable\\\\ read", "serializable"] {
        let place = Place::empty().await;
        let options = format!("-c default_transaction_isolation={isolation}");
        let open = async || Ledger::open(Postgres::connect(&place.address_with(&options)).await.unwrap(), key()).await.unwrap();
        let (one, other) = (Arc::new(open().await), open().await);
        for _ in 0..100 {
            let person = id();
            let append = tokio::spawn({
                let one = one.clone();
                async move { one.append(person, [used(0)], day(1)).await }
            });
            other.erase(person, day(2)).await.unwrap();
            let appended = append.await.unwrap();
            assert!(matches!(appended, Ok(_) | Err(LedgerError::Erased)), "{isolation}: {appended:?}");
            let known = other.person(person).await;
            assert!(matches!(known, Err(LedgerError::Erased)), "{isolation}: somebody who was erased is known");
            let later = one.append(person, [used(0)], day(3)).await;
            assert!(matches!(later, Err(LedgerError::Erased)), "{isolation}: {later:?}");
            let kept = "SELECT count(*) FROM lawful_person WHERE person IS NOT NULL";
            let kept: i64 = client(&place.address()).await.query_one(kept, &[]).await.unwrap().get(0);
            assert_eq!(kept, 0, "{isolation}: somebody who was erased is kept");
        }
    }
}

/// This program again, appending to a person and printing the id of each event once it is acknowledged.
fn child(place: &Place, person: Uuid, events: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env("LAWFUL_CHILD", format!("{}|{person}|{events}", place.name)).stdout(Stdio::piped());
    command
}

async fn append_until_stopped(task: &str) {
    let [name, person, events] = task.split('|').collect::<Vec<_>>().try_into().unwrap();
    let ledger = Place { name: name.to_owned() }.open().await;
    for _ in 0..events.parse::<usize>().unwrap() {
        let event = used(0);
        println!("try {}", event.id());
        ledger.append(person.parse().unwrap(), [event.clone()], day(1)).await.unwrap();
        println!("ack {}", event.id());
        std::io::stdout().flush().unwrap();
    }
}

async fn four_processes_lose_nothing_though_they_start_on_an_empty_database() {
    let (place, person) = (Place::empty().await, id());
    let children: Vec<_> = (0..4).map(|_| child(&place, person, EACH).spawn().unwrap()).collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let ledger = place.open().await;
    assert_eq!(ledger.history(person).await.unwrap().unwrap().entries().len(), 4 * EACH);
    assert!(ledger.verify(|_| {}).await.unwrap().holds());
}

async fn what_was_acknowledged_is_there_after_the_process_is_killed() {
    let kills: u64 = std::env::var("LAWFUL_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let (place, person) = (Place::empty().await, id());
    let ledger = place.open().await;
    let (mut acknowledged, mut seed) = (HashSet::<Uuid>::new(), 1_u64);
    for _ in 0..kills {
        let mut process = child(&place, person, usize::MAX).spawn().unwrap();
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
        assert!(ledger.verify(|_| {}).await.unwrap().holds());
        if let Some(tried) = tried {
            // The server may still be about to commit what the process had asked for: trying again is right in either case.
            assert!(ledger.append(person, [Event::used(tried, day(0))], day(1)).await.unwrap().added <= 1);
            acknowledged.insert(tried);
        }
        let history = ledger.history(person).await.unwrap().unwrap();
        let there: Vec<Uuid> = history.entries().iter().map(|entry| entry.event().id()).collect();
        let distinct: HashSet<Uuid> = there.iter().copied().collect();
        assert_eq!(distinct.len(), there.len(), "an event is there twice");
        assert!(acknowledged.is_subset(&distinct), "an acknowledged event is gone");
    }
    assert!(acknowledged.len() as u64 > kills);
}

/// Stops the server without letting it finish anything, and starts it again.
fn crash_the_server() {
    let (data, bin) = (std::env::var("LAWFUL_POSTGRES_DATA").unwrap(), std::env::var("LAWFUL_POSTGRES_BIN").unwrap());
    let pid = std::fs::read_to_string(Path::new(&data).join("postmaster.pid")).unwrap();
    let pid = pid.lines().next().unwrap();
    // All its processes at once, as by a power cut.
    Command::new("pkill").args(["-9", "-P", pid]).status().unwrap();
    Command::new("kill").args(["-9", pid]).status().unwrap();
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let start = || {
        let pg_ctl = format!("{bin}/pg_ctl");
        let mut command = Command::new(if is_root { "setpriv" } else { pg_ctl.as_str() });
        if is_root {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", pg_ctl.as_str()]);
        }
        command.args(["-D", &data, "-w", "-l", &format!("{data}/../log"), "start"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    };
    // Until the last of its processes is gone, it takes itself for running.
    let started = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        start()
    });
    assert!(started, "the server does not start again");
}

async fn what_was_acknowledged_is_there_after_the_server_is_killed() {
    let place = Place::empty().await;
    let (ledger, person) = (Arc::new(place.open().await), id());
    let mut acknowledged = HashSet::new();
    for _ in 0..3 {
        let task = tokio::spawn({
            let ledger = ledger.clone();
            async move {
                let mut acknowledged = Vec::new();
                loop {
                    let event = used(0);
                    match ledger.append(person, [event.clone()], day(1)).await {
                        Ok(_) => acknowledged.push(event.id()),
                        Err(error) => return (acknowledged, event, error),
                    }
                }
            }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        tokio::task::spawn_blocking(crash_the_server).await.unwrap();
        let (now, tried, error) = task.await.unwrap();
        let LedgerError::Store(error) = error else { unreachable!("no failure of the store: {error}") };
        assert!(matches!(error.failure(), StoreFailure::Unreachable | StoreFailure::OutcomeUnknown), "{error}");
        assert!(!now.is_empty());
        acknowledged.extend(now);
        acknowledged.insert(tried.id());
        // Connections that broke are replaced at the next use.
        let retried = ledger.append(person, [tried.clone()], day(1)).await;
        if retried.is_err() {
            ledger.append(person, [tried], day(1)).await.unwrap();
        }
        let history = ledger.history(person).await.unwrap().unwrap();
        let there: HashSet<Uuid> = history.entries().iter().map(|entry| entry.event().id()).collect();
        assert!(acknowledged.is_subset(&there), "an acknowledged event is gone");
        assert!(ledger.verify(|_| {}).await.unwrap().holds());
    }
}

async fn failures_are_told_apart() {
    let failure = |error: LedgerError| match error {
        LedgerError::Store(error) => (error.failure(), error.to_string()),
        other => unreachable!("no failure of the store: {other}"),
    };
    let nobody = Postgres::connect("host=/nowhere user=lawful password=canary").await.unwrap_err();
    assert_eq!(failure(nobody), (StoreFailure::Unreachable, "the store cannot be reached".to_owned()));
    let unreadable = failure(Postgres::connect("postgres://user:canary@[nowhere").await.unwrap_err()).1;
    assert!(!unreadable.contains("canary"), "{unreadable}");

    let place = Place::empty().await;
    let (ledger, person) = (place.open().await, id());
    ledger.append(person, [used(0)], day(1)).await.unwrap();
    let opened = async |options: &str| match Postgres::connect(&place.address_with(options)).await {
        Ok(store) => Ledger::open(store, key()).await,
        Err(error) => Err(error),
    };
    let reading = Postgres::connect(&place.address_with("-c default_transaction_read_only=on")).await.unwrap();
    let reading = Ledger::open(reading, key()).await.unwrap_err();
    assert_eq!(failure(reading).0, StoreFailure::ReadOnly);
    let careless = failure(opened("-c synchronous_commit=off").await.unwrap_err());
    assert_eq!(careless.1, "the store failed: synchronous_commit is off, so that what is acknowledged may be lost");

    let impatient = opened("-c lock_timeout=50").await.unwrap();
    let mut other = client(&place.address()).await;
    let holding = other.transaction().await.unwrap();
    holding.query("SELECT 1 FROM lawful_person WHERE person = $1 FOR UPDATE", &[&person]).await.unwrap();
    assert_eq!(failure(impatient.append(person, [used(0)], day(1)).await.unwrap_err()).0, StoreFailure::Locked);
    holding.rollback().await.unwrap();
    impatient.append(person, [used(0)], day(1)).await.unwrap();

    // The server tells which key is there twice; that is data.
    let position = ledger.person(person).await.unwrap().unwrap().position();
    let next = "INSERT INTO lawful_entry SELECT pseudonym, sequence + 1, NULL, body, link FROM lawful_entry WHERE sequence = 2";
    place.behind_its_back(next).await;
    let (kind, text) = failure(ledger.append(person, [used(0)], day(1)).await.unwrap_err());
    assert_eq!(kind, StoreFailure::Other);
    assert_eq!(text, "the store failed: refused by the constraint `lawful_entry_pkey` (23505)");
    assert!(!text.contains(&position.pseudonym.to_string()));

    place.behind_its_back("UPDATE lawful_schema SET version = 7").await;
    let newer = Postgres::connect(&place.address()).await.unwrap_err();
    assert_eq!(newer.to_string(), "what is stored has schema version 7; this version reads up to 1: update the program");
}

async fn a_commit_that_may_have_happened_is_told_as_such_and_no_message_holds_values() {
    let place = Place::empty().await;
    let (ledger, person, admin) = (place.open().await, id(), client(&place.address()).await);
    ledger.append(person, [used(0)], day(1)).await.unwrap();
    let refuse = |code: &str, when: &str| {
        format!(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'canary' USING ERRCODE = '{code}', DETAIL = 'canary', HINT = 'canary'; END $$; \
             CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON lawful_entry DEFERRABLE INITIALLY {when} \
             FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    };
    for (code, when, expected) in [
        ("40003", "DEFERRED", StoreFailure::OutcomeUnknown),
        ("08007", "DEFERRED", StoreFailure::OutcomeUnknown),
        ("40001", "DEFERRED", StoreFailure::Locked),
        ("53100", "DEFERRED", StoreFailure::Full),
        ("53100", "IMMEDIATE", StoreFailure::Full),
        ("40003", "IMMEDIATE", StoreFailure::Other),
    ] {
        admin.batch_execute(&refuse(code, when)).await.unwrap();
        let refused = ledger.append(person, [used(0)], day(1)).await.unwrap_err();
        admin.batch_execute("DROP FUNCTION refuse CASCADE").await.unwrap();
        let LedgerError::Store(error) = refused else { unreachable!("no failure of the store: {refused}") };
        assert_eq!(error.failure(), expected, "{code} {when}");
        assert!(error.to_string().contains(code), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }
}

async fn a_server_that_does_not_answer_is_not_taken_for_a_busy_pool() {
    let folder = tempfile::tempdir().unwrap();
    let _silent = std::os::unix::net::UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
    let config = format!("host={} user=lawful", folder.path().display()).parse().unwrap();
    let pool = Pool::builder(Manager::new(config, NoTls)).runtime(Runtime::Tokio1);
    let pool = pool.create_timeout(Some(Duration::from_millis(100))).build().unwrap();
    let LedgerError::Store(error) = Postgres::open(pool).await.unwrap_err() else { unreachable!("a store that failed") };
    assert_eq!(error.failure(), StoreFailure::Unreachable);

    let config = Place::empty().await.address().parse().unwrap();
    let pool = Pool::builder(Manager::new(config, NoTls)).max_size(1).runtime(Runtime::Tokio1);
    let store = Postgres::open(pool.wait_timeout(Some(Duration::from_millis(100))).build().unwrap()).await.unwrap();
    let _busy = store.pool().get().await.unwrap();
    let LedgerError::Store(error) = Ledger::open(store.clone(), key()).await.unwrap_err() else {
        unreachable!("a store that failed")
    };
    assert_eq!(error.to_string(), "the store is locked by somebody else: all connections of the pool are in use");
}

async fn a_connection_that_begins_later_is_asked_whether_it_is_durable_too() {
    let place = Place::empty().await;
    let admin = client(&place.address()).await;
    let store = Postgres::connect(&place.address()).await.unwrap();
    let earlier = store.pool().get().await.unwrap();
    admin.batch_execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off").await.unwrap();
    let later = Ledger::open(store.clone(), key()).await;
    admin.batch_execute("ALTER ROLE CURRENT_USER RESET synchronous_commit").await.unwrap();
    drop(earlier);
    let expected = "the store failed: synchronous_commit is off, so that what is acknowledged may be lost";
    assert_eq!(later.unwrap_err().to_string(), expected);
}

async fn a_schema_that_cannot_be_made_says_why() {
    let reading = Place::empty().await.address_with("-c default_transaction_read_only=on");
    let LedgerError::Store(error) = Postgres::connect(&reading).await.unwrap_err() else { unreachable!("a store that failed") };
    assert_eq!(error.failure(), StoreFailure::ReadOnly, "{error}");
}

async fn a_flipped_byte_a_cut_and_a_vanished_person_are_found() {
    let place = Place::empty().await;
    let (ledger, people) = (place.open().await, [id(), id()]);
    for person in people {
        let grant = Grant::new(id(), Scope::anything(), day(0));
        ledger.append(person, [used(0), Event::granted(grant)], day(1)).await.unwrap();
    }
    let mut manifest = Vec::new();
    let checkpoint = ledger.checkpoint(day(2), &mut manifest).await.unwrap();
    let admin = client(&place.address()).await;
    for (table, column) in
        [("lawful_person", "salt"), ("lawful_person", "head"), ("lawful_entry", "body"), ("lawful_entry", "link")]
    {
        let length = format!("SELECT min(length({column})) FROM {table}");
        let length: i32 = admin.query_one(&length, &[]).await.unwrap().get(0);
        for place in 0..length {
            // Flipping the same bit twice leaves what was there.
            let flip = format!("UPDATE {table} SET {column} = set_byte({column}, {place}, get_byte({column}, {place}) # 1)");
            admin.batch_execute(&flip).await.unwrap();
            let broken = ledger.verify(|_| {}).await.unwrap().broken.len();
            assert_eq!(broken, 2, "{table}.{column}, byte {place}");
            admin.batch_execute(&flip).await.unwrap();
        }
    }
    place.behind_its_back(&format!("UPDATE lawful_person SET person = '{}' WHERE person = '{}'", id(), people[0])).await;
    assert_eq!(ledger.verify(|_| {}).await.unwrap().broken.len(), 1, "events were handed to somebody else");
    let gone = "DELETE FROM lawful_entry; DELETE FROM lawful_person";
    place.behind_its_back(gone).await;
    assert!(ledger.verify(|_| {}).await.unwrap().holds(), "by itself an empty ledger has no contradiction");
    let verification = ledger.verify_against(&checkpoint, std::io::Cursor::new(manifest), |_| {}).await.unwrap();
    assert!(verification.broken.len() == 2 && verification.broken.iter().all(|broken| broken.breach == Breach::Vanished));
}

async fn after_an_erasure_and_a_purge_nothing_of_the_person_is_left_in_the_tables() {
    const CANARY: &str = "canary-of-somebody";
    let Ok(data) = std::env::var("LAWFUL_POSTGRES_DATA") else { return };
    let place = Place::empty().await;
    let (ledger, person, engine) = (place.open().await, id(), PolicyEngine::platform());
    let audit = Audit::open(ledger.store().clone(), &engine).unwrap().with_requests(Requests::Kept).unwrap();
    for _ in 0..50 {
        let grant = Grant::new(id(), Scope::anything(), day(0)).on_evidence(CANARY);
        ledger.append(person, [Event::granted(grant), used(0)], day(1)).await.unwrap();
        ledger.append(id(), [used(0)], day(1)).await.unwrap();
        let known = ledger.person(person).await.unwrap().unwrap();
        let question = question(CANARY, 1);
        let decision = engine.decide(&question, known.subject());
        audit.record(&decision, Basis::Ledger(known.position()), day(1)).await.unwrap();
    }
    let admin = client(&place.address()).await;
    let needles = [CANARY.as_bytes().to_vec(), person.to_string().into_bytes(), person.into_bytes().to_vec()];
    let left = || {
        let mut folders = vec![Path::new(&data).join("base")];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                match entry.file_type().unwrap().is_dir() {
                    true => folders.push(entry.path()),
                    false => {
                        let bytes = std::fs::read(entry.path()).unwrap();
                        found +=
                            needles.iter().filter(|needle| bytes.windows(needle.len()).any(|window| window == *needle)).count();
                    }
                }
            }
        }
        found
    };
    admin.batch_execute("CHECKPOINT").await.unwrap();
    assert!(left() > 0, "the search finds what is there");
    ledger.erase(person, day(2)).await.unwrap();
    // A second one, since a single mark could only be that of a single tombstone.
    let other = id();
    ledger.append(other, [used(0)], day(1)).await.unwrap();
    ledger.erase(other, day(2)).await.unwrap();
    let joined = "SELECT count(*) FROM lawful_erased AS erased JOIN lawful_person AS chain ON chain.xmin = erased.xmin";
    let joined = async || admin.query_one(joined, &[]).await.unwrap().get::<_, i64>(0);
    assert_eq!(joined().await, 2, "the search finds what is there");
    ledger.store().purge().await.unwrap();
    assert_eq!(joined().await, 0, "a mark leads to a chain");
    admin.batch_execute("CHECKPOINT").await.unwrap();
    assert_eq!(left(), 0);
    assert!(ledger.verify(|_| {}).await.unwrap().holds(), "the chains of others stand");
}

fn run<F: Future<Output = ()>>(test: impl FnOnce() -> F) -> Result<(), Failed> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(test());
    Ok(())
}

macro_rules! trials {
    ($($test:ident),+ $(,)?) => { vec![$(Trial::test(stringify!($test), || run($test))),+] };
}

fn main() {
    if let Ok(task) = std::env::var("LAWFUL_CHILD") {
        run(|| append_until_stopped(&task)).unwrap();
        return;
    }
    let mut arguments = Arguments::from_args();
    // One of them stops the server.
    arguments.test_threads = Some(1);
    let has_server = std::env::var("LAWFUL_POSTGRES").is_ok();
    if !has_server {
        eprintln!("IGNORED: no server is given. Run `.ci/postgres cargo test --features postgres,audit --test ledger_postgres`.");
    }
    let trials = trials![
        conforms,
        eight_tasks_lose_nothing,
        batches_that_meet_in_any_order_lose_nothing,
        an_erasure_that_meets_the_first_append_leaves_nothing_whatever_isolation_is_the_default,
        conforms_as_a_sink,
        four_tasks_that_record_into_one_stream_lose_nothing,
        a_record_replays_from_the_ledger_until_the_person_is_erased,
        no_question_outlives_an_erasure_that_goes_on_at_the_same_time,
        a_flipped_byte_of_a_record_is_found,
        four_processes_lose_nothing_though_they_start_on_an_empty_database,
        what_was_acknowledged_is_there_after_the_process_is_killed,
        what_was_acknowledged_is_there_after_the_server_is_killed,
        failures_are_told_apart,
        a_commit_that_may_have_happened_is_told_as_such_and_no_message_holds_values,
        a_server_that_does_not_answer_is_not_taken_for_a_busy_pool,
        a_connection_that_begins_later_is_asked_whether_it_is_durable_too,
        a_schema_that_cannot_be_made_says_why,
        a_flipped_byte_a_cut_and_a_vanished_person_are_found,
        after_an_erasure_and_a_purge_nothing_of_the_person_is_left_in_the_tables,
    ];
    let trials = trials.into_iter().map(|trial| trial.with_ignored_flag(!has_server)).collect();
    libtest_mimic::run(&arguments, trials).exit();
}
