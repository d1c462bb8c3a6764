//! What is known of the person: the facts that a request cannot tell.

use super::Facts;
use super::choices::{is_authorised, processing};
use crate::policy::Fact;
use crate::request::{Item, Request};
use crate::subject::{Age, DataSubject, Guardian, Kind, Processing};
use crate::vocabulary::{DataCategories, Sought, Truth};

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

/// How an ordinary person bears on a request: one without a verified guardian and without a closed account, whose agreements are
/// not to named editions, and for whom no guardian spoke.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Standing {
    agreed: bool,
    said: Option<Kind>,
    minor: Truth,
}

impl Standing {
    /// `None` for others.
    #[inline(always)]
    pub(in crate::engine) fn of(request: &Request, subject: &DataSubject, sought: &Sought, age_of_majority: u8) -> Option<Self> {
        let agreed = subject.has_agreed_by(sought.at)?;
        if matches!(subject.guardian(), Some(Guardian::Verified)) || subject.has_closed_account() {
            return None;
        }
        let said = subject.choices().latest(Some(sought), |_| true, || processing_of(request, sought));
        if said == Some(Kind::GrantedByGuardian) {
            return None;
        }
        let minor = match subject.age() {
            Age::Years(years) => (years < age_of_majority).into(),
            _ => is_minor(request, subject, age_of_majority),
        };
        Some(Self { agreed, said, minor })
    }

    /// Its number among all of them.
    #[inline(always)]
    pub(in crate::engine) fn number(&self) -> usize {
        let said = match self.said {
            None => 0,
            Some(Kind::Granted | Kind::GrantedByGuardian) => 1,
            Some(Kind::Refused) => 2,
        };
        (self.minor as usize * 3 + said) * 2 + usize::from(self.agreed)
    }

    /// What is known of the person then.
    pub(in crate::engine) fn personal(&self, request: &Request) -> Personal {
        let consented = self.said == Some(Kind::Granted) && is_authorised(request);
        let refused = self.said == Some(Kind::Refused);
        let no = Truth::Fails;
        let truths = [self.agreed.into(), consented.into(), refused.into(), no, self.minor, no, no, no, no];
        Personal { truths, is_open: self.minor == Truth::Unknown }
    }
}

/// What a request about one item would do.
fn processing_of<'a>(request: &'a Request, sought: &Sought) -> Processing<'a> {
    let service = request.items().first().and_then(Item::service);
    processing(request, service, DataCategories::leaf(usize::from(sought.category)))
}

#[inline(never)]
fn is_minor(request: &Request, subject: &DataSubject, age_of_majority: u8) -> Truth {
    subject.age().is_minor(request.instant(), age_of_majority)
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
