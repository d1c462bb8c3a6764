//! What is kept secret: the key of a ledger and the salt of a chain.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::{Digest, DigestError};
use crate::vocabulary::Redacted;

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> Digest {
    // RFC 2104 fills a key up to a block with zeros; one that is filled up already cannot have a wrong length.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    Digest::from_bytes(mac.finalize().into_bytes().into())
}

/// 32 random bytes that belong to one chain. Deleted, its commitments can no longer be linked to anything.
///
/// `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A new one.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// One that was kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be kept.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The commitment to a text about a person.
    #[must_use]
    pub fn commit(&self, person: Uuid, text: &str) -> Digest {
        hmac(&self.0, &[b"lawful/commitment/1", person.as_bytes(), text.as_bytes()])
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Salt").field(&Redacted).finish()
    }
}

/// 32 secret bytes under which a ledger remembers whom it has erased, without keeping their ids.
///
/// It belongs to the caller: keep it apart from the ledger, as one keeps other secrets. Whoever has both can test whether a
/// known id was erased; whoever has the ledger alone cannot. `Debug` shows nothing of it.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
///
/// let key = Key::random()?;
/// let kept = key.to_hex();
/// assert_eq!(kept.parse(), Ok(key));
/// # Ok::<(), lawful::chain::NoRandomness>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// A new one.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// One that was kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key as 64 hexadecimal digits, to be kept where secrets are kept.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// What is remembered of an erased person: a keyed hash of the id.
    #[must_use]
    pub fn mark(&self, person: Uuid) -> Digest {
        hmac(&self.0, &[b"lawful/erased/1", person.as_bytes()])
    }

    /// Tells one key from another without showing either.
    #[must_use]
    pub fn check(&self) -> Digest {
        hmac(&self.0, &[b"lawful/key/1"])
    }
}

impl FromStr for Key {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        text.parse::<Digest>().map(|bytes| Self(*bytes.as_bytes()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&Redacted).finish()
    }
}
