//! What a sink must do, as a suite that anyone can run against their own.
//!
//! ```
//! use lawful::audit::{Memory, conformance::check};
//!
//! pollster::block_on(check(|| Memory::new()))?;
//! # Ok::<(), String>(())
//! ```

use super::sink::{Sink, StoredRecord};
use super::{Audit, AuditError, Basis, PersonThen, Replay, Requests};
use crate::chain::{Digest, Position, Pseudonym};
use crate::engine::PolicyEngine;
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Instant, Purpose};

/// Puts a kind of sink to the test; `empty` makes a new one that shares nothing with any other.
///
/// # Errors
///
/// The first promise that it does not keep, and what happened instead.
pub async fn check<S: Sink>(empty: impl Fn() -> S) -> Result<(), String> {
    for promise in [
        "records come back in order, replay, and verify",
        "a stream goes on where it ended",
        "streams come in order and by pages",
        "what is pruned is gone and the rest verifies",
        "records are found by the person they are about",
        "kept questions are forgotten, records stay",
    ] {
        let outcome = match promise {
            "records come back in order, replay, and verify" => in_order(empty()).await,
            "a stream goes on where it ended" => goes_on(empty()).await,
            "streams come in order and by pages" => pages(empty()).await,
            "what is pruned is gone and the rest verifies" => pruned(empty()).await,
            "records are found by the person they are about" => about(empty()).await,
            _ => forgotten(empty()).await,
        };
        outcome.map_err(|instead| format!("{promise}: {instead}"))?;
    }
    Ok(())
}

fn second(seconds: i64) -> Instant {
    Instant::UNIX_EPOCH + chrono::TimeDelta::seconds(1_780_315_200 + seconds)
}

fn question(seconds: i64) -> Request {
    Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(second(seconds))
}

fn basis(person: u128, sequence: u64) -> Basis {
    let pseudonym = Pseudonym::from_uuid(uuid::Uuid::from_u128(person));
    Basis::Ledger(Position { pseudonym, sequence, head: Digest::of(b"somewhere") })
}

async fn record<S: Sink>(audit: &Audit<S>, person: u128, seconds: i64) -> Result<(), String> {
    let (engine, question, subject) = (PolicyEngine::platform(), question(seconds), DataSubject::new(uuid::Uuid::nil()));
    let decision = engine.decide(&question, &subject);
    audit.record(&decision, basis(person, 1), second(seconds)).await.map(|_| ()).map_err(words)
}

fn opened<S: Sink>(sink: S) -> Result<Audit<S>, String> {
    Audit::open(sink, &PolicyEngine::platform()).map_err(words)
}

async fn in_order<S: Sink>(sink: S) -> Result<(), String> {
    let audit = opened(sink)?;
    for seconds in 0..20 {
        record(&audit, 1, seconds).await?;
    }
    let mut found = audit.records(audit.stream(), 0, 13).await.map_err(words)?;
    demand(found.len() == 13, "a page has another length")?;
    found.extend(audit.records(audit.stream(), 13, 100).await.map_err(words)?);
    demand(found.iter().map(|record| record.at()).eq((0..20).map(second)), "other records came, or in another order")?;
    let subject = DataSubject::new(uuid::Uuid::nil());
    for (record, seconds) in found.iter().zip(0..) {
        let replay = record.replay(&question(seconds), PersonThen::Known(&subject), &PolicyEngine::platform());
        demand(replay == Replay::Same, "a record replays otherwise")?;
    }
    let verification = audit.verify(|_| {}).await.map_err(words)?;
    demand(verification.holds() && (verification.streams, verification.records) == (1, 20), "the stream does not hold")
}

async fn goes_on<S: Sink>(sink: S) -> Result<(), String> {
    let first = opened(sink)?;
    record(&first, 1, 5).await?;
    let stream = first.stream();
    let other = first.resuming(Pseudonym::random().map_err(words)?);
    record(&other, 1, 6).await?;
    let again = other.resuming(stream);
    record(&again, 1, 3).await?;
    let records = again.records(stream, 0, 10).await.map_err(words)?;
    let recorded: Vec<_> = records.iter().map(|record| record.recorded()).collect();
    demand(recorded == [second(5), second(5)], "what is recorded goes back in time, or is not there")?;
    demand(again.verify(|_| {}).await.map_err(words)?.holds(), "a stream does not hold")
}

async fn pages<S: Sink>(sink: S) -> Result<(), String> {
    let mut audit = opened(sink)?;
    let mut names = Vec::new();
    for seconds in 0..9 {
        audit = audit.resuming(Pseudonym::random().map_err(words)?);
        names.push(audit.stream());
        record(&audit, 1, seconds).await?;
    }
    names.sort();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = audit.sink().streams(after, 4).await.map_err(words)?;
        let Some(last) = page.last() else { break };
        demand(page.len() <= 4, "a page is too long")?;
        after = Some(last.stream);
        found.extend(page.iter().map(|state| state.stream));
    }
    demand(found == names, "other streams came, or in another order")?;
    let unknown = audit.sink().stream(Pseudonym::random().map_err(words)?).await.map_err(words)?;
    demand(unknown.is_none(), "an unknown stream was found")
}

async fn pruned<S: Sink>(sink: S) -> Result<(), String> {
    let audit = opened(sink)?;
    for seconds in 0..10 {
        record(&audit, 1, seconds).await?;
    }
    let mut manifest = Vec::new();
    let digest = audit.checkpoint(&mut manifest).await.map_err(words)?;
    let manifest = String::from_utf8(manifest).map_err(words)?;
    record(&audit, 1, 10).await?;
    let count = audit.prune(second(4), &manifest).await.map_err(words)?;
    demand(count == 4, &format!("{count} records were pruned instead of 4"))?;
    let left = audit.records(audit.stream(), 0, 100).await.map_err(words)?;
    demand(left.iter().map(|record| record.at()).eq((4..11).map(second)), "other records are left")?;
    record(&audit, 1, 11).await?;
    demand(audit.verify(|_| {}).await.map_err(words)?.holds(), "the rest does not hold")?;
    let against = audit.verify_against((&manifest, digest), |_| {}).await.map_err(words)?;
    demand(against.is_some_and(|verification| verification.holds()), "the rest does not hold against the checkpoint")?;
    let count = audit.prune(second(100), &manifest).await.map_err(words)?;
    demand(count == 6, "records were pruned that the checkpoint does not cover")?;
    record(&audit, 1, 12).await?;
    demand(audit.verify(|_| {}).await.map_err(words)?.holds(), "what is recorded after pruning does not hold")
}

async fn about<S: Sink>(sink: S) -> Result<(), String> {
    let audit = opened(sink)?;
    for seconds in 0..10 {
        record(&audit, u128::from(seconds % 3 == 0), seconds.into()).await?;
    }
    let found = audit.about(Pseudonym::from_uuid(uuid::Uuid::from_u128(1))).await.map_err(words)?;
    demand(found.iter().map(|record| record.at()).eq([0, 3, 6, 9].map(second)), "other records were found")?;
    let nobody = audit.about(Pseudonym::from_uuid(uuid::Uuid::from_u128(7))).await.map_err(words)?;
    demand(nobody.is_empty(), "records about nobody were found")
}

async fn forgotten<S: Sink>(sink: S) -> Result<(), String> {
    let keeps = sink.keeps_requests();
    let audit = match opened(sink)?.with_requests(Requests::Kept) {
        Err(AuditError::KeepsNoRequests) if !keeps => return Ok(()),
        other => other.map_err(words)?,
    };
    record(&audit, 1, 0).await?;
    record(&audit, 2, 1).await?;
    let kept = async || -> Result<Vec<bool>, String> {
        let stored = audit.sink().records(audit.stream(), 0, 10).await.map_err(words)?;
        Ok(stored.iter().map(|stored: &StoredRecord| stored.request.is_some()).collect())
    };
    demand(kept().await? == [true, true], "questions are not kept")?;
    let count = audit.forget(Pseudonym::from_uuid(uuid::Uuid::from_u128(1))).await.map_err(words)?;
    demand(count == 1 && kept().await? == [false, true], "other questions are forgotten")?;
    demand(audit.verify(|_| {}).await.map_err(words)?.holds(), "the stream does not hold")
}

fn demand(holds: bool, instead: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(instead.to_owned()) }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
