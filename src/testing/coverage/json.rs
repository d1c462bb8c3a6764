//! The report as JSON.

use serde_json::{Value, json as value};

use super::report::{Report, RuleCoverage, Tally, TermCoverage};
use super::{Term, VERSION};

/// Reports as one JSON document: complete, and stable for the version that it names.
///
/// `{"lawful-coverage":1,"policies":[…]}`, and for each policy `policy`, `title`, `digest`, the tallies `rules`, `conditions`,
/// `clauses` and `facts` (`seen`, `all`, `percent`), and lists under the same names in `details`. Of a condition, `holds` and
/// `fails` are its sides; of `yields-to`, `holds` is that the forbid gave way, and `fails` that it stood.
#[must_use]
pub fn json(reports: &[Report]) -> String {
    let policies: Vec<_> = reports.iter().map(policy).collect();
    format!("{:#}\n", value!({ "lawful-coverage": VERSION, "policies": policies }))
}

fn policy(report: &Report) -> Value {
    let rules: Vec<_> = report.rules().iter().map(rule).collect();
    let clauses: Vec<_> =
        report.clauses().iter().map(|it| value!({ "clause": it.clause, "exercised": it.is_exercised })).collect();
    let fact =
        |it: &super::FactCoverage| value!({ "fact": it.fact, "holds": it.holds, "fails": it.fails, "unknown": it.is_unknown });
    let facts: Vec<_> = report.facts().iter().map(fact).collect();
    value!({
        "policy": report.name(),
        "title": report.title(),
        "digest": report.digest(),
        "rules": tally(report.rule_tally()),
        "conditions": tally(report.condition_tally()),
        "clauses": tally(report.clause_tally()),
        "facts": tally(report.fact_tally()),
        "details": { "rules": rules, "clauses": clauses, "facts": facts },
    })
}

fn tally(tally: Tally) -> Value {
    value!({ "seen": tally.seen, "all": tally.all, "percent": tally.percent() })
}

fn rule(rule: &RuleCoverage) -> Value {
    let conditions: Vec<_> = rule.terms.iter().map(term).collect();
    value!({
        "rule": rule.rule,
        "edition": rule.edition,
        "clause": rule.clause,
        "effect": rule.effect.name(),
        "reached": rule.is_reached,
        "possibly-reached": rule.is_possibly_reached,
        "determining": rule.is_determining,
        "conditions": conditions,
    })
}

fn term(it: &TermCoverage) -> Value {
    let kind = match it.term {
        Term::When(_) => "when",
        Term::Unless(_) => "unless",
        Term::Yields => "yields-to",
    };
    value!({ "kind": kind, "fact": it.term.fact(), "holds": it.holds, "fails": it.fails, "unknown": it.is_unknown })
}
