//! The mutants of the built-in policy: `seeds/scenarios` notices nearly all, and there is a reason for each that it does not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scenario_file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lawful::PolicyEngine;
use lawful::decision::{Case, Decision, Verdict};
use lawful::policy::{Policy, PolicyStack};
use lawful::testing::mutation::Mutation;
use lawful::vocabulary::{Duties, Grounds};
use scenario_file::Expectation;
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

/// A scenario, read once.
struct Scenario {
    surroundings: Surroundings,
    case: Case,
    expected: Wanted,
}

/// What is asked: the policy, or one that extends it, with layers over it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Surroundings {
    extension: Option<PathBuf>,
    layers: Vec<String>,
}

/// An expectation as the decision tells it.
struct Wanted {
    verdict: Verdict,
    because: Vec<String>,
    only_because: Option<Vec<String>>,
    duties: Duties,
    no_duties: Duties,
    grounds: Grounds,
    missing: Vec<String>,
    categories: Vec<(Verdict, Vec<String>)>,
}

impl Wanted {
    fn of(expectation: &Expectation) -> Self {
        let names = |key: &str| -> Vec<String> {
            let list = expectation.expect.get(key).and_then(|list| list.as_array()).into_iter().flatten();
            let mut names: Vec<_> = list.map(|name| name.as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        let duties = |key: &str| names(key).iter().map(|name| Duties::named(name).unwrap()).collect();
        let listed = Verdict::ALL.iter().filter(|verdict| expectation.expect.contains_key(verdict.name()));
        Self {
            verdict: expectation.verdict.parse().unwrap(),
            because: names("because"),
            only_because: expectation.expect.contains_key("only-because").then(|| names("only-because")),
            duties: duties("duties"),
            no_duties: duties("no-duties"),
            grounds: names("grounds").iter().map(|name| Grounds::named(name).unwrap()).collect(),
            missing: names("missing"),
            categories: listed.map(|verdict| (*verdict, names(verdict.name()))).collect(),
        }
    }

    fn is_met_by(&self, decision: &Decision<'_>) -> bool {
        let names = |verdict: Verdict| {
            let mut names: Vec<_> = decision.vocabulary().category_names(decision.outcome().under(verdict)).collect();
            names.sort_unstable();
            names
        };
        if decision.verdict() != self.verdict
            || !decision.duties().contains(self.duties)
            || decision.duties().intersects(self.no_duties)
            || !decision.grounds().contains(self.grounds)
            || self.categories.iter().any(|(verdict, wanted)| names(*verdict) != *wanted)
        {
            return false;
        }
        if self.because.is_empty() && self.only_because.is_none() && self.missing.is_empty() {
            return true;
        }
        let reasons = decision.reasons();
        let cited = |name: &String| {
            reasons
                .iter()
                .any(|reason| reason.rule().map_or(name == "default", |rule| rule.id() == name || rule.clause() == name))
        };
        let missing = |fact: &String| reasons.iter().any(|reason| reason.missing().any(|missing| missing == fact));
        let mut rules: Vec<_> = reasons.iter().map(|reason| reason.rule().map_or("default", |rule| rule.id())).collect();
        rules.sort_unstable();
        rules.dedup();
        self.only_because.as_ref().is_none_or(|only| rules == *only)
            && self.because.iter().all(cited)
            && self.missing.iter().all(missing)
    }
}

fn scenarios() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let (mut scenarios, mut engines) = (Vec::new(), BTreeMap::new());
    for file in files.iter().map(|path| scenario_file::read(path)) {
        for (question, expectation) in file.questions {
            let surroundings = Surroundings { extension: file.policy.clone(), layers: question.layers };
            let engine = || surroundings.engine(Policy::platform()).unwrap();
            let engine = engines.entry(surroundings.clone()).or_insert_with(engine);
            let case = Case::from_json(&question.case.to_string(), engine.vocabulary()).unwrap();
            scenarios.push(Scenario { surroundings, case, expected: Wanted::of(&expectation) });
        }
    }
    // A policy with many editions takes longest to compile: it comes last, for what nothing else notices.
    scenarios.sort_by_key(|scenario| scenario.surroundings.extension.is_some());
    scenarios
}

impl Surroundings {
    /// `None` where the extension or a layer does not fit over the policy, because a rule is gone to which it refers.
    fn engine(&self, policy: &Policy) -> Option<PolicyEngine> {
        let base = self.extension.as_ref().map_or(Some(policy.clone()), |path| extended(policy, path))?;
        let stack = self.layers.iter().try_fold(PolicyStack::new(base), |stack, layer| {
            let layer = stack.load_layer(layer).ok()?;
            stack.lay(layer).ok()
        });
        stack.map(PolicyEngine::layered)
    }
}

/// The policy in a file that extends the built-in one, with another in its place.
fn extended(policy: &Policy, path: &Path) -> Option<Policy> {
    let whole = |policy: &Policy| serde_json::to_value(policy).unwrap();
    let (mut document, builtin, extension) = (whole(policy), whole(Policy::platform()), whole(&Policy::load(path).unwrap()));
    for key in ["rules", "editions"] {
        let own = |document: &Value| document[key].as_array().cloned().unwrap_or_default();
        let added = own(&extension).split_off(own(&builtin).len());
        document[key] = own(&document).into_iter().chain(added).collect();
    }
    document["vocabulary"] = extension["vocabulary"].clone();
    serde_json::from_value(document).ok()
}

fn passes(scenarios: &[Scenario], policy: &Policy) -> Result<(), ()> {
    let mut engines: BTreeMap<&Surroundings, Option<PolicyEngine>> = BTreeMap::new();
    for scenario in scenarios {
        let engine = engines.entry(&scenario.surroundings).or_insert_with(|| scenario.surroundings.engine(policy));
        // What does not fit would be noticed at once; here it is the scenarios that have to notice.
        let Some(engine) = engine else { continue };
        if !scenario.expected.is_met_by(&engine.decide(&scenario.case.request, &scenario.case.subject)) {
            return Err(());
        }
    }
    Ok(())
}

#[test]
#[cfg_attr(debug_assertions, ignore = "it takes minutes without optimisation: cargo test --release --test policy_mutants")]
fn the_scenarios_notice_what_is_changed_in_the_policy() {
    let scenarios = scenarios();
    let report =
        Mutation::of(Policy::platform()).allowing_all(ALLOWED.iter().copied()).run(|policy| passes(&scenarios, policy)).unwrap();
    println!("{report}");
    report.assert_at_least(95).assert_explained();
}
