//! The permissions that came nearest where none reached.

use super::combine::Reach;
use super::judge::Reading;
use super::reach::{is_actor, is_recipient, reach};
use super::reasons::conditions;
use super::rule::CompiledRule;
use crate::decision::{Misfit, NearPermit, ReasonFact};
use crate::policy::Effect;
use crate::vocabulary::{DataCategories, Truth};

/// More than a reader takes in helps nobody.
const SHOWN: usize = 3;

/// The permissions that came nearest to reaching these categories, nearest first. Those whose box the request fits come first, by how few
/// facts they lack; only where there are none, those with one part of the request outside their box.
pub(super) fn nearest<'a>(reading: &Reading<'_, 'a>, wanting: DataCategories) -> Vec<NearPermit<'a>> {
    let permits = reading.rules().iter().filter(|rule| rule.effect() == Effect::Permit);
    let mut near: Vec<_> = permits.filter_map(|rule| near_permit(reading, rule, wanting)).collect();
    let fewest_misfits = near.iter().map(|permit| permit.misfits.len()).min();
    near.retain(|permit| Some(permit.misfits.len()) == fewest_misfits);
    near.sort_by_key(|permit| (permit.facts.len(), permit.rule.id()));
    near.truncate(SHOWN);
    near
}

fn near_permit<'a>(reading: &Reading<'_, 'a>, rule: &'a CompiledRule, wanting: DataCategories) -> Option<NearPermit<'a>> {
    let request = reading.facts.request;
    let categories = wanting & rule.test.categories;
    if !rule.test.actions.contains(request.action().into()) || categories.is_empty() {
        return None;
    }
    let misfits: Vec<_> = [
        (Misfit::Actor, is_actor(rule, &reading.facts) != Truth::Fails),
        (Misfit::Recipient, is_recipient(rule, &reading.facts) != Truth::Fails),
        (Misfit::Purpose, rule.test.purposes.contains(request.purpose().into())),
        (Misfit::Origin, rule.test.origins.contains(reading.facts.item.origin().into())),
    ]
    .into_iter()
    .filter_map(|(part, fits)| (!fits).then_some(part))
    .collect();
    let facts: Vec<_> = lacking(rule, reading, categories);
    let is_near = misfits.len() <= 1 && reach(rule, &reading.facts) == Reach::NOTHING;
    is_near.then(|| NearPermit {
        policy: reading.document().id(),
        edition: reading.document().version(reading.edition),
        rule: &rule.rule,
        categories,
        misfits,
        facts,
    })
}

/// Conditions that do not hold, and facts that lift the permission.
fn lacking<'a>(rule: &'a CompiledRule, reading: &Reading<'_, 'a>, categories: DataCategories) -> Vec<ReasonFact<'a>> {
    let wanted = |fact: &ReasonFact<'a>| {
        let required = rule.rule.when().iter().any(|condition| condition.name() == fact.name());
        if required { Truth::Holds } else { Truth::Fails }
    };
    conditions(rule, &reading.facts, categories).filter(|fact| fact.truth != wanted(fact)).collect()
}
