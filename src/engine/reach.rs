//! What a rule reaches, with facts that may be unknown.

use super::combine::Reach;
use super::facts::Facts;
use super::rule::CompiledRule;
use crate::vocabulary::{DataCategories, Parties, Party, Truth};

/// The categories that a rule reaches, surely or possibly, of those that are judged. What it yields to is not looked at.
///
/// Explanations and prohibitions that give way ask for single rules like this; decisions ask for many at once
/// ([`Block`](super::index::Block)).
pub(super) fn reach(rule: &CompiledRule, facts: &Facts<'_>) -> Reach {
    let inside = in_box(rule, facts);
    if inside == Truth::Fails {
        return Reach::NOTHING;
    }
    let boxed = facts.judged & rule.categories;
    let mut reach = Reach { sure: if inside.holds() { boxed } else { DataCategories::empty() }, possible: boxed };
    for fact in &rule.when {
        let value = facts.value(*fact);
        reach.sure &= value.holds;
        reach.possible &= value.holds | value.unknown;
    }
    for fact in &rule.unless {
        let value = facts.value(*fact);
        reach.sure -= value.holds | value.unknown;
        reach.possible -= value.holds;
    }
    reach
}

/// Whether the request is in a rule's box.
pub(super) fn in_box(rule: &CompiledRule, facts: &Facts<'_>) -> Truth {
    let request = facts.request;
    let fits = rule.actions.contains(request.action().into())
        && rule.purposes.contains(request.purpose().into())
        && rule.origins.contains(facts.origin)
        && rule.categories.intersects(facts.judged);
    if fits { is_actor(rule, facts).and(is_recipient(rule, facts)) } else { Truth::Fails }
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
