//! The mutants of the built-in policy: `seeds/scenarios` notices nearly all, and there is a reason for each that it does not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::Policy;
use lawful::testing::Suite;
use lawful::testing::mutation::Mutation;
use serde_json::Value;

/// What no scenario can notice, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("preamble.2/permission: any actors", GRANTED),
    ("preamble.2/message-permission: any actors", GRANTED),
    ("preamble.4/publish: any actors", GRANTED),
    ("use.1.1.a/permission: any actors", GRANTED),
    ("disclosure.1/consent: any actors", GRANTED),
    ("storage.1/permission: any actors", GRANTED),
    ("authz.1/volunteered: any actors", GRANTED),
    ("use.1.1/unrelated: no longer yields to disclosure.6", APART),
    ("use.1.1.c/hand-over: no longer yields to disclosure.6", APART),
    ("cancel.1/unasked: without the exception verification-open", HELD),
    ("cancel.2/erase: without the exception verification-open", HELD),
    ("authz.2.a/erase: without the exception verification-open", HELD),
    ("access.1.a/answer: without the duty fulfil-request", "access.1.b/answer permits all of it with the same duty"),
    ("access.1.a/answer: without the ground subject-right", "access.1.b/answer permits all of it on the same ground"),
    ("sharing.1/own-act: without the ground user-act", "authz.1/own-act permits all of it on the same ground"),
    ("tp.1/share-button: without the ground user-act", "authz.1/own-act permits all of it on the same ground"),
    (
        "authz.1.b/collect: without the duty stop-processing",
        "authz.2.a/stop forbids all of it with the same duty, and no permit to collect lifts it",
    ),
    (
        "rev.3.a/promotion: without the duty stop-processing",
        "authz.2.a/stop stops all who may write with the same duty; beyond it lies only a person's own writing, which is no processing to stop",
    ),
    (
        "sensitive.3/described: without the ground agreement",
        "preamble.2 and use.1.3 permit described use on the same ground; looking at data for own promotion is a case that the text does not name",
    ),
];

const GRANTED: &str = "a grant authorises the operator and its affiliates, so `consented` holds for no other actor";
const APART: &str = "disclosure.6 is for a counterparty, and this rule for other recipients: no request reaches both";
const HELD: &str = "access.2/hold forbids while the proof is open";

/// A policy that extends the built-in one, with another in its place. `None` where it does not fit, because a rule is gone to
/// which it refers.
fn extended(extension: &Policy, policy: &Policy) -> Option<Policy> {
    let whole = |policy: &Policy| serde_json::to_value(policy).unwrap();
    let (mut document, builtin, extension) = (whole(policy), whole(Policy::platform()), whole(extension));
    document["id"] = extension["id"].clone();
    for key in ["rules", "editions"] {
        let own = |document: &Value| document[key].as_array().cloned().unwrap_or_default();
        let added = own(&extension).split_off(own(&builtin).len());
        document[key] = own(&document).into_iter().chain(added).collect();
    }
    document["vocabulary"] = extension["vocabulary"].clone();
    serde_json::from_value(document).ok()
}

#[test]
#[cfg_attr(debug_assertions, ignore = "it takes minutes without optimisation: cargo test --release --test policy_mutants")]
fn the_scenarios_notice_what_is_changed_in_the_policy() {
    let suite = Suite::read("seeds/scenarios/*.toml").unwrap();
    let (platform, revised) = (Policy::platform(), Policy::load("seeds/scenarios/policies/revised.toml").unwrap());
    let noticed = |mutated: &Policy| {
        let scenario = suite.notices(platform, mutated);
        let extended = || suite.notices(&revised, &extended(&revised, mutated)?);
        scenario.or_else(extended)
    };
    let report = Mutation::of(platform).allowing_all(ALLOWED.iter().copied()).run(noticed).unwrap();
    println!("{report}");
    report.assert_at_least(95).assert_explained();
}
