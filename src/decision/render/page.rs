//! What an explanation says, before it is laid out.

use super::why::why;
use crate::decision::wording::evidence::{Teller, supposed};
use crate::decision::wording::question::{Act, data, revealing};
use crate::decision::wording::reasons::contradictions;
use crate::decision::wording::remedies::steps;
use crate::decision::wording::text::{capital, instant};
use crate::decision::wording::words;
use crate::decision::{Explanation, Reason, ReasonFact, Verdict};
use crate::policy::Fact;
use crate::request::Item;
use crate::vocabulary::{Origin, Truth, quoted};

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
    pub(super) fn new(text: impl Into<String>) -> Self {
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
    let mut teller = Teller::new(decision.vocabulary(), decision.request());
    if in_full {
        add("The question", false, question(explanation));
    }
    add("What is not known", false, unknown(explanation, &mut teller, in_full));
    add("For the operator to judge", false, judgements(explanation));
    add("Why", false, why(explanation, &mut teller, in_full));
    if in_full {
        let pulls = contradictions(explanation.contradictions());
        add("Where rules pull apart", false, pulls.into_iter().map(Point::new).collect());
    }
    add("What has to be done", false, decision.duties().words().map(|duty| Point::new(words::duty(duty))).collect());
    add("What would help", explanation.remedies().len() > 1, remedies(explanation));
    Page { verdict: decision.verdict(), headline: headline(explanation), sections }
}

fn headline(explanation: &Explanation<'_>) -> String {
    let decision = explanation.decision();
    let (outcome, words) = (decision.outcome(), decision.vocabulary());
    let act = Act::of(decision.request(), words);
    match decision.verdict() {
        Verdict::Permitted if outcome.not_governed.is_empty() => format!("{}.", act.allowed()),
        Verdict::Permitted => format!(
            "{}. That says nothing of {}, which the policy does not govern.",
            act.with(outcome.permitted, words).allowed(),
            data(outcome.not_governed, words)
        ),
        Verdict::Denied if (outcome.permitted | outcome.undetermined | outcome.not_governed).is_empty() => {
            format!("{}.", act.forbidden())
        }
        Verdict::Denied => format!("{}, as long as it is about {}.", act.forbidden(), data(outcome.denied, words)),
        Verdict::Undetermined => {
            let judged = !explanation.judgements().is_empty();
            let is_open = match (unknown_facts(explanation).is_empty(), judged) {
                (true, true) => "is for the operator to judge; until that is recorded",
                (false, true) => "depends on what is not known and on the operator's judgement; until both are recorded",
                (_, false) => "depends on what is not known; until it is",
            };
            format!("whether {} {is_open}, it may not be done.", act.allowed())
        }
        Verdict::NotGoverned => {
            format!("whether {} is outside the policy. That is no permission: other law may forbid it.", act.allowed())
        }
    }
}

fn question(explanation: &Explanation<'_>) -> Vec<Point> {
    let decision = explanation.decision();
    let request = decision.request();
    let mut points = vec![Point::new(format!("When: {}.", instant(request.instant())))];
    let told = |item: &&Item| request.items().len() > 1 || item.service().is_some() || item.origin() != Origin::Unknown;
    points.extend(request.items().iter().filter(told).map(|item| {
        let service = item.service().map_or_else(String::new, |service| format!(", in the service {}", quoted(service.as_str())));
        let own = item.categories();
        let data = capital(&revealing(own, item.judged() - own, decision.vocabulary()));
        Point::new(format!("{data}: {}{service}.", words::origin(item.origin())))
    }));
    if let Some(claimed) = request.claims() {
        let stands = decision.grounds().words().any(|ground| ground == claimed);
        let is = if stands { "and it does" } else { "and it does not" };
        points.push(Point::new(format!("It was claimed to stand on {}, {is}.", words::ground(claimed))));
    }
    points
}

/// The facts that keep the verdict open and are for nobody to judge, each once.
fn unknown_facts<'e, 'a>(explanation: &'e Explanation<'a>) -> Vec<&'e ReasonFact<'a>> {
    let is_judged = |fact: &ReasonFact<'_>| fact.fact().is_some_and(|fact| fact.is_judgement() || fact.is_decision());
    let facts = explanation.reasons().iter().flat_map(|reason| reason.facts());
    let mut unknown: Vec<&ReasonFact<'_>> = Vec::new();
    for fact in facts.filter(|fact| fact.truth() == Truth::Unknown && !is_judged(fact)) {
        if !unknown.iter().any(|there| there.name() == fact.name() && there.categories() == fact.categories()) {
            unknown.push(fact);
        }
    }
    unknown
}

fn unknown(explanation: &Explanation<'_>, teller: &mut Teller<'_>, in_full: bool) -> Vec<Point> {
    let open = explanation.decision().outcome().undetermined;
    let words = explanation.decision().vocabulary();
    let mut points: Vec<Point> = Vec::new();
    for fact in unknown_facts(explanation) {
        let of = fact.categories() & open;
        let part = if of.is_empty() || of == open { String::new() } else { format!("For {}: ", data(of, words)) };
        let text = capital(&format!("{part}{}.", whether(fact, teller)));
        // Some facts are the two sides of one question.
        if !points.iter().any(|there| there.text == text) {
            points.push(Point::new(text));
        }
    }
    if in_full {
        let exemptions = explanation.decision().possible_exemptions();
        for exemption in &exemptions {
            may_be_outside(exemption, teller, &mut points);
        }
    }
    points
}

/// "whether the service is run by an outsider (`third-party-service.operated-by`)"
fn whether(fact: &ReasonFact<'_>, teller: &mut Teller<'_>) -> String {
    let clause = teller.fact(fact);
    let whether = ["it is not known ", "it is not recorded "].iter().find_map(|lead| clause.strip_prefix(lead));
    whether.unwrap_or(&clause).to_owned()
}

/// An exemption that turns on one thing that is not known: "Who runs … . If …, this is outside the policy (clause tp.6)."
fn may_be_outside(exemption: &Reason<'_>, teller: &mut Teller<'_>, points: &mut Vec<Point>) {
    let (Some(rule), mut unknown) = (exemption.rule(), exemption.facts().iter().filter(|fact| fact.truth() == Truth::Unknown))
    else {
        return;
    };
    let (Some(fact), None) = (unknown.next(), unknown.next()) else { return };
    let is_required = rule.when().iter().any(|condition| condition.name() == fact.name());
    let text = capital(&format!("{}.", whether(fact, teller)));
    let then = format!(" If {}, this is outside the policy (clause {}).", supposed(fact, is_required), rule.clause());
    match points.iter_mut().find(|there| there.text.starts_with(&text)) {
        // One clause that says so is enough.
        Some(there) if there.text != text => {}
        Some(there) => there.text.push_str(&then),
        None => points.push(Point::new(text + &then)),
    }
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
    if matches!(decision.verdict(), Verdict::Permitted | Verdict::NotGoverned) {
        return Vec::new();
    }
    if explanation.remedies().is_empty() {
        return vec![Point::new(no_remedy(explanation))];
    }
    let told = explanation.remedies().iter().map(|remedy| {
        let steps = steps(remedy, decision.request(), decision.vocabulary());
        match steps.as_slice() {
            [only] => Point::new(only),
            _ => Point { text: "All of this together:".to_owned(), below: steps.into_iter().map(Point::new).collect() },
        }
    });
    told.collect()
}

fn no_remedy(explanation: &Explanation<'_>) -> &'static str {
    let decision = explanation.decision();
    let request = decision.request();
    match (decision.verdict() == Verdict::Undetermined, decision.can_permit()) {
        (true, true) => "Find out what is not known, and ask again.",
        (true, false) => {
            "Find out what is not known, and ask again. This policy only restricts: at best it has nothing against it, and that is no \
             permission."
        }
        (false, true) if request.recipient().is_none() && request.action().has_recipient() => {
            "Nobody is named who is to receive the data, so what would help cannot be told. Say who it is, and ask again."
        }
        (false, true) => "Nothing that anybody could do, as long as the facts are as stated. Do not do it.",
        (false, false) => "This policy only restricts, so no change makes it permit this. What it has against it is named above.",
    }
}
