//! Decisions as counters of `metrics`.

use metrics::counter;

use crate::decision::Decision;

/// Counts a decision: `lawful_decisions_total`, with the labels `verdict` and `action`, of which there are few.
///
/// # Example
///
/// ```
/// use lawful::enforcement::observe::count;
/// # use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = lawful::DataSubject::example();
/// # let request = lawful::Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
///
/// let engine = lawful::PolicyEngine::platform();
/// count(&engine.decide(&request, &person));
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn count(decision: &Decision<'_>) {
    let (verdict, action) = (decision.verdict().to_string(), decision.request().action().to_string());
    counter!("lawful_decisions_total", "verdict" => verdict, "action" => action).increment(1);
}
