//! What a policy leaves to the operator's judgement.

use super::Fact;

impl Fact {
    /// Whether it is a finding that the policy leaves to the operator: what a person of judgement has to weigh on the evidence,
    /// and no program can (`disclosure.4`, `disclosure.7`).
    ///
    /// ```
    /// use lawful::policy::Fact;
    ///
    /// assert!(Fact::ConsideredAppropriate.is_judgement());
    /// assert!(!Fact::Agreed.is_judgement());
    /// ```
    #[must_use]
    pub fn is_judgement(self) -> bool {
        matches!(self, Self::ConsideredAppropriate | Self::Violation | Self::DisclosureNeeded)
    }

    /// Whether it is a decision that the policy leaves to the operator (`disclosure.6`).
    ///
    /// ```
    /// use lawful::policy::Fact;
    ///
    /// assert!(Fact::OperatorDecided.is_decision());
    /// ```
    #[must_use]
    pub fn is_decision(self) -> bool {
        self == Self::OperatorDecided
    }
}
