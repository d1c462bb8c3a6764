//! Compiling policies.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use super::index::Index;
use super::rule::CompiledRule;
use crate::policy::{DefaultAnswer, Effect, Policy, PolicyStack};
use crate::vocabulary::{DataCategories, Vocabulary};

/// Decides, by one policy and the layers over it.
///
/// It is compiled once, immutable, `Send` and `Sync`, and cheap to clone.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::policy::Policy;
///
/// let built_in = PolicyEngine::platform();
/// let my_own = PolicyEngine::new(Policy::from_toml("id = \"mine\"")?);
/// # Ok::<(), lawful::policy::PolicyError>(())
/// ```
#[derive(Clone)]
pub struct PolicyEngine(pub(super) Arc<Compiled>);

pub(super) struct Compiled {
    /// No other engine that was ever compiled has it.
    pub(super) number: u64,
    pub(super) stack: PolicyStack,
    /// The base first, then the layers.
    pub(super) policies: Vec<CompiledPolicy>,
}

pub(super) struct CompiledPolicy {
    /// The initial edition first.
    pub(super) editions: Vec<CompiledEdition>,
    pub(super) terms: Terms,
    pub(super) default: DefaultAnswer,
}

/// What a policy lays down beside its rules; a layer inherits what it leaves open.
#[derive(Clone)]
pub(super) struct Terms {
    pub(super) age_of_majority: u8,
    /// The categories that each function needs.
    pub(super) functions: HashMap<String, DataCategories>,
}

pub(super) struct CompiledEdition {
    /// In the order of their ids, so that the order of the document never shows.
    pub(super) rules: Box<[CompiledRule]>,
    pub(super) index: Index,
    /// For each name that some forbid of the stack yields to, the permits of this edition that it names.
    pub(super) named_permits: Box<[Box<[u32]>]>,
}

static NUMBERS: AtomicU64 = AtomicU64::new(0);
static PLATFORM: LazyLock<PolicyEngine> = LazyLock::new(|| PolicyEngine::new(Policy::platform().clone()));

impl PolicyEngine {
    /// The engine of the built-in policy, compiled on first use.
    #[must_use]
    pub fn platform() -> Self {
        PLATFORM.clone()
    }

    /// Compiles a policy.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self::layered(PolicyStack::new(policy))
    }

    /// Compiles a policy with the layers over it.
    ///
    /// ```
    /// use lawful::{Policy, PolicyEngine, PolicyStack};
    ///
    /// let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone())?;
    /// assert_eq!(PolicyEngine::layered(stack).layers()[0].id(), "protective");
    /// # Ok::<(), lawful::policy::PolicyError>(())
    /// ```
    #[must_use]
    pub fn layered(stack: PolicyStack) -> Self {
        let words = stack.vocabulary().clone();
        let mut yielded: Vec<&str> =
            stack.policies().flat_map(Policy::all_rules).flat_map(|rule| rule.yields_to()).map(String::as_str).collect();
        yielded.sort_unstable();
        yielded.dedup();

        let mut policies = Vec::new();
        let mut terms = Terms { age_of_majority: Policy::AGE_OF_MAJORITY, functions: HashMap::new() };
        for policy in stack.policies() {
            terms.age_of_majority = policy.age_of_majority().unwrap_or(terms.age_of_majority);
            terms.functions.extend(policy.functions().map(|(name, needs)| {
                (name.to_owned(), needs.iter().filter_map(|category| words.categories(category).ok()).collect())
            }));
            let editions = (0..policy.edition_count()).map(|edition| CompiledEdition::of(policy, edition, &words, &yielded));
            let default = policy.default_answer();
            policies.push(CompiledPolicy { editions: editions.collect(), terms: terms.clone(), default });
        }
        Self(Arc::new(Compiled { number: NUMBERS.fetch_add(1, Ordering::Relaxed), policies, stack }))
    }

    /// The policy at the bottom.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        self.0.stack.base()
    }

    /// How many bytes the compiled rules take, with the index over them and without the text of the policies.
    ///
    /// It is bounded: a rule of a large policy stands in at most 64 lists, and the table that leads to them has at most 51,200
    /// cells.
    ///
    /// ```
    /// let engine = lawful::PolicyEngine::platform();
    /// assert!(engine.bytes() < 1_000_000);
    /// ```
    #[must_use]
    pub fn bytes(&self) -> usize {
        let editions = self.0.policies.iter().flat_map(|policy| &policy.editions);
        editions.map(|edition| edition.index.bytes() + size_of_val(&*edition.rules)).sum()
    }

    /// Whether this engine, or a clone of it, made a decision.
    #[cfg(feature = "audit")]
    pub(crate) fn made(&self, decision: &crate::decision::Decision<'_>) -> bool {
        decision.is_from(&*self.0)
    }

    /// The layers, lowest first.
    #[must_use]
    pub fn layers(&self) -> &[Policy] {
        self.0.stack.layers()
    }

    /// The words of the policy and its layers. Requests and people are read with them.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        self.0.stack.vocabulary()
    }
}

impl CompiledEdition {
    fn of(policy: &Policy, edition: usize, words: &Vocabulary, yielded: &[&str]) -> Self {
        let mut rules = policy.rules_in(edition);
        rules.sort_unstable_by_key(|rule| rule.id());
        let place = |name: &String| yielded.binary_search(&name.as_str()).ok().and_then(|place| u32::try_from(place).ok());
        let rules: Box<[CompiledRule]> = rules
            .into_iter()
            .zip(0..)
            .map(|(rule, number)| {
                let yields_to = rule.yields_to().iter().filter_map(place).collect();
                CompiledRule::new(Arc::new(rule.clone()), number, words, yields_to)
            })
            .collect();
        let permits = |name: &&str| {
            let named = rules.iter().enumerate().filter(|(_, rule)| rule.effect == Effect::Permit && rule.rule.is_named(name));
            named.filter_map(|(place, _)| u32::try_from(place).ok()).collect()
        };
        let named_permits: Box<[Box<[u32]>]> = yielded.iter().map(permits).collect();
        Self { index: Index::of(&rules, &named_permits), named_permits, rules }
    }
}

impl std::fmt::Debug for PolicyEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<_> = self.0.stack.policies().map(Policy::id).collect();
        f.debug_struct("PolicyEngine").field("policies", &ids).finish_non_exhaustive()
    }
}
