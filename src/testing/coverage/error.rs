//! Coverage that cannot be told.

use std::path::PathBuf;

use super::{VARIABLE, VERSION};
use crate::policy::PolicyError;

/// What was recorded cannot be read, or says nothing about what is asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CoverageError {
    /// The directory or a file in it cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The directory or the file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Nothing was recorded: that is never full coverage.
    #[error("nothing was recorded in `{}`: run the tests with `{VARIABLE}` set to it, with its absolute path", directory.display())]
    Nothing {
        /// The directory.
        directory: PathBuf,
    },
    /// The file was written by another version of this crate.
    #[error("`{}` is in another format: expected version {VERSION}, found {found}; empty the directory and run the tests again", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What stands in the place of the version.
        found: String,
    },
    /// The last line of a file is not whole.
    #[error("`{}` ends in the middle of line {line}: a test process was stopped while it wrote; run the tests again", path.display())]
    Torn {
        /// The file.
        path: PathBuf,
        /// The number of its last line.
        line: usize,
    },
    /// A line is no hit.
    #[error("`{}`, line {line}: expected a hit of a rule or a fact", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The number of the line.
        line: usize,
    },
    /// A policy that was stored has been changed since.
    #[error("`{}` was changed after it was recorded; empty the directory and run the tests again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A stored policy cannot be read.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// No test asked this policy.
    #[error("no test asked a policy `{name}`; those that were asked: {}", known.join(", "))]
    Unknown {
        /// The id that was asked for.
        name: String,
        /// The policies that were asked, as they can be named.
        known: Vec<String>,
    },
    /// Several policies have this id.
    #[error("several policies have the id `{name}`; name one of them: {}", known.join(", "))]
    Ambiguous {
        /// The id.
        name: String,
        /// The policies, as they can be named.
        known: Vec<String>,
    },
}
