//! x
pub mod decision;
pub mod engine;
pub mod policy;
pub mod request;
pub mod subject;
pub mod vocabulary;
pub use engine::PolicyEngine;
