//! What a rule reaches, with facts that may be unknown.

use super::combine::Reach;
use super::facts::Facts;
use super::rule::CompiledRule;
use crate::vocabulary::{DataCategories, Parties, Party, Truth};

/// The categories that a rule reaches, surely or possibly, of those that are judged. What it yields to is not looked at.
pub(super) fn reach(rule: &CompiledRule, facts: &Facts<'_>) -> Reach {
    let boxed = boxed(rule, facts);
    let inside = in_box(rule, facts);
    if boxed.is_empty() || inside == Truth::Fails {
        return Reach::NOTHING;
    }
    let mut sure = if inside.holds() { boxed } else { DataCategories::empty() };
    let mut possible = boxed;
    for fact in &rule.when {
        let value = facts.value(*fact);
        sure &= value.holds;
        possible &= value.holds | value.unknown;
        if possible.is_empty() {
            return Reach::NOTHING;
        }
    }
    for fact in &rule.unless {
        let value = facts.value(*fact);
        sure -= value.holds | value.unknown;
        possible -= value.holds;
        if possible.is_empty() {
            return Reach::NOTHING;
        }
    }
    Reach { sure, possible }
}

/// The judged categories in the rule's box.
fn boxed(rule: &CompiledRule, facts: &Facts<'_>) -> DataCategories {
    let request = facts.request;
    let fits = rule.actions.contains(request.action().into())
        && rule.purposes.contains(request.purpose().into())
        && rule.origins.contains(facts.item.origin().into());
    if fits { facts.item.judged() & rule.categories } else { DataCategories::empty() }
}

/// Whether the parties of the request are in the rule's box.
fn in_box(rule: &CompiledRule, facts: &Facts<'_>) -> Truth {
    is_actor(rule, facts).and(is_recipient(rule, facts))
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
