//! What the service promises, asserted in its own words: the questions are those that the service asks.

use chrono::{DateTime, Utc};
use compliance_suite::{Briefing, Customer, Pawsitting};
use lawful::request::{Engagement, Period};
use lawful::subject::RefusalMeans;
use lawful::testing::{assert_denied, assert_permitted};
use lawful::vocabulary::{Actions, Duty, Purposes};
use lawful::{DataCategories, DataSubject, Grant, Party, Refusal, Scope};
use uuid::Uuid;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    instant("2026-06-01T12:00:00Z")
}

/// Anna, 34, who agreed to the terms and asked for offers.
fn anna() -> DataSubject {
    let offers = Scope::anything().of(DataCategories::EMAIL).to(Actions::MESSAGE).for_purposes(Purposes::OWN_PROMOTION);
    DataSubject::new(Uuid::from_u128(1))
        .aged(34)
        .agreed(instant("2026-04-01T00:00:00Z"))
        .grant(Grant::new(Uuid::from_u128(2), offers, instant("2026-04-01T00:00:00Z")))
        .unwrap()
}

fn customer(person: DataSubject) -> Customer {
    let text = str::to_owned;
    Customer { person, name: text("Anna"), phone: text("555"), email: text("anna@example.org"), key: text("under the pot") }
}

/// The sitting by Tom, on the first of June.
fn by_tom() -> Engagement {
    let day = Period { service: None, from: instant("2026-06-01T00:00:00Z"), to: Some(instant("2026-06-02T00:00:00Z")) };
    Engagement {
        party: Some(Party::service_provider("tom")),
        serves_subject: Some(true),
        periods: Some(vec![day]),
        access_ends_with_service: Some(true),
    }
}

#[test]
fn offers_go_to_those_who_asked() {
    let service = Pawsitting::start().unwrap();
    assert_permitted!(service.engine(), service.offer(now()), anna(), because "news.1", ground "consent", duty Duty::HonourObjection);
    let silent = DataSubject::new(Uuid::from_u128(3)).aged(34).agreed(instant("2026-04-01T00:00:00Z"));
    assert_denied!(service.engine(), service.offer(now()), silent, because "default", remedy "obtain-consent");
    assert_eq!(service.mailing(&[customer(anna()), customer(silent)], now()), ["anna@example.org"]);
}

#[test]
fn a_no_counts_from_its_instant() {
    let service = Pawsitting::start().unwrap();
    let no = Refusal::new(Uuid::from_u128(4), Scope::anything().of(DataCategories::EMAIL), now(), RefusalMeans::OptOut);
    let anna = anna().refuse(no).unwrap();
    assert_denied!(service.engine(), service.offer(now()), anna, because "choice.1", duty "stop-processing");
    assert_permitted!(service.engine(), service.offer(now() - chrono::TimeDelta::seconds(1)), anna);
}

#[test]
fn the_key_goes_to_the_sitter_while_the_sitting_lasts() {
    let service = Pawsitting::start().unwrap();
    let anna = customer(anna());
    let told = service.briefing("tom", &anna, &by_tom(), now());
    assert_eq!(told.key.as_deref(), Some("under the pot"));
    assert_eq!(service.briefing("tim", &anna, &by_tom(), now()), Briefing::default());

    let late = service.telling("tom", service.home_access(), by_tom(), instant("2026-06-02T00:00:00Z"));
    assert_denied!(service.engine(), late, anna.person, because "sitting.3");
}
