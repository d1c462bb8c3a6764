//! Facts about who receives the data, or works with it.

use super::circumstances::{is, of};
use super::{FactValue, Facts};
use crate::request::{DemandKind, Engagement, Law, LegalDemand, Period};
use crate::vocabulary::{DataCategories, Party, Role, Truth, matching_party};

impl Facts<'_> {
    /// `disclosure.3`: binding, covered, and the recipient is its addressee.
    pub(super) fn legal_demand(&self) -> FactValue {
        let Some(demand) = &self.request.circumstances().legal_demand else {
            return Truth::Fails.into();
        };
        let covers = FactValue::given(demand.covers);
        match Truth::from(demand.binding).and(self.is_addressee(demand)) {
            Truth::Holds => covers,
            Truth::Unknown => FactValue { holds: DataCategories::empty(), unknown: covers.holds | covers.unknown },
            Truth::Fails => Truth::Fails.into(),
        }
    }

    fn is_addressee(&self, demand: &LegalDemand) -> Truth {
        let Some(recipient) = self.request.recipient() else {
            if self.request.action().has_recipient() {
                return Truth::Unknown;
            }
            // Without anyone to receive it, only a statute can speak of it: one that names no addressee speaks to anyone.
            let may_be_statute = is(demand.kind, |kind| kind == DemandKind::Statute);
            return if demand.addressee.is_none() { may_be_statute } else { Truth::Fails };
        };
        match (&demand.addressee, demand.kind) {
            (Some(addressee), _) => matching_party(addressee, recipient),
            (None, Some(DemandKind::JudicialOrder)) => (recipient.role() == Role::JudicialAuthority).into(),
            (None, Some(DemandKind::AdministrativeOrder)) => (recipient.role() == Role::AdministrativeAuthority).into(),
            (None, Some(DemandKind::Statute)) => Truth::Holds,
            (None, None) => Truth::Unknown,
        }
    }

    pub(super) fn law(&self, list: impl FnOnce(&Law) -> Option<DataCategories>) -> FactValue {
        let law = self.request.circumstances().law.as_ref();
        law.map_or(Truth::Fails.into(), |law| FactValue::given(list(law)))
    }

    /// `disclosure.5`: the recipient is the respondent.
    pub(super) fn to_respondent(&self) -> Truth {
        of(&self.request.circumstances().ip_complaint, |complaint| match self.request.recipient() {
            Some(recipient) => match &complaint.respondent {
                Some(respondent) => matching_party(respondent, recipient),
                None => (recipient.role() == Role::ComplaintRespondent).into(),
            },
            None if self.request.action().has_recipient() => {
                let stated = [
                    complaint.subject_is_complainant,
                    complaint.complainant_qualified,
                    complaint.filed,
                    complaint.respondent_asked,
                ];
                if stated.contains(&Some(false)) { Truth::Fails } else { Truth::Unknown }
            }
            None => Truth::Fails,
        })
    }

    /// `use.1.1.b`: engaged, serving the person, in a period for the item's service.
    pub(super) fn engaged(&self) -> Truth {
        of(&self.request.circumstances().engagement, |engagement| {
            self.is_provider(engagement).and(engagement.serves_subject.into()).and(self.in_period(engagement))
        })
    }

    /// `use.1.1.c`: some period for the item's service is over, and none runs.
    pub(super) fn service_ended(&self) -> Truth {
        of(&self.request.circumstances().engagement, |engagement| {
            let at = self.request.instant();
            let over = |period: &Period| period.to.is_some_and(|to| to <= at);
            let ended = engagement.periods.as_ref().map(|periods| periods.iter().any(|it| self.is_for_service(it) && over(it)));
            self.is_provider(engagement).and(ended.into()).and(!self.in_period(engagement))
        })
    }

    /// `storage.1`: the server belongs to the provider that is engaged.
    pub(super) fn server_engaged(&self) -> Truth {
        let circumstances = self.request.circumstances();
        of(&circumstances.storage, |storage| {
            of(&circumstances.engagement, |engagement| {
                let provider = engagement.party.as_ref().map(Party::role);
                let outside = |role: Role| !matches!(role, Role::Operator | Role::Affiliate);
                let same = Truth::from(storage.server.zip(provider).map(|(server, provider)| server == provider));
                is(storage.server, outside)
                    .and(is(provider, outside))
                    .and(same)
                    .and(engagement.serves_subject.into())
                    .and(self.in_period(engagement))
            })
        })
    }

    /// The recipient, else the actor, is the engaged party.
    fn is_provider(&self, engagement: &Engagement) -> Truth {
        let party = match self.request.recipient() {
            Some(recipient) => recipient,
            None if self.request.action().has_recipient() => return Truth::Unknown,
            None => self.request.actor(),
        };
        engagement.party.as_ref().map_or(Truth::Unknown, |engaged| matching_party(engaged, party))
    }

    fn in_period(&self, engagement: &Engagement) -> Truth {
        let at = self.request.instant();
        let runs = |period: &Period| period.from <= at && period.to.is_none_or(|to| at < to);
        let periods = engagement.periods.as_ref();
        periods.map(|periods| periods.iter().any(|period| self.is_for_service(period) && runs(period))).into()
    }

    pub(in crate::engine) fn is_for_service(&self, period: &Period) -> bool {
        period.service.is_none() || period.service.as_ref() == self.item.service()
    }
}
