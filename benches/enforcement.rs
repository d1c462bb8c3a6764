//! What being asked costs: opening a guarded value against a plain one, and disclosing a record against writing it with serde
//! alone.
//!
//! `cargo bench --features derive --bench enforcement` prints a table. Every figure is that of a piece of work whose answers
//! were checked.
#![allow(clippy::expect_used, reason = "a measurement that cannot go on stops, with its reason")]

use std::hint::black_box;
use std::time::Instant as Clock;

use chrono::TimeDelta;
use lawful::enforcement::{Guarded, Permit, Personal, Withhold, disclose};
use lawful::vocabulary::{Action, DataCategories, Duties, Instant, Purpose, Scope};
use lawful::{DataSubject, PolicyEngine, Refusal, Request};
use serde::Serialize;
use uuid::Uuid;

const SERVICE: (Action, Purpose) = (Action::Use, Purpose::SERVICE);

/// As wide as a profile of a web shop, with a nested record and a list.
#[derive(Clone, Serialize, Personal)]
struct Profile {
    #[personal(subject, none)]
    id: Uuid,
    #[personal("identity.name")]
    name: String,
    #[personal("identity.account-name")]
    account: String,
    #[personal("contact.email")]
    email: String,
    #[personal("contact.phone")]
    phone: Option<String>,
    #[personal(nested)]
    address: Address,
    #[personal("technical.language")]
    language: String,
    #[personal("activity.interests")]
    interests: Vec<String>,
    #[personal(nested)]
    orders: Vec<Order>,
    #[personal(none)]
    version: u32,
}

#[derive(Clone, Serialize, Personal)]
struct Address {
    #[personal("contact.address")]
    street: String,
    #[personal("contact.address")]
    city: String,
}

#[derive(Clone, Serialize, Personal)]
struct Order {
    #[personal("activity.orders")]
    article: String,
    #[personal(none)]
    number: u32,
}

fn profile(id: Uuid, number: usize) -> Profile {
    let order = |number| Order { article: "a pound of tea".to_owned(), number };
    Profile {
        id,
        name: format!("Ada {number}"),
        account: format!("ada-{number}"),
        email: format!("ada.{number}@example.org"),
        phone: number.is_multiple_of(2).then(|| "+46 70 174 06 05".to_owned()),
        address: Address { street: format!("Norra Vallgatan {number}"), city: "Malmö".to_owned() },
        language: "sv".to_owned(),
        interests: vec!["tea".to_owned(), "chess".to_owned()],
        orders: (0..4).map(order).collect(),
        version: 3,
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let count = if is_test { 50 } else { 2_000 };
    let (id, now): (Uuid, Instant) = (Uuid::from_u128(7), Instant::from_timestamp(1_780_000_000, 0).expect("an instant"));
    let engine = PolicyEngine::platform();
    let agreed = DataSubject::new(id).aged(30).agreed(now - TimeDelta::days(500));
    let request =
        Request::using(Profile::categories(engine.vocabulary()).expect("built-in words")).for_purpose(Purpose::SERVICE).at(now);

    println!("| what | median |\n|---|--:|");
    let permit = permit(&engine, &request, &agreed);
    values(&permit, count, (id, now));
    records(&permit, count, (id, now));
    let objection =
        Refusal::new(id, Scope::anything().of(DataCategories::CONTACT), now, lawful::subject::RefusalMeans::Objection);
    let objecting = agreed.clone().refuse(objection).expect("a choice");
    partly(&self::permit(&engine, &request, &objecting), count, (id, now));
    let all = || (0..count).filter(|_| self::permit(&engine, black_box(&request), &agreed).expires() > now).count();
    assert_eq!(all(), count);
    row("a decision about a record, and its permit", median(count, all));
}

fn permit(engine: &PolicyEngine, request: &Request, person: &DataSubject) -> Permit {
    let pending =
        Permit::for_permitted_part(&engine.decide(request, person), TimeDelta::hours(1)).expect("something is permitted");
    pending.acknowledge(Duties::all()).expect("all duties are acknowledged")
}

/// One field: guarded and opened, or just there.
fn values(permit: &Permit, count: usize, (id, now): (Uuid, Instant)) {
    let plain: Vec<String> = (0..count).map(|number| format!("ada.{number}@example.org")).collect();
    let guarded: Vec<_> = plain.iter().map(|email| Guarded::new(email.clone(), DataCategories::EMAIL, id)).collect();
    let of_plain = || black_box(&plain).iter().map(String::len).sum::<usize>();
    let of_guarded = || {
        let open = |email: &Guarded<String>| email.open(black_box(permit), SERVICE, now).map_or(0, String::len);
        black_box(&guarded).iter().map(open).sum::<usize>()
    };
    assert_eq!(of_guarded(), of_plain());
    row("a plain field", median(count, of_plain));
    row("a guarded field, opened by a permit", median(count, of_guarded));
}

/// Records that go out whole.
fn records(permit: &Permit, count: usize, (id, now): (Uuid, Instant)) {
    let profiles: Vec<Profile> = (0..count).map(|number| profile(id, number)).collect();
    let plain = |profile: &Profile| serde_json::to_string(profile).expect("JSON");
    let disclosed = |profile: &Profile| {
        let seen = disclose(profile, permit, SERVICE, now, Withhold::Omit).expect("the permit fits");
        serde_json::to_string(&seen).expect("JSON")
    };
    assert!(profiles.iter().all(|profile| plain(profile) == disclosed(profile)));
    row("a record in plain `serde_json`", median(count, || profiles.iter().map(|profile| plain(profile).len()).sum::<usize>()));
    let all = || profiles.iter().map(|profile| disclosed(profile).len()).sum::<usize>();
    row("the same disclosed, all of it permitted", median(count, all));
}

/// Records of somebody who objected, against fields that were taken out by hand.
fn partly(permit: &Permit, count: usize, (id, now): (Uuid, Instant)) {
    #[derive(Serialize)]
    struct ByHand<'a> {
        id: Uuid,
        name: &'a str,
        account: &'a str,
        language: &'a str,
        interests: &'a [String],
        orders: &'a [Order],
        version: u32,
    }
    let profiles: Vec<Profile> = (0..count).map(|number| profile(id, number)).collect();
    let by_hand = |profile: &Profile| {
        let Profile { id, name, account, language, interests, orders, version, .. } = profile;
        serde_json::to_string(&ByHand { id: *id, name, account, language, interests, orders, version: *version }).expect("JSON")
    };
    let disclosed = |profile: &Profile| {
        let seen = disclose(profile, permit, SERVICE, now, Withhold::Omit).expect("the permit fits");
        serde_json::to_string(&seen).expect("JSON")
    };
    assert!(profiles.iter().all(|profile| by_hand(profile) == disclosed(profile)));
    row("without contact data, by hand", median(count, || profiles.iter().map(|profile| by_hand(profile).len()).sum::<usize>()));
    row("the same disclosed", median(count, || profiles.iter().map(|profile| disclosed(profile).len()).sum::<usize>()));
}

fn row(what: &str, nanos: f64) {
    println!("| {what} | {nanos:.1} ns |");
}

/// The median over rounds of the nanoseconds that a piece of work takes, divided by its size.
fn median<T>(size: usize, mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let mut nanos: Vec<f64> = (0..101)
        .map(|_| {
            let start = Clock::now();
            black_box(work());
            start.elapsed().as_nanos() as f64 / size as f64
        })
        .collect();
    nanos.sort_unstable_by(f64::total_cmp);
    nanos[nanos.len() / 2]
}
