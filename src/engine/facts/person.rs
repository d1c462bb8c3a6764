//! Facts about the person and the item.

use super::{FactValue, Facts};
use crate::subject::{Account, AfterClosure, Guardian};
use crate::vocabulary::{DataCategories, Instant, Truth};

impl Facts<'_> {
    #[inline(always)]
    pub(in crate::engine) fn minor(&self) -> Truth {
        self.subject.age().is_minor(self.request.instant(), self.terms.age_of_majority)
    }

    pub(in crate::engine) fn guardian_verified(&self) -> Truth {
        (self.subject.guardian() == Some(Guardian::Verified)).into()
    }

    /// `cancel.2`: an account of the item's service is closed, and none is open.
    pub(super) fn account_closed(&self) -> Truth {
        if self.subject.accounts().is_empty() {
            return Truth::Fails;
        }
        let at = self.request.instant();
        let closed = self.accounts().any(|account| account.is_closed(at));
        (closed && !self.accounts().any(|account| account.is_open(at))).into()
    }

    /// What the agreement of the service says about the account that was closed last; of several, all must say so.
    pub(super) fn closure_permits(&self) -> Truth {
        if self.subject.accounts().is_empty() {
            return Truth::Fails;
        }
        let at = self.request.instant();
        let closed_by_now = |account: &Account| account.closed_at().filter(|closed| *closed <= at);
        let last: Option<Instant> = self.accounts().filter_map(closed_by_now).max();
        let says_so = |account: &Account| match account.after_closure() {
            AfterClosure::Delete => false,
            AfterClosure::Process(purposes) => purposes.contains(self.request.purpose().into()),
        };
        let mut latest = self.accounts().filter(|account| last.is_some() && closed_by_now(account) == last);
        self.account_closed().and(latest.all(says_so).into())
    }

    fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.subject.accounts().iter().filter(|account| self.item.service() == Some(account.service()))
    }

    /// Listed under the function, necessary; unlisted, not; and the item's own `necessary: false` wins.
    pub(super) fn necessary(&self) -> FactValue {
        match (self.item.is_necessary(), self.request.function()) {
            (Some(false), _) => FactValue::known(DataCategories::empty()),
            (own, None) => Truth::from(own).into(),
            (_, Some(function)) => FactValue::given(self.terms.functions.get(function).copied()),
        }
    }
}
