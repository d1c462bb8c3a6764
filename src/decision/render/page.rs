//! What an explanation says, before it is laid out.

use crate::decision::wording::evidence::{bound_by, fact};
use crate::decision::wording::question::{Act, data};
use crate::decision::wording::reasons::{contradiction, lacks, verdict};
use crate::decision::wording::remedies::remedy;
use crate::decision::wording::text::instant;
use crate::decision::wording::words;
use crate::decision::{Explanation, Reason, ReasonKind, Verdict};
use crate::policy::Fact;
use crate::vocabulary::quoted;

/// A page: a headline and sections.
pub(in crate::decision) struct Page {
    pub(super) verdict: Verdict,
    pub(super) headline: String,
    pub(super) sections: Vec<Section>,
}

pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) is_numbered: bool,
    pub(super) points: Vec<Point>,
}

/// A point, and the points that stand below it.
pub(super) struct Point {
    pub(super) text: String,
    pub(super) below: Vec<Point>,
}

impl Point {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), below: Vec::new() }
    }
}

/// Everything there is to say.
pub(in crate::decision) fn long(explanation: &Explanation<'_>) -> Page {
    page(explanation, true)
}

/// The verdict, and in one line each why, what is to be done, and what would help.
pub(in crate::decision) fn short(explanation: &Explanation<'_>) -> Page {
    page(explanation, false)
}

fn page(explanation: &Explanation<'_>, in_full: bool) -> Page {
    let decision = explanation.decision();
    let mut sections = Vec::new();
    let mut add = |heading, is_numbered, points: Vec<Point>| {
        if !points.is_empty() {
            sections.push(Section { heading, is_numbered, points });
        }
    };
    if in_full {
        add("The question", false, question(explanation));
    }
    add("Why", false, why(explanation, in_full));
    if in_full {
        let pulls = explanation.contradictions().iter().map(|it| Point::new(contradiction(it))).collect();
        add("Where rules pull apart", false, pulls);
    }
    add("For the operator to judge", false, judgements(explanation));
    add("What has to be done", false, decision.duties().words().map(|duty| Point::new(words::duty(duty))).collect());
    add("What would help", explanation.remedies().len() > 1, remedies(explanation));
    Page { verdict: decision.verdict(), headline: headline(explanation), sections }
}

fn headline(explanation: &Explanation<'_>) -> String {
    let decision = explanation.decision();
    let act = Act::of(decision.request(), decision.vocabulary());
    match decision.verdict() {
        Verdict::Permitted => format!("{}.", act.allowed()),
        Verdict::Denied => format!("{}.", act.forbidden()),
        Verdict::Undetermined => format!("it is open whether {}; until it is settled, it may not be done.", act.allowed()),
        Verdict::NotGoverned => {
            format!("the policy does not speak of whether {}. That is no permission: other law may forbid it.", act.allowed())
        }
    }
}

fn question(explanation: &Explanation<'_>) -> Vec<Point> {
    let decision = explanation.decision();
    let request = decision.request();
    let mut points =
        vec![Point::new(format!("On {}: {}", instant(request.instant()), Act::of(request, decision.vocabulary()).asked()))];
    let origins = request.items().iter().map(|item| {
        let service = item.service().map_or_else(String::new, |service| format!(", in the service {}", quoted(service.as_str())));
        Point::new(format!(
            "It is about {}, {}{service}.",
            data(item.categories(), decision.vocabulary()),
            words::origin(item.origin())
        ))
    });
    points.extend(origins);
    if let Some(claimed) = request.claims() {
        let stands = decision.grounds().words().any(|ground| ground == claimed);
        let is = if stands { "and it does" } else { "and it does not" };
        points.push(Point::new(format!("It was claimed to stand on {}, {is}.", words::ground(claimed))));
    }
    points
}

/// For each verdict that categories got, the reasons for it.
fn why(explanation: &Explanation<'_>, in_full: bool) -> Vec<Point> {
    let decision = explanation.decision();
    let words = decision.vocabulary();
    let mut points = Vec::new();
    for under in [Verdict::Denied, Verdict::Undetermined, Verdict::Permitted, Verdict::NotGoverned] {
        let categories = decision.outcome().under(under);
        if categories.is_empty() {
            continue;
        }
        let mut point = Point::new(format!("{}: {}.", capital(&data(categories, words)), verdict(under)));
        for reason in explanation.reasons().iter().filter(|reason| reason.categories().intersects(categories)) {
            let here = reason.categories() & categories;
            let only = if here == categories { String::new() } else { format!(" (This is about {}.)", data(here, words)) };
            point.below.push(self::reason(explanation, reason, &only, in_full));
        }
        points.push(point);
    }
    points
}

fn reason(explanation: &Explanation<'_>, reason: &Reason<'_>, only: &str, in_full: bool) -> Point {
    let words = explanation.decision().vocabulary();
    let Some(rule) = reason.rule() else { return unsaid(explanation, reason, only, in_full) };
    let lead = match reason.kind() {
        ReasonKind::PossiblyForbidden => "may forbid it",
        ReasonKind::PossiblyPermitted => "may permit it",
        ReasonKind::Forbidden => "forbids it",
        ReasonKind::Permitted => "permits it",
        ReasonKind::Exempted => "leaves it outside the policy",
        ReasonKind::NothingPermits | ReasonKind::NothingSaid => "",
    };
    let mut point = Point::new(format!("{} {lead}: {}{only}", reason.clause().unwrap_or_default(), sentence(rule.text())));
    if in_full {
        if let Some(clause) = explanation.clause_text(reason) {
            point.below.push(Point::new(format!("The policy says: {clause}")));
        }
        if let (Some(edition), Some(bound)) = (reason.edition(), reason.bound_by().and_then(bound_by)) {
            point.below.push(Point::new(format!("This is edition {}, {bound}.", quoted(edition))));
        }
        let facts = reason.facts().iter().map(|known| {
            let part = known.categories() & reason.categories();
            let of = if part == reason.categories() { String::new() } else { format!("For {}: ", data(part, words)) };
            Point::new(capital(&format!("{of}{}.", fact(known, words))))
        });
        point.below.extend(facts);
    } else {
        let missing = reason.facts().iter().filter(|known| known.truth() == crate::vocabulary::Truth::Unknown);
        point.below.extend(missing.map(|known| Point::new(capital(&format!("{}.", fact(known, words))))));
    }
    point
}

/// Where no rule decided.
fn unsaid(explanation: &Explanation<'_>, reason: &Reason<'_>, only: &str, in_full: bool) -> Point {
    let words = explanation.decision().vocabulary();
    if reason.kind() == ReasonKind::NothingSaid {
        return Point::new(format!("No rule of the policy speaks of it.{only}"));
    }
    let mut point = Point::new(format!("No rule permits it, and what nothing permits is not done.{only}"));
    let shown = if in_full { reason.nearest() } else { reason.nearest().get(..1).unwrap_or_default() };
    for near in shown {
        let mut nearest = Point::new(format!("{} came near: {}", near.rule().clause(), sentence(near.rule().text())));
        let lacks = lacks(near, words);
        if let [lack] = lacks.as_slice() {
            nearest.text.push_str(&format!(" But {lack}."));
        } else {
            nearest.text.push_str(" But:");
            nearest.below = lacks.iter().map(|lack| Point::new(capital(&format!("{lack}.")))).collect();
        }
        point.below.push(nearest);
    }
    point
}

fn judgements(explanation: &Explanation<'_>) -> Vec<Point> {
    let asks = |fact: Fact| match fact {
        Fact::OperatorDecided => "Decide whether to disclose, and record it in `transaction.operator-decided`.",
        Fact::ConsideredAppropriate => {
            "Judge whether the disclosure is appropriate, and record it in `instrument.considered-appropriate`."
        }
        Fact::Violation => {
            "Judge on the evidence whether the violation is established, and record it in `violation.established`."
        }
        _ => "Judge whether the violation calls for disclosure, and record it in `violation.disclosure-needed`.",
    };
    explanation.judgements().iter().map(|judgement| Point::new(asks(judgement.fact()))).collect()
}

fn remedies(explanation: &Explanation<'_>) -> Vec<Point> {
    let decision = explanation.decision();
    match decision.verdict() {
        Verdict::Permitted | Verdict::NotGoverned => Vec::new(),
        Verdict::Denied | Verdict::Undetermined if explanation.remedies().is_empty() => {
            vec![Point::new("Nothing that anybody could change: what stands in the way is named above. Do not do it.")]
        }
        Verdict::Denied | Verdict::Undetermined => {
            let text = |it| Point::new(remedy(it, decision.request(), decision.vocabulary()));
            explanation.remedies().iter().map(text).collect()
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A rule's own sentence; a policy need not give its rules any.
fn sentence(text: &str) -> &str {
    if text.is_empty() { "(the policy gives no sentence for it.)" } else { text }
}
