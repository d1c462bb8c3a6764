//! A compiled rule: its box as masks, its conditions resolved.

use std::sync::Arc;

use crate::policy::{Condition, Effect, Fact, Rule};
use crate::vocabulary::{Actions, CustomFact, DataCategories, Duties, Ground, Origins, Parties, Purposes, Vocabulary};

/// A rule as the engine evaluates it.
#[derive(Debug)]
pub(super) struct CompiledRule {
    /// The rule of the document, for its id and its text.
    pub(super) rule: Arc<Rule>,
    /// Its place in its edition, in the order of ids.
    pub(super) place: u32,
    pub(super) effect: Effect,
    pub(super) actions: Actions,
    pub(super) categories: DataCategories,
    pub(super) purposes: Purposes,
    pub(super) origins: Origins,
    pub(super) actors: Option<Parties>,
    pub(super) recipients: Option<Parties>,
    pub(super) when: Box<[AskedFact]>,
    pub(super) unless: Box<[AskedFact]>,
    /// Places in the engine's list of names that forbids yield to.
    pub(super) yields_to: Box<[u32]>,
    pub(super) duties: Duties,
    pub(super) ground: Option<Ground>,
}

/// How a rule names parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartyTest {
    /// Not at all: any party is meant, and none.
    Any,
    /// By role.
    Roles,
    /// By id as well.
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
        Self {
            place,
            effect: rule.effect(),
            actions: rule.actions().unwrap_or(Actions::all()),
            categories: match rule.categories() {
                // Not simply all bits: what the vocabulary has no word for, no rule speaks of.
                None => words.all_categories(),
                Some(names) => names.iter().filter_map(|name| words.categories(name).ok()).collect(),
            },
            purposes: match rule.purposes() {
                None => Purposes::all(),
                Some(names) => names.iter().filter_map(|name| words.purpose(name).ok()).collect(),
            },
            origins: rule.origins().unwrap_or(Origins::all()),
            actors: rule.actors().cloned(),
            recipients: rule.recipients().cloned(),
            when: facts(rule.when()),
            unless: facts(rule.unless()),
            yields_to,
            duties: rule.duties(),
            ground: rule.ground(),
            rule,
        }
    }

    pub(super) fn actors_named(&self) -> PartyTest {
        PartyTest::of(self.actors.as_ref())
    }

    pub(super) fn recipients_named(&self) -> PartyTest {
        PartyTest::of(self.recipients.as_ref())
    }
}

impl PartyTest {
    fn of(parties: Option<&Parties>) -> Self {
        match parties {
            None => Self::Any,
            Some(parties) if parties.named().is_empty() => Self::Roles,
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
