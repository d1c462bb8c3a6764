//! What facts were read from.

use super::super::editions::accepting_agreement;
use super::super::rule::AskedFact;
use super::Facts;
use super::source::source;
use crate::decision::{Evidence, Unheard};
use crate::policy::Fact;
use crate::request::{Period, Stated};
use crate::subject::{Account, Age, Choice, GrantedBy};
use crate::vocabulary::{DataCategories, Truth};

impl<'a> Facts<'a> {
    /// What a fact rests on, for categories for which it has one truth.
    pub(in crate::engine) fn evidence(&self, fact: AskedFact, truth: Truth, categories: DataCategories) -> Vec<Evidence<'a>> {
        match fact {
            AskedFact::Builtin(fact) => self.builtin_evidence(fact, truth, categories),
            AskedFact::Own(own) => match self.request.circumstances().facts.holds(own) {
                Some(_) => vec![Evidence::Stated { place: "facts", field: "" }],
                None => vec![Evidence::LeftOut { place: "facts", field: "" }],
            },
            AskedFact::Unnamed => vec![Evidence::Absent { place: "facts" }],
        }
    }

    fn builtin_evidence(&self, fact: Fact, truth: Truth, categories: DataCategories) -> Vec<Evidence<'a>> {
        match fact {
            Fact::Consented | Fact::Refused | Fact::GuardianConsented => self.choice_evidence(fact, categories),
            Fact::Agreed => vec![self.agreement()],
            Fact::NoticeMissing => vec![Evidence::Stated { place: "policy", field: "notice" }],
            Fact::Minor => vec![self.age()],
            Fact::GuardianVerified if self.subject.guardian().is_none() => vec![Evidence::Absent { place: "guardian" }],
            Fact::GuardianVerified => vec![Evidence::Stated { place: "subject", field: "guardian" }],
            Fact::AccountClosed | Fact::ClosurePermits => vec![self.account()],
            Fact::Necessary if self.request.function().is_some() && self.item.is_necessary() != Some(false) => {
                vec![stated_if(truth != Truth::Unknown, "request", "function")]
            }
            Fact::Necessary => vec![stated_if(self.item.is_necessary().is_some(), "item", "necessary")],
            Fact::Published => vec![stated_if(self.item.is_published().is_some(), "item", "published")],
            Fact::Protected => vec![stated_if(self.item.is_protected().is_some(), "item", "protected")],
            _ => self.circumstance_evidence(fact, truth),
        }
    }

    fn choice_evidence(&self, fact: Fact, categories: DataCategories) -> Vec<Evidence<'a>> {
        let subject = fact != Fact::GuardianConsented;
        let mut evidence = Vec::new();
        let mut open = categories;
        self.each_deciding_choice(subject, |choice, decided| {
            let here = decided & open;
            if !here.is_empty() {
                open -= here;
                evidence.push(Evidence::Choice { choice, categories: here });
            }
        });
        // A consent that lapsed, that comes too late, or whose giver does not count, explains more than that there is none.
        for choice in self.subject.choices().as_slice().iter().rev().filter(|_| fact != Fact::Refused) {
            let Choice::Grant(grant) = choice else { continue };
            let by_guardian = grant.giver() == GrantedBy::Guardian;
            let here = choice.covered(&self.processing()) & open;
            if here.is_empty() || !(subject || by_guardian) {
                continue;
            }
            if !choice.is_live(self.request.instant()) {
                evidence.push(Evidence::OutOfTime { grant, categories: here });
            } else if by_guardian {
                let because = if self.minor() == Truth::Fails { Unheard::NoMinor } else { Unheard::Unverified };
                evidence.push(Evidence::GuardianUnheard { grant, categories: here, because });
            } else {
                continue;
            }
            open -= here;
        }
        if !open.is_empty() {
            evidence.push(Evidence::NoChoice { categories: open });
        }
        evidence
    }

    fn age(&self) -> Evidence<'a> {
        match self.subject.age() {
            Age::Unknown => Evidence::LeftOut { place: "subject", field: "age" },
            Age::Years(_) => Evidence::Stated { place: "subject", field: "age" },
            Age::Born(_) => Evidence::Stated { place: "subject", field: "born" },
        }
    }

    fn agreement(&self) -> Evidence<'a> {
        let at = self.request.instant();
        match accepting_agreement(self.base, self.subject, at) {
            Some((edition, agreement)) => Evidence::Agreement { agreement, edition: self.base.version(edition) },
            None => Evidence::Absent { place: "agreements" },
        }
    }

    fn account(&self) -> Evidence<'a> {
        let at = self.request.instant();
        let mut of_service = self.subject.accounts().iter().filter(|account| self.item.service() == Some(account.service()));
        let open = of_service.clone().find(|account| account.is_open(at));
        let closed_last = |account: &&Account| account.closed_at().filter(|closed| *closed <= at);
        match open.or_else(|| of_service.clone().filter(|it| it.is_closed(at)).max_by_key(closed_last)) {
            Some(account) => Evidence::Account(account),
            None if of_service.next().is_some() => Evidence::Stated { place: "subject", field: "accounts" },
            None => Evidence::Absent { place: "accounts" },
        }
    }

    fn circumstance_evidence(&self, fact: Fact, truth: Truth) -> Vec<Evidence<'a>> {
        let given = self.request.circumstances();
        let sources = match given.stated("storage", "server") {
            Stated::Absent | Stated::LeftOut if fact == Fact::ServerEngaged => source(Fact::OwnServer),
            _ => source(fact),
        };
        let Some((place, fields)) = sources else { return Vec::new() };
        let all = fields.iter().map(|field| (*field, given.stated(place, field)));
        if all.clone().any(|(_, stated)| stated == Stated::Absent) {
            return vec![Evidence::Absent { place }];
        }
        if truth == Truth::Unknown {
            let left_out: Vec<_> = all
                .clone()
                .filter(|(field, stated)| *stated == Stated::LeftOut && !self.is_optional(place, field))
                .map(|(field, _)| Evidence::LeftOut { place, field })
                .collect();
            if !left_out.is_empty() {
                return left_out;
            }
            // All is stated, so what is unknown is which party it is.
            return vec![Evidence::LeftOut { place: "request", field: "recipient" }];
        }
        let stated = all.filter(|(_, stated)| *stated == Stated::Given).map(|(field, _)| Evidence::Stated { place, field });
        let mut evidence: Vec<_> = stated.collect();
        if matches!(fact, Fact::Engaged | Fact::ServiceEnded | Fact::ServerEngaged) {
            evidence.extend(self.period().map(Evidence::Period));
        }
        evidence
    }

    /// The period that runs, else the one that ended last, else the one that comes next.
    fn period(&self) -> Option<&'a Period> {
        let at = self.request.instant();
        let periods = self.request.circumstances().engagement.as_ref()?.periods.as_ref()?;
        let fitting = || periods.iter().filter(|period| self.is_for_service(period));
        let runs = fitting().find(|period| period.from <= at && period.to.is_none_or(|to| at < to));
        let over = || fitting().filter(|period| period.to.is_some_and(|to| to <= at)).max_by_key(|period| period.to);
        runs.or_else(over).or_else(|| fitting().min_by_key(|period| period.from))
    }

    /// Whether a field means something definite when it is left out.
    fn is_optional(&self, circumstance: &str, field: &str) -> bool {
        match (circumstance, field) {
            ("legal-demand", "addressee") | ("ip-complaint", "respondent") => true,
            ("legal-demand", "kind") => self.request.circumstances().stated(circumstance, "addressee") == Stated::Given,
            _ => false,
        }
    }
}

fn stated_if(stated: bool, place: &'static str, field: &'static str) -> Evidence<'static> {
    if stated { Evidence::Stated { place, field } } else { Evidence::LeftOut { place, field } }
}
