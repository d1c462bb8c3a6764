//! Evaluating facts for one item of a request.

mod choices;
mod circumstances;
mod evidence;
mod known;
mod person;
mod personal;
mod recipient;
mod source;

use super::compile::Terms;
use super::editions::Binding;
use super::rule::AskedFact;
use crate::policy::{Fact, Policy};
use crate::request::{Item, Request};
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Origins, Truth};
pub(super) use choices::sought;
pub(super) use known::{Known, bit};
pub(super) use personal::{Asks, OF_PERSON, Personal, Standing};

/// The categories for which a fact holds, and those for which it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FactValue {
    pub(super) holds: DataCategories,
    pub(super) unknown: DataCategories,
}

impl FactValue {
    const UNKNOWN: Self = Self { holds: DataCategories::empty(), unknown: DataCategories::all() };

    /// The fact holds for a set that is known.
    fn known(holds: DataCategories) -> Self {
        Self { holds, unknown: DataCategories::empty() }
    }

    /// The fact holds for a set that may be unknown.
    fn given(holds: Option<DataCategories>) -> Self {
        holds.map_or(Self::UNKNOWN, Self::known)
    }

    /// Whether it holds for one category, and whether it may.
    #[inline(always)]
    pub(super) fn of_one(self, category: DataCategories) -> (bool, bool) {
        let holds = self.holds.intersects(category);
        (holds, holds | self.unknown.intersects(category))
    }

    /// These categories, parted by what is known.
    pub(super) fn parts(self, categories: DataCategories) -> [(Truth, DataCategories); 3] {
        let holds = categories & self.holds;
        let unknown = (categories & self.unknown) - holds;
        [(Truth::Holds, holds), (Truth::Unknown, unknown), (Truth::Fails, categories - holds - unknown)]
    }
}

impl From<Truth> for FactValue {
    /// A fact that is all or nothing.
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Holds => Self::known(DataCategories::all()),
            Truth::Unknown => Self::UNKNOWN,
            Truth::Fails => Self::known(DataCategories::empty()),
        }
    }
}

/// What facts are evaluated on: one item of a request about a person, in the terms of one policy.
///
/// Apart from a few fields that cost nothing to read, nothing is evaluated until a rule asks for it.
pub(super) struct Facts<'a> {
    pub(super) request: &'a Request,
    pub(super) subject: &'a DataSubject,
    pub(super) item: &'a Item,
    /// All categories of the item, and its origin, at hand.
    pub(super) judged: DataCategories,
    pub(super) origin: Origins,
    /// The policy at the bottom, which agreements speak of.
    pub(super) base: &'a Policy,
    pub(super) terms: &'a Terms,
    pub(super) binding: Binding,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        request: &'a Request,
        subject: &'a DataSubject,
        item: &'a Item,
        (base, terms): (&'a Policy, &'a Terms),
        binding: Binding,
    ) -> Self {
        Self { request, subject, item, judged: item.judged(), origin: item.origin().into(), base, terms, binding }
    }

    pub(super) fn value(&self, fact: AskedFact) -> FactValue {
        match fact {
            AskedFact::Builtin(fact) => self.builtin(fact),
            AskedFact::Own(fact) => FactValue::given(self.request.circumstances().facts.holds(fact)),
            AskedFact::Unnamed => FactValue::UNKNOWN,
        }
    }

    fn builtin(&self, fact: Fact) -> FactValue {
        match fact {
            Fact::Consented | Fact::Refused | Fact::GuardianConsented => self.about_choices(fact),
            Fact::Necessary => self.necessary(),
            Fact::LegalDemand => self.legal_demand(),
            Fact::LawForbids => self.law(|law| law.forbids),
            Fact::RetentionRequired => self.law(|law| law.requires_retention),
            _ => self.whole(fact).into(),
        }
    }

    /// Facts that are all or nothing.
    #[inline(always)]
    pub(super) fn whole(&self, fact: Fact) -> Truth {
        match fact {
            Fact::Agreed => self.binding.agreed.into(),
            Fact::NoticeMissing => self.binding.notice_missing.into(),
            Fact::Minor => self.minor(),
            Fact::GuardianVerified => self.guardian_verified(),
            Fact::AccountClosed => self.account_closed(),
            Fact::ClosurePermits => self.closure_permits(),
            Fact::Published => self.item.is_published().into(),
            Fact::Protected => self.item.is_protected().into(),
            Fact::ToRespondent => self.to_respondent(),
            Fact::Engaged => self.engaged(),
            Fact::ServiceEnded => self.service_ended(),
            Fact::ServerEngaged => self.server_engaged(),
            _ => circumstances::truth(self.request.circumstances(), fact),
        }
    }
}
