//! The report as a page.

use std::fmt::Write as _;

use super::report::{ClauseCoverage, FactCoverage, Report, RuleCoverage, Tally, TermCoverage};
use super::{Side, Term};

const STYLE: &str = include_str!("page.css");

/// Reports as one self-contained page: clause by clause, rule by rule, both sides of each condition. The same reports give the
/// same bytes.
#[must_use]
pub fn html(reports: &[Report]) -> String {
    let mut page = String::new();
    page.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Coverage of the policy</title>\n",
    );
    page.push_str(&format!("<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Coverage of the policy</h1>\n"));
    page.push_str(
        "<p class=\"dim\">A side of a condition counts where it mattered: the question was in the rule’s box, and every other \
         condition was met.</p>\n",
    );
    for report in reports {
        page.push_str(&policy(report));
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn policy(report: &Report) -> String {
    let mut out = format!("<section>\n<h2>{}</h2>\n", escaped(report.name()));
    if !report.title().is_empty() {
        out.push_str(&format!("<p class=\"dim\">{}</p>\n", escaped(report.title())));
    }
    out.push_str("<ul class=\"tallies\">\n");
    for (what, tally) in report.tallies() {
        out.push_str(&self::tally(what, tally));
    }
    out.push_str("</ul>\n");
    out.push_str(&missing(report));
    for clause in report.clauses() {
        out.push_str(&self::clause(report, clause));
    }
    if !report.facts().is_empty() {
        out.push_str("<h3>Facts</h3>\n<p class=\"dim\">As they were seen where a rule asked for them.</p>\n<article>\n");
        out.push_str(&table("Fact", report.facts().iter().map(fact)));
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
    out
}

fn tally(what: &str, tally: Tally) -> String {
    let Tally { seen, all } = tally;
    let width = tally.percent();
    format!(
        "<li>{what}<strong>{}</strong><span class=\"dim\">{seen} of {all}</span>\
         <span class=\"track\" aria-hidden=\"true\"><span style=\"width:{width:.1}%\"></span></span></li>\n",
        tally.rounded(),
    )
}

/// The way to what is missing.
fn missing(report: &Report) -> String {
    let lacking: Vec<_> = report.rules().iter().filter(|rule| !is_complete(rule)).collect();
    if lacking.is_empty() {
        return "<p>Every rule was reached, and every side of its conditions was tested.</p>\n".to_owned();
    }
    let links =
        lacking.iter().map(|rule| format!("<a href=\"#{}\"><code>{}</code></a>", anchor(report, rule), escaped(&rule.heading())));
    format!("<p>Something is untested in {}.</p>\n", links.collect::<Vec<_>>().join(", "))
}

fn is_complete(rule: &RuleCoverage) -> bool {
    rule.is_reached && rule.terms.iter().all(|term| term.holds && term.fails)
}

fn clause(report: &Report, clause: &ClauseCoverage) -> String {
    let mark = mark(clause.is_exercised, "exercised", "not exercised");
    let mut out = format!("<h3><code>{}</code> {mark}</h3>\n", escaped(&clause.clause));
    if !clause.text.is_empty() {
        out.push_str(&format!("<p class=\"dim\">{}</p>\n", escaped(&clause.text)));
    }
    for rule in report.rules().iter().filter(|rule| rule.clause == clause.clause) {
        out.push_str(&self::rule(report, rule));
    }
    out
}

fn rule(report: &Report, rule: &RuleCoverage) -> String {
    let reached = match (rule.is_reached, rule.is_possibly_reached) {
        (false, true) => mark(false, "", "only possibly reached"),
        (is_reached, _) => mark(is_reached, "reached", "not reached"),
    };
    let mut out = format!(
        "<article id=\"{}\">\n<header><h4><code>{}</code> <span class=\"dim\">{}</span></h4><span>{reached}</span></header>\n<p>{}</p>\n",
        anchor(report, rule),
        escaped(&rule.heading()),
        rule.effect,
        escaped(&rule.text),
    );
    if !rule.terms.is_empty() {
        out.push_str(&table("Condition", rule.terms.iter().map(term)));
    }
    out.push_str("</article>\n");
    out
}

fn table(first: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    format!(
        "<table>\n<thead><tr><th scope=\"col\">{first}</th><th scope=\"col\">One side</th><th scope=\"col\">The other</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n"
    )
}

fn term(it: &TermCoverage) -> String {
    let heading = match &it.term {
        Term::When(fact) => format!("when <code>{}</code>", escaped(fact)),
        Term::Unless(fact) => format!("unless <code>{}</code>", escaped(fact)),
        Term::Yields => "yields to permissions".to_owned(),
    };
    let cell = |side: Side| side_mark(it.shows(side), it.term.side(side));
    row(&heading, it.is_unknown, &cell(Side::Holds), &cell(Side::Fails))
}

fn fact(it: &FactCoverage) -> String {
    let heading = format!("<code>{}</code>", escaped(&it.fact));
    row(&heading, it.is_unknown, &side_mark(it.holds, "holds"), &side_mark(it.fails, "fails"))
}

fn row(heading: &str, is_unknown: bool, one: &str, other: &str) -> String {
    let unknown = if is_unknown { " <span class=\"dim\">· also asked while unknown</span>" } else { "" };
    format!("<tr><th scope=\"row\">{heading}{unknown}</th><td>{one}</td><td>{other}</td></tr>\n")
}

fn side_mark(is_tested: bool, side: &str) -> String {
    mark(is_tested, side, &format!("{side}: untested"))
}

/// Told by sign and word as well as by colour.
fn mark(is_so: bool, yes: &str, no: &str) -> String {
    match is_so {
        true => format!("<span class=\"yes\">✓ {yes}</span>"),
        false => format!("<span class=\"no\">✗ {no}</span>"),
    }
}

/// The place of a rule on the page. Versions of editions are free text.
fn anchor(report: &Report, rule: &RuleCoverage) -> String {
    let mut anchor = String::new();
    for part in format!("{}/{}/{}", report.name(), rule.edition, rule.rule).chars() {
        match part {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '/' => anchor.push(part),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(anchor, "_{:x}_", other as u32);
            }
        }
    }
    anchor
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
