//! Receipts: what a person has agreed to or refused, for the person to keep.
//!
//! A [`Receipt`] holds a consent record in the structure of **ISO/IEC TS 27560:2023** ("Consent record information structure"),
//! with the standard's own names of fields, as JSON, and the same for people, as Markdown. It reads back: the grant or refusal
//! in it is the one that it was made of.
//!
//! # Fields
//!
//! The sections are those of the standard; what it demands and what it leaves open is taken from the guide ["Consent Records
//! and Receipts as per ISO/IEC TS 27560:2023 using DPV"](https://w3id.org/dpv/guides/consent-27560) of the W3C community group.
//!
//! | key | from | holds |
//! |---|---|---|
//! | `schema_version` | receipt | [`SCHEMA`] |
//! | `receipt_id` | receipt | a UUID for the receipt |
//! | `record.schema_version`, `.record_id` | header | [`SCHEMA`]; the id of the grant or refusal |
//! | `record.pii_principal_id` | header | the [`Principal`] |
//! | `record.pii_processing.privacy_notice`, `.language` | 6.3.4.1–2 | from the [`Issuer`] |
//! | `record.pii_processing.purposes[]` | 6.3.4.3 | one for each purpose of the scope, or one for any |
//! | ` .purpose`, `.purpose_type`, `.purpose_term` | 6.3.4.4–5 | in plain words; the policy's word, or `any`; a term of the W3C Data Privacy Vocabulary |
//! | ` .lawful_basis` | 6.3.4.6 | consent |
//! | ` .pii_information[]` | 6.3.5 | `pii_type`: the category, or `any`; `pii_term`; `sensitive_pii_category`; `special_pii_category` (Art. 9 GDPR) |
//! | ` .pii_controllers` | 6.3.4.8 | the `party_id` of the controller |
//! | ` .processing_method[]` | 6.3.4.10 | `method`: the action, or `any`; `method_term` |
//! | ` .storage_locations`, `.retention_period` | 6.3.4.11–12 | from the issuer |
//! | ` .services` | 6.3.4.15 | the service of the scope, if it is narrowed to one |
//! | ` .jurisdiction` | 6.3.4.16 | from the issuer |
//! | ` .recipient_third_parties` | 6.3.4.17 | `role` or `role:id` of the scope, or `any` |
//! | ` .withdrawal_method`, `.privacy_rights`, `.authority_party` | 6.3.4.18–19, 22 | from the issuer |
//! | `record.party_identification[]` | 6.3.6 | `party_id`, `party_name`, `party_address`, `party_contact`, `party_email`, `party_url`, `party_phone`, `party_role` |
//! | `record.events[]` | 6.3.7 | `event_time`; `validity_duration`; `entity_id`; `event_type`: `given`, `refused` or `withdrawn`; `event_state`: the same as a term; `event_method` |
//! | `choice` | this crate | the grant or refusal in the notation of a person's `choices` |
//!
//! The keys `…_term`, `event_method` and `choice` are additions, which the standard allows. A word without a clear counterpart
//! in the vocabulary of the W3C has no term. What stands twice must say the same: a receipt whose record is not that of its
//! `choice` is refused.
//!
//! The standard is about consent. A refusal or objection that answers no request for consent is put into the same structure,
//! with `event_type` `refused`.

mod issuer;
mod markdown;
mod reading;
mod record;
mod terms;

use std::fmt;

use uuid::Uuid;

pub use issuer::{Blank, Issuer, NonBlank, Organisation, Principal};

use crate::ledger::{Event, Happening};
use crate::subject::Choice;
use crate::vocabulary::notation::{Node, Writer, read as read_node};
use crate::vocabulary::{Findings, Redacted, Vocabulary};

/// What `schema_version` says: the structure of the standard, in the form of this page.
pub const SCHEMA: &str = "ISO/IEC TS 27560:2023 lawful/1";

/// A consent, a refusal or a withdrawal, with what the person was told about it.
///
/// # Example
///
/// ```
/// use lawful::ledger::receipt::{Issuer, Organisation, Principal, Receipt};
/// use lawful::subject::{Choice, Grant};
/// use lawful::vocabulary::{DataCategories, Purposes, Scope, Vocabulary};
/// # let [id, grant_id] = [(); 2].map(|()| lawful::DataSubject::example().id());
///
/// let issuer = Issuer {
///     controller: Organisation {
///         id: "shop.example".try_into()?,
///         name: "Shop Ltd".try_into()?,
///         address: "1 High Street, Dublin".try_into()?,
///         contact: "privacy officer".try_into()?,
///         email: Some("privacy@shop.example".try_into()?),
///         url: None,
///         phone: None,
///     },
///     others: vec![],
///     notice: "https://shop.example/notice/3".try_into()?,
///     language: "en".try_into()?,
///     storage: "Ireland".try_into()?,
///     retention: "until the account is closed".try_into()?,
///     jurisdiction: "EU".try_into()?,
///     withdrawal: "in the settings of the account".try_into()?,
///     rights: vec![],
///     authority: None,
/// };
/// let scope = Scope::anything().of(DataCategories::EMAIL).for_purposes(Purposes::OWN_PROMOTION);
/// let grant = Choice::Grant(Grant::new(grant_id, scope, "2026-01-05T09:00:00Z".parse()?));
///
/// let receipt = Receipt::new(id, Principal::reference("customer 7".try_into()?), issuer, grant.clone());
/// let words = Vocabulary::builtin();
/// let json = receipt.to_json(words)?;
/// assert_eq!(Receipt::from_json(&json, words)?.choice(), &grant);
/// assert!(receipt.to_markdown(words).contains("the e-mail address: for the promotion of the operator's own products"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    id: Uuid,
    principal: Principal,
    issuer: Issuer,
    choice: Choice,
}

/// A receipt that cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// The choice has a word that the vocabulary lacks: written down it would be lost.
    #[error("the choice uses a word that the vocabulary does not have")]
    UnknownWord,
    /// The text is no JSON.
    #[error("this is not JSON: {0}")]
    Syntax(String),
    /// The JSON is no receipt. All mistakes are listed.
    #[error("{0}")]
    Invalid(Findings),
    /// The record does not say what the choice says.
    #[error("`{key}` is not what a receipt of this choice says there: it was changed, or written by another version")]
    Contradiction {
        /// The first key that differs.
        key: String,
    },
}

impl Receipt {
    /// A receipt for a choice. The standard recommends a random UUID (version 4) as its id.
    #[must_use]
    pub fn new(id: Uuid, principal: Principal, issuer: Issuer, choice: Choice) -> Self {
        Self { id, principal, issuer, choice }
    }

    /// A receipt for a recorded event; `None` where that is neither a grant nor a refusal.
    #[must_use]
    pub fn of(id: Uuid, principal: Principal, issuer: Issuer, event: &Event) -> Option<Self> {
        let choice = match event.what() {
            Happening::Granted(grant) => Choice::Grant(grant.clone()),
            Happening::Refused(refusal) => Choice::Refusal(refusal.clone()),
            _ => return None,
        };
        Some(Self::new(id, principal, issuer, choice))
    }

    /// The id of the receipt.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// How the person is named in it.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// What the organisation said.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// What the person said.
    #[must_use]
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// Writes it, with the words of a policy.
    ///
    /// # Errors
    ///
    /// The choice has a word that the vocabulary lacks.
    pub fn to_json(&self, vocabulary: &Vocabulary) -> Result<String, ReceiptError> {
        let mut out = Writer::new(vocabulary);
        let node = self.node(&mut out);
        if out.is_nameless() {
            return Err(ReceiptError::UnknownWord);
        }
        serde_json::to_string_pretty(&node).map_err(|error| ReceiptError::Syntax(error.to_string()))
    }

    /// Reads one, with the words of a policy.
    ///
    /// # Errors
    ///
    /// The text is no JSON, something is missing or unknown, or the record and the choice contradict each other.
    pub fn from_json(text: &str, vocabulary: &Vocabulary) -> Result<Self, ReceiptError> {
        let node: Node = serde_json::from_str(text).map_err(|error| ReceiptError::Syntax(error.to_string()))?;
        let receipt: Self = read_node(&node, vocabulary).map_err(ReceiptError::Invalid)?;
        match reading::difference(&receipt, &node, vocabulary) {
            Some(key) => Err(ReceiptError::Contradiction { key }),
            None => Ok(receipt),
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("id", &Redacted).field("choice", &self.choice).finish_non_exhaustive()
    }
}
