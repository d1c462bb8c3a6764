//! A store that several ledgers have in common.

use std::sync::Arc;

use super::{Append, Appended, Erase, Store, StoredHistory, StoredPerson, Whose};
use crate::chain::{Digest, Position, Pseudonym};
use crate::ledger::LedgerError;

macro_rules! shared {
    ($($pointer:ty),+) => { $(
        impl<S: Store> Store for $pointer {
            async fn claim(&self, check: Digest) -> Result<Digest, LedgerError> {
                (**self).claim(check).await
            }

            async fn append(&self, batch: Vec<Append>) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
                (**self).append(batch).await
            }

            async fn erase(&self, erase: Erase) -> Result<Option<Position>, LedgerError> {
                (**self).erase(erase).await
            }

            async fn person(&self, whose: Whose) -> Result<Option<StoredPerson>, LedgerError> {
                (**self).person(whose).await
            }

            async fn history(&self, whose: Whose) -> Result<Option<StoredHistory>, LedgerError> {
                (**self).history(whose).await
            }

            async fn is_erased(&self, mark: Digest) -> Result<bool, LedgerError> {
                (**self).is_erased(mark).await
            }

            fn place(&self) -> Option<String> {
                (**self).place()
            }

            async fn chains(&self, after: Option<Pseudonym>, limit: usize) -> Result<Vec<Position>, LedgerError> {
                (**self).chains(after, limit).await
            }
        }
    )+ };
}

shared!(&S, Arc<S>);
