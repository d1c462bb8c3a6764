//! Verdicts.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// The answer to a question, for one category or for a whole request.
    ///
    /// The order is that of strictness: the whole request gets its strictest category's verdict, and of several policies the
    /// strictest answer wins. There is no default and no conversion to `bool`: only [`Verdict::Permitted`] permits.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::decision::Verdict;
    ///
    /// assert!(Verdict::Denied > Verdict::Undetermined);
    /// assert!(Verdict::Permitted > Verdict::NotGoverned);
    /// assert!(!Verdict::NotGoverned.is_permitted());
    /// ```
    Verdict, "verdict",
    /// The policy does not govern it. This is never a permission: other law may forbid it.
    NotGoverned "not-governed",
    /// It may be done, under the duties.
    Permitted "permitted",
    /// It depends on facts that are missing. Until they are known, it may not be done.
    Undetermined "undetermined",
    /// It may not be done.
    Denied "denied",
}

impl Verdict {
    /// Whether it may be done.
    #[must_use]
    pub fn is_permitted(self) -> bool {
        self == Self::Permitted
    }
}
