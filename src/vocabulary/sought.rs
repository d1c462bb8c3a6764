//! What is sought among the choices of a person.

use super::{Action, Purpose, Receiver};

/// What a request would do with data of one category, as an index over choices looks for it.
#[derive(Clone, Copy)]
pub(crate) struct Sought {
    /// The instant in ticks.
    pub(crate) at: i64,
    /// The category's place.
    pub(crate) category: u8,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    pub(crate) receiver: Receiver,
    /// The columns of those who are named like the recipient; its own, twice, where it has no id.
    pub(crate) named: [Receiver; 2],
}
