//! Reading scenario files: every mistake of a file is found, each with its line.

mod draft;
mod expectation;
mod file;
mod fixtures;
mod matrix;
mod person;
mod scenario;
mod timeline;
mod tree;

pub(super) use file::read_file;
