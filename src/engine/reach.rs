//! What a rule reaches, with facts that may be unknown.

use super::combine::Reach;
use super::facts::{FactSet, Facts, Known};
use super::index::{Fit, ListEntry};
use super::rule::{CompiledRule, Test};
use crate::vocabulary::{DataCategories, Parties, Party, Truth};

/// The categories that a rule reaches, surely or possibly, of those that are judged. What it yields to is not looked at.
pub(super) fn reach(rule: &CompiledRule, facts: &Facts<'_>) -> Reach {
    let (inside, boxed) = in_box(rule, facts);
    if inside == Truth::Fails {
        return Reach::NOTHING;
    }
    let test = &rule.test;
    conditions(test.when, test.unless, (inside, boxed), facts, &facts.learn(test.asks()))
}

/// Whether a rule in a list that was found for the request may reach anything, as far as can be told before any fact is known.
#[inline(always)]
pub(super) fn may_reach(entry: &ListEntry, facts: &Facts<'_>) -> bool {
    entry.needs & !facts.present == 0 && entry.categories.intersects(facts.judged) && entry.origins.contains(facts.origin)
}

/// What such a rule reaches, once all the facts that it asks for are known.
#[inline(always)]
pub(super) fn reach_in_list<'r>(
    entry: &ListEntry,
    rule: impl FnOnce() -> &'r CompiledRule,
    facts: &Facts<'_>,
    known: &Known,
) -> Reach {
    if is_out_of_question(entry.when, entry.unless, known) {
        return Reach::NOTHING;
    }
    let (inside, boxed) = match entry.fit {
        Fit::Sure => (Truth::Holds, entry.categories & facts.judged),
        Fit::Possible => (Truth::Unknown, entry.categories & facts.judged),
        Fit::Ask => in_box(rule(), facts),
    };
    if inside == Truth::Fails {
        return Reach::NOTHING;
    }
    conditions(entry.when, entry.unless, (inside, boxed), facts, known)
}

/// Whether a condition surely fails, or an exception surely holds, for every category.
#[inline(always)]
fn is_out_of_question(when: FactSet, unless: FactSet, known: &Known) -> bool {
    !known.maybe.contains(when) || unless.intersects(known.holds)
}

/// Whether the request is in a rule's box, and which of the judged categories are.
#[inline(never)]
fn in_box(rule: &CompiledRule, facts: &Facts<'_>) -> (Truth, DataCategories) {
    let boxed = boxed(&rule.test, facts);
    let inside = if boxed.is_empty() { Truth::Fails } else { is_actor(rule, facts).and(is_recipient(rule, facts)) };
    (inside, boxed)
}

/// What the conditions of a rule leave of the categories in its box.
#[inline(always)]
fn conditions(
    when: FactSet,
    unless: FactSet,
    (inside, boxed): (Truth, DataCategories),
    facts: &Facts<'_>,
    known: &Known,
) -> Reach {
    if is_out_of_question(when, unless, known) {
        return Reach::NOTHING;
    }
    let reach = if when.and(unless).intersects(known.mixed) {
        by_category(when, unless, boxed, facts)
    } else {
        let is_sure = known.holds.contains(when) && !unless.intersects(known.maybe);
        Reach { sure: if is_sure { boxed } else { DataCategories::empty() }, possible: boxed }
    };
    if inside.holds() { reach } else { Reach { sure: DataCategories::empty(), ..reach } }
}

/// The conditions of a rule, category by category.
#[cold]
fn by_category(when: FactSet, unless: FactSet, boxed: DataCategories, facts: &Facts<'_>) -> Reach {
    let mut reach = Reach { sure: boxed, possible: boxed };
    for fact in when.facts() {
        let value = facts.value(fact);
        reach.sure &= value.holds;
        reach.possible &= value.holds | value.unknown;
    }
    for fact in unless.facts() {
        let value = facts.value(fact);
        reach.sure -= value.holds | value.unknown;
        reach.possible -= value.holds;
    }
    reach
}

/// The judged categories in the rule's box.
fn boxed(test: &Test, facts: &Facts<'_>) -> DataCategories {
    let request = facts.request;
    let fits = test.actions.contains(request.action().into())
        && test.purposes.contains(request.purpose().into())
        && test.origins.contains(facts.origin);
    if fits { facts.judged & test.categories } else { DataCategories::empty() }
}

/// Whether the actor is one that the rule names.
pub(super) fn is_actor(rule: &CompiledRule, facts: &Facts<'_>) -> Truth {
    named(rule.actors.as_ref(), Some(facts.request.actor()))
}

/// Whether the recipient is one that the rule names. A rule that names recipients never reaches an action that has none.
pub(super) fn is_recipient(rule: &CompiledRule, facts: &Facts<'_>) -> Truth {
    if rule.recipients.is_some() && !facts.request.action().has_recipient() {
        return Truth::Fails;
    }
    named(rule.recipients.as_ref(), facts.request.recipient())
}

fn named(parties: Option<&Parties>, party: Option<&Party>) -> Truth {
    match (parties, party) {
        (None, _) => Truth::Holds,
        (Some(_), None) => Truth::Unknown,
        (Some(parties), Some(party)) => parties.include(party),
    }
}
