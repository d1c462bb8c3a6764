//! Small policies, people and requests as JSON: from pools so small that what is generated meets.
#![allow(dead_code, reason = "each test uses its part of it")]

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

pub mod loaded;

/// A key of a table, with what may stand under it.
type Field = (&'static str, BoxedStrategy<Option<Value>>);

pub const CATEGORIES: &[&str] = &["contact.email", "contact.phone", "activity.posts", "health.medical", "enforcement.violation"];
const ACTIONS: &[&str] = &["share", "use", "store", "erase", "message"];
const PURPOSES: &[&str] = &["service", "partner-promotion", "legal-compliance"];
const SCOPED_PARTIES: &[&str] = &["partner", "partner:acme", "affiliate", "data-subject", "judicial-authority"];
const ORIGINS: &[&str] = &["registration", "broker", "unknown"];
const FACTS: &[&str] = &[
    "agreed",
    "consented",
    "refused",
    "minor",
    "necessary",
    "published",
    "engaged",
    "legal-demand",
    "operator-decided",
    "current-partner",
    "guardian-consented",
    "notice-missing",
    "account-closed",
    "works-council",
];
const DUTIES: &[&str] = &["purpose-only", "encrypt", "stop-processing", "protect-minor"];
const GROUNDS: &[&str] = &["consent", "agreement", "necessity", "legal-requirement"];

fn table(fields: Vec<Field>) -> BoxedStrategy<Value> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values
        .prop_map(move |values| {
            let entries = keys.iter().zip(values).filter_map(|(key, value)| Some(((*key).to_owned(), value?)));
            Value::Object(entries.collect::<Map<_, _>>())
        })
        .boxed()
}

fn always(strategy: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    strategy.prop_map(Some).boxed()
}

fn maybe(strategy: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    option::of(strategy).boxed()
}

fn seldom(strategy: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    option::weighted(0.25, strategy).boxed()
}

fn word(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(words).prop_map(Value::from).boxed()
}

fn words(words: &'static [&'static str], least: usize, most: usize) -> BoxedStrategy<Value> {
    subsequence(words, least..=most.min(words.len())).prop_map(Value::from).boxed()
}

fn flag() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(Value::from).boxed()
}

fn list(strategy: impl Strategy<Value = Value> + 'static, most: usize) -> BoxedStrategy<Value> {
    prop::collection::vec(strategy, 0..=most).prop_map(Value::from).boxed()
}

/// A day of the grid.
pub fn day(day: u32) -> String {
    format!("2026-01-{day:02}T00:00:00Z")
}

fn instant() -> BoxedStrategy<Value> {
    (11..=17_u32).prop_map(|number| day(number).into()).boxed()
}

/// A UUID with this number.
pub fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A rule without `yields-to`, made such that it loads.
fn rule(effects: &'static [&'static str]) -> BoxedStrategy<Value> {
    table(vec![
        ("effect", always(word(effects))),
        ("actions", maybe(words(ACTIONS, 1, 3))),
        ("actors", seldom(words(&["operator", "affiliate", "partner:acme", "partner"], 1, 2))),
        ("recipients", seldom(words(SCOPED_PARTIES, 1, 2))),
        ("purposes", seldom(words(PURPOSES, 1, 2))),
        ("categories", maybe(words(&["contact", "contact.email", "activity.posts", "sensitive", "enforcement.violation"], 1, 3))),
        ("origins", seldom(words(ORIGINS, 1, 2))),
        ("when", maybe(words(FACTS, 1, 2))),
        ("unless", seldom(words(FACTS, 1, 2))),
        ("duties", maybe(words(DUTIES, 1, 2))),
        ("ground", always(word(GROUNDS))),
    ])
    .prop_map(well_formed)
    .boxed()
}

/// Takes out what the effect has no place for, and what the model refuses.
fn well_formed(mut rule: Value) -> Value {
    let effect = rule["effect"].as_str().unwrap().to_owned();
    let rule_map = rule.as_object_mut().unwrap();
    if effect != "permit" {
        rule_map.remove("ground");
    }
    match effect.as_str() {
        "exempt" => drop(rule_map.remove("duties")),
        "oblige" => drop(rule_map.entry("duties").or_insert(json!(["encrypt"]))),
        _ => {}
    }
    let holders = ["use", "store", "erase"];
    let kept = |actions: &Value| actions.as_array().unwrap().iter().all(|action| holders.contains(&action.as_str().unwrap()));
    if rule_map.get("actions").is_some_and(kept) {
        rule_map.remove("recipients");
    }
    let consents = ["consented", "guardian-consented"].as_slice();
    let choices = ["consented", "guardian-consented", "refused"].as_slice();
    let (not_when, not_unless): (&[&str], &[&str]) = match effect.as_str() {
        "permit" => (&["refused"], consents),
        "forbid" => (consents, &["refused"]),
        "exempt" => (choices, choices),
        _ => (&[], &[]),
    };
    let when: Vec<Value> = rule_map.get("when").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut keep = |key: &str, refused: &[&str], and_not: &[Value]| {
        if let Some(facts) = rule_map.get_mut(key).and_then(Value::as_array_mut) {
            facts.retain(|fact| !refused.contains(&fact.as_str().unwrap()) && !and_not.contains(fact));
            if facts.is_empty() {
                rule_map.remove(key);
            }
        }
    };
    keep("when", not_when, &[]);
    keep("unless", not_unless, &when);
    rule
}

/// One rule to add to a policy.
pub fn added(effect: &'static [&'static str]) -> BoxedStrategy<Value> {
    (rule(effect), 0..3_usize)
        .prop_map(|(mut rule, clause)| {
            rule["id"] = format!("c{clause}/added").into();
            rule
        })
        .boxed()
}

const EFFECTS: &[&str] = &["permit", "permit", "permit", "permit", "forbid", "forbid", "oblige", "exempt"];

fn rules(prefix: &'static str, least: usize, most: usize) -> BoxedStrategy<Vec<Value>> {
    prop::collection::vec((rule(EFFECTS), option::of(any::<prop::sample::Index>()), any::<bool>()), least..=most)
        .prop_map(move |drafts| {
            let id = |place: usize| format!("{prefix}{}/r{place}", place % 3);
            let permits: Vec<usize> = (0..drafts.len()).filter(|place| drafts[*place].0["effect"] == "permit").collect();
            let named = |(place, (mut rule, yields, by_clause)): (usize, (Value, Option<prop::sample::Index>, bool))| {
                rule["id"] = id(place).into();
                if let Some(yields) = yields
                    && rule["effect"] == "forbid"
                    && !permits.is_empty()
                {
                    let permit = *yields.get(&permits);
                    let name = if by_clause { format!("{prefix}{}", permit % 3) } else { id(permit) };
                    rule["yields-to"] = json!([name]);
                }
                rule
            };
            drafts.clone().into_iter().enumerate().map(named).collect()
        })
        .boxed()
}

/// A policy without editions.
pub fn plain_policy() -> BoxedStrategy<Value> {
    (rules("c", 3, 10), any::<prop::sample::Index>(), option::of(Just(16)))
        .prop_map(|(rules, silent, majority)| {
            let mut policy = json!({ "id": "base", "vocabulary": { "facts": ["works-council"] },
                "functions": { "checkout": ["contact.email"] }, "rules": rules });
            if silent.index(6) == 0 {
                policy["default"] = "silent".into();
            }
            if let Some(majority) = majority {
                policy["age-of-majority"] = majority.into();
            }
            policy
        })
        .boxed()
}

/// A policy with up to two editions.
pub fn policy() -> BoxedStrategy<Value> {
    let edition = (11..=17_u32, any::<bool>(), option::of(instant()), any::<bool>(), rule(EFFECTS), any::<bool>());
    (plain_policy(), prop::collection::vec(edition, 0..=2))
        .prop_map(|(mut policy, mut editions)| {
            editions.sort_by_key(|edition| edition.0);
            editions.dedup_by_key(|edition| edition.0);
            let ids: Vec<Value> = policy["rules"].as_array().unwrap().iter().map(|rule| rule["id"].clone()).collect();
            let written = editions.into_iter().enumerate().map(|(place, (from, major, notice, removes, mut rule, replaces))| {
                rule["id"] = if replaces { ids[2].clone() } else { format!("c{place}/new").into() };
                let change = if major { "major" } else { "minor" };
                let mut edition =
                    json!({ "version": format!("e{}", place + 1), "effective-from": day(from), "change": change, "rules": [rule] });
                if let Some(notice) = notice {
                    edition["notice"] = notice;
                }
                if removes {
                    edition["removes"] = json!([ids[place]]);
                }
                edition
            });
            policy["editions"] = written.collect();
            policy
        })
        .boxed()
}

/// A layer, or none. It yields to permits of its own and of what is under it.
pub fn layers() -> BoxedStrategy<Vec<Value>> {
    let layer = (rules("l", 1, 5), any::<bool>())
        .prop_map(|(rules, silent)| json!({ "id": "over", "default": if silent { "silent" } else { "deny" }, "rules": rules }));
    prop::collection::vec(layer, 0..=1).boxed()
}

fn party() -> BoxedStrategy<Value> {
    select(vec![
        json!({ "role": "operator" }),
        json!({ "role": "affiliate" }),
        json!({ "role": "partner", "id": "acme" }),
        json!({ "role": "partner", "id": "other" }),
        json!({ "role": "partner" }),
        json!({ "role": "data-subject" }),
        json!({ "role": "judicial-authority" }),
        json!({ "role": "service-provider", "id": "acme" }),
    ])
    .boxed()
}

fn any_party() -> BoxedStrategy<Value> {
    let role = select(vec![
        "guardian",
        "broker",
        "counterparty",
        "complaint-respondent",
        "administrative-authority",
        "platform-user",
        "all-users",
        "third-party",
        "unrelated-third-party",
        "public",
        "third-party-service",
        "service-provider",
    ]);
    prop_oneof![2 => party(), 1 => role.prop_map(|role| json!({ "role": role }))].boxed()
}

fn scope() -> BoxedStrategy<Value> {
    table(vec![
        ("categories", maybe(words(CATEGORIES, 1, 3))),
        ("actions", maybe(words(ACTIONS, 1, 3))),
        ("purposes", seldom(words(PURPOSES, 1, 2))),
        ("recipients", seldom(words(SCOPED_PARTIES, 1, 2))),
        ("service", seldom(word(&["shop", "forum"]))),
    ])
}

/// A scope and an instant for a choice more.
pub fn more_choice() -> BoxedStrategy<(Value, u32)> {
    (scope(), 11..=17_u32).boxed()
}

/// A timeline of choices: short, and now and then long.
pub fn choices() -> BoxedStrategy<Value> {
    prop_oneof![15 => choices_of(0..=4), 1 => long_timeline()].boxed()
}

/// A timeline of so many choices that its index takes another form.
pub fn long_timeline() -> BoxedStrategy<Value> {
    choices_of(5..=80)
}

fn choices_of(how_many: std::ops::RangeInclusive<usize>) -> BoxedStrategy<Value> {
    let choice = (0..3_u8, scope(), 11..=17_u32, option::weighted(0.3, 1..=3_u32), any::<bool>(), any::<prop::sample::Index>());
    prop::collection::vec(choice, how_many)
        .prop_map(|drafts| {
            let mut grants: Vec<(String, u32)> = Vec::new();
            let mut choices = Vec::new();
            for (place, (kind, scope, at, lasts, guardian, which)) in drafts.into_iter().enumerate() {
                let id = uuid(place + 1);
                if kind == 0 || (kind == 1 && grants.is_empty()) {
                    choices.push(json!({ "refuse": { "id": id, "scope": scope, "at": day(at) } }));
                } else if kind == 1 {
                    let (grant, given) = &grants[which.index(grants.len())];
                    choices.push(json!({ "refuse": { "id": id, "withdraws": grant, "at": day(at.max(*given)) } }));
                } else {
                    let mut grant = json!({ "id": id, "scope": scope, "given-at": day(at) });
                    if let Some(lasts) = lasts {
                        grant["expires-at"] = day(at + lasts).into();
                    }
                    if guardian {
                        grant["by"] = "guardian".into();
                    }
                    choices.push(json!({ "grant": grant }));
                    grants.push((id, at));
                }
            }
            choices.into()
        })
        .boxed()
}

pub fn person() -> BoxedStrategy<Value> {
    let age = prop_oneof![
        Just(json!({})),
        select(vec![10, 17, 30]).prop_map(|age| json!({ "age": age })),
        select(vec!["2008-01-14", "2010-01-14", "2008-01-15"]).prop_map(|born| json!({ "born": born })),
    ];
    let rest = table(vec![
        ("guardian", maybe(flag().prop_map(|verified| json!({ "verified": verified })))),
        (
            "agreements",
            always(list(table(vec![("at", always(instant())), ("edition", maybe(word(&["initial", "e1", "e2", "nope"])))]), 2)),
        ),
        ("uses", always(list(instant(), 2))),
        ("accounts", always(list(account(), 2))),
        ("choices", always(choices())),
    ]);
    (age, rest)
        .prop_map(|(age, mut person)| {
            let map = person.as_object_mut().unwrap();
            map.insert("id".to_owned(), uuid(99).into());
            map.extend(age.as_object().unwrap().clone());
            person
        })
        .boxed()
}

fn account() -> BoxedStrategy<Value> {
    (select(&["shop", "forum"][..]), 11..=17_u32, option::of(0..=3_u32), maybe(words(PURPOSES, 1, 2)))
        .prop_map(|(service, opened, open_for, process)| {
            let mut account = json!({ "service": service, "opened": day(opened) });
            if let Some(days) = open_for {
                account["closed"] = day(opened + days).into();
            }
            if let Some(process) = process {
                account["after-closure"] = json!({ "process": process });
            }
            account
        })
        .boxed()
}

fn item(categories: &'static [&'static str], origins: &'static [&'static str]) -> BoxedStrategy<Value> {
    table(vec![
        ("categories", always(words(categories, 1, 3))),
        ("origin", maybe(word(origins))),
        ("service", maybe(word(&["shop", "forum"]))),
        ("reveals", seldom(words(&["health.medical", "demographic.race"], 1, 1))),
        ("necessary", maybe(flag())),
        ("published", maybe(flag())),
        ("protected", maybe(flag())),
    ])
}

fn flags(keys: &'static [&'static str]) -> Vec<Field> {
    keys.iter().map(|key| (*key, option::weighted(0.7, flag()).boxed())).collect()
}

fn flags_and(keys: &'static [&'static str], more: Vec<Field>) -> BoxedStrategy<Value> {
    let mut fields = flags(keys);
    fields.extend(more);
    table(fields)
}

fn period() -> BoxedStrategy<Value> {
    (option::of(word(&["shop", "forum"])), 11..=17_u32, option::of(1..=3_u32))
        .prop_map(|(service, from, lasts)| {
            let mut period = json!({ "from": day(from) });
            if let Some(service) = service {
                period["service"] = service;
            }
            if let Some(lasts) = lasts {
                period["to"] = day(from + lasts).into();
            }
            period
        })
        .boxed()
}

fn engagement() -> BoxedStrategy<Value> {
    flags_and(
        &["serves-subject", "access-ends-with-service"],
        vec![("party", maybe(party())), ("periods", maybe(prop::collection::vec(period(), 1..=2).prop_map(Value::from)))],
    )
}

fn legal_demand() -> BoxedStrategy<Value> {
    flags_and(
        &["binding"],
        vec![
            ("kind", maybe(word(&["judicial-order", "administrative-order", "statute"]))),
            ("covers", maybe(words(CATEGORIES, 1, 3))),
            ("addressee", seldom(party())),
        ],
    )
}

fn transaction() -> BoxedStrategy<Value> {
    flags_and(
        &["on-platform", "requester-is-party", "disclosure-asked", "operator-decided"],
        vec![("requester-performed", maybe(word(&["none", "part", "full"])))],
    )
}

fn facts() -> BoxedStrategy<Value> {
    prop_oneof![flag(), words(CATEGORIES, 1, 3)].prop_map(|value| json!({ "works-council": value })).boxed()
}

fn circumstances() -> BoxedStrategy<Value> {
    table(vec![
        ("engagement", maybe(engagement())),
        ("legal-demand", maybe(legal_demand())),
        ("transaction", maybe(transaction())),
        ("partnership", maybe(table(flags(&["current"])))),
        ("facts", maybe(facts())),
    ])
}

/// Every circumstance that the built-in policies ask for.
fn all_circumstances() -> BoxedStrategy<Value> {
    const ROLES: &[&str] = &["operator", "affiliate", "service-provider", "third-party", "data-subject", "guardian"];
    table(vec![
        ("collection", seldom(table(flags(&["channel-lawful", "means-fair", "in-use"])))),
        ("engagement", seldom(engagement())),
        ("legal-demand", seldom(legal_demand())),
        (
            "law",
            seldom(table(vec![
                ("forbids", maybe(words(CATEGORIES, 0, 2))),
                ("requires-retention", maybe(words(CATEGORIES, 0, 2))),
            ])),
        ),
        (
            "violation",
            seldom(flags_and(
                &["established", "disclosure-needed"],
                vec![("of", maybe(word(&["law", "service-agreement", "platform-rules", "other"])))],
            )),
        ),
        (
            "ip-complaint",
            seldom(flags_and(
                &["subject-is-complainant", "complainant-qualified", "filed", "respondent-asked"],
                vec![("respondent", seldom(any_party()))],
            )),
        ),
        ("transaction", seldom(transaction())),
        ("user-request", seldom(table(flags(&["asked", "sharing-necessary"])))),
        (
            "instrument",
            seldom(flags_and(
                &["considered-appropriate"],
                vec![("kind", maybe(word(&["law", "regulation", "site-policy", "none"])))],
            )),
        ),
        ("partnership", seldom(table(flags(&["current"])))),
        ("cookie", seldom(table(vec![("set-by", maybe(word(&["operator", "third-party"])))]))),
        ("message", seldom(flags_and(&["needed"], vec![("kind", maybe(word(&["promotional", "announcement"])))]))),
        (
            "subject-request",
            seldom(table(vec![
                ("kind", maybe(word(&["access", "update", "correct", "delete", "cancel"]))),
                ("asked-by", maybe(word(ROLES))),
                ("verification", maybe(word(&["not-demanded", "demanded", "verified"]))),
            ])),
        ),
        ("cancellation", seldom(table(flags(&["agreement-met", "law-allows"])))),
        ("storage", seldom(table(vec![("server", maybe(word(ROLES)))]))),
        ("third-party-service", seldom(table(vec![("operated-by", maybe(word(ROLES)))]))),
        ("copy", seldom(table(flags(&["outside-operators-control"])))),
        ("leak", seldom(table(flags(&["reported"])))),
    ])
}

fn case_of(request: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    const KEPT: &[&str] = &["collect", "use", "store", "access", "edit", "set-cookie", "read-cookie", "erase", "cancel"];
    (request, person())
        .prop_map(|(mut request, subject)| {
            if KEPT.contains(&request["action"].as_str().unwrap()) {
                request.as_object_mut().unwrap().remove("recipient");
            }
            json!({ "id": "case", "request": request, "subject": subject })
        })
        .boxed()
}

/// A case in the words of the small policies.
pub fn case() -> BoxedStrategy<Value> {
    case_of(table(vec![
        ("at", always((13..=15_u32).prop_map(|number| day(number).into()))),
        ("actor", always(prop_oneof![2 => Just(json!({ "role": "operator" })), 1 => party()])),
        ("action", always(word(ACTIONS))),
        ("items", always(prop::collection::vec(item(CATEGORIES, ORIGINS), 1..=2).prop_map(Value::from))),
        ("purpose", always(word(PURPOSES))),
        ("recipient", option::weighted(0.8, party()).boxed()),
        ("function", seldom(word(&["checkout"]))),
        ("circumstances", always(circumstances())),
    ]))
}

/// A case in the words of the built-in policies.
pub fn platform_case() -> BoxedStrategy<Value> {
    const WIDE: &[&str] = &[
        "contact.email",
        "identity.name",
        "credential.password",
        "technical.ip-address",
        "cookie.identifier",
        "activity.posts",
        "health.medical",
        "financial.payment",
        "minor.information",
        "enforcement.violation",
        "complaint.intellectual-property",
        "identity.birth-date",
        "activity.search-keywords",
    ];
    const ACTS: &[&str] = &[
        "collect",
        "use",
        "store",
        "access",
        "transfer",
        "provide",
        "share",
        "disclose",
        "sell",
        "rent",
        "trade",
        "publish",
        "disseminate",
        "edit",
        "message",
        "set-cookie",
        "read-cookie",
        "answer",
        "erase",
        "cancel",
    ];
    const AIMS: &[&str] = &[
        "account",
        "service",
        "personalisation",
        "improvement",
        "own-promotion",
        "partner-promotion",
        "announcement",
        "security",
        "transaction",
        "dispute",
        "user-request",
        "user-sharing",
        "subject-request",
        "legal-compliance",
        "rule-enforcement",
        "recipient-own",
        "other",
    ];
    const FROM: &[&str] = &[
        "registration",
        "provided",
        "automatic",
        "own-cookie",
        "third-party-cookie",
        "search-box",
        "publication",
        "partner",
        "third-party-login",
        "broker",
        "enforcement",
        "derived",
        "unknown",
    ];
    case_of(table(vec![
        ("at", always((13..=15_u32).prop_map(|number| day(number).into()))),
        ("actor", always(prop_oneof![2 => Just(json!({ "role": "operator" })), 1 => any_party()])),
        ("action", always(word(ACTS))),
        ("items", always(prop::collection::vec(item(WIDE, FROM), 1..=2).prop_map(Value::from))),
        ("purpose", always(word(AIMS))),
        ("recipient", option::weighted(0.8, any_party()).boxed()),
        ("circumstances", always(all_circumstances())),
    ]))
}
