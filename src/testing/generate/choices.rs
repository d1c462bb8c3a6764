//! Timelines of choices.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::builder::strategy_of;
use super::pick::{Place, often, place, seldom};
use super::pool::Pool;
use super::scopes::Scopes;
use crate::engine::PolicyEngine;
use crate::subject::{Choices, Grant, GrantedBy, Refusal, RefusalMeans};
use crate::vocabulary::{Actions, Instant, Scope};

/// Timelines of choices: grants by the person and the guardian, some of them with an end, refusals of every kind, and
/// withdrawals, which are always well-formed.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::timelines;
/// use proptest::prelude::*;
///
/// proptest!(|(choices in timelines(&PolicyEngine::platform()).at_most(2))| {
///     prop_assert!(choices.len() <= 2);
/// });
/// ```
#[must_use]
pub fn timelines(engine: &PolicyEngine) -> Timelines {
    Timelines::from(Arc::new(Pool::of(engine)))
}

/// Timelines of choices: made by [`timelines`].
#[derive(Clone, Debug)]
pub struct Timelines {
    pool: Arc<Pool>,
    most: usize,
    kinds: Kinds,
    made: OnceCell<BoxedStrategy<Choices>>,
}

strategy_of!(Timelines: Choices);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kinds {
    All,
    Grants,
    Refusals,
}

/// What becomes a choice once the choices before it are known.
#[derive(Clone, Debug)]
struct Draft {
    /// Whether it says yes, and if not, whether it withdraws.
    yes: bool,
    withdraws: bool,
    scope: Scope,
    at: Instant,
    /// A grant's length in days.
    lasts: Option<i64>,
    by_guardian: bool,
    on_evidence: bool,
    means: RefusalMeans,
    which: Place,
}

impl Timelines {
    pub(super) fn from(pool: Arc<Pool>) -> Self {
        Self { pool, most: 4, kinds: Kinds::All, made: OnceCell::new() }
    }

    /// No more choices than these.
    #[must_use]
    pub fn at_most(self, most: usize) -> Self {
        Self { most, made: OnceCell::new(), ..self }
    }

    /// Grants alone.
    #[must_use]
    pub fn of_grants(self) -> Self {
        Self { kinds: Kinds::Grants, made: OnceCell::new(), ..self }
    }

    /// Refusals alone, of which none withdraws anything.
    #[must_use]
    pub fn of_refusals(self) -> Self {
        Self { kinds: Kinds::Refusals, made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<Choices> {
        let kinds = self.kinds;
        let yes = match kinds {
            Kinds::All => often(60).boxed(),
            Kinds::Grants => Just(true).boxed(),
            Kinds::Refusals => Just(false).boxed(),
        };
        // Half of them long ago, so that there is something to go by.
        let first = self.pool.instants.first().copied().unwrap_or_default();
        let at = seldom(50, select(self.pool.instants.clone())).prop_map(move |at| at.unwrap_or(first));
        let when = (at, seldom(20, select(&[1_i64, 2, 30][..])));
        let how = (often(if kinds == Kinds::All { 50 } else { 0 }), often(20), often(10), select(RefusalMeans::ALL));
        let draft = (yes, Scopes::from(Arc::clone(&self.pool)), when, how, place());
        let draft = draft.prop_map(|(yes, scope, (at, lasts), (withdraws, by_guardian, on_evidence, means), which)| Draft {
            yes,
            withdraws,
            scope,
            at,
            lasts,
            by_guardian,
            on_evidence,
            means,
            which,
        });
        vec(draft, 0..=self.most).prop_map(timeline).boxed()
    }
}

fn timeline(drafts: Vec<Draft>) -> Choices {
    let mut choices = Choices::default();
    let mut granted: Vec<Grant> = Vec::new();
    for (number, draft) in (1..).zip(drafts) {
        let id = choice_id(number);
        let next = if draft.yes {
            let grant = draft.grant(id);
            granted.push(grant.clone());
            choices.clone().grant(grant)
        } else {
            choices.clone().refuse(draft.refusal(id, &granted))
        };
        // Ids are new, and what is withdrawn was granted before: none is turned down.
        choices = next.unwrap_or(choices);
    }
    choices
}

/// The id of a choice by its number.
fn choice_id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x4000, 0x8000 << 48 | number)
}

impl Draft {
    fn grant(self, id: Uuid) -> Grant {
        let mut grant = Grant::new(id, self.scope, self.at);
        if self.by_guardian {
            grant = grant.by(GrantedBy::Guardian);
        }
        if self.on_evidence {
            grant = grant.on_evidence("form 7");
        }
        match self.lasts.and_then(|days| self.at.checked_add_signed(TimeDelta::days(days))) {
            Some(end) => grant.until(end),
            None => grant,
        }
    }

    fn refusal(self, id: Uuid, granted: &[Grant]) -> Refusal {
        let Some(grant) = self.which.get(granted).filter(|_| self.withdraws) else {
            return Refusal::new(id, self.scope, self.at, self.means);
        };
        let refusal = Refusal::withdrawal(id, grant.id(), self.at.max(grant.given_at()));
        // A part of the grant, where it leaves the action open.
        match grant.scope().actions() {
            None if self.on_evidence => refusal.only(grant.scope().clone().to(self.scope.actions().unwrap_or(Actions::SHARE))),
            _ => refusal,
        }
    }
}
