//! Deciding.

use super::compile::{Compiled, PolicyEngine};
use super::index::bits;
use super::judge::Judge;
use super::voice::Voice;
use crate::decision::{Decision, Determined, Determining, Entailed, Explanation, Outcome, RuleNumber, Verdict};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{Duties, Grounds};

impl PolicyEngine {
    /// Decides a request about a person.
    ///
    /// Deciding is total, pure and deterministic: it cannot fail, reads no clock, does no I/O and allocates nothing. What is
    /// wrong with the question, such as an agreement to an edition that does not exist, [`check`](PolicyEngine::check) reports;
    /// deciding stays on the safe side of it.
    ///
    /// What the request settles by itself is worked out by the first engine that is asked and kept with the request: to ask again,
    /// about other people, takes less.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::PolicyEngine;
    /// use lawful::request::{Partnership, Request};
    /// use lawful::subject::DataSubject;
    /// use lawful::vocabulary::{DataCategories, Duties, Party, Purpose};
    /// # let person = DataSubject::example();
    ///
    /// let person = person.aged(30).agreed("2025-01-01T00:00:00Z".parse()?);
    /// let request = Request::share(DataCategories::EMAIL)
    ///     .with(Party::partner("acme"))
    ///     .for_purpose(Purpose::PARTNER_PROMOTION)
    ///     .at("2026-06-01T12:00:00Z".parse()?)
    ///     .given(Partnership { current: Some(true) });
    ///
    /// let engine = PolicyEngine::platform();
    /// let decision = engine.decide(&request, &person);
    /// assert!(decision.is_permitted());
    /// assert!(decision.duties().contains(Duties::HONOUR_OBJECTION));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn decide<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Decision<'a> {
        match self.at_once(request, subject) {
            Some(decision) => decision,
            None => at_length(&self.0, request, subject),
        }
    }

    /// Decides a request about a person, and explains the decision.
    pub fn explain<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Explanation<'a> {
        Explanation::of(self.decide(request, subject))
    }
}

/// The answer for each category: that of its strictest reading.
pub(super) fn outcome(judge: &Judge<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    for item in judge.request.items() {
        for base in judge.binding.readings() {
            outcome = outcome.stricter(judge.item(item, base, |_| {}));
        }
    }
    outcome
}

#[inline(never)]
fn at_length<'a>(engine: &'a Compiled, request: &'a Request, subject: &'a DataSubject) -> Decision<'a> {
    engine.at_length(request, subject).unwrap_or_else(|| in_full(&Judge::new(engine, request, subject)))
}

/// Decides by every reading of every item.
fn in_full<'a>(judge: &Judge<'a>) -> Decision<'a> {
    let outcome = outcome(judge);
    let (mut duties, mut grounds, mut determining) = (Duties::empty(), Grounds::empty(), Determining::default());
    judge.each_reading(|reading| {
        let voice = Voice::of(reading, &outcome);
        let first = reading.first_number();
        // A layer's obligations count although its own answer is that it does not govern.
        let is_layer = reading.policy > 0;
        let obliged = reading.outcome.not_governed & outcome.permitted;
        reading.each_left(|block, category, left| {
            let mut say = voice.about(category);
            if is_layer && obliged.intersects(category) {
                say.obliged = u64::MAX;
            }
            let (decided, counted) = say.among(left, &block.effects);
            bits(decided).for_each(|bit| determining.add(RuleNumber { rule: block.rules[bit as usize].place, ..first }));
            for bit in bits(counted) {
                duties |= block.rules[bit as usize].duties;
                grounds |= block.rules[bit as usize].grounds;
            }
        });
    });
    let verdict = outcome.verdict();
    if verdict == Verdict::Permitted && !outcome.not_governed.is_empty() {
        duties |= Duties::SPLIT_UNGOVERNED;
    }
    let entailed = Entailed { duties, grounds, rules: Determined::Gathered(determining) };
    Decision::new((outcome, verdict), entailed, judge.engine, judge.request, judge.subject)
}

/// The first determining rule after one of them, in their order.
pub(super) fn determining_after(judge: &Judge<'_>, outcome: &Outcome, last: Option<RuleNumber>) -> Option<RuleNumber> {
    let mut next: Option<RuleNumber> = None;
    judge.each_reading(|reading| {
        let voice = Voice::of(reading, outcome);
        reading.each_reaching(|rule, reach| {
            let number = reading.number(rule);
            let is_next = Some(number) > last && next.is_none_or(|next| number < next);
            if is_next && !voice.decided_by(rule.effect, reach).is_empty() {
                next = Some(number);
            }
        });
    });
    next
}
