//! How text about people looks in `Debug`.

use std::fmt;

/// Stands in `Debug` output for what must not be shown there.
pub(crate) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}
