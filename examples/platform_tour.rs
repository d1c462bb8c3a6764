//! One person's life on the platform: what may be done with her data, from registration to the closed account.

use std::error::Error;

use lawful::decision::Verdict::{self, Denied, Permitted, Undetermined};
use lawful::request::{
    Collection, CookieSetter, CookieUse, Engagement, MessageKind, MessageSent, Partnership, Performance, Period, Transaction,
};
use lawful::subject::{Account, AfterClosure, RefusalMeans};
use lawful::vocabulary::{Actions, Instant, Origin, Purposes, Role};
use lawful::{DataCategories, DataSubject, Grant, Item, Party, Policy, PolicyEngine, Purpose, Refusal, Request, Scope};

type Failure = Box<dyn Error>;

/// The platform's policy with a major revision: from April on, data may measure advertising.
const REVISED: &str = r#"
id = "platform-revised"
extends = "platform"
[vocabulary]
purposes = ["ad-measurement"]
[[editions]]
version = "v2"
effective-from = 2026-04-01T00:00:00Z
change = "major"
notice = 2026-03-15T00:00:00Z
[[editions.rules]]
id = "use.1.3/ad-measurement"
effect = "permit"
actions = ["use"]
purposes = ["ad-measurement"]
when = ["agreed"]
ground = "agreement"
text = "The operator may use data to measure advertising."
"#;

fn main() -> Result<(), Failure> {
    let tour = Tour { engine: PolicyEngine::new(Policy::from_toml(REVISED)?) };

    let start = day("2025-01-01")?;
    let mira = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse()?).aged(34);
    let visit = cookie(Purpose::LOGIN, start);
    tour.ask("a cookie is set before she has agreed to anything", &visit, &mira, Permitted)?;

    let mira = mira.agreed(start).with_account(Account::opened("shop", start));
    let form = Item::of(DataCategories::NAME | DataCategories::EMAIL).from(Origin::Registration).in_service("shop");
    let register = |item| Request::collect(item).for_purpose(Purpose::ACCOUNT).at(start);
    tour.ask("she registers with what the account needs", &register(form.clone().necessary(true)), &mira, Permitted)?;
    tour.ask("the form asks for more than it needs", &register(form.necessary(false)), &mira, Denied)?;

    let no_cookies = Scope::anything().to(Actions::SET_COOKIE | Actions::READ_COOKIE);
    let browser = Refusal::new(id(1)?, no_cookies, day("2025-02-01")?, RefusalMeans::BrowserSetting);
    let mira = mira.refuse(browser)?;
    tour.ask("she browses, cookies not refused yet", &cookie(Purpose::PERSONALISATION, day("2025-01-31")?), &mira, Permitted)?;
    tour.ask("she browses, cookies refused", &cookie(Purpose::PERSONALISATION, day("2025-02-01")?), &mira, Denied)?;
    let record = Request::collect(Item::of(DataCategories::IP_ADDRESS).from(Origin::Automatic).necessary(true))
        .for_purpose(Purpose::SECURITY)
        .at(day("2025-02-01")?)
        .given(Collection { channel_lawful: Some(true), means_fair: Some(true), in_use: Some(true) });
    tour.ask("the visit is logged all the same", &record, &mira, Permitted)?;

    let (ordered, delivered) = (day("2025-03-01")?, day("2025-03-10")?);
    tour.ask("she buys; the courier gets her address", &courier(ordered, ordered, delivered), &mira, Permitted)?;
    tour.ask("the courier looks at it after the delivery", &courier_looks(ordered, delivered), &mira, Denied)?;

    let dispute = |decided| {
        Request::disclose(Item::of(DataCategories::PHONE).in_service("shop").necessary(true))
            .with(Party::new(Role::Counterparty, "seller"))
            .for_purpose(Purpose::DISPUTE)
            .at(delivered)
            .given(Transaction {
                on_platform: Some(true),
                requester_is_party: Some(true),
                requester_performed: Some(Performance::Part),
                disclosure_asked: Some(true),
                operator_decided: decided,
            })
    };
    tour.ask("the seller disputes and asks for her number", &dispute(None), &mira, Undetermined)?;
    tour.ask("the operator decides to give it", &dispute(Some(true)), &mira, Permitted)?;

    let newsletter = |at| {
        Request::message(DataCategories::EMAIL)
            .with(Party::DATA_SUBJECT)
            .for_purpose(Purpose::OWN_PROMOTION)
            .at(at)
            .given(MessageSent { kind: Some(MessageKind::Promotional), needed: None })
    };
    let opted_out = day("2025-06-01")?;
    let promotion = Scope::anything().for_purposes(Purposes::OWN_PROMOTION);
    let mira = mira.refuse(Refusal::new(id(2)?, promotion, opted_out, RefusalMeans::OptOut))?;
    tour.ask("the newsletter, the day before she opts out", &newsletter(day("2025-05-31")?), &mira, Permitted)?;
    tour.ask("the newsletter, from the moment she opts out", &newsletter(opted_out), &mira, Denied)?;

    let sale = Scope::anything().of(DataCategories::INTERESTS).to(Actions::SELL).with(Party::partner("acme").into());
    let granted = Grant::new(id(3)?, sale.clone(), day("2025-07-01")?);
    let withdrawn = Refusal::withdrawal(id(4)?, id(3)?, day("2025-08-01")?);
    let again = Grant::new(id(5)?, sale, day("2025-09-01")?);
    let mira = mira.grant(granted)?.refuse(withdrawn)?.grant(again)?;
    tour.ask("her interests are sold with her consent", &sell(day("2025-07-02")?), &mira, Permitted)?;
    tour.ask("… after she has withdrawn it", &sell(day("2025-08-01")?), &mira, Denied)?;
    tour.ask("… after she has consented again", &sell(day("2025-09-02")?), &mira, Permitted)?;

    let measure = |at| -> Result<Request, Failure> {
        let purpose = tour.engine.vocabulary().purpose("ad-measurement")?;
        Ok(Request::using(DataCategories::PAGE_VIEWS).for_purpose(purpose).at(at))
    };
    let may = day("2026-05-01")?;
    tour.ask("a major revision is in force, and she stayed away", &measure(may)?, &mira, Denied)?;
    let mira = mira.used(day("2026-04-20")?);
    tour.ask("… and she went on using the service", &measure(may)?, &mira, Permitted)?;

    let closed = day("2026-06-01")?;
    let former = mira.close_account("shop", closed, AfterClosure::Delete);
    let email = || Item::of(DataCategories::EMAIL).in_service("shop");
    let use_it = Request::using(email()).for_purpose(Purpose::SERVICE).at(closed);
    let erase_it = Request::erase(email()).for_purpose(Purpose::ACCOUNT).at(closed);
    tour.ask("she closes the account; her e-mail address is used", &use_it, &former, Denied)?;
    tour.ask("… is erased", &erase_it, &former, Permitted)?;
    let share = Request::share(email()).with(Party::partner("acme")).for_purpose(Purpose::PARTNER_PROMOTION).at(closed);
    tour.ask("… goes to a partner", &share.given(Partnership { current: Some(true) }), &former, Denied)
}

struct Tour {
    engine: PolicyEngine,
}

impl Tour {
    /// Asks, prints, and fails if the answer is not the one that the story tells.
    fn ask(&self, story: &str, request: &Request, person: &DataSubject, expected: Verdict) -> Result<(), Failure> {
        let decision = self.engine.decide(request, person);
        let mut clauses: Vec<_> = decision.reasons().iter().map(|reason| reason.clause().unwrap_or("default")).collect();
        clauses.dedup();
        println!("{}  {story}: {} [{}]", request.instant().date_naive(), decision.verdict(), clauses.join(", "));
        if !decision.duties().is_empty() {
            println!("            duties: {}", decision.duties());
        }
        if decision.verdict() == expected { Ok(()) } else { Err(format!("expected {expected}:\n{decision}").into()) }
    }
}

fn cookie(purpose: Purpose, at: Instant) -> Request {
    Request::set_cookie(DataCategories::COOKIE_IDENTIFIER)
        .for_purpose(purpose)
        .at(at)
        .given(CookieUse { set_by: Some(CookieSetter::Operator) })
}

fn engaged(from: Instant, to: Instant) -> Engagement {
    Engagement {
        party: Some(Party::service_provider("courier")),
        serves_subject: Some(true),
        periods: Some(vec![Period { service: Some("shop".into()), from, to: Some(to) }]),
        access_ends_with_service: Some(true),
    }
}

fn address() -> Item {
    Item::of(DataCategories::ADDRESS).in_service("shop").necessary(true)
}

fn courier(at: Instant, from: Instant, to: Instant) -> Request {
    let courier = Party::service_provider("courier");
    Request::provide(address()).with(courier).for_purpose(Purpose::TRANSACTION).at(at).given(engaged(from, to))
}

fn courier_looks(from: Instant, to: Instant) -> Request {
    let request = Request::access(address()).for_purpose(Purpose::TRANSACTION).at(to);
    request.by(Party::service_provider("courier")).given(engaged(from, to))
}

fn sell(at: Instant) -> Request {
    Request::sell(DataCategories::INTERESTS).with(Party::partner("acme")).for_purpose(Purpose::RECIPIENT_OWN).at(at)
}

fn day(date: &str) -> Result<Instant, Failure> {
    Ok(format!("{date}T00:00:00Z").parse()?)
}

fn id(number: u8) -> Result<uuid::Uuid, Failure> {
    Ok(format!("4d1c0000-0000-4000-8000-{number:012}").parse()?)
}
