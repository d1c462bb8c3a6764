//! Records of personal data, and what of them is disclosed.
//!
//! A record says of each of its fields which data it is; with the feature `derive`, by marks, which `derive(Personal)` lists:
//!
//! ```
//! # #[cfg(feature = "derive")] {
//! use chrono::TimeDelta;
//! use lawful::enforcement::{Permit, Personal, Withhold, disclose};
//! use lawful::vocabulary::{Action, DataCategories, Duties, Instant, Purpose, Scope};
//! use lawful::{DataSubject, PolicyEngine, Refusal, Request};
//! # use lawful::subject::RefusalMeans;
//! use uuid::Uuid;
//!
//! #[derive(Personal)] // no Serialize: `disclose` is the only way out
//! struct Profile {
//!     #[personal(subject, none)]
//!     id: Uuid,
//!     #[personal("identity.name")]
//!     name: String,
//!     #[personal("contact.phone")]
//!     phone: Option<String>,
//! }
//!
//! # let (id, now): (Uuid, Instant) = ("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse()?, "2026-06-01T12:00:00Z".parse()?);
//! let profile = Profile { id, name: "Ada".to_owned(), phone: Some("+46 70".to_owned()) };
//! # let person = DataSubject::new(id).aged(34).agreed("2025-01-01T00:00:00Z".parse()?);
//! # let no = Refusal::new(Uuid::max(), Scope::anything().of(DataCategories::PHONE), "2026-03-01T00:00:00Z".parse()?, RefusalMeans::Objection);
//! // The person objected to the use of the phone number.
//! let person = person.refuse(no)?;
//!
//! let engine = PolicyEngine::platform();
//! let request = Request::using(Profile::categories(engine.vocabulary())?).for_purpose(Purpose::SERVICE).at(now);
//! let pending = Permit::for_permitted_part(&engine.decide(&request, &person), TimeDelta::minutes(5))?;
//! let permit = pending.acknowledge(Duties::STOP_PROCESSING)?; // the objection obliges to that: here is where it is heeded
//!
//! let seen = disclose(&profile, &permit, (Action::Use, Purpose::SERVICE), now, Withhold::Omit)?;
//! assert_eq!(serde_json::to_string(&seen)?, r#"{"id":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","name":"Ada"}"#);
//! assert_eq!(seen.withheld()[0].to_string(), "`phone` (contact.phone): denied");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! That is four lines for a question, besides the marks. To protect one field for one purpose takes 22 lines in all, with the
//! `use` lines and the record, as `one_field` in `examples/personal_record.rs` shows; the rules come with the policy.
//!
//! # What is withheld
//!
//! - A field goes out where the permit covers all its categories; a category that the policy does not govern, or that was not
//!   asked about, is not covered.
//! - A nested record goes out where something of it may, otherwise it is withheld whole: that there is one says something, too.
//!   So does how many there are, where some of their fields go out.
//! - Fields that are withheld look the same whatever they hold, also those that `skip_serializing_if` would leave out.
//! - Nobody's data goes out, except with a nested record that is withheld whole.
//!
//! # Custom categories
//!
//! `#[personal(custom = "genetic.dna")]` is looked up by its name: [`Personal::categories`] says where a policy declares none
//! such, once the program runs, and the field is withheld where nobody asked. Ask for the categories of every record when the
//! policy is loaded, and a misspelt name shows there.

mod disclosed;
mod field;
mod items;
mod personal;
mod terms;
mod withheld;
mod writer;

pub use disclosed::{Disclosed, disclose};
pub use field::Field;
pub use personal::{Personal, Record};
pub use terms::Withhold;
pub use withheld::{Because, Withheld};

/// What derived code names.
#[doc(hidden)]
pub mod derived {
    pub use serde::{Serialize, Serializer};
    pub use uuid::Uuid;

    pub use super::Field;
    pub use super::personal::{Personal, PersonalFields, Record};
    pub use super::terms::Terms;
    pub use super::writer::{FieldWriter, leaf, nested, write_map, write_struct};
    pub use crate::vocabulary::{DataCategories, Origin};
}
