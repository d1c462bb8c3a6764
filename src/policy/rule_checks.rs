//! What is well-formed in a rule and senseless all the same.

use super::{Condition, Effect, Fact, Rule};
use crate::vocabulary::Actions;
use crate::vocabulary::notation::{Node, Reader};

/// Facts of which at most one can hold, so that a rule which asks for two of them never reaches anything.
const EXCLUSIVE: [&[Fact]; 5] = [
    &[Fact::ChannelLawful, Fact::ChannelUnlawful],
    &[Fact::AskedByPerson, Fact::AskedByGuardian],
    &[Fact::VerificationOpen, Fact::Unverified, Fact::Verified],
    &[Fact::OwnCookie, Fact::OthersCookie],
    &[Fact::Violation, Fact::Allegation],
];

/// Reports everything about a rule that can make no sense, or that would let a consent take away or a refusal give.
pub(super) fn check_rule(rule: &Rule, node: &Node, cx: &mut Reader<'_>) {
    check_parts(rule, node, cx);
    check_box(rule, node, cx);
    check_conditions(rule, node, cx);
    check_choices(rule, node, cx);
}

/// Each effect has parts of its own.
fn check_parts(rule: &Rule, node: &Node, cx: &mut Reader<'_>) {
    let mut only = |there: bool, key: &str, effects: &[Effect], reason: &str| {
        if there && !effects.contains(&rule.effect) {
            cx.at_key(key, |cx| cx.report(node, format!("`{}` is {} rule: {reason}", key, article(rule.effect))));
        }
    };
    only(!rule.yields_to.is_empty(), "yields-to", &[Effect::Forbid], "only a forbid can give way");
    only(rule.ground.is_some(), "ground", &[Effect::Permit], "only a permit stands on a ground");
    let with_duties = [Effect::Permit, Effect::Oblige, Effect::Forbid];
    only(!rule.duties.is_empty(), "duties", &with_duties, "what is not governed carries no duties");
    if rule.effect == Effect::Oblige && rule.duties.is_empty() {
        cx.report(node, "an oblige rule without `duties` does nothing");
    }
}

fn article(effect: Effect) -> String {
    let article = if matches!(effect, Effect::Exempt | Effect::Oblige) { "an" } else { "a" };
    format!("out of place on {article} {effect}")
}

/// A box that holds nothing: recipients are named, and no action in it has any.
fn check_box(rule: &Rule, node: &Node, cx: &mut Reader<'_>) {
    if let Some(actions) = rule.actions
        && rule.recipients.is_some()
        && Actions::WITHOUT_RECIPIENT.contains(actions)
    {
        cx.at_key("recipients", |cx| cx.report(node, "the box is empty: none of its actions has a recipient"));
    }
}

/// Conditions that can never all hold.
fn check_conditions(rule: &Rule, node: &Node, cx: &mut Reader<'_>) {
    for fact in rule.when.iter().filter(|fact| rule.unless.contains(fact)) {
        cx.at_key("unless", |cx| {
            cx.report_bad(node, "the rule never reaches anything: the fact is under `when` too", fact.name())
        });
    }
    for group in EXCLUSIVE {
        let asked: Vec<_> = group.iter().filter(|fact| rule.when.contains(&Condition::Builtin(**fact))).collect();
        if let [one, other, ..] = asked.as_slice() {
            cx.at_key("when", |cx| {
                cx.report(node, format!("the rule never reaches anything: `{one}` and `{other}` never hold together"))
            });
        }
    }
}

/// Consent never takes away, refusal never gives; acts that serve the person alone are free of this.
fn check_choices(rule: &Rule, node: &Node, cx: &mut Reader<'_>) {
    let free = Actions::ERASE | Actions::ANSWER | Actions::CANCEL;
    if rule.actions.is_some_and(|actions| free.contains(actions)) {
        return;
    }
    let consents = |fact: &&Condition| matches!(fact, Condition::Builtin(Fact::Consented | Fact::GuardianConsented));
    let refusals = |fact: &&Condition| matches!(fact, Condition::Builtin(Fact::Refused));
    let mut refuse = |key: &str, fact: Option<&Condition>, reason: &str| {
        if let Some(fact) = fact {
            cx.at_key(key, |cx| cx.report_bad(node, reason, fact.name()));
        }
    };
    const TAKES_AWAY: &str = "a consent must not take a permission away";
    const GIVES: &str = "a refusal must not give a permission";
    match rule.effect {
        Effect::Permit => {
            refuse("unless", rule.unless.iter().find(consents), TAKES_AWAY);
            refuse("when", rule.when.iter().find(refusals), GIVES);
        }
        Effect::Forbid => {
            refuse("when", rule.when.iter().find(consents), TAKES_AWAY);
            refuse("unless", rule.unless.iter().find(refusals), GIVES);
        }
        Effect::Exempt => {
            let both = || rule.when.iter().map(|fact| ("when", fact)).chain(rule.unless.iter().map(|fact| ("unless", fact)));
            for (key, fact) in both().filter(|(_, fact)| consents(fact) || refusals(fact)) {
                refuse(key, Some(fact), "a choice must not decide what is governed");
            }
        }
        Effect::Oblige => {}
    }
}
