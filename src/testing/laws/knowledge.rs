//! Law 5: what is not known never permits.

use serde_json::Value;

use super::broken::{Trial, written};
use super::{Broken, Decider, Law, Tried};
use crate::decision::Case;
use crate::engine::PolicyEngine;
use crate::policy::{DefaultAnswer, Effect, Policy};

/// What is left out of these is no missing fact: an addressee left out is the court itself, a respondent whoever is one.
const NO_FACTS: [&str; 3] = ["addressee", "respondent", "reference"];

/// Law 5: learning what was unknown never turns a permission into anything else, nor a denial into a permission or an open
/// answer. What the case leaves out of its items, its circumstances and the person's age is learnt from another case; who
/// receives the data is not.
///
/// It says nothing about a case that leaves out nothing that the other one knows.
///
/// # What a denial is left to
///
/// That a denial stays is promised for one reading of a policy without exemptions. Where several readings have a say (an
/// edition beside the one in force, a layer, another item with the same category) and one of them may turn out not to govern
/// the category, what it said against it is gone, and the others may permit. There only the first half is held.
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
/// use lawful::testing::laws::learning_never_overturns;
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// proptest!(ProptestConfig::with_cases(8), |(case in cases(&engine), known in cases(&engine))| {
///     learning_never_overturns(&engine, &case, &known)?;
/// });
/// ```
pub fn learning_never_overturns<D: Decider>(decider: &D, case: &Case, known: &Case) -> Result<Tried, Broken> {
    let engine = decider.engine();
    let Some(learned) = learned(case, known, engine) else { return Ok(Tried::OutOfScope) };
    if learned == *case {
        return Ok(Tried::OutOfScope);
    }
    let (before, after) = (decider.gist(case), decider.gist(&learned));
    let keeps = !before.outcome.permitted.intersects(after.outcome.denied | after.outcome.undetermined);
    let overturned = before.outcome.denied.intersects(after.outcome.permitted | after.outcome.undetermined);
    let holds = keeps && (!overturned || may_be_lifted(engine, case));
    let changed = || format!("what was unknown is known:\n           {}", written(&learned, engine));
    Trial::of(Law::LearningNeverOverturns, decider, case).says(holds, changed, &before, &after)
}

/// Whether a denial may rest on a policy that turns out not to govern, beside another that permits.
fn may_be_lifted(engine: &PolicyEngine, case: &Case) -> bool {
    let policies = || std::iter::once(engine.policy()).chain(engine.layers());
    let may_leave = |policy: &Policy| policy.all_rules().any(|rule| rule.effect() == Effect::Exempt);
    let are_several = !engine.layers().is_empty() || !engine.policy().editions().is_empty() || case.request.items().len() > 1;
    are_several && (engine.policy().default_answer() == DefaultAnswer::Silent || policies().any(may_leave))
}

/// The case with what it leaves out as another one has it; `None` where a word has no name here.
fn learned(case: &Case, known: &Case, engine: &PolicyEngine) -> Option<Case> {
    let words = engine.vocabulary();
    let read = |case: &Case| serde_json::from_str::<Value>(&case.to_json(words).ok()?).ok();
    let (mut document, known_document) = (read(case)?, read(known)?);

    // What a function's table says of the need is known already.
    let function = case.request.function();
    let mut tables = std::iter::once(engine.policy()).chain(engine.layers());
    let is_tabled = function.is_some_and(|name| tables.any(|policy| policy.function(name).is_some()));
    for (place, item) in document.pointer_mut("/request/items")?.as_array_mut()?.iter_mut().enumerate() {
        let items = known.request.items();
        let Some(known) = items.get(place % items.len().max(1)) else { break };
        let facts = [("published", known.is_published()), ("protected", known.is_protected())];
        let need = Some(("necessary", known.is_necessary())).filter(|_| !is_tabled);
        for (key, told) in facts.into_iter().chain(need) {
            if let (Some(told), Some(item)) = (told, item.as_object_mut()) {
                item.entry(key).or_insert(told.into());
            }
        }
    }

    let theirs = known_document.pointer("/request/circumstances").and_then(Value::as_object);
    let ours = document.pointer_mut("/request/circumstances").and_then(Value::as_object_mut);
    for (circumstance, given) in ours.into_iter().flatten() {
        let told = theirs.and_then(|theirs| theirs.get(circumstance)).and_then(Value::as_object);
        for (key, told) in told.into_iter().flatten().filter(|(key, _)| !NO_FACTS.contains(&key.as_str())) {
            if let Some(given) = given.as_object_mut() {
                given.entry(key).or_insert(told.clone());
            }
        }
    }
    let subject = document.get_mut("subject")?.as_object_mut()?;
    if !subject.contains_key("age") && !subject.contains_key("born") {
        for key in ["age", "born"] {
            if let Some(told) = known_document.pointer(&format!("/subject/{key}")) {
                subject.insert(key.to_owned(), told.clone());
            }
        }
    }
    Case::from_json(&document.to_string(), words).ok()
}
