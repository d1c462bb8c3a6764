//! A small service's life with a ledger in one file: register, consent, decide, withdraw, decide, restart, verify, replay, erase.
//!
//! `cargo run --example ledger_sqlite --features sqlite,audit`. Every answer is checked: the example fails where one is another.

use std::error::Error;
use std::path::Path;

use lawful::audit::{Basis, BlockingAudit, PersonThen, Replay};
use lawful::chain::{Key, Link, Pseudonym};
use lawful::decision::Verdict;
use lawful::ledger::sqlite::Sqlite;
use lawful::ledger::{BlockingLedger, Event, LedgerError, Then};
use lawful::request::Partnership;
use lawful::subject::Grant;
use lawful::vocabulary::{Actions, Instant, Purposes};
use lawful::{DataCategories, Party, PolicyEngine, Purpose, Refusal, Request, Scope};
use uuid::Uuid;

type Failure = Box<dyn Error>;

/// What the service has open: the ledger and the audit stand in one file.
struct Service<'e> {
    engine: &'e PolicyEngine,
    ledger: BlockingLedger<Sqlite>,
    audit: BlockingAudit<Sqlite>,
}

impl<'e> Service<'e> {
    fn open(file: &Path, key: Key, engine: &'e PolicyEngine) -> Result<Self, Failure> {
        let ledger = BlockingLedger::open(Sqlite::open(file)?, key)?.with_words(engine.vocabulary());
        let audit = BlockingAudit::open(ledger.store().clone(), engine)?;
        Ok(Self { engine, ledger, audit })
    }

    /// Decides from what is recorded, and records the decision before anybody acts on it.
    fn decide(&self, request: &Request, person: Uuid, now: Instant) -> Result<(Verdict, Link), Failure> {
        let known = self.ledger.person(person)?.ok_or("nothing is recorded of the person")?;
        let decision = self.engine.decide(request, known.subject());
        let link = self.audit.record(&decision, Basis::Ledger(known.position()), now)?;
        Ok((decision.verdict(), link))
    }

    /// Decides a record again, from the person as the ledger knew them then.
    fn replay(&self, stream: Pseudonym, number: u64, request: &Request) -> Result<Replay, Failure> {
        let record = self.audit.records(stream, number - 1, 1)?.pop().ok_or("there is no such record")?;
        let Basis::Ledger(position) = record.basis() else { return Err("the record names no position".into()) };
        let then = self.ledger.then(*position)?;
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

fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ledger.db");
    // A service takes its key from where it keeps secrets, apart from the file.
    let key = Key::random()?;
    let engine = PolicyEngine::platform();
    let day = |day: u32| format!("2026-03-{day:02}T09:00:00Z").parse::<Instant>();
    let mira: Uuid = "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse()?;
    let advertise_to_her_phone = |now| {
        Request::share(DataCategories::PHONE)
            .with(Party::partner("acme"))
            .for_purpose(Purpose::PARTNER_PROMOTION)
            .at(now)
            .given(Partnership { current: Some(true) })
    };

    let service = Service::open(&file, key.clone(), &engine)?;
    let registered = day(1)?;
    let events = [
        Event::agreed(Event::new_id(registered)?, registered),
        Event::account_opened(Event::new_id(registered)?, "shop", registered),
        Event::aged(Event::new_id(registered)?, registered, 34),
    ];
    check("she registers, events added", &service.ledger.append(mira, events, registered)?.added, &3)?;

    let consented = day(2)?;
    let to_partners = Scope::anything().of(DataCategories::PHONE).to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION);
    let consent = Grant::new(Event::new_id(consented)?, to_partners, consented);
    let given = Event::granted(consent.clone());
    check("she consents, events added", &service.ledger.append(mira, [given.clone()], consented)?.added, &1)?;
    check("the request comes twice, events added", &service.ledger.append(mira, [given], consented)?.added, &0)?;

    let before = advertise_to_her_phone(day(3)?);
    let (verdict, first) = service.decide(&before, mira, day(3)?)?;
    check("a partner may advertise to her phone", &verdict, &Verdict::Permitted)?;

    let withdrawn = day(4)?;
    let withdrawal = Refusal::withdrawal(Event::new_id(withdrawn)?, consent.id(), withdrawn);
    service.ledger.append(mira, [Event::refused(withdrawal)], withdrawn)?;

    let after = advertise_to_her_phone(day(5)?);
    let (verdict, second) = service.decide(&after, mira, day(5)?)?;
    check("and after she withdraws", &verdict, &Verdict::Denied)?;
    let stream = service.audit.stream();

    drop(service);
    println!("\nthe service starts again\n");
    let service = Service::open(&file, key, &engine)?;
    check("the chains of events hold", &service.ledger.verify(|_| {})?.holds(), &true)?;
    check("the chains of records hold", &service.audit.verify(|_| {})?.holds(), &true)?;
    check("the first decision, decided again", &service.replay(stream, first.number(), &before)?, &Replay::Same)?;
    check("the second", &service.replay(stream, second.number(), &after)?, &Replay::Same)?;
    check("the first question was not the second", &service.replay(stream, first.number(), &after)?, &Replay::OtherRequest)?;

    println!("\nshe asks to be forgotten\n");
    service.ledger.erase(mira, day(6)?)?;
    service.ledger.store().purge()?;
    check("nothing is left to decide about", &service.replay(stream, first.number(), &before)?, &Replay::Erased(day(6)?))?;
    check("the chains still hold", &service.ledger.verify(|_| {})?.holds(), &true)?;
    let late = service.ledger.append(mira, [Event::used(Event::new_id(day(6)?)?, day(6)?)], day(6)?);
    check("a late event is refused", &matches!(late, Err(LedgerError::Erased)), &true)
}
