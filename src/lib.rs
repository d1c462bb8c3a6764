//! x
pub mod request;
pub mod subject;
pub mod vocabulary;
