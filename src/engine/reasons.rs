//! The reasons of a decision: the rules that decided.

use super::combine::Reach;
use super::facts::Facts;
use super::judge::{Judge, Reading};
use super::nearest::{in_this_edition, nearest};
use super::reach::{is_actor, is_recipient, reach};
use super::rule::CompiledRule;
use super::voice::Voice;
use crate::decision::{Asked, Basis, Decided, Evidence, NearPermit, Outcome, Reason, ReasonFact, RuleNumber};
use crate::policy::Effect;
use crate::request::Circumstances;
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

/// The exemptions that may reach what is not permitted, where a circumstance that is given leaves out what they turn on. What
/// is mostly left out, such as whether an item is published, would be told of nearly everything.
pub(super) fn possible_exemptions<'a>(judge: &Judge<'a>, outcome: &Outcome) -> Vec<Reason<'a>> {
    let mut collected = Collected::default();
    let is_left_out =
        |evidence: &Evidence<'_>| matches!(evidence, Evidence::LeftOut { place, .. } if Circumstances::NAMES.contains(place));
    judge.each_reading(|reading| {
        // A layer's exemption lifts no more than what that layer says itself.
        if reading.policy != 0 {
            return;
        }
        reading.each_reaching(|rule, reached| {
            let possible = (reached.possible - reached.sure) & (outcome.denied | outcome.undetermined);
            if rule.effect != Effect::Exempt || possible.is_empty() {
                return;
            }
            let unknown = facts(reading, rule, possible, reached).into_iter().filter(|fact| fact.truth == Truth::Unknown);
            if unknown.flat_map(|fact| fact.evidence).all(|evidence| is_left_out(&evidence)) {
                collected.push(reading, rule, reached, possible);
            }
        });
    });
    collected.into_reasons()
}

#[derive(Default)]
struct Collected<'a> {
    rules: Vec<(RuleNumber, Reason<'a>)>,
    nothing_permits: DataCategories,
    nothing_said: DataCategories,
    nearest: Vec<NearPermit<'a>>,
    /// Of the item at hand: what nothing permits in one edition, and what permits it in another.
    wanting_here: DataCategories,
    permitted_elsewhere: Vec<NearPermit<'a>>,
}

impl<'a> Collected<'a> {
    fn add(&mut self, reading: &Reading<'_, 'a>, outcome: &Outcome) {
        let voice = Voice::of(reading, outcome);
        let (mut forbidden, mut exempt) = (DataCategories::empty(), reading.waived);
        reading.each_reaching(|rule, reached| {
            match rule.effect {
                Effect::Forbid => forbidden |= reached.sure,
                Effect::Exempt => exempt |= reached.sure,
                Effect::Permit | Effect::Oblige => {}
            }
            let decided = voice.decided_by(rule.effect, reached);
            if !decided.is_empty() {
                self.push(reading, rule, reached, decided);
            }
        });
        let wanting = voice.own.denied - forbidden;
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
            self.nothing_said |= voice.own.not_governed - exempt;
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
        let number = reading.number(rule);
        match self.rules.iter_mut().find(|(there, _)| *there == number) {
            Some((_, reason)) => reason.join(decided, more),
            None => self.rules.push((number, Reason::new(decided, Basis::Rule(more)))),
        }
    }

    fn into_reasons(mut self) -> Vec<Reason<'a>> {
        self.rules.sort_by_key(|(number, _)| *number);
        let defaults = [(self.nothing_permits, Basis::NothingPermits(self.nearest)), (self.nothing_said, Basis::NothingSaid)];
        let defaults = defaults.into_iter().filter(|(categories, _)| !categories.is_empty());
        let rules = self.rules.into_iter().map(|(_, reason)| reason);
        rules.chain(defaults.map(|(categories, basis)| Reason::new(categories, basis))).collect()
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
