//! What stands in the way of a permission, and the ways to lift it.

use super::super::judge::{Judge, Reading};
use super::super::reach::{is_actor, is_recipient};
use super::super::rule::CompiledRule;
use super::levers::levers;
use crate::decision::{Change, Outcome};
use crate::policy::{Change as EditionChange, Effect};
use crate::vocabulary::{DataCategories, Truth};

/// Something that stands in the way of these categories, and the ways to lift it: each a set of changes.
pub(super) struct Blocker {
    pub(super) categories: DataCategories,
    pub(super) ways: Vec<Vec<Change>>,
}

/// The first thing that stands in the way, in the order of items, editions, layers and rules.
pub(super) fn first_blocker(judge: &Judge<'_>, outcome: &Outcome) -> Option<Blocker> {
    let mut found = None;
    for item in judge.request.items() {
        for base in judge.binding.readings() {
            judge.item(item, base, |reading| {
                if found.is_none() {
                    found = blocker(reading, outcome);
                }
            });
            if let Some(mut blocker) = found {
                if base != judge.binding.operator {
                    blocker.ways.extend(newer_edition(judge));
                }
                return Some(blocker);
            }
        }
    }
    None
}

fn blocker(reading: &Reading<'_, '_>, outcome: &Outcome) -> Option<Blocker> {
    let own = &reading.outcome;
    let blocked = (own.denied | own.undetermined) & (outcome.denied | outcome.undetermined);
    let first = blocked.leaves().next()?;
    for rule in reading.candidates().filter(|rule| rule.effect == Effect::Forbid) {
        let categories = reading.reach(rule).possible & blocked;
        if !categories.is_empty() {
            return Some(Blocker { categories, ways: lifts(reading, rule, categories) });
        }
    }
    // Nothing forbids it, so what it wants is a permission.
    let permits = reading.candidates().filter(|rule| rule.effect == Effect::Permit && rule.categories.contains(first));
    let ways = permits.flat_map(|permit| opened(reading, permit, blocked & permit.categories)).collect();
    Some(Blocker { categories: first, ways })
}

/// The ways to keep a prohibition from reaching: any one of its conditions fails, any one of its exceptions holds, or a
/// permission that it gives way to reaches.
fn lifts(reading: &Reading<'_, '_>, rule: &CompiledRule, categories: DataCategories) -> Vec<Vec<Change>> {
    let fails = rule.when.iter().zip(rule.rule.when()).map(|asked| (asked, false));
    let holds = rule.unless.iter().zip(rule.rule.unless()).map(|asked| (asked, true));
    let mut ways: Vec<_> = fails
        .chain(holds)
        .flat_map(|((fact, condition), wanted)| levers(&reading.facts, (*fact, condition), wanted, categories))
        .collect();
    for permit in reading.candidates().filter(|it| it.effect == Effect::Permit) {
        let is_named = rule.rule.yields_to().iter().any(|name| permit.rule.is_named(name));
        if is_named && permit.categories.contains(categories) {
            ways.extend(opened(reading, permit, categories));
        }
    }
    ways
}

/// The ways to make a permission reach these categories; none where nobody can make it.
fn opened(reading: &Reading<'_, '_>, permit: &CompiledRule, categories: DataCategories) -> Vec<Vec<Change>> {
    let facts = &reading.facts;
    let fits = permit.purposes.contains(facts.request.purpose().into())
        && permit.origins.contains(facts.item.origin().into())
        && is_actor(permit, facts).and(is_recipient(permit, facts)) == Truth::Holds;
    if !fits {
        return Vec::new();
    }
    let holds = permit.when.iter().zip(permit.rule.when()).map(|asked| (asked, true));
    let fails = permit.unless.iter().zip(permit.rule.unless()).map(|asked| (asked, false));
    // Each way of one condition goes together with each way of the others.
    let mut ways = vec![Vec::new()];
    for ((fact, condition), wanted) in holds.chain(fails) {
        let more = levers(facts, (*fact, condition), wanted, categories);
        ways = ways.iter().flat_map(|way| more.iter().map(|more| [way.as_slice(), more].concat())).collect();
    }
    ways
}

/// The ways in which the person comes to be bound by the edition in force.
fn newer_edition(judge: &Judge<'_>) -> Vec<Vec<Change>> {
    let policy = judge.engine.stack.base();
    let in_force = judge.binding.operator;
    let mut ways = vec![vec![Change::ObtainAgreement { edition: policy.version(in_force).to_owned() }]];
    let newest_major = policy.editions()[..in_force].iter().rfind(|edition| edition.change() == EditionChange::Major);
    if let Some(major) = newest_major {
        let edition = || major.version().to_owned();
        let mut way = vec![Change::AwaitUse { edition: edition() }];
        if major.notice().is_none_or(|notice| notice > judge.request.instant()) {
            way.push(Change::GiveNotice { edition: edition() });
        }
        ways.push(way);
    }
    ways
}
