//! What is left of an erased person.

use super::material::{a_life, append, expect, history, id, key, ledger, second, used, words};
use super::{Kept, Storage, demand};
use crate::ledger::store::{Store, Whose};
use crate::ledger::{LedgerError, Then};

pub(super) async fn an_erased_person_leaves_commitments_and_a_tombstone<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    append(&ledger, person, a_life()?, 20).await?;
    let before = history(&ledger, person).await?.position();
    let after = ledger.erase(person, second(30)).await.map_err(words)?.ok_or("nobody was erased")?;
    demand!(after.pseudonym == before.pseudonym && after.sequence == before.sequence + 1, "the chain does not go on");
    let stored = ledger.store().history(Whose::Chain(after.pseudonym)).await.map_err(words)?.ok_or("the chain is gone")?;
    demand!(stored.person.identity.is_none(), "the row still names the person");
    demand!(stored.person.position() == after, "the row does not say where the chain ended");
    let events = a_life()?.len();
    demand!(stored.entries.len() == events + 1, "{} entries are left of {events}", stored.entries.len());
    demand!(stored.entries.iter().all(|entry| entry.event.is_none()), "ids of events are left");
    demand!(stored.entries[..events].iter().all(|entry| entry.body.len() == 32), "bodies are left");
    demand!(ledger.verify(|_| {}).await.map_err(words)?.holds(), "the chain does not hold");
    let then = ledger.then(before).await.map_err(words)?;
    demand!(then == Then::Erased(second(30)), "what was known before is answered by {then:?}");
    Ok(())
}

pub(super) async fn nothing_is_recorded_of_an_erased_person<T: Storage>(storage: &T) -> Kept {
    let (ledger, person, life) = (ledger(storage).await?, id()?, a_life()?);
    append(&ledger, person, life.clone(), 20).await?;
    ledger.erase(person, second(30)).await.map_err(words)?;
    let is_erased = |error: &LedgerError| matches!(error, LedgerError::Erased);
    expect(ledger.append(person, [used(31)?], second(40)).await, is_erased)?;
    expect(ledger.append(person, life, second(40)).await, is_erased)?;
    expect(ledger.person(person).await, is_erased)?;
    expect(ledger.history(person).await, is_erased)?;
    expect(ledger.erase(person, second(40)).await, is_erased)?;
    demand!(ledger.store().person(Whose::Person(person)).await.map_err(words)?.is_none(), "a row names the person");
    Ok(())
}

pub(super) async fn an_unknown_person_can_be_erased_in_advance<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    demand!(ledger.erase(person, second(0)).await.map_err(words)?.is_none(), "there is a chain of somebody unknown");
    expect(ledger.append(person, [used(1)?], second(2)).await, |error| matches!(error, LedgerError::Erased))?;
    demand!(ledger.store().is_erased(key().mark(person)).await.map_err(words)?, "the mark is not kept");
    Ok(())
}

pub(super) async fn the_chains_of_others_stand<T: Storage>(storage: &T) -> Kept {
    let (ledger, gone, stays) = (ledger(storage).await?, id()?, id()?);
    append(&ledger, gone, a_life()?, 20).await?;
    let life = a_life()?;
    append(&ledger, stays, life.clone(), 20).await?;
    let mut manifest = Vec::new();
    let checkpoint = ledger.checkpoint(second(25), &mut manifest).await.map_err(words)?;
    ledger.erase(gone, second(30)).await.map_err(words)?;
    demand!(super::material::recorded(&history(&ledger, stays).await?) == life, "somebody else's events changed");
    let against = ledger.verify_against(&checkpoint, std::io::Cursor::new(manifest), |_| {}).await.map_err(words)?;
    demand!(against.holds(), "an earlier checkpoint does not hold after an erasure: {:?}", against.broken);
    Ok(())
}
