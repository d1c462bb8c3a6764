//! Facts about the person: age, guardian, agreement, accounts.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::case::{Item, Question, flag, get, instant, list, strings, text};
use super::editions::{self, editions};
use super::stack::Reading;
use super::truth::Truth;

/// The age of majority where no policy names one.
const MAJORITY: i64 = 18;

/// `minor`: by years, or by the date of birth; neither given, it is unknown.
///
/// The age of majority is the policy's own, else that of what is under it.
pub fn minor(question: &Question<'_>, stack: &[Reading<'_>]) -> Truth {
    let named = stack.iter().rev().find_map(|reading| get(reading.policy, "age-of-majority"));
    let majority = named.map_or(MAJORITY, |years| years.as_i64().expect("age-of-majority"));
    if let Some(age) = get(question.subject, "age") {
        return Truth::known(age.as_i64().expect("age") < majority);
    }
    let born = text(question.subject, "born").map(|date| date.parse::<NaiveDate>().expect(date));
    Truth::told(born.map(|born| question.at < adult_from(born, majority)))
}

/// The first instant of being adult: 00:00 UTC of the birthday, of 1 March where the year has no 29 February.
fn adult_from(born: NaiveDate, majority: i64) -> DateTime<Utc> {
    let year = born.year() + i32::try_from(majority).expect("age-of-majority");
    let birthday = born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).expect("a date");
    birthday.and_time(NaiveTime::MIN).and_utc()
}

/// `guardian-verified`: none recorded means not verified.
pub fn guardian_verified(question: &Question<'_>) -> Truth {
    let guardian = get(question.subject, "guardian");
    Truth::known(guardian.and_then(|guardian| flag(guardian, "verified")) == Some(true))
}

/// `agreed`: some agreement so far accepts an edition: the one in force when it names none, or one that the policy
/// (never a layer) has and that is in force by now.
pub fn agreed(question: &Question<'_>, stack: &[Reading<'_>]) -> Truth {
    let editions = editions(stack[0].policy);
    let agreements = editions::agreements(question.subject, question.at);
    let mut accepted = agreements.into_iter().map(|agreement| editions::accepted_by(&editions, agreement, question.at));
    Truth::known(accepted.any(|place| place.is_some()))
}

/// `notice-missing`: a major edition in force has had no notice so far, and the person has not accepted it.
pub fn notice_missing(question: &Question<'_>, stack: &[Reading<'_>]) -> Truth {
    let editions = editions(stack[0].policy);
    let newest = editions::in_force(&editions, question.at);
    let accepted = editions::accepted(&editions, question.subject, question.at);
    Truth::known((1..=newest).any(|place| {
        let noticed = editions[place].notice.is_some_and(|notice| notice <= question.at);
        editions[place].major && !noticed && place > accepted
    }))
}

/// `account-closed`: an account of the item's service is closed by now, and none of them is open.
pub fn account_closed(question: &Question<'_>, item: &Item<'_>) -> Truth {
    let accounts = accounts(question, item);
    let open = |account: &&Value| {
        let opened = instant(account, "opened").is_none_or(|opened| opened <= question.at);
        opened && closed(account, question).is_none()
    };
    let any_closed = accounts.iter().any(|account| closed(account, question).is_some());
    Truth::known(any_closed && !accounts.iter().any(open))
}

/// `closure-permits`: after closure, that service's agreement lets data be processed for the request's purpose.
///
/// The account that was closed last decides; of several closed at one instant, all must say so.
pub fn closure_permits(question: &Question<'_>, item: &Item<'_>) -> Truth {
    let accounts = accounts(question, item);
    let last = accounts.iter().filter_map(|account| closed(account, question)).max();
    let mut latest = accounts.iter().filter(|account| last.is_some() && closed(account, question) == last);
    let all_permit = latest.all(|account| {
        let process = get(account, "after-closure").and_then(|after| get(after, "process"));
        strings(process).contains(question.purpose())
    });
    account_closed(question, item).and(Truth::known(all_permit))
}

/// The person's accounts of the item's service; an item of no service has none.
fn accounts<'a>(question: &Question<'a>, item: &Item<'_>) -> Vec<&'a Value> {
    let all = list(question.subject, "accounts").into_iter();
    all.filter(|account| item.service().is_some() && text(account, "service") == item.service()).collect()
}

/// When an account was closed, if it is by now.
fn closed(account: &Value, question: &Question<'_>) -> Option<DateTime<Utc>> {
    instant(account, "closed").filter(|closed| *closed <= question.at)
}
