//! Putting an engine to the laws.

use std::cell::Cell;
use std::fmt::{self, Debug};

use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::select;

use super::trials::{End, counted};
use super::{Broken, Decider, Law, Refuted, Tally, Trials, Tried};
use super::{additions, choices, knowledge, names, parts, remedies, time, writing};
use crate::decision::Case;
use crate::policy::Effect;
use crate::testing::generate::{cases, rules, scopes};
use crate::vocabulary::Instant;

/// Puts an engine, or what stands before it, to every law, over [as many cases as usual](Trials) for each.
///
/// Laws for which the policies have to be changed anew for each case take longer, and get an eighth of the cases.
///
/// # Errors
///
/// Laws are broken. All laws are tried; the report tells each that is broken. A law that had nothing to say about any case,
/// such as that about remedies in a policy that leaves nobody any, is not broken: the report names it.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::policy::Policy;
/// use lawful::testing::laws::{Law, check_all};
///
/// let engine = PolicyEngine::new(Policy::from_toml(r#"
///     id = "newsletter"
///     [[rules]]
///     id = "newsletter.1"
///     effect = "permit"
///     actions = ["message"]
///     categories = ["contact.email"]
///     when = ["consented"]
///     ground = "consent"
///     text = "We write to those who asked us to."
/// "#)?);
/// let report = check_all(&engine)?;
/// assert!(report.tally(Law::RefusalsNeverPermit).cases() > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_all<D: Decider>(decider: &D) -> Result<Report, Refuted> {
    Trials::default().check_all(decider)
}

/// Puts an engine, or what stands before it, to one law.
///
/// # Errors
///
/// The law is broken, or had nothing to say about any case.
pub fn check<D: Decider>(law: Law, decider: &D, trials: &Trials) -> Result<Tally, Refuted> {
    let tally = Court::of(law, decider, trials).sit()?;
    if tally.cases() == 0 {
        return Err(Refuted::abandoned(&law.to_string(), tally, trials, "The law has nothing to say about any of the cases."));
    }
    Ok(tally)
}

/// What became of the cases of every law.
///
/// Printed, it has two lines for each law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report(Vec<(Law, Tally)>);

impl Report {
    /// What became of the cases of a law.
    pub fn tally(&self, law: Law) -> Tally {
        self.0.iter().find(|(tried, _)| *tried == law).map_or_else(Tally::default, |(_, tally)| *tally)
    }

    /// The laws that had nothing to say about any case: nothing is shown of them.
    pub fn silent(&self) -> impl Iterator<Item = Law> {
        self.0.iter().filter(|(_, tally)| tally.cases() == 0).map(|(law, _)| *law)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(law, tally)| match tally.cases() {
            0 => writeln!(f, "{law}\n    had nothing to say"),
            _ => writeln!(f, "{law}\n    held in {tally}"),
        })
    }
}

impl Trials {
    /// Puts an engine to every law: see [`check_all`].
    ///
    /// # Errors
    ///
    /// Laws are broken, or cases cannot be made.
    pub fn check_all<D: Decider>(&self, decider: &D) -> Result<Report, Refuted> {
        let mut report = Vec::new();
        let mut broken = Vec::new();
        for law in Law::ALL {
            match Court::of(*law, decider, self).sit() {
                Ok(tally) => report.push((*law, tally)),
                Err(refuted) if refuted.broken().is_empty() => return Err(refuted),
                Err(refuted) => broken.extend(refuted.broken().to_vec()),
            }
        }
        if broken.is_empty() { Ok(Report(report)) } else { Err(Refuted::by_laws(broken, Tally::default(), self)) }
    }
}

/// A decider before a law.
struct Court<'a, D> {
    law: Law,
    decider: &'a D,
    trials: Trials,
}

impl<'a, D: Decider> Court<'a, D> {
    fn of(law: Law, decider: &'a D, trials: &Trials) -> Self {
        let trials = if law.is_costly() { trials.cases(trials.number().div_ceil(8)) } else { *trials };
        Self { law, decider, trials }
    }

    /// Tries the law.
    fn sit(self) -> Result<Tally, Refuted> {
        let Self { decider, .. } = self;
        let engine = decider.engine();
        let any = || cases(engine);
        match self.law {
            Law::DefaultDeny => {
                let bare = additions::without_permits(decider);
                self.over(any(), |case| case, |case| additions::nothing_permitted(decider, &bare, case))
            }
            Law::ForbidsBeatPermits => {
                let barred = additions::with_everywhere(decider, "forbid");
                self.over(any(), |case| case, |case| additions::everything_forbidden(decider, &barred, case))
            }
            Law::ExemptionsBeatAll => {
                let free = additions::with_everywhere(decider, "exempt");
                self.over(any(), |case| case, |case| additions::everything_exempt(decider, &free, case))
            }
            Law::ForbidsNeverLift => self.over(
                (any(), rules(engine).effect(Effect::Forbid)),
                |(case, _)| case,
                |(case, rule)| additions::one_more_forbid_never_lifts_a_denial(decider, case, rule),
            ),
            Law::PermitsNeverTake => self.over(
                (any(), rules(engine).effect(Effect::Permit)),
                |(case, _)| case,
                |(case, rule)| additions::one_more_permit_never_takes_a_permission(decider, case, rule),
            ),
            Law::OrderDoesNotMatter => {
                let turned = additions::turned_around(decider);
                self.over(any(), |case| case, |case| additions::same_in_another_order(decider, &turned, case))
            }
            Law::RepetitionDoesNotMatter => self.over(
                (any(), 0..1_000_usize),
                |(case, _)| case,
                |(case, which)| additions::a_repeated_rule_does_not_matter(decider, case, *which),
            ),
            Law::LearningNeverOverturns => self.over(
                (any(), any().asking(|requests| requests.in_every_circumstance())),
                |(case, _)| case,
                |(case, known)| knowledge::learning_never_overturns(decider, case, known),
            ),
            Law::RefusalsNeverPermit => self.over(
                (any(), scopes(engine), -2..=1_i64),
                |(case, ..)| case,
                |(case, scope, days)| choices::a_refusal_never_permits(decider, case, scope, days_after(case, *days)),
            ),
            Law::OtherRefusalsChangeNothing => self.over(
                (any(), scopes(engine), -2..=1_i64),
                |(case, ..)| case,
                |(case, scope, days)| {
                    choices::a_refusal_of_something_else_changes_nothing(decider, case, scope, days_after(case, *days))
                },
            ),
            Law::LaterChangesNothing => self.over(
                (any(), scopes(engine), rules(engine)),
                |(case, ..)| case,
                |(case, scope, rule)| time::what_comes_later_changes_nothing(decider, case, scope, rule),
            ),
            Law::GrantingAgainRestores => self.over(
                (any(), scopes(engine)),
                |(case, _)| case,
                |(case, scope)| choices::granting_again_undoes_a_withdrawal(decider, case, scope),
            ),
            Law::DeniedByItsParts => {
                self.over(any(), |case| case, |case| parts::a_request_is_denied_exactly_if_a_part_is(decider, case))
            }
            Law::WideningNeverLifts => {
                let leaves: Vec<_> = engine.vocabulary().all_categories().leaves().collect();
                self.over(
                    (any(), select(leaves)),
                    |(case, _)| case,
                    |(case, more)| parts::one_more_category_never_lifts_a_denial(decider, case, *more),
                )
            }
            Law::NamesDoNotMatter => {
                let renamed = names::renamed_policies(decider);
                self.over(any(), |case| case, |case| names::same_by_other_names(decider, &renamed, case))
            }
            Law::CalendarDoesNotMatter => {
                let later = time::shifted_policies(decider);
                self.over(any(), |case| case, |case| time::same_at_another_time(decider, &later, case))
            }
            Law::RemediesPermit => {
                self.over(any(), |case| case, |case| remedies::every_remedy_permits_and_no_part_of_it_does(decider, case))
            }
            Law::SameBytes => self.over(any(), |case| case, |case| writing::the_same_question_gets_the_same_bytes(decider, case)),
            Law::ReadBackEqual => {
                self.over(any(), |case| case, |case| writing::what_is_written_is_read_back_equal(decider, case))
            }
        }
    }

    /// Tries the law on generated input, of which the case is a part.
    fn over<S>(
        &self,
        input: S,
        case_of: impl Fn(&S::Value) -> &Case,
        law: impl Fn(&S::Value) -> Result<Tried, Broken>,
    ) -> Result<Tally, Refuted>
    where
        S: Strategy,
        S::Value: Debug,
    {
        let engine = self.decider.engine();
        let tally = Cell::new(Tally::default());
        let end = self.trials.run(&input, |input, counts| match law(input) {
            Ok(Tried::OutOfScope) => Ok(()),
            Ok(Tried::Held) if counts => {
                let case = case_of(input);
                counted(&tally, engine.decide(&case.request, &case.subject).verdict());
                Ok(())
            }
            Ok(Tried::Held) => Ok(()),
            Err(_) => Err(TestCaseError::fail("broken")),
        });
        let nothing = |why: &str| Err(Refuted::abandoned(&self.law.to_string(), tally.get(), &self.trials, why));
        match end {
            Err(End::Abandoned(why)) => nothing(&why),
            Err(End::Refuted(input)) => match law(&input) {
                Err(broken) => Err(Refuted::by_laws(vec![broken], tally.get(), &self.trials)),
                Ok(_) => nothing("The law was broken and holds now: the decider does not give the same answer twice."),
            },
            Ok(()) => Ok(tally.get()),
        }
    }
}

/// So many days after the request.
fn days_after(case: &Case, days: i64) -> Instant {
    let at = case.request.instant();
    at.checked_add_signed(TimeDelta::days(days)).unwrap_or(at)
}
