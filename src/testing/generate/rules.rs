//! Rules.

use std::cell::OnceCell;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::builder::strategy_of;
use super::pick::{Pick, pick, place, seldom};
use super::pool::Pool;
use crate::engine::PolicyEngine;
use crate::policy::{Condition, Effect, Fact, Policy, Rule};
use crate::vocabulary::{Actions, CustomWords, Duty, Ground, Origins, Role};

/// Rules that a policy could have, in the words of an engine's policies: well-formed, and such that a policy with them is not
/// refused.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::policy::Effect;
/// use lawful::testing::generate::rules;
/// use proptest::prelude::*;
///
/// proptest!(|(rule in rules(&PolicyEngine::platform()).effect(Effect::Forbid))| {
///     prop_assert_eq!(rule.effect(), Effect::Forbid);
/// });
/// ```
#[must_use]
pub fn rules(engine: &PolicyEngine) -> Rules {
    Rules { words: Arc::new(Words::of(engine)), effects: Vec::new(), made: OnceCell::new() }
}

/// Rules: made by [`rules`].
#[derive(Clone, Debug)]
pub struct Rules {
    words: Arc<Words>,
    effects: Vec<Effect>,
    made: OnceCell<BoxedStrategy<Rule>>,
}

strategy_of!(Rules: Rule);

impl Rules {
    /// Of this effect alone.
    #[must_use]
    pub fn effect(self, effect: Effect) -> Self {
        Self { effects: vec![effect], made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<Rule> {
        let effects = if self.effects.is_empty() { EFFECTS.to_vec() } else { self.effects.clone() };
        let words = Arc::clone(&self.words);
        let read = move |rule: Value| {
            let document = json!({ "id": "made-up", "vocabulary": words.declared, "rules": [rule] });
            Policy::from_json(&document.to_string()).ok().and_then(|policy| policy.rules().first().cloned())
        };
        draft(effects, Arc::clone(&self.words)).prop_filter_map("the parts of the rule do not go together", read).boxed()
    }
}

/// More permits than others, so that there is something to decide.
pub(super) const EFFECTS: [Effect; 8] = [
    Effect::Permit,
    Effect::Permit,
    Effect::Permit,
    Effect::Permit,
    Effect::Forbid,
    Effect::Forbid,
    Effect::Oblige,
    Effect::Exempt,
];

/// The names of what rules can speak of.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) declared: Value,
    actions: Vec<String>,
    parties: Vec<String>,
    purposes: Vec<String>,
    pub(super) categories: Vec<String>,
    origins: Vec<String>,
    facts: Vec<String>,
    /// The facts that the engine's own policies ask for.
    asked: Vec<String>,
}

impl Words {
    pub(super) fn of(engine: &PolicyEngine) -> Self {
        let pool = Pool::of(engine);
        let policies = || std::iter::once(engine.policy()).chain(engine.layers());
        let words = engine.vocabulary();
        let names = |all: &mut dyn Iterator<Item = &str>| all.map(str::to_owned).collect::<Vec<_>>();
        let roles = Role::ALL.iter().map(|role| role.name().to_owned());
        let named = pool.parties.iter().filter_map(|party| Some(format!("{}:{}", party.role(), party.id()?.as_str())));
        let leaves: Vec<&str> = words.category_names(words.all_categories()).collect();
        let groups = leaves.iter().filter_map(|leaf| leaf.rsplit_once('.')).map(|(group, _)| group);
        let mut categories = names(&mut leaves.iter().copied().chain(groups).chain(["sensitive"]));
        categories.dedup();
        let conditions = || policies().flat_map(Policy::all_rules).flat_map(|rule| rule.when().iter().chain(rule.unless()));
        let mut asked = names(&mut conditions().map(Condition::name));
        asked.sort_unstable();
        asked.dedup();
        Self {
            declared: declared(policies().map(Policy::words)),
            actions: Actions::all().words().map(|action| action.name().to_owned()).collect(),
            parties: roles.chain(named).collect(),
            purposes: pool.purposes.iter().filter_map(|purpose| words.purpose_name(*purpose)).map(str::to_owned).collect(),
            categories,
            origins: Origins::all().words().map(|origin| origin.name().to_owned()).collect(),
            facts: names(&mut Fact::ALL.iter().map(|fact| fact.name()).chain(words.fact_names())),
            asked,
        }
    }
}

/// All words that policies declare, as one policy would.
fn declared<'a>(policies: impl Iterator<Item = &'a CustomWords>) -> Value {
    let [mut categories, mut purposes, mut facts, mut sensitive] = [const { Vec::<&str>::new() }; 4];
    for words in policies {
        for (all, more) in [
            (&mut categories, &words.categories),
            (&mut purposes, &words.purposes),
            (&mut facts, &words.facts),
            (&mut sensitive, &words.sensitive),
        ] {
            for name in more {
                if !all.contains(&name.as_str()) {
                    all.push(name);
                }
            }
        }
    }
    json!({ "categories": categories, "purposes": purposes, "facts": facts, "sensitive": sensitive })
}

/// A rule as it stands in a document, without an id of its own and without anything that it yields to.
pub(super) fn draft(effects: Vec<Effect>, words: Arc<Words>) -> impl Strategy<Value = Value> + use<> {
    let some = |percent, most: usize| seldom(percent, vec(pick(0), 1..=most));
    let facts = |percent, most: usize| seldom(percent, vec(pick(60), 1..=most));
    let parts = (
        select(effects),
        (some(60, 3), some(20, 2), some(25, 2), some(25, 2)),
        (some(50, 2), some(20, 2)),
        (facts(60, 2), facts(30, 2)),
        seldom(40, vec(place(), 1..=2)),
        select(Ground::ALL),
    );
    parts.prop_map(
        move |(effect, (actions, actors, recipients, purposes), (categories, origins), (when, unless), duties, ground)| {
            let mut rule = Map::new();
            rule.insert("id".to_owned(), "made-up/rule".into());
            rule.insert("effect".to_owned(), effect.name().into());
            let mut put = |key: &str, picks: Option<Vec<Pick>>, fitting: &[String], all: &[String]| {
                let Some(picks) = picks else { return };
                let mut names: Vec<String> = picks.into_iter().filter_map(|pick| pick.of(fitting, all)).collect();
                names.sort_unstable();
                names.dedup();
                if !names.is_empty() {
                    rule.insert(key.to_owned(), names.into());
                }
            };
            put("actions", actions, &[], &words.actions);
            put("actors", actors, &[], &words.parties);
            put("recipients", recipients, &[], &words.parties);
            put("purposes", purposes, &[], &words.purposes);
            put("categories", categories, &[], &words.categories);
            put("origins", origins, &[], &words.origins);
            put("when", when, &words.asked, &words.facts);
            put("unless", unless, &words.asked, &words.facts);
            let mut duties: Vec<&str> =
                duties.into_iter().flatten().filter_map(|place| place.get(Duty::ALL)).map(|duty| duty.name()).collect();
            duties.dedup();
            well_formed(rule, effect, duties, ground)
        },
    )
}

/// Takes out what the effect has no place for, and what every policy is refused for.
fn well_formed(mut rule: Map<String, Value>, effect: Effect, mut duties: Vec<&str>, ground: Ground) -> Value {
    if effect == Effect::Permit {
        rule.insert("ground".to_owned(), ground.name().into());
    }
    if effect == Effect::Oblige && duties.is_empty() {
        duties.push(Duty::Encrypt.name());
    }
    if effect != Effect::Exempt && !duties.is_empty() {
        rule.insert("duties".to_owned(), duties.into());
    }
    let consents = ["consented", "guardian-consented"].as_slice();
    let choices = ["consented", "guardian-consented", "refused"].as_slice();
    let (not_when, not_unless): (&[&str], &[&str]) = match effect {
        Effect::Permit => (&["refused"], consents),
        Effect::Forbid => (consents, &["refused"]),
        Effect::Exempt => (choices, choices),
        Effect::Oblige => (&[], &[]),
    };
    let when = rule.get("when").cloned();
    let asked_for = |fact: &Value| when.as_ref().and_then(Value::as_array).is_some_and(|when| when.contains(fact));
    for (key, refused) in [("when", not_when), ("unless", not_unless)] {
        let Some(facts) = rule.get_mut(key).and_then(Value::as_array_mut) else { continue };
        facts.retain(|fact| !refused.iter().any(|name| fact == name) && (key == "when" || !asked_for(fact)));
        if facts.is_empty() {
            rule.remove(key);
        }
    }
    Value::Object(rule)
}
