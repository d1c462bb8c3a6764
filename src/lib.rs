//! x
pub mod policy;
pub mod request;
pub mod subject;
pub mod vocabulary;
