//! The report as text.

use std::fmt;

use super::report::{Report, RuleCoverage, Tally};
use crate::policy::Edition;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title() {
            "" => writeln!(f, "{}", self.name())?,
            title => writeln!(f, "{}: {title}", self.name())?,
        }
        for (what, tally) in self.tallies() {
            let Tally { seen, all } = tally;
            writeln!(f, "  {what:19} {:>9}  {:>7}", format!("{seen}/{all}"), tally.rounded())?;
        }
        let unreached: Vec<_> = self.unreached().collect();
        if !unreached.is_empty() {
            writeln!(f, "\n  Rules that no question reached")?;
        }
        for rule in unreached {
            let possibly = if rule.is_possibly_reached { " (only possibly, for want of a fact)" } else { "" };
            writeln!(f, "    {}{possibly}\n        {}", rule.heading(), rule.text)?;
        }
        let mut last: Option<&RuleCoverage> = None;
        for (rule, term, side) in self.untested() {
            if last.is_none() {
                writeln!(f, "\n  Sides that no question tested")?;
            }
            if last.is_none_or(|last| !std::ptr::eq(last, rule)) {
                writeln!(f, "    {}\n        {}", rule.heading(), rule.text)?;
            }
            writeln!(f, "        - {}", term.with(side))?;
            last = Some(rule);
        }
        Ok(())
    }
}

impl Report {
    /// What is counted, in words.
    pub(super) fn tallies(&self) -> [(&'static str, Tally); 4] {
        [
            ("rules", self.rule_tally()),
            ("sides of conditions", self.condition_tally()),
            ("clauses", self.clause_tally()),
            ("sides of facts", self.fact_tally()),
        ]
    }
}

impl RuleCoverage {
    /// The rule's id, and the edition that brought it unless that is the initial one.
    pub(super) fn heading(&self) -> String {
        match self.edition.as_str() {
            Edition::INITIAL => self.rule.clone(),
            edition => format!("{} (edition {edition})", self.rule),
        }
    }
}
