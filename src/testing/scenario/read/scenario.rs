//! One scenario of a file, with its flips, its matrix or its steps.

use super::draft::{Changes, Draft};
use super::expectation::expectation;
use super::file::FileReader;
use super::matrix::{cell_rules, combinations};
use super::timeline::steps;
use crate::testing::scenario::engines::Setting;
use crate::testing::scenario::model::Question;
use crate::vocabulary::notation::{Fields, Node, Reader};

/// What a scenario says of itself.
pub(super) struct Head<'n> {
    pub(super) node: &'n Node,
    pub(super) name: Option<String>,
    pub(super) clause: Option<String>,
    pub(super) why: String,
    pub(super) setting: Setting,
}

/// The parts of a scenario beside what it says of its case.
struct Parts<'n> {
    expect: Option<&'n Node>,
    matrix: Option<&'n Node>,
    cell: Option<&'n Node>,
    step: Option<&'n Node>,
    flip: Option<&'n Node>,
}

impl FileReader<'_> {
    /// Reads a scenario, and gives back what its flips are told from.
    pub(super) fn scenario<'n>(&mut self, node: &'n Node, setting: &Setting, cx: &mut Reader<'_>) -> Option<(Head<'n>, Draft)> {
        let mut fields = Fields::open(node, cx, "a scenario: a table with `name`, `person`, `request` and `expect`")?;
        let name = self.name(&mut fields, node, None, cx);
        let clause = fields.take("clause");
        let why = fields.optional("why", cx).unwrap_or_default();
        fields.take("layers");
        let changes = Changes::of(&mut fields);
        let [expect, matrix, cell, step, flip] = ["expect", "matrix", "cell", "step", "flip"].map(|key| fields.take(key));
        fields.close(cx);
        let clause = clause.and_then(|node| cx.at_key("clause", |cx| clause_of(node, setting, cx)));
        let head = Head { node, name, clause, why, setting: setting.clone() };
        let parts = Parts { expect, matrix, cell, step, flip };
        parts.check(node, cx);

        let start = Draft::new(self.at, node.line);
        if let Some(matrix) = parts.matrix {
            self.matrix(&head, matrix, &parts, changes, &start, cx);
            return None;
        }
        let mut draft = start;
        draft.change(changes, &[], self.fixtures, cx);
        if let Some(step) = parts.step {
            let questions = steps(step, &draft, self.fixtures, &head.setting.engine, cx);
            self.add(&head, head.name.clone(), head.node.line, questions);
            return None;
        }
        let question = question(&draft, parts.expect, &head, node, cx);
        self.add(&head, head.name.clone(), head.node.line, question.into_iter().collect());
        // What is missing is reported now, and must not be reported by each flip again.
        draft.subject.refuse_missing();
        Some((head, draft))
    }

    /// Reads a flip: its scenario, but for what it says.
    pub(super) fn flip(
        &mut self,
        node: &Node,
        of: &Head<'_>,
        mut draft: Draft,
        setting: &Setting,
        cx: &mut Reader<'_>,
    ) -> Option<()> {
        let mut fields = Fields::open(node, cx, "a flip: a table with `name`, what is different, and `expect`")?;
        let name = self.name(&mut fields, node, of.name.as_deref(), cx);
        let why = fields.optional("why", cx).unwrap_or_else(|| of.why.clone());
        fields.take("layers");
        let changes = Changes::of(&mut fields);
        let expect = fields.take("expect");
        fields.close(cx);
        let head = Head { node, name: name.clone(), clause: of.clause.clone(), why, setting: setting.clone() };
        draft.change(changes, &[], self.fixtures, cx);
        let question = question(&draft, expect, &head, node, cx);
        self.add(&head, name, node.line, question.into_iter().collect());
        Some(())
    }

    fn matrix(
        &mut self,
        head: &Head<'_>,
        matrix: &Node,
        parts: &Parts<'_>,
        changes: Changes<'_>,
        start: &Draft,
        cx: &mut Reader<'_>,
    ) -> Option<()> {
        let combinations = cx.at_key("matrix", |cx| combinations(matrix, cx))?;
        let rules = cell_rules(parts.cell, &combinations, &head.setting.engine, cx);
        let usual = parts.expect.map(|node| cx.at_key("expect", |cx| expectation(node, &head.setting.engine, cx)));
        let mut without = Vec::new();
        for combination in &combinations {
            let rule = rules.iter().find(|rule| rule.matches(combination));
            let mut draft = start.clone();
            draft.change(changes, &combination.place, self.fixtures, cx);
            let case = draft.read(head.node.line, cx);
            let expected = match (rule, &usual) {
                (Some(rule), _) => rule.expected.clone(),
                (None, Some(usual)) => usual.clone(),
                (None, None) => {
                    without.push(format!("[{}]", combination.label));
                    None
                }
            };
            let line = rule.and_then(|rule| rule.line()).or(head.node.line);
            let name = head.name.as_ref().map(|name| format!("{name}[{}]", combination.label));
            let (Some((request, subject)), Some(expected)) = (case, expected) else { continue };
            let why = rule.and_then(|rule| rule.why.clone()).unwrap_or_else(|| head.why.clone());
            let head = Head { node: head.node, name: None, clause: head.clause.clone(), why, setting: head.setting.clone() };
            self.add(
                &head,
                name,
                line,
                vec![Question { request, subject, expected, line: line.unwrap_or_default(), step: None }],
            );
        }
        if !without.is_empty() {
            cx.report(head.node, format!("nothing is expected of {}: add `expect`, or a `cell`", without.join(", ")));
        }
        Some(())
    }
}

impl Parts<'_> {
    /// Reports parts that do not go together.
    fn check(&self, node: &Node, cx: &mut Reader<'_>) {
        let conflicts = [
            (self.matrix.and(self.step), "a scenario has a `matrix` or `step`s, not both"),
            (self.matrix.and(self.flip), "a scenario with a `matrix` has no `flip`s: say in a `cell` what is different"),
            (self.step.and(self.flip), "a timeline has no `flip`s: make it a scenario of its own"),
            (self.step.and(self.expect), "a timeline expects at its steps: say it there, in `then`"),
            (self.cell.filter(|_| self.matrix.is_none()), "a `cell` speaks of the `matrix`, and there is none"),
        ];
        for (node, message) in conflicts {
            if let Some(node) = node {
                cx.report(node, message);
            }
        }
        if self.expect.is_none() && self.matrix.is_none() && self.step.is_none() {
            cx.report(node, "`expect` is missing");
        }
    }
}

fn question(draft: &Draft, expect: Option<&Node>, head: &Head<'_>, node: &Node, cx: &mut Reader<'_>) -> Option<Question> {
    let expected = expect.and_then(|node| cx.at_key("expect", |cx| expectation(node, &head.setting.engine, cx)));
    let (request, subject) = draft.read(node.line, cx)?;
    Some(Question { request, subject, expected: expected?, line: node.line.unwrap_or_default(), step: None })
}

/// The clause or rule that a scenario is about: one that a policy which has a register knows.
fn clause_of(node: &Node, setting: &Setting, cx: &mut Reader<'_>) -> Option<String> {
    let name = crate::vocabulary::notation::text(node, cx, "the id of a clause")?;
    let policies = || std::iter::once(setting.engine.policy()).chain(setting.engine.layers());
    let clauses = || policies().flat_map(|policy| policy.clauses()).map(|entry| entry.clause.id());
    let rules = || policies().flat_map(|policy| policy.all_rules()).flat_map(|rule| [rule.id(), rule.clause()]);
    if clauses().next().is_some() && !clauses().chain(rules()).any(|known| known == name) {
        cx.report_name(node, &crate::vocabulary::NameError::new("clause", name, clauses()));
        return None;
    }
    Some(name.to_owned())
}
