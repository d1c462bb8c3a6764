//! What requests are narrowed down to.

use std::fmt;
use std::sync::Arc;

use super::Instants;
use super::pick::Pick;
use super::pool::{self, Guide, Pool};
use crate::request::{Circumstance, Circumstances};
use crate::vocabulary::{Action, Actions, DataCategories, Instant, Origin, Origins, Parties, Party, Purpose, Purposes};

/// What requests are narrowed down to; a part that is `None` is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    pub(super) actions: Option<Actions>,
    pub(super) actors: Option<Parties>,
    pub(super) recipients: Option<Parties>,
    pub(super) purposes: Option<Purposes>,
    pub(super) categories: Option<DataCategories>,
    pub(super) origins: Option<Origins>,
    pub(super) service: Option<String>,
    pub(super) instants: Option<Instants>,
    pub(super) most_items: Option<usize>,
    /// No circumstances but those that are [always](Limits::always) given.
    pub(super) is_bare: bool,
    /// Every circumstance, whether or not a rule asks about it.
    pub(super) is_full: bool,
    pub(super) always: Vec<Given>,
}

/// A circumstance that is always given.
#[derive(Clone)]
pub(super) struct Given(Arc<dyn Fn(&mut Circumstances)>);

impl Given {
    pub(super) fn of(circumstance: impl Circumstance + Clone + 'static) -> Self {
        Self(Arc::new(move |circumstances| circumstance.clone().apply(circumstances)))
    }

    pub(super) fn apply(&self, circumstances: &mut Circumstances) {
        (self.0)(circumstances);
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Given")
    }
}

impl Limits {
    /// A named recipient asks for an action that has one.
    pub(super) fn actions(&self, actions: Actions) -> Vec<Action> {
        let mut allowed = actions & self.actions.unwrap_or(Actions::all());
        if self.recipients.is_some() {
            allowed -= Actions::WITHOUT_RECIPIENT;
        }
        pool::actions(allowed)
    }

    pub(super) fn actors(&self, fitting: &[Party]) -> Vec<Party> {
        within(fitting, self.actors.as_ref())
    }

    pub(super) fn recipients(&self, fitting: &[Party]) -> Vec<Party> {
        within(fitting, self.recipients.as_ref())
    }

    /// Every party that is allowed, ids that only the user names among them.
    pub(super) fn all(&self, named: Option<&Parties>, pool: &Pool) -> Vec<Party> {
        named.map_or_else(|| pool.parties.clone(), |parties| pool.parties_in(parties))
    }

    pub(super) fn purposes(&self, fitting: &[Purpose]) -> Vec<Purpose> {
        let allowed = |purpose: &&Purpose| self.purposes.is_none_or(|allowed| allowed.contains((**purpose).into()));
        fitting.iter().filter(allowed).copied().collect()
    }

    pub(super) fn categories(&self, fitting: &[DataCategories]) -> Vec<DataCategories> {
        let allowed = |leaf: &&DataCategories| self.categories.is_none_or(|allowed| allowed.contains(**leaf));
        fitting.iter().filter(allowed).copied().collect()
    }

    pub(super) fn origins(&self, fitting: &[Origin]) -> Vec<Origin> {
        let allowed = |origin: &&Origin| self.origins.is_none_or(|allowed| allowed.contains((**origin).into()));
        fitting.iter().filter(allowed).copied().collect()
    }

    pub(super) fn all_origins(&self) -> Vec<Origin> {
        let mut all = pool::origins(self.origins.unwrap_or(Origins::all()));
        // What is not said is the plainest.
        all.sort_by_key(|origin| *origin != Origin::Unknown);
        all
    }

    pub(super) fn service(&self, pick: Pick, pool: &Pool) -> Option<String> {
        self.service.clone().or_else(|| pick.among(&pool.services))
    }

    pub(super) fn instants(&self, pool: &Pool) -> Vec<Instant> {
        self.instants.as_ref().map_or_else(|| pool.asked_at.clone(), |instants| instants.list(&pool.instants))
    }

    /// Whether a rule has anything to say within the limits.
    pub(super) fn admit(&self, guide: &Guide) -> bool {
        fn fits<T>(named: &[T], allowed: &[T]) -> bool {
            named.is_empty() || !allowed.is_empty()
        }
        !self.actions(guide.actions).is_empty()
            && fits(&guide.actors, &self.actors(&guide.actors))
            && fits(&guide.recipients, &self.recipients(&guide.recipients))
            && fits(&guide.purposes, &self.purposes(&guide.purposes))
            && fits(&guide.categories, &self.categories(&guide.categories))
            && fits(&guide.origins, &self.origins(&guide.origins))
    }
}

fn within(fitting: &[Party], allowed: Option<&Parties>) -> Vec<Party> {
    fitting.iter().filter(|party| allowed.is_none_or(|allowed| allowed.include(party).holds())).cloned().collect()
}
