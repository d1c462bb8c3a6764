//! Facts and what they were read from, as clauses.

use super::facts::words_of;
use super::question::{covered, data, purpose};
use super::text::{instant, list};
use super::words;
use crate::decision::{BoundBy, Evidence, ReasonFact, Unheard};
use crate::policy::{Edition, Fact};
use crate::request::{Period, Request};
use crate::subject::{Account, Choice, Grant, GrantedBy};
use crate::vocabulary::{DataCategories, Parties, Party, Scope, Truth, Vocabulary, quoted};

/// Tells facts, each with what it rests on. What has been told once is not told again.
pub(in crate::decision) struct Teller<'a> {
    words: &'a Vocabulary,
    request: &'a Request,
    told: Vec<String>,
}

impl<'a> Teller<'a> {
    pub(in crate::decision) fn new(words: &'a Vocabulary, request: &'a Request) -> Self {
        Self { words, request, told: Vec::new() }
    }

    /// Facts about these categories as clauses. Those that fail because the same thing is not on record are told together.
    pub(in crate::decision) fn facts(&mut self, facts: &[ReasonFact<'_>], categories: DataCategories) -> Vec<String> {
        let mut clauses: Vec<String> = Vec::new();
        let of_place = |place| facts.iter().filter(move |fact| absent(fact) == Some(place)).count();
        for fact in facts.iter().filter(|fact| fact.categories().intersects(categories)) {
            let part = fact.categories() & categories;
            let of = if part == categories { String::new() } else { format!("for {}, ", data(part, self.words)) };
            let told = match absent(fact) {
                Some(place) if of_place(place) > 1 => format!("{} (`{place}`)", nothing_of(place)),
                _ => self.fact(fact),
            };
            let clause = format!("{of}{told}");
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        clauses
    }

    /// "the person objected on 1 March 2026, 00:00 UTC (it covers the e-mail address; choice `4d1c…`)"
    pub(in crate::decision) fn fact(&mut self, fact: &ReasonFact<'_>) -> String {
        let evidence: Vec<_> = fact.evidence().iter().collect();
        match (fact.fact(), fact.truth()) {
            (Some(Fact::Consented | Fact::Refused | Fact::GuardianConsented), truth) => self.about_choices(fact, truth),
            (Some(Fact::Agreed), Truth::Holds) => {
                let on: Vec<_> = evidence.iter().filter_map(|it| agreement(it)).filter(|it| self.is_new(it)).collect();
                format!("{}{}", clause(fact), on.concat())
            }
            _ => {
                let mut rests_on = fields(&evidence);
                let things: Vec<_> = evidence.iter().filter_map(|it| self.thing(it)).collect();
                rests_on.extend(things.into_iter().filter(|it| self.is_new(it)));
                let clause = failing_part(fact, self.request).map_or_else(|| clause(fact), str::to_owned);
                let rests_on = rests_on.join(", ");
                if rests_on.is_empty() { clause } else { format!("{clause} ({rests_on})") }
            }
        }
    }

    /// Consents and refusals speak for themselves.
    fn about_choices(&mut self, fact: &ReasonFact<'_>, truth: Truth) -> String {
        let all: Vec<_> = fact.evidence().iter().filter_map(|evidence| self.choice_evidence(evidence)).collect();
        let new: Vec<_> = all.into_iter().filter(|it| self.is_new(it)).collect();
        match (new.as_slice(), truth) {
            ([], _) => clause(fact),
            (choices, Truth::Holds) => list(choices.iter()),
            (choices, _) if is_for_others(fact) => {
                format!("a consent lets the operator and its affiliates act, and nobody else: {}", list(choices.iter()))
            }
            (choices, Truth::Fails | Truth::Unknown) => format!("{}: {}", clause(fact), list(choices.iter())),
        }
    }

    fn choice_evidence(&self, evidence: &Evidence<'_>) -> Option<String> {
        match evidence {
            Evidence::Choice { choice, .. } => Some(choice_made(choice, self.words)),
            Evidence::OutOfTime { grant, .. } => Some(out_of_time(grant)),
            Evidence::GuardianUnheard { grant, because, .. } => Some(unheard(grant, *because)),
            _ => None,
        }
    }

    fn thing(&self, evidence: &Evidence<'_>) -> Option<String> {
        match evidence {
            Evidence::Account(it) => Some(account(it)),
            Evidence::Period(it) => Some(period(it)),
            _ => self.choice_evidence(evidence),
        }
    }

    /// Whether it is told for the first time.
    fn is_new(&mut self, text: &str) -> bool {
        let is_new = !self.told.iter().any(|told| told == text);
        if is_new {
            self.told.push(text.to_owned());
        }
        is_new
    }
}

/// Whether there is a consent that fails to count only because somebody acts whom no consent authorises.
fn is_for_others(fact: &ReasonFact<'_>) -> bool {
    matches!((fact.fact(), fact.truth()), (Some(Fact::Consented | Fact::GuardianConsented), Truth::Fails))
        && fact.evidence().iter().any(|it| matches!(it, Evidence::Choice { choice: Choice::Grant(_), .. }))
}

/// The circumstance for want of which a fact fails.
fn absent(fact: &ReasonFact<'_>) -> Option<&'static str> {
    match (fact.truth(), fact.evidence()) {
        (Truth::Fails, [Evidence::Absent { place }]) if !matches!(*place, "agreements" | "accounts" | "guardian") => Some(place),
        _ => None,
    }
}

/// "the person has refused this"
fn clause(fact: &ReasonFact<'_>) -> String {
    match (fact.fact(), fact.truth()) {
        (Some(known), Truth::Holds) => words_of(known).holds.to_owned(),
        (Some(known), Truth::Fails) if absent(fact).is_some() => format!("nothing shows that {}", words_of(known).holds),
        (Some(known), Truth::Fails) => words_of(known).fails.to_owned(),
        (Some(known), Truth::Unknown) => words_of(known).unknown.to_owned(),
        (None, _) if fact.name() == "recipient" => "it is not known which party receives it (`request.recipient`)".to_owned(),
        (None, _) if fact.name() == "actor" => "it is not known which party acts (`request.actor`)".to_owned(),
        (None, truth) => own_fact(fact.name(), truth),
    }
}

/// "the service is run by an outsider": what a fact says if it holds, or if it fails.
pub(in crate::decision) fn supposed(fact: &ReasonFact<'_>, holds: bool) -> String {
    match fact.fact().map(words_of) {
        Some(words) if holds => words.holds.to_owned(),
        Some(words) => words.fails.to_owned(),
        None => own_fact(fact.name(), Truth::from(holds)),
    }
}

/// A fact that the policy declares, of which no more is known than its name.
pub(in crate::decision) fn own_fact(name: &str, truth: Truth) -> String {
    let name = quoted(name);
    match truth {
        Truth::Holds => format!("the policy's own condition {name} is met"),
        Truth::Fails => format!("the policy's own condition {name} is not met"),
        Truth::Unknown => format!("it is not known whether the policy's own condition {name} is met"),
    }
}

/// What is not on record where a circumstance is not given.
fn nothing_of(circumstance: &str) -> String {
    let what = match circumstance {
        "legal-demand" => "no legal demand",
        "violation" => "no violation by the person",
        "ip-complaint" => "no complaint about intellectual property",
        "transaction" => "no transaction",
        "user-request" => "no request by the person that would need this",
        "instrument" => "no law, regulation or published site policy behind it",
        "engagement" => "no engagement of a provider",
        "subject-request" => "no request about the person's data",
        "cancellation" => "nothing about cancelling the account",
        "message" => "nothing about the message",
        "storage" => "nothing about the server",
        "collection" => "nothing about how it is collected",
        _ => "nothing of the kind",
    };
    format!("{what} is on record")
}

/// Of a fact that rests on several fields, the one that fails it.
fn failing_part(fact: &ReasonFact<'_>, request: &Request) -> Option<&'static str> {
    if fact.truth() != Truth::Fails || absent(fact).is_some() {
        return None;
    }
    let given = request.circumstances();
    match fact.fact()? {
        Fact::LegalDemand => {
            let demand = given.legal_demand.as_ref()?;
            Some(if demand.binding == Some(false) {
                "the legal demand is not binding"
            } else if demand.covers.is_some_and(|covers| !covers.intersects(fact.categories())) {
                "the legal demand does not cover it"
            } else {
                "the legal demand does not say to disclose it to this recipient"
            })
        }
        Fact::Engaged => {
            let engagement = given.engagement.as_ref()?;
            let other = if request.action().has_recipient() { request.recipient() } else { Some(request.actor()) };
            let is_another = engagement.party.as_ref().zip(other).is_some_and(|(party, other)| !party_matches(party, other));
            Some(if engagement.serves_subject == Some(false) {
                "the provider is not engaged to serve this person"
            } else if is_another {
                "the engagement is that of another party"
            } else {
                "no period of the provider's engagement covers this instant"
            })
        }
        _ => None,
    }
}

/// Whether two parties may be the same one.
fn party_matches(one: &Party, other: &Party) -> bool {
    one.role() == other.role() && one.id().zip(other.id()).is_none_or(|(one, other)| one == other)
}

/// Where in the question the facts stand; where several fields of one circumstance say it together, that one.
fn fields(evidence: &[&Evidence<'_>]) -> Vec<String> {
    let place = |evidence: &Evidence<'_>| match evidence {
        Evidence::Stated { place, .. } => Some(*place),
        _ => None,
    };
    if let [first, second, ..] = evidence
        && let Some(common) = place(first).filter(|common| place(second) == Some(common))
    {
        return vec![format!("`{common}`")];
    }
    let field = |evidence: &&Evidence<'_>| match evidence {
        Evidence::Stated { place: "subject", field: "age" } => Some("by the age on record".to_owned()),
        Evidence::Stated { place: "subject", field: "born" } => Some("by the date of birth on record".to_owned()),
        // Either would say it.
        Evidence::LeftOut { place: "subject", field: "age" } => Some("`subject.age` or `subject.born`".to_owned()),
        Evidence::Stated { place: "policy", .. } => None,
        Evidence::Stated { place: "facts", .. } | Evidence::LeftOut { place: "facts", .. } => Some("`facts`".to_owned()),
        Evidence::Stated { place, field } | Evidence::LeftOut { place, field } => Some(format!("`{place}.{field}`")),
        Evidence::Absent { place: "agreements" } => None,
        Evidence::Absent { place: "accounts" } => Some("no account with the service is on record".to_owned()),
        Evidence::Absent { place: "guardian" } => Some("no guardian is on record".to_owned()),
        Evidence::Absent { place } => Some(format!("no `{place}` is given")),
        _ => None,
    };
    evidence.iter().filter_map(field).collect()
}

fn agreement(evidence: &Evidence<'_>) -> Option<String> {
    let Evidence::Agreement { agreement, edition } = evidence else { return None };
    let which = if *edition == Edition::INITIAL { String::new() } else { format!(", with edition {}", quoted(edition)) };
    Some(format!(" (on {}{which})", instant(agreement.instant())))
}

fn choice_made(choice: &Choice, words: &Vocabulary) -> String {
    let id = choice.id();
    match choice {
        Choice::Grant(grant) => {
            let given = instant(grant.given_at());
            let until = grant.expires_at().map_or_else(String::new, |at| format!(", until {}", instant(at)));
            format!("{} consented on {given}{until} (it covers {}; choice `{id}`)", giver(grant), scope(grant.scope(), words))
        }
        Choice::Refusal(refusal) => {
            let covers = refusal.scope().map_or_else(|| "everything".to_owned(), |covers| scope(covers, words));
            let (means, at) = (words::means(refusal.means()), instant(refusal.instant()));
            format!("the person {means} on {at} (it covers {covers}; choice `{id}`)")
        }
    }
}

fn giver(grant: &Grant) -> &'static str {
    match grant.giver() {
        GrantedBy::Subject => "the person",
        GrantedBy::Guardian => "the guardian",
    }
}

/// "the guardian's consent of … does not count, because the guardian has not been verified (choice `0b0e…`)"
fn unheard(grant: &Grant, because: Unheard) -> String {
    let why = match because {
        Unheard::NoMinor => "the person is not a minor",
        Unheard::Unverified => "the guardian has not been verified",
    };
    format!("the guardian's consent of {} does not count, because {why} (choice `{}`)", instant(grant.given_at()), grant.id())
}

fn out_of_time(grant: &Grant) -> String {
    let (giver, given, id) = (giver(grant), instant(grant.given_at()), grant.id());
    match grant.expires_at() {
        Some(expiry) => format!("{giver}'s consent lasts only from {given} until {} (choice `{id}`)", instant(expiry)),
        None => format!("{giver}'s consent of {given} does not come before the act (choice `{id}`)"),
    }
}

/// "the e-mail address: sharing, for logging in, towards the business partner `acme`"
pub(super) fn scope(scope: &Scope, words: &Vocabulary) -> String {
    let mut text = scope.categories().map_or_else(|| "any data".to_owned(), |categories| covered(categories, words));
    let mut limits = Vec::new();
    limits.extend(scope.actions().map(|actions| list(actions.words().map(words::doing))));
    limits.extend(scope.purposes().map(|purposes| {
        let named = purposes.purposes().map(|one| purpose(words.purpose_name(one)).into_owned());
        format!("for {}", list(named))
    }));
    limits.extend(scope.recipients().map(|recipients| format!("towards {}", parties(recipients))));
    limits.extend(scope.service().map(|service| format!("in the service {}", quoted(service.as_str()))));
    if !limits.is_empty() {
        text.push_str(&format!(": {}", limits.join(", ")));
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
        Some(to) => format!("from {from} until {}", instant(to)),
        None => format!("from {from} on"),
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
