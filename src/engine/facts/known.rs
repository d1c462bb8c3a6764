//! What is known about the facts that rules ask for.

use super::super::rule::AskedFact;
use super::set::FactSet;
use super::{FactValue, Facts};
use crate::policy::Fact;
use crate::vocabulary::{DataCategories, Truth};

/// What is known about some facts, for all categories that are judged at once.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Known {
    pub(in crate::engine) holds: FactSet,
    pub(in crate::engine) unknown: FactSet,
    /// Facts that are not the same for all categories.
    pub(in crate::engine) mixed: FactSet,
}

impl Known {
    fn note(&mut self, fact: AskedFact, truth: Truth) {
        let fact = FactSet::of(fact);
        match truth {
            Truth::Holds => self.holds = self.holds.and(fact),
            Truth::Unknown => self.unknown = self.unknown.and(fact),
            Truth::Fails => {}
        }
    }
}

impl Facts<'_> {
    /// Evaluates the facts that are asked for, and no others.
    pub(in crate::engine) fn learn(&self, asked: FactSet) -> Known {
        let mut known = Known::default();
        let judged = self.item.judged();
        for fact in asked.facts() {
            match fact {
                AskedFact::Builtin(whole) if !is_per_category(whole) => known.note(fact, self.whole(whole)),
                _ => match for_all(self.value(fact), judged) {
                    Some(truth) => known.note(fact, truth),
                    None => known.mixed = known.mixed.and(FactSet::of(fact)),
                },
            }
        }
        known
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
