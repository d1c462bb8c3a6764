//! What makes a fact hold, and what makes it fail: changes of a question and its person.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::boxes::Spot;
use crate::policy::{Condition, Fact};
use crate::vocabulary::{Instant, Party};

/// What has to be so of a fact.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) condition: Condition,
    pub(super) holds: bool,
    /// It is what the question is about: then it is said outright, not left out.
    pub(super) is_aim: bool,
}

/// A question and its person, in the notation of cases.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) subject: Value,
    pub(super) request: Value,
    at: Instant,
    majority: u8,
}

const SERVICE: &str = "shop";

impl Draft {
    /// An adult who agreed to nothing and said nothing, and data of which everything is known.
    pub(super) fn at(spot: &Spot, majority: u8) -> Self {
        let item = json!({
            "categories": [spot.category], "origin": spot.origin.name(), "service": SERVICE,
            "necessary": true, "published": false, "protected": true,
        });
        let mut request = json!({
            "at": instant(spot.at), "actor": party(&spot.actor), "action": spot.action.name(), "items": [item], "purpose": spot.purpose,
        });
        if let Some(recipient) = &spot.recipient {
            request["recipient"] = party(recipient);
        }
        let subject =
            json!({ "id": "7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01", "standing": "user", "age": majority.saturating_add(12) });
        Self { subject, request, at: spot.at, majority }
    }

    fn before(&self, time: TimeDelta) -> String {
        instant(self.at - time)
    }

    /// A field of a circumstance; one that is not there yet is told whole, with what is usual.
    fn state(&mut self, circumstance: &str, field: &str, value: Value) {
        if self.request["circumstances"][circumstance].is_null() {
            self.request["circumstances"][circumstance] = self.usual(circumstance);
        }
        self.request["circumstances"][circumstance][field] = value;
    }

    fn usual(&self, circumstance: &str) -> Value {
        match circumstance {
            "collection" => json!({ "channel-lawful": true, "means-fair": true, "in-use": true }),
            "legal-demand" => json!({ "kind": "statute", "binding": true, "covers": self.categories() }),
            "law" => json!({ "forbids": [], "requires-retention": [] }),
            "violation" => json!({ "of": "platform-rules", "established": true, "disclosure-needed": true }),
            "ip-complaint" => json!({
                "subject-is-complainant": true, "complainant-qualified": true, "filed": true, "respondent-asked": true,
                "respondent": self.other_party(),
            }),
            "transaction" => json!({
                "on-platform": true, "requester-is-party": true, "requester-performed": "full", "disclosure-asked": true,
                "operator-decided": true,
            }),
            "user-request" => json!({ "asked": true, "sharing-necessary": true }),
            "instrument" => json!({ "kind": "site-policy", "considered-appropriate": true }),
            "engagement" => json!({
                "party": self.other_party(), "serves-subject": true, "periods": [{ "from": self.before(TimeDelta::days(365)) }],
                "access-ends-with-service": true,
            }),
            "message" => json!({ "kind": "announcement", "needed": true }),
            "subject-request" => json!({ "kind": "access", "asked-by": "data-subject", "verification": "verified" }),
            "cancellation" => json!({ "agreement-met": true, "law-allows": true }),
            _ => json!({}),
        }
    }

    fn categories(&self) -> Value {
        self.request["items"][0]["categories"].clone()
    }

    /// The recipient, else the actor.
    fn other_party(&self) -> Value {
        let recipient = self.request["recipient"].clone();
        if recipient.is_null() { self.request["actor"].clone() } else { recipient }
    }

    fn scope(&self) -> Value {
        let mut scope = json!({ "categories": self.categories(), "actions": [self.request["action"]], "purposes": [self.request["purpose"]] });
        let recipient = &self.request["recipient"];
        if let Some(role) = recipient["role"].as_str() {
            let id = recipient["id"].as_str().map_or(String::new(), |id| format!(":{id}"));
            scope["recipients"] = json!([format!("{role}{id}")]);
        }
        scope
    }

    fn grant(&self) -> Value {
        json!({ "grant": {
            "id": "0b0e0000-0000-4000-8000-000000000001", "scope": self.scope(), "given-at": self.before(TimeDelta::days(30)),
        } })
    }

    fn account(&self) -> Value {
        json!({ "service": SERVICE, "opened": self.before(TimeDelta::days(365)) })
    }
}

/// The drafts in which a wish is met, as far as it depends on it alone.
pub(super) fn ways(draft: &Draft, wish: &Wish) -> Vec<Draft> {
    let stated = |states: &[&dyn Fn(&mut Draft)]| {
        let state = |state: &&dyn Fn(&mut Draft)| {
            let mut draft = draft.clone();
            state(&mut draft);
            draft
        };
        states.iter().map(state).collect::<Vec<_>>()
    };
    let mut ways = match (&wish.condition, wish.holds) {
        (Condition::Own(name), holds) => return stated(&[&|draft| draft.request["circumstances"]["facts"][name] = json!(holds)]),
        (Condition::Builtin(fact), holds) => match field(*fact) {
            Some((circumstance, field, yes, no)) => {
                let values = if holds { yes } else { no };
                let state = |value: Value| {
                    let mut draft = draft.clone();
                    draft.state(circumstance, field, value);
                    draft
                };
                values.iter().map(|value| state(value.clone())).collect()
            }
            None => match (fact, holds) {
                (Fact::Agreed, true) => {
                    stated(&[&|it| it.subject["agreements"] = json!([{ "at": it.before(TimeDelta::minutes(30)) }]), &|it| {
                        it.subject["agreements"] = json!([{ "at": it.before(TimeDelta::days(365)) }])
                    }])
                }
                (Fact::Agreed, false) => stated(&[&|it| it.subject["agreements"] = json!([])]),
                (Fact::Consented, true) => stated(&[&|it| it.subject["choices"] = json!([it.grant()])]),
                (Fact::GuardianConsented, true) => stated(&[&|it| {
                    let mut grant = it.grant();
                    grant["grant"]["by"] = json!("guardian");
                    it.subject["choices"] = json!([grant]);
                    it.subject["guardian"] = json!({ "verified": true });
                    it.subject["age"] = json!(it.majority.saturating_sub(3));
                }]),
                (Fact::Refused, true) => stated(&[&|it| {
                    let at = it.before(TimeDelta::days(30));
                    let refusal = json!({ "id": "4d1c0000-0000-4000-8000-000000000001", "scope": it.scope(), "at": at, "means": "objection" });
                    it.subject["choices"] = json!([{ "refuse": refusal }]);
                }]),
                (Fact::Consented | Fact::GuardianConsented | Fact::Refused, false) => {
                    stated(&[&|it| it.subject["choices"] = json!([])])
                }
                (Fact::Minor, holds) => stated(&[&|it| {
                    let years = if holds { it.majority.saturating_sub(3) } else { it.majority.saturating_add(12) };
                    it.subject["age"] = json!(years);
                }]),
                (Fact::GuardianVerified, holds) => stated(&[&|it| it.subject["guardian"] = json!({ "verified": holds })]),
                (Fact::AccountClosed, true) | (Fact::ClosurePermits, false) => stated(&[&|it| {
                    let mut account = it.account();
                    account["closed"] = json!(it.before(TimeDelta::days(30)));
                    it.subject["accounts"] = json!([account]);
                }]),
                (Fact::AccountClosed, false) => stated(&[&|it| it.subject["accounts"] = json!([it.account()])]),
                (Fact::ClosurePermits, true) => stated(&[&|it| {
                    let mut account = it.account();
                    account["closed"] = json!(it.before(TimeDelta::days(30)));
                    account["after-closure"] = json!({ "process": [it.request["purpose"]] });
                    it.subject["accounts"] = json!([account]);
                }]),
                (Fact::Necessary | Fact::Published | Fact::Protected, holds) => {
                    stated(&[&|it| it.request["items"][0][fact.name()] = json!(holds)])
                }
                (Fact::LegalDemand, holds) => stated(&[&|it| it.state("legal-demand", "binding", json!(holds))]),
                (Fact::LawForbids, holds) => stated(&[&|it| {
                    let listed = if holds { it.categories() } else { json!([]) };
                    it.state("law", "forbids", listed);
                }]),
                (Fact::RetentionRequired, holds) => stated(&[&|it| {
                    let listed = if holds { it.categories() } else { json!([]) };
                    it.state("law", "requires-retention", listed);
                }]),
                (Fact::ToRespondent, true) => stated(&[&|it| {
                    let recipient = it.other_party();
                    it.state("ip-complaint", "respondent", recipient);
                }]),
                (Fact::ToRespondent, false) => stated(&[&|it| {
                    let other = if it.other_party()["role"] == "guardian" { "counterparty" } else { "guardian" };
                    it.state("ip-complaint", "respondent", json!({ "role": other }));
                }]),
                (Fact::Engaged, holds) => stated(&[&|it| it.state("engagement", "serves-subject", json!(holds))]),
                (Fact::ServiceEnded, true) => stated(&[&|it| {
                    let over = json!([{ "from": it.before(TimeDelta::days(365)), "to": it.before(TimeDelta::days(30)) }]);
                    it.state("engagement", "periods", over);
                }]),
                (Fact::ServiceEnded, false) => stated(&[&|it| {
                    let open = json!([{ "from": it.before(TimeDelta::days(365)) }]);
                    it.state("engagement", "periods", open);
                }]),
                (Fact::ServerEngaged, true) => stated(&[&|it| {
                    it.state("storage", "server", json!("service-provider"));
                    it.state("engagement", "party", json!({ "role": "service-provider" }));
                }]),
                (Fact::ServerEngaged, false) => stated(&[&|it| {
                    it.state("storage", "server", json!("third-party"));
                    it.state("engagement", "party", json!({ "role": "service-provider" }));
                }]),
                // It depends on the instant alone, which the place has.
                (Fact::NoticeMissing, _) => vec![draft.clone()],
                // All others are fields of circumstances.
                _ => Vec::new(),
            },
        },
    };
    if !wish.holds {
        // What is not mentioned mostly fails as well.
        let place = if wish.is_aim { ways.len() } else { 0 };
        ways.insert(place, draft.clone());
    }
    ways
}

/// The field that states a fact alone: where it is, with what it holds, and with what it fails.
fn field(fact: Fact) -> Option<(&'static str, &'static str, Vec<Value>, Vec<Value>)> {
    let flag = |circumstance, field| Some((circumstance, field, vec![json!(true)], vec![json!(false)]));
    let not = |circumstance, field| Some((circumstance, field, vec![json!(false)], vec![json!(true)]));
    let words = |circumstance, field, yes: &str, no: &[&str]| {
        Some((circumstance, field, vec![json!(yes)], no.iter().map(|word| json!(word)).collect()))
    };
    match fact {
        Fact::InUse => flag("collection", "in-use"),
        Fact::ChannelLawful => flag("collection", "channel-lawful"),
        Fact::ChannelUnlawful => not("collection", "channel-lawful"),
        Fact::MeansUnfair => not("collection", "means-fair"),
        Fact::Violation => flag("violation", "established"),
        Fact::Allegation => not("violation", "established"),
        Fact::DisclosureNeeded => flag("violation", "disclosure-needed"),
        Fact::Complainant => flag("ip-complaint", "subject-is-complainant"),
        Fact::ComplainantQualified => flag("ip-complaint", "complainant-qualified"),
        Fact::ComplaintFiled => flag("ip-complaint", "filed"),
        Fact::RespondentAsked => flag("ip-complaint", "respondent-asked"),
        Fact::DealOnPlatform => flag("transaction", "on-platform"),
        Fact::RequesterIsParty => flag("transaction", "requester-is-party"),
        Fact::RequesterPerformed => words("transaction", "requester-performed", "part", &["none"]),
        Fact::DisclosureAsked => flag("transaction", "disclosure-asked"),
        Fact::OperatorDecided => flag("transaction", "operator-decided"),
        Fact::PersonAsked => flag("user-request", "asked"),
        Fact::SharingNecessary => flag("user-request", "sharing-necessary"),
        Fact::InstrumentNamed => words("instrument", "kind", "regulation", &["none"]),
        Fact::ConsideredAppropriate => flag("instrument", "considered-appropriate"),
        Fact::AccessEnds => flag("engagement", "access-ends-with-service"),
        Fact::CurrentPartner => flag("partnership", "current"),
        Fact::OutsidersService => words("third-party-service", "operated-by", "third-party-service", &["affiliate"]),
        Fact::OutsideCopy => flag("copy", "outside-operators-control"),
        Fact::Announcement => words("message", "kind", "announcement", &["promotional"]),
        Fact::MessageNeeded => flag("message", "needed"),
        Fact::OwnCookie => words("cookie", "set-by", "operator", &["third-party"]),
        Fact::OthersCookie => words("cookie", "set-by", "third-party", &["operator"]),
        Fact::OwnServer => words("storage", "server", "operator", &["service-provider"]),
        Fact::LeakReported => flag("leak", "reported"),
        Fact::AskedByPerson => words("subject-request", "asked-by", "data-subject", &["guardian"]),
        Fact::AskedByGuardian => words("subject-request", "asked-by", "guardian", &["data-subject"]),
        Fact::DeletionAsked => words("subject-request", "kind", "delete", &["access"]),
        Fact::VerificationOpen => words("subject-request", "verification", "demanded", &["verified", "not-demanded"]),
        Fact::Unverified => words("subject-request", "verification", "not-demanded", &["verified", "demanded"]),
        Fact::Verified => words("subject-request", "verification", "verified", &["not-demanded", "demanded"]),
        Fact::CancelAgreed => flag("cancellation", "agreement-met"),
        Fact::CancelLawful => flag("cancellation", "law-allows"),
        _ => None,
    }
}

fn party(party: &Party) -> Value {
    let role = party.role().name();
    party.id().map_or_else(|| json!({ "role": role }), |id| json!({ "role": role, "id": id.as_str() }))
}

fn instant(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
