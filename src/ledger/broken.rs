//! Verifying: is what is stored what was recorded?

use std::fmt;

use super::body::Body;
use super::store::StoredHistory;
use crate::chain::{Link, Pseudonym};

/// The first link of a chain that does not hold.
///
/// # Example
///
/// ```
/// use lawful::chain::Pseudonym;
/// use lawful::ledger::{Breach, Broken};
///
/// let broken = Broken { pseudonym: Pseudonym::from_uuid(Default::default()), sequence: 3, breach: Breach::Changed };
/// assert_eq!(broken.to_string(), "chain 00000000-0000-0000-0000-000000000000 is broken at 3: the entry was changed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chain {pseudonym} is broken at {sequence}: {breach}")]
pub struct Broken {
    /// Whose chain it is.
    pub pseudonym: Pseudonym,
    /// The number of the first entry that does not hold, from 1 on; 0 for the person's row.
    pub sequence: u64,
    /// What is wrong with it.
    pub breach: Breach,
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breach {
    /// The entry, its link, the person it belongs to or the salt is not what it was.
    Changed,
    /// There is no entry with this number.
    Missing,
    /// The entries end otherwise than the person's row says: some were cut off or put there, or the row was changed.
    Head,
    /// The person is gone with everything: a checkpoint knows the chain, the store does not.
    Vanished,
    /// A checkpoint knows another link under this number: the chain was written anew.
    Rewritten,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "the entry was changed",
            Self::Missing => "the entry is missing",
            Self::Head => "the entries do not end where the person's row says",
            Self::Vanished => "the whole chain has vanished",
            Self::Rewritten => "it is not the link that the checkpoint knows",
        })
    }
}

/// Walks a chain from its start.
///
/// # Errors
///
/// The first link that does not hold.
pub(super) fn verified(history: &StoredHistory) -> Result<(), Broken> {
    let person = &history.person;
    let broken = |sequence, breach| Broken { pseudonym: person.pseudonym, sequence, breach };
    let identity = person.identity.as_ref().map(|identity| (identity.person, &identity.salt));
    let mut link = Link::start(person.pseudonym);
    for entry in &history.entries {
        let expected = link.number() + 1;
        if entry.sequence != expected {
            return Err(broken(expected, Breach::Missing));
        }
        let body = Body::of(entry);
        let fits = match &body {
            Body::Event(..) => identity.is_some(),
            Body::Commitment(_) => identity.is_none() && entry.sequence < person.sequence,
            Body::Tombstone(_) => identity.is_none() && entry.sequence == person.sequence,
            Body::Garbled => false,
        };
        link = match body.commitment(identity).filter(|_| fits) {
            Some(commitment) => link.then(commitment),
            None => return Err(broken(expected, Breach::Changed)),
        };
        if link.head() != entry.link {
            return Err(broken(expected, Breach::Changed));
        }
    }
    match (link.number(), link.head()) == (person.sequence, person.head) {
        true => Ok(()),
        false => Err(broken(person.sequence.min(link.number() + 1), Breach::Head)),
    }
}
