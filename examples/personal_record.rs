//! One record of a customer, and what of it goes where: `cargo run --features derive --example personal_record`.
//!
//! A web shop keeps customers. A partner gets what the customer lets it have, the log gets an id and the names of the fields,
//! the front page the interests of its reader. The shop writes no code that picks fields: it says once which data they are, and
//! asks.

use std::error::Error;

use chrono::TimeDelta;
use lawful::enforcement::{Permit, Personal, Withhold, disclose};
use lawful::request::Partnership;
use lawful::subject::RefusalMeans;
use lawful::vocabulary::{Action, Duties, Instant};
use lawful::{DataCategories, DataSubject, Party, Policy, PolicyEngine, PolicyStack, Purpose, Refusal, Request, Scope};
use serde::Serialize;
use uuid::Uuid;

/// A customer. It is not `Serialize`, so there is no way around its marks.
#[derive(Personal)]
struct Customer {
    #[personal(subject, "identity.account-name")]
    id: Uuid,
    #[personal("identity.name")]
    name: String,
    #[personal("contact.email", from = "registration")]
    email: String,
    #[personal("contact.phone")]
    phone: Option<String>,
    #[personal(nested)]
    address: Option<Address>,
    #[personal(nested)]
    orders: Vec<Order>,
    #[personal("credential.password")]
    #[serde(skip)]
    #[expect(dead_code, reason = "what is skipped is never written")]
    password: String,
    #[personal(none)]
    shop: &'static str,
}

#[derive(Personal)]
#[serde(rename_all = "camelCase")]
struct Address {
    #[personal("contact.address")]
    street: String,
    #[personal("contact.address")]
    postal_code: String,
}

#[derive(Personal)]
struct Order {
    #[personal("activity.orders")]
    article: String,
    #[personal("financial.payment")]
    card: String,
    #[personal(none)]
    currency: Currency,
}

/// Nobody's data, and what it looks like is serde's business.
#[derive(Clone, Copy, Serialize)]
enum Currency {
    Sek,
}

/// What the partner gets, and what it does not get and why.
fn feed(customer: &Customer, person: &DataSubject, engine: &PolicyEngine, now: Instant) -> Result<[String; 2], Box<dyn Error>> {
    let request = Request::share(Customer::categories(engine.vocabulary())?)
        .with(Party::partner("acme"))
        .for_purpose(Purpose::PARTNER_PROMOTION)
        .at(now)
        .given(Partnership { current: Some(true) });
    // Seen to by the contract with the partner, and by the page on which customers say no. A policy that adds a duty stops this line.
    let duties = Duties::NECESSARY_ITEMS_ONLY | Duties::PURPOSE_ONLY | Duties::HONOUR_OBJECTION | Duties::STOP_PROCESSING;
    let permit = Permit::for_permitted_part(&engine.decide(&request, person), TimeDelta::minutes(5))?.acknowledge(duties)?;
    let seen = disclose(customer, &permit, (Action::Share, Purpose::PARTNER_PROMOTION), now, Withhold::Omit)?;
    let withheld: Vec<String> = seen.withheld().iter().map(ToString::to_string).collect();
    Ok([serde_json::to_string(&seen)?, withheld.join(", ")])
}

/// A line for the log: every field by its name, and the one value that is asked for.
fn logged(customer: &Customer, person: &DataSubject, engine: &PolicyEngine, now: Instant) -> Result<String, Box<dyn Error>> {
    let request = Request::using(DataCategories::ACCOUNT_NAME).for_purpose(Purpose::OPERATIONS).at(now);
    let permit =
        Permit::from_decision(&engine.decide(&request, person), TimeDelta::minutes(5))?.acknowledge(Duties::PURPOSE_ONLY)?;
    Ok(serde_json::to_string(&disclose(customer, &permit, (Action::Use, Purpose::OPERATIONS), now, Withhold::Mask)?)?)
}

/// All that it takes to protect one field for one purpose.
mod one_field {
    use chrono::TimeDelta;
    use lawful::enforcement::{Permit, Personal, Withhold, disclose};
    use lawful::vocabulary::{Action, Instant};
    use lawful::{DataSubject, PolicyEngine, Purpose, Request};

    #[derive(Personal)]
    pub struct Reader {
        #[personal(subject, none)]
        pub id: uuid::Uuid,
        #[personal("activity.interests")]
        pub interests: Vec<String>,
    }

    pub fn front_page(
        reader: &Reader,
        person: &DataSubject,
        engine: &PolicyEngine,
        now: Instant,
    ) -> Result<String, Box<dyn std::error::Error>> {
        let request = Request::using(Reader::categories(engine.vocabulary())?).for_purpose(Purpose::PERSONALISATION).at(now);
        let permit = Permit::from_decision(&engine.decide(&request, person), TimeDelta::minutes(5))?.without_duties()?;
        let seen = disclose(reader, &permit, (Action::Use, Purpose::PERSONALISATION), now, Withhold::Omit)?;
        Ok(serde_json::to_string(&seen)?)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    for part in story()? {
        println!("{part}\n");
    }
    Ok(())
}

/// What each of them gets.
pub fn story() -> Result<[String; 4], Box<dyn Error>> {
    let (now, id): (Instant, Uuid) = ("2026-06-01T12:00:00Z".parse()?, "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse()?);
    // The built-in policy, and the layer that wants consent before sensitive data is handed over.
    let engine = PolicyEngine::layered(PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone())?);
    let customer = Customer {
        id,
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        phone: Some("+46 70 174 06 05".to_owned()),
        address: Some(Address { street: "Norra Vallgatan 1".to_owned(), postal_code: "211 25".to_owned() }),
        orders: vec![Order { article: "tea".to_owned(), card: "4111 1111".to_owned(), currency: Currency::Sek }],
        password: "a hash of it".to_owned(),
        shop: "tea-and-more",
    };
    // Ada agreed to the service agreement, and objected to one thing.
    let phone = Scope::anything().of(DataCategories::PHONE);
    let objection = Refusal::new(Uuid::from_u128(1), phone, "2026-03-01T00:00:00Z".parse()?, RefusalMeans::Objection);
    let person = DataSubject::new(id).aged(34).agreed("2025-01-01T00:00:00Z".parse()?).refuse(objection)?;

    let [seen, withheld] = feed(&customer, &person, &engine, now)?;
    let reader = one_field::Reader { id, interests: vec!["tea".to_owned()] };
    Ok([
        format!("The partner gets {seen}"),
        format!("and not {withheld}"),
        format!("The log says {}", logged(&customer, &person, &engine, now)?),
        format!("The front page is made for {}", one_field::front_page(&reader, &person, &engine, now)?),
    ])
}
