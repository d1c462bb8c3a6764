//! Why an engine cannot take the place of another.

use std::fmt;

use crate::engine::PolicyEngine;
use crate::policy::{Edition, Policy};
use crate::vocabulary::{Instant, quoted};

/// All that speaks against a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub(super) Vec<Conflict>);

/// One thing that speaks against a replacement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Conflict {
    /// It is another policy.
    #[error("the policy {} would be replaced by another one, {}", quoted(.present), quoted(.new))]
    OtherPolicy {
        /// The id of the present policy.
        present: String,
        /// The id of the new one.
        new: String,
    },
    /// A layer is gone.
    #[error("the layer {} is gone", quoted(.layer))]
    LayerGone {
        /// Its id.
        layer: String,
    },
    /// An edition that is in effect is gone, or another one stands in its place.
    #[error("the policy {} lacks its edition {}, which is in effect", quoted(.policy), quoted(.edition))]
    EditionGone {
        /// The id of the policy or layer.
        policy: String,
        /// The version.
        edition: String,
    },
    /// An edition that is in effect has other rules, another start, notice or kind of change.
    #[error("the policy {} says something else in its edition {}, which is in effect", quoted(.policy), quoted(.edition))]
    EditionChanged {
        /// The id of the policy or layer.
        policy: String,
        /// The version.
        edition: String,
    },
    /// What holds for all editions has changed: what is answered where no rule speaks, the age of majority, what is necessary
    /// for a function.
    #[error("the policy {} has another default, age of majority or table of functions", quoted(.policy))]
    TermsChanged {
        /// The id of the policy or layer.
        policy: String,
    },
    /// A word of the policy's own is gone, stands in another place, or is sensitive where it was not.
    #[error(
        "a word of the policy's own is gone, was put before others, or is sensitive where it was not: add new words after the present ones"
    )]
    WordsChanged,
}

impl Refused {
    /// Each of them.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.0
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, conflict) in self.0.iter().enumerate() {
            write!(f, "{}{conflict}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// All that speaks against replacing one engine by another at an instant.
pub(super) fn conflicts(present: &PolicyEngine, new: &PolicyEngine, now: Instant) -> Vec<Conflict> {
    let mut found = Vec::new();
    let (base, new_base) = (present.policy(), new.policy());
    if base.id() != new_base.id() {
        found.push(Conflict::OtherPolicy { present: base.id().to_owned(), new: new_base.id().to_owned() });
        return found;
    }
    compare(base, new_base, now, &mut found);
    for layer in present.layers() {
        match new.layers().iter().find(|other| other.id() == layer.id()) {
            Some(other) => compare(layer, other, now, &mut found),
            None => found.push(Conflict::LayerGone { layer: layer.id().to_owned() }),
        }
    }
    if !new.vocabulary().goes_on_from(present.vocabulary()) {
        found.push(Conflict::WordsChanged);
    }
    found
}

fn compare(present: &Policy, new: &Policy, now: Instant, found: &mut Vec<Conflict>) {
    let policy = || present.id().to_owned();
    let terms = |policy: &Policy| {
        let functions: Vec<(String, Vec<String>)> =
            policy.functions().map(|(name, needs)| (name.to_owned(), needs.to_vec())).collect();
        (policy.default_answer(), policy.age_of_majority(), functions)
    };
    if terms(present) != terms(new) {
        found.push(Conflict::TermsChanged { policy: policy() });
    }
    let in_effect = present.editions().iter().take_while(|edition| edition.effective_from() <= now).count();
    for place in 0..=in_effect {
        let edition = || present.version(place).to_owned();
        if place > new.editions().len() || present.version(place) != new.version(place) {
            found.push(Conflict::EditionGone { policy: policy(), edition: edition() });
        } else if heads(present, place) != heads(new, place) || present.rules_in(place) != new.rules_in(place) {
            found.push(Conflict::EditionChanged { policy: policy(), edition: edition() });
        }
    }
}

/// What an edition says about itself.
fn heads(policy: &Policy, place: usize) -> Option<(Instant, crate::policy::Change, Option<Instant>)> {
    let edition: &Edition = policy.editions().get(place.checked_sub(1)?)?;
    Some((edition.effective_from(), edition.change(), edition.notice()))
}
