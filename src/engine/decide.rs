//! Deciding.

use super::compile::PolicyEngine;
use super::index::bits;
use super::judge::{Judge, Reading};
use super::voice::Voice;
use crate::decision::{Decision, Entailed, Explanation, Outcome, RuleNumber, Verdict};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Duties};

impl PolicyEngine {
    /// Decides a request about a person.
    ///
    /// Deciding is total, pure and deterministic: it cannot fail, reads no clock, does no I/O and allocates nothing. What is wrong with
    /// the question, such as an agreement to an edition that does not exist, [`check`](PolicyEngine::check) reports; deciding
    /// stays on the safe side of it.
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
        let judge = Judge::new(&self.0, request, subject);
        let mut entailed = Entailed::default();
        let outcome = match judge.only_item() {
            Some(item) => {
                let mut reading = Reading::unread(&judge, item, judge.binding.person, 0);
                reading.read();
                entail(&mut entailed, &reading, &reading.outcome);
                reading.outcome
            }
            None => {
                let outcome = outcome(&judge);
                judge.each_reading(|reading| entail(&mut entailed, reading, &outcome));
                outcome
            }
        };
        if outcome.verdict() == Verdict::Permitted && !outcome.not_governed.is_empty() {
            entailed.duties |= Duties::SPLIT_UNGOVERNED;
        }
        Decision::new(outcome, entailed, &*self.0, request, subject)
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

/// Adds what comes with a decision: the determining rules, and the duties and grounds, of the readings whose answer is the final one.
#[inline(always)]
fn entail(entailed: &mut Entailed, reading: &Reading<'_, '_>, outcome: &Outcome) {
    let voice = Voice::of(reading, outcome);
    let (permitted, denied) = (voice.own.permitted, voice.own.denied);
    // A layer's obligations count although its own answer is that it does not govern.
    let is_layer = reading.policy > 0;
    let obliged = if is_layer { permitted | (reading.outcome.not_governed & outcome.permitted) } else { permitted };
    reading.each_left(|block, category, left| {
        let if_among = |categories: DataCategories| if categories.intersects(category) { u64::MAX } else { 0 };
        let counts = (left.sure() & block.permit & if_among(permitted))
            | (left.sure() & block.forbid & if_among(denied))
            | (left.possible & block.oblige & if_among(obliged));
        let decided = voice.decided(block, left, category);
        for bit in bits(decided | counts) {
            let rule = &block.entails[bit as usize];
            if decided >> bit & 1 == 1 {
                entailed.determining.add(reading.number_at(rule.place));
            }
            let (duties, grounds) = (entailed.duties | rule.duties, entailed.grounds | rule.grounds);
            if counts >> bit & 1 == 1 {
                (entailed.duties, entailed.grounds) = (duties, grounds);
            }
        }
    });
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
