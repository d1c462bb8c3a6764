//! One thing that a test demands of a decision, beside its verdict.

use std::fmt;
use std::str::FromStr;

use crate::decision::{ChangeKind, Decision, Verdict};
use crate::engine::PolicyEngine;
use crate::policy::{Fact, Policy};
use crate::vocabulary::{DataCategories, Duties, Grounds, NameError};

/// Words are kept by name: which of them there are depends on the policies that are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// A rule or a clause; `default` for none.
    Because(String),
    /// Just these rules; `default` for none.
    OnlyBecause(Vec<String>),
    Duty(String),
    NoDuty(String),
    Ground(String),
    Missing(String),
    Category(String),
    Exactly(Verdict, Vec<String>),
    Remedy(String),
    NoRemedy,
}

/// The name of the reason that is no rule.
const DEFAULT: &str = "default";

impl Demand {
    /// How a decision falls short of it, in words.
    pub(super) fn unmet(&self, verdict: Verdict, engine: &PolicyEngine, decision: &Decision<'_>) -> Option<String> {
        match self.is_met(verdict, engine, decision) {
            Ok(None) => None,
            Ok(Some(difference)) => Some(difference),
            Err(error) => Some(error.to_string()),
        }
    }

    /// The word in it that neither the vocabulary nor the policies have.
    pub(super) fn mistake(&self, engine: &PolicyEngine) -> Option<NameError> {
        let categories = |name: &str| engine.vocabulary().categories(name).map(drop);
        let known = match self {
            Self::Because(name) => known_reason(name, engine),
            Self::Duty(name) | Self::NoDuty(name) => Duties::named(name).map(drop),
            Self::Ground(name) => Grounds::named(name).map(drop),
            Self::Missing(name) => known_fact(name, engine),
            Self::Category(name) => categories(name),
            Self::Exactly(_, names) => names.iter().try_for_each(|name| categories(name)),
            Self::OnlyBecause(names) => names.iter().try_for_each(|name| known_reason(name, engine)),
            Self::Remedy(name) => ChangeKind::from_str(name).map(drop),
            Self::NoRemedy => Ok(()),
        };
        known.err()
    }

    fn is_met(&self, verdict: Verdict, engine: &PolicyEngine, decision: &Decision<'_>) -> Result<Option<String>, NameError> {
        let words = engine.vocabulary();
        let unless = |met: bool, difference: String| Ok((!met).then_some(difference));
        match self {
            Self::Because(name) => because(name, engine, decision),
            Self::OnlyBecause(names) => only_because(names, engine, decision),
            Self::Duty(name) => {
                let met = decision.duties().contains(Duties::named(name)?);
                unless(met, format!("the duty `{name}` is missing; there {}", are(decision.duties().words())))
            }
            Self::NoDuty(name) => {
                unless(!decision.duties().intersects(Duties::named(name)?), format!("the duty `{name}` is one too many"))
            }
            Self::Ground(name) => {
                let met = decision.grounds().contains(Grounds::named(name)?);
                unless(met, format!("it does not stand on the ground `{name}`; there {}", are(decision.grounds().words())))
            }
            Self::Missing(name) => {
                known_fact(name, engine)?;
                let reasons = decision.reasons();
                let mut missing: Vec<_> = reasons.iter().flat_map(|reason| reason.missing()).collect();
                missing.dedup();
                unless(missing.contains(&name.as_str()), format!("the fact `{name}` is not missing; there {}", are(missing)))
            }
            Self::Category(name) => {
                let categories = words.categories(name)?;
                let met = decision.outcome().under(verdict).contains(categories);
                unless(met, format!("`{name}` is not {verdict}, but {}", decision.outcome().of(categories)))
            }
            Self::Exactly(under, names) => {
                let wanted =
                    names.iter().try_fold(DataCategories::empty(), |all, name| words.categories(name).map(|more| all | more))?;
                let found = decision.outcome().under(*under);
                let list = |categories| are(words.category_names(categories));
                unless(wanted == found, format!("{under}: expected there {}; there {}", list(wanted), list(found)))
            }
            Self::Remedy(name) => {
                let kind = ChangeKind::from_str(name)?;
                let remedies = decision.remedies();
                let mut kinds: Vec<_> = remedies.iter().flat_map(|remedy| remedy.changes()).map(|change| change.kind()).collect();
                let met = kinds.contains(&kind);
                kinds.sort();
                kinds.dedup();
                unless(met, format!("no remedy has the change `{name}`; there {}", are(kinds)))
            }
            Self::NoRemedy => unless(decision.remedies().is_empty(), "there is a remedy".to_owned()),
        }
    }
}

fn because(name: &str, engine: &PolicyEngine, decision: &Decision<'_>) -> Result<Option<String>, NameError> {
    let reasons = decision.reasons();
    let cited = reasons.iter().any(|reason| match reason.rule() {
        Some(rule) => rule.id() == name || rule.clause() == name,
        None => name == DEFAULT,
    });
    if cited {
        return Ok(None);
    }
    known_reason(name, engine)?;
    let found = reasons.iter().map(|reason| reason.rule().map_or(DEFAULT, |rule| rule.id()));
    Ok(Some(format!("`{name}` is not among the reasons; there {}", are(found))))
}

fn only_because(names: &[String], engine: &PolicyEngine, decision: &Decision<'_>) -> Result<Option<String>, NameError> {
    names.iter().try_for_each(|name| known_reason(name, engine))?;
    let reasons = decision.reasons();
    let mut found: Vec<_> = reasons.iter().map(|reason| reason.rule().map_or(DEFAULT, |rule| rule.id())).collect();
    let mut wanted: Vec<_> = names.iter().map(String::as_str).collect();
    for names in [&mut found, &mut wanted] {
        names.sort_unstable();
        names.dedup();
    }
    Ok((wanted != found).then(|| format!("it is not just because of these; there {}", are(found))))
}

/// What a decision can cite: a rule, a clause, or that there is no rule.
fn known_reason(name: &str, engine: &PolicyEngine) -> Result<(), NameError> {
    let policies = || std::iter::once(engine.policy()).chain(engine.layers());
    let rules = || policies().flat_map(Policy::all_rules);
    let clauses = || policies().flat_map(Policy::clauses).map(|entry| entry.clause.id());
    let names = || rules().map(|rule| rule.id()).chain(rules().map(|rule| rule.clause())).chain(clauses()).chain([DEFAULT]);
    if names().any(|known| known == name) { Ok(()) } else { Err(NameError::new("rule or clause", name, names())) }
}

/// What can be missing: a fact, or who the parties are.
fn known_fact(name: &str, engine: &PolicyEngine) -> Result<(), NameError> {
    let builtin = Fact::ALL.iter().map(|fact| fact.name());
    let known = builtin.chain(engine.vocabulary().fact_names()).chain(["actor", "recipient"]);
    if known.clone().any(|known| known == name) { Ok(()) } else { Err(NameError::new("fact", name, known)) }
}

/// "is `a`", "are `a`, `b`" or "is none".
fn are(words: impl IntoIterator<Item = impl fmt::Display>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => "is none".to_owned(),
        [word] => format!("is {word}"),
        words => format!("are {}", words.join(", ")),
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Because(name) => write!(f, "because of `{name}`"),
            Self::OnlyBecause(names) => write!(f, "just because of [{}]", names.join(", ")),
            Self::Duty(name) => write!(f, "with the duty `{name}`"),
            Self::NoDuty(name) => write!(f, "without the duty `{name}`"),
            Self::Ground(name) => write!(f, "on the ground `{name}`"),
            Self::Missing(name) => write!(f, "for want of the fact `{name}`"),
            Self::Category(name) => write!(f, "and so `{name}`"),
            Self::Exactly(verdict, names) => write!(f, "{verdict} just [{}]", names.join(", ")),
            Self::Remedy(name) => write!(f, "with the remedy `{name}`"),
            Self::NoRemedy => f.write_str("without remedy"),
        }
    }
}
