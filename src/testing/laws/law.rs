//! The laws by name.

use std::fmt;

/// A law of deciding that needs no second opinion: it says how answers hang together.
///
/// # Example
///
/// ```
/// use lawful::testing::laws::Law;
///
/// assert_eq!(Law::RefusalsNeverPermit.number(), 6);
/// assert_eq!(Law::RefusalsNeverPermit.to_string(), "law 6: a refusal never turns a non-permission into a permission");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Law {
    /// What no rule permits is not permitted.
    DefaultDeny,
    /// A forbid beats every permit.
    ForbidsBeatPermits,
    /// An exemption beats every other rule.
    ExemptionsBeatAll,
    /// One more forbid never turns a denial into a permission.
    ForbidsNeverLift,
    /// One more permit never turns a permission into a denial.
    PermitsNeverTake,
    /// The order of rules does not matter.
    OrderDoesNotMatter,
    /// A rule repeated under another id does not matter.
    RepetitionDoesNotMatter,
    /// Learning what was unknown never overturns an answer.
    LearningNeverOverturns,
    /// A refusal never turns a non-permission into a permission.
    RefusalsNeverPermit,
    /// A refusal of something else changes nothing.
    OtherRefusalsChangeNothing,
    /// What comes later changes nothing.
    LaterChangesNothing,
    /// Granting again undoes a withdrawal, and not before.
    GrantingAgainRestores,
    /// A request is denied exactly if a part of it is.
    DeniedByItsParts,
    /// One more category never lifts a denial.
    WideningNeverLifts,
    /// Names do not matter.
    NamesDoNotMatter,
    /// The calendar does not matter.
    CalendarDoesNotMatter,
    /// Every remedy permits, and no part of it does.
    RemediesPermit,
    /// The same question gets the same bytes.
    SameBytes,
    /// What is written is read back equal.
    ReadBackEqual,
}

impl Law {
    /// Every law, in the order of their numbers.
    pub const ALL: &'static [Self] = &[
        Self::DefaultDeny,
        Self::ForbidsBeatPermits,
        Self::ExemptionsBeatAll,
        Self::ForbidsNeverLift,
        Self::PermitsNeverTake,
        Self::OrderDoesNotMatter,
        Self::RepetitionDoesNotMatter,
        Self::LearningNeverOverturns,
        Self::RefusalsNeverPermit,
        Self::OtherRefusalsChangeNothing,
        Self::LaterChangesNothing,
        Self::GrantingAgainRestores,
        Self::DeniedByItsParts,
        Self::WideningNeverLifts,
        Self::NamesDoNotMatter,
        Self::CalendarDoesNotMatter,
        Self::RemediesPermit,
        Self::SameBytes,
        Self::ReadBackEqual,
    ];

    /// Its number among the laws of the model. Some laws have several parts; those of a policy (10) and of a reference (13) are
    /// not here.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::DefaultDeny => 1,
            Self::ForbidsBeatPermits | Self::ExemptionsBeatAll => 2,
            Self::ForbidsNeverLift | Self::PermitsNeverTake => 3,
            Self::OrderDoesNotMatter | Self::RepetitionDoesNotMatter => 4,
            Self::LearningNeverOverturns => 5,
            Self::RefusalsNeverPermit | Self::OtherRefusalsChangeNothing => 6,
            Self::LaterChangesNothing => 7,
            Self::GrantingAgainRestores => 8,
            Self::DeniedByItsParts | Self::WideningNeverLifts => 9,
            Self::NamesDoNotMatter | Self::CalendarDoesNotMatter => 11,
            Self::RemediesPermit => 12,
            Self::SameBytes | Self::ReadBackEqual => 14,
        }
    }

    /// What it promises, in words.
    #[must_use]
    pub fn promise(self) -> &'static str {
        match self {
            Self::DefaultDeny => "what no rule permits is not permitted",
            Self::ForbidsBeatPermits => "a forbid beats every permit",
            Self::ExemptionsBeatAll => "an exemption beats every other rule",
            Self::ForbidsNeverLift => "one more forbid never turns a denial into a permission",
            Self::PermitsNeverTake => "one more permit never turns a permission into a denial",
            Self::OrderDoesNotMatter => "the order of rules does not matter",
            Self::RepetitionDoesNotMatter => "a rule repeated under another id does not matter",
            Self::LearningNeverOverturns => "learning what was unknown never overturns an answer",
            Self::RefusalsNeverPermit => "a refusal never turns a non-permission into a permission",
            Self::OtherRefusalsChangeNothing => "a refusal of something else changes nothing",
            Self::LaterChangesNothing => "what comes later than the instant changes nothing",
            Self::GrantingAgainRestores => "granting again undoes a withdrawal, and not before",
            Self::DeniedByItsParts => "a request is denied exactly if a part of it is",
            Self::WideningNeverLifts => "one more category never lifts a denial",
            Self::NamesDoNotMatter => "names do not matter",
            Self::CalendarDoesNotMatter => "the calendar does not matter",
            Self::RemediesPermit => "every remedy permits, and no part of it does",
            Self::SameBytes => "the same question gets the same bytes",
            Self::ReadBackEqual => "what is written is read back equal",
        }
    }

    /// Whether each case is tried in a policy of its own, which takes its time: such a law gets an eighth of the cases.
    pub(super) fn is_costly(self) -> bool {
        matches!(
            self,
            Self::ForbidsNeverLift
                | Self::PermitsNeverTake
                | Self::RepetitionDoesNotMatter
                | Self::LaterChangesNothing
                | Self::NamesDoNotMatter
                | Self::CalendarDoesNotMatter
                | Self::RemediesPermit
                | Self::SameBytes
                | Self::ReadBackEqual
        )
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law {}: {}", self.number(), self.promise())
    }
}
