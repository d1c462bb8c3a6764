//! How much has to be exercised.

use super::report::{Report, Tally};

/// How much of a policy a suite has to exercise, out of a hundred. What is `None` is not asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Thresholds {
    /// The part of the rules.
    pub rules: Option<f64>,
    /// The part of the sides of conditions.
    pub conditions: Option<f64>,
    /// The part of the clauses.
    pub clauses: Option<f64>,
    /// The part of the sides of facts.
    pub facts: Option<f64>,
}

impl Report {
    /// Where it falls short of what is asked for, one sentence each.
    #[must_use]
    pub fn shortfalls(&self, thresholds: &Thresholds) -> Vec<String> {
        let asked = [
            ("rules", self.rule_tally(), thresholds.rules),
            ("sides of conditions", self.condition_tally(), thresholds.conditions),
            ("clauses", self.clause_tally(), thresholds.clauses),
            ("sides of facts", self.fact_tally(), thresholds.facts),
        ];
        asked.into_iter().filter_map(|(what, tally, least)| self.shortfall(what, tally, least?)).collect()
    }

    fn shortfall(&self, what: &str, tally: Tally, least: f64) -> Option<String> {
        let Tally { seen, all } = tally;
        let percent = tally.percent();
        // Whatever is no number, no coverage reaches.
        let is_met = percent >= least;
        (!is_met).then(|| {
            format!("{}: {seen} of {all} {what} were exercised ({}), {least} % is asked for", self.name(), tally.rounded())
        })
    }
}

impl Tally {
    /// "97.5 %", rounded down: what falls short never looks complete.
    pub(super) fn rounded(self) -> String {
        format!("{:.1} %", (self.percent() * 10.0).floor() / 10.0)
    }
}
