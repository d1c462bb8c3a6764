//! Reasons: the rules that decided, and the facts that made it so.

use crate::policy::{Condition, Rule};
use crate::vocabulary::{DataCategories, Truth};

/// Why a decision came out as it did: one rule that decided, or the policy's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason<'a> {
    categories: DataCategories,
    basis: Basis<'a>,
}

/// What a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Basis<'a> {
    /// A rule, as an edition of a policy has it, with what is known about each of its conditions.
    Rule { policy: &'a str, edition: &'a str, rule: &'a Rule, facts: Vec<ReasonFact<'a>> },
    /// Nothing permits it.
    NothingPermits,
    /// Nothing speaks of it, in a policy that only restricts.
    NothingSaid,
}

/// A condition of a rule that decided, and what is known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonFact<'a> {
    pub(crate) fact: Asked<'a>,
    pub(crate) truth: Truth,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked<'a> {
    Fact(&'a Condition),
    /// Who receives the data.
    Recipient,
    /// Which party of its role the actor is.
    Actor,
}

impl<'a> ReasonFact<'a> {
    /// The fact's name; `recipient` or `actor` where it is not known which party that is.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self.fact {
            Asked::Fact(condition) => condition.name(),
            Asked::Recipient => "recipient",
            Asked::Actor => "actor",
        }
    }

    /// Whether it holds, fails or is unknown for the categories of the reason.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth
    }
}

impl<'a> Reason<'a> {
    pub(crate) fn new(categories: DataCategories, basis: Basis<'a>) -> Self {
        Self { categories, basis }
    }

    /// Takes in the same reason for further categories.
    pub(crate) fn join(&mut self, categories: DataCategories, more: Vec<ReasonFact<'a>>) {
        self.categories |= categories;
        if let Basis::Rule { facts, .. } = &mut self.basis {
            for new in more {
                match facts.iter_mut().find(|fact| fact.fact == new.fact) {
                    // What is unknown for one item is what is missing for the whole.
                    Some(old) if new.truth == Truth::Unknown => old.truth = Truth::Unknown,
                    Some(_) => {}
                    None => facts.push(new),
                }
            }
        }
    }

    /// The policy that the rule belongs to.
    #[must_use]
    pub fn policy(&self) -> Option<&'a str> {
        match self.basis {
            Basis::Rule { policy, .. } => Some(policy),
            _ => None,
        }
    }

    /// The edition in which the rule was read.
    #[must_use]
    pub fn edition(&self) -> Option<&'a str> {
        match self.basis {
            Basis::Rule { edition, .. } => Some(edition),
            _ => None,
        }
    }

    /// The rule that decided; `None` where it was the default.
    #[must_use]
    pub fn rule(&self) -> Option<&'a Rule> {
        match self.basis {
            Basis::Rule { rule, .. } => Some(rule),
            _ => None,
        }
    }

    /// The clause that the rule puts into practice.
    #[must_use]
    pub fn clause(&self) -> Option<&'a str> {
        self.rule().map(Rule::clause)
    }

    /// What the rule does: `exempt`, `forbid` or `permit`; or `default`.
    #[must_use]
    pub fn effect(&self) -> &'static str {
        self.rule().map_or("default", |rule| rule.effect().name())
    }

    /// The categories for which it decided.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// The rule's own sentence, or what the default says.
    #[must_use]
    pub fn text(&self) -> &'a str {
        match self.basis {
            Basis::Rule { rule, .. } => rule.text(),
            Basis::NothingPermits => "nothing permits it",
            Basis::NothingSaid => "nothing is said about it",
        }
    }

    /// The conditions of the rule with what is known about each, in the order of the rule.
    #[must_use]
    pub fn facts(&self) -> &[ReasonFact<'a>] {
        match &self.basis {
            Basis::Rule { facts, .. } => facts,
            _ => &[],
        }
    }

    /// The facts that are missing: with them known, the rule surely reaches or surely does not.
    pub fn missing(&self) -> impl Iterator<Item = &'a str> {
        self.facts().iter().filter(|fact| fact.truth == Truth::Unknown).map(ReasonFact::name)
    }
}
