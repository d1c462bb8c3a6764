//! Promises of one's own, held against generated cases.

use std::cell::Cell;

use proptest::strategy::Strategy;
use proptest::test_runner::{TestCaseError, TestCaseResult};

use super::trials::{End, counted};
use super::{Refuted, Tally, Trials};
use crate::decision::{Case, Decision, Verdict};
use crate::engine::PolicyEngine;

/// Holds that none of these cases is ever permitted, over [as many as usual](Trials).
///
/// # Errors
///
/// One is: the report tells the question in words, why it is permitted, and the case. Or the policy governs none of them, so
/// that nothing is shown.
///
/// # Example: the platform hands nothing to strangers of itself
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::{generate::cases, laws::never_permitted};
/// use lawful::vocabulary::{Actions, Role, Roles};
///
/// let engine = PolicyEngine::platform();
/// let strangers = || {
///     cases(&engine).of(|people| people.without_choices()).asking(|requests| {
///         let handed_on = Actions::all() - Actions::WITHOUT_RECIPIENT - Actions::MESSAGE - Actions::ANSWER;
///         let requests = requests.actions(handed_on).to(Roles::UNRELATED_THIRD_PARTY | Roles::PUBLIC);
///         requests.by(Roles::all() - Roles::DATA_SUBJECT).without_circumstances()
///     })
/// };
/// never_permitted(&engine, strangers())?;
/// # Ok::<(), lawful::testing::laws::Refuted>(())
/// ```
pub fn never_permitted(engine: &PolicyEngine, cases: impl Strategy<Value = Case>) -> Result<Tally, Refuted> {
    Trials::default().never_permitted(engine, cases)
}

/// Holds a promise about every decision of these cases, over [as many as usual](Trials).
///
/// The promise is a `bool`, or what proptest's `prop_assert!` and `prop_assume!` make: cases that are assumed away are not
/// judged.
///
/// # Errors
///
/// It is not kept for one of them, or none was judged.
///
/// # Example: who relies on a partnership honours an objection
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::{generate::cases, laws::always};
/// use lawful::vocabulary::{Actions, Duties, Grounds, Purposes, Role};
///
/// let engine = PolicyEngine::platform();
/// let promotion = cases(&engine)
///     .of(|people| people.adult())
///     .asking(|requests| requests.actions(Actions::SHARE).to(Role::Partner).for_purposes(Purposes::PARTNER_PROMOTION));
/// let tally = always(&engine, promotion, |decision| {
///     !decision.grounds().contains(Grounds::PARTNER_PROMOTION) || decision.duties().contains(Duties::HONOUR_OBJECTION)
/// })?;
/// assert!(tally.permitted() > 0);
/// # Ok::<(), lawful::testing::laws::Refuted>(())
/// ```
pub fn always<H: Holds>(
    engine: &PolicyEngine,
    cases: impl Strategy<Value = Case>,
    promise: impl Fn(&Decision<'_>) -> H,
) -> Result<Tally, Refuted> {
    Trials::default().always(engine, cases, promise)
}

/// Whether a promise is kept: a `bool`, or a proptest result.
pub trait Holds {
    /// As a proptest result.
    ///
    /// # Errors
    ///
    /// It is not kept, or it says nothing about the case.
    fn holds(self) -> TestCaseResult;
}

impl Holds for bool {
    fn holds(self) -> TestCaseResult {
        if self { Ok(()) } else { Err(TestCaseError::fail("The promise is not kept.")) }
    }
}

impl Holds for TestCaseResult {
    fn holds(self) -> TestCaseResult {
        self
    }
}

impl Trials {
    /// Holds that none of these cases is ever permitted: see [`never_permitted`].
    ///
    /// # Errors
    ///
    /// One is permitted, or the policy governs none of them.
    pub fn never_permitted(&self, engine: &PolicyEngine, cases: impl Strategy<Value = Case>) -> Result<Tally, Refuted> {
        const PROMISE: &str = "no such request is ever permitted";
        let tally = self.hold(PROMISE, engine, &cases, |decision| match decision.verdict() {
            Verdict::Permitted => Err(TestCaseError::fail("This one is permitted.")),
            _ => Ok(()),
        })?;
        if tally.governed() == 0 {
            return Err(Refuted::abandoned(PROMISE, tally, self, "The policy governs none of the cases."));
        }
        Ok(tally)
    }

    /// Holds a promise about every decision of these cases: see [`always`].
    ///
    /// # Errors
    ///
    /// It is not kept for one of them, or none was judged.
    pub fn always<H: Holds>(
        &self,
        engine: &PolicyEngine,
        cases: impl Strategy<Value = Case>,
        promise: impl Fn(&Decision<'_>) -> H,
    ) -> Result<Tally, Refuted> {
        const PROMISE: &str = "the promise is always kept";
        let tally = self.hold(PROMISE, engine, &cases, |decision| promise(decision).holds())?;
        if tally.cases() == 0 {
            return Err(Refuted::abandoned(PROMISE, tally, self, "There was no case to judge."));
        }
        Ok(tally)
    }

    fn hold(
        &self,
        name: &str,
        engine: &PolicyEngine,
        cases: &impl Strategy<Value = Case>,
        promise: impl Fn(&Decision<'_>) -> TestCaseResult,
    ) -> Result<Tally, Refuted> {
        let tally = Cell::new(Tally::default());
        let judge = |case: &Case| promise(&engine.decide(&case.request, &case.subject));
        let end = self.run(cases, |case, counts| {
            let outcome = judge(case);
            if counts && !matches!(outcome, Err(TestCaseError::Reject(_))) {
                counted(&tally, engine.decide(&case.request, &case.subject).verdict());
            }
            outcome
        });
        match end {
            Ok(()) => Ok(tally.get()),
            Err(End::Abandoned(why)) => Err(Refuted::abandoned(name, tally.get(), self, &why)),
            Err(End::Refuted(case)) => {
                let wrong = match judge(&case) {
                    Err(TestCaseError::Fail(reason)) => reason.to_string(),
                    _ => "The promise is kept now, and was not before: it depends on more than the decision.".to_owned(),
                };
                Err(Refuted::by_case(name, wrong, case, engine, tally.get(), self))
            }
        }
    }
}
