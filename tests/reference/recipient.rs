//! Facts about the recipient, or the actor, as a party to a circumstance.
//!
//! A missing recipient leaves them unknown where their circumstance is given and no other field of it fails.

use serde_json::Value;

use super::case::{Item, Question, Recipient, flag, get, instant, list, text};
use super::parties::{Party, is_house};
use super::truth::Truth;

/// `engaged`: the recipient, else the actor, is the engaged provider, serves the person, and is at it now.
pub fn engaged(question: &Question<'_>, item: &Item<'_>) -> Truth {
    let Some(engagement) = question.circumstance("engagement") else {
        return Truth::Fails;
    };
    Truth::all([
        is_provider(engagement, question),
        Truth::told(flag(engagement, "serves-subject")),
        period_contains(engagement, question, item),
    ])
}

/// `service-ended`: the recipient, else the actor, was engaged for the item's service and is so no longer.
pub fn service_ended(question: &Question<'_>, item: &Item<'_>) -> Truth {
    let Some(engagement) = question.circumstance("engagement") else {
        return Truth::Fails;
    };
    let ended = Truth::told(get(engagement, "periods").map(|_| {
        let mut periods = periods_for(engagement, item).into_iter();
        periods.any(|period| instant(period, "to").is_some_and(|to| to <= question.at))
    }));
    Truth::all([is_provider(engagement, question), ended, period_contains(engagement, question, item).not()])
}

/// `server-engaged`: the server is that of an engaged provider, none of the house, who serves the person now.
pub fn server_engaged(question: &Question<'_>, item: &Item<'_>) -> Truth {
    let (Some(storage), Some(engagement)) = (question.circumstance("storage"), question.circumstance("engagement")) else {
        return Truth::Fails;
    };
    let server = text(storage, "server");
    let provider = get(engagement, "party").map(|party| Party::of(party).role);
    let same = Truth::told(server.zip(provider).map(|(server, provider)| server == provider));
    let outside = |role: Option<&str>| Truth::told(role.map(|role| !is_house(role)));
    Truth::all([
        same,
        outside(server),
        outside(provider),
        Truth::told(flag(engagement, "serves-subject")),
        period_contains(engagement, question, item),
    ])
}

/// `legal-demand`: the demand binds, covers the category, and the recipient is its addressee.
pub fn legal_demand(question: &Question<'_>, category: &str) -> Truth {
    let Some(demand) = question.circumstance("legal-demand") else {
        return Truth::Fails;
    };
    Truth::all([
        question.told("legal-demand", "binding"),
        question.lists("legal-demand", "covers", category),
        is_addressee(demand, &question.recipient()),
    ])
}

/// Whether the recipient is whom a demand speaks of: left out, the court or agency itself, for a statute anyone.
fn is_addressee(demand: &Value, recipient: &Recipient<'_>) -> Truth {
    let addressee = get(demand, "addressee").map(Party::of);
    let kind = text(demand, "kind");
    match (recipient, addressee, kind) {
        (Recipient::None, None, None) => Truth::Unknown,
        (Recipient::None, None, Some("statute")) => Truth::Holds,
        (Recipient::None, _, _) => Truth::Fails,
        (Recipient::Missing, _, _) => Truth::Unknown,
        (Recipient::Given(party), Some(addressee), _) => addressee.is(*party),
        (Recipient::Given(_), None, None) => Truth::Unknown,
        (Recipient::Given(party), None, Some(kind)) => Truth::known(match kind {
            "judicial-order" => party.role == "judicial-authority",
            "administrative-order" => party.role == "administrative-authority",
            "statute" => true,
            _ => panic!("no such kind of demand: {kind}"),
        }),
    }
}

/// `to-respondent`: the recipient is the respondent of the complaint; left out, whoever has that role.
pub fn to_respondent(question: &Question<'_>) -> Truth {
    let Some(complaint) = question.circumstance("ip-complaint") else {
        return Truth::Fails;
    };
    match question.recipient() {
        Recipient::None => Truth::Fails,
        Recipient::Missing => {
            let others = ["subject-is-complainant", "complainant-qualified", "filed", "respondent-asked"];
            let fails = others.iter().any(|field| flag(complaint, field) == Some(false));
            if fails { Truth::Fails } else { Truth::Unknown }
        }
        Recipient::Given(party) => match get(complaint, "respondent") {
            Some(respondent) => Party::of(respondent).is(party),
            None => Truth::known(party.role == "complaint-respondent"),
        },
    }
}

/// Whether the recipient, else the actor of an action without one, is the engaged party.
fn is_provider(engagement: &Value, question: &Question<'_>) -> Truth {
    let Some(provider) = get(engagement, "party").map(Party::of) else {
        return Truth::Unknown;
    };
    match question.recipient() {
        Recipient::None => provider.is(question.actor()),
        Recipient::Missing => Truth::Unknown,
        Recipient::Given(party) => provider.is(party),
    }
}

/// Whether a period for the item's service contains the instant: from its start, until before its end.
fn period_contains(engagement: &Value, question: &Question<'_>, item: &Item<'_>) -> Truth {
    Truth::told(get(engagement, "periods").map(|_| {
        periods_for(engagement, item).into_iter().any(|period| {
            let begun = instant(period, "from").expect("from") <= question.at;
            begun && instant(period, "to").is_none_or(|to| question.at < to)
        })
    }))
}

/// The periods that fit the item's service; one without a service fits every item.
fn periods_for<'a>(engagement: &'a Value, item: &Item<'_>) -> Vec<&'a Value> {
    let all = list(engagement, "periods").into_iter();
    all.filter(|period| text(period, "service").is_none_or(|service| item.service() == Some(service))).collect()
}
