//! Transactions that are tried again where the server gave them up.

use std::time::Duration;

use deadpool_postgres::{Object, Transaction};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, IsolationLevel};

use super::failure::{failed, failed_to_commit};
use crate::chain::StoreError;
use crate::ledger::LedgerError;

/// How often a transaction is tried.
const TURNS: u32 = 10;

/// Why a turn came to nothing: what the server said decides whether there is another one.
pub(super) enum Stopped<E = LedgerError> {
    Server(Error),
    Here(E),
}

impl<E> From<Error> for Stopped<E> {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

impl<E: From<StoreError>> From<StoreError> for Stopped<E> {
    fn from(error: StoreError) -> Self {
        Self::Here(error.into())
    }
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Self {
        Self::Here(error)
    }
}

impl<E: From<StoreError>> Stopped<E> {
    /// How long to wait before the next turn; the error, where there is none.
    pub(super) fn pause(self, turn: u32) -> Result<Duration, E> {
        match self {
            Self::Server(error) if turn < TURNS && is_worth_another(&error) => Ok(Duration::from_millis(u64::from(turn) * 3)),
            Self::Server(error) => Err(failed(error).into()),
            Self::Here(error) => Err(error),
        }
    }
}

/// Whether the server gave the transaction up for the sake of another one, or it lost a race for a key.
fn is_worth_another(error: &Error) -> bool {
    let lost = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::UNIQUE_VIOLATION];
    error.code().is_some_and(|code| lost.contains(code))
}

/// Begins one in which each statement sees what was committed before it, whatever the server's default: after waiting for a
/// lock, a snapshot from before the wait does not show what the other transaction did.
pub(super) async fn begin(connection: &mut Object) -> Result<Transaction<'_>, StoreError> {
    connection.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await.map_err(failed)
}

pub(super) async fn commit<E: From<StoreError>>(transaction: Transaction<'_>) -> Result<(), Stopped<E>> {
    transaction.commit().await.map_err(|error| match is_worth_another(&error) {
        true => Stopped::Server(error),
        false => Stopped::Here(failed_to_commit(error).into()),
    })
}

/// Works in a transaction, again where the server gave it up. The work ends in `Result<_, Stopped<_>>`.
///
/// No function, since a closure cannot promise yet that the future which borrows its argument is `Send`.
macro_rules! in_transaction {
    ($store:ident, |$transaction:ident| $work:expr) => {{
        let mut turn = 1;
        loop {
            // The transaction ends with this block, so that nothing stays locked during a pause.
            let stopped = {
                let mut connection = $store.connection().await?;
                let $transaction = $crate::ledger::postgres::transaction::begin(&mut connection).await?;
                match $work.await {
                    Ok(outcome) => match $crate::ledger::postgres::transaction::commit($transaction).await {
                        Ok(()) => break Ok(outcome),
                        Err(stopped) => stopped,
                    },
                    Err(stopped) => stopped,
                }
            };
            match stopped.pause(turn) {
                Ok(pause) => tokio::time::sleep(pause).await,
                Err(error) => break Err(error),
            }
            turn += 1;
        }
    }};
}

pub(super) use in_transaction;
