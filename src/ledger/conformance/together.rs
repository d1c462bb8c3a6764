//! What happens at the same time.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use super::material::{a_life, append, history, id, key, ledger, second, used, words};
use super::{Kept, Storage, demand};
use crate::ledger::{Ledger, LedgerError};

/// Waits for all futures, each going on whenever it can.
async fn all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (future, output) in running.iter_mut().zip(&mut outputs).filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(ready) = future.as_mut().poll(cx) {
                *output = Some(ready);
            }
        }
        if outputs.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

pub(super) async fn appends_at_the_same_time_all_stand_in_the_chain<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    let other = match storage.again(ledger.store()).await {
        Some(other) => Some(Ledger::open(other, key()).await.map_err(words)?),
        None => None,
    };
    let mut events = Vec::new();
    for seconds in 0..40 {
        events.push(used(seconds)?);
    }
    let outcomes = all(events.iter().enumerate().map(|(turn, event)| {
        let ledger = other.as_ref().filter(|_| turn % 2 == 1).unwrap_or(&ledger);
        ledger.append(person, [event.clone()], second(100))
    }))
    .await;
    for outcome in outcomes {
        outcome.map_err(words)?;
    }
    let mut recorded = super::material::recorded(&history(&ledger, person).await?);
    recorded.sort_by_key(|event| (event.happened(), event.id()));
    events.sort_by_key(|event| (event.happened(), event.id()));
    demand!(recorded == events, "{} of {} events are there", recorded.len(), events.len());
    demand!(ledger.verify(|_| {}).await.map_err(words)?.holds(), "the chain does not hold");
    Ok(())
}

pub(super) async fn an_append_and_an_erasure_at_the_same_time_leave_no_data<T: Storage>(storage: &T) -> Kept {
    let ledger = ledger(storage).await?;
    for _ in 0..8 {
        let person = id()?;
        append(&ledger, person, a_life()?, 20).await?;
        let event = used(21)?;
        let ledger = &ledger;
        let outcomes = all([true, false, true].map(|appends| {
            let event = event.clone();
            async move {
                match appends {
                    true => ledger.append(person, [event], second(22)).await.map(|_| ()),
                    false => ledger.erase(person, second(22)).await.map(|_| ()),
                }
            }
        }))
        .await;
        outcomes[1].as_ref().map_err(words)?;
        let is_right = |outcome: &Result<(), LedgerError>| matches!(outcome, Ok(()) | Err(LedgerError::Erased));
        demand!(outcomes.iter().all(is_right), "an append failed otherwise than for the erasure");
        demand!(matches!(ledger.history(person).await, Err(LedgerError::Erased)), "the person is still there");
    }
    demand!(ledger.verify(|_| {}).await.map_err(words)?.holds(), "a chain does not hold");
    Ok(())
}

pub(super) async fn an_append_that_is_given_up_leaves_all_or_nothing<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    append(&ledger, person, vec![used(0)?], 1).await?;
    for polls in 0..6 {
        let (one, two) = (used(2)?, used(3)?);
        let mut future = Box::pin(ledger.append(person, [one.clone(), two.clone()], second(10)));
        for _ in 0..polls {
            let is_ready = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
            if is_ready {
                break;
            }
        }
        drop(future);
        let added = append(&ledger, person, vec![one, two], 11).await?;
        demand!(added == 0 || added == 2, "one of two events was recorded");
        let known = ledger.person(person).await.map_err(words)?.ok_or("nobody is there")?;
        demand!(known.subject().uses().len() == 1 + 2 * (polls + 1), "a folded person is older than what was acknowledged");
    }
    Ok(())
}
