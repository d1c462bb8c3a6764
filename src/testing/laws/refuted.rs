//! A promise that does not hold, told so that nobody has to open the source.

use std::fmt;

use super::broken::written;
use super::{Broken, Tally, Trials};
use crate::decision::Case;
use crate::engine::PolicyEngine;

/// A promise or a law that generated cases refute, or that they say nothing about: why, with the counter-example, how many
/// cases there were until then, and the seed that finds it again.
///
/// `Debug` is the same text, so that a test can end in `?` or `unwrap()`. It tells all, ids and dates included: test people are
/// made up.
#[derive(Clone, thiserror::Error)]
pub struct Refuted(Box<Details>);

#[derive(Clone)]
struct Details {
    promise: String,
    why: Why,
    tally: Tally,
    cases: u32,
    seed: u64,
}

#[derive(Clone)]
enum Why {
    /// A case, and what is wrong with it.
    Case(Box<Case>, PolicyEngine, String),
    Laws(Vec<Broken>),
    /// Nothing was shown.
    Abandoned(String),
}

impl Refuted {
    pub(super) fn by_case(
        promise: &str,
        wrong: String,
        case: Case,
        engine: &PolicyEngine,
        tally: Tally,
        trials: &Trials,
    ) -> Self {
        Self::of(promise, Why::Case(Box::new(case), engine.clone(), wrong), tally, trials)
    }

    pub(super) fn by_laws(broken: Vec<Broken>, tally: Tally, trials: &Trials) -> Self {
        let promise = match broken.as_slice() {
            [one] => one.law().to_string(),
            several => format!("{} laws", several.len()),
        };
        Self::of(&promise, Why::Laws(broken), tally, trials)
    }

    pub(super) fn abandoned(promise: &str, tally: Tally, trials: &Trials, why: &str) -> Self {
        Self::of(promise, Why::Abandoned(why.to_owned()), tally, trials)
    }

    fn of(promise: &str, why: Why, tally: Tally, trials: &Trials) -> Self {
        let (cases, seed) = (trials.number(), trials.origin());
        Self(Box::new(Details { promise: promise.to_owned(), why, tally, cases, seed }))
    }

    /// The counter-example, shrunk; `None` where nothing was shown at all.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        match &self.0.why {
            Why::Case(case, ..) => Some(case),
            Why::Laws(broken) => broken.first().map(Broken::case),
            Why::Abandoned(_) => None,
        }
    }

    /// The laws that are broken.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        match &self.0.why {
            Why::Laws(broken) => broken,
            _ => &[],
        }
    }

    /// What became of the cases that were tried until then.
    pub fn tally(&self) -> Tally {
        self.0.tally
    }

    /// The seed that finds it again.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.0.seed
    }
}

impl fmt::Display for Refuted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { promise, why, tally, cases, seed } = &*self.0;
        match why {
            Why::Case(case, engine, wrong) => {
                writeln!(f, "refuted: {promise}\n\n{wrong}\n")?;
                write!(f, "{}", engine.explain(&case.request, &case.subject))?;
                writeln!(f, "\n\nThe case, ready for a case file:\n\n{}\n", written(case, engine))?;
            }
            Why::Laws(broken) => {
                if broken.len() > 1 {
                    writeln!(f, "refuted: {promise}\n")?;
                }
                broken.iter().try_for_each(|broken| writeln!(f, "{broken}\n"))?;
            }
            Why::Abandoned(why) => writeln!(f, "nothing is shown: {promise}\n\n{why}\n")?,
        }
        write!(f, "After {tally}. To try the same again: PROPTEST_CASES={cases} PROPTEST_RNG_SEED={seed}")
    }
}

impl fmt::Debug for Refuted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
