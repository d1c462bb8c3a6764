//! A compiled rule: its box as masks, its conditions resolved.

use std::sync::Arc;

use super::facts::{FactSet, circumstance_of};
use crate::policy::{Condition, Effect, Fact, Rule};
use crate::vocabulary::{Actions, CustomFact, DataCategories, Duties, Ground, Origins, Parties, Purposes, Roles, Vocabulary};

/// A rule as the engine evaluates it.
#[derive(Debug)]
pub(super) struct CompiledRule {
    /// The rule of the document, for its id and its text.
    pub(super) rule: Arc<Rule>,
    pub(super) test: Test,
    pub(super) when: Box<[AskedFact]>,
    pub(super) unless: Box<[AskedFact]>,
    pub(super) actors: Option<Parties>,
    pub(super) recipients: Option<Parties>,
    /// Places in the engine's list of names that forbids yield to.
    pub(super) yields_to: Box<[u32]>,
    pub(super) duties: Duties,
    pub(super) ground: Option<Ground>,
}

/// All of a rule that its reach depends on, apart from the ids of parties.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test {
    pub(super) categories: DataCategories,
    pub(super) when: FactSet,
    pub(super) unless: FactSet,
    /// The circumstances without which some condition fails.
    pub(super) needs: u32,
    pub(super) purposes: Purposes,
    pub(super) actions: Actions,
    pub(super) actors: PartyTest,
    pub(super) recipients: PartyTest,
    /// The rule's place in its edition.
    pub(super) place: u32,
    pub(super) origins: Origins,
    pub(super) effect: Effect,
    pub(super) yields: bool,
}

/// The parties in a rule's box, as far as roles tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartyTest {
    /// Any party, and none.
    Any,
    /// Every party of these roles.
    Roles(Roles),
    /// Single parties as well: only the rule itself can tell.
    Named,
}

/// A fact that the engine can evaluate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedFact {
    Builtin(Fact),
    Own(CustomFact),
    /// A fact that no policy of the stack declares: always unknown.
    Unnamed,
}

impl CompiledRule {
    pub(super) fn new(rule: Arc<Rule>, place: u32, words: &Vocabulary, yields_to: Box<[u32]>) -> Self {
        let facts = |conditions: &[Condition]| conditions.iter().map(|condition| asked(condition, words)).collect();
        let (when, unless): (Box<[_]>, Box<[_]>) = (facts(rule.when()), facts(rule.unless()));
        let test = Test {
            categories: match rule.categories() {
                None => words.all_categories(),
                Some(names) => names.iter().filter_map(|name| words.categories(name).ok()).collect(),
            },
            when: when.iter().copied().collect(),
            unless: unless.iter().copied().collect(),
            needs: when.iter().filter_map(|fact| circumstance_of(*fact)).fold(0, |needs, place| needs | 1 << place),
            purposes: match rule.purposes() {
                None => Purposes::all(),
                Some(names) => names.iter().filter_map(|name| words.purpose(name).ok()).collect(),
            },
            actions: rule.actions().unwrap_or(Actions::all()),
            actors: PartyTest::of(rule.actors()),
            recipients: PartyTest::of(rule.recipients()),
            place,
            origins: rule.origins().unwrap_or(Origins::all()),
            effect: rule.effect(),
            yields: !yields_to.is_empty(),
        };
        Self {
            test,
            when,
            unless,
            actors: rule.actors().cloned(),
            recipients: rule.recipients().cloned(),
            yields_to,
            duties: rule.duties(),
            ground: rule.ground(),
            rule,
        }
    }

    pub(super) fn effect(&self) -> Effect {
        self.test.effect
    }
}

impl Test {
    /// The facts that the rule asks for.
    pub(super) fn asks(&self) -> FactSet {
        self.when.and(self.unless)
    }
}

impl PartyTest {
    fn of(parties: Option<&Parties>) -> Self {
        match parties {
            None => Self::Any,
            Some(parties) if parties.named().is_empty() => Self::Roles(parties.roles()),
            Some(_) => Self::Named,
        }
    }
}

fn asked(condition: &Condition, words: &Vocabulary) -> AskedFact {
    match condition {
        Condition::Builtin(fact) => AskedFact::Builtin(*fact),
        Condition::Own(name) => words.fact(name).map_or(AskedFact::Unnamed, AskedFact::Own),
    }
}
