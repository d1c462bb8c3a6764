//! Links, and where a chain stands.

use std::fmt;

use uuid::Uuid;

use super::secret::random;
use super::{Digest, NoRandomness};

/// A random name for a person or for a stream of records: it says nothing about who that is.
///
/// # Example
///
/// ```
/// use lawful::chain::Pseudonym;
///
/// assert_ne!(Pseudonym::random()?, Pseudonym::random()?);
/// # Ok::<(), lawful::chain::NoRandomness>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(Uuid);

impl Pseudonym {
    /// A new one: a random UUID (version 4).
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(uuid::Builder::from_random_bytes(random()?).into_uuid()))
    }

    /// One that was kept.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The name as a UUID.
    #[must_use]
    pub const fn as_uuid(&self) -> &Uuid {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonym({self})")
    }
}

/// One link of a chain: its number, counted from 1, and the digest that stands for it and for all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    number: u64,
    head: Digest,
}

impl Link {
    /// The digest that a chain starts from, before its first link.
    #[must_use]
    pub fn start(pseudonym: Pseudonym) -> Self {
        Self { number: 0, head: Digest::of_parts(&[b"lawful/chain/1", pseudonym.0.as_bytes()]) }
    }

    /// The first link.
    #[must_use]
    pub fn first(pseudonym: Pseudonym, commitment: Digest) -> Self {
        Self::start(pseudonym).then(commitment)
    }

    /// A link that was kept.
    #[must_use]
    pub const fn at(number: u64, head: Digest) -> Self {
        Self { number, head }
    }

    /// The next link.
    #[must_use]
    pub fn then(&self, commitment: Digest) -> Self {
        let number = self.number.saturating_add(1);
        let parts: [&[u8]; 4] = [b"lawful/link/1", self.head.as_bytes(), &number.to_be_bytes(), commitment.as_bytes()];
        Self { number, head: Digest::of_parts(&parts) }
    }

    /// Its number; 0 before the first.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Its digest.
    #[must_use]
    pub const fn head(&self) -> Digest {
        self.head
    }
}

/// How far a person's chain had got: enough to find again exactly what was known then.
///
/// It names nobody: the way from a pseudonym to a person is in the ledger, and gone once the person is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Whose chain.
    pub pseudonym: Pseudonym,
    /// The number of its last link; 0 where nothing is recorded.
    pub sequence: u64,
    /// The digest of that link.
    pub head: Digest,
}
