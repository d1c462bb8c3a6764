//! Enforcement: code that cannot forget to ask.
//!
//! A decision that nobody asks for protects nobody. Here a value of personal data is [`Guarded`] from where it enters the
//! program, and opens only for a matching [`Permit`], which only a permitting decision makes:
//!
//! ```
//! use chrono::TimeDelta;
//! use lawful::PolicyEngine;
//! use lawful::enforcement::{Guarded, Permit};
//! use lawful::request::Request;
//! use lawful::vocabulary::{Action, DataCategories, Purpose};
//! # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
//! # let person = lawful::DataSubject::example().aged(34).agreed("2025-01-01T00:00:00Z".parse()?);
//!
//! // Where it enters:
//! let email = Guarded::new("ada@example.org".to_owned(), DataCategories::EMAIL, person.id());
//!
//! // Where it is used:
//! let engine = PolicyEngine::platform();
//! let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(now);
//! let permit = Permit::from_decision(&engine.decide(&request, &person), TimeDelta::minutes(5))?.without_duties()?;
//! assert_eq!(email.open(&permit, (Action::Use, Purpose::SERVICE), now)?, "ada@example.org");
//!
//! let later = now + TimeDelta::minutes(5);
//! assert!(email.open(&permit, (Action::Use, Purpose::SERVICE), later).is_err(), "a permit expires");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What each step makes impossible:
//!
//! - nobody but a permitting [`Decision`](crate::decision::Decision) makes a permit, and what it obliges to must be [taken
//!   over](Pending::acknowledge) first;
//! - a permit opens values of **its person and its categories** only, for the action and purpose that the opening line names,
//!   until it **expires**;
//! - a guarded value shows nothing in `Debug` and has neither `Display` nor `Serialize`;
//! - a function that takes a [`Released`] value says in its signature [what for](purpose);
//! - of a whole [record], [`disclose`] writes the permitted fields only.
//!
//! # How old a permit may be
//!
//! A permit stands for what was known when it was made. It expires at the earlier of the bound that the caller gives and the
//! next instant at which [time alone](crate::decision::Decision::stable_until) could change the answer; a withdrawal that is
//! recorded meanwhile takes effect at the latest then. Where that is too late, let the permit [rest on](Permit::resting_on) a
//! revision of the person, such as the sequence of their chain in the ledger, and [name the present one](Moment::knowing) on
//! opening.

mod closed;
mod guarded;
#[cfg(feature = "live")]
pub mod live;
mod moment;
pub mod observe;
mod pending;
mod permit;
pub mod purpose;
pub mod record;
mod refusal;
mod released;
#[cfg(feature = "web")]
pub mod web;

pub use closed::Closed;
pub use guarded::{Guarded, OtherPerson};
pub use moment::Moment;
pub use pending::{Pending, Unacknowledged};
pub use permit::Permit;
pub use purpose::PurposeType;
#[doc(hidden)]
pub use record::derived;
pub use record::{Disclosed, Personal, Record, Withheld, Withhold, disclose};
pub use refusal::Refusal;
pub use released::Released;

/// Says which categories of personal data the fields of a record are. What of it goes out then, and what is withheld, is told
/// in [`record`].
///
/// ```
/// use lawful::enforcement::Personal;
/// use lawful::{DataCategories, PolicyEngine};
///
/// #[derive(Personal)]
/// #[personal(from = "registration")]
/// struct Profile {
///     #[personal(subject, none)]
///     id: uuid::Uuid,
///     #[personal("identity.name")]
///     name: String,
///     #[personal("contact.email", "contact.phone")]
///     reached_at: Vec<String>,
/// }
///
/// let categories = Profile::categories(PolicyEngine::platform().vocabulary())?;
/// assert_eq!(categories, DataCategories::NAME | DataCategories::EMAIL | DataCategories::PHONE);
/// # Ok::<(), lawful::vocabulary::NameError>(())
/// ```
///
#[cfg(feature = "derive")]
pub use lawful_derive::Personal;
