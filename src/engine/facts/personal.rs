//! What is known of the person: the facts that a request cannot tell.

use super::Facts;
use super::choices::{is_authorised, sought};
use crate::policy::Fact;
use crate::request::Request;
use crate::subject::{Choices, DataSubject, Guardian, Kind, Sought};
use crate::vocabulary::{DataCategories, Truth};

/// The facts about the person.
pub(in crate::engine) const OF_PERSON: [Fact; 9] = [
    Fact::Agreed,
    Fact::Consented,
    Fact::Refused,
    Fact::GuardianConsented,
    Fact::Minor,
    Fact::GuardianVerified,
    Fact::AccountClosed,
    Fact::ClosurePermits,
    Fact::NoticeMissing,
];

/// Some of them: one bit for each, in their order.
pub(in crate::engine) type Asks = u16;

const fn asks(fact: Fact) -> Asks {
    let mut place = 0;
    while OF_PERSON[place] as usize != fact as usize {
        place += 1;
    }
    1 << place
}

const CHOICES: Asks = asks(Fact::Consented) | asks(Fact::Refused);
const GUARDIANS: Asks = asks(Fact::GuardianConsented);
const CLOSURE: Asks = asks(Fact::AccountClosed) | asks(Fact::ClosurePermits);

/// What is known about one category: of each fact, whether it holds.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Personal {
    pub(in crate::engine) truths: [Truth; OF_PERSON.len()],
    /// Some fact is unknown.
    pub(in crate::engine) is_open: bool,
}

impl Personal {
    /// What a glance tells, which is all for ordinary people: without a verified guardian, without accounts, and whose agreements
    /// and choices are not of a special kind. `None` for others.
    #[inline(always)]
    pub(in crate::engine) fn at_a_glance(
        request: &Request,
        subject: &DataSubject,
        category: usize,
        age_of_majority: u8,
    ) -> Option<Self> {
        Self::of((request, subject), category, age_of_majority, Choices::at_a_glance)
    }

    /// The same for people some of whose choices lapsed, come later, or are about a single party.
    #[inline(never)]
    pub(in crate::engine) fn at_a_closer_look(
        request: &Request,
        subject: &DataSubject,
        category: usize,
        age_of_majority: u8,
    ) -> Option<Self> {
        Self::of((request, subject), category, age_of_majority, Choices::at_a_closer_look)
    }

    #[inline(always)]
    fn of(
        (request, subject): (&Request, &DataSubject),
        category: usize,
        age_of_majority: u8,
        look: impl FnOnce(&Choices, &Sought) -> Option<Option<Kind>>,
    ) -> Option<Self> {
        let at = request.ticks()?;
        let agreed = subject.has_agreed_by(at)?;
        if subject.guardian() == Some(Guardian::Verified) || !subject.accounts().is_empty() {
            return None;
        }
        let said = look(subject.choices(), &sought(request, at, category))?;
        let minor = subject.age().is_minor(request.instant(), age_of_majority);
        let consented = said == Some(Kind::Granted) && is_authorised(request);
        let refused = said == Some(Kind::Refused);
        let no = Truth::Fails;
        let truths = [agreed.into(), consented.into(), refused.into(), no, minor, no, no, no, no];
        Some(Self { truths, is_open: minor == Truth::Unknown })
    }
}

impl Facts<'_> {
    /// What is known of the person about one of the categories. Of the facts that take long to read, those that nobody asks for
    /// are left out: they stand as if they failed.
    pub(in crate::engine) fn personal(&self, category: DataCategories, asked: Asks) -> Personal {
        let (consented, refused) = if asked & CHOICES != 0 { self.said(category) } else { (Truth::Fails, Truth::Fails) };
        let by_guardian = if asked & GUARDIANS != 0 { self.guardian_said(category) } else { Truth::Fails };
        let (closed, permitted) =
            if asked & CLOSURE != 0 { (self.account_closed(), self.closure_permits()) } else { (Truth::Fails, Truth::Fails) };
        let minor = self.minor();
        Personal {
            truths: [
                self.binding.agreed.into(),
                consented,
                refused,
                by_guardian,
                minor,
                self.guardian_verified(),
                closed,
                permitted,
                self.binding.notice_missing.into(),
            ],
            is_open: [consented, refused, by_guardian, minor].contains(&Truth::Unknown),
        }
    }
}
