//! Why a guarded value stays closed.

/// Why a permit does not open a value. Messages name no person and no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Closed {
    /// The permit is for another person.
    #[error("the permit is for another person")]
    OtherPerson,
    /// The permit does not cover all categories of the value.
    #[error("the permit does not cover every category of the value: ask for all of them")]
    OtherCategories,
    /// The permit is for another action.
    #[error("the permit is for another action")]
    OtherAction,
    /// The permit is for another purpose.
    #[error("the permit is for another purpose")]
    OtherPurpose,
    /// The permit has expired.
    #[error("the permit has expired: decide again")]
    Expired,
    /// The permit was made for a later instant: a clock is wrong.
    #[error("the permit is for a later instant: a clock is wrong")]
    TooEarly,
    /// What is known of the person is not what the permit rests on, or the permit does not say what it rests on.
    #[error("something was recorded about the person since the decision: decide again")]
    Stale,
}
