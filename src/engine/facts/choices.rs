//! Facts about the person's choices: what the latest choice that covers the request says.

use super::{FactValue, Facts};
use crate::policy::Fact;
use crate::request::Request;
use crate::subject::{Choice, Guardian, Kind, Processing};
use crate::vocabulary::{DataCategories, Receiver, Role, Service, Sought, Truth};

/// Whose grants count.
#[derive(Clone, Copy)]
struct Givers {
    subject: bool,
    guardian: bool,
}

impl Givers {
    fn count(self, kind: Kind) -> bool {
        match kind {
            Kind::Granted => self.subject,
            Kind::GrantedByGuardian => self.guardian,
            Kind::Refused => true,
        }
    }
}

impl<'a> Facts<'a> {
    /// Consent to one category, and refusal of it.
    pub(super) fn said(&self, category: DataCategories) -> (Truth, Truth) {
        self.said_to(category, true)
    }

    /// Consent of the guardian to one category.
    pub(super) fn guardian_said(&self, category: DataCategories) -> Truth {
        self.said_to(category, false).0
    }

    /// What a fact about choices comes to for all categories that are judged.
    pub(super) fn about_choices(&self, fact: Fact) -> FactValue {
        let mut value = FactValue::known(DataCategories::empty());
        for category in self.judged.leaves() {
            let truth = match fact {
                Fact::Consented => self.said(category).0,
                Fact::Refused => self.said(category).1,
                _ => self.guardian_said(category),
            };
            match truth {
                Truth::Holds => value.holds |= category,
                Truth::Unknown => value.unknown |= category,
                Truth::Fails => {}
            }
        }
        value
    }

    fn said_to(&self, category: DataCategories, subject: bool) -> (Truth, Truth) {
        let minor = self.guardian_speaks();
        let said = self.latest(category, Givers { subject, guardian: minor != Truth::Fails });
        let (consented, refused) = match minor {
            Truth::Unknown => self.said_either_way(said, category, subject),
            _ => (is_grant(said).into(), is_refusal(said).into()),
        };
        (if is_authorised(self.request) { consented } else { Truth::Fails }, refused)
    }

    /// A guardian's grant counts for a minor only. Where it is unknown whether the person is one, what both ways agree on is known.
    #[cold]
    fn said_either_way(&self, said: Option<Kind>, category: DataCategories, subject: bool) -> (Truth, Truth) {
        let other = self.latest(category, Givers { subject, guardian: false });
        let agree = |one: bool, other: bool| if one == other { one.into() } else { Truth::Unknown };
        (agree(is_grant(said), is_grant(other)), agree(is_refusal(said), is_refusal(other)))
    }

    /// Whether a guardian's grant counts.
    fn guardian_speaks(&self) -> Truth {
        let verified = self.subject.guardian() == Some(Guardian::Verified);
        if verified { self.minor() } else { Truth::Fails }
    }

    fn latest(&self, category: DataCategories, givers: Givers) -> Option<Kind> {
        let sought = self.request.ticks().map(|at| sought(self.request, at, category));
        let processing = || processing(self.request, self.item.service(), category);
        self.subject.choices().latest(sought.as_ref(), |kind| givers.count(kind), processing)
    }

    /// The choices that decide, latest first, each with the categories that it decides; the person's own grants only if asked for.
    pub(super) fn each_deciding_choice(&self, subject: bool, show: impl FnMut(&'a Choice, DataCategories)) {
        let givers = Givers { subject, guardian: self.guardian_speaks() != Truth::Fails };
        self.subject.choices().each_deciding(&self.processing(), |kind| givers.count(kind), show);
    }

    pub(super) fn processing(&self) -> Processing<'a> {
        processing(self.request, self.item.service(), self.judged)
    }
}

/// What a request would do with categories of an item, that is of a service perhaps.
pub(super) fn processing<'a>(request: &'a Request, service: Option<&'a Service>, categories: DataCategories) -> Processing<'a> {
    Processing {
        at: request.instant(),
        categories,
        action: request.action(),
        purpose: request.purpose(),
        recipient: request.recipient(),
        service,
    }
}

/// What is sought among the choices, at an instant in ticks and for one category.
pub(in crate::engine) fn sought(request: &Request, at: i64, category: DataCategories) -> Sought {
    Sought {
        at,
        category: category.place() as u8,
        action: request.action(),
        purpose: request.purpose(),
        receiver: request.receiver(),
        named: request.recipient().and_then(Receiver::named).unwrap_or([request.receiver(); 2]),
    }
}

/// A grant authorises the operator and its affiliates, nobody else.
#[inline(always)]
pub(super) fn is_authorised(request: &Request) -> bool {
    matches!(request.actor().role(), Role::Operator | Role::Affiliate)
}

fn is_grant(said: Option<Kind>) -> bool {
    matches!(said, Some(Kind::Granted | Kind::GrantedByGuardian))
}

fn is_refusal(said: Option<Kind>) -> bool {
    said == Some(Kind::Refused)
}
