//! Layers: policies laid over one another.

use super::{Effect, Policy, PolicyError, Rule};
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
    /// The words of all policies together do not fit into one vocabulary, or forbids of the layer yield to permits that are not
    /// under it: all of them are named.
    pub fn lay(mut self, layer: Policy) -> Result<Self, PolicyError> {
        let refused = |finding| PolicyError::one(finding).in_file(&layer.id);
        self.vocabulary =
            self.vocabulary.with(&layer.words).map_err(|error| refused(Finding::new("vocabulary", error.to_string())))?;
        let permits = |name: &String| {
            let all = self.policies().chain([&layer]).flat_map(Policy::all_rules);
            all.filter(|rule| rule.effect() == Effect::Permit).any(|rule| rule.is_named(name))
        };
        let mut strange = Vec::new();
        for (place, rule) in placed_rules(&layer) {
            for (index, name) in rule.yields_to.iter().enumerate().filter(|(_, name)| !permits(name)) {
                let message = format!("the forbid `{}` yields to what is no permit of the policies under the layer", rule.id);
                strange.push(Finding::new(format!("{place}.yields-to[{index}]"), message).bad(name));
            }
        }
        if !strange.is_empty() {
            return Err(PolicyError::new(strange).in_file(&layer.id));
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

/// The rules of all editions, each with the keys that lead to it.
fn placed_rules(policy: &Policy) -> impl Iterator<Item = (String, &Rule)> {
    let initial = policy.rules.iter().enumerate().map(|(index, rule)| (format!("rules[{index}]"), rule));
    let later = policy.editions.iter().enumerate().flat_map(|(edition, later)| {
        let place = move |index: usize| format!("editions[{edition}].rules[{index}]");
        later.rules.iter().enumerate().map(move |(index, rule)| (place(index), rule))
    });
    initial.chain(later)
}
