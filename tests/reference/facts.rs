//! Every condition that a rule can name, for one category of one item.

use serde_json::Value;

use super::case::{Item, Question, flag, get};
use super::stack::Reading;
use super::truth::Truth;
use super::{choices, person, recipient};

/// Those who run a third party's service without being an outsider.
const INSIDERS: [&str; 5] = ["operator", "affiliate", "service-provider", "data-subject", "guardian"];

/// Whether a fact holds; the stack ends with the policy whose rule asks.
pub fn fact(name: &str, question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let told = |circumstance, field| question.told(circumstance, field);
    let one_of = |circumstance, field, among: &[&str]| question.one_of(circumstance, field, among);
    match name {
        // The person.
        "agreed" => person::agreed(question, stack),
        "consented" => choices::consented(question, stack, item, category),
        "refused" => choices::refused(question, stack, item, category),
        "guardian-consented" => choices::guardian_consented(question, stack, item, category),
        "minor" => person::minor(question, stack),
        "guardian-verified" => person::guardian_verified(question),
        "account-closed" => person::account_closed(question, item),
        "closure-permits" => person::closure_permits(question, item),
        "notice-missing" => person::notice_missing(question, stack),

        // The item.
        "necessary" => necessary(question, stack, item, category),
        "published" => Truth::told(flag(item.value, "published")),
        "protected" => Truth::told(flag(item.value, "protected")),

        // Its collection.
        "in-use" => told("collection", "in-use"),
        "channel-lawful" => told("collection", "channel-lawful"),
        "channel-unlawful" => is_false(question, "collection", "channel-lawful"),
        "means-unfair" => is_false(question, "collection", "means-fair"),

        // The law.
        "legal-demand" => recipient::legal_demand(question, category),
        "law-forbids" => question.lists("law", "forbids", category),
        "retention-required" => question.lists("law", "requires-retention", category),

        // Violations.
        "violation" => {
            let of = one_of("violation", "of", &["law", "service-agreement", "platform-rules"]);
            told("violation", "established").and(of)
        }
        "allegation" => is_false(question, "violation", "established"),
        "disclosure-needed" => told("violation", "disclosure-needed"),

        // Complaints.
        "complainant" => told("ip-complaint", "subject-is-complainant"),
        "complainant-qualified" => told("ip-complaint", "complainant-qualified"),
        "complaint-filed" => told("ip-complaint", "filed"),
        "respondent-asked" => told("ip-complaint", "respondent-asked"),
        "to-respondent" => recipient::to_respondent(question),

        // Transactions.
        "deal-on-platform" => told("transaction", "on-platform"),
        "requester-is-party" => told("transaction", "requester-is-party"),
        "requester-performed" => one_of("transaction", "requester-performed", &["part", "full"]),
        "disclosure-asked" => told("transaction", "disclosure-asked"),
        "operator-decided" => told("transaction", "operator-decided"),

        // Requests and instruments.
        "person-asked" => told("user-request", "asked"),
        "sharing-necessary" => told("user-request", "sharing-necessary"),
        "instrument-named" => one_of("instrument", "kind", &["law", "regulation", "site-policy"]),
        "considered-appropriate" => told("instrument", "considered-appropriate"),

        // Parties.
        "engaged" => recipient::engaged(question, item),
        "service-ended" => recipient::service_ended(question, item),
        "server-engaged" => recipient::server_engaged(question, item),
        "access-ends" => told("engagement", "access-ends-with-service"),
        "current-partner" => told("partnership", "current"),
        "outsiders-service" => outsiders_service(question),
        "outside-copy" => told("copy", "outside-operators-control"),

        // Messages, cookies, places.
        "announcement" => one_of("message", "kind", &["announcement"]),
        "message-needed" => told("message", "needed"),
        "own-cookie" => one_of("cookie", "set-by", &["operator"]),
        "others-cookie" => one_of("cookie", "set-by", &["third-party"]),
        "own-server" => one_of("storage", "server", &["operator", "affiliate"]),
        "leak-reported" => told("leak", "reported"),

        // What the person asks of the operator.
        "asked-by-person" => one_of("subject-request", "asked-by", &["data-subject"]),
        "asked-by-guardian" => one_of("subject-request", "asked-by", &["guardian"]),
        "deletion-asked" => one_of("subject-request", "kind", &["delete"]),
        "verification-open" => one_of("subject-request", "verification", &["demanded"]),
        "unverified" => one_of("subject-request", "verification", &["not-demanded"]),
        "verified" => one_of("subject-request", "verification", &["verified"]),
        "cancel-agreed" => told("cancellation", "agreement-met"),
        "cancel-lawful" => told("cancellation", "law-allows"),

        custom => custom_fact(custom, question, category),
    }
}

/// A yes/no field that is no; an absent circumstance fails, a field left out is unknown.
fn is_false(question: &Question<'_>, circumstance: &str, field: &str) -> Truth {
    match question.circumstance(circumstance) {
        None => Truth::Fails,
        Some(_) => question.told(circumstance, field).not(),
    }
}

/// `necessary`: what the item says, or the table of the function that the request names.
///
/// Listed is necessary, unlisted is not, and the item's own no wins. A layer's own table comes before those under it;
/// a function in none of them says nothing.
fn necessary(question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let said = flag(item.value, "necessary");
    let Some(function) = get(question.request, "function") else {
        return Truth::told(said);
    };
    if said == Some(false) {
        return Truth::Fails;
    }
    let function = function.as_str().expect("function");
    let tables = stack.iter().rev().filter_map(|reading| get(reading.policy, "functions"));
    let listed = tables.filter_map(|table| get(table, function)).next();
    Truth::told(listed.map(|names| question.words.leaves_in(names).contains(category)))
}

/// `outsiders-service`: a third party's service that neither the house, its providers nor the person's side runs.
fn outsiders_service(question: &Question<'_>) -> Truth {
    match question.circumstance("third-party-service") {
        None => Truth::Fails,
        Some(_) => question.one_of("third-party-service", "operated-by", &INSIDERS).not(),
    }
}

/// A custom fact: yes, no, or for the categories listed; one that is not given is unknown.
fn custom_fact(name: &str, question: &Question<'_>, category: &str) -> Truth {
    assert!(question.words.declares_fact(name), "no such fact: {name}");
    match question.circumstance("facts").and_then(|facts| get(facts, name)) {
        None => Truth::Unknown,
        Some(Value::Bool(yes)) => Truth::known(*yes),
        Some(categories) => Truth::known(question.words.leaves_in(categories).contains(category)),
    }
}
