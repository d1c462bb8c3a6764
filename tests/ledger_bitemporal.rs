//! Two instants: a person folded from events decides as one written down, and each question about the past is answered as by a
//! plain replay of the log.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lawful::chain::Key;
use lawful::decision::Case;
use lawful::ledger::{BlockingLedger, Event, Memory, folded};
use lawful::subject::{Age, Choice};
use lawful::testing::generate::{cases, people};
use lawful::vocabulary::Instant;
use lawful::{DataSubject, PolicyEngine};
use proptest::prelude::*;
use uuid::Uuid;

/// The events that a person's record amounts to. What has no instant is said to have become known at `since`.
fn events(subject: &DataSubject, since: Instant) -> Vec<Event> {
    let id = || Event::new_id(since).unwrap();
    let mut events = Vec::new();
    events.extend(subject.standing().map(|standing| Event::standing(id(), since, standing)));
    events.extend(subject.guardian().map(|guardian| Event::guardian(id(), since, guardian)));
    match subject.age() {
        Age::Unknown => {}
        Age::Years(years) => events.push(Event::aged(id(), since, years)),
        Age::Born(date) => events.push(Event::born(id(), since, date)),
    }
    events.extend(subject.agreements().iter().map(|agreement| Event::agreed_to(id(), agreement)));
    events.extend(subject.uses().iter().map(|at| Event::used(id(), *at)));
    for account in subject.accounts() {
        events.push(Event::account_opened(id(), account.service().as_str(), account.opened_at()));
        let closed = account.closed_at().map(|at| (at, account.after_closure()));
        events.extend(closed.map(|(at, after)| Event::account_closed(id(), account.service().as_str(), at, after)));
    }
    events.extend(subject.choices().as_slice().iter().map(|choice| match choice {
        Choice::Grant(grant) => Event::granted(grant.clone()),
        Choice::Refusal(refusal) => Event::refused(refusal.clone()),
    }));
    events
}

/// An event that closes an account closes all that are open for the service, and an id is one event's alone.
fn can_be_told(subject: &DataSubject) -> bool {
    let services: BTreeSet<&str> = subject.accounts().iter().map(|account| account.service().as_str()).collect();
    let ids: BTreeSet<Uuid> = subject.choices().as_slice().iter().map(Choice::id).collect();
    services.len() == subject.accounts().len() && ids.len() == subject.choices().len()
}

/// What a decision says, apart from how it words the age.
fn said(engine: &PolicyEngine, case: &Case, subject: &DataSubject) -> String {
    let decision = engine.decide(&case.request, subject);
    let answer = serde_json::to_value(decision.answer()).unwrap();
    ["verdict", "categories", "duties", "grounds", "reasons"].map(|key| answer[key].to_string()).join("\n")
}

proptest! {
    #[test]
    fn a_person_folded_from_events_is_decided_about_as_the_same_person_given_as_json(
        case in cases(&PolicyEngine::platform()).of(|people| people.prop_filter("can be told in events", can_be_told)),
        seed in any::<u64>(),
    ) {
        let engine = PolicyEngine::platform();
        let subject = &case.subject;
        let mut events = events(subject, case.request.instant());
        shuffle(&mut events, seed);
        let folded = folded(subject.id(), &events).unwrap();
        prop_assert_eq!(said(&engine, &case, &folded), said(&engine, &case, subject));
        if !matches!(subject.age(), Age::Years(_)) {
            let by_instant = |subject: &DataSubject| {
                let (mut agreements, mut uses) = (subject.agreements().to_vec(), subject.uses().to_vec());
                agreements.sort_by_key(|agreement| (agreement.instant(), agreement.edition().map(str::to_owned)));
                uses.sort_unstable();
                (agreements, uses, subject.age(), subject.guardian(), subject.standing(), subject.choices().clone())
            };
            prop_assert!(by_instant(&folded) == by_instant(subject), "the folded person is another one");
        }
    }

    #[test]
    fn every_question_about_the_past_is_answered_as_by_a_replay_of_the_log(
        subject in people(&PolicyEngine::platform()).prop_filter("can be told in events", can_be_told),
        seed in any::<u64>(),
        delays in prop::collection::vec(0_i64..400, 40),
        asked in (0_i64..2_000, 0_i64..2_000),
    ) {
        let day = |day: i64| "2024-01-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day);
        let mut log = events(&subject, day(0));
        shuffle(&mut log, seed);
        // Recorded in this order, each some days after the last and not before it happened.
        let ledger = BlockingLedger::open(Memory::new(), Key::from_bytes([1; 32])).unwrap();
        let mut now = day(0);
        let mut recorded = Vec::new();
        for (event, delay) in log.iter().zip(delays.iter().cycle()) {
            now = now.max(event.happened()) + TimeDelta::days(*delay);
            // A withdrawal without its grant has a scope here, so it is taken in any order; one that does not fit is not.
            if ledger.append(subject.id(), [event.clone()], now).is_ok() {
                recorded.push((now, event));
            }
        }
        prop_assume!(!recorded.is_empty());
        let history = ledger.history(subject.id()).unwrap().unwrap();
        let (at, known) = (day(asked.0), day(asked.1));
        let replay = |counts: &dyn Fn(Instant, &Event) -> bool| {
            let counted = recorded.iter().filter(|(recorded, event)| counts(*recorded, event)).map(|(_, event)| *event);
            folded(subject.id(), counted).unwrap()
        };
        prop_assert_eq!(history.subject().unwrap(), replay(&|_, _| true));
        prop_assert_eq!(history.as_of(at).unwrap(), replay(&|_, event| event.happened() <= at));
        prop_assert_eq!(history.as_known_at(known).unwrap(), replay(&|recorded, _| recorded <= known));
        let both = |recorded, event: &Event| recorded <= known && event.happened() <= at;
        prop_assert_eq!(history.as_of_known_at(at, known).unwrap(), replay(&both));
        // Whatever becomes known later: what was known at an instant stays what was known then.
        for (sequence, (when, _)) in (1_u64..).zip(&recorded) {
            let is_last_then = recorded.get(sequence as usize).is_none_or(|(next, _)| next > when);
            if is_last_then {
                prop_assert_eq!(history.up_to(sequence).unwrap(), history.as_known_at(*when).unwrap());
            }
        }
    }

    #[test]
    fn folding_does_not_depend_on_the_order_of_recording(
        subject in people(&PolicyEngine::platform()).prop_filter("can be told in events", can_be_told),
        seed in any::<u64>(),
    ) {
        let since = "2024-01-01T00:00:00Z".parse().unwrap();
        let mut log = events(&subject, since);
        let mut instants = BTreeSet::new();
        log.retain(|event| instants.insert(event.happened()));
        let straight = folded(subject.id(), &log).unwrap();
        shuffle(&mut log, seed);
        prop_assert_eq!(folded(subject.id(), &log).unwrap(), straight);
    }
}

/// A shuffle that a seed repeats (Fisher and Yates, with the steps of SplitMix64).
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        items.swap(last, (mixed >> 32) as usize % (last + 1));
    }
}
