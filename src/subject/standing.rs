//! How a person stands towards the service.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// How the person stands towards the service. It informs; it decides nothing.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::subject::Standing;
    ///
    /// assert_eq!("non-user".parse(), Ok(Standing::NonUser));
    /// ```
    Standing, "standing",
    /// Has an account.
    User "user",
    /// Visits without an account.
    Visitor "visitor",
    /// Was a user once.
    Former "former",
    /// Never used the service; the data came through someone else.
    NonUser "non-user",
}
