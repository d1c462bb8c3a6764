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
    /// Facts that hold or are unknown.
    pub(in crate::engine) may_hold: FactSet,
    /// Facts that are not the same for all categories.
    pub(in crate::engine) mixed: FactSet,
}

impl Facts<'_> {
    /// Evaluates the facts that are asked for, and no others.
    #[inline]
    pub(in crate::engine) fn learn(&self, asked: FactSet) -> Known {
        let (mut holds, mut may_hold, mut mixed) = (0, 0, 0);
        let open = self.terms.sources.open(asked, self.request.circumstances().present());
        let others = open.each_builtin(|fact, bit| {
            let truth =
                if is_per_category(fact) { for_all(self.builtin(fact), self.item.judged()) } else { Some(self.whole(fact)) };
            holds |= if truth == Some(Truth::Holds) { bit } else { 0 };
            may_hold |= if matches!(truth, Some(Truth::Holds | Truth::Unknown)) { bit } else { 0 };
            mixed |= if truth.is_none() { bit } else { 0 };
        });
        let mut known = Known {
            holds: FactSet::of_builtin(holds),
            may_hold: FactSet::of_builtin(may_hold),
            mixed: FactSet::of_builtin(mixed),
        };
        for fact in others.facts() {
            let alone = FactSet::of(fact);
            match for_all(self.value(fact), self.item.judged()) {
                Some(Truth::Fails) => {}
                Some(Truth::Unknown) => known.may_hold = known.may_hold.and(alone),
                Some(Truth::Holds) => {
                    known.holds = known.holds.and(alone);
                    known.may_hold = known.may_hold.and(alone);
                }
                None => known.mixed = known.mixed.and(alone),
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
