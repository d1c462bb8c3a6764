//! Every kind of instant that ends an answer: up to it the answer stays, at it the answer is another.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{NaiveDate, TimeDelta};
use lawful::decision::Verdict::{self, Denied, Permitted};
use lawful::enforcement::{Guarded, Permit};
use lawful::request::{Engagement, Period, Request};
use lawful::subject::{Account, AfterClosure, Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{DataCategories, Duties, Instant, Party, Purpose, Role, Scope};
use lawful::{DataSubject, Policy, PolicyEngine};
use uuid::Uuid;

const MOMENT: TimeDelta = TimeDelta::nanoseconds(1);

/// One rule for each fact that time changes.
const RULES: &str = r#"
    id = "turns"
    rules = [
        { id = "a/agreed", effect = "permit", purposes = ["service"], when = ["agreed"], text = "t" },
        { id = "a/consented", effect = "permit", purposes = ["other"], when = ["consented"], text = "t" },
        { id = "a/open", effect = "permit", purposes = ["personalisation", "improvement", "account", "security"], text = "t" },
        { id = "a/refused", effect = "forbid", purposes = ["personalisation"], when = ["refused"], text = "t" },
        { id = "a/minor", effect = "forbid", purposes = ["improvement"], when = ["minor"], text = "t" },
        { id = "a/closed", effect = "forbid", purposes = ["account"], when = ["account-closed"], text = "t" },
        { id = "a/engaged", effect = "permit", purposes = ["operations"], when = ["engaged"], text = "t" },
        { id = "a/notice", effect = "forbid", purposes = ["security"], when = ["notice-missing"], text = "t" },
    ]
"#;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn now() -> Instant {
    at("2026-06-01T12:00:00Z")
}

fn turn() -> Instant {
    at("2026-06-09T08:07:06.000000005Z")
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn person() -> DataSubject {
    DataSubject::new(id(1)).aged(30)
}

fn engine(edition: &str) -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(&format!("{RULES}{edition}")).unwrap())
}

fn using(purpose: Purpose) -> impl Fn(Instant) -> Request {
    move |at| Request::using(DataCategories::EMAIL).for_purpose(purpose).at(at)
}

/// The answer is the first until the turn, and the second from then on; a permit lasts no longer than the answer.
fn turns_at(turn: Instant, engine: &PolicyEngine, person: &DataSubject, ask: impl Fn(Instant) -> Request, answers: [Verdict; 2]) {
    let verdict = |at| engine.decide(&ask(at), person).verdict();
    assert_eq!([now(), turn - MOMENT, turn].map(verdict), [answers[0], answers[0], answers[1]]);
    let request = ask(now());
    let decision = engine.decide(&request, person);
    assert_eq!(decision.stable_until(), Some(turn));
    let Ok(pending) = Permit::from_decision(&decision, TimeDelta::days(365)) else { return };
    let permit = pending.acknowledge(Duties::all()).unwrap();
    let email = Guarded::new((), DataCategories::EMAIL, person.id());
    let what_for = (request.action(), request.purpose());
    assert!(email.open(&permit, what_for, turn - MOMENT).is_ok());
    assert!(email.open(&permit, what_for, turn).is_err());
}

#[test]
fn a_grant_that_expires() {
    let grant = Grant::new(id(2), Scope::anything(), now() - TimeDelta::days(1)).until(turn());
    turns_at(turn(), &engine(""), &person().grant(grant).unwrap(), using(Purpose::OTHER), [Permitted, Denied]);
}

#[test]
fn a_grant_to_come_which_counts_only_after_its_instant() {
    let grant = Grant::new(id(2), Scope::anything(), turn() - MOMENT);
    turns_at(turn(), &engine(""), &person().grant(grant).unwrap(), using(Purpose::OTHER), [Denied, Permitted]);
}

#[test]
fn a_refusal_to_come() {
    let refusal = Refusal::new(id(2), Scope::anything(), turn(), RefusalMeans::Objection);
    turns_at(turn(), &engine(""), &person().refuse(refusal).unwrap(), using(Purpose::PERSONALISATION), [Permitted, Denied]);
}

#[test]
fn a_withdrawal_to_come() {
    let granted = person().grant(Grant::new(id(2), Scope::anything(), now() - TimeDelta::days(1))).unwrap();
    let withdrawn = granted.refuse(Refusal::withdrawal(id(3), id(2), turn())).unwrap();
    turns_at(turn(), &engine(""), &withdrawn, using(Purpose::OTHER), [Permitted, Denied]);
}

#[test]
fn an_agreement_to_come() {
    turns_at(turn(), &engine(""), &person().agreed(turn()), using(Purpose::SERVICE), [Denied, Permitted]);
}

#[test]
fn an_account_that_closes_and_one_that_opens() {
    let ask = |purpose| {
        move |at| Request::using(lawful::Item::of(DataCategories::EMAIL).in_service("shop")).for_purpose(purpose).at(at)
    };
    let account = Account::opened("shop", now() - TimeDelta::days(9)).closed(turn(), AfterClosure::Delete);
    turns_at(turn(), &engine(""), &person().with_account(account.clone()), ask(Purpose::ACCOUNT), [Permitted, Denied]);
    let closed = Account::opened("shop", now() - TimeDelta::days(9)).closed(now() - TimeDelta::days(1), AfterClosure::Delete);
    let opening = person().with_account(closed).with_account(Account::opened("shop", turn()));
    turns_at(turn(), &engine(""), &opening, ask(Purpose::ACCOUNT), [Denied, Permitted]);
}

#[test]
fn a_coming_of_age() {
    let born = DataSubject::new(id(1)).born(NaiveDate::from_ymd_opt(2008, 6, 9).unwrap());
    turns_at(at("2026-06-09T00:00:00Z"), &engine(""), &born, using(Purpose::IMPROVEMENT), [Denied, Permitted]);
    let earlier = PolicyEngine::new(Policy::from_toml(&RULES.replace("rules =", "age-of-majority = 16\nrules =")).unwrap());
    let born = DataSubject::new(id(1)).born(NaiveDate::from_ymd_opt(2010, 6, 9).unwrap());
    turns_at(at("2026-06-09T00:00:00Z"), &earlier, &born, using(Purpose::IMPROVEMENT), [Denied, Permitted]);
}

#[test]
fn a_period_of_a_provider_that_begins_and_one_that_ends() {
    let provider = Party::new(Role::ServiceProvider, "parcels");
    let ask = |from, to| {
        let engagement = Engagement {
            party: Some(provider.clone()),
            serves_subject: Some(true),
            periods: Some(vec![Period { service: None, from, to }]),
            access_ends_with_service: Some(true),
        };
        let disclose = Request::disclose(DataCategories::EMAIL).with(provider.clone());
        let purposed = disclose.for_purpose(Purpose::OPERATIONS);
        move |at| purposed.clone().at(at).given(engagement.clone())
    };
    let before = now() - TimeDelta::days(5);
    turns_at(turn(), &engine(""), &person(), ask(turn(), None), [Denied, Permitted]);
    turns_at(turn(), &engine(""), &person(), ask(before, Some(turn())), [Permitted, Denied]);
}

#[test]
fn an_edition_to_come() {
    let minor = r#"
        [[editions]]
        version = "v2"
        effective-from = 2026-06-09T08:07:06.000000005Z
        change = "minor"
        removes = ["a/open"]
    "#;
    turns_at(turn(), &engine(minor), &person(), using(Purpose::PERSONALISATION), [Permitted, Denied]);
}

/// A major edition in force, with the notice given at this instant.
fn noticed(notice: &str) -> PolicyEngine {
    engine(&format!(
        r#"
        [[editions]]
        version = "v2"
        effective-from = 2026-05-01T00:00:00Z
        change = "major"
        notice = {notice}
        [[editions.rules]]
        id = "b/new"
        effect = "permit"
        purposes = ["announcement"]
        text = "t"
        "#
    ))
}

#[test]
fn a_notice_to_come() {
    let engine = noticed("2026-06-09T08:07:06.000000005Z");
    turns_at(turn(), &engine, &person(), using(Purpose::SECURITY), [Denied, Permitted]);
}

#[test]
fn a_use_to_come_which_accepts_an_edition() {
    let engine = noticed("2026-04-01T00:00:00Z");
    let old = person().agreed(at("2026-01-01T00:00:00Z")).used(turn());
    turns_at(turn(), &engine, &old, using(Purpose::ANNOUNCEMENT), [Denied, Permitted]);
}

#[test]
fn nothing_to_come() {
    let request = using(Purpose::SECURITY)(now());
    assert_eq!(
        engine("").decide(&request, &person().agreed(now())).stable_until(),
        None,
        "what is there at its instant is not to come"
    );
}
