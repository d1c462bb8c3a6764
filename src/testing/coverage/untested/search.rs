//! The search for a question that shows a side: candidates are built from the rule, and proved.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::boxes::{Spot, spots};
use super::facts::{Draft, Wish, ways};
use super::{Aim, Target};
use crate::decision::Case;
use crate::engine::{PolicyEngine, examine};
use crate::policy::{Change, Condition, Edition, Effect, Fact, Policy, PolicyStack, Rule};
use crate::testing::coverage::Term;
use crate::testing::coverage::observe::rule_marks;
use crate::vocabulary::{Instant, Role};

/// When questions are asked, unless an edition calls for another instant.
pub(super) const AT: &str = "2026-06-01T12:00:00Z";

/// As many questions as are tried for one side.
const MOST: usize = 4000;
/// As many ways to make the facts of one place as are tried.
const WAYS: usize = 64;

/// A question that was proved, and what the policy answers to it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) subject: Value,
    pub(super) request: Value,
    pub(super) answer: String,
}

pub(super) struct Search<'a> {
    stack: &'a PolicyStack,
    engine: PolicyEngine,
    /// The place of the policy whose rules are looked for.
    place: usize,
}

impl<'a> Search<'a> {
    pub(super) fn of(stack: &'a PolicyStack, place: usize) -> Self {
        Self { stack, engine: PolicyEngine::layered(stack.clone()), place }
    }

    /// A question that shows what is aimed at, or why there is none.
    pub(super) fn find(&self, edition: &str, id: &str, target: &Target) -> Result<Found, String> {
        let policy = self.stack.policies().nth(self.place).unwrap_or(self.stack.base());
        let brought = (0..policy.edition_count()).find(|place| policy.version(*place) == edition).unwrap_or(0);
        let Some(rule) = policy.rules_in(brought).into_iter().find(|rule| rule.id() == id) else {
            return Err("the rule is in no edition".to_owned());
        };
        let mut tried = 0;
        for permit in self.permits(rule, &target.aim) {
            for at in instants(policy, self.stack.base(), brought, rule) {
                for spot in spots(rule, permit, at, self.stack.vocabulary()) {
                    let wishes = wishes(rule, permit, &target.aim);
                    for draft in self.drafts(&spot, &wishes) {
                        tried += 1;
                        if let Some(found) = self.proved(&draft, brought, id, target) {
                            return Ok(found);
                        }
                        if tried >= MOST {
                            return Err(self.reason(rule, target, tried));
                        }
                    }
                }
            }
        }
        Err(self.reason(rule, target, tried))
    }

    /// The permits that have to reach as well, one after the other; otherwise once none.
    fn permits(&self, rule: &Rule, aim: &Aim) -> Vec<Option<&'a Rule>> {
        if *aim != Aim::GiveWay {
            return vec![None];
        }
        let under = self.stack.policies().take(self.place + 1).flat_map(Policy::all_rules);
        let named = |it: &&Rule| it.effect() == Effect::Permit && rule.yields_to().iter().any(|name| it.is_named(name));
        under.filter(named).map(Some).collect()
    }

    /// The questions in one place, with the facts made in every way there is.
    fn drafts(&self, spot: &Spot, wishes: &[Wish]) -> Vec<Draft> {
        let age = self.stack.policies().filter_map(Policy::age_of_majority).last().unwrap_or(Policy::AGE_OF_MAJORITY);
        let mut drafts = vec![Draft::at(spot, age)];
        for wish in wishes {
            let grown = drafts.iter().flat_map(|draft| ways(draft, wish));
            drafts = grown.take(WAYS).collect();
        }
        drafts
    }

    fn proved(&self, draft: &Draft, edition: usize, id: &str, target: &Target) -> Option<Found> {
        let words = self.engine.vocabulary();
        let json = json!({ "request": draft.request, "subject": draft.subject }).to_string();
        let case = Case::from_json(&json, words).ok()?;
        let decision = self.engine.decide(&case.request, &case.subject);
        let (_, examined) = examine(&decision)?;
        let wanted = target.marks();
        let shows = examined.iter().any(|it| {
            it.policy == self.place && it.edition == edition && it.rule.id() == id && {
                let marks = rule_marks(it);
                wanted.iter().all(|mark| marks.contains(mark))
            }
        });
        if !shows {
            return None;
        }
        let reasons = decision.reasons();
        let rules = reasons.iter().map(|reason| reason.rule().map_or("default", Rule::id));
        let rules: Vec<_> = rules.map(|rule| format!("`{rule}`")).collect();
        let because = if rules.is_empty() { String::new() } else { format!(", because of {}", rules.join(", ")) };
        let answer = format!("{}{because}", decision.verdict());
        Some(Found { subject: draft.subject.clone(), request: draft.request.clone(), answer })
    }

    /// Why there is no such question, as far as it can be told.
    fn reason(&self, rule: &Rule, target: &Target, tried: usize) -> String {
        let majors = self.stack.base().editions().iter().any(|edition| edition.change() == Change::Major);
        let notice = rule.when().contains(&Condition::Builtin(Fact::NoticeMissing)) && !is_lacked(target, Fact::NoticeMissing);
        if notice && !majors {
            return format!("the policy `{}` has no major edition, so no notice is ever missing", self.stack.base().id());
        }
        let authorised = |actors: &crate::vocabulary::Parties| {
            [Role::Operator, Role::Affiliate].iter().any(|role| actors.roles().contains((*role).into()))
        };
        let consent = |it: &&Condition| matches!(it, Condition::Builtin(Fact::Consented | Fact::GuardianConsented));
        let asks = rule.when().iter().chain(rule.unless()).any(|it| consent(&it));
        if asks && rule.actors().is_some_and(|actors| !authorised(actors)) {
            return "a consent counts for the operator and its affiliates alone, and the rule names neither as actor".to_owned();
        }
        format!("none of {tried} questions in the rule's box shows it; its conditions may exclude one another")
    }
}

fn is_lacked(target: &Target, fact: Fact) -> bool {
    matches!(&target.aim, Aim::Lack(Term::When(name)) if name == fact.name())
}

/// What has to be so of the facts: first what has to hold, then what must not.
fn wishes(rule: &Rule, permit: Option<&Rule>, aim: &Aim) -> Vec<Wish> {
    let lacked = |term: Term| *aim == Aim::Lack(term);
    let name = |it: &Condition| it.name().to_owned();
    let own = rule.when().iter().map(|it| (it, true, lacked(Term::When(name(it)))));
    let own = own.chain(rule.unless().iter().map(|it| (it, false, lacked(Term::Unless(name(it))))));
    let own = own.map(|(condition, holds, lacked)| Wish { condition: condition.clone(), holds: holds != lacked, is_aim: lacked });
    let of_permit = permit.into_iter().flat_map(|permit| {
        let when = permit.when().iter().map(|it| (it, true));
        when.chain(permit.unless().iter().map(|it| (it, false)))
    });
    let of_permit = of_permit.map(|(condition, holds)| Wish { condition: condition.clone(), holds, is_aim: false });
    let mut wishes: Vec<_> = own.chain(of_permit).collect();
    wishes.sort_by_key(|wish| !wish.holds);
    wishes
}

/// Instants at which the rule stands: in each edition that has it as it is.
fn instants(policy: &Policy, base: &Policy, brought: usize, rule: &Rule) -> Vec<Instant> {
    let usual: Option<Instant> = AT.parse().ok();
    if policy.editions().is_empty() && base.editions().is_empty() {
        return usual.into_iter().collect();
    }
    let mut instants = Vec::new();
    for edition in brought..policy.edition_count() {
        if !policy.rules_in(edition).iter().any(|there| std::ptr::eq(*there, rule)) {
            continue;
        }
        let start = edition.checked_sub(1).map(|place| policy.editions()[place].effective_from());
        let end = policy.editions().get(edition).map(Edition::effective_from);
        let lasts = |at: &Instant| start.is_none_or(|start| start <= *at) && end.is_none_or(|end| *at < end);
        let of_base = base.editions().iter().map(|edition| edition.effective_from() + TimeDelta::hours(1));
        let turns = start.map(|start| start + TimeDelta::hours(1)).into_iter().chain(end.map(|end| end - TimeDelta::days(1)));
        for at in usual.into_iter().chain(turns).chain(of_base).filter(lasts) {
            if !instants.contains(&at) {
                instants.push(at);
            }
        }
    }
    instants
}
