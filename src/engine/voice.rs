//! Whose answer counts: the part of a reading's answer that is also the final one, and the rules that made it so.

use super::combine::Reach;
use super::judge::Reading;
use crate::decision::Outcome;
use crate::policy::{DefaultAnswer, Effect};
use crate::vocabulary::DataCategories;

/// The part of a reading's answer that is also the final one.
pub(super) struct Voice {
    pub(super) own: Outcome,
    /// The item's own categories.
    categories: DataCategories,
    default: DefaultAnswer,
    /// Undetermined categories that a permission surely reaches, so that only a possible prohibition stands in the way.
    surely_permitted: DataCategories,
    waived: DataCategories,
}

impl Voice {
    #[inline(always)]
    pub(super) fn of(reading: &Reading<'_, '_>, outcome: &Outcome) -> Self {
        let own = Outcome {
            permitted: reading.outcome.permitted & outcome.permitted,
            denied: reading.outcome.denied & outcome.denied,
            undetermined: reading.outcome.undetermined & outcome.undetermined,
            not_governed: reading.outcome.not_governed & outcome.not_governed,
        };
        let mut surely_permitted = DataCategories::empty();
        if !own.undetermined.is_empty() {
            reading.each_reaching(|rule, reach| {
                if rule.effect == Effect::Permit {
                    surely_permitted |= reach.sure;
                }
            });
        }
        Self {
            own,
            categories: reading.facts.item.categories(),
            default: reading.document().default_answer(),
            surely_permitted,
            waived: reading.waived,
        }
    }

    /// The categories for which a rule decided.
    #[inline(always)]
    pub(super) fn decided_by(&self, effect: Effect, reach: Reach) -> DataCategories {
        let undetermined = self.own.undetermined;
        match effect {
            Effect::Exempt => {
                let revealed = if reach.sure.intersects(self.categories) { self.waived } else { DataCategories::empty() };
                self.own.not_governed & (reach.sure | revealed)
            }
            Effect::Forbid => (self.own.denied & reach.sure) | (undetermined & reach.possible),
            Effect::Permit => {
                let sure = reach.sure & (self.own.permitted | (undetermined & self.surely_permitted));
                let open = match self.default {
                    DefaultAnswer::Deny => undetermined - self.surely_permitted,
                    DefaultAnswer::Silent => DataCategories::empty(),
                };
                sure | (reach.possible & open)
            }
            Effect::Oblige => DataCategories::empty(),
        }
    }
}
