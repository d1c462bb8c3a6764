//! Untested sides, and a scenario for each: a question that shows it, proved by looking at what the rule makes of it.

mod boxes;
mod facts;
mod notation;
mod search;

use std::fmt;

use super::hit::{RuleMark, Side, Term};
use super::report::{Report, RuleCoverage};
use crate::policy::{Policy, PolicyStack};
use search::{Found, Search};

/// The untested sides of one policy, each with a scenario that shows it, where one can be found.
///
/// It displays as the scenarios in TOML, ready to be filled in: [`Untested::file`] makes a file of several policies'.
#[derive(Clone, Debug)]
pub struct Untested {
    name: String,
    base: String,
    layers: Vec<String>,
    gaps: Vec<Gap>,
}

/// Sides of one rule that one question shows together.
#[derive(Clone, Debug)]
struct Gap {
    /// The rule with its edition.
    rule: String,
    clause: String,
    text: String,
    /// The sides in words.
    sides: Vec<String>,
    scenario: Result<Found, String>,
}

impl Untested {
    pub(super) fn of(report: &Report, stack: &PolicyStack, place: usize) -> Self {
        let search = Search::of(stack, place);
        let gaps = report.rules().iter().flat_map(|rule| targets(rule).into_iter().map(|target| gap(&search, rule, target)));
        Self {
            name: report.name().to_owned(),
            base: stack.base().id().to_owned(),
            layers: stack.layers().iter().map(|layer| layer.id().to_owned()).collect(),
            gaps: gaps.collect(),
        }
    }

    /// How many sides are untested; a rule without conditions that nothing reached counts as one.
    #[must_use]
    pub fn sides(&self) -> usize {
        self.gaps.iter().map(|gap| gap.sides.len()).sum()
    }

    /// The sides for which no scenario was found, each with the reason.
    pub fn without_scenario(&self) -> impl Iterator<Item = (String, &str)> {
        self.gaps
            .iter()
            .filter_map(|gap| Some((gap, gap.scenario.as_ref().err()?)))
            .flat_map(|(gap, reason)| gap.sides.iter().map(move |side| (format!("{}: {side}", gap.rule), reason.as_str())))
    }

    /// A file of scenarios for policies that lie over the same one.
    ///
    /// # Errors
    ///
    /// The policies lie over different ones: a file of scenarios speaks of one.
    pub fn file(all: &[Self]) -> Result<String, String> {
        let mut bases: Vec<_> = all.iter().map(|untested| untested.base.as_str()).collect();
        bases.dedup();
        if let [one, other, ..] = bases.as_slice() {
            return Err(format!("the scenarios of `{one}` and those of `{other}` cannot stand in one file"));
        }
        let mut file = format!(
            "# A scenario for each side that no test shows. What should the answer be, and why? Look it up in the text of the policy\n\
             # before looking at the answer of today.\n\
             section = \"untested\"\nat = {}\n",
            search::AT,
        );
        if let Some(base) = bases.first().filter(|base| **base != Policy::platform().id()) {
            file.push_str(&format!("# policy = \"….toml\"      # the file of the policy `{base}`\n"));
        }
        all.iter().for_each(|untested| file.push_str(&untested.to_string()));
        Ok(file)
    }
}

/// What one question can show together: the rule reaches, or one side keeps it from it.
struct Target {
    sides: Vec<(Term, Side)>,
    aim: Aim,
}

#[derive(Clone, PartialEq, Eq)]
enum Aim {
    /// The rule reaches.
    Reach,
    /// All but this condition is met.
    Lack(Term),
    /// A permit that it yields to reaches as well.
    GiveWay,
}

impl Target {
    /// The marks that prove it.
    fn marks(&self) -> Vec<RuleMark> {
        let sides = self.sides.iter().map(|(term, side)| RuleMark::Term(term.clone(), *side));
        sides.chain((self.aim == Aim::Reach).then_some(RuleMark::Reached)).collect()
    }
}

fn targets(rule: &RuleCoverage) -> Vec<Target> {
    let mut reaching = Vec::new();
    let mut targets = Vec::new();
    for term in &rule.terms {
        let (met, lacking) = match term.term {
            Term::When(_) => (Side::Holds, Side::Fails),
            Term::Unless(_) | Term::Yields => (Side::Fails, Side::Holds),
        };
        if !term.shows(met) {
            reaching.push((term.term.clone(), met));
        }
        if !term.shows(lacking) {
            let aim = if term.term == Term::Yields { Aim::GiveWay } else { Aim::Lack(term.term.clone()) };
            targets.push(Target { sides: vec![(term.term.clone(), lacking)], aim });
        }
    }
    if !reaching.is_empty() || !rule.is_reached {
        targets.insert(0, Target { sides: reaching, aim: Aim::Reach });
    }
    targets
}

fn gap(search: &Search<'_>, rule: &RuleCoverage, target: Target) -> Gap {
    let mut sides: Vec<_> = target.sides.iter().map(|(term, side)| term.with(*side)).collect();
    if sides.is_empty() {
        sides.push("reaches".to_owned());
    }
    Gap {
        rule: rule.heading(),
        clause: rule.clause.clone(),
        text: rule.text.clone(),
        sides,
        scenario: search.find(&rule.edition, &rule.rule, &target),
    }
}

impl fmt::Display for Untested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for gap in &self.gaps {
            writeln!(f, "\n# {}, rule {}: {}", self.name, gap.rule, gap.sides.join("; "))?;
            writeln!(f, "# “{}”", gap.text)?;
            match &gap.scenario {
                Ok(found) => notation::scenario(f, gap, &self.layers, found)?,
                Err(reason) => writeln!(f, "# No scenario: {reason}.")?,
            }
        }
        Ok(())
    }
}
