//! Scopes of choices.

use std::cell::OnceCell;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::builder::strategy_of;
use super::pick::{Pick, Place, pick, place, seldom};
use super::pool::{self, Guide, Pool};
use crate::engine::PolicyEngine;
use crate::vocabulary::{Actions, DataCategories, Parties, Purposes, Scope};

/// Scopes, in the words of an engine's policies.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::scopes;
/// use proptest::prelude::*;
///
/// proptest!(|(scope in scopes(&PolicyEngine::platform()))| {
///     prop_assert!(lawful::Scope::anything().includes(&scope));
/// });
/// ```
#[must_use]
pub fn scopes(engine: &PolicyEngine) -> Scopes {
    Scopes::from(Arc::new(Pool::of(engine)))
}

/// Scopes: made by [`scopes`].
#[derive(Clone, Debug)]
pub struct Scopes {
    pool: Arc<Pool>,
    made: OnceCell<BoxedStrategy<Scope>>,
}

strategy_of!(Scopes: Scope);

/// The parts of a scope; each that is left out is *any*.
type Draft = (Place, Option<Vec<Pick>>, Option<Vec<Pick>>, Option<Vec<Pick>>, Option<Vec<Pick>>, Option<Pick>);

impl Scopes {
    pub(super) fn from(pool: Arc<Pool>) -> Self {
        Self { pool, made: OnceCell::new() }
    }

    fn make(&self) -> BoxedStrategy<Scope> {
        let pool = Arc::clone(&self.pool);
        let some = || vec(pick(80), 1..=2);
        let draft = (
            place(),
            seldom(40, some()),
            seldom(35, vec(pick(80), 1..=3)),
            seldom(30, some()),
            seldom(20, some()),
            seldom(10, pick(0)),
        );
        draft.prop_map(move |draft| scope(&pool, draft)).boxed()
    }
}

/// Empty parts leave a scope as it is, so a policy without words of a kind does no harm.
fn scope(pool: &Pool, (guide, categories, actions, purposes, recipients, service): Draft) -> Scope {
    let none = Guide::NONE;
    let guide = guide.get(&pool.guides).unwrap_or(&none);
    let mut scope = Scope::anything();
    if let Some(picks) = categories {
        let set: DataCategories = picks.iter().filter_map(|pick| pick.of(&guide.categories, &pool.categories)).collect();
        scope = scope.of(set);
    }
    if let Some(picks) = actions {
        let (fitting, all) = (pool::actions(guide.actions), pool::actions(Actions::all()));
        scope = scope.to(picks.iter().filter_map(|pick| pick.of(&fitting, &all)).collect());
    }
    if let Some(picks) = purposes {
        let set: Purposes = picks.iter().filter_map(|pick| pick.of(&guide.purposes, &pool.purposes)).collect();
        scope = scope.for_purposes(set);
    }
    if let Some(picks) = recipients {
        let parties = picks.iter().filter_map(|pick| pick.of(&guide.recipients, &pool.parties));
        scope = scope.with(parties.fold(Parties::default(), Parties::and));
    }
    match service.and_then(|pick| pick.among(&pool.services)) {
        Some(service) => scope.in_service(&service),
        None => scope,
    }
}
