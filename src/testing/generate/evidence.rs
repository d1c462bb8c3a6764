//! Circumstances that speak of the parts of the request: its categories, its parties, its service.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::pick::{Pick, often, pick, seldom, told};
use super::pool::Pool;
use crate::request::{Circumstances, DemandKind, Engagement, IpComplaint, Law, LegalDemand, Period, Request};
use crate::vocabulary::{DataCategories, Party};

/// What becomes evidence once the request is known.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    demand: (LegalDemand, Option<Set>, Option<Side>),
    forbids: Option<Set>,
    requires_retention: Option<Set>,
    complaint: (IpComplaint, Option<Side>),
    engagement: (Engagement, Option<Side>, Option<Vec<PeriodDraft>>),
}

/// Categories: all that the request is about, or some.
type Set = (bool, Vec<Pick>);

/// A party: the recipient (else the actor), one of the same role whose id may differ, or another.
type Side = (u32, Pick);

/// A period: whether it is for every service, in which place of time it begins, and after how many days it ends.
type PeriodDraft = (bool, Pick, Option<i64>);

pub(super) fn draft() -> impl Strategy<Value = Draft> {
    // Few of what the law speaks of are what the request is about.
    let set = |all| (often(all), vec(pick(50), 0..=2));
    let side = || (0..10_u32, pick(0));
    let demand = (
        (weighted(0.9, select(DemandKind::ALL)), told(), seldom(10, Just("docket 3"))).prop_map(|(kind, binding, reference)| {
            LegalDemand { kind, binding, reference: reference.map(Into::into), ..LegalDemand::default() }
        }),
        weighted(0.9, set(70)),
        seldom(30, side()),
    );
    let complaint = (
        (told(), told(), told(), told()).prop_map(|(subject_is_complainant, complainant_qualified, filed, respondent_asked)| {
            IpComplaint { subject_is_complainant, complainant_qualified, filed, respondent_asked, respondent: None }
        }),
        seldom(40, side()),
    );
    let engagement = (
        (told(), told()).prop_map(|(serves_subject, access_ends_with_service)| Engagement {
            serves_subject,
            access_ends_with_service,
            ..Engagement::default()
        }),
        weighted(0.9, side()),
        weighted(0.9, vec((often(50), pick(80), seldom(40, select(&[1_i64, 3][..]))), 1..=2)),
    );
    (demand, weighted(0.9, set(30)), weighted(0.9, set(50)), complaint, engagement).prop_map(
        |(demand, forbids, requires_retention, complaint, engagement)| Draft {
            demand,
            forbids,
            requires_retention,
            complaint,
            engagement,
        },
    )
}

impl Draft {
    /// The circumstances with this evidence added.
    pub(super) fn fitted(self, plain: Circumstances, request: &Request, pool: &Pool) -> Circumstances {
        let about = About::of(request, pool);
        let (demand, covers, addressee) = self.demand;
        let (complaint, respondent) = self.complaint;
        let (engagement, party, periods) = self.engagement;
        Circumstances {
            legal_demand: Some(LegalDemand {
                covers: covers.map(|set| about.set(set)),
                addressee: addressee.map(|side| about.side(side)),
                ..demand
            }),
            law: Some(Law {
                forbids: self.forbids.map(|set| about.set(set)),
                requires_retention: self.requires_retention.map(|set| about.set(set)),
            }),
            ip_complaint: Some(IpComplaint { respondent: respondent.map(|side| about.side(side)), ..complaint }),
            engagement: Some(Engagement {
                party: party.map(|side| about.side(side)),
                periods: periods.map(|periods| periods.into_iter().filter_map(|period| about.period(period)).collect()),
                ..engagement
            }),
            ..plain
        }
    }
}

/// What a request is about.
struct About<'a> {
    request: &'a Request,
    pool: &'a Pool,
    judged: Vec<DataCategories>,
}

impl<'a> About<'a> {
    fn of(request: &'a Request, pool: &'a Pool) -> Self {
        let judged = request.items().iter().flat_map(|item| item.judged().leaves()).collect();
        Self { request, pool, judged }
    }

    fn set(&self, (all, picks): Set) -> DataCategories {
        if all {
            return self.judged.iter().copied().collect();
        }
        picks.iter().filter_map(|pick| pick.of(&self.judged, &self.pool.categories)).collect()
    }

    fn side(&self, (how, pick): Side) -> Party {
        let side = self.request.recipient().unwrap_or(self.request.actor());
        let role = || self.pool.parties_in(&side.role().into());
        let other = match how {
            0 => pick.among(&self.pool.parties),
            1 | 2 => pick.among(&role()),
            _ => None,
        };
        other.unwrap_or_else(|| side.clone())
    }

    fn period(&self, (every, from, lasts): PeriodDraft) -> Option<Period> {
        let before: Vec<_> = self.pool.instants.iter().copied().filter(|at| *at <= self.request.instant()).collect();
        let from = from.of(&before, &self.pool.instants)?;
        let service = self.request.items().iter().find_map(|item| item.service()).cloned();
        let to = lasts.and_then(|days| from.checked_add_signed(TimeDelta::days(days)));
        Some(Period { service: service.filter(|_| !every), from, to })
    }
}
