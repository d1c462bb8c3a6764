//! What all engines are given: rules, questions and people in a form that belongs to none of them.

use std::collections::HashMap;
use std::rc::Rc;

use lawful::policy::{Condition, Effect, Fact, Policy};
use lawful::vocabulary::{
    Action, Actions, DataCategories, Instant, Origin, Origins, Parties, Party, Purpose, Purposes, Role, Roles, Vocabulary,
};

use crate::people::Person;

/// A set of facts: bit `fact as u32` for a built-in one, bit 64 + n for the policy's n-th own.
pub type Facts = u128;

/// The bit of a built-in fact.
pub const fn bit(fact: Fact) -> Facts {
    1 << (fact as u32)
}

/// The bit of a policy's own fact.
pub const fn own_bit(place: usize) -> Facts {
    1 << (64 + place)
}

pub const AGREED: Facts = bit(Fact::Agreed);
pub const CONSENTED: Facts = bit(Fact::Consented);
pub const REFUSED: Facts = bit(Fact::Refused);

/// A rule with its words resolved. `None` is any.
pub struct Rule {
    pub id: String,
    pub effect: Effect,
    pub actions: Option<Actions>,
    pub actors: Option<Parties>,
    pub recipients: Option<Parties>,
    pub purposes: Option<Purposes>,
    pub categories: Option<DataCategories>,
    pub origins: Option<Origins>,
    pub when: Facts,
    pub unless: Facts,
    /// Places of the permits that a forbid gives way to.
    pub yields_to: Vec<usize>,
}

/// A question of the operator about one category.
///
/// One, because the peers answer once a category: a set would multiply their time and hardly change `lawful`'s.
pub struct Ask {
    pub action: Action,
    pub recipient: Option<Party>,
    pub purpose: Purpose,
    pub category: DataCategories,
    pub origin: Origin,
    pub at: Instant,
    /// What holds, apart from what depends on the person: [`AGREED`], [`CONSENTED`], [`REFUSED`]. All else does not hold.
    pub facts: Facts,
}

/// One policy, with the questions that are put about its people.
pub struct Workload {
    pub name: String,
    /// The policy's text, in TOML.
    pub text: String,
    pub policy: Policy,
    pub words: Vocabulary,
    pub rules: Rc<[Rule]>,
    /// The facts that some rule asks for, by bit, with their names.
    pub facts: Vec<(Facts, String)>,
    pub asks: Rc<[Ask]>,
    pub people: Vec<Person>,
    pub choices: usize,
    /// Which question about which person, in the order in which they are put.
    pub pairs: Vec<Pair>,
    /// How the by-hand matcher decides: as code for the built-in policy, as a table for a generated one.
    pub is_builtin: bool,
}

#[derive(Clone, Copy)]
pub struct Pair {
    pub ask: u32,
    pub person: u32,
}

impl Workload {
    pub fn ask(&self, pair: Pair) -> &Ask {
        &self.asks[pair.ask as usize]
    }

    pub fn person(&self, pair: Pair) -> &Person {
        &self.people[pair.person as usize]
    }

    /// The names of the facts in a set.
    pub fn fact_names(&self, facts: Facts) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(move |(bit, _)| facts & bit != 0).map(|(_, name)| name.as_str())
    }

    pub fn category_names(&self, categories: DataCategories) -> Vec<&str> {
        self.words.category_names(categories).collect()
    }

    pub fn purpose_names(&self, purposes: Purposes) -> Vec<&str> {
        self.words.purpose_names(purposes).collect()
    }
}

/// The rules that can decide, and the facts that they ask for.
///
/// Obligations are left out: no peer has them, and they never change whether something is permitted. An exemption stays: what it
/// takes out is not permitted either, so the peers hold it for a prohibition that nothing lifts.
pub fn rules_of(policy: &Policy, words: &Vocabulary) -> (Rc<[Rule]>, Vec<(Facts, String)>) {
    let deciding: Vec<_> = policy.rules().iter().filter(|rule| rule.effect() != Effect::Oblige).collect();
    let mut facts: Vec<(Facts, String)> = Vec::new();
    let mut bits = |conditions: &[Condition]| {
        conditions.iter().fold(0, |all, condition| {
            let bit = bit_of(condition, words);
            if facts.iter().all(|(known, _)| *known != bit) {
                facts.push((bit, condition.name().to_owned()));
            }
            all | bit
        })
    };
    let is_named = |id: &str, name: &str| id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let rules = deciding
        .iter()
        .map(|rule| Rule {
            id: rule.id().to_owned(),
            effect: rule.effect(),
            actions: rule.actions(),
            actors: rule.actors().cloned(),
            recipients: rule.recipients().cloned(),
            purposes: rule.purposes().map(|names| names.iter().filter_map(|name| words.purpose(name).ok()).collect()),
            categories: rule.categories().map(|names| names.iter().filter_map(|name| words.categories(name).ok()).collect()),
            origins: rule.origins(),
            when: bits(rule.when()),
            unless: bits(rule.unless()),
            yields_to: (0..deciding.len())
                .filter(|place| deciding[*place].effect() == Effect::Permit)
                .filter(|place| rule.yields_to().iter().any(|name| is_named(deciding[*place].id(), name)))
                .collect(),
        })
        .collect();
    facts.sort_unstable();
    (rules, facts)
}

fn bit_of(condition: &Condition, words: &Vocabulary) -> Facts {
    match condition {
        Condition::Builtin(fact) => bit(*fact),
        Condition::Own(name) => words.fact_names().position(|known| known == name).map_or(0, own_bit),
    }
}

impl Rule {
    /// Whether the operator is among those that the rule speaks of; nobody else acts in these workloads.
    pub fn is_for_operator(&self) -> bool {
        self.actors.as_ref().is_none_or(|actors| actors.roles().contains(Roles::OPERATOR))
    }

    pub fn has_action(&self, action: Action) -> bool {
        self.actions.is_none_or(|actions| actions.contains(action.into()))
    }

    /// Whether the rule reaches a question of the operator on which these facts hold.
    pub fn reaches(&self, ask: &Ask, facts: Facts, rules: &[Self]) -> bool {
        facts & self.when == self.when
            && facts & self.unless == 0
            && self.has_action(ask.action)
            && self.purposes.is_none_or(|purposes| purposes.contains(ask.purpose.into()))
            && self.categories.is_none_or(|categories| categories.contains(ask.category))
            && self.origins.is_none_or(|origins| origins.contains(ask.origin.into()))
            && self.is_for_operator()
            && self.has_recipient(ask.recipient.as_ref())
            && !self.yields_to.iter().any(|permit| rules[*permit].reaches(ask, facts, rules))
    }

    fn has_recipient(&self, recipient: Option<&Party>) -> bool {
        self.recipients.as_ref().is_none_or(|parties| {
            recipient.is_some_and(|to| parties.roles().contains(to.role().into()) || parties.named().contains(to))
        })
    }

    /// Whether a recipient of this role may be in the box; `None` is an action without any.
    pub fn may_have_recipient(&self, role: Option<Role>) -> bool {
        self.recipients.as_ref().is_none_or(|parties| {
            role.is_some_and(|role| {
                parties.roles().contains(role.into()) || parties.named().iter().any(|named| named.role() == role)
            })
        })
    }
}

/// Rules sliced by action and role of the recipient, for the operator: what a user of an engine without an index can do by hand.
pub type Slice = (Action, Option<Role>);

impl Workload {
    /// The slice that a question falls into.
    pub fn slice_of(ask: &Ask) -> Slice {
        (ask.action, ask.recipient.as_ref().map(Party::role))
    }

    /// How many rules have a question's action, recipient and purpose in their box, on average.
    pub fn candidates(&self) -> f64 {
        let fits = |ask: &Ask, rule: &Rule| {
            rule.is_for_operator()
                && rule.has_action(ask.action)
                && rule.has_recipient(ask.recipient.as_ref())
                && rule.purposes.is_none_or(|purposes| purposes.contains(ask.purpose.into()))
        };
        let count = |ask: &Ask| self.rules.iter().filter(|rule| fits(ask, rule)).count();
        self.asks.iter().map(count).sum::<usize>() as f64 / self.asks.len() as f64
    }

    /// The places of the rules in each slice.
    pub fn slices(&self) -> HashMap<Slice, Vec<usize>> {
        let mut slices: HashMap<Slice, Vec<usize>> = HashMap::new();
        for ask in self.asks.iter() {
            let slice = Self::slice_of(ask);
            slices.entry(slice).or_insert_with(|| {
                let fits = |rule: &Rule| rule.is_for_operator() && rule.has_action(slice.0) && rule.may_have_recipient(slice.1);
                (0..self.rules.len()).filter(|place| fits(&self.rules[*place])).collect()
            });
        }
        slices
    }
}
