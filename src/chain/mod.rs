//! Hash chains: what makes a changed, missing or reordered record show.
//!
//! A chain belongs to one [`Pseudonym`], a random name. It starts from that name; each link is the SHA-256 of the link before
//! it, its number and a **commitment** to what is recorded there. A commitment is an HMAC-SHA256 keyed with the [`Salt`] of the
//! chain, so that nobody who sees a link can guess what it stands for once the salt is deleted.
//!
//! ```text
//! start         = SHA-256("lawful/chain/1"      ‖ pseudonym)
//! commitment(n) = HMAC-SHA256(salt, "lawful/commitment/1" ‖ person ‖ text(n))
//! link(n)       = SHA-256("lawful/link/1" ‖ link(n-1) ‖ n ‖ commitment(n))
//! ```
//!
//! `pseudonym` and `person` are the 16 bytes of a UUID, `n` counts from 1 in 8 bytes, most significant first, and `text` is
//! JSON in the canonical form of RFC 8785: no white space, keys sorted.
//!
//! # Example
//!
//! ```
//! use lawful::chain::{Link, Pseudonym, Salt};
//! # let person = lawful::DataSubject::example().id();
//!
//! let (pseudonym, salt) = (Pseudonym::random()?, Salt::random()?);
//! let first = Link::first(pseudonym, salt.commit(person, r#"{"n":1}"#));
//! let second = first.then(salt.commit(person, r#"{"n":2}"#));
//! assert_eq!(second.number(), 2);
//!
//! let other = first.then(salt.commit(person, r#"{"n":3}"#));
//! assert_ne!(second.head(), other.head(), "what is recorded shows in the head");
//! # Ok::<(), lawful::chain::NoRandomness>(())
//! ```

mod digest;
mod failure;
mod link;
#[cfg(feature = "audit")]
mod seal;
mod secret;

pub use digest::{Digest, DigestError};
pub use failure::{StoreError, StoreFailure};
pub use link::{Link, Position, Pseudonym};
#[cfg(feature = "audit")]
pub use seal::Seal;
pub use secret::{Key, NoRandomness, Salt};

#[cfg(feature = "ledger")]
pub(crate) use secret::random;
