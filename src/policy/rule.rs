//! Rules: boxes with conditions.

use super::Condition;
use crate::vocabulary::notation::word_enum;
use crate::vocabulary::{Actions, Duties, Ground, Origins, Parties};

word_enum! {
    /// What a rule does with what it reaches.
    Effect, "effect",
    /// Takes it out of the policy: not governed.
    Exempt "exempt",
    /// Forbids it. Beats every permit.
    Forbid "forbid",
    /// Permits it.
    Permit "permit",
    /// Adds duties to what is permitted.
    Oblige "oblige",
}

/// A rule of a policy: what it speaks of (its box), under which conditions it reaches that, and what then follows.
///
/// A part of the box that is `None` means *any*. Categories, purposes and own facts are kept by name: which bits stand for them
/// depends on the vocabulary of the whole stack of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) id: String,
    pub(super) effect: Effect,
    pub(super) actions: Option<Actions>,
    pub(super) actors: Option<Parties>,
    pub(super) recipients: Option<Parties>,
    pub(super) purposes: Option<Vec<String>>,
    pub(super) categories: Option<Vec<String>>,
    pub(super) origins: Option<Origins>,
    pub(super) when: Vec<Condition>,
    pub(super) unless: Vec<Condition>,
    pub(super) yields_to: Vec<String>,
    pub(super) duties: Duties,
    pub(super) ground: Option<Ground>,
    pub(super) text: String,
}

impl Rule {
    /// The id, unique in its edition: the clause, and what tells its rules apart (`authz.2.a/stop`).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The clause that the rule puts into practice: its id up to the first `/`.
    ///
    /// ```
    /// let policy = lawful::policy::Policy::from_toml(r#"
    ///     id = "mine"
    ///     [[rules]]
    ///     id = "privacy.4/stop"
    ///     effect = "forbid"
    ///     when = ["refused"]
    ///     text = "What the person refused is not done."
    /// "#)?;
    /// assert_eq!(policy.rules()[0].clause(), "privacy.4");
    /// # Ok::<(), lawful::policy::PolicyError>(())
    /// ```
    #[must_use]
    pub fn clause(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(clause, _)| clause)
    }

    /// What it does with what it reaches.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The actions in its box.
    #[must_use]
    pub fn actions(&self) -> Option<Actions> {
        self.actions
    }

    /// The actors in its box.
    #[must_use]
    pub fn actors(&self) -> Option<&Parties> {
        self.actors.as_ref()
    }

    /// The recipients in its box. A rule that names any never reaches an action that has none.
    #[must_use]
    pub fn recipients(&self) -> Option<&Parties> {
        self.recipients.as_ref()
    }

    /// The names of the purposes in its box.
    #[must_use]
    pub fn purposes(&self) -> Option<&[String]> {
        self.purposes.as_deref()
    }

    /// The names of the categories and groups of categories in its box.
    #[must_use]
    pub fn categories(&self) -> Option<&[String]> {
        self.categories.as_deref()
    }

    /// The origins in its box.
    #[must_use]
    pub fn origins(&self) -> Option<Origins> {
        self.origins
    }

    /// The facts that must all hold.
    #[must_use]
    pub fn when(&self) -> &[Condition] {
        &self.when
    }

    /// The facts any one of which lifts the rule.
    #[must_use]
    pub fn unless(&self) -> &[Condition] {
        &self.unless
    }

    /// The permits, by rule id or clause, that a forbid gives way to.
    #[must_use]
    pub fn yields_to(&self) -> &[String] {
        &self.yields_to
    }

    /// The duties that come with it.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// The ground that a permit stands on.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// What the rule says, in one plain sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a rule id or a clause names this rule.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
