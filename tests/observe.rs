//! What is seen of decisions, and what is not.
//!
//! `cargo test --features tracing,metrics --test observe`
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use lawful::enforcement::observe::{count, span, trace};
use lawful::request::Partnership;
use lawful::subject::Grant;
use lawful::vocabulary::{DataCategories, Instant, Party, Purpose, Scope};
use lawful::{DataSubject, PolicyEngine, Request};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn person() -> DataSubject {
    let grant = Grant::new(uuid::Uuid::from_u128(0xcafe), Scope::anything(), now()).on_evidence("canary-evidence");
    DataSubject::new(uuid::Uuid::from_u128(0xcafe_cafe))
        .aged(30)
        .agreed("2025-01-01T00:00:00Z".parse().unwrap())
        .grant(grant)
        .unwrap()
}

fn question() -> Request {
    Request::share(lawful::Item::of(DataCategories::EMAIL).in_service("canary-service"))
        .with(Party::partner("canary-partner"))
        .for_purpose(Purpose::PARTNER_PROMOTION)
        .at(now())
        .given(Partnership { current: Some(true) })
}

/// Writes down everything that reaches it.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<String>>);

struct Fields<'s>(&'s mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = self.0.lock().unwrap();
        write!(text, "[{} {}", span.metadata().target(), span.metadata().name()).unwrap();
        span.record(&mut Fields(&mut text));
        text.push(']');
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock().unwrap();
        write!(text, "[{} {}", event.metadata().target(), event.metadata().level()).unwrap();
        event.record(&mut Fields(&mut text));
        text.push(']');
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn an_event_tells_the_decision_and_nothing_about_people() {
    let (engine, person, question, listener) = (PolicyEngine::platform(), person(), question(), Listener::default());
    tracing::subscriber::with_default(listener.clone(), || {
        let _inside = span(&question).entered();
        trace(&engine.decide(&question, &person));
    });
    let seen = listener.0.lock().unwrap().clone();
    assert_eq!(
        seen,
        "[lawful question action=share purpose=\"partner-promotion\"]\
         [lawful INFO message=decided verdict=permitted action=share purpose=\"partner-promotion\" \
         rules=\"platform@initial:use.1.3.b/partners\" duties=\"necessary-items-only purpose-only honour-objection\"]",
    );
    for canary in ["canary", "cafe"] {
        assert!(!seen.contains(canary), "{canary} in {seen}");
    }
}

#[test]
fn decisions_are_counted_by_verdict_and_action() {
    let recorder = DebuggingRecorder::new();
    let snapshots = recorder.snapshotter();
    let (engine, person, question) = (PolicyEngine::platform(), person(), question());
    metrics::with_local_recorder(&recorder, || {
        count(&engine.decide(&question, &person));
        count(&engine.decide(&question, &person));
        count(&engine.decide(&question, &DataSubject::new(person.id())));
    });
    let mut seen: Vec<String> = snapshots
        .snapshot()
        .into_vec()
        .into_iter()
        .map(|(key, _, _, value)| {
            let labels: Vec<String> = key.key().labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
            let DebugValue::Counter(count) = value else { unreachable!("it is a counter") };
            format!("{}{{{}}} {count}", key.key().name(), labels.join(","))
        })
        .collect();
    seen.sort();
    assert_eq!(
        seen,
        ["lawful_decisions_total{verdict=denied,action=share} 1", "lawful_decisions_total{verdict=permitted,action=share} 2",],
    );
}
