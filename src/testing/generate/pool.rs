//! What there is to draw from: the words of an engine's policies, and what their rules ask about.

use chrono::TimeDelta;

use super::Instants;
use crate::engine::PolicyEngine;
use crate::policy::{Condition, Edition, Effect, Fact, Policy, Rule};
use crate::request::Circumstances;
use crate::vocabulary::{
    Action, Actions, CustomFact, DataCategories, Instant, Origin, Origins, Parties, Party, Purpose, Purposes, Role, Vocabulary,
};

/// A plain day.
const PLAIN: i64 = 1_780_315_200;
/// Days before and after an instant that matters: long before, and close by on both sides.
const DAYS: [i64; 6] = [-400, -2, -1, 0, 1, 2];
/// Ids of parties that no policy names.
const IDS: [&str; 2] = ["acme", "globex"];
const SERVICES: [&str; 2] = ["shop", "forum"];

/// What there is to draw from. Plain words come first: that is what a case shrinks to.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) words: Vocabulary,
    pub(super) guides: Vec<Guide>,
    pub(super) categories: Vec<DataCategories>,
    pub(super) sensitive: Vec<DataCategories>,
    pub(super) purposes: Vec<Purpose>,
    pub(super) parties: Vec<Party>,
    pub(super) services: Vec<String>,
    pub(super) functions: Vec<String>,
    pub(super) versions: Vec<String>,
    pub(super) facts: Vec<CustomFact>,
    /// In the order of time.
    pub(super) instants: Vec<Instant>,
    /// The instants that requests are about, the plainest first.
    pub(super) asked_at: Vec<Instant>,
    /// The least and the greatest age of majority.
    pub(super) majority: (u8, u8),
}

/// What fits a rule: the parts of its box, and what its conditions turn on.
#[derive(Clone, Debug)]
pub(super) struct Guide {
    pub(super) actions: Actions,
    pub(super) actors: Vec<Party>,
    pub(super) recipients: Vec<Party>,
    pub(super) purposes: Vec<Purpose>,
    pub(super) categories: Vec<DataCategories>,
    pub(super) origins: Vec<Origin>,
    /// One bit for each circumstance, in the order of [`Circumstances::NAMES`].
    pub(super) circumstances: u32,
    pub(super) facts: Vec<CustomFact>,
}

impl Pool {
    pub(super) fn of(engine: &PolicyEngine) -> Self {
        let policies: Vec<&Policy> = std::iter::once(engine.policy()).chain(engine.layers()).collect();
        let rules = || policies.iter().copied().flat_map(Policy::all_rules);
        let words = engine.vocabulary().clone();
        let parties = parties(rules());
        let purposes = (0..64).map(Purpose::at).filter(|purpose| words.purpose_name(*purpose).is_some()).collect();
        let majorities = || policies.iter().filter_map(|policy| policy.age_of_majority()).chain(base_majority(engine.policy()));
        let mut pool = Self {
            guides: Vec::new(),
            categories: words.all_categories().leaves().collect(),
            sensitive: words.sensitive().leaves().collect(),
            purposes,
            parties,
            services: SERVICES.map(str::to_owned).to_vec(),
            functions: policies.iter().flat_map(|policy| policy.functions().map(|(name, _)| name.to_owned())).collect(),
            versions: std::iter::once(Edition::INITIAL)
                .chain(engine.policy().editions().iter().map(Edition::version))
                .map(str::to_owned)
                .collect(),
            facts: words.fact_names().filter_map(|name| words.fact(name).ok()).collect(),
            instants: Vec::new(),
            asked_at: Vec::new(),
            majority: (majorities().min().unwrap_or_default(), majorities().max().unwrap_or_default()),
            words,
        };
        // Permits twice: nearly everything else is denied.
        let leading = rules().chain(rules().filter(|rule| rule.effect() == Effect::Permit));
        pool.guides = leading.map(|rule| pool.guide(rule)).collect();
        let plain = Instant::from_timestamp(PLAIN, 0);
        let editions = || policies.iter().flat_map(|policy| policy.editions());
        let turning = editions().map(Edition::effective_from).chain(editions().filter_map(Edition::notice));
        pool.around(plain.into_iter().chain(turning).collect())
    }

    /// The same pool, with its instants around these.
    pub(super) fn around(mut self, anchors: Vec<Instant>) -> Self {
        let near = |at: &Instant| DAYS.map(|days| at.checked_add_signed(TimeDelta::days(days)));
        self.instants = anchors.iter().flat_map(near).flatten().collect();
        self.instants.sort_unstable();
        self.instants.dedup();
        let close = self.instants.iter().filter(|at| anchors.iter().any(|anchor| (**at - anchor).abs() <= TimeDelta::days(2)));
        self.asked_at = Instants::from(anchors.iter().chain(close).copied().collect::<Vec<_>>()).list(&[]);
        self
    }

    /// The parties among those that a rule, a scope or a user names; with ids of its own where a whole role is meant.
    pub(super) fn parties_in(&self, named: &Parties) -> Vec<Party> {
        let known = self.parties.iter().filter(|party| named.include(party).holds());
        let mut all: Vec<Party> = known.chain(named.named()).cloned().collect();
        all.dedup();
        all
    }

    /// The categories that go by these names.
    fn named(&self, names: &[String]) -> Vec<DataCategories> {
        let all: DataCategories = names.iter().filter_map(|name| self.words.categories(name).ok()).collect();
        all.leaves().collect()
    }

    fn guide(&self, rule: &Rule) -> Guide {
        let mut circumstances = 0;
        let mut facts = Vec::new();
        for condition in rule.when().iter().chain(rule.unless()) {
            match condition {
                Condition::Builtin(fact) => circumstances |= circumstance(*fact),
                Condition::Own(name) => facts.extend(self.words.fact(name)),
            }
        }
        let listed = |parties: Option<&Parties>| parties.map_or_else(Vec::new, |parties| self.parties_in(parties));
        let purposes: Option<Purposes> =
            rule.purposes().map(|names| names.iter().filter_map(|name| self.words.purpose(name).ok()).collect());
        Guide {
            actions: rule.actions().unwrap_or(Actions::all()),
            actors: listed(rule.actors()),
            recipients: listed(rule.recipients()),
            purposes: purposes.map_or_else(Vec::new, |purposes| purposes.purposes().collect()),
            categories: rule.categories().map_or_else(Vec::new, |names| self.named(names)),
            origins: rule.origins().map_or_else(Vec::new, |origins| origins.words().collect()),
            circumstances,
            facts,
        }
    }
}

impl Guide {
    /// One that nothing fits in particular.
    pub(super) const NONE: Self = Self {
        actions: Actions::empty(),
        actors: Vec::new(),
        recipients: Vec::new(),
        purposes: Vec::new(),
        categories: Vec::new(),
        origins: Vec::new(),
        circumstances: 0,
        facts: Vec::new(),
    };
}

/// Every word of a list, as a list.
pub(super) fn actions(actions: Actions) -> Vec<Action> {
    actions.words().collect()
}

/// Every origin of a set.
pub(super) fn origins(origins: Origins) -> Vec<Origin> {
    origins.words().collect()
}

fn base_majority(base: &Policy) -> Option<u8> {
    base.age_of_majority().is_none().then_some(Policy::AGE_OF_MAJORITY)
}

/// Every role, those that rules name with an id, and partners and providers with ids that nobody names.
fn parties<'a>(rules: impl Iterator<Item = &'a Rule>) -> Vec<Party> {
    let named = rules.flat_map(|rule| rule.actors().into_iter().chain(rule.recipients()).flat_map(Parties::named)).cloned();
    let mut all: Vec<Party> = Role::ALL.iter().copied().map(Party::of).collect();
    all.extend(named);
    for id in IDS {
        all.extend([Party::partner(id), Party::service_provider(id), Party::new(Role::ThirdParty, id)]);
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|party| seen.insert(party.clone()));
    all
}

fn circumstance(fact: Fact) -> u32 {
    let place = fact.circumstance().and_then(|name| Circumstances::NAMES.iter().position(|known| *known == name));
    place.map_or(0, |place| 1 << place)
}
