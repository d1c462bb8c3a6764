//! What a store must do, as a suite that anyone can run against their own.
//!
//! ```
//! use lawful::ledger::Memory;
//! use lawful::ledger::conformance::{Storage, check};
//!
//! struct InMemory;
//!
//! impl Storage for InMemory {
//!     type Store = Memory;
//!
//!     async fn empty(&self) -> Memory {
//!         Memory::new()
//!     }
//!
//!     async fn again(&self, _: &Memory) -> Option<Memory> {
//!         None // what is in memory has one handle
//!     }
//! }
//!
//! pollster::block_on(check(&InMemory))?;
//! # Ok::<(), lawful::ledger::conformance::Violations>(())
//! ```
//!
//! It says nothing about durability: that shows only when a process or a machine is stopped in the middle.

mod appending;
mod erasing;
mod material;
mod reading;
mod together;

use std::fmt;

use super::Store;

/// How to come by stores of a kind.
pub trait Storage: Sync {
    /// The kind of store.
    type Store: Store;

    /// A new, empty store that shares nothing with any other.
    fn empty(&self) -> impl Future<Output = Self::Store> + Send;

    /// A second handle on what a store keeps, as another process would have it; `None` where there is no such thing.
    fn again(&self, store: &Self::Store) -> impl Future<Output = Option<Self::Store>> + Send;
}

/// The promises that a store does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

/// A promise that a store does not keep, and what happened instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The promise.
    pub promise: &'static str,
    /// What happened.
    pub instead: String,
}

impl Violations {
    /// Each of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} promises are not kept", self.0.len())?;
        self.0.iter().try_for_each(|violation| write!(f, "\n- {}: {}", violation.promise, violation.instead))
    }
}

impl std::error::Error for Violations {}

/// What a promise comes to.
type Kept = Result<(), String>;

macro_rules! promises {
    ($storage:ident: $($promise:path),+ $(,)?) => {{
        let mut violations = Vec::new();
        $(
            // Each promise is one allocation on its own, so that the future of the whole suite stays small.
            if let Err(instead) = Box::pin($promise($storage)).await {
                violations.push(Violation { promise: sentence(stringify!($promise)), instead });
            }
        )+
        violations
    }};
}

/// Puts a store to the test.
///
/// # Errors
///
/// The promises that it does not keep.
pub async fn check<T: Storage>(storage: &T) -> Result<(), Violations> {
    let violations = promises! { storage:
        appending::what_is_appended_is_read_back_in_order,
        appending::an_event_is_recorded_once,
        appending::another_event_under_the_same_id_is_refused,
        appending::a_persons_events_are_recorded_all_or_none,
        appending::a_person_whose_events_are_refused_holds_up_nobody,
        appending::a_person_may_stand_in_a_batch_twice,
        appending::many_and_large_events_are_recorded_whole,
        appending::recorded_never_decreases,
        appending::a_withdrawal_finds_the_grant_of_the_same_person_only,
        reading::the_row_and_the_history_of_a_person_agree,
        reading::nobody_is_found_under_an_unknown_name,
        reading::chains_come_in_order_and_by_pages,
        reading::another_handle_sees_what_was_acknowledged,
        reading::the_first_claim_stays,
        erasing::an_erased_person_leaves_commitments_and_a_tombstone,
        erasing::nothing_is_recorded_of_an_erased_person,
        erasing::an_unknown_person_can_be_erased_in_advance,
        erasing::the_chains_of_others_stand,
        together::appends_at_the_same_time_all_stand_in_the_chain,
        together::an_append_and_an_erasure_at_the_same_time_leave_no_data,
        together::an_append_that_is_given_up_leaves_all_or_nothing,
    };
    if violations.is_empty() { Ok(()) } else { Err(Violations(violations)) }
}

/// The name of a promise as a sentence.
fn sentence(path: &'static str) -> &'static str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

macro_rules! demand {
    ($condition:expr, $($instead:tt)+) => {
        if !$condition {
            return Err(format!($($instead)+));
        }
    };
}

use demand;
