//! Decisions as events of `tracing`.

use tracing::{Level, Span, debug_span, enabled, event};

use crate::decision::Decision;
use crate::request::Request;

/// A span for what is done around a question: loading the person, deciding, acting.
///
/// At level `DEBUG`, target `lawful`, name `question`, with the fields `action` and `purpose`; a purpose of a policy's own has
/// no name here.
///
/// # Example
///
/// ```
/// use lawful::enforcement::observe::{span, trace};
/// # use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = lawful::DataSubject::example();
/// # let request = lawful::Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
///
/// let _inside = span(&request).entered();
/// let engine = lawful::PolicyEngine::platform();
/// let decision = engine.decide(&request, &person);
/// trace(&decision);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn span(request: &Request) -> Span {
    let purpose = crate::vocabulary::Vocabulary::builtin().purpose_name(request.purpose()).unwrap_or("custom");
    debug_span!(target: "lawful", "question", action = %request.action(), purpose)
}

/// Emits an event for a decision.
///
/// At level `INFO`, target `lawful`, with the fields `verdict`, `action`, `purpose`, `rules` (as `policy@edition:rule`, joined
/// by spaces; empty where none decided) and `duties`. Nothing is worked out where nobody listens.
pub fn trace(decision: &Decision<'_>) {
    if !enabled!(target: "lawful", Level::INFO) {
        return;
    }
    let rules: Vec<String> =
        decision.rules().map(|place| format!("{}@{}:{}", place.policy(), place.edition(), place.rule())).collect();
    let duties: Vec<String> = decision.duties().iter().map(|duty| duty.to_string()).collect();
    event!(
        target: "lawful",
        Level::INFO,
        verdict = %decision.verdict(),
        action = %decision.request().action(),
        purpose = decision.vocabulary().purpose_name(decision.request().purpose()).unwrap_or_default(),
        rules = rules.join(" "),
        duties = duties.join(" "),
        "decided",
    );
}
