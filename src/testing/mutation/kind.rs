//! The kinds of small changes.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// What was changed to make a mutant.
    MutantKind, "kind of mutant",
    /// A rule is left out.
    RuleDropped "rule-dropped",
    /// A rule asks for one fact less under `when`.
    ConditionDropped "condition-dropped",
    /// A rule is lifted by one fact less under `unless`.
    ExceptionDropped "exception-dropped",
    /// A fact moves from `when` to `unless`.
    ConditionNegated "condition-negated",
    /// A fact moves from `unless` to `when`.
    ExceptionNegated "exception-negated",
    /// A forbid gives way to one permit less.
    YieldDropped "yield-dropped",
    /// One part of a rule's box becomes *any*.
    BoxWidened "box-widened",
    /// One part of a rule's box loses a word. A group that stands alone, such as `hand-over`, loses its members one by one.
    BoxNarrowed "box-narrowed",
    /// A permit forbids, a forbid or an exemption permits, an obligation permits.
    EffectSwapped "effect-swapped",
    /// A rule comes with one duty less.
    DutyDropped "duty-dropped",
    /// A permit names no ground.
    GroundDropped "ground-dropped",
    /// An edition takes effect, or its notice is given, one second earlier or later.
    InstantShifted "instant-shifted",
    /// No notice was given of an edition.
    NoticeDropped "notice-dropped",
    /// A minor edition is a major one, or the other way round.
    ChangeSwapped "change-swapped",
    /// An edition keeps what it removes.
    RemovalDropped "removal-dropped",
    /// What nothing permits is denied, instead of not governed; or the other way round.
    DefaultSwapped "default-swapped",
    /// People come of age one year earlier or later.
    AgeShifted "age-shifted",
    /// A function needs one category less.
    NeedDropped "need-dropped",
    /// A category is no longer sensitive.
    SensitiveDropped "sensitive-dropped",
}

impl MutantKind {
    /// Which kind of test would notice such a mutant.
    ///
    /// ```
    /// use lawful::testing::mutation::MutantKind;
    ///
    /// assert!(MutantKind::DutyDropped.hint().contains("duty"));
    /// ```
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::RuleDropped => "a case that only this rule decides, or that names the rule among the reasons",
            Self::ConditionDropped => "a case in the rule's box in which only this fact does not hold",
            Self::ExceptionDropped => "a case in the rule's box that this fact alone lifts",
            Self::ConditionNegated => {
                "a case in the rule's box in which this fact holds, and the rule is named among the reasons"
            }
            Self::ExceptionNegated => {
                "a case in the rule's box in which this fact does not hold, and the rule is named among the reasons"
            }
            Self::YieldDropped => "a case that this rule reaches and that permit permits all the same",
            Self::BoxWidened => "a case that fulfils the rule's conditions and lies outside this part of its box",
            Self::BoxNarrowed => "a case with this word that only this rule decides, or that names the rule among the reasons",
            Self::EffectSwapped => "a case that this rule decides",
            Self::DutyDropped => "a case that this rule decides, with this duty expected",
            Self::GroundDropped => "a case that this rule permits, with its ground expected",
            Self::InstantShifted => "a case at that instant, and one a second before it",
            Self::NoticeDropped => "a person who does not agree again, but uses the service after the notice and the effect",
            Self::ChangeSwapped => "a person who has not accepted the edition, asked about after its effect",
            Self::RemovalDropped => "a case that only the removed rule permits or forbids, after the effect",
            Self::DefaultSwapped => "a case that no rule reaches",
            Self::AgeShifted => "a minor one day before coming of age, and one on that day",
            Self::NeedDropped => "a case that names the function, with this category and `necessary` left open",
            Self::SensitiveDropped => "a case with this category that a rule for `sensitive` decides",
        }
    }
}
