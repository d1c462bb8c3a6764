//! How many cases are tried, and from which seed.

use std::cell::Cell;
use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use super::{Refuted, Tally};
use crate::decision::Case;
use crate::engine::PolicyEngine;

/// How many cases are tried, and from which seed.
///
/// By default as proptest says: `PROPTEST_CASES` cases, 256 if nothing is said, from the seed `PROPTEST_RNG_SEED`, or from a
/// new one each time.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::laws::{Law, Trials, check};
///
/// let tally = check(Law::RefusalsNeverPermit, &PolicyEngine::platform(), &Trials::default().cases(100).seed(7))?;
/// assert!(tally.cases() > 50);
/// # Ok::<(), lawful::testing::laws::Refuted>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    cases: u32,
    seed: u64,
}

/// Why trying came to an end early.
pub(super) enum End<V> {
    /// This does not hold, and nothing simpler that was found.
    Refuted(V),
    /// Too few cases could be made, or a test could not be carried out.
    Abandoned(String),
}

impl Default for Trials {
    fn default() -> Self {
        let config = Config::default();
        let seed = match config.rng_seed {
            RngSeed::Fixed(seed) => seed,
            RngSeed::Random => RandomState::new().hash_one(0),
        };
        Self { cases: config.cases, seed }
    }
}

impl Trials {
    /// So many cases.
    #[must_use]
    pub fn cases(self, cases: u32) -> Self {
        Self { cases, ..self }
    }

    /// From this seed: the same cases each time.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// How the engine answers generated cases.
    ///
    /// # Errors
    ///
    /// The cases cannot be made.
    pub fn survey<S>(&self, engine: &PolicyEngine, cases: &S) -> Result<Tally, Refuted>
    where
        S: Strategy<Value = Case>,
    {
        let tally = Cell::new(Tally::default());
        let end = self.run(cases, |case, counts| {
            if counts {
                counted(&tally, engine.decide(&case.request, &case.subject).verdict());
            }
            Ok(())
        });
        match end {
            Ok(()) => Ok(tally.get()),
            Err(End::Refuted(_)) => Err(Refuted::abandoned("a survey", tally.get(), self, "no case can fail")),
            Err(End::Abandoned(why)) => Err(Refuted::abandoned("a survey", tally.get(), self, &why)),
        }
    }

    pub(super) fn number(&self) -> u32 {
        self.cases
    }

    pub(super) fn origin(&self) -> u64 {
        self.seed
    }

    /// Tries cases until one fails, and shrinks that. The test is told whether the case counts: those tried while shrinking do
    /// not.
    pub(super) fn run<S: Strategy>(
        &self,
        strategy: &S,
        test: impl Fn(&S::Value, bool) -> Result<(), TestCaseError>,
    ) -> Result<(), End<S::Value>>
    where
        S::Value: Debug,
    {
        let config = Config {
            cases: self.cases,
            rng_seed: RngSeed::Fixed(self.seed),
            failure_persistence: None,
            // Limits that leave nothing to ask are found out soon.
            max_local_rejects: 2_000,
            // A case has a hundred parts, each of which shrinks for itself.
            max_shrink_iters: 20_000,
            max_shrink_time: 10_000,
            ..Config::default()
        };
        let is_shrinking = Cell::new(false);
        let mut runner = TestRunner::new(config);
        let end = runner.run(strategy, |value| {
            let outcome = test(&value, !is_shrinking.get());
            if matches!(outcome, Err(TestCaseError::Fail(_))) {
                is_shrinking.set(true);
            }
            outcome
        });
        match end {
            Ok(()) => Ok(()),
            Err(TestError::Fail(_, value)) => Err(End::Refuted(value)),
            Err(TestError::Abort(reason)) => Err(End::Abandoned(abandoned(reason.message(), &runner.to_string()))),
        }
    }
}

/// Why trying was given up, in words. `counts` is what the runner shows of itself: how often a case was thrown away before the
/// test or in it, each time with the reason.
fn abandoned(reason: &str, counts: &str) -> String {
    let (before, within) = counts.split_once("global rejects").unwrap_or((counts, ""));
    let (happened, counts) = match reason {
        "Too many local rejects" => ("Hardly any case can be made", before),
        "Too many global rejects" => ("Hardly any case was judged, and the others were assumed away", within),
        other => return other.to_owned(),
    };
    let whys: Vec<_> = counts.lines().filter_map(|line| line.split_once(" times at ")).map(|(_, why)| why).collect();
    if whys.is_empty() { format!("{happened}.") } else { format!("{happened}: {}.", whys.join("; ")) }
}

/// One more case of this verdict.
pub(super) fn counted(tally: &Cell<Tally>, verdict: crate::decision::Verdict) {
    let mut more = tally.get();
    more.count(verdict);
    tally.set(more);
}
