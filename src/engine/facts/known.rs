//! What is known about the facts that rules ask for.

use super::super::rule::AskedFact;
use super::Facts;
use super::set::FactSet;
use crate::policy::Fact;
use crate::vocabulary::Truth;

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
        let open = self.terms.sources.open(asked.without(known.learnt), self.present);
        known.learnt = known.learnt.and(asked);
        let (mut holds, mut maybe) = (0, 0);
        open.within(ALL_OR_NOTHING).each_builtin(|fact, place| {
            let truth = self.whole(fact);
            holds |= u64::from(truth == Truth::Holds) << place;
            maybe |= u64::from(truth != Truth::Fails) << place;
        });
        known.holds = known.holds.and(FactSet::of_builtin(holds));
        known.maybe = known.maybe.and(FactSet::of_builtin(maybe));
        for fact in open.without(ALL_OR_NOTHING).facts() {
            let alone = FactSet::of(fact);
            let value = self.value(fact);
            let (holds, maybe) = (value.holds & self.judged, (value.holds | value.unknown) & self.judged);
            if maybe.is_empty() {
                continue;
            }
            known.maybe = known.maybe.and(alone);
            if holds == self.judged {
                known.holds = known.holds.and(alone);
            } else if !holds.is_empty() || maybe != self.judged {
                known.mixed = known.mixed.and(alone);
            }
        }
    }
}

/// The facts that are the same for every category.
const ALL_OR_NOTHING: FactSet = {
    let mut facts = FactSet::NONE;
    let mut place = 0;
    while place < Fact::ALL.len() {
        if !is_per_category(Fact::ALL[place]) {
            facts = facts.and(FactSet::of(AskedFact::Builtin(Fact::ALL[place])));
        }
        place += 1;
    }
    facts
};

const fn is_per_category(fact: Fact) -> bool {
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
