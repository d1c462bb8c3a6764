//! What a suite exercised of one policy.

use std::collections::BTreeMap;

use super::hit::{RuleMark, Side, Term};
use crate::policy::{Clause, Effect, Policy, Rule};

/// What a suite exercised of one policy, rule by rule.
///
/// It displays as text; [`json`](super::json()) and [`html`](super::html()) are its other forms.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    name: String,
    title: String,
    digest: String,
    rules: Vec<RuleCoverage>,
    clauses: Vec<ClauseCoverage>,
    facts: Vec<FactCoverage>,
}

/// What a suite exercised of one rule, as one edition brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleCoverage {
    /// The edition that brought it.
    pub edition: String,
    /// The rule's id.
    pub rule: String,
    /// The clause that it puts into practice.
    pub clause: String,
    /// What it does.
    pub effect: Effect,
    /// Its sentence.
    pub text: String,
    /// It surely reached a category of a question.
    pub is_reached: bool,
    /// It may have reached one, depending on something unknown.
    pub is_possibly_reached: bool,
    /// It was among the rules that determined an answer. Obligations never are.
    pub is_determining: bool,
    /// Its conditions, and what it gives way to.
    pub terms: Vec<TermCoverage>,
}

/// The sides of a condition that a suite exercised where they mattered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermCoverage {
    /// The condition.
    pub term: Term,
    /// It held; a forbid gave way.
    pub holds: bool,
    /// It failed; a forbid stood.
    pub fails: bool,
    /// It was unknown, which is no side.
    pub is_unknown: bool,
}

/// A clause and its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClauseCoverage {
    /// Its id.
    pub clause: String,
    /// What it says; empty where it stands in the register of a policy underneath, or in none.
    pub text: String,
    /// One of its rules was reached.
    pub is_exercised: bool,
}

/// How a fact was seen where a rule asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FactCoverage {
    /// Its name.
    pub fact: String,
    /// It held.
    pub holds: bool,
    /// It failed.
    pub fails: bool,
    /// It was unknown.
    pub is_unknown: bool,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Those that were exercised.
    pub seen: usize,
    /// Those that there are.
    pub all: usize,
}

impl Tally {
    fn of(sides: impl IntoIterator<Item = bool>) -> Self {
        sides
            .into_iter()
            .fold(Self { seen: 0, all: 0 }, |tally, seen| Self { seen: tally.seen + usize::from(seen), all: tally.all + 1 })
    }

    /// The part that was exercised, out of a hundred; of nothing, all.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no policy has that many conditions")]
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { 100.0 * self.seen as f64 / self.all as f64 }
    }
}

impl TermCoverage {
    /// Whether one of its sides was exercised.
    #[must_use]
    pub fn shows(&self, side: Side) -> bool {
        match side {
            Side::Holds => self.holds,
            Side::Fails => self.fails,
            Side::Unknown => self.is_unknown,
        }
    }
}

impl Report {
    /// How the policy can be named: its id, and where several policies have it, the beginning of its digest.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The policy's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The digest of the policy's text, by which hits name it.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The rules of all editions, in the order of the document.
    #[must_use]
    pub fn rules(&self) -> &[RuleCoverage] {
        &self.rules
    }

    /// The clauses that have rules, in the order of their first rule.
    #[must_use]
    pub fn clauses(&self) -> &[ClauseCoverage] {
        &self.clauses
    }

    /// The facts that rules ask for, by name.
    #[must_use]
    pub fn facts(&self) -> &[FactCoverage] {
        &self.facts
    }

    /// How many rules were reached.
    #[must_use]
    pub fn rule_tally(&self) -> Tally {
        Tally::of(self.rules.iter().map(|rule| rule.is_reached))
    }

    /// How many sides of conditions were exercised. What a forbid gives way to counts as a condition.
    #[must_use]
    pub fn condition_tally(&self) -> Tally {
        Tally::of(self.rules.iter().flat_map(|rule| &rule.terms).flat_map(|term| [term.holds, term.fails]))
    }

    /// How many of the clauses that have rules were exercised.
    #[must_use]
    pub fn clause_tally(&self) -> Tally {
        Tally::of(self.clauses.iter().map(|clause| clause.is_exercised))
    }

    /// How many sides of facts were seen.
    #[must_use]
    pub fn fact_tally(&self) -> Tally {
        Tally::of(self.facts.iter().flat_map(|fact| [fact.holds, fact.fails]))
    }

    /// The sides of conditions that were not exercised.
    pub fn untested(&self) -> impl Iterator<Item = (&RuleCoverage, &Term, Side)> {
        let terms = self.rules.iter().flat_map(|rule| rule.terms.iter().map(move |term| (rule, term)));
        terms.flat_map(|(rule, term)| {
            let sides = [Side::Holds, Side::Fails].into_iter().filter(|side| !term.shows(*side));
            sides.map(move |side| (rule, &term.term, side))
        })
    }

    /// The rules that were not reached.
    pub fn unreached(&self) -> impl Iterator<Item = &RuleCoverage> {
        self.rules.iter().filter(|rule| !rule.is_reached)
    }

    pub(super) fn unexercised(policy: &Policy, digest: &str, name: String) -> Self {
        let rules: Vec<_> = editions(policy).map(|(edition, rule)| RuleCoverage::unexercised(edition, rule)).collect();
        let mut clauses: Vec<ClauseCoverage> = Vec::new();
        let mut facts = BTreeMap::new();
        for rule in &rules {
            if !clauses.iter().any(|there| there.clause == rule.clause) {
                let text = policy.clause(&rule.clause).map_or("", Clause::text).to_owned();
                clauses.push(ClauseCoverage { clause: rule.clause.clone(), text, is_exercised: false });
            }
            for fact in rule.terms.iter().filter_map(|term| term.term.fact()) {
                let unseen = FactCoverage { fact: fact.to_owned(), holds: false, fails: false, is_unknown: false };
                facts.entry(fact.to_owned()).or_insert(unseen);
            }
        }
        let (title, digest) = (policy.title().to_owned(), digest.to_owned());
        Self { name, title, digest, rules, clauses, facts: facts.into_values().collect() }
    }

    pub(super) fn note_rule(&mut self, edition: &str, id: &str, mark: &RuleMark) {
        let Some(rule) = self.rules.iter_mut().find(|rule| rule.rule == id && rule.edition == edition) else { return };
        match mark {
            RuleMark::Reached => {
                rule.is_reached = true;
                let clause = self.clauses.iter_mut().find(|clause| clause.clause == rule.clause);
                if let Some(clause) = clause {
                    clause.is_exercised = true;
                }
            }
            RuleMark::PossiblyReached => rule.is_possibly_reached = true,
            RuleMark::Determining => rule.is_determining = true,
            RuleMark::Term(term, side) => {
                if let Some(there) = rule.terms.iter_mut().find(|there| there.term == *term) {
                    note(*side, &mut there.holds, &mut there.fails, &mut there.is_unknown);
                }
                // Where it mattered, it was seen as well.
                if let Some(fact) = term.fact() {
                    self.note_fact(fact, *side);
                }
            }
        }
    }

    pub(super) fn note_fact(&mut self, fact: &str, side: Side) {
        if let Some(there) = self.facts.iter_mut().find(|there| there.fact == fact) {
            note(side, &mut there.holds, &mut there.fails, &mut there.is_unknown);
        }
    }
}

impl RuleCoverage {
    fn unexercised(edition: &str, rule: &Rule) -> Self {
        let when = rule.when().iter().map(|it| Term::When(it.name().to_owned()));
        let unless = rule.unless().iter().map(|it| Term::Unless(it.name().to_owned()));
        let yields = (!rule.yields_to().is_empty()).then_some(Term::Yields);
        let terms = when.chain(unless).chain(yields);
        let terms = terms.map(|term| TermCoverage { term, holds: false, fails: false, is_unknown: false });
        Self {
            edition: edition.to_owned(),
            rule: rule.id().to_owned(),
            clause: rule.clause().to_owned(),
            effect: rule.effect(),
            text: rule.text().to_owned(),
            is_reached: false,
            is_possibly_reached: false,
            is_determining: false,
            terms: terms.collect(),
        }
    }
}

impl Term {
    /// The name of the fact that it asks for.
    #[must_use]
    pub fn fact(&self) -> Option<&str> {
        match self {
            Self::When(fact) | Self::Unless(fact) => Some(fact),
            Self::Yields => None,
        }
    }
}

/// The rules of all editions, each with the edition that brought it.
fn editions(policy: &Policy) -> impl Iterator<Item = (&str, &Rule)> {
    (0..policy.edition_count()).flat_map(move |place| {
        let rules = place.checked_sub(1).map_or(policy.rules(), |later| policy.editions()[later].rules());
        rules.iter().map(move |rule| (policy.version(place), rule))
    })
}

fn note(side: Side, holds: &mut bool, fails: &mut bool, unknown: &mut bool) {
    match side {
        Side::Holds => *holds = true,
        Side::Fails => *fails = true,
        Side::Unknown => *unknown = true,
    }
}
