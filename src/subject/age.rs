//! Age and majority.

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::vocabulary::{Instant, Redacted, Truth};

/// What is known about a person's age.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use lawful::subject::Age;
/// use lawful::vocabulary::Truth;
///
/// let born = Age::Born(NaiveDate::from_ymd_opt(2008, 2, 29).unwrap());
/// assert_eq!(born.is_minor("2026-02-28T23:59:59Z".parse()?, 18), Truth::Holds);
/// assert_eq!(born.is_minor("2026-03-01T00:00:00Z".parse()?, 18), Truth::Fails);
/// assert_eq!(Age::Unknown.is_minor("2026-03-01T00:00:00Z".parse()?, 18), Truth::Unknown);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Age {
    /// Not known: whether the person is a minor is unknown.
    #[default]
    Unknown,
    /// In full years at the time of the decision.
    Years(u8),
    /// The date of birth.
    Born(NaiveDate),
}

impl Age {
    /// Whether the person is a minor at an instant, given the age of majority in years.
    ///
    /// Someone born on a date is an adult from 00:00 UTC of the birthday on which that age is reached; in a year without
    /// 29 February, from 1 March.
    #[must_use]
    #[inline]
    pub fn is_minor(self, at: Instant, majority: u8) -> Truth {
        match self {
            Self::Unknown => Truth::Unknown,
            Self::Years(years) => (years < majority).into(),
            Self::Born(date) => match at.naive_utc().year().cmp(&(date.year() + i32::from(majority))) {
                Ordering::Less => Truth::Holds,
                Ordering::Equal => self.comes_of_age(majority).map(|adult_from| at < adult_from).into(),
                Ordering::Greater => Truth::Fails,
            },
        }
    }

    /// From when on, inclusive, the person is no minor; `None` where the date of birth is not known.
    #[must_use]
    pub fn comes_of_age(self, majority: u8) -> Option<Instant> {
        match self {
            Self::Born(date) => Some(birthday(date, majority)?.and_time(NaiveTime::MIN).and_utc()),
            Self::Unknown | Self::Years(_) => None,
        }
    }
}

impl Age {
    /// The last day of birth, counted in days from the common era on, of those who are of age at an instant.
    pub(crate) fn last_of_age(at: Instant, majority: u8) -> i32 {
        // A birthday may be moved by a day, so the first guess is a little too late.
        let guess = at.date_naive().with_year(at.year() - i32::from(majority));
        let mut day = guess
            .or(NaiveDate::from_ymd_opt(at.year() - i32::from(majority), 3, 1))
            .map_or(i32::MIN + 3, |day| day.num_days_from_ce());
        day += 2;
        let is_of_age = |day: i32| {
            NaiveDate::from_num_days_from_ce_opt(day).is_some_and(|born| Self::Born(born).is_minor(at, majority) == Truth::Fails)
        };
        while day > i32::MIN + 5 && !is_of_age(day) {
            day -= 1;
        }
        day
    }
}

fn birthday(born: NaiveDate, years: u8) -> Option<NaiveDate> {
    let year = born.year() + i32::from(years);
    born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

impl fmt::Debug for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("Unknown"),
            Self::Years(_) => f.debug_tuple("Years").field(&Redacted).finish(),
            Self::Born(_) => f.debug_tuple("Born").field(&Redacted).finish(),
        }
    }
}
