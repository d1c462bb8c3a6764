//! The shop: what it holds, and its routes.

mod choices;
mod declarations;
mod feed;
mod people;
mod rights;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{delete, get, post};
use lawful::PolicyEngine;
use lawful::audit::Audit;
use lawful::chain::Key;
use lawful::enforcement::Guarded;
use lawful::enforcement::web::{Gate, Problem, Signals};
use lawful::ledger::sqlite::{Sqlite, ThreadedSqlite};
use lawful::ledger::{Ledger, LedgerError};
use lawful::vocabulary::Instant;
use uuid::Uuid;

pub type State = axum::extract::State<Shop>;

/// The cookie that holds the choice of cookies.
const COOKIE_CHOICE: &str = "cookie-choice";

/// What the routes share.
#[derive(Clone)]
pub struct Shop {
    gate: Gate,
    engine: PolicyEngine,
    ledger: Arc<Ledger<ThreadedSqlite>>,
    audit: Arc<Audit<ThreadedSqlite>>,
    rows: Arc<RwLock<Rows>>,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    partner_key: Arc<str>,
}

/// The shop's own data. It is guarded from where it comes in.
#[derive(Default)]
struct Rows {
    customers: BTreeMap<Uuid, Arc<Customer>>,
    sessions: HashMap<String, Uuid>,
}

struct Customer {
    name: Guarded<String>,
    email: Guarded<String>,
    phone: Guarded<String>,
}

impl Shop {
    /// Opens the shop on a store, with the key of its ledger, the key that its partner signs in with, and a clock.
    pub async fn open(
        store: Sqlite,
        key: Key,
        partner_key: &str,
        clock: impl Fn() -> Instant + Clone + Send + Sync + 'static,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let engine = PolicyEngine::platform();
        let store = store.threaded();
        let audit = Arc::new(Audit::open(store.clone(), &engine)?);
        let ledger = Arc::new(Ledger::open(store, key).await?.with_words(engine.vocabulary()));
        let rows = Arc::new(RwLock::new(Rows::default()));
        let sessions = rows.clone();
        let gate =
            Gate::new(engine.clone(), ledger.clone(), clock.clone(), move |parts| signed_in(&read(&sessions), &parts.headers))
                .reading(Signals::default().with_cookie_choice(COOKIE_CHOICE))
                .recording(audit.clone());
        Ok(Self { gate, engine, ledger, audit, rows, clock: Arc::new(clock), partner_key: partner_key.into() })
    }

    /// The routes.
    pub fn router(&self) -> Router {
        let not_found = || async { Problem::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here.") };
        let not_so = || async { Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "This cannot be done here.") };
        Router::new()
            .route("/", get(people::home))
            .route("/customers", post(people::sign_up))
            .route("/profile", get(people::profile))
            .route("/offers", get(feed::offers))
            .route("/partner/customers", get(feed::customers))
            .route("/cookies", post(choices::cookies))
            .route("/consents", post(choices::consent))
            .route("/consents/{id}", delete(choices::withdraw))
            .route("/objections", post(choices::object))
            .route("/me", get(rights::export).delete(rights::erase))
            .route("/me/decisions", get(rights::decisions))
            .fallback(not_found)
            .method_not_allowed_fallback(not_so)
            .layer(self.gate.clone())
            .with_state(self.clone())
    }

    fn now(&self) -> Instant {
        (self.clock)()
    }

    fn rows(&self) -> RwLockReadGuard<'_, Rows> {
        read(&self.rows)
    }

    fn rows_mut(&self) -> RwLockWriteGuard<'_, Rows> {
        // A change is one insertion or removal, so a panic elsewhere leaves nothing half done.
        self.rows.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn customer(&self, person: Uuid) -> Result<Arc<Customer>, Problem> {
        self.rows().customers.get(&person).cloned().ok_or_else(Problem::nobody)
    }
}

fn read(rows: &RwLock<Rows>) -> RwLockReadGuard<'_, Rows> {
    rows.read().unwrap_or_else(PoisonError::into_inner)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn signed_in(rows: &Rows, headers: &HeaderMap) -> Option<Uuid> {
    rows.sessions.get(bearer(headers)?).copied()
}

/// Whoever is signed in: for what needs no permit, such as saying no.
pub struct SignedIn(Uuid);

impl FromRequestParts<Shop> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shop: &Shop) -> Result<Self, Problem> {
        signed_in(&shop.rows(), &parts.headers).map(Self).ok_or_else(Problem::nobody)
    }
}

/// What a ledger that did not record something means to whoever asked for it.
fn not_recorded(error: LedgerError) -> Problem {
    match error {
        LedgerError::Erased => Problem::nobody(),
        LedgerError::UnknownGrant | LedgerError::Choice(_) => no_such_consent(),
        _ => Problem::unavailable(),
    }
}

fn no_such_consent() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-such-consent", "There is no such consent.")
}
