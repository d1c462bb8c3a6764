//! What the organisation has to say: a grant does not hold it.

use std::fmt;

use uuid::Uuid;

use crate::chain::Pseudonym;
use crate::vocabulary::Redacted;

/// Text that says something: it is not empty and not only white space.
///
/// # Example
///
/// ```
/// use lawful::ledger::receipt::NonBlank;
///
/// assert_eq!(NonBlank::try_from("en")?.as_str(), "en");
/// assert!(NonBlank::try_from("  ").is_err());
/// # Ok::<(), lawful::ledger::receipt::Blank>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonBlank(String);

/// There was nothing to read where something must be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected text, found none")]
pub struct Blank;

impl NonBlank {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for NonBlank {
    type Error = Blank;

    fn try_from(text: &str) -> Result<Self, Blank> {
        if text.trim().is_empty() { Err(Blank) } else { Ok(Self(text.to_owned())) }
    }
}

/// How the person is named in a receipt (`pii_principal_id`, in the header of a record).
///
/// A receipt may travel: a reference that says nothing to others is kinder than the id under which the person is known. `Debug`
/// shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Principal(NonBlank);

impl Principal {
    /// By the id that the ledger knows.
    #[must_use]
    pub fn person(id: Uuid) -> Self {
        Self(NonBlank(id.to_string()))
    }

    /// By the random name of the person's chain, which leads to the person through the ledger alone.
    #[must_use]
    pub fn pseudonym(pseudonym: Pseudonym) -> Self {
        Self(NonBlank(pseudonym.to_string()))
    }

    /// By a reference that the person knows, such as a customer number.
    #[must_use]
    pub fn reference(text: NonBlank) -> Self {
        Self(text)
    }

    /// As it stands in the receipt.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Principal").field(&Redacted).finish()
    }
}

/// Who somebody is and how to reach them (6.3.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// `party_id`: a name for it that stays, such as a register number or a domain.
    pub id: NonBlank,
    /// `party_name`: what it is called.
    pub name: NonBlank,
    /// `party_address`: where it is.
    pub address: NonBlank,
    /// `party_contact`: whom to turn to about privacy, such as the data protection officer.
    pub contact: NonBlank,
    /// `party_email`.
    pub email: Option<NonBlank>,
    /// `party_url`.
    pub url: Option<NonBlank>,
    /// `party_phone`.
    pub phone: Option<NonBlank>,
}

/// What the organisation that asked for a consent says in the receipt: the fields that no grant and no refusal holds.
///
/// What the standard demands cannot be left out; what it leaves open is an `Option` or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// `pii_controllers` (6.3.4.8): who decides why and how.
    pub controller: Organisation,
    /// `party_identification` (6.3.6): more parties, such as those that a scope names by `role:id`.
    pub others: Vec<Organisation>,
    /// `privacy_notice` (6.3.4.1): a reference to the very version that the person was shown.
    pub notice: NonBlank,
    /// `language` (6.3.4.2) of the notice, such as `en`.
    pub language: NonBlank,
    /// `storage_locations` (6.3.4.11): where the data are kept.
    pub storage: NonBlank,
    /// `retention_period` (6.3.4.12): for how long, or until when.
    pub retention: NonBlank,
    /// `jurisdiction` (6.3.4.16): whose law governs it, such as `EU`.
    pub jurisdiction: NonBlank,
    /// `withdrawal_method` (6.3.4.18): how the person takes the consent back.
    pub withdrawal: NonBlank,
    /// `privacy_rights` (6.3.4.19): which rights the person has, and how to use them.
    pub rights: Vec<NonBlank>,
    /// `authority_party` (6.3.4.22): to whom the person can complain.
    pub authority: Option<NonBlank>,
}
