//! Rules that pull apart on the same categories.

use super::judge::{Judge, Reading};
use super::reach::reach;
use crate::decision::{Contradiction, Outcome, Precedence, RulePlace};
use crate::policy::Effect;
use crate::vocabulary::DataCategories;

/// One rule's pull in one reading of one item.
struct Pull<'a> {
    base: usize,
    policy: usize,
    place: RulePlace<'a>,
    effect: Effect,
    sure: DataCategories,
    possible: DataCategories,
    /// What a forbid would surely reach if it gave way to nothing.
    before_yielding: DataCategories,
    yields_to: &'a [String],
}

/// Every pair of rules that pull apart, in the order of the winner.
pub(super) fn contradictions<'a>(judge: &Judge<'a>, outcome: &Outcome) -> Vec<Contradiction<'a>> {
    let mut found: Vec<Contradiction<'a>> = Vec::new();
    for item in judge.request.items() {
        let mut pulls = Vec::new();
        for base in judge.binding.readings() {
            judge.item(item, base, |reading| pulls.extend(pulls_of(reading, base)));
        }
        for winner in &pulls {
            for loser in &pulls {
                let Some((law, categories)) = winner.beats(loser, outcome) else { continue };
                let new = Contradiction { categories, winner: winner.place, loser: loser.place, law };
                match found.iter_mut().find(|it| (it.winner, it.loser, it.law) == (new.winner, new.loser, new.law)) {
                    Some(there) => there.categories |= new.categories,
                    None => found.push(new),
                }
            }
        }
    }
    let key = |place: RulePlace<'a>| (place.policy(), place.edition(), place.rule());
    found.sort_by_key(|it| (key(it.winner), key(it.loser), it.law));
    found
}

fn pulls_of<'a>(reading: &Reading<'_, 'a>, base: usize) -> Vec<Pull<'a>> {
    let document = reading.document();
    let pulls = reading.candidates().filter(|rule| rule.effect != Effect::Oblige).map(|rule| {
        let reached = reading.reach(rule);
        let before = if rule.yields_to.is_empty() { reached } else { reach(rule, &reading.facts) };
        Pull {
            base,
            policy: reading.policy,
            place: RulePlace::new(document.id(), document.version(reading.edition), &rule.rule),
            effect: rule.effect,
            sure: reached.sure,
            possible: reached.possible,
            before_yielding: before.sure,
            yields_to: rule.rule.yields_to(),
        }
    });
    pulls.filter(|pull| !(pull.possible | pull.before_yielding).is_empty()).collect()
}

impl<'a> Pull<'a> {
    /// By which law, and on which categories, this rule wins over another.
    fn beats(&self, other: &Self, outcome: &Outcome) -> Option<(Precedence, DataCategories)> {
        use Effect::{Exempt, Forbid, Permit};
        let same_reading = self.base == other.base && self.policy == other.policy;
        let (law, categories) = match (self.effect, other.effect) {
            (Exempt, Forbid) if same_reading => (Precedence::ExemptionFirst, self.sure & other.sure),
            (Forbid, Permit) if same_reading => {
                let surely = self.sure & other.sure & outcome.denied;
                if surely.is_empty() {
                    (Precedence::UnknownHoldsBack, (self.possible - self.sure) & other.sure & outcome.undetermined)
                } else {
                    (Precedence::ProhibitionFirst, surely)
                }
            }
            (Permit, Forbid) if self.base == other.base && self.policy <= other.policy && other.gives_way_to(self) => {
                (Precedence::GivesWay, self.sure & (other.before_yielding - other.possible))
            }
            (Forbid, Permit) if self.policy == 0 && other.policy == 0 => {
                (Precedence::StricterEdition, self.sure & other.sure & outcome.denied)
            }
            (Forbid, Permit) if self.base == other.base && self.policy > other.policy => {
                (Precedence::StricterLayer, self.sure & other.sure & outcome.denied)
            }
            _ => return None,
        };
        (!categories.is_empty()).then_some((law, categories))
    }

    fn gives_way_to(&self, permit: &Self) -> bool {
        let is_named = |name: &String| permit.place.rule().strip_prefix(name.as_str()).is_some_and(is_whole_or_below);
        self.yields_to.iter().any(is_named)
    }
}

fn is_whole_or_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}
