#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod vocabulary;

pub mod subject;

pub mod request;

pub mod policy;

pub mod decision;

pub mod engine;

#[cfg(any(feature = "ledger", feature = "audit"))]
pub mod chain;

#[cfg(feature = "ledger")]
pub mod ledger;

#[cfg(feature = "audit")]
pub mod audit;

#[cfg(feature = "enforcement")]
pub mod enforcement;

#[cfg(feature = "testing")]
pub mod testing;

pub use decision::{Case, Decision, Verdict};
pub use engine::PolicyEngine;
pub use policy::{Policy, PolicyStack};
pub use request::{Item, Request};
pub use subject::{DataSubject, Grant, Refusal};
pub use vocabulary::{DataCategories, Duties, Party, Purpose, Scope};
