//! Rules as they stand in the lists of the index.

use super::super::facts::FactSet;
use super::super::rule::{CompiledRule, PartyTest};
use crate::policy::Effect;
use crate::vocabulary::{DataCategories, Origins};

/// A rule in a list: what is still to be looked at, once the list is found.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct ListEntry {
    pub(in crate::engine) categories: DataCategories,
    pub(in crate::engine) when: FactSet,
    pub(in crate::engine) unless: FactSet,
    /// The circumstances without which some condition fails.
    pub(in crate::engine) needs: u32,
    /// The rule's place in its edition.
    pub(in crate::engine) place: u32,
    pub(in crate::engine) origins: Origins,
    pub(in crate::engine) effect: Effect,
    pub(in crate::engine) yields: bool,
    pub(in crate::engine) fit: Fit,
}

/// Whether a request that meets a list is in the box of a rule in it, as far as action, purpose and parties go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Fit {
    /// It is.
    Sure,
    /// It depends on who receives the data, which is not known.
    Possible,
    /// The rule has to be looked at.
    Ask,
}

impl ListEntry {
    pub(super) fn of(rule: &CompiledRule, list: Fit) -> Self {
        let test = &rule.test;
        let fit = match (list, test.actors, test.recipients) {
            (Fit::Ask, ..) | (_, PartyTest::Named, _) | (.., PartyTest::Named) => Fit::Ask,
            (Fit::Possible, _, PartyTest::Roles(_)) => Fit::Possible,
            _ => Fit::Sure,
        };
        Self {
            categories: test.categories,
            when: test.when,
            unless: test.unless,
            needs: test.needs,
            place: test.place,
            origins: test.origins,
            effect: test.effect,
            yields: test.yields,
            fit,
        }
    }

    pub(in crate::engine) fn asks(&self) -> FactSet {
        self.when.and(self.unless)
    }
}
