//! Snapshots of a policy: decision tables as text files that are reviewed when they change.
//!
//! A [`Table`] asks one question for every combination of people, actions, categories, purposes, recipients and so on, and
//! writes the answers down, one line each. The file is kept beside the tests: when the policy changes, the difference says in
//! plain words which answers changed, and a reviewer sees it.
//!
//! # Example: who may get what
//!
//! ```
//! use lawful::testing::table::Table;
//! use lawful::{DataSubject, PolicyEngine};
//!
//! let engine = PolicyEngine::platform();
//! let table = Table::of(&engine, "2026-06-01T12:00:00Z".parse()?)
//!     .person("visitor", DataSubject::example().aged(30))
//!     .person("member", DataSubject::example().aged(30).agreed("2025-01-01T00:00:00Z".parse()?))
//!     .actions(["use"])
//!     .categories(["contact.email"])
//!     .purposes(["service", "improvement", "partner-promotion"]);
//! assert_eq!(table.render()?, "\
//! ## policy: platform, edition initial
//! ## at: 2026-06-01T12:00:00Z
//! ## action: use
//! ## category: contact.email
//!
//! person   purpose            verdict    because     duties
//! visitor  service            denied     default     -
//! visitor  improvement        denied     default     -
//! visitor  partner-promotion  denied     default     -
//! member   service            permitted  preamble.2  -
//! member   improvement        permitted  preamble.2  -
//! member   partner-promotion  denied     default     -
//! ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In a test, `table.assert_matches("tests/privacy/decisions.txt")` compares with the file; with `LAWFUL_UPDATE=1` in the
//! environment it writes the file.

mod answer;
mod axis;
mod build;
mod diff;
mod error;
mod question;
mod render;
mod snapshot;

pub use axis::Axis;
pub use build::Table;
pub use error::TableError;
