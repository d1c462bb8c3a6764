//! Running a suite against every mutant.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Mutant;
use super::allowed::Allowed;
use super::quiet::quietly;
use super::report::MutationReport;
use super::survey::{Made, Survey};
use crate::policy::{Policy, PolicyStack};
use crate::testing::Scenario;

/// The mutants of a policy, and how a suite fares against them.
///
/// # Example: a threshold in a test
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::policy::Policy;
/// use lawful::testing::mutation::Mutation;
/// # use lawful::testing::assert_denied;
/// # use lawful::{DataCategories, DataSubject, Purpose, Request};
/// # let policy = Policy::from_toml(r#"
/// #     id = "mine"
/// #     [[rules]]
/// #     id = "mine.1"
/// #     effect = "forbid"
/// #     text = "Nothing is done."
/// # "#)?;
/// # fn suite(engine: &PolicyEngine) {
/// #     let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
/// #     assert_denied!(engine, request, DataSubject::example(), because "mine.1");
/// # }
///
/// Mutation::of(&policy)
///     .allowing("policy: silent by default", "a rule forbids everything, so the default never shows")
///     .run(|mutated| suite(&PolicyEngine::new(mutated.clone())))?
///     .assert_at_least(66)
///     .assert_explained();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "mutants that no suite is run against tell nothing"]
pub struct Mutation<'a> {
    policy: &'a Policy,
    under: Option<&'a PolicyStack>,
    allowed: Vec<Allowed>,
}

/// Whether a suite noticed that the policy is not what it should be.
///
/// A suite of assertions returns nothing: it notices by panicking. One that returns a `Result` notices by an error, too, and
/// [`Suite::notices`](crate::testing::Suite::notices) by the scenario that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// The suite fails.
    Yes,
    /// The suite passes.
    No,
}

/// The suite fails on the policy itself, so that nothing can be learnt from mutants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the suite fails on the policy itself, before any change: {message}")]
pub struct SuiteFails {
    message: String,
}

impl<'a> Mutation<'a> {
    /// Of a policy that stands by itself, or at the bottom of a stack.
    pub fn of(policy: &'a Policy) -> Self {
        Self { policy, under: None, allowed: Vec::new() }
    }

    /// Of a layer, which refers to what lies under it.
    pub fn of_layer(layer: &'a Policy, under: &'a PolicyStack) -> Self {
        Self { under: Some(under), ..Self::of(layer) }
    }

    /// Accepts that a mutant survives, for a reason: the change cannot be seen, or does not matter. An entry that is not needed
    /// is a mistake, as [`MutationReport::stale`] tells.
    pub fn allowing(mut self, name: &str, reason: &str) -> Self {
        self.allowed.push(Allowed { name: name.to_owned(), reason: reason.to_owned() });
        self
    }

    /// Accepts several, each a name and a reason.
    pub fn allowing_all<'s>(self, entries: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        entries.into_iter().fold(self, |all, (name, reason)| all.allowing(name, reason))
    }

    /// The mutants that count, in a stable order: those the loader accepts and that differ from the policy and from one another.
    #[must_use]
    pub fn mutants(&self) -> Vec<Mutant> {
        let survey = Survey::of(self.policy, self.under);
        let mut seen = survey.seen();
        let made = survey.edits.iter().filter_map(|edit| match survey.make(edit) {
            Made::Mutant(mutant, content) => seen.earlier(content, mutant.name()).is_none().then_some(*mutant),
            Made::Refused(_) => None,
        });
        made.collect()
    }

    /// Runs a suite against every mutant, on all cores. A panic in it counts as noticed; its message is not shown. (Where panics
    /// abort the program, let the suite return an error.)
    ///
    /// The suite is run once against the policy as it is, and has to pass.
    ///
    /// # Errors
    ///
    /// The suite fails on the policy as it is.
    pub fn run<N: Into<Noticed>>(&self, suite: impl Fn(&Policy) -> N + Sync) -> Result<MutationReport, SuiteFails> {
        match quietly(|| suite(self.policy).into()) {
            Ok(Noticed::No) => {}
            Ok(Noticed::Yes) => return Err(SuiteFails { message: "it returns an error".to_owned() }),
            Err(message) => return Err(SuiteFails { message }),
        }
        let survey = Survey::of(self.policy, self.under);
        let next = AtomicUsize::new(0);
        let work = || {
            let take = || {
                let place = next.fetch_add(1, Ordering::Relaxed);
                survey.edits.get(place).map(|edit| (place, edit))
            };
            let trials = std::iter::from_fn(take).map(|(place, edit)| {
                let made = survey.make(edit);
                let noticed = match &made {
                    Made::Mutant(mutant, _) => quietly(|| suite(mutant.policy()).into()).unwrap_or(Noticed::Yes),
                    Made::Refused(_) => Noticed::Yes,
                };
                (place, edit.name(), Trial::of(made), noticed)
            });
            trials.collect::<Vec<_>>()
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let mut trials: Vec<_> = thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
        });
        trials.sort_by_key(|(place, ..)| *place);
        let trials = trials.into_iter().map(|(_, name, trial, noticed)| (name, trial, noticed)).collect();
        Ok(MutationReport::of(self.policy.id(), trials, survey.seen(), &self.allowed))
    }
}

impl From<()> for Noticed {
    fn from((): ()) -> Self {
        Self::No
    }
}

impl<T, E> From<Result<T, E>> for Noticed {
    fn from(result: Result<T, E>) -> Self {
        if result.is_err() { Self::Yes } else { Self::No }
    }
}

/// What [`Suite::notices`](crate::testing::Suite::notices) tells.
impl From<Option<&Scenario>> for Noticed {
    fn from(failing: Option<&Scenario>) -> Self {
        if failing.is_some() { Self::Yes } else { Self::No }
    }
}

/// What is kept of a mutant once the suite was run against it: not the policy.
pub(super) enum Trial {
    Refused(String),
    Ran(super::Survivor, u64),
}

impl Trial {
    fn of(made: Made) -> Self {
        match made {
            Made::Refused(why) => Self::Refused(why),
            Made::Mutant(mutant, content) => Self::Ran(super::Survivor::of(&mutant), content),
        }
    }
}
