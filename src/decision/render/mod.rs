//! Explanations as text: one page, laid out for a terminal or in Markdown, and one line for a log.

mod line;
mod markdown;
mod page;
mod plain;
mod why;

pub(super) use line::line;
pub(super) use markdown::markdown;
pub(super) use page::{long, short};
pub use plain::Style;
pub(super) use plain::plain;
