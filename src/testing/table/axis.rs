//! What a table varies.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// One thing that a table varies, in the order in which its columns stand.
    Axis, "axis of a table",
    /// Whom the data is about.
    Person "person",
    /// Who acts.
    Actor "actor",
    /// What is done.
    Action "action",
    /// The data.
    Category "category",
    /// Where the data came from.
    Origin "origin",
    /// What for.
    Purpose "purpose",
    /// Who receives it.
    Recipient "recipient",
    /// What else is the case.
    Circumstances "circumstances",
}
