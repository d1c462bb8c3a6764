//! The small parts that people and scopes are made of, each by its public face.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::Policy;
use lawful::request::Partnership;
use lawful::subject::{Agreement, ChoiceError, GrantedBy, People, RefusalMeans};
use lawful::vocabulary::{Actions, Instant, Parties, Purposes, Role};
use lawful::{DataCategories, DataSubject, Grant, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope};
use uuid::Uuid;

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[test]
fn parties_contain_those_they_name() {
    let partners = Parties::from(Role::Partner);
    let acme = Parties::from(Party::partner("acme"));
    assert!(partners.contains(&acme) && partners.contains(&partners) && acme.contains(&acme));
    assert!(!acme.contains(&partners));
    assert!(!acme.contains(&Parties::from(Party::partner("other"))));
    assert!(!partners.contains(&Parties::from(Role::Broker)));
}

#[test]
fn a_scope_is_empty_if_any_of_its_parts_is() {
    let anything = Scope::anything();
    assert!(!anything.is_empty());
    let whole = anything.clone().of(DataCategories::EMAIL).to(Actions::SHARE).for_purposes(Purposes::SERVICE);
    assert!(!whole.clone().with(Role::Partner.into()).is_empty());
    for empty in [
        whole.clone().of(DataCategories::empty()),
        whole.clone().to(Actions::empty()),
        whole.clone().for_purposes(Purposes::empty()),
        whole.with(Parties::default()),
    ] {
        assert!(empty.is_empty());
        assert_eq!(DataSubject::example().grant(Grant::new(id(1), empty.clone(), at(1))).unwrap_err(), ChoiceError::EmptyScope);
        let refusal = Refusal::new(id(2), empty, at(1), RefusalMeans::Objection);
        assert_eq!(DataSubject::example().refuse(refusal).unwrap_err(), ChoiceError::EmptyScope);
    }
}

#[test]
fn an_agreement_names_its_edition_and_shows_none_of_it() {
    let agreement = Agreement::at(at(1)).to_edition("v2");
    assert_eq!((agreement.edition(), agreement.instant()), (Some("v2"), at(1)));
    assert!(format!("{agreement:?}").contains("Agreement"));
    assert!(!format!("{agreement:?}").contains("2026"));
    let older = Policy::from_toml(
        "id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\nwhen = [\"agreed\"]\n[[editions]]\nversion = \"v2\"\neffective-from = 2026-01-05T00:00:00Z\nchange = \"major\"\n",
    );
    let engine = PolicyEngine::new(older.unwrap());
    let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE);
    let person = DataSubject::example().agreed_to(Agreement::at(at(6)).to_edition("v2"));
    assert!(engine.decide(&request.at(at(7)), &person).is_permitted());
}

#[test]
fn a_grant_is_live_between_its_instants() {
    let grant = Grant::new(id(1), Scope::anything(), at(2)).until(at(4)).by(GrantedBy::Guardian);
    assert_eq!([1, 2, 3, 4, 5].map(|day| grant.is_live(at(day))), [false, false, true, false, false]);
    let open = Grant::new(id(1), Scope::anything(), at(2));
    assert_eq!([2, 3, 30].map(|day| open.is_live(at(day))), [false, true, true]);
}

#[test]
fn a_withdrawal_says_what_it_withdraws() {
    let withdrawal = Refusal::withdrawal(id(2), id(1), at(3));
    assert_eq!((withdrawal.withdraws(), withdrawal.scope()), (Some(id(1)), None));
    let objection = Refusal::new(id(2), Scope::anything(), at(3), RefusalMeans::Objection);
    assert_eq!(objection.withdraws(), None);
}

#[test]
fn people_are_known_by_their_numbers_and_take_little_room() {
    let engine = PolicyEngine::platform();
    let mut people = People::new(engine.vocabulary());
    let persons: Vec<_> = (1..=100).map(|number| DataSubject::new(id(number)).agreed(at(1))).collect();
    let numbers: Vec<_> = persons.iter().map(|person| people.add(person)).collect();
    for (person, number) in persons.iter().zip(&numbers) {
        assert_eq!(people.id(*number), Some(person.id()));
    }
    let (looked_at, all) = people.bytes();
    assert!((100 * 32..100 * 48).contains(&looked_at), "{looked_at} bytes");
    assert!((looked_at..200 * size_of::<DataSubject>()).contains(&all), "{all} bytes");
    let with_choice = persons[0].clone().grant(Grant::new(id(200), Scope::anything(), at(2))).unwrap();
    assert!(persons[0].bytes() >= size_of::<DataSubject>());
    assert!(with_choice.bytes() > persons[0].bytes());
}

/// What a decision notes about a request is gone with the first change to it.
#[test]
fn a_request_that_is_changed_after_a_decision_is_decided_anew() {
    let engine = PolicyEngine::platform();
    let person = DataSubject::example().aged(30).agreed(at(1));
    let ask = || {
        let request = Request::share(DataCategories::EMAIL).with(Party::partner("acme")).for_purpose(Purpose::PARTNER_PROMOTION);
        request.at(at(20)).given(Partnership { current: Some(true) })
    };
    let changes: [fn(Request) -> Request; 4] = [
        |request| request.given(Partnership { current: None }),
        |request| request.by(Party::partner("other")),
        |request| request.and(Item::of(DataCategories::PHONE).published(true)),
        |request| request.in_function("checkout"),
    ];
    for change in changes {
        let decided = ask();
        let before = format!("{decided:?}");
        assert!(engine.decide(&decided, &person).is_permitted());
        assert_eq!(format!("{decided:?}"), before);
        let (after, fresh) = (change(decided), change(ask()));
        assert_eq!(engine.decide(&after, &person).answer(), engine.decide(&fresh, &person).answer());
    }
    let open = ask().given(Partnership { current: None });
    assert!(!engine.decide(&open, &person).is_permitted());
}
