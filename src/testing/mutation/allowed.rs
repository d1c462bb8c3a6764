//! Survivors that are accepted, each with a reason; and entries that the list no longer needs.

use std::fmt;

use crate::vocabulary::nearest;

/// A mutant that may survive, and why.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    pub(super) name: String,
    pub(super) reason: String,
}

/// An entry in the list of allowed survivors that has to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// The suite notices it by now.
    Noticed {
        /// The mutant's name.
        name: String,
    },
    /// No mutant that counts has this name.
    Unknown {
        /// The name in the list.
        name: String,
        /// The nearest name there is, if one is near.
        suggestion: Option<String>,
    },
    /// The list gives no reason for it, or names it twice.
    Unfounded {
        /// The mutant's name.
        name: String,
    },
}

impl Stale {
    /// The entries that have to go; `all` are the mutants that count, with whether each survives.
    pub(super) fn among(allowed: &[Allowed], all: &[(&str, bool)]) -> Vec<Self> {
        let stale = allowed.iter().enumerate().filter_map(|(index, entry)| {
            let name = entry.name.clone();
            let twice = allowed[..index].iter().any(|earlier| earlier.name == name);
            match all.iter().find(|(known, _)| *known == name) {
                Some(_) if twice || entry.reason.trim().is_empty() => Some(Self::Unfounded { name }),
                Some((_, true)) => None,
                Some((_, false)) => Some(Self::Noticed { name }),
                None => {
                    let suggestion = nearest(&name, all.iter().map(|(known, _)| *known)).map(str::to_owned);
                    Some(Self::Unknown { name, suggestion })
                }
            }
        });
        stale.collect()
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noticed { name } => write!(f, "`{name}` is noticed by now: take it out of the list"),
            Self::Unknown { name, suggestion: Some(near) } => write!(f, "no mutant is called `{name}`: did you mean `{near}`?"),
            Self::Unknown { name, suggestion: None } => write!(f, "no mutant is called `{name}`"),
            Self::Unfounded { name } => write!(f, "`{name}` is there without a reason, or twice"),
        }
    }
}
