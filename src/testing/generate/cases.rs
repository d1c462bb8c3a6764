//! Cases: a request together with the person whom it is about.

use std::cell::OnceCell;
use std::sync::Arc;

use proptest::prelude::*;

use super::builder::strategy_of;
use super::pool::Pool;
use super::{Instants, People, Requests};
use crate::decision::Case;
use crate::engine::PolicyEngine;
use crate::request::Request;
use crate::subject::DataSubject;

/// Any cases that an engine's policies can be asked to decide.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::cases;
/// use lawful::vocabulary::{Action, Actions, Role};
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// let sales = cases(&engine).of(|people| people.minor()).asking(|requests| requests.actions(Actions::SELL).to(Role::Broker));
/// proptest!(|(case in sales)| {
///     prop_assert_eq!(case.request.action(), Action::Sell);
/// });
/// ```
#[must_use]
pub fn cases(engine: &PolicyEngine) -> Cases {
    let pool = Arc::new(Pool::of(engine));
    Cases { people: None, requests: None, instants: None, pool, made: OnceCell::new() }
}

type Narrowed<B, T> = Arc<dyn Fn(B) -> BoxedStrategy<T>>;

/// Cases: made by [`cases`].
#[derive(Clone)]
pub struct Cases {
    pool: Arc<Pool>,
    people: Option<Narrowed<People, DataSubject>>,
    requests: Option<Narrowed<Requests, Request>>,
    instants: Option<Instants>,
    made: OnceCell<BoxedStrategy<Case>>,
}

strategy_of!(Cases: Case);

impl Cases {
    /// About these people: the function narrows down the people that a case may be about, or gives others, such as `|_|
    /// Just(alice)`.
    #[must_use]
    pub fn of<S>(self, people: impl Fn(People) -> S + 'static) -> Self
    where
        S: Strategy<Value = DataSubject> + 'static,
    {
        Self { people: Some(Arc::new(move |all| people(all).boxed())), made: OnceCell::new(), ..self }
    }

    /// Asking this: the function narrows down the requests that a case may ask, or gives others.
    #[must_use]
    pub fn asking<S>(self, requests: impl Fn(Requests) -> S + 'static) -> Self
    where
        S: Strategy<Value = Request> + 'static,
    {
        Self { requests: Some(Arc::new(move |all| requests(all).boxed())), made: OnceCell::new(), ..self }
    }

    /// At these instants, with what happened to the people before and after lying around them.
    #[must_use]
    pub fn at(self, instants: impl Into<Instants>) -> Self {
        Self { instants: Some(instants.into()), made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<Case> {
        let pool = match &self.instants {
            None => Arc::clone(&self.pool),
            Some(instants) => Arc::new(Pool::clone(&self.pool).around(instants.list(&self.pool.instants))),
        };
        let requests = Requests::from(Arc::clone(&pool));
        let requests = match &self.instants {
            None => requests,
            Some(instants) => requests.at(instants.list(&self.pool.instants)),
        };
        let requests = self.requests.as_ref().map_or_else(|| requests.clone().boxed(), |narrow| narrow(requests.clone()));
        let people = People::from(pool);
        let people = self.people.as_ref().map_or_else(|| people.clone().boxed(), |narrow| narrow(people.clone()));
        (requests, people).prop_map(|(request, subject)| Case { id: None, request, subject }).boxed()
    }
}

impl std::fmt::Debug for Cases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cases").field("instants", &self.instants).finish_non_exhaustive()
    }
}
