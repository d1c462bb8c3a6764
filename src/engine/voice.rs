//! Whose answer counts: the part of a reading's answer that is also the final one, and the rules that made it so.

use super::combine::Reach;
use super::index::{Effects, Left};
use super::judge::Reading;
use crate::decision::{Outcome, Verdict};
use crate::policy::{DefaultAnswer, Effect};
use crate::vocabulary::DataCategories;

/// How far a rule has to reach in order to decide.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Surely,
    Possibly,
    /// It does not decide, however it reaches.
    Never,
}

/// Whether a rule of an effect decides where this is the answer. `surely_permitted` is whether some permission surely reaches,
/// so that only a possible prohibition stands in the way.
const fn needed(effect: Effect, answer: Verdict, surely_permitted: bool, default: DefaultAnswer) -> Needed {
    match (effect, answer) {
        (Effect::Exempt, Verdict::NotGoverned) => Needed::Surely,
        (Effect::Forbid, Verdict::Denied) => Needed::Surely,
        (Effect::Forbid, Verdict::Undetermined) => Needed::Possibly,
        (Effect::Permit, Verdict::Permitted) => Needed::Surely,
        (Effect::Permit, Verdict::Undetermined) => match default {
            _ if surely_permitted => Needed::Surely,
            DefaultAnswer::Deny => Needed::Possibly,
            DefaultAnswer::Silent => Needed::Never,
        },
        _ => Needed::Never,
    }
}

/// Which rules have a say about one category: for each kind, all bits or none.
#[derive(Clone, Copy)]
pub(super) struct Say {
    /// Rules that decide if they surely reach, and those that decide if they may.
    exempt: [u64; 2],
    forbid: [u64; 2],
    permit: [u64; 2],
    /// Rules that decide entail what they say.
    decided: u64,
    /// Obligations that may reach entail what they say.
    pub(super) obliged: u64,
}

/// By answer, whether some permission surely reaches, and what holds by default.
static SAYS: [[[Say; 2]; 2]; 4] = {
    let mut says = [[[Say::NOTHING; 2]; 2]; 4];
    let mut place = 0;
    while place < Verdict::ALL.len() {
        let answer = Verdict::ALL[place];
        says[answer as usize] = [
            [Say::about(answer, false, DefaultAnswer::Deny), Say::about(answer, false, DefaultAnswer::Silent)],
            [Say::about(answer, true, DefaultAnswer::Deny), Say::about(answer, true, DefaultAnswer::Silent)],
        ];
        place += 1;
    }
    says
};

impl Say {
    pub(super) const NOTHING: Self = Self { exempt: [0; 2], forbid: [0; 2], permit: [0; 2], decided: 0, obliged: 0 };

    /// Where this is the answer of a reading, and the final one.
    #[inline(always)]
    pub(super) fn of(answer: Verdict, surely_permitted: bool, default: DefaultAnswer) -> &'static Self {
        &SAYS[answer as usize][usize::from(surely_permitted)][usize::from(default == DefaultAnswer::Silent)]
    }

    const fn about(answer: Verdict, surely_permitted: bool, default: DefaultAnswer) -> Self {
        const fn masks(needed: Needed) -> [u64; 2] {
            match needed {
                Needed::Surely => [u64::MAX, 0],
                Needed::Possibly => [0, u64::MAX],
                Needed::Never => [0, 0],
            }
        }
        let is_final = matches!(answer, Verdict::Permitted | Verdict::Denied);
        Self {
            exempt: masks(needed(Effect::Exempt, answer, surely_permitted, default)),
            forbid: masks(needed(Effect::Forbid, answer, surely_permitted, default)),
            permit: masks(needed(Effect::Permit, answer, surely_permitted, default)),
            decided: if is_final { u64::MAX } else { 0 },
            obliged: if matches!(answer, Verdict::Permitted) { u64::MAX } else { 0 },
        }
    }

    /// Exemptions decide about something else that the item only reveals.
    pub(super) fn and_exempts(self) -> Self {
        Self { exempt: [u64::MAX, 0], ..self }
    }

    /// Of the rules that reach, those that decided, and those whose duties and grounds come with the decision.
    #[inline(always)]
    pub(super) fn among(&self, left: Left, effects: &Effects) -> (u64, u64) {
        let Effects { exempt, forbid, permit, oblige } = *effects;
        let surely = (exempt & self.exempt[0]) | (forbid & self.forbid[0]) | (permit & self.permit[0]);
        let possibly = (exempt & self.exempt[1]) | (forbid & self.forbid[1]) | (permit & self.permit[1]);
        let decided = (left.sure() & surely) | (left.possible & possibly);
        (decided, (decided & !exempt & self.decided) | (left.possible & oblige & self.obliged))
    }
}

/// The part of a reading's answer that is also the final one.
pub(super) struct Voice {
    pub(super) own: Outcome,
    /// The item's own categories.
    categories: DataCategories,
    default: DefaultAnswer,
    /// Categories that a permission surely reaches.
    surely_permitted: DataCategories,
    waived: DataCategories,
}

impl Voice {
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

    /// Which rules have a say about one category.
    pub(super) fn about(&self, category: DataCategories) -> Say {
        let answer = Verdict::ALL.iter().find(|answer| self.own.under(**answer).intersects(category));
        let say =
            answer.map_or(Say::NOTHING, |answer| *Say::of(*answer, self.surely_permitted.intersects(category), self.default));
        let reveals = self.own.not_governed.intersects(self.waived) && self.categories.intersects(category);
        if reveals { say.and_exempts() } else { say }
    }

    /// The categories for which a rule decided.
    pub(super) fn decided_by(&self, effect: Effect, reach: Reach) -> DataCategories {
        let mut decided = DataCategories::empty();
        for answer in Verdict::ALL.iter().copied() {
            let theirs = self.own.under(answer);
            for (surely_permitted, here) in [(true, theirs & self.surely_permitted), (false, theirs - self.surely_permitted)] {
                decided |= here
                    & match needed(effect, answer, surely_permitted, self.default) {
                        Needed::Surely => reach.sure,
                        Needed::Possibly => reach.possible,
                        Needed::Never => DataCategories::empty(),
                    };
            }
        }
        let reveals = effect == Effect::Exempt && reach.sure.intersects(self.categories);
        decided | if reveals { self.own.not_governed & self.waived } else { DataCategories::empty() }
    }
}
