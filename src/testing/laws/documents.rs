//! Policies of an engine, changed.

use serde_json::Value;

use super::Decider;
use crate::engine::PolicyEngine;
use crate::policy::{Policy, PolicyError, PolicyStack, Rule};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{ToNode, Writer};

/// A decider by changed policies, or why those are refused.
pub(super) type Changed<D> = Result<D, PolicyError>;

/// The same decider with its base policy changed, and its layers as they are.
pub(super) fn with_base<D: Decider>(decider: &D, change: impl FnOnce(&mut Value)) -> Changed<D> {
    let engine = decider.engine();
    let mut base = document(engine.policy());
    change(&mut base);
    let stack = PolicyStack::new(Policy::from_json(&base.to_string())?);
    let stack = engine.layers().iter().try_fold(stack, |stack, layer| stack.lay(layer.clone()))?;
    Ok(decider.with(stack))
}

/// The same decider with every policy changed.
pub(super) fn with_each<D: Decider>(decider: &D, change: impl Fn(&mut Value)) -> Changed<D> {
    let engine = decider.engine();
    let mut base = document(engine.policy());
    change(&mut base);
    let mut stack = PolicyStack::new(Policy::from_json(&base.to_string())?);
    for layer in engine.layers() {
        let mut changed = document(layer);
        change(&mut changed);
        // A document that is no table cannot come of a policy.
        let text = toml::to_string(&changed).unwrap_or_default();
        let layer = stack.read_layer(&text)?;
        stack = stack.lay(layer)?;
    }
    Ok(decider.with(stack))
}

/// The policies of an engine, once more.
pub(super) fn stack(engine: &PolicyEngine) -> Result<PolicyStack, PolicyError> {
    let base = PolicyStack::new(engine.policy().clone());
    engine.layers().iter().try_fold(base, |stack, layer| stack.lay(layer.clone()))
}

pub(super) fn document(policy: &Policy) -> Value {
    serde_json::to_value(policy).unwrap_or_default()
}

/// A rule as it stands in a document, under another id.
pub(super) fn rule_document(rule: &Rule, words: &Vocabulary, id: &str) -> Value {
    let mut document = serde_json::to_value(rule.to_node(&mut Writer::new(words))).unwrap_or_default();
    document["id"] = id.into();
    document
}

/// An id for a rule that a policy can be given: it cites what the policy cites.
pub(super) fn new_id(policy: &Value) -> String {
    let of_rule = policy.pointer("/rules/0/id").and_then(Value::as_str);
    let clause = of_rule.or_else(|| policy.pointer("/clauses/0/id").and_then(Value::as_str)).unwrap_or("law");
    format!("{}/put-to-the-law", clause.split('/').next().unwrap_or(clause))
}

/// A list of a document; made, where the document has none.
pub(super) fn list<'a>(document: &'a mut Value, key: &str) -> Option<&'a mut Vec<Value>> {
    let list = document.as_object_mut()?.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    list.as_array_mut()
}

/// Every list of rules in a document: that of the initial edition first.
pub(super) fn each_list_of_rules(policy: &mut Value, mut change: impl FnMut(&mut Vec<Value>)) {
    if let Some(rules) = list(policy, "rules") {
        change(rules);
    }
    for edition in list(policy, "editions").into_iter().flatten() {
        if let Some(rules) = list(edition, "rules") {
            change(rules);
        }
    }
}
