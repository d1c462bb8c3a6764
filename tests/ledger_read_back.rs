//! What was appended is read, whatever it is; what could not be read is refused, and nothing of it is written.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike};
use lawful::chain::Key;
use lawful::ledger::transfer::Export;
use lawful::ledger::{BlockingLedger, Event, LedgerError, Memory, Then};
use lawful::subject::{AfterClosure, Agreement, Grant, Guardian, Refusal, RefusalMeans, Standing};
use lawful::vocabulary::{Actions, DataCategories, Instant, Parties, Party, Purposes, Role, Roles, Scope, Vocabulary};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn now() -> Instant {
    instant("2026-06-01T12:00:00Z")
}

/// Mostly plain, so that not everything is refused.
fn instants() -> BoxedStrategy<Instant> {
    let leap = |text: &str| instant(text).with_nanosecond(1_500_000_000).unwrap();
    let odd = vec![
        DateTime::<chrono::Utc>::MIN_UTC,
        DateTime::<chrono::Utc>::MAX_UTC,
        instant("0000-01-01T00:00:00Z"),
        instant("0000-01-01T00:00:00Z") - TimeDelta::nanoseconds(1),
        instant("9999-12-31T23:59:59Z") + TimeDelta::nanoseconds(999_999_999),
        instant("9999-12-31T23:59:59Z") + TimeDelta::seconds(1),
        leap("2016-12-31T23:59:59Z"),
        leap("2016-12-31T12:30:30Z"),
        now() + TimeDelta::days(400),
    ];
    prop_oneof![
        8 => (0_i64..100).prop_map(|days| now() - TimeDelta::days(days) + TimeDelta::nanoseconds(days)),
        1 => select(odd),
    ]
    .boxed()
}

fn texts() -> BoxedStrategy<String> {
    let odd = ["", " ", "a:b", "\0", "\u{1}\"\\\n", "\u{10FFFF}é", "any"].map(str::to_owned).to_vec();
    prop_oneof![4 => Just("shop".to_owned()), 1 => select(odd), 1 => any::<String>()].boxed()
}

fn scopes() -> BoxedStrategy<Scope> {
    let or = |plain: u128, odd: [u128; 3]| prop_oneof![6 => Just(plain), 1 => select(odd.to_vec())];
    let bits = (or(3, [0, u128::MAX, 1 << 127]), or(3, [0, u128::from(u64::MAX), 1 << 63]), or(1, [0, 0xff, 0x8000_0000]));
    let which = (any::<[bool; 4]>(), proptest::option::weighted(0.3, texts()));
    (bits, which, texts(), select(vec![0_u32, 1, 0x8000_0000]))
        .prop_map(|((categories, purposes, actions), (narrowed, service), id, roles)| {
            let mut scope = Scope::anything();
            if narrowed[0] {
                scope = scope.of(DataCategories::from_bits_retain(categories));
            }
            if narrowed[1] {
                scope = scope.for_purposes(Purposes::from_bits_retain(purposes as u64));
            }
            if narrowed[2] {
                scope = scope.to(Actions::from_bits_retain(actions as u32));
            }
            if narrowed[3] {
                scope = scope.with(Parties::from(Roles::from_bits_retain(roles)).and(Party::new(Role::Partner, &id)));
            }
            service.map_or(scope.clone(), |service| scope.in_service(&service))
        })
        .boxed()
}

/// An event by the number that its id is made of; withdrawals name numbers near it.
fn event(number: u128) -> BoxedStrategy<Event> {
    let id = Uuid::from_u128(number);
    let dates = select(vec![
        NaiveDate::from_ymd_opt(2000, 2, 29).unwrap(),
        NaiveDate::MIN,
        NaiveDate::MAX,
        NaiveDate::from_ymd_opt(-1, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap(),
    ]);
    prop_oneof![
        instants().prop_map(move |at| Event::used(id, at)),
        (instants(), texts()).prop_map(move |(at, edition)| Event::agreed_to(id, &Agreement::at(at).to_edition(&edition))),
        (instants(), texts()).prop_map(move |(at, service)| Event::account_opened(id, &service, at)),
        (instants(), texts(), select(vec![0_u64, 1, 1 << 63])).prop_map(move |(at, service, purposes)| {
            let after = AfterClosure::Process(Purposes::from_bits_retain(purposes));
            Event::account_closed(id, &service, at, after)
        }),
        instants().prop_map(move |at| Event::guardian(id, at, Guardian::Unverified)),
        (instants(), texts()).prop_map(move |(at, about)| Event::notice_given(id, at, &about)),
        (instants(), dates).prop_map(move |(at, date)| Event::born(id, at, date)),
        (instants(), any::<u8>()).prop_map(move |(at, years)| Event::aged(id, at, years)),
        instants().prop_map(move |at| Event::standing(id, at, Standing::Former)),
        (instants(), scopes(), proptest::option::of(instants()), texts()).prop_map(move |(at, scope, until, evidence)| {
            let grant = Grant::new(id, scope, at).on_evidence(&evidence);
            Event::granted(until.map_or(grant.clone(), |until| grant.until(until)))
        }),
        (instants(), scopes()).prop_map(move |(at, scope)| Event::refused(Refusal::new(id, scope, at, RefusalMeans::OptOut))),
        (instants(), proptest::option::of(scopes()), 0_u128..3).prop_map(move |(at, scope, back)| {
            let refusal = Refusal::withdrawal(id, Uuid::from_u128(number - back), at);
            Event::refused(scope.map_or(refusal.clone(), |scope| refusal.only(scope)))
        }),
    ]
    .boxed()
}

fn appends() -> BoxedStrategy<(Vec<Event>, Instant, bool)> {
    let events = vec(any::<()>(), 1..4)
        .prop_flat_map(|events| (0..events.len() as u128).map(|place| event(1_000 + place)).collect::<Vec<_>>());
    (events, prop_oneof![9 => Just(now()), 1 => instants()], any::<bool>()).boxed()
}

#[test]
fn what_was_appended_is_read_and_what_was_refused_is_not_there() {
    let (recorded, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let law = |(batches, erased): (Vec<(Vec<Event>, Instant, bool)>, Instant)| {
        let person = Uuid::from_u128(7);
        let ledger = BlockingLedger::open(Memory::new(), Key::from_bytes([1; 32])).unwrap();
        let mut expected: Vec<Event> = Vec::new();
        let mut ledger = ledger;
        for (events, clock, is_tolerant) in batches {
            ledger = ledger.tolerating(if is_tolerant { TimeDelta::MAX } else { TimeDelta::zero() });
            match ledger.append(person, events.clone(), clock) {
                Ok(_) => {
                    recorded.set(recorded.get() + 1);
                    expected.extend(events.into_iter().filter(|event| !expected.contains(event)).collect::<Vec<_>>());
                }
                Err(error) => {
                    refused.set(refused.get() + 1);
                    prop_assert!(!error.to_string().contains(&person.to_string()), "{error}");
                }
            }
            let history = ledger.history(person);
            prop_assert!(history.is_ok(), "{}", history.unwrap_err());
            let read: Vec<Event> =
                history.unwrap().iter().flat_map(|history| history.entries()).map(|entry| entry.event().clone()).collect();
            prop_assert_eq!(&read, &expected);
            if let Some(export) = ledger.export(person, now()).unwrap() {
                let text = export.to_json(Vocabulary::builtin()).unwrap();
                let read = Export::from_json(&text, Vocabulary::builtin()).unwrap();
                prop_assert_eq!(read.entries(), export.entries());
            }
            let known = ledger.person(person);
            prop_assert!(known.is_ok(), "{}", known.unwrap_err());
        }
        let position = ledger.person(person).unwrap().map(|known| known.position());
        if let (Ok(_), Some(position)) = (ledger.erase(person, erased), position) {
            let then = ledger.then(position);
            prop_assert!(matches!(then, Ok(Then::Erased(_))), "{then:?}");
        }
        let verification = ledger.verify(|_| {}).unwrap();
        prop_assert!(verification.holds());
        Ok(())
    };
    runner.run(&(vec(appends(), 1..3), instants()), law).unwrap();
    assert!(recorded.get() > 300 && refused.get() > 300, "{recorded:?} {refused:?}");
}

/// What the one event that is appended is refused with.
fn refused(event: Event, now: Instant) -> String {
    let (ledger, person) = (BlockingLedger::open(Memory::new(), Key::from_bytes([1; 32])).unwrap(), Uuid::from_u128(7));
    let plain = Event::used(Uuid::from_u128(1), instant("2026-01-01T00:00:00Z"));
    let error = ledger.append(person, [plain, event], now).unwrap_err();
    assert!(matches!(error, LedgerError::Unrecordable { number: 2, .. } | LedgerError::ClockBeyond), "{error}");
    assert!(ledger.history(person).unwrap().is_none(), "all of them or none");
    error.to_string()
}

#[test]
fn a_refusal_says_which_event_what_is_wrong_and_no_personal_data() {
    let (id, at) = (Uuid::from_u128(2), instant("2026-01-01T00:00:00Z"));
    let could_not = |kind: &str| format!("event 2 of those to be recorded, {kind}, could not be read back: ");
    assert_eq!(
        refused(Event::account_opened(id, "", at), now()),
        could_not("account-opened") + "`account-opened`: expected the name of a service, found empty text"
    );
    assert_eq!(
        refused(Event::account_closed(id, "", at, AfterClosure::Delete), now()),
        could_not("account-closed") + "`account-closed.service`: expected the name of a service, found empty text"
    );
    assert_eq!(
        refused(Event::granted(Grant::new(id, Scope::anything().in_service(""), at)), now()),
        could_not("granted") + "`granted.scope.service`: expected the name of a service, found empty text"
    );
    assert_eq!(refused(Event::aged(id, at, 200), now()), could_not("aged") + "`aged`: expected a whole number from 0 to 150");
    assert_eq!(
        refused(Event::used(id, DateTime::<chrono::Utc>::MIN_UTC), now()),
        could_not("used") + "`at`: expected an instant that RFC 3339 can write, of the years 0 to 9999"
    );
    let all_actions = Scope::anything().to(Actions::from_bits_retain(!0));
    assert_eq!(
        refused(Event::refused(Refusal::new(id, all_actions, at, RefusalMeans::OptOut)), now()),
        could_not("refused") + "`refused`: what is said here has no words: it would be read back as something else"
    );
    assert_eq!(
        refused(Event::used(id, at), DateTime::<chrono::Utc>::MAX_UTC),
        "the clock is beyond the years 0 to 9999: set it right before recording more"
    );
}
