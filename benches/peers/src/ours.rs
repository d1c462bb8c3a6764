//! `lawful`, through its public API.

use std::time::{Duration, Instant};

use lawful::policy::{Fact, Policy};
use lawful::request::{
    CustomFacts, Engagement, Instrument, InstrumentKind, Item, Law, LegalDemand, MessageKind, MessageSent, Partnership,
    Performance, Period, Request, Storage, Transaction, UserRequest, Violation, ViolationOf,
};
use lawful::subject::{DataSubject, Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{DataCategories, Parties, Role, Scope, Vocabulary};
use lawful::{PolicyEngine, request::DemandKind};
use uuid::Uuid;

use crate::long_ago;
use crate::measure::Engine;
use crate::people::{Choice, Person};
use crate::workload::{Ask, Facts, Pair, Workload, bit, own_bit};

/// The engine, its requests and its people.
pub struct Ours<'w> {
    workload: &'w Workload,
    engine: PolicyEngine,
    requests: Vec<Request>,
    subjects: Vec<DataSubject>,
}

/// Decides, and reads what a caller that enforces and records the answer would read: duties, grounds, and each determining rule. The
/// only place where this package asks `lawful`.
fn permitted(engine: &PolicyEngine, request: &Request, subject: &DataSubject) -> bool {
    let decision = engine.decide(request, subject);
    std::hint::black_box((decision.duties(), decision.grounds()));
    decision.rules().for_each(|rule| {
        std::hint::black_box(rule.rule());
    });
    decision.is_permitted()
}

impl<'w> Ours<'w> {
    /// Reads and compiles the policy, and tells how long compiling took.
    pub fn new(workload: &'w Workload) -> Result<(Self, Duration), String> {
        let policy = Policy::from_toml(&workload.text).map_err(|error| error.to_string())?;
        let start = Instant::now();
        let engine = PolicyEngine::new(policy);
        let compiling = start.elapsed();
        Ok((Self { workload, engine, requests: Vec::new(), subjects: Vec::new() }, compiling))
    }
}

impl Engine for Ours<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        permitted(&self.engine, &self.requests[pair.ask as usize], &self.subjects[pair.person as usize])
    }

    fn prepare(&mut self) {
        let Workload { asks, words, people, is_builtin, .. } = self.workload;
        self.requests = asks.iter().map(|ask| request(ask, words, *is_builtin)).collect();
        self.subjects = people.iter().enumerate().map(|(place, person)| subject(place, person)).collect();
    }
}

/// The request that an application would build, with every fact stated that a rule may ask for.
fn request(ask: &Ask, words: &Vocabulary, is_builtin: bool) -> Request {
    let has = |fact: Fact| ask.facts & bit(fact) != 0;
    let any = |facts: &[Fact]| ask.facts & facts.iter().fold(0, |all: Facts, fact| all | bit(*fact)) != 0;
    let if_covered = |covered: bool| if covered { ask.category } else { DataCategories::empty() };
    let item =
        Item::of(ask.category).from(ask.origin).necessary(has(Fact::Necessary)).published(has(Fact::Published)).protected(true);
    let mut request = Request::new(ask.action, vec![item], ask.recipient.clone(), ask.purpose, ask.at)
        .expect("the workloads give a recipient only where an action has one");
    if !is_builtin {
        let stated = words.fact_names().enumerate().filter_map(|(place, name)| Some((place, words.fact(name).ok()?)));
        let facts = stated.fold(CustomFacts::default(), |all, (place, fact)| all.stating(fact, ask.facts & own_bit(place) != 0));
        return request.given(facts);
    }
    if has(Fact::CurrentPartner) {
        request = request.given(Partnership { current: Some(true) });
    }
    if any(&[Fact::LawForbids, Fact::RetentionRequired]) {
        let requires_retention = Some(if_covered(has(Fact::RetentionRequired)));
        request = request.given(Law { forbids: Some(if_covered(has(Fact::LawForbids))), requires_retention });
    }
    if any(&[Fact::Engaged, Fact::AccessEnds, Fact::ServiceEnded]) {
        let since = |to| Period { service: None, from: long_ago(300), to };
        let running = has(Fact::Engaged).then(|| since(None));
        let over = has(Fact::ServiceEnded).then(|| since(Some(long_ago(10))));
        request = request.given(Engagement {
            party: ask.recipient.clone(),
            serves_subject: Some(true),
            periods: Some(running.into_iter().chain(over).collect()),
            access_ends_with_service: Some(has(Fact::AccessEnds)),
        });
    }
    if any(&[Fact::PersonAsked, Fact::SharingNecessary]) {
        let (asked, sharing_necessary) = (Some(has(Fact::PersonAsked)), Some(has(Fact::SharingNecessary)));
        request = request.given(UserRequest { asked, sharing_necessary });
    }
    let deal =
        [Fact::DealOnPlatform, Fact::RequesterIsParty, Fact::RequesterPerformed, Fact::DisclosureAsked, Fact::OperatorDecided];
    if any(&deal) {
        request = request.given(Transaction {
            on_platform: Some(has(Fact::DealOnPlatform)),
            requester_is_party: Some(has(Fact::RequesterIsParty)),
            requester_performed: Some(if has(Fact::RequesterPerformed) { Performance::Full } else { Performance::None }),
            disclosure_asked: Some(has(Fact::DisclosureAsked)),
            operator_decided: Some(has(Fact::OperatorDecided)),
        });
    }
    if any(&[Fact::Violation, Fact::DisclosureNeeded]) {
        request = request.given(Violation {
            of: Some(ViolationOf::Law),
            established: Some(has(Fact::Violation)),
            disclosure_needed: Some(has(Fact::DisclosureNeeded)),
        });
    }
    if has(Fact::InstrumentNamed) {
        request = request.given(Instrument {
            kind: Some(InstrumentKind::Regulation),
            considered_appropriate: Some(has(Fact::ConsideredAppropriate)),
            reference: None,
        });
    }
    if has(Fact::LegalDemand) {
        request = request.given(LegalDemand {
            kind: Some(DemandKind::JudicialOrder),
            binding: Some(true),
            covers: Some(ask.category),
            addressee: None,
            reference: None,
        });
    }
    if any(&[Fact::Announcement, Fact::MessageNeeded]) {
        let kind = if has(Fact::Announcement) { MessageKind::Announcement } else { MessageKind::Promotional };
        request = request.given(MessageSent { kind: Some(kind), needed: Some(has(Fact::MessageNeeded)) });
    }
    if has(Fact::OwnServer) {
        request = request.given(Storage { server: Some(Role::Operator) });
    }
    request
}

/// The same person for `lawful`.
pub fn subject(place: usize, person: &Person) -> DataSubject {
    let id = |part: usize| Uuid::from_u64_pair(place as u64, part as u64);
    let mut subject = DataSubject::new(id(0)).aged(30);
    if person.agreed {
        subject = subject.agreed(long_ago(900));
    }
    for (part, choice) in person.choices.iter().enumerate() {
        let added = if choice.yes {
            let grant = Grant::new(id(part + 1), scope(choice), choice.at);
            subject.grant(choice.until.map_or(grant.clone(), |until| grant.until(until)))
        } else {
            subject.refuse(Refusal::new(id(part + 1), scope(choice), choice.at, RefusalMeans::OptOut))
        };
        subject = added.expect("ids differ, and nothing is withdrawn");
    }
    subject
}

fn scope(choice: &Choice) -> Scope {
    let mut scope = Scope::anything();
    if let Some(categories) = choice.categories {
        scope = scope.of(categories);
    }
    if let Some(actions) = choice.actions {
        scope = scope.to(actions);
    }
    if let Some(purposes) = choice.purposes {
        scope = scope.for_purposes(purposes);
    }
    if let Some(recipients) = &choice.recipients {
        scope = scope.with(recipients.iter().cloned().fold(Parties::default(), Parties::and));
    }
    scope
}
