//! The reasons of a decision: the rules that decided.

use super::combine::Reach;
use super::facts::Facts;
use super::judge::{Judge, Reading};
use super::nearest::{in_this_edition, nearest};
use super::reach::{is_actor, is_recipient, reach};
use super::rule::CompiledRule;
use crate::decision::{Asked, Basis, Decided, NearPermit, Outcome, Reason, ReasonFact};
use crate::policy::{DefaultAnswer, Effect};
use crate::vocabulary::{DataCategories, Truth};

/// The reasons for what a judge found: by policy, edition and rule id; the default comes last.
pub(super) fn reasons<'a>(judge: &Judge<'a>, outcome: &Outcome) -> Vec<Reason<'a>> {
    let mut collected = Collected::default();
    for item in judge.request.items() {
        for base in judge.binding.readings() {
            judge.item(item, base, |reading| collected.add(reading, outcome));
        }
        collected.end_item();
    }
    collected.into_reasons()
}

/// Where a reason stands in the order: policy, edition, rule id.
type Place<'a> = (usize, usize, &'a str);

#[derive(Default)]
struct Collected<'a> {
    rules: Vec<(Place<'a>, Reason<'a>)>,
    nothing_permits: DataCategories,
    nothing_said: DataCategories,
    nearest: Vec<NearPermit<'a>>,
    /// Of the item at hand: what nothing permits in one edition, and what permits it in another.
    wanting_here: DataCategories,
    permitted_elsewhere: Vec<NearPermit<'a>>,
}

/// The part of a reading's answer that is also the final one.
struct Voice {
    own: Outcome,
    /// Undetermined categories that a permission surely reaches, so that only a possible prohibition stands in the way.
    surely_permitted: DataCategories,
    waived: DataCategories,
}

impl<'a> Collected<'a> {
    fn add(&mut self, reading: &Reading<'_, 'a>, outcome: &Outcome) {
        let own = Outcome {
            permitted: reading.outcome.permitted & outcome.permitted,
            denied: reading.outcome.denied & outcome.denied,
            undetermined: reading.outcome.undetermined & outcome.undetermined,
            not_governed: reading.outcome.not_governed & outcome.not_governed,
        };
        let permits = |rule: &&CompiledRule| rule.effect == Effect::Permit;
        let surely = || reading.candidates().filter(permits).map(|rule| reading.reach(rule).sure).collect::<DataCategories>();
        let surely_permitted = if own.undetermined.is_empty() { DataCategories::empty() } else { surely() };
        let voice = Voice { own, surely_permitted, waived: reading.waived };

        let (mut forbidden, mut exempt) = (DataCategories::empty(), voice.waived);
        for rule in reading.candidates() {
            let reached = reading.reach(rule);
            match rule.effect {
                Effect::Forbid => forbidden |= reached.sure,
                Effect::Exempt => exempt |= reached.sure,
                Effect::Permit | Effect::Oblige => {}
            }
            let decided =
                voice.decided_by(rule.effect, reached, reading.facts.item.categories(), reading.document().default_answer());
            if !decided.is_empty() {
                self.push(reading, rule, reached, decided);
            }
        }
        let wanting = own.denied - forbidden;
        if !wanting.is_empty() {
            self.nothing_permits |= wanting;
            if reading.policy == 0 {
                self.wanting_here |= wanting;
            }
            self.add_nearest(nearest(reading, wanting));
        }
        let permitted = reading.outcome.permitted & outcome.denied;
        if reading.policy == 0 && !permitted.is_empty() {
            self.permitted_elsewhere.extend(in_this_edition(reading, permitted));
        }
        // That a layer is silent is no reason for anything.
        if reading.policy == 0 {
            self.nothing_said |= own.not_governed - exempt;
        }
    }

    fn add_nearest(&mut self, permits: Vec<NearPermit<'a>>) {
        for near in permits {
            if !self.nearest.iter_mut().any(|there| there.join(&near)) {
                self.nearest.push(near);
            }
        }
    }

    /// An item has been read in every edition.
    fn end_item(&mut self) {
        let wanting = std::mem::take(&mut self.wanting_here);
        let mut elsewhere = std::mem::take(&mut self.permitted_elsewhere);
        elsewhere.retain(|permit| permit.categories.intersects(wanting));
        let nearest = std::mem::take(&mut self.nearest);
        self.add_nearest(elsewhere);
        self.add_nearest(nearest);
    }

    fn push(&mut self, reading: &Reading<'_, 'a>, rule: &'a CompiledRule, reached: Reach, decided: DataCategories) {
        let policy = reading.document();
        let more = Decided {
            policy: policy.id(),
            edition: policy.version(reading.edition),
            bound_by: reading.bound_by(),
            rule: &rule.rule,
            facts: facts(reading, rule, decided, reached),
            surely: reached.sure.contains(decided) || rule.effect == Effect::Exempt,
        };
        let place = (reading.policy, reading.edition, rule.rule.id());
        match self.rules.iter_mut().find(|(there, _)| *there == place) {
            Some((_, reason)) => reason.join(decided, more),
            None => self.rules.push((place, Reason::new(decided, Basis::Rule(more)))),
        }
    }

    fn into_reasons(mut self) -> Vec<Reason<'a>> {
        self.rules.sort_by_key(|(place, _)| *place);
        let defaults = [(self.nothing_permits, Basis::NothingPermits(self.nearest)), (self.nothing_said, Basis::NothingSaid)];
        let defaults = defaults.into_iter().filter(|(categories, _)| !categories.is_empty());
        let rules = self.rules.into_iter().map(|(_, reason)| reason);
        rules.chain(defaults.map(|(categories, basis)| Reason::new(categories, basis))).collect()
    }
}

impl Voice {
    /// The categories for which a rule was a reason.
    fn decided_by(&self, effect: Effect, reached: Reach, own: DataCategories, default: DefaultAnswer) -> DataCategories {
        let undetermined = self.own.undetermined;
        match effect {
            Effect::Exempt => {
                let revealed = if reached.sure.intersects(own) { self.waived } else { DataCategories::empty() };
                self.own.not_governed & (reached.sure | revealed)
            }
            Effect::Forbid => (self.own.denied & reached.sure) | (undetermined & reached.possible),
            Effect::Permit => {
                let sure = reached.sure & (self.own.permitted | (undetermined & self.surely_permitted));
                let open = match default {
                    DefaultAnswer::Deny => undetermined - self.surely_permitted,
                    DefaultAnswer::Silent => DataCategories::empty(),
                };
                sure | (reached.possible & open)
            }
            Effect::Oblige => DataCategories::empty(),
        }
    }
}

/// What is known about each condition of a rule, for the categories that it decided.
fn facts<'a>(reading: &Reading<'_, 'a>, rule: &'a CompiledRule, decided: DataCategories, reached: Reach) -> Vec<ReasonFact<'a>> {
    let mut facts: Vec<_> = conditions(rule, &reading.facts, decided).collect();
    if !reached.sure.contains(decided) {
        facts.extend(unknown_parties(rule, &reading.facts, decided));
        // Where a forbid may have to give way, what is missing is what its permits lack.
        reading.each_yielded_to(rule, |permit, terms| {
            let may_reach = reach(permit, terms);
            if (may_reach.possible - may_reach.sure).intersects(decided) {
                let lacking = conditions(permit, terms, decided).filter(|fact| fact.truth == Truth::Unknown);
                for fact in lacking.chain(unknown_parties(permit, terms, decided)) {
                    if !facts.iter().any(|there| there.fact == fact.fact) {
                        facts.push(fact);
                    }
                }
            }
        });
    }
    facts
}

/// What is known about each condition of a rule, parted where it differs between the categories.
pub(super) fn conditions<'a>(
    rule: &'a CompiledRule,
    facts: &Facts<'a>,
    categories: DataCategories,
) -> impl Iterator<Item = ReasonFact<'a>> {
    let asked = rule.rule.when().iter().zip(&rule.when).chain(rule.rule.unless().iter().zip(&rule.unless));
    asked.flat_map(move |(condition, fact)| {
        let parts = facts.value(*fact).parts(categories).into_iter().filter(|(_, part)| !part.is_empty());
        parts.map(move |(truth, part)| ReasonFact {
            fact: Asked::Fact(condition),
            truth,
            categories: part,
            evidence: facts.evidence(*fact, truth, part),
        })
    })
}

/// Parties that the rule names, where it is not known whether the request has them.
fn unknown_parties<'a>(
    rule: &CompiledRule,
    facts: &Facts<'_>,
    categories: DataCategories,
) -> impl Iterator<Item = ReasonFact<'a>> {
    let parties = [(Asked::Recipient, is_recipient(rule, facts)), (Asked::Actor, is_actor(rule, facts))];
    let unknown = parties.into_iter().filter(|(_, truth)| *truth == Truth::Unknown);
    unknown.map(move |(fact, truth)| ReasonFact { fact, truth, categories, evidence: Vec::new() })
}
