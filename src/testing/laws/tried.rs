//! What came of trying a law on a case.

/// A law that was tried on a case and is not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// It held.
    Held,
    /// It says nothing about this case.
    OutOfScope,
}
