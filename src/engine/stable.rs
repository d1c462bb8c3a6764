//! How long an answer lasts.

use chrono::TimeDelta;

use super::compile::Compiled;
use crate::policy::Policy;
use crate::request::Request;
use crate::subject::{Choice, DataSubject};
use crate::vocabulary::Instant;

/// The first instant after that of the request at which time alone could change its answer, with the same person and the same
/// circumstances; `None` where there is none.
///
/// Every instant that a decision compares with is looked at, whether this one does or not: the answer may well last longer.
pub(super) fn stable_until(engine: &Compiled, request: &Request, subject: &DataSubject) -> Option<Instant> {
    let at = request.instant();
    let mut turns = Vec::new();
    // What counts from an instant on, inclusive, turns there; what counts strictly after it, a moment later.
    let after = |instant: Instant| instant.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(instant);
    for choice in subject.choices().as_slice() {
        match choice {
            Choice::Grant(grant) => turns.extend([Some(after(grant.given_at())), grant.expires_at()].into_iter().flatten()),
            Choice::Refusal(refusal) => turns.push(refusal.instant()),
        }
    }
    turns.extend(subject.agreements().iter().map(crate::subject::Agreement::instant));
    turns.extend(subject.uses());
    turns.extend(subject.accounts().iter().flat_map(|account| [Some(account.opened_at()), account.closed_at()]).flatten());
    for policy in engine.stack.policies() {
        let majority = policy.age_of_majority().unwrap_or(Policy::AGE_OF_MAJORITY);
        turns.extend(subject.age().comes_of_age(majority));
        turns.extend(policy.editions().iter().flat_map(|edition| [Some(edition.effective_from()), edition.notice()]).flatten());
    }
    if let Some(engagement) = &request.circumstances().engagement {
        turns.extend(engagement.periods.iter().flatten().flat_map(|period| [Some(period.from), period.to]).flatten());
    }
    turns.into_iter().filter(|turn| *turn > at).min()
}
