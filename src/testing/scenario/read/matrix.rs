//! A matrix: every combination of some words is a case of its own.

use super::expectation::expectation;
use super::tree::each_of;
use crate::engine::PolicyEngine;
use crate::testing::Expected;
use crate::vocabulary::notation::{Fields, Node, Reader, Value, text};
use crate::vocabulary::{Action, nearest};

/// What a matrix varies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Person,
    Action,
    Actor,
    Item,
    Category,
    Purpose,
    Recipient,
    /// There is no recipient, since the action has none.
    NoRecipient,
}

/// In the order in which they are put into the case: an item before its category.
const AXES: [Axis; 7] = [Axis::Person, Axis::Action, Axis::Actor, Axis::Item, Axis::Category, Axis::Purpose, Axis::Recipient];

impl Axis {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Action => "action",
            Self::Actor => "actor",
            Self::Item => "item",
            Self::Category => "category",
            Self::Purpose => "purpose",
            Self::Recipient | Self::NoRecipient => "recipient",
        }
    }
}

/// One word of a combination.
#[derive(Clone, Copy)]
pub(super) struct Coordinate<'n> {
    pub(super) axis: Axis,
    pub(super) value: &'n Node,
}

impl<'n> Coordinate<'n> {
    fn label(&self) -> &'n str {
        match &self.value.value {
            Value::Text(label) => label,
            _ => "",
        }
    }
}

/// A combination: its name, and where it puts the case.
pub(super) struct Combination<'n> {
    /// `category=contact.email, recipient=acme`, in the order of the matrix.
    pub(super) label: String,
    pub(super) place: Vec<Coordinate<'n>>,
}

/// Every combination of a matrix; those that say the same are there once.
pub(super) fn combinations<'n>(node: &'n Node, cx: &mut Reader<'_>) -> Option<Vec<Combination<'n>>> {
    let written = axes(node, cx)?;
    let mut places: Vec<Vec<Coordinate<'n>>> = vec![Vec::new()];
    for (axis, values) in &written {
        let with =
            |place: &Vec<Coordinate<'n>>, value| place.iter().copied().chain([Coordinate { axis: *axis, value }]).collect();
        places = places.iter().flat_map(|place| values.iter().map(move |value| with(place, *value))).collect();
    }
    let mut combinations: Vec<Combination<'n>> = Vec::new();
    for place in places {
        let place = without_impossible_recipient(place);
        let said = place.iter().filter(|coordinate| coordinate.axis != Axis::NoRecipient);
        let label =
            said.map(|coordinate| format!("{}={}", coordinate.axis.key(), coordinate.label())).collect::<Vec<_>>().join(", ");
        if combinations.iter().all(|known| known.label != label) {
            let mut place = place;
            place.sort_by_key(|coordinate| AXES.iter().position(|axis| *axis == coordinate.axis));
            combinations.push(Combination { label, place });
        }
    }
    Some(combinations)
}

/// The axes in the order in which they are written, each with its words.
fn axes<'n>(node: &'n Node, cx: &mut Reader<'_>) -> Option<Vec<(Axis, Vec<&'n Node>)>> {
    let mut fields = Fields::open(node, cx, "a matrix, such as { category = [\"contact.email\", \"contact.phone\"] }")?;
    for axis in AXES {
        fields.take(axis.key());
    }
    fields.close(cx);
    let Value::Table(entries) = &node.value else { return None };
    let mut written = Vec::new();
    for (key, node) in entries {
        let Some(axis) = AXES.iter().find(|axis| axis.key() == key) else { continue };
        written.push((*axis, cx.at_key(key, |cx| words(node, cx))?));
    }
    if written.is_empty() {
        cx.report(node, "the matrix varies nothing");
        return None;
    }
    Some(written)
}

fn words<'n>(node: &'n Node, cx: &mut Reader<'_>) -> Option<Vec<&'n Node>> {
    let Value::List(nodes) = &node.value else {
        cx.report(node, format!("expected a list of words, found {}", node.kind()));
        return None;
    };
    if nodes.is_empty() {
        cx.report(node, "the list is empty, and so there is no combination");
        return None;
    }
    let mut words: Vec<&Node> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let word = cx.at_index(index, |cx| text(node, cx, "a word"))?;
        if words.iter().any(|known| known.value == node.value) {
            cx.at_index(index, |cx| cx.report_bad(node, "the word stands twice in the matrix", word));
            return None;
        }
        words.push(node);
    }
    Some(words)
}

/// Where the action of a combination keeps data with the actor, there is no recipient.
fn without_impossible_recipient(mut place: Vec<Coordinate<'_>>) -> Vec<Coordinate<'_>> {
    let action = place.iter().find(|coordinate| coordinate.axis == Axis::Action).copied();
    if let Some(action) = action.filter(|action| action.label().parse().is_ok_and(|action: Action| !action.has_recipient())) {
        place.retain(|coordinate| coordinate.axis != Axis::Recipient);
        place.push(Coordinate { axis: Axis::NoRecipient, ..action });
    }
    place
}

/// What is expected of some combinations.
pub(super) struct CellRule<'n> {
    /// Words by axis.
    when: Vec<(&'n str, Vec<&'n str>)>,
    node: &'n Node,
    pub(super) expected: Option<Expected>,
    pub(super) why: Option<String>,
    reached: bool,
}

/// Reads the cells. Each must be the first to match a combination.
pub(super) fn cell_rules<'n>(
    nodes: Option<&'n Node>,
    combinations: &[Combination<'_>],
    engine: &PolicyEngine,
    cx: &mut Reader<'_>,
) -> Vec<CellRule<'n>> {
    let nodes = nodes.map(each_of).unwrap_or_default();
    let mut rules: Vec<CellRule<'n>> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let rule = cx.at_key("cell", |cx| cx.at_index(index, |cx| cell_rule(node, combinations, engine, cx)));
        rules.extend(rule);
    }
    for combination in combinations {
        if let Some(first) = rules.iter_mut().find(|rule| rule.matches(combination)) {
            first.reached = true;
        }
    }
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.reached) {
        let matching = combinations.iter().any(|combination| rule.matches(combination));
        let message =
            if matching { "the cells before it have all its combinations" } else { "there is no such combination in the matrix" };
        cx.at_key("cell", |cx| cx.at_index(index, |cx| cx.report(rule.node, message)));
    }
    rules
}

fn cell_rule<'n>(
    node: &'n Node,
    combinations: &[Combination<'_>],
    engine: &PolicyEngine,
    cx: &mut Reader<'_>,
) -> Option<CellRule<'n>> {
    let mut fields = Fields::open(node, cx, "a cell, such as { when = { recipient = \"acme\" }, expect = \"denied\" }")?;
    let when = fields.take("when");
    let expect = fields.take("expect");
    let why = fields.optional("why", cx);
    fields.close(cx);
    for (key, there) in [("when", when), ("expect", expect)] {
        if there.is_none() {
            cx.report(node, format!("`{key}` is missing"));
        }
    }
    let expected = expect.and_then(|node| cx.at_key("expect", |cx| expectation(node, engine, cx)));
    let when = cx.at_key("when", |cx| conditions(when?, combinations, cx))?;
    Some(CellRule { when, node, expected, why, reached: false })
}

/// The words by axis: each must stand in the matrix.
fn conditions<'n>(node: &'n Node, combinations: &[Combination<'_>], cx: &mut Reader<'_>) -> Option<Vec<(&'n str, Vec<&'n str>)>> {
    Fields::open(node, cx, "words of the matrix, such as { recipient = \"acme\" }")?;
    let Value::Table(entries) = &node.value else { return None };
    let coordinates = || combinations.iter().flat_map(|combination| &combination.place);
    let axes = || coordinates().filter(|coordinate| coordinate.axis != Axis::NoRecipient);
    let mut when = Some(Vec::new());
    for (key, node) in entries {
        if !axes().any(|coordinate| coordinate.axis.key() == key) {
            let near = nearest(key, axes().map(|coordinate| coordinate.axis.key()));
            let finding = crate::vocabulary::Finding::new(format!("{}.{key}", cx.path()), "the matrix does not vary this");
            cx.push(finding.on_line(node.line).suggesting(near));
            when = None;
            continue;
        }
        let words = || axes().filter(|coordinate| coordinate.axis.key() == key).map(Coordinate::label);
        let mut named = Vec::new();
        for node in each_of(node) {
            let Some(word) = cx.at_key(key, |cx| text(node, cx, "a word of the matrix, or a list of them")) else { continue };
            if words().all(|known| known != word) {
                let finding = crate::vocabulary::Finding::new(format!("{}.{key}", cx.path()), "the matrix does not have this");
                cx.push(finding.on_line(node.line).bad(word).suggesting(nearest(word, words())));
                when = None;
            }
            named.push(word);
        }
        if let Some(when) = &mut when {
            when.push((key.as_str(), named));
        }
    }
    when
}

impl CellRule<'_> {
    pub(super) fn matches(&self, combination: &Combination<'_>) -> bool {
        self.when.iter().all(|(key, words)| {
            let mut there = combination.place.iter().filter(|coordinate| coordinate.axis != Axis::NoRecipient);
            there.any(|coordinate| coordinate.axis.key() == *key && words.contains(&coordinate.label()))
        })
    }

    pub(super) fn line(&self) -> Option<u32> {
        self.node.line
    }
}
