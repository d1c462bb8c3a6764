//! People and events for the suite.

use chrono::TimeDelta;
use uuid::Uuid;

use super::Storage;
use crate::chain::Key;
use crate::ledger::{Event, History, Ledger, LedgerError, Store};
use crate::subject::{AfterClosure, Agreement, Grant, GrantedBy, Guardian, Refusal, RefusalMeans, Standing};
use crate::vocabulary::{Actions, DataCategories, Instant, Purposes, Scope};

/// Noon of 1 June 2026, and so many seconds.
pub(super) fn second(seconds: i64) -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::seconds(1_780_315_200 + seconds)
}

pub(super) fn id() -> Result<Uuid, String> {
    Event::new_id(second(0)).map_err(words)
}

pub(super) async fn ledger<T: Storage>(storage: &T) -> Result<Ledger<T::Store>, String> {
    Ledger::open(storage.empty().await, key()).await.map_err(words)
}

pub(super) fn key() -> Key {
    Key::from_bytes([7; 32])
}

pub(super) fn used(seconds: i64) -> Result<Event, String> {
    Ok(Event::used(id()?, second(seconds)))
}

pub(super) fn grant(seconds: i64) -> Result<Grant, String> {
    let scope = Scope::anything().of(DataCategories::EMAIL).to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION);
    Ok(Grant::new(id()?, scope, second(seconds)))
}

/// One event of every kind, a second apart.
pub(super) fn a_life() -> Result<Vec<Event>, String> {
    let grant = grant(3)?.by(GrantedBy::Guardian).until(second(1_000_000)).on_evidence("form 7, “signed” — \u{1F58B}\n");
    let nanosecond = second(4) + TimeDelta::nanoseconds(1);
    Ok(vec![
        Event::standing(id()?, second(0), Standing::User),
        Event::agreed(id()?, second(0)),
        Event::agreed_to(id()?, &Agreement::at(second(1)).to_edition("v2")),
        Event::account_opened(id()?, "shop", second(2)),
        Event::granted(grant.clone()),
        Event::refused(Refusal::withdrawal(id()?, grant.id(), nanosecond)),
        Event::refused(Refusal::new(id()?, Scope::anything(), second(5), RefusalMeans::OptOut)),
        Event::notice_given(id()?, second(6), "edition v2"),
        Event::aged(id()?, second(7), 17),
        Event::born(id()?, second(7), chrono::NaiveDate::default()),
        Event::guardian(id()?, second(8), Guardian::Verified),
        Event::account_closed(id()?, "shop", second(9), AfterClosure::Process(Purposes::DISPUTE)),
        Event::used(id()?, second(10)),
    ])
}

pub(super) async fn history<S: Store>(ledger: &Ledger<S>, person: Uuid) -> Result<History, String> {
    ledger.history(person).await.map_err(words)?.ok_or_else(|| "nothing is recorded".to_owned())
}

pub(super) async fn append<S: Store>(ledger: &Ledger<S>, person: Uuid, events: Vec<Event>, now: i64) -> Result<usize, String> {
    ledger.append(person, events, second(now)).await.map(|appended| appended.added).map_err(words)
}

pub(super) fn recorded(history: &History) -> Vec<Event> {
    history.entries().iter().map(|entry| entry.event().clone()).collect()
}

/// What is wrong where one error was expected.
pub(super) fn expect<T>(outcome: Result<T, LedgerError>, expected: fn(&LedgerError) -> bool) -> Result<(), String> {
    match outcome {
        Ok(_) => Err("it was accepted".to_owned()),
        Err(error) if expected(&error) => Ok(()),
        Err(error) => Err(format!("the error is another one: {error}")),
    }
}

pub(super) fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
