//! A small service's life with a ledger in PostgreSQL: register, consent, decide, withdraw, decide, verify, checkpoint, replay,
//! erase.
//!
//! `.ci/postgres cargo run --features postgres,audit --example ledger_postgres` starts a server for it; any other will do, with
//! the address of a database for it alone in `LAWFUL_POSTGRES`. Every answer is checked: the example fails where one is
//! another.

use std::error::Error;
use std::io::Cursor;

use lawful::audit::{Audit, Basis, PersonThen, Replay};
use lawful::chain::{Key, Link, Pseudonym};
use lawful::decision::Verdict;
use lawful::ledger::postgres::Postgres;
use lawful::ledger::{Event, Ledger, LedgerError, Then};
use lawful::request::Partnership;
use lawful::subject::Grant;
use lawful::vocabulary::{Actions, Instant, Purposes};
use lawful::{DataCategories, Party, PolicyEngine, Purpose, Refusal, Request, Scope};
use uuid::Uuid;

type Failure = Box<dyn Error>;

/// One of the machines that the service runs on: the ledger and the audit stand in one database.
struct Service<'e> {
    engine: &'e PolicyEngine,
    ledger: Ledger<Postgres>,
    audit: Audit<Postgres>,
}

impl<'e> Service<'e> {
    async fn open(to: &str, key: Key, engine: &'e PolicyEngine) -> Result<Self, Failure> {
        let ledger = Ledger::open(Postgres::connect(to).await?, key).await?.with_words(engine.vocabulary());
        let audit = Audit::open(ledger.store().clone(), engine)?;
        Ok(Self { engine, ledger, audit })
    }

    /// Decides from what is recorded, and records the decision before anybody acts on it.
    async fn decide(&self, request: &Request, person: Uuid, now: Instant) -> Result<(Verdict, Link), Failure> {
        let known = self.ledger.person(person).await?.ok_or("nothing is recorded of the person")?;
        let decision = self.engine.decide(request, known.subject());
        let link = self.audit.record(&decision, Basis::Ledger(known.position()), now).await?;
        Ok((decision.verdict(), link))
    }

    /// Decides a record again, from the person as the ledger knew them then.
    async fn replay(&self, stream: Pseudonym, number: u64, request: &Request) -> Result<Replay, Failure> {
        let record = self.audit.records(stream, number - 1, 1).await?.pop().ok_or("there is no such record")?;
        let Basis::Ledger(position) = record.basis() else { return Err("the record names no position".into()) };
        let then = self.ledger.then(*position).await?;
        let person = match &then {
            Then::Known(subject) => PersonThen::Known(subject),
            Then::Erased(at) => PersonThen::Erased(*at),
            _ => PersonThen::Unknown,
        };
        Ok(record.replay(request, person, self.engine))
    }
}

/// Says what happened, and fails where it is not what was expected.
fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), Failure> {
    println!("{what}: {found:?}");
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}").into()) }
}

async fn life(to: &str) -> Result<(), Failure> {
    // A service takes its key from where it keeps secrets, apart from the database. This one lets the example run twice on one server.
    let key = Key::from_bytes([7; 32]);
    let engine = PolicyEngine::platform();
    let day = |day: u32| format!("2026-03-{day:02}T09:00:00Z").parse::<Instant>();
    let mira = Event::new_id(day(1)?)?;
    let advertise_to_her_phone = |now| {
        Request::share(DataCategories::PHONE)
            .with(Party::partner("acme"))
            .for_purpose(Purpose::PARTNER_PROMOTION)
            .at(now)
            .given(Partnership { current: Some(true) })
    };

    let [one, other] = [Service::open(to, key.clone(), &engine).await?, Service::open(to, key, &engine).await?];
    let registered = day(1)?;
    let events = [
        Event::agreed(Event::new_id(registered)?, registered),
        Event::account_opened(Event::new_id(registered)?, "shop", registered),
        Event::aged(Event::new_id(registered)?, registered, 34),
    ];
    check("she registers, events added", &one.ledger.append(mira, events, registered).await?.added, &3)?;

    let consented = day(2)?;
    let to_partners = Scope::anything().of(DataCategories::PHONE).to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION);
    let consent = Grant::new(Event::new_id(consented)?, to_partners, consented);
    let given = Event::granted(consent.clone());
    check("she consents, events added", &one.ledger.append(mira, [given.clone()], consented).await?.added, &1)?;
    check(
        "the request reaches another machine too, events added",
        &other.ledger.append(mira, [given], consented).await?.added,
        &0,
    )?;

    let before = advertise_to_her_phone(day(3)?);
    let (verdict, first) = one.decide(&before, mira, day(3)?).await?;
    check("a partner may advertise to her phone", &verdict, &Verdict::Permitted)?;

    let withdrawn = day(4)?;
    let withdrawal = Refusal::withdrawal(Event::new_id(withdrawn)?, consent.id(), withdrawn);
    other.ledger.append(mira, [Event::refused(withdrawal)], withdrawn).await?;

    let after = advertise_to_her_phone(day(5)?);
    let (verdict, second) = one.decide(&after, mira, day(5)?).await?;
    check("and after she withdraws, elsewhere", &verdict, &Verdict::Denied)?;

    println!("\nan auditor comes\n");
    check("the chains of events hold", &other.ledger.verify(|_| {}).await?.holds(), &true)?;
    check("the chains of records hold", &other.audit.verify(|_| {}).await?.holds(), &true)?;
    let mut manifest = Vec::new();
    let checkpoint = other.ledger.checkpoint(day(5)?, &mut manifest).await?;
    let stream = one.audit.stream();
    check("the first decision, decided again", &other.replay(stream, first.number(), &before).await?, &Replay::Same)?;
    check("the second", &other.replay(stream, second.number(), &after).await?, &Replay::Same)?;
    check("the first question was not the second", &other.replay(stream, first.number(), &after).await?, &Replay::OtherRequest)?;

    println!("\nshe asks to be forgotten\n");
    one.ledger.erase(mira, day(6)?).await?;
    check("nothing is left to decide about", &other.replay(stream, first.number(), &before).await?, &Replay::Erased(day(6)?))?;
    let against = other.ledger.verify_against(&checkpoint, Cursor::new(manifest), |_| {}).await?;
    check("the chains still hold, and none has vanished since the checkpoint", &against.holds(), &true)?;
    let late = other.ledger.append(mira, [Event::used(Event::new_id(day(6)?)?, day(6)?)], day(6)?).await;
    check("a late event is refused", &matches!(late, Err(LedgerError::Erased)), &true)
}

fn main() -> Result<(), Failure> {
    let Ok(to) = std::env::var("LAWFUL_POSTGRES") else {
        println!("no server is given: run `.ci/postgres cargo run --features postgres,audit --example ledger_postgres`");
        return Ok(());
    };
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(life(&to))
}
