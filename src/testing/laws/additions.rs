//! Laws 1 to 4: what rules do together.

use serde_json::{Value, json};

use super::broken::Trial;
use super::documents::{Changed, each_list_of_rules, list, new_id, rule_document, with_base, with_each};
use super::{Broken, Decider, Law, Tried};
use crate::decision::{Case, Verdict};
use crate::policy::Rule;

/// Law 1: what no rule permits is not permitted. Every permit is taken out of the policies, and nothing may be permitted then.
///
/// # Errors
///
/// The law is broken.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::cases;
/// use lawful::testing::laws::what_no_rule_permits_is_not_permitted;
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// proptest!(ProptestConfig::with_cases(8), |(case in cases(&engine))| {
///     what_no_rule_permits_is_not_permitted(&engine, &case)?;
/// });
/// ```
pub fn what_no_rule_permits_is_not_permitted<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    nothing_permitted(decider, &without_permits(decider), case)
}

/// Law 2: a forbid beats every permit. A forbid of everything is put into every policy, and nothing may be permitted or open
/// then.
///
/// # Errors
///
/// The law is broken.
pub fn a_forbid_beats_every_permit<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    everything_forbidden(decider, &with_everywhere(decider, "forbid"), case)
}

/// Law 2: an exemption beats every other rule. An exemption of everything is put into every policy, and nothing is governed then.
///
/// # Errors
///
/// The law is broken.
pub fn an_exemption_beats_every_other_rule<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    everything_exempt(decider, &with_everywhere(decider, "exempt"), case)
}

/// Law 3: one more forbid never turns a denial into a permission. The rule is added to the initial edition of the base policy;
/// it says nothing about a rule that is no forbid.
///
/// # Errors
///
/// The law is broken.
pub fn one_more_forbid_never_lifts_a_denial<D: Decider>(decider: &D, case: &Case, forbid: &Rule) -> Result<Tried, Broken> {
    if forbid.effect() != crate::policy::Effect::Forbid {
        return Ok(Tried::OutOfScope);
    }
    let trial = Trial::of(Law::ForbidsNeverLift, decider, case);
    let after = match with_rule(decider, forbid) {
        Ok(after) => after.gist(case),
        Err(error) => return Err(trial.shows(described(decider, forbid), "", error.to_string())),
    };
    let before = decider.gist(case);
    let lifted = before.outcome.verdict() == Verdict::Denied && after.outcome.verdict() == Verdict::Permitted;
    let holds = !lifted && !before.outcome.denied.intersects(after.outcome.permitted);
    trial.says(holds, || described(decider, forbid), &before, &after)
}

/// Law 3: one more permit never turns a permission into a denial. The rule is added to the initial edition of the base policy;
/// it says nothing about a rule that is no permit.
///
/// # Errors
///
/// The law is broken.
pub fn one_more_permit_never_takes_a_permission<D: Decider>(decider: &D, case: &Case, permit: &Rule) -> Result<Tried, Broken> {
    if permit.effect() != crate::policy::Effect::Permit {
        return Ok(Tried::OutOfScope);
    }
    let trial = Trial::of(Law::PermitsNeverTake, decider, case);
    let after = match with_rule(decider, permit) {
        Ok(after) => after.gist(case),
        Err(error) => return Err(trial.shows(described(decider, permit), "", error.to_string())),
    };
    let before = decider.gist(case);
    let taken = before.outcome.verdict() == Verdict::Permitted && after.outcome.verdict() == Verdict::Denied;
    let holds = !taken && !before.outcome.permitted.intersects(after.outcome.denied);
    trial.says(holds, || described(decider, permit), &before, &after)
}

/// Law 4: the order of rules does not matter, not even for the bytes of the answer. The rules of every policy and edition are
/// turned around.
///
/// # Errors
///
/// The law is broken.
pub fn the_order_of_rules_does_not_matter<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    same_in_another_order(decider, &turned_around(decider), case)
}

/// Law 4: a rule repeated under another id does not matter. It says nothing where an edition replaces the rule, because its
/// repetition would stay; which one it is is counted round the rules of the initial edition.
///
/// # Errors
///
/// The law is broken.
pub fn a_repeated_rule_does_not_matter<D: Decider>(decider: &D, case: &Case, which: usize) -> Result<Tried, Broken> {
    let policy = decider.engine().policy();
    let Some(rule) = policy.rules().get(which % policy.rules().len().max(1)) else { return Ok(Tried::OutOfScope) };
    let is_replaced = policy.editions().iter().flat_map(|edition| edition.rules()).any(|new| new.id() == rule.id());
    if is_replaced {
        return Ok(Tried::OutOfScope);
    }
    let id = format!("{}/again", rule.id());
    let again = rule_document(rule, decider.engine().vocabulary(), &id);
    let changed = || format!("the rule `{}` stands there again as `{id}`", rule.id());
    let twice = with_base(decider, |policy| list(policy, "rules").into_iter().for_each(|rules| rules.push(again.clone())));
    let trial = Trial::of(Law::RepetitionDoesNotMatter, decider, case);
    match twice {
        Ok(twice) => {
            let (before, after) = (decider.gist(case), twice.gist(case));
            trial.says(before == after, changed, &before, &after)
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

pub(super) fn without_permits<D: Decider>(decider: &D) -> Changed<D> {
    with_each(decider, |policy| {
        each_list_of_rules(policy, |rules| {
            rules.retain(|rule| rule["effect"] != "permit");
            for rule in rules.iter_mut().filter_map(Value::as_object_mut) {
                rule.remove("yields-to");
            }
        });
        // What is taken out cannot be removed any more.
        for edition in list(policy, "editions").into_iter().flatten().filter_map(Value::as_object_mut) {
            edition.remove("removes");
        }
    })
}

pub(super) fn with_everywhere<D: Decider>(decider: &D, effect: &str) -> Changed<D> {
    with_each(decider, |policy| {
        let rule = json!({ "id": new_id(policy), "effect": effect, "text": "everything" });
        // Into every edition: an earlier one's might be removed there.
        each_list_of_rules(policy, |rules| rules.push(rule.clone()));
    })
}

pub(super) fn turned_around<D: Decider>(decider: &D) -> Changed<D> {
    with_each(decider, |policy| each_list_of_rules(policy, |rules| rules.reverse()))
}

pub(super) fn nothing_permitted<D: Decider>(decider: &D, bare: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let trial = Trial::of(Law::DefaultDeny, decider, case);
    let changed = || "every permit is taken out of the policies".to_owned();
    match bare {
        Ok(bare) => {
            let after = bare.gist(case);
            trial.says(after.outcome.permitted.is_empty(), changed, &decider.gist(case), &after)
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

pub(super) fn everything_forbidden<D: Decider>(decider: &D, barred: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let trial = Trial::of(Law::ForbidsBeatPermits, decider, case);
    let changed = || "every policy forbids everything".to_owned();
    match barred {
        Ok(barred) => {
            let after = barred.gist(case);
            let holds = (after.outcome.permitted | after.outcome.undetermined).is_empty();
            trial.says(holds, changed, &decider.gist(case), &after)
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

pub(super) fn everything_exempt<D: Decider>(decider: &D, free: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let trial = Trial::of(Law::ExemptionsBeatAll, decider, case);
    let changed = || "every policy exempts everything".to_owned();
    match free {
        Ok(free) => {
            let after = free.gist(case);
            trial.says(after.outcome.verdict() == Verdict::NotGoverned, changed, &decider.gist(case), &after)
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

pub(super) fn same_in_another_order<D: Decider>(decider: &D, turned: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let trial = Trial::of(Law::OrderDoesNotMatter, decider, case);
    let changed = || "the rules stand in the opposite order".to_owned();
    match turned {
        Ok(turned) => trial.same(changed, &decider.answer(case), &turned.answer(case)),
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

fn with_rule<D: Decider>(decider: &D, rule: &Rule) -> Changed<D> {
    with_base(decider, |policy| {
        let added = rule_document(rule, decider.engine().vocabulary(), &new_id(policy));
        list(policy, "rules").into_iter().for_each(|rules| rules.push(added.clone()));
    })
}

fn described<D: Decider>(decider: &D, rule: &Rule) -> String {
    format!("one more rule: {}", rule_document(rule, decider.engine().vocabulary(), rule.id()))
}
