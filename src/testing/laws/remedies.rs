//! Law 12: remedies.

use super::broken::Trial;
use super::{Broken, Decider, Law, Tried};
use crate::decision::{Case, Change, Changed, Verdict};
use crate::policy::PolicyStack;

/// Law 12: every remedy, applied, permits, and no proper part of it does. It says nothing about a case that has none.
///
/// # Errors
///
/// The law is broken.
pub fn every_remedy_permits_and_no_part_of_it_does<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    let remedies = decider.engine().decide(&case.request, &case.subject).remedies();
    if remedies.is_empty() {
        return Ok(Tried::OutOfScope);
    }
    let trial = Trial::of(Law::RemediesPermit, decider, case);
    for remedy in &remedies {
        let all = remedy.changes();
        for some in 0..1_usize << all.len() {
            let part: Vec<Change> =
                all.iter().enumerate().filter(|(bit, _)| some >> bit & 1 == 1).map(|(_, change)| change.clone()).collect();
            let is_whole = part.len() == all.len();
            let verdict = verdict_after(decider, &part, case);
            if (verdict == Some(Verdict::Permitted)) != is_whole {
                let verdict = verdict.map_or("without room for that", Verdict::name);
                let of = if is_whole { "the whole" } else { "a part" };
                return Err(trial.shows(format!("{of} of the remedy {remedy:?} is applied: {part:?}"), "", verdict));
            }
        }
    }
    Ok(Tried::Held)
}

/// The verdict after changes: in the policy with the notice that they give, where they give one.
fn verdict_after<D: Decider>(decider: &D, changes: &[Change], case: &Case) -> Option<Verdict> {
    let Changed { request, subject, notice } = Changed::by(changes, &case.request, &case.subject)?;
    let then = match notice {
        None => decider.clone(),
        Some((edition, at)) => {
            let engine = decider.engine();
            let base = PolicyStack::new(engine.policy().clone().with_notice(&edition, at));
            let noticed = engine.layers().iter().try_fold(base, |stack, layer| stack.lay(layer.clone()));
            decider.with(noticed.ok()?)
        }
    };
    Some(then.gist(&Case { id: None, request, subject }).outcome.verdict())
}
