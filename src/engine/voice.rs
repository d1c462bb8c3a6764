//! Whose answer counts: the part of a reading's answer that is also the final one, and the rules that made it so.

use super::combine::Reach;
use super::index::{Block, Left};
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
        Self {
            own,
            categories: reading.facts.item.categories(),
            default: reading.default_answer(),
            surely_permitted: reading.surely_permitted,
            waived: reading.waived,
        }
    }

    /// The categories for which a rule decided.
    pub(super) fn decided_by(&self, effect: Effect, reach: Reach) -> DataCategories {
        let where_it = self.deciding(effect);
        let decided = (reach.sure & where_it.sure) | (reach.possible & where_it.possible);
        let reveals = effect == Effect::Exempt && reach.sure.intersects(self.categories);
        decided | if reveals { self.own.not_governed & self.waived } else { DataCategories::empty() }
    }

    /// The rules that decided about one category, as bits of their block.
    #[inline(always)]
    pub(super) fn decided(&self, block: &Block, left: Left, category: DataCategories) -> u64 {
        let decided_with = |effect: Effect, rules: u64| {
            let where_it = self.deciding(effect);
            let if_here = |categories: DataCategories| if categories.intersects(category) { rules } else { 0 };
            (left.sure() & if_here(where_it.sure)) | (left.possible & if_here(where_it.possible))
        };
        let reveals = self.own.not_governed.intersects(self.waived) && self.categories.intersects(category);
        let revealing = if reveals { left.sure() & block.exempt } else { 0 };
        revealing
            | decided_with(Effect::Exempt, block.exempt)
            | decided_with(Effect::Forbid, block.forbid)
            | decided_with(Effect::Permit, block.permit)
    }

    /// Where a rule decides: the categories that it has to reach surely, and those where it is enough that it may.
    #[inline(always)]
    fn deciding(&self, effect: Effect) -> Reach {
        let undetermined = self.own.undetermined;
        match effect {
            Effect::Exempt => Reach { sure: self.own.not_governed, possible: DataCategories::empty() },
            Effect::Forbid => Reach { sure: self.own.denied, possible: undetermined },
            Effect::Permit => {
                let open = match self.default {
                    DefaultAnswer::Deny => undetermined - self.surely_permitted,
                    DefaultAnswer::Silent => DataCategories::empty(),
                };
                Reach { sure: self.own.permitted | (undetermined & self.surely_permitted), possible: open }
            }
            Effect::Oblige => Reach::NOTHING,
        }
    }
}
