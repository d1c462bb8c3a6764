//! The words: what the law and a policy speak about, as small types.
//!
//! Read this module to learn the domain. A **category** says what kind of data it is ([`DataCategories`]), a **purpose** what
//! it is to be used for ([`Purpose`]), an **action** what is to be done with it ([`Action`]), a **party** who does it or who
//! receives it ([`Party`]), an **origin** where the data came from ([`Origin`]). A **scope** ([`Scope`]) is a stretch of
//! all that: what a person says yes or no to. **Grounds** ([`Ground`]) and **duties** ([`Duties`]) are what an answer names.
//!
//! Every word has one name, in kebab-case, the same in policy files, in JSON and in messages. Words are read with
//! [`FromStr`](std::str::FromStr), written with [`Display`](std::fmt::Display), and a wrong one is answered with the
//! nearest right one, or with all of them where they are few:
//!
//! ```
//! use lawful::vocabulary::{Action, DataCategories};
//!
//! assert_eq!("share".parse(), Ok(Action::Share));
//! assert_eq!("contact.email".parse(), Ok(DataCategories::EMAIL));
//! assert_eq!(
//!     "contact.emial".parse::<DataCategories>().unwrap_err().to_string(),
//!     "unknown category `contact.emial`: did you mean `contact.email`?",
//! );
//! ```
//!
//! A party is read from its role and id (`partner:acme`); the name of a [`Service`] is any text, and needs no reading. Neither is
//! displayed: an id may be personal.
//!
//! A policy may add categories, purposes and facts of its own; a [`Vocabulary`] knows them beside the built-in ones.

mod action;
mod category;
mod closed;
mod custom;
mod duty;
mod ground;
mod names;
pub(crate) mod notation;
mod origin;
mod party;
mod purpose;
mod receiver;
mod redacted;
mod scope;
mod service;
mod sought;
mod text;
mod truth;
mod words;

pub use action::{Action, Actions};
pub use category::DataCategories;
pub use custom::{CustomFact, CustomWords, WordError};
pub use duty::{Duties, Duty};
pub use ground::{Ground, Grounds};
pub use names::NameError;
pub use notation::{Finding, Findings};
pub use origin::{Origin, Origins};
pub use party::{Parties, Party, PartyId, Role, Roles};
pub use purpose::{Purpose, Purposes};
pub use scope::Scope;
pub use service::Service;
pub use truth::Truth;
pub use words::Vocabulary;

pub(crate) use category::is_dotted_name;
pub(crate) use names::{nearest, quoted};
pub(crate) use party::matching_party;
pub(crate) use receiver::Receiver;
pub(crate) use redacted::Redacted;
pub(crate) use sought::Sought;
pub(crate) use text::chosen_name;

/// An instant in UTC.
///
/// Instants are arguments everywhere in this crate: nothing reads a clock. In JSON and TOML they are RFC 3339 timestamps;
/// any offset is read and turned into UTC.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// Nanoseconds since 1970: instants that are quick to compare. `None` before 1677 and after 2262, and within a leap second,
/// which has no number of its own. The last number of all is left to mean that there is no end.
pub(crate) fn ticks(at: Instant) -> Option<i64> {
    at.timestamp_nanos_opt().filter(|ticks| *ticks < i64::MAX && at.timestamp_subsec_nanos() < 1_000_000_000)
}
