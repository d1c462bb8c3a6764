//! What a test expects of a decision.

use std::fmt;

use super::Failure;
use super::coverage::record;
use super::demand::Demand;
use crate::decision::Verdict;
use crate::engine::PolicyEngine;
use crate::request::Request;
use crate::subject::DataSubject;

/// What a test expects of a decision: the verdict, and whatever else matters to it.
///
/// Words are given by name or as they are (`"encrypt"` or [`Duty::Encrypt`](crate::vocabulary::Duty)). A word that neither the
/// vocabulary nor the policies have is no expectation but a mistake: the check fails and says which word was probably meant.
///
/// # Example
///
/// ```
/// use lawful::testing::Expected;
/// use lawful::{DataCategories, PolicyEngine, Purpose, Request};
/// # let person = lawful::DataSubject::example();
///
/// let engine = PolicyEngine::platform();
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
///
/// let expected = Expected::denied().because("default").remedy("obtain-agreement");
/// assert!(expected.check(&engine, &request, &person).is_ok());
///
/// let failure = Expected::permitted().check(&engine, &request, &person).unwrap_err();
/// assert!(failure.to_string().starts_with("expected permitted, but it is denied"));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an expectation that is never checked proves nothing"]
pub struct Expected {
    pub(super) verdict: Verdict,
    pub(super) demands: Vec<Demand>,
}

impl Expected {
    /// Nothing but this verdict for the whole request.
    pub fn of(verdict: Verdict) -> Self {
        Self { verdict, demands: Vec::new() }
    }

    /// That it may be done.
    pub fn permitted() -> Self {
        Self::of(Verdict::Permitted)
    }

    /// That it may not be done.
    pub fn denied() -> Self {
        Self::of(Verdict::Denied)
    }

    /// That it depends on facts that are missing.
    pub fn undetermined() -> Self {
        Self::of(Verdict::Undetermined)
    }

    /// That the policy has no say.
    pub fn not_governed() -> Self {
        Self::of(Verdict::NotGoverned)
    }

    /// That a rule, or one of a clause, is among the reasons; `default` is that no rule is.
    pub fn because(self, rule_or_clause: impl fmt::Display) -> Self {
        self.and(Demand::Because(rule_or_clause.to_string()))
    }

    /// That just these rules are the reasons, by id; `default` is that no rule is.
    ///
    /// ```
    /// # use lawful::testing::Expected;
    /// # use lawful::{DataCategories, PolicyEngine, Purpose, Request};
    /// let engine = PolicyEngine::platform();
    /// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// let person = lawful::DataSubject::example();
    /// Expected::denied().only_because(["default"]).assert(&engine, &request, &person);
    ///
    /// let failure = Expected::denied().only_because(["preamble.2/described"]).check(&engine, &request, &person).unwrap_err();
    /// assert_eq!(failure.differences(), ["it is not just because of these; there is `default`"]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn only_because(self, rules: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        self.and(Demand::OnlyBecause(rules.into_iter().map(|rule| rule.to_string()).collect()))
    }

    /// That the decision comes with a duty.
    pub fn duty(self, duty: impl fmt::Display) -> Self {
        self.and(Demand::Duty(duty.to_string()))
    }

    /// That the decision does not come with a duty.
    pub fn no_duty(self, duty: impl fmt::Display) -> Self {
        self.and(Demand::NoDuty(duty.to_string()))
    }

    /// That the permitted part stands on a ground.
    pub fn ground(self, ground: impl fmt::Display) -> Self {
        self.and(Demand::Ground(ground.to_string()))
    }

    /// That a fact is among those that are missing.
    pub fn missing(self, fact: impl fmt::Display) -> Self {
        self.and(Demand::Missing(fact.to_string()))
    }

    /// That a category, or all of a group, has the expected verdict itself.
    pub fn category(self, category: impl fmt::Display) -> Self {
        self.and(Demand::Category(category.to_string()))
    }

    /// That just these categories have a verdict. Groups stand for all their categories.
    pub fn exactly(self, verdict: Verdict, categories: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let names = categories.into_iter().map(|name| name.to_string()).collect();
        self.and(Demand::Exactly(verdict, names))
    }

    /// That one of the remedies has a change of this kind, such as `obtain-consent`.
    pub fn remedy(self, change: impl fmt::Display) -> Self {
        self.and(Demand::Remedy(change.to_string()))
    }

    /// That nothing anybody can do would help.
    pub fn no_remedy(self) -> Self {
        self.and(Demand::NoRemedy)
    }

    /// Decides, and compares.
    ///
    /// # Errors
    ///
    /// The decision is not as expected.
    pub fn check(&self, engine: &PolicyEngine, request: &Request, subject: &DataSubject) -> Result<(), Failure> {
        let decision = engine.decide(request, subject);
        record(&decision);
        let mut differences = Vec::new();
        for demand in &self.demands {
            differences.extend(demand.unmet(self.verdict, engine, &decision));
        }
        if decision.verdict() == self.verdict && differences.is_empty() {
            return Ok(());
        }
        Err(Failure::new(self, differences, &decision))
    }

    /// Decides, compares, and panics with the whole explanation where the decision is not as expected.
    ///
    /// # Panics
    ///
    /// The decision is not as expected.
    #[track_caller]
    #[expect(clippy::panic, reason = "this is what an assertion does")]
    pub fn assert(&self, engine: &PolicyEngine, request: &Request, subject: &DataSubject) {
        if let Err(failure) = self.check(engine, request, subject) {
            panic!("{failure}");
        }
    }

    fn and(mut self, demand: Demand) -> Self {
        self.demands.push(demand);
        self
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        self.demands.iter().try_for_each(|demand| write!(f, ", {demand}"))
    }
}
