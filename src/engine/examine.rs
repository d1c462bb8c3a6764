//! Looking at one question rule by rule, for those who measure what their tests exercise.

use std::any::Any;

use super::combine::Reach;
use super::compile::Compiled;
use super::judge::{Judge, Reading};
use super::reach::{in_box, reach};
use super::rule::{AskedFact, CompiledRule};
use super::voice::Voice;
use crate::decision::{Decision, Outcome};
use crate::policy::{Condition, Policy, PolicyStack, Rule};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Truth};

/// One rule whose box one item of a question falls in, surely or possibly, in one edition that binds.
pub(crate) struct Examined<'a> {
    /// The policy's place in the stack.
    pub(crate) policy: usize,
    /// The edition that brought the rule, as it stands in the edition that is read; 0 is the initial one.
    pub(crate) edition: usize,
    pub(crate) rule: &'a Rule,
    /// Whether the question is in the rule's box; never that it is not.
    pub(crate) in_box: Truth,
    /// The item's categories that are in the box.
    pub(crate) boxed: DataCategories,
    /// What `when` and `unless` ask, in the order of the rule.
    pub(crate) when: Vec<ExaminedCondition<'a>>,
    pub(crate) unless: Vec<ExaminedCondition<'a>>,
    /// What the permits that it gives way to reach, if it gives way to any.
    pub(crate) yields: Option<ExaminedReach>,
    /// What it reaches in the end.
    pub(crate) reach: ExaminedReach,
    /// Whether it is among the rules that determine the answer.
    pub(crate) is_determining: bool,
}

/// One condition, for the categories in the box.
pub(crate) struct ExaminedCondition<'a> {
    pub(crate) condition: &'a Condition,
    pub(crate) holds: DataCategories,
    pub(crate) unknown: DataCategories,
    pub(crate) fails: DataCategories,
}

/// Categories that are reached.
#[derive(Clone, Copy)]
pub(crate) struct ExaminedReach {
    pub(crate) sure: DataCategories,
    pub(crate) possible: DataCategories,
}

/// The policies by which a question was decided, and what each rule made of it. `None` for a decision of no engine: there is none.
pub(crate) fn examine<'a>(decision: &Decision<'a>) -> Option<(&'a PolicyStack, Vec<Examined<'a>>)> {
    let source: &'a dyn Any = decision.source();
    let compiled = source.downcast_ref::<Compiled>()?;
    Some((&compiled.stack, compiled.examine(decision.request(), decision.subject(), decision.outcome())))
}

impl Compiled {
    fn examine<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Examined<'a>> {
        let mut all = Vec::new();
        Judge::new(self, request, subject).each_reading(|reading| {
            let voice = Voice::of(reading, outcome);
            for rule in reading.rules() {
                all.extend(examined(self.document(reading.policy), reading, rule, &voice));
            }
        });
        all
    }
}

fn examined<'a>(document: &'a Policy, reading: &Reading<'_, 'a>, rule: &'a CompiledRule, voice: &Voice) -> Option<Examined<'a>> {
    let in_box = in_box(rule, &reading.facts);
    if in_box == Truth::Fails {
        return None;
    }
    let boxed = reading.facts.judged & rule.categories;
    let ask = |(condition, fact): (&'a Condition, &AskedFact)| {
        let [(_, holds), (_, unknown), (_, fails)] = reading.facts.value(*fact).parts(boxed);
        ExaminedCondition { condition, holds, unknown, fails }
    };
    let reached = reading.reach(rule);
    Some(Examined {
        policy: reading.policy,
        edition: brought_by(document, reading.edition, rule.rule.id()),
        rule: &rule.rule,
        in_box,
        boxed,
        when: rule.rule.when().iter().zip(&rule.when).map(ask).collect(),
        unless: rule.rule.unless().iter().zip(&rule.unless).map(ask).collect(),
        yields: (!rule.rule.yields_to().is_empty()).then(|| {
            let mut permits = Reach::NOTHING;
            reading.each_yielded_to(rule, |permit, facts| permits = permits.and(reach(permit, facts)));
            permits.into()
        }),
        reach: reached.into(),
        is_determining: !voice.decided_by(rule.effect, reached).is_empty(),
    })
}

/// The edition that brought a rule as it stands in an edition.
fn brought_by(document: &Policy, edition: usize, id: &str) -> usize {
    let brings = |later: &usize| document.editions()[later - 1].rules().iter().any(|rule| rule.id() == id);
    (1..=edition).rev().find(brings).unwrap_or(0)
}

impl From<Reach> for ExaminedReach {
    fn from(Reach { sure, possible }: Reach) -> Self {
        Self { sure, possible }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_rule_was_brought_by_the_last_edition_that_has_it() {
        let edition = |day: u32, rule: &str| {
            format!(
                "[[editions]]\nversion = \"v{day}\"\neffective-from = 2026-01-0{day}T00:00:00Z\nchange = \"minor\"\n\
                 [[editions.rules]]\nid = \"{rule}\"\neffect = \"permit\"\n"
            )
        };
        let first = "id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\n[[rules]]\nid = \"b\"\neffect = \"permit\"\n";
        let policy = Policy::from_toml(&format!("{first}{}{}{}", edition(2, "a"), edition(3, "c"), edition(4, "a"))).unwrap();
        let brought = |id: &str| [0, 1, 2, 3].map(|edition| brought_by(&policy, edition, id));
        assert_eq!((brought("a"), brought("b")), ([0, 1, 1, 3], [0, 0, 0, 0]));
        assert_eq!(brought("c")[2..], [2, 2]);
    }
}
