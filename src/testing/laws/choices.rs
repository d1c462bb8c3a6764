//! Laws 6 and 8: what yes and no do.

use chrono::TimeDelta;
use uuid::Uuid;

use super::broken::{Trial, written};
use super::{Broken, Decider, Law, Tried};
use crate::decision::{Case, Verdict};
use crate::request::Request;
use crate::subject::{Choices, DataSubject, Grant, Refusal, RefusalMeans};
use crate::vocabulary::{Action, DataCategories, Instant, Scope};

/// Law 6: a refusal never turns a non-permission into a permission. The person refuses this, at this instant, beside everything
/// else.
///
/// It says nothing about `erase`, `answer` and `cancel`: these acts serve the person, who may refuse what would keep them from
/// being done.
///
/// # Errors
///
/// The law is broken.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::{cases, scopes};
/// use lawful::testing::laws::a_refusal_never_permits;
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// proptest!(ProptestConfig::with_cases(8), |(case in cases(&engine), refused in scopes(&engine))| {
///     a_refusal_never_permits(&engine, &case, &refused, case.request.instant())?;
/// });
/// ```
pub fn a_refusal_never_permits<D: Decider>(decider: &D, case: &Case, refused: &Scope, at: Instant) -> Result<Tried, Broken> {
    if matches!(case.request.action(), Action::Erase | Action::Answer | Action::Cancel) {
        return Ok(Tried::OutOfScope);
    }
    let Some(after) = refusing(case, refused, at) else { return Ok(Tried::OutOfScope) };
    let (before, after) = (decider.gist(case), decider.gist(&after));
    let part = (before.judged() - before.outcome.permitted).intersects(after.outcome.permitted);
    let whole = before.outcome.verdict() != Verdict::Permitted && after.outcome.verdict() == Verdict::Permitted;
    let changed = || format!("the person refuses {refused:?} at {}", at.to_rfc3339());
    Trial::of(Law::RefusalsNeverPermit, decider, case).says(!part && !whole, changed, &before, &after)
}

/// Law 6: a refusal of something else changes nothing, not even the bytes of the answer. The refusal is narrowed to a category
/// that the request is not about; it says nothing where the request is about all of them.
///
/// # Errors
///
/// The law is broken.
pub fn a_refusal_of_something_else_changes_nothing<D: Decider>(
    decider: &D,
    case: &Case,
    refused: &Scope,
    at: Instant,
) -> Result<Tried, Broken> {
    let judged: DataCategories = case.request.items().iter().map(|item| item.judged()).collect();
    let others = decider.engine().vocabulary().all_categories() - judged;
    let Some(other) = others.leaves().last() else { return Ok(Tried::OutOfScope) };
    let refused = refused.clone().of(other);
    let Some(after) = refusing(case, &refused, at) else { return Ok(Tried::OutOfScope) };
    let changed = || format!("the person refuses {refused:?} at {}", at.to_rfc3339());
    let trial = Trial::of(Law::OtherRefusalsChangeNothing, decider, case);
    trial.same(changed, &decider.answer(case), &decider.answer(&after))
}

/// Law 8: withdrawing and granting the same scope again is, while the second grant lasts, as if it had never been withdrawn;
/// between the two, and after the end of the second grant, it is as if it had never been granted again. The case's own choices
/// are left out.
///
/// It says nothing where the scope names recipients and it is not known who receives the data: then the scope covers it for a
/// refusal, and does not for a grant.
///
/// # Errors
///
/// The law is broken.
pub fn granting_again_undoes_a_withdrawal<D: Decider>(decider: &D, case: &Case, scope: &Scope) -> Result<Tried, Broken> {
    let request = &case.request;
    let is_recipient_known = request.recipient().is_some_and(|party| party.id().is_some()) || !request.action().has_recipient();
    if scope.recipients().is_some() && !is_recipient_known {
        return Ok(Tried::OutOfScope);
    }
    let day = |days: i64| request.instant().checked_add_signed(TimeDelta::days(days));
    let (Some(given), Some(withdrawn), Some(again), Some(end)) = (day(-4), day(-2), day(-1), day(1)) else {
        return Ok(Tried::OutOfScope);
    };
    let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(3));
    let granted = person(case).grant(Grant::new(first, scope.clone(), given));
    let withdraw = |person: DataSubject| person.refuse(Refusal::withdrawal(Uuid::from_u128(2), first, withdrawn));
    let Ok(once) = granted else { return Ok(Tried::OutOfScope) };
    let Ok(never_again) = withdraw(once.clone()) else { return Ok(Tried::OutOfScope) };
    let regranted = never_again.clone().grant(Grant::new(second, scope.clone(), again).until(end));
    let Ok(regranted) = regranted else { return Ok(Tried::OutOfScope) };

    let ask = |at: Instant, subject: &DataSubject| {
        let request = Request::asked_at(request.clone(), at);
        Case { id: None, request, subject: subject.clone() }
    };
    for (days, alike) in [(-3, &once), (0, &once), (-2, &never_again), (-1, &never_again), (1, &never_again)] {
        let Some(at) = day(days) else { return Ok(Tried::OutOfScope) };
        let (asked, other) = (ask(at, &regranted), ask(at, alike));
        let (before, after) = (decider.gist(&other), decider.gist(&asked));
        let changed = || format!("the scope is withdrawn and granted again:\n           {}", written(&asked, decider.engine()));
        Trial::of(Law::GrantingAgainRestores, decider, &other).says(before == after, changed, &before, &after)?;
    }
    Ok(Tried::Held)
}

/// The case with one more refusal; `None` where a part of the scope is empty.
fn refusing(case: &Case, refused: &Scope, at: Instant) -> Option<Case> {
    let refusal = Refusal::new(unused(case.subject.choices()), refused.clone(), at, RefusalMeans::Objection);
    let subject = case.subject.clone().refuse(refusal).ok()?;
    Some(Case { subject, ..case.clone() })
}

/// An id that no choice has.
pub(super) fn unused(choices: &Choices) -> Uuid {
    let is_used = |id: &Uuid| choices.as_slice().iter().any(|choice| choice.id() == *id);
    (0..).map(|number| Uuid::from_u64_pair(0x4001, 0x8000 << 48 | number)).find(|id| !is_used(id)).unwrap_or_default()
}

/// The person without choices.
fn person(case: &Case) -> DataSubject {
    let subject = &case.subject;
    let mut person = DataSubject::new(subject.id());
    person = subject.standing().into_iter().fold(person, DataSubject::standing_as);
    person = subject.guardian().into_iter().fold(person, DataSubject::with_guardian);
    person = match subject.age() {
        crate::subject::Age::Unknown => person,
        crate::subject::Age::Years(years) => person.aged(years),
        crate::subject::Age::Born(date) => person.born(date),
    };
    person = subject.agreements().iter().cloned().fold(person, DataSubject::agreed_to);
    person = subject.uses().iter().copied().fold(person, DataSubject::used);
    subject.accounts().iter().cloned().fold(person, DataSubject::with_account)
}
