//! What a rule reaches, with facts that may be unknown.

use super::combine::Reach;
use super::facts::{Facts, Known};
use super::rule::{CompiledRule, PartyTest, Test};
use crate::vocabulary::{DataCategories, Parties, Party, Truth};

/// The categories that a rule reaches, surely or possibly, of those that are judged. What it yields to is not looked at.
pub(super) fn reach(rule: &CompiledRule, facts: &Facts<'_>) -> Reach {
    if boxed(&rule.test, facts).is_empty() {
        return Reach::NOTHING;
    }
    reach_knowing(&rule.test, || rule, facts, &facts.learn(rule.test.asks()))
}

/// The same, where all the facts that the rule asks for are known already. The rule itself is looked at for the ids of parties alone.
pub(super) fn reach_knowing<'r>(test: &Test, rule: impl FnOnce() -> &'r CompiledRule, facts: &Facts<'_>, known: &Known) -> Reach {
    let boxed = boxed(test, facts);
    if boxed.is_empty() {
        return Reach::NOTHING;
    }
    let inside = match (test.actors, test.recipients) {
        (PartyTest::Named, _) | (_, PartyTest::Named) => {
            let rule = rule();
            is_actor(rule, facts).and(is_recipient(rule, facts))
        }
        (actors, recipients) => actor_by_role(actors, facts).and(recipient_by_role(recipients, facts)),
    };
    if inside == Truth::Fails {
        return Reach::NOTHING;
    }
    let surely = if inside.holds() { boxed } else { DataCategories::empty() };
    let conditions =
        if test.asks().intersects(known.mixed) { by_category(test, boxed, facts) } else { for_all(test, boxed, known) };
    Reach { sure: conditions.sure & surely, possible: conditions.possible }
}

/// The conditions of a rule, where each of its facts is the same for all categories.
fn for_all(test: &Test, boxed: DataCategories, known: &Known) -> Reach {
    let may_hold = known.holds.and(known.unknown);
    if !test.when.without(may_hold).is_empty() || test.unless.intersects(known.holds) {
        return Reach::NOTHING;
    }
    let is_sure = test.when.without(known.holds).is_empty() && !test.unless.intersects(may_hold);
    Reach { sure: if is_sure { boxed } else { DataCategories::empty() }, possible: boxed }
}

/// The conditions of a rule, category by category.
fn by_category(test: &Test, boxed: DataCategories, facts: &Facts<'_>) -> Reach {
    let mut reach = Reach { sure: boxed, possible: boxed };
    for fact in test.when.facts() {
        let value = facts.value(fact);
        reach.sure &= value.holds;
        reach.possible &= value.holds | value.unknown;
    }
    for fact in test.unless.facts() {
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
        && test.origins.contains(facts.item.origin().into());
    if fits { facts.item.judged() & test.categories } else { DataCategories::empty() }
}

fn actor_by_role(actors: PartyTest, facts: &Facts<'_>) -> Truth {
    match actors {
        PartyTest::Roles(roles) => roles.contains(facts.request.actor().role().into()).into(),
        PartyTest::Any | PartyTest::Named => Truth::Holds,
    }
}

fn recipient_by_role(recipients: PartyTest, facts: &Facts<'_>) -> Truth {
    match (recipients, facts.request.recipient()) {
        (PartyTest::Any | PartyTest::Named, _) => Truth::Holds,
        (PartyTest::Roles(roles), Some(recipient)) => roles.contains(recipient.role().into()).into(),
        (PartyTest::Roles(_), None) if facts.request.action().has_recipient() => Truth::Unknown,
        (PartyTest::Roles(_), None) => Truth::Fails,
    }
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
