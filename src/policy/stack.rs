//! Layers: policies laid over one another.

use super::{Effect, Policy, PolicyError};
use crate::vocabulary::{Finding, Vocabulary};

/// A policy and the layers over it, lowest first. Every layer restricts what the policies under it govern.
///
/// # Example
///
/// ```
/// use lawful::policy::{Policy, PolicyStack};
///
/// let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone())?;
/// assert_eq!(stack.layers().len(), 1);
///
/// let house = stack.read_layer(r#"
///     id = "house-rule"
///     default = "silent"
///     [[rules]]
///     id = "use.1.3.b/never"
///     effect = "forbid"
///     purposes = ["partner-promotion"]
///     text = "We share nothing for the promotion of others."
/// "#)?;
/// let stack = stack.lay(house)?;
/// # Ok::<(), lawful::policy::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyStack {
    base: Policy,
    layers: Vec<Policy>,
    vocabulary: Vocabulary,
}

impl PolicyStack {
    /// A policy without layers.
    #[must_use]
    pub fn new(base: Policy) -> Self {
        let vocabulary = base.vocabulary();
        Self { base, layers: Vec::new(), vocabulary }
    }

    /// Lays one more policy on top.
    ///
    /// # Errors
    ///
    /// The words of all policies together do not fit into one vocabulary, or a forbid of the layer yields to a permit that is
    /// not under it.
    pub fn lay(mut self, layer: Policy) -> Result<Self, PolicyError> {
        let refused = |finding| PolicyError::one(finding).in_file(&layer.id);
        self.vocabulary =
            self.vocabulary.with(&layer.words).map_err(|error| refused(Finding::new("vocabulary", error.to_string())))?;
        let permits = |name: &String| {
            let all = self.policies().chain([&layer]).flat_map(Policy::all_rules);
            all.filter(|rule| rule.effect() == Effect::Permit).any(|rule| rule.is_named(name))
        };
        let strange = layer.all_rules().flat_map(|rule| &rule.yields_to).find(|name| !permits(name));
        if let Some(name) = strange {
            let message = "a forbid of the layer yields to what is no permit of the policies under it";
            return Err(refused(Finding::new("rules", message).bad(name)));
        }
        self.layers.push(layer);
        Ok(self)
    }

    /// The policy at the bottom.
    #[must_use]
    pub fn base(&self) -> &Policy {
        &self.base
    }

    /// The layers, lowest first.
    #[must_use]
    pub fn layers(&self) -> &[Policy] {
        &self.layers
    }

    /// All words of the policies, merged by name.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// All policies, the base first.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.base).chain(&self.layers)
    }
}
