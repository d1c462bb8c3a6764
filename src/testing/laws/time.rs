//! Laws 7 and 11: time.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::broken::Trial;
use super::choices::unused;
use super::documents::{Changed, list, new_id, rule_document, with_base, with_each};
use super::{Broken, Decider, Law, Tried};
use crate::decision::Case;
use crate::policy::{Edition, Policy, Rule};
use crate::subject::{Age, Agreement, Grant, Refusal, RefusalMeans};
use crate::vocabulary::{Instant, Scope};

/// Law 7: what comes later than the instant of the request changes nothing: choices of this scope, an agreement, a use of the
/// service, notice of the editions that lack it, and an edition with this rule that takes another one out, although notice of
/// it is given by now and the person has agreed to its name.
///
/// The bytes of the answer are compared. A remedy that waits is proved at a later instant, when what comes later does count:
/// where one is offered, the remedies are left out.
///
/// # Errors
///
/// The law is broken.
pub fn what_comes_later_changes_nothing<D: Decider>(
    decider: &D,
    case: &Case,
    scope: &Scope,
    rule: &Rule,
) -> Result<Tried, Broken> {
    let at = case.request.instant();
    let policy = decider.engine().policy();
    let last = policy.editions().last().map_or(at, |edition| edition.effective_from().max(at));
    let day = TimeDelta::days(1);
    let (Some(soon), Some(later)) = (at.checked_add_signed(day), last.checked_add_signed(day)) else {
        return Ok(Tried::OutOfScope);
    };
    let Some(after) = living_on(case, scope, soon, &new_version(policy)) else { return Ok(Tried::OutOfScope) };
    let trial = Trial::of(Law::LaterChangesNothing, decider, case);
    let changed = || format!("everything goes on after {}", at.to_rfc3339());
    let revised = match revised(decider, rule, (at, soon, later)) {
        Ok(revised) => revised,
        Err(error) => return Err(trial.shows(changed(), "", error.to_string())),
    };
    let [mut before, mut after] = [decider.answer(case), revised.answer(&after)];
    if [&before, &after].iter().any(|answer| answer["remedies"].to_string().contains("wait-until")) {
        for answer in [&mut before, &mut after] {
            answer.as_object_mut().map(|answer| answer.remove("remedies"));
        }
    }
    trial.same(changed, &before, &after)
}

/// The person lives on after the instant of the request.
fn living_on(case: &Case, scope: &Scope, soon: Instant, edition: &str) -> Option<Case> {
    let grant = Grant::new(unused(case.subject.choices()), scope.clone(), soon);
    let mut subject = case.subject.clone().grant(grant).ok()?;
    let refusal = Refusal::new(unused(subject.choices()), scope.clone(), soon, RefusalMeans::Objection);
    let early = Agreement::at(case.request.instant()).to_edition(edition);
    subject = subject.refuse(refusal).ok()?.agreed_to(early).agreed_to(Agreement::at(soon)).used(soon);
    Some(Case { subject, ..case.clone() })
}

/// The policy goes on: notice is given, and an edition comes.
fn revised<D: Decider>(decider: &D, rule: &Rule, (now, soon, later): (Instant, Instant, Instant)) -> Changed<D> {
    let policy = decider.engine().policy();
    let removed = policy.rules_in(policy.edition_count()).last().map(|rule| rule.id().to_owned());
    with_base(decider, |document| {
        for edition in list(document, "editions").into_iter().flatten().filter_map(Value::as_object_mut) {
            edition.entry("notice").or_insert(soon.to_rfc3339().into());
        }
        let rule = rule_document(rule, decider.engine().vocabulary(), &new_id(document));
        let edition = json!({
            "version": new_version(policy), "effective-from": later.to_rfc3339(), "change": "major", "notice": now.to_rfc3339(),
            "removes": removed.into_iter().collect::<Vec<_>>(), "rules": [rule],
        });
        list(document, "editions").into_iter().for_each(|editions| editions.push(edition.clone()));
    })
}

fn new_version(policy: &Policy) -> String {
    let is_taken = |name: &String| policy.editions().iter().map(Edition::version).any(|version| version == name);
    (0..).map(|number| format!("put-to-the-law-{number}")).find(|name| !is_taken(name)).unwrap_or_default()
}

/// Law 11: the calendar does not matter. Every instant of the case and of the policies is shifted by the same ten days and an
/// hour; the answer is the same, its own instants shifted likewise.
///
/// It says nothing about a person given by date of birth, whose years are not all equally long. The sentences of remedies,
/// which tell instants in words, are left out.
///
/// # Errors
///
/// The law is broken.
pub fn the_calendar_does_not_matter<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    same_at_another_time(decider, &shifted_policies(decider), case)
}

const HOURS: i64 = 241;

pub(super) fn shifted_policies<D: Decider>(decider: &D) -> Changed<D> {
    with_each(decider, |policy| *policy = shifted(policy, HOURS))
}

pub(super) fn same_at_another_time<D: Decider>(decider: &D, later: &Changed<D>, case: &Case) -> Result<Tried, Broken> {
    let words = decider.engine().vocabulary();
    if matches!(case.subject.age(), Age::Born(_)) {
        return Ok(Tried::OutOfScope);
    }
    let written = case.to_json(words).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let moved = written.and_then(|case| Case::from_json(&shifted(&case, HOURS).to_string(), words).ok());
    let Some(moved) = moved else { return Ok(Tried::OutOfScope) };
    let trial = Trial::of(Law::CalendarDoesNotMatter, decider, case);
    let changed = || format!("every instant is {HOURS} hours later");
    match later {
        Ok(later) => {
            let (before, after) = (without_sentences(decider.answer(case)), without_sentences(later.answer(&moved)));
            trial.same(changed, &shifted(&before, HOURS), &shifted(&after, 0))
        }
        Err(error) => Err(trial.shows(changed(), "", error.to_string())),
    }
}

/// Every instant in a document, so many hours later.
fn shifted(value: &Value, hours: i64) -> Value {
    match value {
        Value::String(text) => match text.parse::<Instant>() {
            Ok(at) => (at + TimeDelta::hours(hours)).to_rfc3339().into(),
            Err(_) => value.clone(),
        },
        Value::Array(items) => items.iter().map(|item| shifted(item, hours)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), shifted(value, hours))).collect(),
        _ => value.clone(),
    }
}

fn without_sentences(mut answer: Value) -> Value {
    for remedy in list(&mut answer, "remedies").into_iter().flatten().filter_map(Value::as_object_mut) {
        remedy.remove("text");
    }
    answer
}
