//! Notation: how words, people, requests and policies are written down and read back.
//!
//! TOML and JSON are read into one tree ([`Node`]) that remembers lines; a [`Reader`] walks the tree, keeps the path, and
//! collects *every* mistake instead of stopping at the first. Writing goes the other way through a [`Writer`].

mod basic;
#[cfg(any(feature = "ledger", feature = "audit"))]
mod canonical;
mod fields;
mod finding;
mod json;
mod node;
mod reader;
mod serde;
pub(crate) mod toml;
mod word_enum;
mod writer;

pub use finding::{Finding, Findings};

pub(crate) use self::serde::{deserialized, serde_by_notation, serialized};
#[cfg(any(feature = "ledger", feature = "audit"))]
pub(crate) use basic::is_readable;
pub(crate) use basic::{MaybeEmpty, chosen_names, each, known, parsed, text};
pub(crate) use fields::Fields;
pub(crate) use node::{Node, Value};
pub(crate) use reader::{FromNode, Reader, read};
pub(crate) use word_enum::word_enum;
pub(crate) use writer::{Table, ToNode, Writer};
