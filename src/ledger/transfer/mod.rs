//! In and out: a person's events for the person, and events from other systems into a ledger.
//!
//! - [`Export`] holds all that is recorded about one person, as JSON and in plain words.
//! - [`Import`] reads rows of [`JsonLines`] or of CSV (`Csv`, with the feature `import`) and records them in batches. A row
//!   that cannot be recorded is [`Rejected`] with its number, its column and the reason; the others are recorded all the same.
//!
//! An import can be stopped at any moment and run again: what was recorded is recognised by the ids of the events, and a saved
//! [`Progress`] spares reading again what was done before.

#[cfg(feature = "import")]
mod cells;
#[cfg(feature = "import")]
mod csv;
mod export;
mod import;
mod json_lines;
mod progress;
mod rejected;
mod row;
pub(in crate::ledger) mod told;

#[cfg(feature = "import")]
pub use csv::Csv;
pub use export::{Export, ExportError};
pub use import::{Import, Step};
pub use json_lines::JsonLines;
pub use progress::Progress;
pub use rejected::{ImportError, Rejected};
pub use row::{Row, Rows};
