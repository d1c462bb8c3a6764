//! A digest that only fits what it was made of, and tells nothing about it.

use uuid::Uuid;

use super::{Digest, NoRandomness, Salt};

/// A salted digest of a text: whoever has the text can check that it is the one, whoever has only the seal cannot guess it.
///
/// # Example
///
/// ```
/// use lawful::chain::Seal;
///
/// let seal = Seal::of("a question")?;
/// assert!(seal.fits("a question"));
/// assert!(!seal.fits("another"));
/// assert_ne!(seal, Seal::of("a question")?, "no two seals are alike");
/// # Ok::<(), lawful::chain::NoRandomness>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    salt: Salt,
    digest: Digest,
}

impl Seal {
    /// Seals a text.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn of(text: &str) -> Result<Self, NoRandomness> {
        let salt = Salt::random()?;
        let digest = salt.commit(Uuid::nil(), text);
        Ok(Self { salt, digest })
    }

    /// Whether it was made of this text.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        self.salt.commit(Uuid::nil(), text) == self.digest
    }

    /// As it is written: the salt and the digest.
    pub(crate) fn parts(&self) -> (Digest, Digest) {
        (Digest::from_bytes(*self.salt.as_bytes()), self.digest)
    }

    pub(crate) fn from_parts(salt: Digest, digest: Digest) -> Self {
        Self { salt: Salt::from_bytes(*salt.as_bytes()), digest }
    }
}
