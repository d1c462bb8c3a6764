//! Conditions: what a rule asks for.

use super::Fact;
use crate::vocabulary::NameError;

/// What a rule asks for: a built-in fact, or one that the policy declares.
///
/// # Example
///
/// ```
/// use lawful::policy::{Condition, Fact};
///
/// assert_eq!(Condition::from(Fact::Agreed).name(), "agreed");
/// assert_eq!(Condition::Own("works-council-agreed".into()).name(), "works-council-agreed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// A built-in fact.
    Builtin(Fact),
    /// A fact that a policy declares, by its name.
    Own(String),
}

impl Condition {
    /// The fact's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Builtin(fact) => fact.name(),
            Self::Own(name) => name,
        }
    }

    /// The condition of this name, among the built-in facts and these own ones.
    pub(super) fn named<'a>(name: &str, own: impl Iterator<Item = &'a str> + Clone) -> Result<Self, NameError> {
        if let Ok(fact) = name.parse() {
            return Ok(Self::Builtin(fact));
        }
        if own.clone().any(|known| known == name) {
            return Ok(Self::Own(name.to_owned()));
        }
        Err(NameError::new("fact", name, Fact::ALL.iter().map(|fact| fact.name()).chain(own)))
    }
}

impl From<Fact> for Condition {
    fn from(fact: Fact) -> Self {
        Self::Builtin(fact)
    }
}
