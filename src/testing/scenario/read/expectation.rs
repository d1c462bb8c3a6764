//! What a scenario expects.

use super::tree::each_of;
use crate::decision::Verdict;
use crate::engine::PolicyEngine;
use crate::testing::Expected;
use crate::testing::demand::Demand;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value, known, text};

/// What stands in the place of a verdict that nobody has given yet.
const TO_BE_FILLED_IN: &str = "fill-in";

type Put = fn(Expected, &str) -> Expected;

/// The keys that name words of one kind each.
const LISTS: [(&str, Put); 6] = [
    ("because", |expected, name| expected.because(name)),
    ("duties", |expected, name| expected.duty(name)),
    ("no-duties", |expected, name| expected.no_duty(name)),
    ("grounds", |expected, name| expected.ground(name)),
    ("missing", |expected, name| expected.missing(name)),
    ("remedies", |expected, name| expected.remedy(name)),
];

/// A verdict, or a table with one. Words that the engine does not have are mistakes.
pub(super) fn expectation(node: &Node, engine: &PolicyEngine, cx: &mut Reader<'_>) -> Option<Expected> {
    if let Value::Text(_) = node.value {
        return verdict(node, cx).map(Expected::of);
    }
    let mut fields =
        Fields::open(node, cx, "a verdict, such as \"denied\", or { verdict = \"denied\", because = [\"authz.2.a\"] }")?;
    let verdict = match fields.take("verdict") {
        Some(node) => cx.at_key("verdict", |cx| verdict(node, cx)),
        None => {
            cx.report(node, "`verdict` is missing");
            None
        }
    };
    // With any verdict the words are checked all the same.
    let mut expected = Expected::of(verdict.unwrap_or(Verdict::Denied));
    for (key, put) in LISTS {
        cx.at_key(key, |cx| {
            for (name, node) in names(fields.take(key), cx) {
                expected = put(expected.clone(), name);
                if let Some(error) = expected.demands.last().and_then(|demand| demand.mistake(engine)) {
                    cx.report_name(node, &error);
                }
            }
        });
    }
    if let Some(node) = fields.take("only-because") {
        cx.at_key("only-because", |cx| {
            let names = names(Some(node), cx);
            for (name, node) in &names {
                if let Some(error) = Demand::OnlyBecause(vec![(*name).to_owned()]).mistake(engine) {
                    cx.report_name(node, &error);
                }
            }
            expected = expected.clone().only_because(names.into_iter().map(|(name, _)| name));
        });
    }
    match fields.take("no-remedy") {
        Some(Node { value: Value::Bool(true), .. }) => expected = expected.no_remedy(),
        Some(node) => cx.at_key("no-remedy", |cx| cx.report(node, "expected true, or nothing at all")),
        None => {}
    }
    for verdict in Verdict::ALL {
        let Some(node) = fields.take(verdict.name()) else { continue };
        cx.at_key(verdict.name(), |cx| {
            let names = names(Some(node), cx);
            for (name, node) in &names {
                known(engine.vocabulary().categories(name), node, cx);
            }
            expected = expected.clone().exactly(*verdict, names.into_iter().map(|(name, _)| name));
        });
    }
    fields.close(cx);
    verdict.map(|_| expected)
}

fn verdict(node: &Node, cx: &mut Reader<'_>) -> Option<Verdict> {
    if node.value == Value::Text(TO_BE_FILLED_IN.to_owned()) {
        let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| format!("`{verdict}`")).collect();
        cx.report(node, format!("the scenario is still to be filled in: what should the answer be, {}?", verdicts.join(", ")));
        return None;
    }
    Verdict::from_node(node, cx)
}

/// The names in a list, or the one that stands there alone.
fn names<'n>(node: Option<&'n Node>, cx: &mut Reader<'_>) -> Vec<(&'n str, &'n Node)> {
    let nodes = node.map(each_of).unwrap_or_default();
    nodes.iter().filter_map(|node| Some((text(node, cx, "a name, or a list of names")?, node))).collect()
}
