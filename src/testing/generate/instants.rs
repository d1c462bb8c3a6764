//! Instants to draw from.

use std::ops::{Range, RangeInclusive};

use chrono::TimeDelta;

use crate::vocabulary::Instant;

/// Instants to draw from: one, a range, or some.
///
/// From a range are drawn its ends and a few instants within, those that matter to the policy first: a counter-example should
/// be easy to read.
///
/// # Example
///
/// ```
/// use lawful::testing::generate::Instants;
///
/// let from = "2026-01-01T00:00:00Z".parse::<lawful::vocabulary::Instant>()?;
/// let until = "2026-07-01T00:00:00Z".parse()?;
/// let (one, some, range) = (Instants::from(from), Instants::from([from, until]), Instants::from(from..until));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instants(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Some(Vec<Instant>),
    /// Both ends included.
    Between(Instant, Instant),
}

impl Instants {
    /// The instants to draw from, the plainest first; those of `special` that lie within are among them.
    pub(super) fn list(&self, special: &[Instant]) -> Vec<Instant> {
        let mut list = match self {
            Self(Kind::Some(instants)) => instants.clone(),
            Self(Kind::Between(from, to)) if from > to => Vec::new(),
            Self(Kind::Between(from, to)) => {
                let within = special.iter().copied().filter(|at| (from..=to).contains(&at));
                [*from, *to, *from + (*to - *from) / 2].into_iter().chain(within).collect()
            }
        };
        let mut seen = std::collections::HashSet::new();
        list.retain(|at| seen.insert(*at));
        list
    }
}

impl From<Instant> for Instants {
    fn from(at: Instant) -> Self {
        Self(Kind::Some(vec![at]))
    }
}

impl From<Vec<Instant>> for Instants {
    fn from(instants: Vec<Instant>) -> Self {
        Self(Kind::Some(instants))
    }
}

impl<const N: usize> From<[Instant; N]> for Instants {
    fn from(instants: [Instant; N]) -> Self {
        Self(Kind::Some(instants.into()))
    }
}

impl From<RangeInclusive<Instant>> for Instants {
    fn from(range: RangeInclusive<Instant>) -> Self {
        Self(Kind::Between(*range.start(), *range.end()))
    }
}

impl From<Range<Instant>> for Instants {
    fn from(range: Range<Instant>) -> Self {
        Self(Kind::Between(range.start, range.end - TimeDelta::nanoseconds(1)))
    }
}
