//! Who decides.

use serde_json::Value;

use super::Gist;
use crate::decision::Case;
use crate::engine::PolicyEngine;
use crate::policy::PolicyStack;

/// Who decides: the engine, or what a service puts before it, such as a cache, which has to keep to the laws as well.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::policy::PolicyStack;
/// use lawful::testing::laws::{Decider, Law, Trials, check};
///
/// /// The service's own way to decide.
/// #[derive(Clone)]
/// struct Gate(PolicyEngine);
///
/// impl Decider for Gate {
///     fn engine(&self) -> &PolicyEngine {
///         &self.0
///     }
///
///     fn with(&self, policies: PolicyStack) -> Self {
///         Self(PolicyEngine::layered(policies))
///     }
/// }
///
/// check(Law::RefusalsNeverPermit, &Gate(PolicyEngine::platform()), &Trials::default().cases(64))?;
/// # Ok::<(), lawful::testing::laws::Refuted>(())
/// ```
pub trait Decider: Clone {
    /// The engine behind it.
    fn engine(&self) -> &PolicyEngine;

    /// The same with other policies.
    #[must_use]
    fn with(&self, policies: PolicyStack) -> Self;

    /// The verdicts, duties and grounds.
    fn gist(&self, case: &Case) -> Gist {
        Gist::of(&self.engine().decide(&case.request, &case.subject))
    }

    /// The whole answer, as it is written.
    fn answer(&self, case: &Case) -> Value {
        let answer = self.engine().decide(&case.request, &case.subject).answer();
        serde_json::to_value(answer).unwrap_or_default()
    }
}

impl Decider for PolicyEngine {
    fn engine(&self) -> &PolicyEngine {
        self
    }

    fn with(&self, policies: PolicyStack) -> Self {
        Self::layered(policies)
    }
}
