//! A timeline: what happens to one person, step by step, and what is asked on the way.

use super::draft::{Changes, Draft, Part};
use super::expectation::expectation;
use super::fixtures::Fixtures;
use super::tree::{each_of, entry, entry_mut, push, put, remove, table};
use crate::engine::PolicyEngine;
use crate::request::Request;
use crate::testing::scenario::model::{Question, Step};
use crate::vocabulary::Instant;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value};

/// Reads the steps of a scenario, in order: its questions.
pub(super) fn steps(
    node: &Node,
    draft: &Draft,
    fixtures: &Fixtures,
    engine: &PolicyEngine,
    cx: &mut Reader<'_>,
) -> Vec<Question> {
    let mut draft = draft.clone();
    draft.subject.or_empty(node.line);
    let mut timeline = Timeline { draft, last: None, fixtures, engine };
    let mut questions = Vec::new();
    for (index, node) in each_of(node).iter().enumerate() {
        questions.extend(cx.at_key("step", |cx| cx.at_index(index, |cx| timeline.step(index + 1, node, cx))));
    }
    if each_of(node).iter().all(|step| entry(step, "then").is_none()) {
        cx.report(node, "no step of the timeline expects anything: add `then` to one");
    }
    questions
}

struct Timeline<'a> {
    /// The person as of the step, and the request of the scenario.
    draft: Draft,
    last: Option<Instant>,
    fixtures: &'a Fixtures,
    engine: &'a PolicyEngine,
}

impl Timeline<'_> {
    fn step(&mut self, number: usize, node: &Node, cx: &mut Reader<'_>) -> Option<Question> {
        let mut fields = Fields::open(node, cx, "a step, such as { at = 2026-06-01T12:00:00Z, then = \"denied\" }")?;
        let name = fields.optional("name", cx);
        let at_node = fields.take("at");
        let [given, when, then] = ["given", "when", "then"].map(|key| fields.take(key));
        fields.close(cx);
        match (given, when, then) {
            (None, None, None) => {
                cx.report(node, "the step says nothing: add `given`, what happens, or `then`, what is expected")
            }
            (_, Some(when), None) => cx.report(when, "`when` asks, but nothing is expected: add `then`"),
            _ => {}
        }
        let Some(at_node) = at_node else {
            cx.report(node, "`at` is missing");
            return None;
        };
        let at = cx.at_key("at", |cx| Instant::from_node(at_node, cx))?;
        if self.last.is_some_and(|last| at < last) {
            cx.at_key("at", |cx| cx.report(at_node, "the step is earlier than the one before it"));
        }
        self.last = Some(at);

        if let Some(given) = given
            && let Some(person) = self.draft.subject.or_empty(given.line)
        {
            cx.at_key("given", |cx| happen(given, at, person, cx));
        }
        let subject = self.draft.read_subject(node.line, cx);
        let expected = cx.at_key("then", |cx| expectation(then?, self.engine, cx));
        let request = then.and_then(|_| self.asked(when, at_node, cx));
        let step = Some(Step { number, name, at });
        Some(Question { request: request?, subject: subject?, expected: expected?, line: node.line.unwrap_or_default(), step })
    }

    /// The request of the scenario with the changes of a step, asked at its instant.
    fn asked(&self, when: Option<&Node>, at: &Node, cx: &mut Reader<'_>) -> Option<Request> {
        let mut draft = self.draft.clone();
        if let Some(own) = when.and_then(|when| entry(when, "at")) {
            cx.at_key("when", |cx| cx.at_key("at", |cx| cx.report(own, "a step is asked at its own `at`")));
        }
        draft.change(Changes { request: when, ..Changes::default() }, &[], self.fixtures, cx);
        if let Part::There(request) = &mut draft.request {
            put(request, "at", at.clone());
        }
        draft.read_request(cx)
    }
}

/// Lets happen to a person what a step gives.
fn happen(given: &Node, at: Instant, person: &mut Node, cx: &mut Reader<'_>) {
    let Some(mut fields) = Fields::open(given, cx, "what happens, such as { agree = true } or { grant = { scope = {…} } }")
    else {
        return;
    };
    let then = |node: &Node| Node { value: Value::Instant(at), line: node.line };

    for key in ["standing", "age", "born", "guardian"] {
        if let Some(node) = fields.take(key) {
            match key {
                "age" => drop(remove(person, "born")),
                "born" => drop(remove(person, "age")),
                _ => {}
            }
            put(person, key, node.clone());
        }
    }
    if let Some(node) = fields.take("agree") {
        match &node.value {
            Value::Bool(true) => push(person, "agreements", table(node.line, [("at", then(node))])),
            Value::Text(_) => push(person, "agreements", table(node.line, [("edition", node.clone()), ("at", then(node))])),
            _ => cx.at_key("agree", |cx| cx.report(node, "expected true, or the name of an edition")),
        }
    }
    if let Some(node) = fields.take("use") {
        match &node.value {
            Value::Bool(true) => push(person, "uses", then(node)),
            _ => cx.at_key("use", |cx| cx.report(node, "expected true")),
        }
    }
    for node in fields.take("open").map(each_of).unwrap_or_default() {
        let account = match &node.value {
            Value::Table(_) => node.clone(),
            _ => table(node.line, [("service", node.clone())]),
        };
        push(person, "accounts", with(account, "opened", then(node)));
    }
    for node in fields.take("close").map(each_of).unwrap_or_default() {
        match open_account(person, node) {
            Some(account) => put(account, "closed", then(node)),
            None => cx.at_key("close", |cx| cx.report(node, "there is no open account of this service")),
        }
    }
    for node in fields.take("grant").map(each_of).unwrap_or_default() {
        push(person, "choices", table(node.line, [("grant", with(node.clone(), "given-at", then(node)))]));
    }
    for node in fields.take("refuse").map(each_of).unwrap_or_default() {
        push(person, "choices", table(node.line, [("refuse", with(node.clone(), "at", then(node)))]));
    }
    for node in fields.take("withdraw").map(each_of).unwrap_or_default() {
        let refusal = match &node.value {
            Value::Table(_) => {
                let mut refusal = node.clone();
                match remove(&mut refusal, "grant") {
                    Some(grant) => put(&mut refusal, "withdraws", grant),
                    None => cx.at_key("withdraw", |cx| cx.report(node, "`grant` is missing")),
                }
                refusal
            }
            _ => table(node.line, [("withdraws", node.clone())]),
        };
        push(person, "choices", table(node.line, [("refuse", with(refusal, "at", then(node)))]));
    }
    fields.close(cx);
}

/// The table with one more entry; what is no table stays, a mistake that is found when it is read. A key that is there already
/// stands twice then, which is found too.
fn with(mut node: Node, key: &str, value: Node) -> Node {
    if let Value::Table(entries) = &mut node.value {
        entries.push((key.to_owned(), value));
    }
    node
}

fn open_account<'n>(person: &'n mut Node, service: &Node) -> Option<&'n mut Node> {
    let Value::List(accounts) = &mut entry_mut(person, "accounts")?.value else { return None };
    let is_open = |account: &Node| entry(account, "closed").is_none();
    let is_of = |account: &Node| entry(account, "service").is_some_and(|node| node.value == service.value);
    accounts.iter_mut().rev().find(|account| is_open(account) && is_of(account))
}
