//! What becomes of events that are appended.

use super::material::{a_life, append, expect, grant, history, id, ledger, recorded, second, used, words};
use super::{Kept, Storage, demand};
use crate::ledger::{Event, LedgerError};
use crate::subject::Refusal;

pub(super) async fn what_is_appended_is_read_back_in_order<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, life) = (ledger(storage).await?, id()?, a_life()?);
    let added = append(&ledger, person, life.clone(), 20).await?;
    demand!(added == life.len(), "{added} of {} events were recorded", life.len());
    let history = history(&ledger, person).await?;
    demand!(recorded(&history) == life, "other events came back, or in another order");
    let is_counted = history.entries().iter().zip(1..).all(|(entry, number)| entry.sequence() == number);
    demand!(is_counted, "the sequence has gaps");
    demand!(history.entries().iter().all(|entry| entry.recorded() == second(20)), "the instants of recording are others");
    Ok(())
}

pub(super) async fn an_event_is_recorded_once<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, life) = (ledger(storage).await?, id()?, a_life()?);
    append(&ledger, person, life[..5].to_vec(), 20).await?;
    let added = append(&ledger, person, life.clone(), 30).await?;
    demand!(added == life.len() - 5, "{added} events were added instead of the {} new ones", life.len() - 5);
    let again = append(&ledger, person, life.clone(), 40).await?;
    demand!(again == 0, "{again} events were recorded twice");
    let twice = used(41)?;
    let added = append(&ledger, person, vec![twice.clone(), twice], 42).await?;
    demand!(added == 1, "an event that stands in one append twice was recorded {added} times");
    demand!(history(&ledger, person).await?.entries().len() == life.len() + 1, "the history has another length");
    Ok(())
}

pub(super) async fn another_event_under_the_same_id_is_refused<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, other) = (ledger(storage).await?, id()?, id()?);
    let event = used(0)?;
    append(&ledger, person, vec![event.clone()], 10).await?;
    let is_conflict = |error: &LedgerError| matches!(error, LedgerError::ConflictingEvent);
    expect(ledger.append(person, [Event::used(event.id(), second(1))], second(11)).await, is_conflict)?;
    expect(ledger.append(person, [Event::agreed(event.id(), second(0))], second(11)).await, is_conflict)?;
    expect(ledger.append(other, [event.clone()], second(11)).await, is_conflict)?;
    let nobody = ledger.history(other).await.map_err(words)?;
    demand!(nobody.is_none(), "a person came to be by a refused event");
    demand!(recorded(&history(&ledger, person).await?) == [event], "the first event is not what it was");
    Ok(())
}

pub(super) async fn a_persons_events_are_recorded_all_or_none<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    let first = used(0)?;
    append(&ledger, person, vec![first.clone()], 10).await?;
    let withdrawal = Event::refused(Refusal::withdrawal(id()?, id()?, second(2)));
    let outcome = ledger.append(person, [used(1)?, withdrawal, used(3)?], second(11)).await;
    expect(outcome, |error| matches!(error, LedgerError::UnknownGrant))?;
    demand!(recorded(&history(&ledger, person).await?) == [first], "some of the events were recorded");
    Ok(())
}

pub(super) async fn a_person_whose_events_are_refused_holds_up_nobody<T: Storage>(storage: &T) -> Kept {
    let (ledger, taken) = (ledger(storage).await?, used(0)?);
    let people = [id()?, id()?, id()?, id()?];
    append(&ledger, people[0], vec![taken.clone()], 10).await?;
    let refused = Event::agreed(taken.id(), second(1));
    let batch = vec![(people[1], vec![used(1)?]), (people[2], vec![used(1)?, refused]), (people[3], vec![used(1)?, used(2)?])];
    let outcomes = ledger.append_all(batch, second(11)).await.map_err(words)?;
    let added: Vec<Option<usize>> = outcomes.iter().map(|outcome| outcome.as_ref().ok().map(|appended| appended.added)).collect();
    demand!(added == [Some(1), None, Some(2)], "the outcomes are {added:?}");
    for (person, count) in [(people[1], 1), (people[3], 2)] {
        demand!(history(&ledger, person).await?.entries().len() == count, "not all events were recorded");
    }
    demand!(ledger.history(people[2]).await.map_err(words)?.is_none(), "a part of the refused events was recorded");
    Ok(())
}

pub(super) async fn a_person_may_stand_in_a_batch_twice<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, grant) = (ledger(storage).await?, id()?, grant(0)?);
    let withdrawal = Event::refused(Refusal::withdrawal(id()?, grant.id(), second(1)));
    let granted = Event::granted(grant);
    let batch = vec![(person, vec![granted.clone()]), (person, vec![withdrawal.clone(), granted.clone()])];
    for outcome in ledger.append_all(batch, second(10)).await.map_err(words)? {
        demand!(outcome.map_err(words)?.added == 1, "an event was recorded twice or not at all");
    }
    demand!(recorded(&history(&ledger, person).await?) == [granted, withdrawal], "the order is another one");
    Ok(())
}

pub(super) async fn many_and_large_events_are_recorded_whole<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    let large = Event::granted(grant(0)?.on_evidence(&"§ö\u{0}'\"\\".repeat(8_192)));
    let mut events = vec![large];
    for seconds in 1..1_000 {
        events.push(used(seconds)?);
    }
    append(&ledger, person, events.clone(), 2_000).await?;
    demand!(recorded(&history(&ledger, person).await?) == events, "other events came back");
    Ok(())
}

pub(super) async fn recorded_never_decreases<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?.tolerating(chrono::TimeDelta::seconds(5)), id()?);
    append(&ledger, person, vec![used(0)?], 100).await?;
    append(&ledger, person, vec![used(1)?], 97).await?;
    let outcome = ledger.append(person, [used(2)?], second(94)).await;
    expect(outcome, |error| matches!(error, LedgerError::ClockBackwards(_)))?;
    expect(ledger.append(person, [used(200)?], second(110)).await, |error| matches!(error, LedgerError::Future(_)))?;
    let instants: Vec<_> = history(&ledger, person).await?.entries().iter().map(super::super::Entry::recorded).collect();
    demand!(instants == [second(100), second(100)], "other events are recorded, or at other instants");
    Ok(())
}

pub(super) async fn a_withdrawal_finds_the_grant_of_the_same_person_only<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, other, grant) = (ledger(storage).await?, id()?, id()?, grant(0)?);
    append(&ledger, person, vec![Event::granted(grant.clone())], 10).await?;
    let withdrawal = Event::refused(Refusal::withdrawal(id()?, grant.id(), second(1)));
    let outcome = ledger.append(other, [withdrawal.clone()], second(11)).await;
    expect(outcome, |error| matches!(error, LedgerError::UnknownGrant))?;
    append(&ledger, person, vec![withdrawal], 11).await?;
    Ok(())
}
