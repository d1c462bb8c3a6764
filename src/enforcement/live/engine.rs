//! The engine that is used now.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};

use super::conflict::{Refused, conflicts};
use crate::engine::PolicyEngine;
use crate::vocabulary::Instant;

/// Holds the engine that is used now, and lets it be replaced. The example of [the module](crate::enforcement::live) shows it.
pub struct LiveEngine {
    present: ArcSwap<Generation>,
    /// Held by whoever replaces, so that what was compared is what is replaced. Nobody who decides takes it.
    replacing: Mutex<()>,
}

struct Generation {
    engine: PolicyEngine,
    number: u64,
}

/// The engine as it was when it was asked for. It stays the same for as long as it is held; hold it for one request, not for
/// ever.
pub struct Current(Guard<Arc<Generation>>);

impl LiveEngine {
    /// Begins with an engine, as generation 1.
    #[must_use]
    pub fn new(engine: PolicyEngine) -> Self {
        Self { present: ArcSwap::from_pointee(Generation { engine, number: 1 }), replacing: Mutex::new(()) }
    }

    /// The engine that is used now. No lock is taken, whatever is being replaced.
    #[must_use]
    pub fn current(&self) -> Current {
        Current(self.present.load())
    }

    /// Puts an engine in the place of the present one, and gives the number of its generation. `now` tells which editions are
    /// in effect, inclusive.
    ///
    /// # Errors
    ///
    /// It changes what is in effect; the present engine stays.
    pub fn replace(&self, engine: PolicyEngine, now: Instant) -> Result<u64, Refused> {
        let _replacing = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        match conflicts(&self.current(), &engine, now) {
            conflicts if conflicts.is_empty() => Ok(self.put(engine)),
            conflicts => Err(Refused(conflicts)),
        }
    }

    /// Puts an engine in the place of the present one though it changes what is in effect: for mistakes in a policy that must
    /// not bind any longer. The reason is for whoever reads the line that does it.
    ///
    /// People and requests that were read with other words of the policy's own must be read anew.
    pub fn replace_as_correction(&self, engine: PolicyEngine, reason: &'static str) -> u64 {
        let _ = reason;
        let _replacing = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        self.put(engine)
    }

    fn put(&self, engine: PolicyEngine) -> u64 {
        let number = self.current().generation() + 1;
        self.present.store(Arc::new(Generation { engine, number }));
        number
    }
}

impl Current {
    /// Its number, counted from 1.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.number
    }
}

impl Deref for Current {
    type Target = PolicyEngine;

    fn deref(&self) -> &PolicyEngine {
        &self.0.engine
    }
}

impl fmt::Debug for LiveEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveEngine").field("generation", &self.current().generation()).finish_non_exhaustive()
    }
}
