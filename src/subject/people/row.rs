//! A person in 32 bytes.

use chrono::{Datelike, NaiveDate};

use crate::subject::{Account, AfterClosure, Age, Agreement, Choice, DataSubject, GrantedBy, Guardian};
use crate::vocabulary::{Instant, ticks};

/// What a choice says: yes or no, and to which scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said(u32);

impl Said {
    const YES: u32 = 1 << 31;
    const EXPIRES: u32 = 1 << 30;
    const SCOPE: u32 = Self::EXPIRES - 1;

    pub(super) fn new(scope: u32, yes: bool, expires: bool) -> Self {
        let yes = if yes { Self::YES } else { 0 };
        let expires = if expires { Self::EXPIRES } else { 0 };
        Self(scope & Self::SCOPE | yes | expires)
    }

    pub(crate) fn is_yes(self) -> bool {
        self.0 & Self::YES != 0
    }

    pub(super) fn expires(self) -> bool {
        self.0 & Self::EXPIRES != 0
    }

    /// The number of the scope.
    #[inline(always)]
    pub(crate) fn scope(self) -> usize {
        (self.0 & Self::SCOPE) as usize
    }
}

/// Marks of some scopes, in two halves. Who said something to one of the scopes has one of its marks in each; who has, most likely
/// did.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks(u64);

impl Marks {
    /// Those of people who have to be looked at closer: who are kept whole, or of whom an account was closed or will be.
    pub(crate) const UNUSUAL: Self = Self(1 << 63 | 1 << 31);

    /// Those of a scope, by its number: 31 and 30 have no common divisor, so 930 scopes share either with others, but not both.
    pub(crate) fn of(scope: usize) -> Self {
        Self(1 << (scope % 31) | 1 << (32 + scope % 30))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline(always)]
    pub(crate) fn meet(self, other: Self) -> bool {
        let both = self.0 & other.0;
        (both as u32 != 0) & (both >> 32 != 0)
    }
}

/// What questions need to know of a person, apart from the choices.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
pub(crate) struct Row {
    /// The earliest agreement, in ticks; `i64::MAX` for none.
    agreed: i64,
    /// Those of what was said, and of an unusual person.
    marks: Marks,
    start: u32,
    count: u16,
    room: u16,
    /// The day of birth from the common era on, or the age in years below 0: the more, the younger.
    youth: i32,
    /// The number of the account's service; 0 for no account.
    service: u16,
    known: u8,
    flags: u8,
}

/// What is known of a person: the age.
const AGED: u8 = 1;
/// The day of birth.
const BORN: u8 = 2;
/// That who consents is the guardian.
const VERIFIED: u8 = 4;
/// So many sets there are of these.
const KNOWN: usize = 8;

/// A flag: there is a guardian.
const GUARDIAN: u8 = 1;
/// The person is kept whole.
const WHOLE: u8 = 2;

/// What tells how people stand towards a question: its instant, what is of age then, and its service.
pub(crate) struct Moment {
    pub(super) instant: Instant,
    /// The same in ticks.
    pub(crate) at: i64,
    /// Whoever is younger is a minor; by what is known.
    of_age: [i32; KNOWN],
    service: Option<u16>,
}

impl Moment {
    /// Of age is who has so many years, or was born on a day, or before.
    pub(crate) fn new(instant: Instant, (years, last_of_age): (u8, i32), service: Option<u16>) -> Option<Self> {
        let of_age = std::array::from_fn(|known| match known as u8 & (AGED | BORN) {
            0 => i32::MAX,
            AGED => -i32::from(years),
            _ => last_of_age,
        });
        Some(Self { instant, at: ticks(instant)?, of_age, service })
    }
}

/// People stand in so many ways: what is known of age and guardian, of age or not, agreed or not, account closed or not.
pub(crate) const STANDINGS: usize = 2 * CLOSED;

/// What the account adds to the number of a standing if it is closed.
pub(super) const CLOSED: usize = 4 * KNOWN;

impl Row {
    pub(super) fn kept_whole(before: Self) -> Self {
        Self { flags: WHOLE, marks: Marks::UNUSUAL, count: 0, ..before }
    }

    pub(crate) fn is_kept_whole(&self) -> bool {
        self.flags & WHOLE != 0
    }

    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn count(&self) -> usize {
        usize::from(self.count)
    }

    pub(super) fn room(&self) -> usize {
        usize::from(self.room)
    }

    pub(super) fn service(&self) -> u16 {
        self.service
    }

    /// Whether the account is one with the service.
    pub(super) fn has_account(&self, moment: &Moment) -> bool {
        Some(self.service) == moment.service
    }

    pub(super) fn age(&self) -> Age {
        match self.known & (AGED | BORN) {
            0 => Age::Unknown,
            AGED => u8::try_from(-self.youth).map_or(Age::Unknown, Age::Years),
            _ => NaiveDate::from_num_days_from_ce_opt(self.youth).map_or(Age::Unknown, Age::Born),
        }
    }

    pub(super) fn guardian(&self) -> Option<Guardian> {
        let guardian = if self.known & VERIFIED == 0 { Guardian::Unverified } else { Guardian::Verified };
        (self.flags & GUARDIAN != 0).then_some(guardian)
    }

    #[inline(always)]
    pub(crate) fn marks(&self) -> Marks {
        self.marks
    }

    /// How the person stands, but for accounts: a number below [`CLOSED`].
    #[inline(always)]
    pub(crate) fn standing(&self, moment: &Moment) -> usize {
        let has_agreed = self.agreed <= moment.at;
        let known = usize::from(self.known) % KNOWN;
        let is_minor = self.youth > moment.of_age[known];
        known + usize::from(is_minor) * KNOWN + usize::from(has_agreed) * 2 * KNOWN
    }
}

/// A person who fits into a row.
pub(super) struct Packed<'s> {
    agreed: i64,
    age: Age,
    guardian: Option<Guardian>,
    pub(super) account: Option<&'s Account>,
}

impl<'s> Packed<'s> {
    pub(super) fn of(subject: &'s DataSubject) -> Option<Self> {
        if subject.accounts().len() > 1 || subject.choices.len() > usize::from(u16::MAX) {
            return None;
        }
        // An agreement to a named edition depends on the policy.
        if subject.agreements().iter().any(|agreement| agreement.edition().is_some()) {
            return None;
        }
        let agreed = subject.agreements().iter().map(Agreement::instant).min().map_or(Some(i64::MAX), ticks)?;
        let fits = |choice: &Choice| match choice {
            Choice::Grant(grant) => {
                let in_ticks = ticks(grant.given_at).is_some() && grant.expires_at.is_none_or(|expiry| ticks(expiry).is_some());
                grant.by == GrantedBy::Subject && in_ticks
            }
            Choice::Refusal(refusal) => ticks(refusal.at).is_some(),
        };
        if !subject.choices.as_slice().iter().all(fits) {
            return None;
        }
        let account = subject.accounts().first();
        let is_deleted = |account: &Account| account.after_closure == AfterClosure::Delete;
        if !account.is_none_or(is_deleted) {
            return None;
        }
        Some(Self { agreed, age: subject.age, guardian: subject.guardian, account })
    }

    pub(super) fn row(&self, (start, count): (usize, usize), marks: Marks, before: Row, service: u16) -> Row {
        let (youth, age) = match self.age {
            Age::Unknown => (0, 0),
            Age::Years(years) => (-i32::from(years), AGED),
            Age::Born(date) => (date.num_days_from_ce(), AGED | BORN),
        };
        let verified = if self.guardian == Some(Guardian::Verified) { VERIFIED } else { 0 };
        let flags = if self.guardian.is_some() { GUARDIAN } else { 0 };
        let is_unusual = self.account.and_then(Account::closed_at).is_some();
        let room = if start == before.start() { before.room().max(count) } else { count };
        Row {
            agreed: self.agreed,
            marks: if is_unusual { marks.and(Marks::UNUSUAL) } else { marks },
            start: u32::try_from(start).unwrap_or(u32::MAX),
            count: u16::try_from(count).unwrap_or(u16::MAX),
            room: u16::try_from(room).unwrap_or(u16::MAX),
            youth,
            service,
            known: age | verified,
            flags,
        }
    }
}

const _: () = assert!(size_of::<Row>() == 32);
