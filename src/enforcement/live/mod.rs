//! A policy that is replaced while requests run.
//!
//! A [`LiveEngine`] holds the engine that is used now. Reading it takes no lock; whoever has it keeps it, so that a request
//! that is under way is decided by one policy from its beginning to its end. A [`Watcher`] replaces it when its files change,
//! and keeps the old one where the new one is no fit.
//!
//! # What may be replaced
//!
//! An edition that is in effect binds people: they agreed to it, or it bound them by its effect. So a replacement is
//! [refused](Refused) that drops such an edition or changes what it says, of the policy or of a layer; that takes a layer away;
//! or in which a word of the policy's own no longer means what it meant. Later editions may come, change and go until they are
//! in effect, layers may be added, titles and the register of clauses may change. Everything else is a correction, and [says
//! so](LiveEngine::replace_as_correction).
//!
//! # Example
//!
//! ```
//! use lawful::enforcement::live::LiveEngine;
//! use lawful::{Policy, PolicyEngine};
//! # let now = "2026-06-01T12:00:00Z".parse()?;
//!
//! let live = LiveEngine::new(PolicyEngine::platform());
//! let revised = Policy::from_toml(
//!     r#"
//!     id = "platform"
//!     extends = "platform"
//!     [[editions]]
//!     version = "v2"
//!     effective-from = 2027-01-01T00:00:00Z
//!     change = "minor"
//!     removes = ["use.1.3.b"]
//!     "#,
//! )?;
//! assert_eq!(live.replace(PolicyEngine::new(revised), now)?, 2);
//!
//! // The edition to come can still be taken back, the one in effect cannot be changed.
//! let empty = Policy::from_toml("id = \"platform\"")?;
//! let refused = live.replace(PolicyEngine::new(empty), now).unwrap_err();
//! assert!(refused.to_string().ends_with("the policy `platform` says something else in its edition `initial`, which is in effect"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod conflict;
mod engine;
mod watcher;

pub use conflict::{Conflict, Refused};
pub use engine::{Current, LiveEngine};
pub use watcher::{Kept, PolicyFiles, Reload, Watcher};
