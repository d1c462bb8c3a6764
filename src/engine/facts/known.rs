//! What is known about the facts that rules ask for.

use super::super::rule::AskedFact;
use super::set::FactSet;
use super::{FactValue, Facts};
use crate::policy::Fact;
use crate::vocabulary::{DataCategories, Truth};

/// What is known about some facts, for all categories that are judged at once.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Known {
    /// The facts that were looked at.
    learnt: FactSet,
    pub(in crate::engine) holds: FactSet,
    /// Facts that do not surely fail for every category: they hold, are unknown, or are mixed.
    pub(in crate::engine) maybe: FactSet,
    /// Facts that are not the same for all categories.
    pub(in crate::engine) mixed: FactSet,
}

impl Facts<'_> {
    /// Evaluates the facts that are asked for, and no others.
    pub(in crate::engine) fn learn(&self, asked: FactSet) -> Known {
        let mut known = Known::default();
        self.learn_more(&mut known, asked);
        known
    }

    /// Evaluates the facts that are asked for and not known yet.
    #[inline]
    pub(in crate::engine) fn learn_more(&self, known: &mut Known, asked: FactSet) {
        let (mut holds, mut maybe, mut mixed) = (0, 0, 0);
        let open = self.terms.sources.open(asked.without(known.learnt), self.present);
        known.learnt = known.learnt.and(asked);
        let others = open.each_builtin(|fact, bit| {
            let truth = if is_per_category(fact) { for_all(self.builtin(fact), self.judged) } else { Some(self.whole(fact)) };
            holds |= if truth == Some(Truth::Holds) { bit } else { 0 };
            maybe |= if truth == Some(Truth::Fails) { 0 } else { bit };
            mixed |= if truth.is_none() { bit } else { 0 };
        });
        known.holds = known.holds.and(FactSet::of_builtin(holds));
        known.maybe = known.maybe.and(FactSet::of_builtin(maybe));
        known.mixed = known.mixed.and(FactSet::of_builtin(mixed));
        for fact in others.facts() {
            let alone = FactSet::of(fact);
            let truth = for_all(self.value(fact), self.judged);
            if truth == Some(Truth::Fails) {
                continue;
            }
            known.maybe = known.maybe.and(alone);
            match truth {
                Some(Truth::Holds) => known.holds = known.holds.and(alone),
                None => known.mixed = known.mixed.and(alone),
                Some(_) => {}
            }
        }
    }
}

/// The truth that all these categories share, if they do.
fn for_all(value: FactValue, categories: DataCategories) -> Option<Truth> {
    if value.holds.contains(categories) {
        Some(Truth::Holds)
    } else if !(value.holds | value.unknown).intersects(categories) {
        Some(Truth::Fails)
    } else if value.unknown.contains(categories) {
        Some(Truth::Unknown)
    } else {
        None
    }
}

pub(super) const fn is_per_category(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::Consented
            | Fact::Refused
            | Fact::GuardianConsented
            | Fact::Necessary
            | Fact::LegalDemand
            | Fact::LawForbids
            | Fact::RetentionRequired
    )
}
