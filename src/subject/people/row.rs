//! A person in 40 bytes.

use chrono::NaiveDate;

use super::day_of;
use crate::subject::{Account, AfterClosure, Age, Agreement, Choice, DataSubject, GrantedBy, Guardian};
use crate::vocabulary::{Instant, ticks};

/// What a choice says: yes or no, and to which scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said(u32);

impl Said {
    const YES: u32 = 1;
    const EXPIRES: u32 = 1 << 31;

    pub(super) fn new(scope: u32, yes: bool, expires: bool) -> Self {
        Self((scope << 1 & !Self::EXPIRES) | u32::from(yes) | if expires { Self::EXPIRES } else { 0 })
    }

    pub(crate) fn is_yes(self) -> bool {
        self.0 & Self::YES != 0
    }

    pub(super) fn expires(self) -> bool {
        self.0 & Self::EXPIRES != 0
    }

    pub(super) fn scope(self) -> u32 {
        (self.0 & !Self::EXPIRES) >> 1
    }

    /// Its place among all that can be said: of each scope, a no and then a yes to it.
    #[inline(always)]
    pub(crate) fn place(self) -> usize {
        (self.0 & !Self::EXPIRES) as usize
    }
}

/// What questions need to know of a person, apart from the choices.
#[derive(Clone, Copy, Default)]
pub(crate) struct Row {
    /// The earliest agreement, in ticks; `i64::MAX` for none.
    agreed: i64,
    opened: i64,
    /// `i64::MAX` for an account that is open.
    closed: i64,
    start: u32,
    count: u16,
    room: u16,
    /// The day of birth from the common era on, or the age in years.
    age: i32,
    /// The number of the account's service; 0 for no account.
    service: u16,
    flags: u16,
}

const BORN: u16 = 1;
const YEARS: u16 = 2;
const GUARDIAN: u16 = 4;
const VERIFIED: u16 = 8;
const WHOLE: u16 = 16;

/// How an account stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountState {
    /// Open, not opened yet, of another service, or none.
    NotClosed,
    Closed,
}

impl Row {
    pub(super) fn kept_whole(before: Self) -> Self {
        Self { flags: WHOLE, count: 0, ..before }
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

    pub(super) fn service(&self) -> usize {
        usize::from(self.service)
    }

    pub(super) fn age(&self) -> Age {
        match self.flags & (BORN | YEARS) {
            BORN => NaiveDate::from_num_days_from_ce_opt(self.age).map_or(Age::Unknown, Age::Born),
            YEARS => u8::try_from(self.age).map_or(Age::Unknown, Age::Years),
            _ => Age::Unknown,
        }
    }

    pub(super) fn guardian(&self) -> Option<Guardian> {
        match self.flags & (GUARDIAN | VERIFIED) {
            0 => None,
            GUARDIAN => Some(Guardian::Unverified),
            _ => Some(Guardian::Verified),
        }
    }

    pub(super) fn account(&self) -> Option<(Instant, Option<Instant>)> {
        let closed = (self.closed != i64::MAX).then(|| Instant::from_timestamp_nanos(self.closed));
        (self.service != 0).then(|| (Instant::from_timestamp_nanos(self.opened), closed))
    }

    pub(crate) fn has_agreed(&self, at: i64) -> bool {
        self.agreed <= at
    }

    pub(crate) fn has_verified_guardian(&self) -> bool {
        self.flags & VERIFIED != 0
    }

    /// 0 for a person of age, 1 for a minor, 2 where that is unknown; given the latest day of birth of those who are of age.
    pub(crate) fn minority(&self, majority: u8, last_of_age: i32) -> usize {
        match self.flags & (BORN | YEARS) {
            BORN => usize::from(self.age > last_of_age),
            YEARS => usize::from(self.age < i32::from(majority)),
            _ => 2,
        }
    }

    /// How the account with a service stands.
    pub(crate) fn account_state(&self, service: Option<u16>, at: i64) -> AccountState {
        let closed = Some(self.service) == service && self.closed <= at;
        if closed { AccountState::Closed } else { AccountState::NotClosed }
    }
}

/// A person who fits into a row.
pub(super) struct Packed<'s> {
    agreed: i64,
    age: Age,
    guardian: Option<Guardian>,
    pub(super) account: Option<&'s Account>,
    opened: i64,
    closed: i64,
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
        let (mut opened, mut closed) = (i64::MAX, i64::MAX);
        if let Some(account) = account {
            if account.after_closure != AfterClosure::Delete {
                return None;
            }
            opened = ticks(account.opened)?;
            closed = account.closed.map_or(Some(i64::MAX), ticks)?;
        }
        Some(Self { agreed, age: subject.age, guardian: subject.guardian, account, opened, closed })
    }

    pub(super) fn row(&self, start: usize, count: usize, before: Row, service: u16) -> Row {
        let (age, kind) = match self.age {
            Age::Unknown => (0, 0),
            Age::Years(years) => (i32::from(years), YEARS),
            born @ Age::Born(_) => (day_of(born).unwrap_or_default(), BORN),
        };
        let guardian = match self.guardian {
            None => 0,
            Some(Guardian::Unverified) => GUARDIAN,
            Some(Guardian::Verified) => GUARDIAN | VERIFIED,
        };
        let room = if start == before.start() { before.room().max(count) } else { count };
        Row {
            agreed: self.agreed,
            opened: self.opened,
            closed: self.closed,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            count: u16::try_from(count).unwrap_or(u16::MAX),
            room: u16::try_from(room).unwrap_or(u16::MAX),
            age,
            service,
            flags: kind | guardian,
        }
    }
}

const _: () = assert!(size_of::<Row>() == 40);
