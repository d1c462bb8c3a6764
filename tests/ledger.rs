//! The ledger: what events amount to, what is refused, what shows when it was changed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;

use chrono::TimeDelta;
use lawful::DataSubject;
use lawful::chain::{Digest, Key, Link, Position, Pseudonym};
use lawful::decision::{Change, Doer};
use lawful::ledger::conformance::{Storage, check};
use lawful::ledger::store::{Append, Appended, Erase, Store, StoredHistory, StoredPerson, Whose};
use lawful::ledger::{
    BlockingLedger, Breach, Caching, CheckpointError, Event, Happening, LedgerError, Memory, StoreError, StoreFailure, Then,
    folded,
};
use lawful::policy::Policy;
use lawful::subject::{Age, Grant, GrantedBy, Guardian, Refusal, RefusalMeans};
use lawful::vocabulary::{Actions, DataCategories, Instant, Purposes, Scope, Truth};
use pollster::block_on;
use uuid::Uuid;

fn day(day: i64) -> Instant {
    "2026-01-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day)
}

fn id() -> Uuid {
    Event::new_id(day(0)).unwrap()
}

fn key() -> Key {
    Key::from_bytes([1; 32])
}

fn ledger() -> BlockingLedger<Memory> {
    BlockingLedger::open(Memory::new(), key()).unwrap()
}

fn grant(given: i64) -> Grant {
    Grant::new(id(), Scope::anything().of(DataCategories::EMAIL | DataCategories::PHONE).to(Actions::SHARE), day(given))
}

fn used(at: i64) -> Event {
    Event::used(id(), day(at))
}

#[test]
fn memory_conforms() {
    struct InMemory;
    impl Storage for InMemory {
        type Store = Memory;
        async fn empty(&self) -> Memory {
            Memory::new()
        }
        async fn again(&self, _: &Memory) -> Option<Memory> {
            None
        }
    }
    block_on(check(&InMemory)).unwrap();
}

/// What a remedy asks of people is recorded as they did it; what it asks of the question or of the policy is not.
#[test]
fn a_remedy_is_followed_by_events_about_the_person() {
    let (by, edition) = (GrantedBy::Guardian, "v2".to_owned());
    let (scope, other) = (Scope::anything().of(DataCategories::EMAIL), Scope::anything().of(DataCategories::PHONE));
    let changes = [
        Change::NarrowRequest { leave_out: DataCategories::EMAIL },
        Change::WaitUntil { at: day(9) },
        Change::GiveNotice { edition: edition.clone() },
        Change::VerifyIdentity { who: Doer::Person },
        Change::VerifyGuardian,
        Change::AwaitUse { edition: edition.clone() },
        Change::ObtainAgreement { edition },
        Change::ObtainConsent { scope: scope.clone(), by },
        Change::LiftRefusal { scope: other.clone(), by: GrantedBy::Subject },
    ];
    let events: Vec<_> = changes.iter().filter_map(|change| Event::following(change, id(), day(2))).collect();
    assert_eq!(
        events.iter().map(|event| event.what().name()).collect::<Vec<_>>(),
        ["guardian", "used", "agreed", "granted", "granted"]
    );
    assert!(events.iter().all(|event| event.happened() == day(2)));
    let [consent, lift] = [3, 4].map(|place: usize| match events[place].what() {
        Happening::Granted(grant) => (grant.scope().clone(), grant.giver(), grant.id() == events[place].id()),
        _ => unreachable!("it is a grant"),
    });
    assert_eq!((consent, lift), ((scope, by, true), (other, GrantedBy::Subject, true)));
    let person = folded(id(), &events).unwrap();
    assert_eq!(person.guardian(), Some(Guardian::Verified));
    assert_eq!(person.agreements()[0].edition(), Some("v2"));
}

mod withdrawals {
    use super::*;

    #[test]
    fn one_that_comes_before_its_grant_counts_as_a_refusal_and_then_as_a_withdrawal() {
        let (person, grant) = (id(), grant(1));
        let withdrawal = Refusal::withdrawal(id(), grant.id(), day(5)).only(grant.scope().clone());
        let before = folded(person, [&Event::refused(withdrawal.clone())]).unwrap();
        let plain = Refusal::new(withdrawal.id(), grant.scope().clone(), day(5), RefusalMeans::Withdrawal);
        assert_eq!(before, DataSubject::new(person).refuse(plain).unwrap());

        let ledger = ledger();
        ledger.append(person, [Event::refused(withdrawal.clone())], day(6)).unwrap();
        assert_eq!(ledger.person(person).unwrap().unwrap().subject(), &before);
        ledger.append(person, [Event::granted(grant.clone())], day(7)).unwrap();
        let after = DataSubject::new(person).grant(grant).unwrap().refuse(withdrawal).unwrap();
        assert_eq!(ledger.person(person).unwrap().unwrap().subject(), &after);
    }

    #[test]
    fn one_that_turns_out_wider_than_its_grant_still_refuses_all_of_its_scope() {
        let (person, grant) = (id(), grant(1));
        let wide = Refusal::withdrawal(id(), grant.id(), day(5)).only(Scope::anything());
        let subject = folded(person, [&Event::refused(wide.clone()), &Event::granted(grant.clone())]).unwrap();
        let plain = Refusal::new(wide.id(), Scope::anything(), day(5), RefusalMeans::Withdrawal);
        assert_eq!(subject, DataSubject::new(person).grant(grant.clone()).unwrap().refuse(plain).unwrap());

        let ledger = ledger();
        ledger.append(person, [Event::granted(grant)], day(4)).unwrap();
        let refused = ledger.append(person, [Event::refused(wide)], day(6)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the withdrawal is wider than the grant that it withdraws: record what goes beyond it as a refusal of its own"
        );
    }

    #[test]
    fn one_without_scope_and_grant_is_refused_with_what_to_do() {
        let error = ledger().append(id(), [Event::refused(Refusal::withdrawal(id(), id(), day(1)))], day(2)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the withdrawal names a grant that is not recorded: append the grant first, or give the withdrawal a scope"
        );
    }
}

#[test]
fn an_empty_scope_is_refused() {
    let empty = Scope::anything().of(DataCategories::empty());
    for event in [
        Event::granted(Grant::new(id(), empty.clone(), day(0))),
        Event::refused(Refusal::new(id(), empty.clone(), day(0), RefusalMeans::Objection)),
        Event::refused(Refusal::withdrawal(id(), id(), day(0)).only(empty.clone())),
    ] {
        let error = ledger().append(id(), [event], day(1)).unwrap_err();
        assert!(matches!(error, LedgerError::Choice(_)), "{error}");
    }
}

#[test]
fn an_age_recorded_in_years_grows() {
    let born = folded(id(), [&Event::aged(id(), day(0), 17)]).unwrap().age();
    assert!(matches!(born, Age::Born(_)));
    assert_eq!(born.is_minor(day(0), 18), Truth::Holds);
    assert_eq!(born.is_minor(day(364), 18), Truth::Holds);
    assert_eq!(born.is_minor(day(365), 18), Truth::Fails);
    let grown = folded(id(), [&Event::aged(id(), day(0), 18)]).unwrap().age();
    assert_eq!(grown.is_minor(day(0), 18), Truth::Fails);
    let leap: Instant = "2024-02-29T12:00:00Z".parse().unwrap();
    let leapling = folded(id(), [&Event::aged(id(), leap, 17)]).unwrap().age();
    assert_eq!(leapling.is_minor("2025-02-28T23:59:59Z".parse().unwrap(), 18), Truth::Holds);
    assert_eq!(leapling.is_minor("2025-03-01T00:00:00Z".parse().unwrap(), 18), Truth::Fails);
}

mod words {
    use super::*;

    const POLICY: &str = r#"
        id = "shop"
        extends = "platform"
        [vocabulary]
        purposes = ["ad-measurement"]
    "#;

    #[test]
    fn a_word_that_the_vocabulary_lacks_is_an_error_on_writing_and_on_reading_and_never_dropped() {
        let engine = lawful::PolicyEngine::new(Policy::from_toml(POLICY).unwrap());
        let scope = Scope::anything().for_purposes(Purposes::from(engine.vocabulary().purpose("ad-measurement").unwrap()));
        let refusal = Event::refused(Refusal::new(id(), scope, day(0), RefusalMeans::OptOut));
        let person = id();

        let without = ledger();
        let error = without.append(person, [refusal.clone()], day(1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the refused event uses a policy's own word, which the vocabulary of the ledger does not have: open the ledger `with_words(engine.vocabulary())`"
        );
        assert!(without.person(person).unwrap().is_none(), "nothing is recorded");

        let store = std::sync::Arc::new(Memory::new());
        let with = BlockingLedger::open(store.clone(), key()).unwrap().with_words(engine.vocabulary());
        with.append(person, [refusal], day(1)).unwrap();
        assert_eq!(with.person(person).unwrap().unwrap().subject().choices().len(), 1);
        let error = BlockingLedger::open(store, key()).unwrap().person(person).unwrap_err();
        assert_eq!(
            error.to_string(),
            "event 1 cannot be read: `refused.scope.purposes[0]`: unknown purpose, found `ad-measurement`; if it is a policy's own word, open the ledger `with_words(engine.vocabulary())`",
        );
    }
}

#[test]
fn another_key_is_refused() {
    let store = std::sync::Arc::new(Memory::new());
    BlockingLedger::open(store.clone(), key()).unwrap();
    let error = BlockingLedger::open(store, Key::from_bytes([2; 32])).unwrap_err();
    assert_eq!(error.to_string(), "the ledger was made with another key");
}

mod time {
    use super::*;

    #[test]
    fn a_clock_that_goes_backwards_is_refused_by_how_much() {
        let (ledger, person) = (ledger(), id());
        ledger.append(person, [used(0)], day(10)).unwrap();
        let error = ledger.append(person, [used(1)], day(10) - TimeDelta::milliseconds(1_001)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the clock is 1.001 seconds behind what is recorded already: set it right before recording more"
        );
        ledger.append(person, [used(1)], day(10) - TimeDelta::seconds(1)).unwrap();
        assert_eq!(ledger.history(person).unwrap().unwrap().entries()[1].recorded(), day(10));
        assert!(matches!(ledger.erase(person, day(9)).unwrap_err(), LedgerError::ClockBackwards(_)));
    }

    #[test]
    fn an_event_of_the_future_is_refused() {
        let error = ledger().append(id(), [used(2)], day(1)).unwrap_err();
        assert_eq!(error.to_string(), "the event is dated 24 hours after the instant at which it is recorded");
        ledger().append(id(), [Event::used(id(), day(1) + TimeDelta::seconds(1))], day(1)).unwrap();
    }
}

#[test]
fn several_people_are_read_without_those_who_were_erased() {
    let (ledger, [first, gone, unknown, last]) = (ledger(), [(); 4].map(|()| id()));
    for person in [first, gone, last] {
        ledger.append(person, [used(0)], day(1)).unwrap();
    }
    ledger.erase(gone, day(2)).unwrap();
    let people = ledger.people([last, gone, unknown, first]).unwrap();
    assert_eq!(people.iter().map(|known| known.subject().id()).collect::<Vec<_>>(), [last, first]);
    let error = ledger.person(gone).unwrap_err();
    assert_eq!(error.to_string(), "the person was erased: nothing is left to read, and nothing more can be recorded");

    let failing =
        BlockingLedger::open(hooked(|call| if call == Call::Read { Err(unreachable()) } else { Ok(()) }, |_| {}), key());
    let failing = failing.unwrap();
    failing.append(first, [used(0)], day(1)).unwrap();
    assert!(matches!(failing.people([first]), Err(LedgerError::Store(_))), "what fails is no gap in a list");
}

fn unreachable() -> LedgerError {
    StoreError::new(StoreFailure::Unreachable).into()
}

/// A store whose calls can fail, and whose answers can be changed on the way.
struct Hooked<B, A> {
    memory: Memory,
    before: B,
    after: A,
}

#[derive(Clone, Copy, PartialEq)]
enum Call {
    Claim,
    Append,
    Read,
}

impl<B, A> Store for Hooked<B, A>
where
    B: Fn(Call) -> Result<(), LedgerError> + Send + Sync,
    A: Fn(&mut StoredHistory) + Send + Sync,
{
    async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
        (self.before)(Call::Claim)?;
        self.memory.claim(check).await
    }
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        (self.before)(Call::Append)?;
        self.memory.append(batch).await
    }
    async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
        self.memory.erase(erase).await
    }
    async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
        self.memory.person(whose).await
    }
    async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
        (self.before)(Call::Read)?;
        let mut history = self.memory.history(whose).await?;
        history.iter_mut().for_each(&self.after);
        Ok(history)
    }
    async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
        self.memory.is_erased(mark).await
    }
    async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
        self.memory.chains(after, limit).await
    }
}

fn hooked<B, A>(before: B, after: A) -> Hooked<B, A>
where
    B: Fn(Call) -> Result<(), LedgerError> + Send + Sync,
    A: Fn(&mut StoredHistory) + Send + Sync,
{
    Hooked { memory: Memory::new(), before, after }
}

mod tampering {
    use super::*;

    fn altered(after: impl Fn(&mut StoredHistory) + Send + Sync) -> BlockingLedger<impl Store> {
        BlockingLedger::open(hooked(|_| Ok(()), after), key()).unwrap()
    }

    /// Where the first broken link of a chain of four events is, after a change.
    fn broken(change: impl Fn(&mut StoredHistory) + Send + Sync) -> Option<(u64, Breach)> {
        let ledger = altered(change);
        let person = id();
        ledger.append(person, [used(0), Event::granted(grant(1)), used(2), used(3)], day(4)).unwrap();
        let verification = ledger.verify(|_| {}).unwrap();
        let readable = ledger.person(person);
        assert_eq!(readable.is_ok(), verification.holds(), "what cannot be verified is not decided upon");
        verification.broken.first().map(|broken| (broken.sequence, broken.breach))
    }

    #[test]
    fn the_first_broken_link_is_named() {
        assert_eq!(broken(|_| {}), None);
        assert_eq!(broken(|history| history.entries[1].body[10] ^= 1), Some((2, Breach::Changed)));
        assert_eq!(broken(|history| history.entries[2].event = Some(id())), Some((3, Breach::Changed)));
        assert_eq!(broken(|history| history.entries[2].link = history.entries[1].link), Some((3, Breach::Changed)));
        assert_eq!(broken(|history| history.entries.swap(1, 2)), Some((2, Breach::Missing)));
        assert_eq!(broken(|history| drop(history.entries.remove(1))), Some((2, Breach::Missing)));
        assert_eq!(broken(|history| drop(history.entries.pop())), Some((4, Breach::Head)));
        assert_eq!(broken(|history| history.person.sequence = 3), Some((3, Breach::Head)));
        assert_eq!(broken(|history| history.person.identity.as_mut().unwrap().person = id()), Some((1, Breach::Changed)));
        assert_eq!(broken(|history| history.person.identity = None), Some((1, Breach::Changed)));
    }

    #[test]
    fn an_event_that_a_later_version_wrote_is_refused_as_such() {
        let newer = |history: &mut StoredHistory| {
            let identity = history.person.identity.clone().unwrap();
            let person = &mut history.person;
            let text = String::from_utf8(history.entries[0].body.clone()).unwrap().replace(r#""schema":1"#, r#""schema":2"#);
            let link = Link::first(person.pseudonym, identity.salt.commit(identity.person, &text));
            (person.head, history.entries[0].link, history.entries[0].body) = (link.head(), link.head(), text.into_bytes());
        };
        let (ledger, person) = (altered(newer), id());
        ledger.append(person, [used(0)], day(1)).unwrap();
        assert!(ledger.verify(|_| {}).unwrap().holds(), "it was not changed");
        let error = ledger.person(person).unwrap_err();
        assert_eq!(error.to_string(), "what is stored has schema version 2; this version reads up to 1: update the program");
    }

    #[test]
    fn every_flipped_bit_shows() {
        let ledger = BlockingLedger::open(Memory::new(), key()).unwrap();
        let person = id();
        ledger.append(person, [used(0), Event::granted(grant(1))], day(4)).unwrap();
        let stored = block_on(ledger.store().history(Whose::Person(person))).unwrap().unwrap();
        for entry in 0..stored.entries.len() {
            for byte in 0..stored.entries[entry].body.len() {
                for bit in 0..8 {
                    let found = broken_body(&stored, entry, byte, 1 << bit);
                    assert_eq!(found, Some((entry as u64 + 1, Breach::Changed)), "byte {byte}, bit {bit}");
                }
            }
        }
    }

    fn broken_body(stored: &StoredHistory, entry: usize, byte: usize, bit: u8) -> Option<(u64, Breach)> {
        let mut changed = stored.clone();
        changed.entries[entry].body[byte] ^= bit;
        let replaced = move |history: &mut StoredHistory| *history = changed.clone();
        let ledger = altered(replaced);
        ledger.append(id(), [used(0)], day(4)).unwrap();
        ledger.verify(|_| {}).unwrap().broken.first().map(|broken| (broken.sequence, broken.breach))
    }
}

mod checkpoints {
    use super::*;

    fn two_people() -> (BlockingLedger<Memory>, [Uuid; 2]) {
        let (ledger, people) = (ledger(), [id(), id()]);
        for person in people {
            ledger.append(person, [used(0), used(1)], day(2)).unwrap();
        }
        (ledger, people)
    }

    #[test]
    fn what_was_cut_off_and_who_vanished_shows_against_a_checkpoint() {
        let (before, [one, _]) = two_people();
        let mut manifest = Vec::new();
        let checkpoint = before.checkpoint(day(3), &mut manifest).unwrap();
        assert_eq!(checkpoint.chains, 2);
        before.append(one, [used(3)], day(4)).unwrap();
        assert!(before.verify_against(&checkpoint, Cursor::new(&manifest), |_| {}).unwrap().holds());

        let (other, _) = two_people();
        assert!(other.verify(|_| {}).unwrap().holds(), "without contradiction in itself");
        let verification = other.verify_against(&checkpoint, Cursor::new(&manifest), |_| {}).unwrap();
        assert!(verification.broken.iter().all(|broken| broken.breach == Breach::Vanished));
        assert_eq!(verification.broken.len(), 2);
    }

    #[test]
    fn the_manifest_of_another_digest_is_refused() {
        let (ledger, _) = two_people();
        let mut manifest = Vec::new();
        let checkpoint = ledger.checkpoint(day(3), &mut manifest).unwrap();
        assert_eq!(checkpoint.digest, Digest::of(&manifest), "the digest is that of the text");
        manifest.truncate(manifest.len() / 2);
        let error = ledger.verify_against(&checkpoint, Cursor::new(&manifest), |_| {}).unwrap_err();
        assert!(matches!(error, CheckpointError::OtherManifest));
    }

    #[test]
    fn a_person_is_found_as_known_at_a_position_until_erased() {
        let (ledger, [one, _]) = two_people();
        let position = ledger.person(one).unwrap().unwrap().position();
        ledger.append(one, [used(3)], day(4)).unwrap();
        let Then::Known(subject) = ledger.then(position).unwrap() else { unreachable!("the person is known") };
        assert_eq!(subject.uses(), [day(0), day(1)]);
        let forged = Position { head: Digest::of(b"other"), ..position };
        assert!(matches!(ledger.then(forged).unwrap_err(), LedgerError::Broken(broken) if broken.breach == Breach::Rewritten));
        ledger.erase(one, day(5)).unwrap();
        assert_eq!(ledger.then(position).unwrap(), Then::Erased(day(5)));
    }
}

mod caching {
    use super::*;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    #[test]
    fn a_person_is_folded_again_only_after_a_change() {
        for caching in [Caching::default(), Caching::sole_writer(1 << 20)] {
            let histories = AtomicUsize::new(0);
            let count = |call| {
                histories.fetch_add(usize::from(call == Call::Read), Ordering::Relaxed);
                Ok(())
            };
            let store = hooked(count, |_| {});
            let ledger = BlockingLedger::open(store, key()).unwrap().caching(caching);
            let person = id();
            for round in 1..4_u8 {
                ledger.append(person, [used(0)], day(1)).unwrap();
                for _ in 0..3 {
                    let known = ledger.person(person).unwrap().unwrap();
                    assert_eq!(known.subject().uses().len(), usize::from(round));
                }
                assert_eq!(histories.load(Ordering::Relaxed), usize::from(round), "{caching:?}");
            }
            ledger.erase(person, day(2)).unwrap();
            assert!(matches!(ledger.person(person), Err(LedgerError::Erased)));
        }
    }

    #[test]
    fn a_sole_writer_asks_again_for_good_once_the_outcome_of_a_write_is_unknown() {
        let loses = AtomicBool::new(false);
        let lose = |call| match call {
            Call::Append if loses.load(Ordering::Relaxed) => Err(StoreError::new(StoreFailure::OutcomeUnknown).into()),
            _ => Ok(()),
        };
        let store = hooked(lose, |_| {});
        let ledger = BlockingLedger::open(&store, key()).unwrap().caching(Caching::sole_writer(1 << 20));
        let (person, lost) = (id(), used(1));
        ledger.append(person, [used(0)], day(1)).unwrap();
        ledger.person(person).unwrap();
        loses.store(true, Ordering::Relaxed);
        ledger.append(person, [lost.clone()], day(2)).unwrap_err();
        ledger.person(person).unwrap();
        // What was lost takes effect later, past this ledger.
        loses.store(false, Ordering::Relaxed);
        BlockingLedger::open(&store, key()).unwrap().append(person, [lost], day(2)).unwrap();
        assert_eq!(ledger.person(person).unwrap().unwrap().subject().uses().len(), 2);
    }

    #[test]
    fn an_unreadable_ledger_gives_no_person() {
        let gone = |call| match call {
            Call::Claim => Ok(()),
            Call::Append | Call::Read => Err(StoreError::new(StoreFailure::Unreachable).into()),
        };
        let store = hooked(gone, |_| {});
        let ledger = BlockingLedger::open(store, key()).unwrap();
        assert!(matches!(ledger.history(id()), Err(LedgerError::Store(_))));
        assert_eq!(ledger.append(id(), [used(0)], day(1)).unwrap_err().to_string(), "the store cannot be reached");
    }
}

#[test]
fn nothing_shows_ids_or_data() {
    let (ledger, person, evidence) = (ledger(), id(), "canary-evidence");
    let event = Event::granted(grant(0).on_evidence(evidence));
    ledger.append(person, [event.clone(), Event::notice_given(id(), day(0), "canary-notice")], day(1)).unwrap();
    let known = ledger.person(person).unwrap().unwrap();
    let history = ledger.history(person).unwrap().unwrap();
    let shown = format!("{event:?} {known:?} {history:?} {ledger:?} {:?}", key());
    for canary in [person.to_string(), event.id().to_string(), evidence.to_owned(), "canary-notice".to_owned(), "0101".to_owned()]
    {
        assert!(!shown.contains(&canary), "{canary} in {shown}");
    }
}
