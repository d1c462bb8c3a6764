//! The extractor: a handler that has it may act.

use std::fmt;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use uuid::Uuid;

use super::gate::Clock;
use super::{Declaration, Gate, Problem};
use crate::enforcement::{Closed, Guarded, Permit};
use crate::vocabulary::Instant;

/// A permit for what a route declares, about the person who sent the request. Without one the request ends with a [`Problem`]
/// before the handler runs.
///
/// A route that has something else to do without a permit takes a `Result<Permitted<D>, Problem>`. Where a layer is wanted
/// rather than an argument, `axum::middleware::from_extractor::<Permitted<D>>()` is one.
pub struct Permitted<D> {
    permit: Permit,
    revision: u64,
    clock: Clock,
    declaration: PhantomData<fn() -> D>,
}

impl<D: Declaration> Permitted<D> {
    pub(super) fn new(permit: Permit, revision: u64, clock: Clock) -> Self {
        Self { permit, revision, clock, declaration: PhantomData }
    }

    /// Opens a value, for the action and purpose of the route, at the present instant of the gate's clock.
    ///
    /// # Errors
    ///
    /// It is another person's, of a category that is not permitted, or the permit is over.
    pub fn open<'g, T>(&self, guarded: &'g Guarded<T>) -> Result<&'g T, Closed> {
        guarded.open(&self.permit, (self.permit.action(), self.permit.purpose()), (self.clock)())
    }

    /// The permit.
    #[must_use]
    pub fn permit(&self) -> &Permit {
        &self.permit
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        self.permit.subject()
    }

    /// The instant of the decision.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.permit.granted()
    }

    /// The number of the last event in the person's chain that the decision rests on.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

impl<S: Send + Sync, D: Declaration> FromRequestParts<S> for Permitted<D> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let gate = parts.extensions.get::<Gate>().cloned().ok_or_else(Problem::no_gate)?;
        gate.ask(parts).await
    }
}

impl<D> fmt::Debug for Permitted<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permitted").field("permit", &self.permit).finish_non_exhaustive()
    }
}
