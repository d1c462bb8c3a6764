//! Folding: what a person's events amount to.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::{Event, Happening, LedgerError};
use crate::subject::{Account, Agreement, ChoiceError, Choices, DataSubject, Grant, Refusal};
use crate::vocabulary::Instant;

/// The person that some events amount to, however they are ordered.
///
/// - Agreements, uses, accounts and choices keep their instants, and count from them on as always.
/// - Of the date of birth, the age, the guardian and the standing, what happened last counts. Of an **age** in years the
///   youngest date of birth that fits it is taken, so that somebody recorded at 17 comes of age a year later and not before.
/// - An account is closed by the first closing of its service that happened while it was open; at the same instant the closing
///   comes last, as a refusal does.
/// - A **withdrawal** whose grant is not there, or that does not fit it, is a refusal of its own scope: a no is never lost for
///   want of the yes.
/// - Of other events with the same instant, the later one in the slice happened later.
///
/// # Errors
///
/// A choice that cannot be: two grants with one id, an empty scope, a withdrawal without scope whose grant is not there.
///
/// # Example
///
/// ```
/// use lawful::ledger::{Event, folded};
/// use lawful::subject::{AfterClosure, DataSubject};
/// # let [person, a, b] = [(); 3].map(|()| DataSubject::example().id());
///
/// let opened = Event::account_opened(a, "shop", "2025-01-01T00:00:00Z".parse()?);
/// let closed = Event::account_closed(b, "shop", "2026-06-01T00:00:00Z".parse()?, AfterClosure::Delete);
/// let folded_late = folded(person, [&closed, &opened])?;
/// assert_eq!(folded_late, folded(person, [&opened, &closed])?, "the order of recording does not matter");
/// assert!(folded_late.accounts()[0].is_closed("2026-06-01T00:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn folded<'e>(person: Uuid, events: impl IntoIterator<Item = &'e Event>) -> Result<DataSubject, LedgerError> {
    let mut events: Vec<&Event> = events.into_iter().collect();
    events.sort_by_key(|event| (event.happened, matches!(event.what, Happening::AccountClosed(..))));
    let mut subject = DataSubject::new(person);
    let mut refusals = Vec::new();
    let mut choices = Choices::default();
    for event in events {
        let at = event.happened;
        subject = match &event.what {
            Happening::Agreed { edition: None } => subject.agreed(at),
            Happening::Agreed { edition: Some(edition) } => subject.agreed_to(Agreement::at(at).to_edition(edition)),
            Happening::Used => subject.used(at),
            Happening::AccountOpened(service) => subject.with_account(Account::opened(service.as_str(), at)),
            Happening::AccountClosed(service, after) => subject.close_account(service.as_str(), at, *after),
            Happening::Guardian(guardian) => subject.with_guardian(*guardian),
            Happening::Born(date) => subject.born(*date),
            Happening::Aged(years) => subject.born(youngest(at, *years)),
            Happening::Standing(standing) => subject.standing_as(*standing),
            Happening::NoticeGiven { .. } => subject,
            Happening::Granted(grant) => {
                choices.add_grant(grant.clone())?;
                subject
            }
            Happening::Refused(refusal) => {
                refusals.push(refusal);
                subject
            }
        };
    }
    for refusal in refusals {
        add(&mut choices, refusal)?;
    }
    Ok(subject.with_choices(choices))
}

fn add(choices: &mut Choices, refusal: &Refusal) -> Result<(), ChoiceError> {
    match choices.add_refusal(refusal.clone()) {
        Err(ChoiceError::UnknownGrant | ChoiceError::BeforeGrant | ChoiceError::WiderThanGrant) => {
            let scope = refusal.scope().or_else(|| refusal.withdraws().and_then(|id| choices.granted(id)).map(Grant::scope));
            let scope = scope.ok_or(ChoiceError::UnknownGrant)?.clone();
            choices.add_refusal(Refusal::new(refusal.id(), scope, refusal.instant(), refusal.means()))
        }
        added => added,
    }
}

/// The latest date of birth of somebody with this many full years at an instant. Born on 29 February, the next birthday may be
/// 1 March.
fn youngest(at: Instant, years: u8) -> NaiveDate {
    let day = at.date_naive();
    let year = day.year() - i32::from(years);
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(day)
}
