//! Law 14: what is written.

use super::broken::{Trial, written};
use super::documents::stack;
use super::{Broken, Decider, Law, Tried};
use crate::decision::Case;
use crate::policy::{Policy, PolicyStack};

/// Law 14: the same question gets the same bytes, from an engine that was compiled anew as well.
///
/// # Errors
///
/// The law is broken.
pub fn the_same_question_gets_the_same_bytes<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    let trial = Trial::of(Law::SameBytes, decider, case);
    let changed = || "the same is asked again, of an engine compiled anew".to_owned();
    let anew = match stack(decider.engine()) {
        Ok(stack) => decider.with(stack),
        Err(error) => return Err(trial.shows(changed(), "", error.to_string())),
    };
    let [first, second, third] = [decider, decider, &anew].map(|decider| decider.answer(case).to_string());
    match first == second && first == third {
        true => Ok(Tried::Held),
        false => Err(trial.shows(changed(), first, format!("{second}\n           {third}"))),
    }
}

/// Law 14: writing and reading back the case and the policies gives equal values.
///
/// # Errors
///
/// The law is broken.
pub fn what_is_written_is_read_back_equal<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    let engine = decider.engine();
    let trial = Trial::of(Law::ReadBackEqual, decider, case);
    let text = written(case, engine);
    match Case::from_json(&text, engine.vocabulary()) {
        Ok(read) if read == *case => {}
        Ok(read) => return Err(trial.shows("the case is written and read", text, written(&read, engine))),
        Err(error) => return Err(trial.shows("the case is written and read", text, error.to_string())),
    }
    let mut below = None;
    for policy in std::iter::once(engine.policy()).chain(engine.layers()) {
        let read = match &below {
            None => Policy::from_toml(&policy.to_toml()),
            Some(stack) => PolicyStack::read_layer(stack, &policy.to_toml()),
        };
        let changed = || format!("the policy `{}` is written and read", policy.id());
        match read {
            Ok(read) if read == *policy => {}
            Ok(read) => return Err(trial.shows(changed(), policy.to_toml(), read.to_toml())),
            Err(error) => return Err(trial.shows(changed(), policy.to_toml(), error.to_string())),
        }
        below = match below {
            None => Some(PolicyStack::new(policy.clone())),
            Some(stack) => stack.lay(policy.clone()).ok(),
        };
    }
    Ok(Tried::Held)
}
