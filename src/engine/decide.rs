//! Deciding.

use super::compile::PolicyEngine;
use super::judge::{Judge, Reading};
use crate::decision::{Decision, Explanation, Outcome, Verdict};
use crate::policy::Effect;
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{Duties, Grounds};

impl PolicyEngine {
    /// Decides a request about a person.
    ///
    /// Deciding is total, pure and deterministic: it cannot fail, reads no clock and does no I/O. What is wrong with the
    /// question, such as an agreement to an edition that does not exist, [`check`](PolicyEngine::check) reports; deciding
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
        let outcome = outcome(&judge);
        let mut entailed = Entailed { duties: Duties::empty(), grounds: Grounds::empty() };
        for item in request.items() {
            for base in judge.binding.readings() {
                judge.item(item, base, |reading| entailed.add(reading, &outcome));
            }
        }
        if outcome.verdict() == Verdict::Permitted && !outcome.not_governed.is_empty() {
            entailed.duties |= Duties::SPLIT_UNGOVERNED;
        }
        Decision::new(outcome, entailed.duties, entailed.grounds, &*self.0, request, subject)
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

/// What comes with a decision: duties and grounds of the readings whose answer is the final one.
struct Entailed {
    duties: Duties,
    grounds: Grounds,
}

impl Entailed {
    fn add(&mut self, reading: &Reading<'_, '_>, outcome: &Outcome) {
        let permitted = reading.outcome.permitted & outcome.permitted;
        let denied = reading.outcome.denied & outcome.denied;
        // A layer's obligations count although its own answer is that it does not govern.
        let is_layer = reading.policy > 0;
        let obliged = if is_layer { permitted | (reading.outcome.not_governed & outcome.permitted) } else { permitted };
        for rule in reading.candidates() {
            let counts = match rule.effect {
                Effect::Exempt => false,
                Effect::Permit if permitted.is_empty() => false,
                Effect::Permit => reading.reach(rule).sure.intersects(permitted),
                Effect::Forbid if denied.is_empty() || rule.duties.is_empty() => false,
                Effect::Forbid => reading.reach(rule).sure.intersects(denied),
                Effect::Oblige if obliged.is_empty() => false,
                Effect::Oblige => reading.reach(rule).possible.intersects(obliged),
            };
            if counts {
                self.duties |= rule.duties;
                self.grounds.extend(rule.ground.map(Grounds::from));
            }
        }
    }
}
