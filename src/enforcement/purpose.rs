//! Purposes as types, for signatures.
//!
//! There is one type for each purpose of the vocabulary, and [`purpose_type!`](crate::purpose_type) makes one for a purpose of
//! a policy's own:
//!
//! ```
//! use lawful::enforcement::PurposeType;
//! use lawful::{Policy, PolicyEngine, purpose_type};
//!
//! purpose_type!(
//!     /// Measuring what advertising does.
//!     pub AdMeasurement = "ad-measurement"
//! );
//!
//! let policy = r#"
//!     id = "shop"
//!     extends = "platform"
//!     vocabulary = { purposes = ["ad-measurement"] }
//! "#;
//! let engine = PolicyEngine::new(Policy::from_toml(policy)?);
//! // Once, where the policy is loaded: a misspelt name shows here.
//! let purpose = AdMeasurement::resolve(engine.vocabulary())?;
//! assert_eq!(engine.vocabulary().purpose_name(purpose), Some("ad-measurement"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::vocabulary::{NameError, Purpose, Vocabulary};

/// A type that stands for a purpose.
pub trait PurposeType {
    /// The name of the purpose.
    const NAME: &'static str;

    /// The purpose in a vocabulary.
    ///
    /// # Errors
    ///
    /// The vocabulary has no such purpose; the error names the nearest.
    fn resolve(vocabulary: &Vocabulary) -> Result<Purpose, NameError> {
        vocabulary.purpose(Self::NAME)
    }
}

/// Makes a type that stands for a purpose: see [`purpose`](crate::enforcement::purpose).
#[macro_export]
macro_rules! purpose_type {
    ($(#[$meta:meta])* $visibility:vis $name:ident = $purpose:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {}

        impl $crate::enforcement::PurposeType for $name {
            const NAME: &'static str = $purpose;
        }
    };
}

macro_rules! purposes {
    ($($name:ident = $purpose:literal),+ $(,)?) => {
        $( purpose_type!(#[doc = concat!("The purpose `", $purpose, "`.")] pub $name = $purpose); )+

        #[cfg(test)]
        const ALL: &[&str] = &[$($purpose),+];
    };
}

purposes! {
    Account = "account",
    Login = "login",
    Service = "service",
    Personalisation = "personalisation",
    Improvement = "improvement",
    OwnPromotion = "own-promotion",
    PartnerPromotion = "partner-promotion",
    Announcement = "announcement",
    Operations = "operations",
    Security = "security",
    Transaction = "transaction",
    Dispute = "dispute",
    UserRequest = "user-request",
    UserSharing = "user-sharing",
    SubjectRequest = "subject-request",
    LegalCompliance = "legal-compliance",
    RuleEnforcement = "rule-enforcement",
    RecipientOwn = "recipient-own",
    Other = "other",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Purposes;

    #[test]
    fn there_is_a_type_for_every_built_in_purpose() {
        let words = Vocabulary::builtin();
        let all: Purposes = ALL.iter().filter_map(|name| words.purpose(name).ok()).collect();
        assert_eq!(words.purpose_names(Purposes::all()).count(), ALL.len());
        assert_eq!(words.purpose_names(all).count(), ALL.len());
    }
}
