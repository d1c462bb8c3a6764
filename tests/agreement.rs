//! Law 13: the engine says what the plain reference says: verdict, categories, duties, grounds, and the rules that decided with the
//! categories that each of them decided.
//!
//! Every run compares a few thousand cases. Ten million, under some sixty thousand generated policies and the built-in ones, take
//! about a quarter of an hour on two idle cores:
//!
//! ```sh
//! cargo test --release --test agreement -- --ignored --nocapture
//! ```
//!
//! `LAWFUL_CASES` is how many, `LAWFUL_SEED` what they are drawn from: each seed gives the same cases again. Without one, every run
//! draws new cases. A disagreement is made small and printed, with the seed that leads to it at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what is generated loads; where it does not, the test is broken"
)]

mod generators;
mod reference;
mod tally;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use generators::loaded::stack;
use generators::{case, layers, long_timeline, platform_case, policy};
use lawful::PolicyEngine;
use lawful::decision::{Case, Decision};
use lawful::policy::{Policy, PolicyStack};
use lawful::vocabulary::DataCategories;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use reference::Answer;
use serde_json::{Value, json};
use tally::Tally;

/// A policy and the layers over it, as the engine has compiled them and as the reference reads them.
struct Both {
    engine: PolicyEngine,
    policy: Value,
    layers: Vec<Value>,
}

static PLATFORM: LazyLock<Both> = LazyLock::new(|| Both::builtin(PolicyStack::new(Policy::platform().clone())));

static PROTECTED: LazyLock<Both> = LazyLock::new(|| {
    let stack = PolicyStack::new(Policy::platform().clone());
    Both::builtin(stack.lay(Policy::protective().clone()).unwrap())
});

impl Both {
    fn builtin(stack: PolicyStack) -> Both {
        let document = |policy: &Policy| serde_json::to_value(policy).unwrap();
        let (policy, layers) = (document(stack.base()), stack.layers().iter().map(document).collect());
        Both { engine: PolicyEngine::layered(stack), policy, layers }
    }

    fn generated(policy: &Value, layers: &[Value]) -> Both {
        let engine = PolicyEngine::layered(stack(policy, layers));
        Both { engine, policy: policy.clone(), layers: layers.to_vec() }
    }

    /// What both answer, if they answer the same.
    fn agree(&self, case: &Value) -> Result<Answer, TestCaseError> {
        let expected = reference::decide(&self.policy, &self.layers, case);
        let case =
            Case::from_json(&case.to_string(), self.engine.vocabulary()).unwrap_or_else(|error| panic!("{error}\n{case:#}"));
        let found = told(&self.engine.decide(&case.request, &case.subject));
        prop_assert_eq!(&found, &expected, "the engine on the left, the reference on the right");
        Ok(found)
    }
}

/// A decision of the engine in the words of the reference.
fn told(decision: &Decision<'_>) -> Answer {
    let words = decision.vocabulary();
    let names = |categories: DataCategories| words.category_names(categories).map(str::to_owned);
    let mut reasons: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for reason in decision.reasons() {
        let place = reason.policy().zip(reason.edition()).zip(reason.rule());
        let key = place.map(|((policy, edition), rule)| (policy.to_owned(), edition.to_owned(), rule.id().to_owned()));
        reasons.entry(key.unwrap_or_default()).or_default().extend(names(reason.categories()));
    }
    let outcome = decision.outcome();
    Answer {
        verdict: decision.verdict().name(),
        permitted: names(outcome.permitted).collect(),
        denied: names(outcome.denied).collect(),
        undetermined: names(outcome.undetermined).collect(),
        not_governed: names(outcome.not_governed).collect(),
        duties: decision.duties().words().map(|duty| duty.name().to_owned()).collect(),
        grounds: decision.grounds().words().map(|ground| ground.name().to_owned()).collect(),
        reasons,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn any_policy(policy in policy(), layers in layers(), case in case()) {
        Both::generated(&policy, &layers).agree(&case)?;
    }

    #[test]
    fn a_long_timeline(policy in policy(), case in case(), choices in long_timeline()) {
        let mut case = case;
        case["subject"]["choices"] = choices;
        Both::generated(&policy, &[]).agree(&case)?;
    }

    #[test]
    fn the_platform(case in platform_case()) {
        PLATFORM.agree(&case)?;
    }

    #[test]
    fn the_protected_platform(case in platform_case()) {
        PROTECTED.agree(&case)?;
    }
}

/// So many cases are drawn from one seed, under one policy; a run counts its seeds up.
const BATCH: u64 = 50;

#[test]
#[ignore = "takes a quarter of an hour and more"]
fn ten_million_cases() {
    let set = |name| std::env::var(name).ok().map(|value| value.parse::<u64>().unwrap());
    let total = set("LAWFUL_CASES").unwrap_or(10_000_000);
    let first_seed = set("LAWFUL_SEED").unwrap_or_else(clock);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    eprintln!("{total} cases on {threads} threads: LAWFUL_SEED={first_seed} LAWFUL_CASES={total}");

    let begun = Instant::now();
    let (next, done, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let work = || -> Result<Tally, String> {
        let drawing = Drawing::new();
        while !stop.load(Ordering::Relaxed) {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            if start >= total {
                break;
            }
            let count = BATCH.min(total - start);
            drawing.batch(first_seed.wrapping_add(start / BATCH), count).inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
            let before = done.fetch_add(count, Ordering::Relaxed);
            if before / 100_000 < (before + count) / 100_000 {
                eprintln!("{} of {total} after {} s", before + count, begun.elapsed().as_secs());
            }
        }
        Ok(drawing.tally.into_inner())
    };
    let found: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });

    let mut tally = Tally::default();
    let mut disagreements = Vec::new();
    for found in found {
        match found {
            Ok(more) => tally.join(more),
            Err(disagreement) => disagreements.push(disagreement),
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let cases = done.into_inner();
    eprintln!("{cases} cases in {seconds:.0} s, {:.0} a second\n{tally}", cases as f64 / seconds);
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n\n"));
}

fn clock() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    now.as_secs() << 32 | u64::from(now.subsec_nanos())
}

/// What one thread draws its cases from, and what they came to.
struct Drawing {
    policies: BoxedStrategy<(Value, Vec<Value>)>,
    cases: BoxedStrategy<Value>,
    platform_cases: BoxedStrategy<Value>,
    tally: RefCell<Tally>,
}

impl Drawing {
    fn new() -> Self {
        let tally = RefCell::default();
        Self { policies: (policy(), layers()).boxed(), cases: case(), platform_cases: platform_case(), tally }
    }

    /// Draws cases under one policy and compares them.
    fn batch(&self, seed: u64, count: u64) -> Result<(), String> {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let config = ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &key));
        let compared = match seed % 3 {
            0 => self.under(&PLATFORM, "platform", &self.platform_cases, count, &mut runner),
            1 => self.under(&PROTECTED, "protected platform", &self.platform_cases, count, &mut runner),
            _ => self.under_any(count, &mut runner),
        };
        compared.map_err(|disagreement| format!("LAWFUL_SEED={seed} LAWFUL_CASES={count}\n{disagreement}"))
    }

    fn under_any(&self, count: u64, runner: &mut TestRunner) -> Result<(), Disagreement> {
        let drawn = self.policies.new_tree(runner).unwrap();
        let (policy, layers) = drawn.current();
        let both = Both::generated(&policy, &layers);
        self.under(&both, "generated policies", &self.cases, count, runner).map_err(|disagreement| {
            // The case is small by now, so that the policy can be made small for it.
            let agree =
                |(policy, layers): (Value, Vec<Value>)| Both::generated(&policy, &layers).agree(&disagreement.case).map(drop);
            let Err(TestError::Fail(why, (policy, layers))) = runner.run_one(drawn, agree) else { return disagreement };
            Disagreement { why: why.to_string(), policy, layers, ..disagreement }
        })
    }

    fn under(
        &self,
        both: &Both,
        title: &'static str,
        cases: &BoxedStrategy<Value>,
        count: u64,
        runner: &mut TestRunner,
    ) -> Result<(), Disagreement> {
        for _ in 0..count {
            let drawn = cases.new_tree(runner).unwrap();
            let agree = |case: Value| both.agree(&case).map(|answer| self.tally.borrow_mut().add(title, &answer));
            if let Err(error) = runner.run_one(drawn, agree) {
                let TestError::Fail(why, case) = error else { panic!("{error}") };
                let (policy, layers) = (both.policy.clone(), both.layers.clone());
                return Err(Disagreement { why: why.to_string(), policy, layers, case });
            }
        }
        Ok(())
    }
}

/// A case that the two answer differently.
struct Disagreement {
    why: String,
    policy: Value,
    layers: Vec<Value>,
    case: Value,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { why, policy, layers, case } = self;
        let policy = if policy["id"] == "platform" { &json!("platform") } else { policy };
        write!(f, "{}\n{why}", json!({ "policy": policy, "layers": layers, "case": case }))
    }
}
