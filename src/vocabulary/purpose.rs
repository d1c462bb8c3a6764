//! Purposes: what data is to be used for.

use super::NameError;

/// Defines the built-in purposes: a constant each in [`Purpose`] and in [`Purposes`].
macro_rules! purposes {
    ($( $(#[$($meta:tt)*])* $flag:ident $name:literal = $bit:literal, )+) => {
        /// One purpose.
        ///
        /// The built-in purposes are constants; a policy's own purposes come from its
        /// [`Vocabulary`](crate::vocabulary::Vocabulary).
        ///
        /// # Example
        ///
        /// ```
        /// use lawful::vocabulary::{Purpose, Purposes};
        ///
        /// assert_eq!("partner-promotion".parse(), Ok(Purpose::PARTNER_PROMOTION));
        /// assert!(Purposes::from(Purpose::LOGIN).contains(Purposes::LOGIN));
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct Purpose(u8);

        impl Purpose {
            $( $(#[$($meta)*])* pub const $flag: Self = Self($bit); )+

            /// The names of the built-in purposes, in vocabulary order.
            pub(crate) const NAMES: &'static [&'static str] = &[$( $name, )+];
        }

        bitflags::bitflags! {
            /// A set of purposes.
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct Purposes: u64 {
                $( $(#[$($meta)*])* const $flag = 1 << $bit; )+
                // Every other bit may be a policy's own purpose.
                const _ = !0;
            }
        }
    };
}

purposes! {
    /// Opening and keeping an account.
    ACCOUNT "account" = 0,
    /// Logging in.
    LOGIN "login" = 1,
    /// Providing the service.
    SERVICE "service" = 2,
    /// Fitting the service to the person.
    PERSONALISATION "personalisation" = 3,
    /// Making the service better.
    IMPROVEMENT "improvement" = 4,
    /// Promoting the operator's own products and services.
    OWN_PROMOTION "own-promotion" = 5,
    /// Promotion by a partner of its own products and services.
    PARTNER_PROMOTION "partner-promotion" = 6,
    /// Announcing something about the service.
    ANNOUNCEMENT "announcement" = 7,
    /// Running the service.
    OPERATIONS "operations" = 8,
    /// Keeping information safe.
    SECURITY "security" = 9,
    /// Completing a transaction.
    TRANSACTION "transaction" = 10,
    /// Settling a dispute.
    DISPUTE "dispute" = 11,
    /// Delivering what the person asked for.
    USER_REQUEST "user-request" = 12,
    /// Sharing by the person, through the service.
    USER_SHARING "user-sharing" = 13,
    /// Answering the person's request about the own data.
    SUBJECT_REQUEST "subject-request" = 14,
    /// Complying with the law.
    LEGAL_COMPLIANCE "legal-compliance" = 15,
    /// Enforcing the rules of the platform.
    RULE_ENFORCEMENT "rule-enforcement" = 16,
    /// The recipient's own business.
    RECIPIENT_OWN "recipient-own" = 17,
    /// A purpose that the policy names nowhere. An application that has such a purpose declares it in its policy, so that a
    /// consent can name it.
    OTHER "other" = 18,
}

impl Purpose {
    /// How many purposes a policy may declare of its own.
    pub(crate) const CUSTOM: usize = 64 - Self::NAMES.len();

    /// The purpose with this place in the vocabulary; the caller keeps it below 64.
    pub(crate) const fn at(index: usize) -> Self {
        Self(index as u8)
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<Purpose> for Purposes {
    fn from(purpose: Purpose) -> Self {
        Self::from_bits_retain(1 << purpose.0)
    }
}

impl Purposes {
    /// The purposes in the set, in vocabulary order.
    pub fn purposes(self) -> impl Iterator<Item = Purpose> {
        (0..64).map(Purpose).filter(move |purpose| self.contains((*purpose).into()))
    }
}

impl FromIterator<Purpose> for Purposes {
    fn from_iter<I: IntoIterator<Item = Purpose>>(purposes: I) -> Self {
        purposes.into_iter().map(Self::from).fold(Self::empty(), Self::union)
    }
}

impl std::str::FromStr for Purpose {
    type Err = NameError;

    /// Reads a built-in purpose. A policy's own are read by its [`Vocabulary`](crate::vocabulary::Vocabulary).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::Vocabulary::builtin().purpose(text).map_err(NameError::or_own_word)
    }
}

impl std::fmt::Display for Purpose {
    /// Writes the name; a policy's own purpose is written as `custom purpose`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(Self::NAMES.get(self.index()).copied().unwrap_or("custom purpose"))
    }
}

impl std::fmt::Debug for Purpose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Purpose({self})")
    }
}

impl std::fmt::Display for Purposes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, purpose) in self.purposes().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            purpose.fmt(f)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Purposes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Purposes({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_its_place_and_its_name() {
        assert_eq!(Purpose::NAMES.len(), 19);
        for (index, name) in Purpose::NAMES.iter().enumerate() {
            assert_eq!(name.parse(), Ok(Purpose::at(index)));
            assert_eq!(Purpose::at(index).to_string(), *name);
        }
    }
}
