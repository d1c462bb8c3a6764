//! Requests.

use std::cell::OnceCell;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::builder::strategy_of;
use super::limits::{Given, Limits};
use super::pick::{Pick, Place, pick, place, seldom};
use super::pool::{Guide, Pool};
use super::{Instants, circumstances, items};
use crate::engine::PolicyEngine;
use crate::request::{Circumstance, Circumstances, Request};
use crate::vocabulary::{Actions, DataCategories, Ground, Origins, Parties, Party, Purposes};

/// Any requests that an engine's policies can be asked.
///
/// Most of them lean on some rule: they lie in its box, and the circumstances that its conditions turn on are given.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::request::Partnership;
/// use lawful::testing::generate::requests;
/// use lawful::vocabulary::{Action, Actions, DataCategories, Role};
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// let sharing = requests(&engine)
///     .actions(Actions::SHARE | Actions::SELL)
///     .about(DataCategories::EMAIL)
///     .to(Role::Partner)
///     .given(Partnership { current: Some(true) });
/// proptest!(|(request in sharing)| {
///     prop_assert!(matches!(request.action(), Action::Share | Action::Sell));
///     prop_assert!(request.circumstances().partnership.is_some());
/// });
/// ```
#[must_use]
pub fn requests(engine: &PolicyEngine) -> Requests {
    Requests::from(Arc::new(Pool::of(engine)))
}

/// Requests: made by [`requests`].
///
/// Where the limits leave nothing to ask, such as an action that has no recipient towards one, every case is rejected.
#[derive(Clone, Debug)]
pub struct Requests {
    pool: Arc<Pool>,
    limits: Limits,
    made: OnceCell<BoxedStrategy<Request>>,
}

strategy_of!(Requests: Request);

impl Requests {
    pub(super) fn from(pool: Arc<Pool>) -> Self {
        Self { pool, limits: Limits::default(), made: OnceCell::new() }
    }

    /// For these actions alone.
    #[must_use]
    pub fn actions(self, actions: impl Into<Actions>) -> Self {
        let actions = Some(actions.into());
        self.with(|limits| limits.actions = actions)
    }

    /// By these actors alone: a role, some roles or one party.
    #[must_use]
    pub fn by(self, actors: impl Into<Parties>) -> Self {
        let actors = Some(actors.into());
        self.with(|limits| limits.actors = actors)
    }

    /// Towards these recipients alone: a role, some roles or one party. Who receives the data is then never left open.
    #[must_use]
    pub fn to(self, recipients: impl Into<Parties>) -> Self {
        let recipients = Some(recipients.into());
        self.with(|limits| limits.recipients = recipients)
    }

    /// For these purposes alone.
    #[must_use]
    pub fn for_purposes(self, purposes: impl Into<Purposes>) -> Self {
        let purposes = Some(purposes.into());
        self.with(|limits| limits.purposes = purposes)
    }

    /// About items that hold and reveal these categories alone.
    #[must_use]
    pub fn about(self, categories: DataCategories) -> Self {
        self.with(|limits| limits.categories = Some(categories))
    }

    /// About items of these origins alone.
    #[must_use]
    pub fn from_origins(self, origins: impl Into<Origins>) -> Self {
        let origins = Some(origins.into());
        self.with(|limits| limits.origins = origins)
    }

    /// About items of this service or of none.
    #[must_use]
    pub fn in_service(self, service: &str) -> Self {
        self.with(|limits| limits.service = Some(service.to_owned()))
    }

    /// About no more items than these; there is always one.
    #[must_use]
    pub fn of_items(self, most: usize) -> Self {
        self.with(|limits| limits.most_items = Some(most.max(1)))
    }

    /// At these instants alone. To have people's histories lie around them as well, narrow the [cases](super::Cases::at) down.
    #[must_use]
    pub fn at(self, instants: impl Into<Instants>) -> Self {
        let instants = Some(instants.into());
        self.with(|limits| limits.instants = instants)
    }

    /// In this circumstance, whatever else is the case.
    #[must_use]
    pub fn given(self, circumstance: impl Circumstance + Clone + 'static) -> Self {
        self.with(|limits| limits.always.push(Given::of(circumstance)))
    }

    /// In no circumstances but those that are [given](Requests::given).
    #[must_use]
    pub fn without_circumstances(self) -> Self {
        self.with(|limits| limits.is_bare = true)
    }

    /// In every circumstance at once.
    #[must_use]
    pub fn in_every_circumstance(self) -> Self {
        self.with(|limits| limits.is_full = true)
    }

    fn with(mut self, narrow: impl FnOnce(&mut Limits)) -> Self {
        narrow(&mut self.limits);
        Self { made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<Request> {
        let (pool, limits) = (Arc::clone(&self.pool), self.limits.clone());
        let guides: Vec<Guide> = pool.guides.iter().filter(|guide| limits.admit(guide)).cloned().collect();
        let most_items = limits.most_items.unwrap_or(2);
        let parts = (
            place(),
            pick(85),
            pick(80),
            pick(80),
            pick(80),
            // Who receives it is seldom open.
            seldom(90, Just(())),
            pick(0),
            vec(items::draft(), 1..=most_items),
            circumstances::draft(&pool),
            seldom(15, pick(0)),
            seldom(5, pick(0)),
        );
        let whole =
            parts.prop_map(|(guide, action, actor, purpose, recipient, known, at, items, circumstances, function, claims)| {
                Draft {
                    guide,
                    action,
                    actor,
                    purpose,
                    recipient,
                    is_recipient_known: known.is_some(),
                    at,
                    items,
                    circumstances,
                    function,
                    claims,
                }
            });
        let none = Guide::NONE;
        let request = move |draft: Draft| {
            let guide = draft.guide.get(&guides).unwrap_or(&none);
            draft.request(guide, &limits, &pool)
        };
        whole.prop_filter_map("the limits leave nothing to ask", request).boxed()
    }
}

/// What becomes a request once it is known which rule it leans on.
#[derive(Clone, Debug)]
struct Draft {
    guide: Place,
    action: Pick,
    actor: Pick,
    purpose: Pick,
    recipient: Pick,
    is_recipient_known: bool,
    at: Pick,
    items: Vec<items::Draft>,
    circumstances: circumstances::Draft,
    function: Option<Pick>,
    claims: Option<Pick>,
}

/// All circumstances at once.
pub(in crate::testing) struct All(pub(in crate::testing) Circumstances);

impl Circumstance for All {
    fn apply(self, circumstances: &mut Circumstances) {
        *circumstances = self.0;
    }
}

impl Draft {
    fn request(self, guide: &Guide, limits: &Limits, pool: &Pool) -> Option<Request> {
        let action = self.action.of(&limits.actions(guide.actions), &limits.actions(Actions::all()))?;
        let purpose = self.purpose.of(&limits.purposes(&guide.purposes), &limits.purposes(&pool.purposes))?;
        let at = self.at.among(&limits.instants(pool))?;
        let recipient = if action.has_recipient() && (self.is_recipient_known || limits.recipients.is_some()) {
            let all = limits.all(limits.recipients.as_ref(), pool);
            Some(self.recipient.of(&limits.recipients(&guide.recipients), &all)?)
        } else {
            None
        };
        let actor = match &limits.actors {
            // Mostly the operator, where a rule does not say who acts.
            None if guide.actors.is_empty() && self.actor.fits() => Party::OPERATOR,
            actors => self.actor.of(&limits.actors(&guide.actors), &limits.all(actors.as_ref(), pool))?,
        };
        let items = self.items.into_iter().map(|item| item.item(guide, limits, pool)).collect::<Option<Vec<_>>>()?;
        let mut request = Request::new(action, items, recipient, purpose, at).ok()?.by(actor);
        if let Some(function) = self.function.and_then(|pick| pick.among(&pool.functions)) {
            request = request.in_function(&function);
        }
        if let Some(ground) = self.claims.and_then(|pick| pick.among(Ground::ALL)) {
            request = request.claiming(ground);
        }
        let mut circumstances = Circumstances::default();
        if !limits.is_bare {
            circumstances = self.circumstances.circumstances(guide, &request, pool, limits.is_full);
        }
        for given in &limits.always {
            given.apply(&mut circumstances);
        }
        Some(request.given(All(circumstances)))
    }
}
