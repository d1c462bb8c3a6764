//! How what is kept is found again.

use super::material::{a_life, append, history, id, key, ledger, used, words};
use super::{Kept, Storage, demand};
use crate::chain::{Digest, Pseudonym};
use crate::ledger::store::{Store, Whose};
use crate::ledger::{Caching, Ledger};

pub(super) async fn the_row_and_the_history_of_a_person_agree<T: Storage>(storage: &T) -> Kept {
    let (ledger, person) = (ledger(storage).await?, id()?);
    append(&ledger, person, a_life()?, 20).await?;
    append(&ledger, person, vec![used(21)?], 22).await?;
    let row = ledger.store().person(Whose::Person(person)).await.map_err(words)?.ok_or("there is no row")?;
    let by_name = ledger.store().person(Whose::Chain(row.pseudonym)).await.map_err(words)?;
    demand!(by_name.as_ref() == Some(&row), "under the name of the chain there is another row");
    for whose in [Whose::Person(person), Whose::Chain(row.pseudonym)] {
        let stored = ledger.store().history(whose).await.map_err(words)?.ok_or("there is no history")?;
        demand!(stored.person == row, "the row of the history is another one");
        demand!(stored.entries.len() as u64 == row.sequence, "the row does not count the entries");
    }
    let identity = row.identity.as_ref().ok_or("the row names nobody")?;
    demand!(identity.person == person, "the row names somebody else");
    Ok(())
}

pub(super) async fn nobody_is_found_under_an_unknown_name<T: Storage>(storage: &T) -> Kept {
    let (ledger, name) = (ledger(storage).await?, Pseudonym::random().map_err(words)?);
    append(&ledger, id()?, vec![used(0)?], 1).await?;
    for whose in [Whose::Person(id()?), Whose::Chain(name)] {
        demand!(ledger.store().person(whose).await.map_err(words)?.is_none(), "a row was found");
        demand!(ledger.store().history(whose).await.map_err(words)?.is_none(), "a history was found");
    }
    demand!(!ledger.store().is_erased(Digest::of(b"nobody")).await.map_err(words)?, "an unknown mark is taken for known");
    Ok(())
}

pub(super) async fn chains_come_in_order_and_by_pages<T: Storage>(storage: &T) -> Kept {
    let ledger = ledger(storage).await?;
    let mut positions = Vec::new();
    for _ in 0..25 {
        positions.push(ledger.append(id()?, [used(0)?], super::material::second(1)).await.map_err(words)?.position);
    }
    positions.sort_by_key(|position| *position.pseudonym.as_uuid().as_bytes());
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = ledger.store().chains(after, 7).await.map_err(words)?;
        demand!(page.len() <= 7, "a page of 7 has {} chains", page.len());
        let Some(last) = page.last() else { break };
        after = Some(last.pseudonym);
        found.extend(page);
    }
    demand!(found == positions, "other chains came, or in another order");
    Ok(())
}

pub(super) async fn another_handle_sees_what_was_acknowledged<T: Storage>(storage: &T) -> Kept {
    let (one, person) = (ledger(storage).await?, id()?);
    let Some(other) = storage.again(one.store()).await else { return Ok(()) };
    let other = Ledger::open(other, key()).await.map_err(words)?.caching(Caching::default());
    for count in 1..=5 {
        append(&one, person, vec![used(i64::from(count))?], 10).await?;
        let known = other.person(person).await.map_err(words)?.ok_or("nobody is there")?;
        demand!(known.subject().uses().len() == usize::try_from(count).unwrap_or_default(), "an acknowledged event is not seen");
    }
    append(&other, person, vec![used(6)?], 11).await?;
    demand!(history(&one, person).await?.entries().len() == 6, "the first handle does not see what the second wrote");
    other.erase(person, super::material::second(12)).await.map_err(words)?;
    demand!(one.person(person).await.is_err(), "the first handle still knows a person whom the second erased");
    Ok(())
}

pub(super) async fn the_first_claim_stays<T: Storage>(storage: &T) -> Kept {
    let store = storage.empty().await;
    let (one, other) = (Digest::of(b"one"), Digest::of(b"other"));
    for check in [one, other, one] {
        let kept = store.claim(check).await.map_err(words)?;
        demand!(kept == one, "another value took the place of the first");
    }
    Ok(())
}
