//! What a decision asks the engine for, once it is made.

use super::compile::Compiled;
use super::contradictions::contradictions;
use super::decide::determining_after;
use super::judge::Judge;
use super::reasons::{possible_exemptions, reasons};
use super::remedies::remedies;
use super::stable::stable_until;
use crate::decision::{Contradiction, Outcome, Reason, Remedy, RuleNumber, RulePlace, Source};
use crate::policy::{Clause, Effect, Policy};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{Instant, Vocabulary};

impl Source for Compiled {
    fn reasons<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Reason<'a>> {
        reasons(&Judge::new(self, request, subject), outcome)
    }

    fn possible_exemptions<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Reason<'a>> {
        possible_exemptions(&Judge::new(self, request, subject), outcome)
    }

    fn contradictions<'a>(&'a self, request: &'a Request, subject: &'a DataSubject, outcome: &Outcome) -> Vec<Contradiction<'a>> {
        contradictions(&Judge::new(self, request, subject), outcome)
    }

    fn determining_after(
        &self,
        request: &Request,
        subject: &DataSubject,
        outcome: &Outcome,
        last: Option<RuleNumber>,
    ) -> Option<RuleNumber> {
        determining_after(&Judge::new(self, request, subject), outcome, last)
    }

    fn rule_at(&self, number: RuleNumber) -> RulePlace<'_> {
        let (policy, edition) = (number.policy as usize, number.edition as usize);
        let document = self.document(policy);
        let rule = &self.policies[policy].editions[edition].rules[number.rule as usize].rule;
        RulePlace::new(document.id(), document.version(edition), rule)
    }

    fn remedies(&self, request: &Request, subject: &DataSubject) -> Vec<Remedy> {
        remedies(self, request, subject)
    }

    fn stable_until(&self, request: &Request, subject: &DataSubject) -> Option<Instant> {
        stable_until(self, request, subject)
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.stack.vocabulary()
    }

    fn base(&self) -> &str {
        self.stack.base().id()
    }

    fn can_permit(&self) -> bool {
        self.stack.base().all_rules().any(|rule| rule.effect() == Effect::Permit)
    }

    fn clause_text<'a>(&'a self, policy: &str, clause: &str) -> Option<(&'a str, &'a str)> {
        let of = |document: &'a Policy| {
            let text = document.clause(clause).map(Clause::text).filter(|text| !text.is_empty())?;
            Some((document.id(), text))
        };
        let own = self.stack.policies().find(|document| document.id() == policy);
        own.and_then(of).or_else(|| self.stack.policies().find_map(of))
    }
}
