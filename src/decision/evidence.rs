//! Evidence: what a fact of a reason rests on.

use std::fmt;

use crate::request::Period;
use crate::subject::{Account, Agreement, Choice, Grant};
use crate::vocabulary::{DataCategories, Instant};

/// What makes a fact hold, fail or stay unknown: the piece of the question or of the person that it was read from.
///
/// # Example
///
/// ```
/// use lawful::decision::Evidence;
/// use lawful::request::{Partnership, Request};
/// use lawful::vocabulary::{DataCategories, Party, Purpose};
/// # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
///
/// let engine = lawful::PolicyEngine::platform();
/// let request = Request::share(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::PARTNER_PROMOTION)
///     .at("2026-06-01T12:00:00Z".parse()?)
///     .given(Partnership { current: None });
/// let decision = engine.decide(&request, &person);
/// let reasons = decision.reasons();
/// let partner = reasons[0].facts().iter().find(|fact| fact.name() == "current-partner");
/// let evidence = Evidence::LeftOut { place: "partnership", field: "current" };
/// assert_eq!(partner.map(|fact| fact.evidence()), Some([evidence].as_slice()));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence<'a> {
    /// The latest choice that covers these categories.
    Choice {
        /// The choice.
        choice: &'a Choice,
        /// What it decides.
        categories: DataCategories,
    },
    /// A consent that covers these categories and does not count at the instant: it has expired, or is not prior.
    OutOfTime {
        /// The consent.
        grant: &'a Grant,
        /// What it would decide.
        categories: DataCategories,
    },
    /// A guardian's consent that covers these categories, is given in time, and does not count.
    GuardianUnheard {
        /// The consent.
        grant: &'a Grant,
        /// What it would decide.
        categories: DataCategories,
        /// Why it does not count.
        because: Unheard,
    },
    /// No choice covers these categories.
    NoChoice {
        /// The categories.
        categories: DataCategories,
    },
    /// The person agreed to the service agreement.
    Agreement {
        /// The agreement.
        agreement: &'a Agreement,
        /// The edition that it accepts.
        edition: &'a str,
    },
    /// The account that was closed last, or one that is open.
    Account(&'a Account),
    /// The period of engagement that is running, or that ended last, or that comes next.
    Period(&'a Period),
    /// The field states it.
    Stated {
        /// The circumstance, or `request`, `item` or `subject`.
        place: &'static str,
        /// The field.
        field: &'static str,
    },
    /// The field is left out, so what it would state is unknown.
    LeftOut {
        /// The circumstance, or `request`, `item` or `subject`.
        place: &'static str,
        /// The field.
        field: &'static str,
    },
    /// The circumstance is absent, so it does not apply. Also `agreements`, `accounts` and `guardian`, of which the person has
    /// none.
    Absent {
        /// The circumstance, or the part of the person.
        place: &'static str,
    },
}

impl Evidence<'_> {
    /// Takes in the same evidence for further categories; whether it was the same.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Choice { choice, categories }, Self::Choice { choice: same, categories: more })
                if choice.id() == same.id() && choice == same =>
            {
                *categories |= *more;
                true
            }
            (Self::OutOfTime { grant, categories }, Self::OutOfTime { grant: same, categories: more }) if grant == same => {
                *categories |= *more;
                true
            }
            (
                Self::GuardianUnheard { grant, categories, because },
                Self::GuardianUnheard { grant: same, categories: more, because: why },
            ) if grant == same && because == why => {
                *categories |= *more;
                true
            }
            (Self::NoChoice { categories }, Self::NoChoice { categories: more }) => {
                *categories |= *more;
                true
            }
            (one, other) => one == other,
        }
    }
}

/// Why a guardian's consent does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// The person is no minor, so nobody else speaks for them.
    NoMinor,
    /// The guardian is not verified.
    Unverified,
}

/// How the edition of a policy, in which a rule was read, came to bind.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BoundBy<'a> {
    /// The initial edition binds without anybody's doing.
    Start,
    /// The person agreed to it.
    Agreement(&'a Agreement),
    /// The person used the service at or after its prominent notice and its effect (`rev.1.c`).
    Use {
        /// When the person used it.
        at: Instant,
        /// When notice was given.
        notice: Instant,
    },
    /// Its effect alone: a minor change, or an edition of a layer.
    Effect {
        /// When it took effect.
        from: Instant,
    },
    /// It binds the operator, because it is in force. The person has not accepted it.
    Operator {
        /// When it took effect.
        from: Instant,
    },
}

impl fmt::Debug for BoundBy<'_> {
    /// Without instants: when a person did something is personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "Start",
            Self::Agreement(_) => "Agreement",
            Self::Use { .. } => "Use",
            Self::Effect { .. } => "Effect",
            Self::Operator { .. } => "Operator",
        })
    }
}
