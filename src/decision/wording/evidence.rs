//! Facts and what they were read from, as clauses.

use super::facts::words_of;
use super::question::{data, purpose};
use super::text::{instant, list};
use super::words;
use crate::decision::{BoundBy, Evidence, ReasonFact};
use crate::request::Period;
use crate::subject::{Account, Choice, Grant, GrantedBy};
use crate::vocabulary::{Parties, Party, Scope, Truth, Vocabulary, quoted};

/// "the person has refused it (the person objected on 1 March 2026, 00:00 UTC: choice `4d1c…`)"
pub(in crate::decision) fn fact(fact: &ReasonFact<'_>, words: &Vocabulary) -> String {
    let rests_on = list(fact.evidence().iter().map(|evidence| self::evidence(evidence, words)));
    let clause = clause(fact);
    if rests_on.is_empty() { clause } else { format!("{clause} ({rests_on})") }
}

/// "the person has refused it"
pub(in crate::decision) fn clause(fact: &ReasonFact<'_>) -> String {
    match (fact.fact(), fact.truth()) {
        (Some(known), Truth::Holds) => words_of(known).holds.to_owned(),
        (Some(known), Truth::Fails) => words_of(known).fails.to_owned(),
        (Some(known), Truth::Unknown) => words_of(known).unknown.to_owned(),
        (None, _) if fact.name() == "recipient" => "it is not known which party receives it".to_owned(),
        (None, _) if fact.name() == "actor" => "it is not known which party acts".to_owned(),
        (None, truth) => own_fact(fact.name(), truth),
    }
}

/// A fact that the policy declares, of which no more is known than its name.
pub(in crate::decision) fn own_fact(name: &str, truth: Truth) -> String {
    let name = quoted(name);
    match truth {
        Truth::Holds => format!("the policy's own fact {name} holds"),
        Truth::Fails => format!("the policy's own fact {name} does not hold"),
        Truth::Unknown => format!("it is not known whether the policy's own fact {name} holds"),
    }
}

fn evidence(evidence: &Evidence<'_>, words: &Vocabulary) -> String {
    match evidence {
        Evidence::Choice { choice, .. } => self::choice(choice, words),
        Evidence::OutOfTime { grant, .. } => out_of_time(grant),
        Evidence::NoChoice { categories } => format!("no choice on record covers {}", data(*categories, words)),
        Evidence::Agreement { agreement, edition } => {
            format!("agreed on {}, which accepts edition {}", instant(agreement.instant()), quoted(edition))
        }
        Evidence::Account(account) => self::account(account),
        Evidence::Period(period) => self::period(period),
        Evidence::Stated { place: "facts", .. } => "stated under `facts`".to_owned(),
        Evidence::Stated { place, field } => format!("stated in `{place}.{field}`"),
        Evidence::LeftOut { place: "facts", .. } => "left out under `facts`".to_owned(),
        Evidence::LeftOut { place, field } => format!("`{place}.{field}` is left out"),
        Evidence::Absent { place: "agreements" } => "no agreement is on record".to_owned(),
        Evidence::Absent { place: "accounts" } => "no account with the service is on record".to_owned(),
        Evidence::Absent { place: "guardian" } => "no guardian is on record".to_owned(),
        Evidence::Absent { place } => format!("no `{place}` is given"),
    }
}

fn choice(choice: &Choice, words: &Vocabulary) -> String {
    let id = choice.id();
    match choice {
        Choice::Grant(grant) => {
            let giver = giver(grant);
            let given = instant(grant.given_at());
            let until = grant.expires_at().map_or_else(String::new, |at| format!(" until {}", instant(at)));
            format!("{giver} consented on {given}{until} to {}: choice `{id}`", scope(grant.scope(), words))
        }
        Choice::Refusal(refusal) => {
            let covers = refusal.scope().map_or_else(String::new, |covers| format!(", for {}", scope(covers, words)));
            format!("the person {} on {}{covers}: choice `{id}`", words::means(refusal.means()), instant(refusal.instant()))
        }
    }
}

fn giver(grant: &Grant) -> &'static str {
    match grant.giver() {
        GrantedBy::Subject => "the person",
        GrantedBy::Guardian => "the guardian",
    }
}

fn out_of_time(grant: &Grant) -> String {
    let given = instant(grant.given_at());
    match grant.expires_at() {
        Some(expiry) => format!("{} consented on {given}, and that expires on {}", giver(grant), instant(expiry)),
        None => format!("{} consents on {given}, which is not before the act", giver(grant)),
    }
}

/// "any use of the e-mail address, for logging in, with the business partner `acme`"
fn scope(scope: &Scope, words: &Vocabulary) -> String {
    let actions = match scope.actions() {
        Some(actions) => list(actions.words().map(|action| format!("`{action}`"))),
        None => "anything".to_owned(),
    };
    let categories = scope.categories().map_or_else(|| "any data".to_owned(), |categories| data(categories, words));
    let mut text = format!("{actions} with {categories}");
    if let Some(purposes) = scope.purposes() {
        let purposes = purposes.purposes().map(|one| purpose(words.purpose_name(one)).into_owned());
        text.push_str(&format!(", for {}", list(purposes)));
    }
    if let Some(recipients) = scope.recipients() {
        text.push_str(&format!(", towards {}", parties(recipients)));
    }
    if let Some(service) = scope.service() {
        text.push_str(&format!(", in the service {}", quoted(service.as_str())));
    }
    text
}

/// "the operator and the business partner `acme`"
pub(in crate::decision) fn parties(parties: &Parties) -> String {
    let roles = parties.roles().words().map(|role| words::role(role).to_owned());
    list(roles.chain(parties.named().iter().map(|party: &Party| words::party(party))))
}

fn account(account: &Account) -> String {
    let service = quoted(account.service().as_str());
    match account.closed_at() {
        Some(closed) => format!("the account with {service} was closed on {}", instant(closed)),
        None => format!("the account with {service} is open since {}", instant(account.opened_at())),
    }
}

fn period(period: &Period) -> String {
    let from = instant(period.from);
    match period.to {
        Some(to) => format!("engaged from {from} until {}", instant(to)),
        None => format!("engaged from {from} on"),
    }
}

/// How an edition came to bind: "accepted by use on … after the notice of …".
pub(in crate::decision) fn bound_by(bound: BoundBy<'_>) -> Option<String> {
    Some(match bound {
        BoundBy::Start => return None,
        BoundBy::Agreement(agreement) => format!("accepted by the agreement of {}", instant(agreement.instant())),
        BoundBy::Use { at, notice } => {
            format!("accepted by use on {} after the notice of {}", instant(at), instant(notice))
        }
        BoundBy::Effect { from } => format!("in effect since {}", instant(from)),
        BoundBy::Operator { from } => {
            format!("in effect since {}: it binds the operator, and the person has not accepted it", instant(from))
        }
    })
}
