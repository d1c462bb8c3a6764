//! Questions about people, and the same questions answered by a match and a scan written by hand.
#![allow(dead_code, reason = "each bench uses its part of it")]

use chrono::TimeDelta;
use lawful::request::{Engagement, MessageKind, MessageSent, Partnership, Period};
use lawful::subject::{Choice, RefusalMeans};
use lawful::vocabulary::{Action, Actions, Instant, Purpose, Purposes, Role, Scope};
use lawful::{DataCategories, DataSubject, Decision, Grant, Item, Party, Refusal, Request};
use uuid::Uuid;

const CATEGORIES: [DataCategories; 8] = [
    DataCategories::EMAIL,
    DataCategories::PHONE,
    DataCategories::ADDRESS,
    DataCategories::NAME,
    DataCategories::POSTS,
    DataCategories::ORDERS,
    DataCategories::IP_ADDRESS,
    DataCategories::PHOTO,
];
const PURPOSES: [Purpose; 5] =
    [Purpose::PARTNER_PROMOTION, Purpose::SERVICE, Purpose::OWN_PROMOTION, Purpose::PERSONALISATION, Purpose::RECIPIENT_OWN];
const ACTIONS: [Actions; 5] = [Actions::SHARE, Actions::USE, Actions::MESSAGE, Actions::DISCLOSE, Actions::SELL];

/// The same numbers on every run (xorshift64, <https://doi.org/10.18637/jss.v008.i14>).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize % limit
    }
}

fn now() -> Instant {
    Instant::from_timestamp(1_780_000_000, 0).expect("an instant")
}

/// People of whom nine of ten agreed, each with so many choices.
pub fn people(count: usize, choices: usize) -> Vec<DataSubject> {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let person = |number: usize| {
        let mut person = DataSubject::new(Uuid::from_u64_pair(number as u64, 0)).aged(30);
        if numbers.below(10) != 0 {
            person = person.agreed(now() - TimeDelta::days(500));
        }
        for choice in 0..choices {
            let at = now() - TimeDelta::minutes(numbers.below(300_000) as i64 + 1);
            let scope = Scope::anything()
                .of(CATEGORIES[numbers.below(8)])
                .to(ACTIONS[numbers.below(5)])
                .for_purposes(Purposes::from(PURPOSES[numbers.below(5)]));
            let id = Uuid::from_u64_pair(number as u64, choice as u64 + 1);
            let chosen = if numbers.below(3) == 0 {
                person.refuse(Refusal::new(id, scope, at, RefusalMeans::Objection))
            } else {
                person.grant(Grant::new(id, scope, at))
            };
            person = chosen.expect("choices have ids of their own");
        }
        person
    };
    (0..count).map(person).collect()
}

/// A request, and what a developer's own code would know about it.
pub struct Question {
    pub request: Request,
    category: DataCategories,
    /// Whether it is permitted to do it about a person who agreed and chose nothing.
    by_agreement: bool,
}

/// Reads a decision with its determining rules.
pub fn read(decision: &Decision<'_>) -> usize {
    decision.rules().fold(usize::from(decision.is_permitted()), |sum, rule| sum + rule.rule().len())
}

pub fn questions() -> Vec<Question> {
    let mut numbers = Numbers(1_234_567_890_123);
    (0..64).map(|_| question(&mut numbers)).collect()
}

fn question(numbers: &mut Numbers) -> Question {
    let category = CATEGORIES[numbers.below(8)];
    let provider = Party::new(Role::ServiceProvider, "parcels");
    let (request, by_agreement) = match numbers.below(5) {
        0 => {
            let current = numbers.below(4) != 0;
            let request = Request::share(category).with(Party::partner("acme")).for_purpose(Purpose::PARTNER_PROMOTION).at(now());
            (request.given(Partnership { current: Some(current) }), current)
        }
        1 => (Request::using(category).for_purpose(PURPOSES[1 + numbers.below(3)]).at(now()), true),
        2 => {
            let request = Request::message(category).with(Party::DATA_SUBJECT).for_purpose(Purpose::OWN_PROMOTION).at(now());
            (request.given(MessageSent { kind: Some(MessageKind::Promotional), needed: Some(false) }), true)
        }
        3 => {
            let request = Request::sell(category).with(Party::of(Role::Broker)).for_purpose(Purpose::RECIPIENT_OWN).at(now());
            (request, false)
        }
        _ => {
            let item = Item::of(category).necessary(true);
            let engagement = Engagement {
                party: Some(provider.clone()),
                serves_subject: Some(true),
                periods: Some(vec![Period { service: None, from: now() - TimeDelta::days(10), to: None }]),
                access_ends_with_service: Some(true),
            };
            (Request::disclose(item).with(provider).for_purpose(Purpose::SERVICE).at(now()).given(engagement), true)
        }
    };
    Question { request, category, by_agreement }
}

/// Questions about people, in no order that a branch predictor could learn.
pub fn pairs(questions: usize, people: usize) -> Vec<(usize, usize)> {
    let mut numbers = Numbers(987_654_321_987);
    (0..1 << 16).map(|_| (numbers.below(questions), numbers.below(people))).collect()
}

/// A person as a service would hold one that knows no engine: the agreement, and a list of choices, latest last.
pub struct ByHand {
    agreed_at: Option<Instant>,
    choices: Vec<Said>,
}

struct Said {
    yes: bool,
    at: Instant,
    until: Option<Instant>,
    categories: Vec<DataCategories>,
    actions: Vec<Action>,
    purposes: Vec<Purpose>,
}

impl ByHand {
    pub fn of(subject: &DataSubject) -> Self {
        let said = |choice: &Choice| {
            let (yes, scope, until) = match choice {
                Choice::Grant(grant) => (true, Some(grant.scope()), grant.expires_at()),
                Choice::Refusal(refusal) => (false, refusal.scope(), None),
            };
            let scope = scope.expect("every choice has a scope");
            Said {
                yes,
                at: choice.instant(),
                until,
                categories: scope.categories().expect("categories").leaves().collect(),
                actions: scope.actions().expect("actions").words().collect(),
                purposes: scope.purposes().expect("purposes").purposes().collect(),
            }
        };
        Self {
            agreed_at: subject.agreements().first().map(|agreement| agreement.instant()),
            choices: subject.choices().as_slice().iter().map(said).collect(),
        }
    }

    /// The last choice about it decides; without one, agreement does.
    pub fn is_permitted(&self, question: &Question) -> bool {
        let request = &question.request;
        let is_about = |said: &&Said| {
            let is_live = if said.yes { said.at < request.instant() } else { said.at <= request.instant() };
            is_live
                && said.until.is_none_or(|until| request.instant() < until)
                && said.categories.contains(&question.category)
                && said.actions.contains(&request.action())
                && said.purposes.contains(&request.purpose())
        };
        match self.choices.iter().rev().find(is_about) {
            Some(said) => said.yes,
            None => question.by_agreement && self.agreed_at.is_some_and(|at| at <= request.instant()),
        }
    }
}
