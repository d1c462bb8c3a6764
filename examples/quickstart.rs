//! One person, three questions, three answers: `cargo run --example quickstart`.

use std::error::Error;

use lawful::request::{Partnership, Performance, Transaction};
use lawful::subject::RefusalMeans;
use lawful::vocabulary::{Instant, Role};
use lawful::{DataCategories, DataSubject, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope};

fn main() -> Result<(), Box<dyn Error>> {
    let engine = PolicyEngine::platform();
    let now: Instant = "2026-06-01T12:00:00Z".parse()?;

    // Somebody agreed to the service agreement, and objected to one thing: the phone number is not for advertising.
    let objection = Refusal::new(
        "4d1c0000-0000-4000-8000-000000000001".parse()?,
        Scope::anything().of(DataCategories::PHONE),
        "2026-03-01T00:00:00Z".parse()?,
        RefusalMeans::Objection,
    );
    let person = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse()?)
        .aged(30)
        .agreed("2025-01-01T00:00:00Z".parse()?)
        .refuse(objection)?;

    let advertise = |data| {
        Request::share(data)
            .with(Party::partner("acme"))
            .for_purpose(Purpose::PARTNER_PROMOTION)
            .at(now)
            .given(Partnership { current: Some(true) })
    };
    let settle = Request::disclose(Item::of(DataCategories::ADDRESS).necessary(true))
        .with(Party::new(Role::Counterparty, "seller"))
        .for_purpose(Purpose::DISPUTE)
        .at(now)
        .given(Transaction {
            on_platform: Some(true),
            requester_is_party: Some(true),
            requester_performed: Some(Performance::Full),
            disclosure_asked: Some(true),
            operator_decided: None, // nobody has decided yet
        });

    let questions = [
        ("May a partner get the e-mail address, to advertise its own products?", advertise(DataCategories::EMAIL)),
        ("May it get the phone number?", advertise(DataCategories::PHONE)),
        ("May a seller who has delivered get the buyer's address, to settle a dispute?", settle),
    ];
    for (question, request) in &questions {
        println!("{question}\n{}\n", engine.explain(request, &person));
    }
    Ok(())
}
