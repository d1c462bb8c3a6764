//! A SHA-256 value.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// 32 bytes of SHA-256 or HMAC-SHA256, written as 64 lowercase hexadecimal digits.
///
/// # Example
///
/// ```
/// use lawful::chain::Digest;
///
/// let digest = Digest::of(b"");
/// assert_eq!(digest.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
/// assert_eq!(digest.to_string().parse(), Ok(digest));
/// assert_eq!("e3b0".parse::<Digest>().unwrap_err().to_string(), "expected 64 lowercase hexadecimal digits, found 4 characters");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// A text or a row of bytes is no digest or key. What was there is not shown, since it may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DigestError {
    /// White space stands around it, such as the line end of a file.
    #[error("expected 64 lowercase hexadecimal digits, found white space around them: trim it off")]
    Space,
    /// The text has so many characters.
    #[error("expected 64 lowercase hexadecimal digits, found {0} characters")]
    Length(usize),
    /// Some digits are capital letters: one digest is written in one way.
    #[error("expected 64 lowercase hexadecimal digits, found capital letters among them")]
    Capitals,
    /// Some characters are no hexadecimal digits.
    #[error("expected 64 lowercase hexadecimal digits, found other characters among them")]
    Other,
    /// There are so many bytes.
    #[error("expected 32 bytes, found {0}")]
    Bytes(usize),
}

impl Digest {
    /// The SHA-256 of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The SHA-256 of parts, one after the other.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// A digest that was made before.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<&[u8]> for Digest {
    type Error = DigestError;

    fn try_from(bytes: &[u8]) -> Result<Self, DigestError> {
        bytes.try_into().map(Self).map_err(|_| DigestError::Bytes(bytes.len()))
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let mut bytes = [0; 32];
        match text.chars().count() {
            _ if text.trim() != text => Err(DigestError::Space),
            length if length != 64 => Err(DigestError::Length(length)),
            // One digest is written in one way, so that a changed letter shows even where it means the same digit.
            _ if text.bytes().any(|byte| byte.is_ascii_uppercase()) => Err(DigestError::Capitals),
            _ => hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes)).map_err(|_| DigestError::Other),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_digest_is_told_by_its_kind_and_never_shown() {
        let digits = Digest::of(b"").to_string();
        let told = |text: &str| text.parse::<Digest>().map_err(|error| error.to_string());
        let expected = |found: &str| Err(format!("expected 64 lowercase hexadecimal digits, found {found}"));
        assert_eq!(told(&format!("{digits}\n")), expected("white space around them: trim it off"));
        assert_eq!(told(&digits[..63]), expected("63 characters"));
        assert_eq!(told(&digits.to_uppercase()), expected("capital letters among them"));
        assert_eq!(told(&digits.replace('e', "x")), expected("other characters among them"));
        assert_eq!(Digest::try_from(&[0; 31][..]).map_err(|error| error.to_string()), Err("expected 32 bytes, found 31".into()));
    }
}
