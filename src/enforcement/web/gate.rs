//! The gate: what a web service asks through.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use axum::http::request::Parts;
use uuid::Uuid;

use super::held::{People, Records};
use super::signals::Said;
use super::{Declaration, Extent, Permitted, Problem, Signals};
use crate::audit::{Audit, Basis, Sink};
use crate::decision::{Change, Remedy};
use crate::enforcement::Permit;
use crate::engine::PolicyEngine;
use crate::ledger::{Ledger, LedgerError, Store};
use crate::vocabulary::Instant;

/// Decides requests to a web service, from what a ledger holds about the person.
///
/// It is a `tower` layer: every request behind it can ask, by [`Permitted`] in the signature of its handler, and every response
/// says `Cache-Control: private, no-store` and `Vary: Sec-GPC`. Cloning it is cheap. The example of [the module](super) shows
/// it.
#[derive(Clone)]
pub struct Gate {
    engine: Arc<dyn Fn() -> PolicyEngine + Send + Sync>,
    people: Arc<dyn People>,
    records: Option<Arc<dyn Records>>,
    clock: Clock,
    who: Arc<Who>,
    signals: Signals,
}

type Who = dyn Fn(&Parts) -> Option<Uuid> + Send + Sync;

pub(super) type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

impl Gate {
    /// A gate with the engine that decides, the ledger that knows the people, the clock, and how to tell who sent a request.
    ///
    /// Who it is, is for the application to authenticate: `who` reads what it left in the request, such as an extension, and
    /// gives `None` where it is nobody.
    pub fn new<S: Store + 'static>(
        engine: PolicyEngine,
        ledger: Arc<Ledger<S>>,
        clock: impl Fn() -> Instant + Send + Sync + 'static,
        who: impl Fn(&Parts) -> Option<Uuid> + Send + Sync + 'static,
    ) -> Self {
        let engine = Arc::new(move || engine.clone());
        Self { engine, people: ledger, records: None, clock: Arc::new(clock), who: Arc::new(who), signals: Signals::default() }
    }

    /// Asks for the engine anew at each request: for a policy that is replaced while requests run.
    #[must_use]
    pub fn with_engine_from(self, engine: impl Fn() -> PolicyEngine + Send + Sync + 'static) -> Self {
        Self { engine: Arc::new(engine), ..self }
    }

    /// Says which signals of the browser are read.
    #[must_use]
    pub fn reading(self, signals: Signals) -> Self {
        Self { signals, ..self }
    }

    /// Records every decision before anybody acts on it; where that fails, the request ends. The audit must be open for the
    /// same engine.
    ///
    /// A decision that a signal of the browser went into rests on the person [sealed](Basis::Sealed), since the ledger does not
    /// hold the signal; so the audit must not keep the questions.
    #[must_use]
    pub fn recording<S: Sink + 'static>(self, audit: Arc<Audit<S>>) -> Self {
        Self { records: Some(audit), ..self }
    }

    /// Asks about the person who sent a request, with what the browser said.
    ///
    /// # Errors
    ///
    /// There is no permit. The problem says why.
    pub async fn ask<D: Declaration>(&self, parts: &Parts) -> Result<Permitted<D>, Problem> {
        let person = (self.who)(parts).ok_or_else(Problem::nobody)?;
        self.decide(person, self.signals.said(&parts.headers)).await
    }

    /// Asks about a person who is not the one who sent the request; what that one's browser says is not the person's.
    ///
    /// # Errors
    ///
    /// There is no permit. The problem says why.
    pub async fn ask_about<D: Declaration>(&self, person: Uuid) -> Result<Permitted<D>, Problem> {
        self.decide(person, Said::default()).await
    }

    async fn decide<D: Declaration>(&self, person: Uuid, said: Said) -> Result<Permitted<D>, Problem> {
        let known = match self.people.known(person).await {
            Ok(Some(known)) => known,
            Ok(None) | Err(LedgerError::Erased) => return Err(Problem::nobody()),
            Err(_) => return Err(Problem::unavailable()),
        };
        // After the ledger was read, so that everything that was read lies before it.
        let at = (self.clock)();
        let engine = (self.engine)();
        let subject = said.added_to(known.subject(), engine.vocabulary(), at).map_err(|_| Problem::unavailable())?;
        let request = D::question(engine.vocabulary(), at);
        let decision = engine.decide(&request, &subject);
        if let Some(records) = &self.records {
            let basis = match &subject {
                Cow::Borrowed(_) => Basis::Ledger(known.position()),
                Cow::Owned(subject) => Basis::sealed(subject, engine.vocabulary()).map_err(|_| Problem::unavailable())?,
            };
            records.record(&decision, basis, at).await.map_err(|_| Problem::unavailable())?;
        }
        let pending = match D::EXTENT {
            Extent::Whole => Permit::from_decision(&decision, D::WITHIN),
            Extent::PermittedPart => Permit::for_permitted_part(&decision, D::WITHIN),
        };
        // The browser says its no again with the next request: a yes in between lifts nothing. That no was said at this very instant, so
        // to lift it would take waiting; one on record is lifted at once.
        let has = |remedy: &Remedy, is_one: fn(&Change) -> bool| remedy.changes().iter().any(is_one);
        let lifts_a_signal = |remedy: &Remedy| {
            has(remedy, |change| matches!(change, Change::LiftRefusal { .. }))
                && has(remedy, |change| matches!(change, Change::WaitUntil { .. }))
        };
        let is_signalled = matches!(subject, Cow::Owned(_)) && !said.yields_to_consents();
        let helps = |remedy: &Remedy| !is_signalled || !lifts_a_signal(remedy);
        let pending = pending.map_err(|refusal| Problem::telling(&refusal, D::DETAIL, helps))?;
        let permit = pending.acknowledge(D::DUTIES).map_err(|_| Problem::duties())?;
        let revision = known.position().sequence;
        Ok(Permitted::new(permit.resting_on(revision), revision, self.clock.clone()))
    }

    pub(super) fn reads_cookies(&self) -> bool {
        self.signals.reads_cookies()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("signals", &self.signals).finish_non_exhaustive()
    }
}
