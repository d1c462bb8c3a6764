//! The answer per category.

use super::Verdict;
use crate::vocabulary::DataCategories;

/// Categories by verdict. No category stands under two verdicts.
///
/// # Example
///
/// ```
/// use lawful::decision::{Outcome, Verdict};
/// use lawful::vocabulary::DataCategories;
///
/// let outcome = Outcome { permitted: DataCategories::EMAIL, denied: DataCategories::PHONE, ..Outcome::default() };
/// assert_eq!(outcome.verdict(), Verdict::Denied);
/// assert_eq!(outcome.of(DataCategories::EMAIL), Verdict::Permitted);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// What may be done.
    pub permitted: DataCategories,
    /// What may not be done.
    pub denied: DataCategories,
    /// What depends on missing facts.
    pub undetermined: DataCategories,
    /// What the policy does not govern.
    pub not_governed: DataCategories,
}

impl Default for Outcome {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Outcome {
    const NOTHING: Self = {
        let none = DataCategories::empty();
        Self { permitted: none, denied: none, undetermined: none, not_governed: none }
    };

    /// The verdict for the whole: that of the strictest category. Where nothing was judged, nothing is governed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if !self.denied.is_empty() {
            Verdict::Denied
        } else if !self.undetermined.is_empty() {
            Verdict::Undetermined
        } else if !self.permitted.is_empty() {
            Verdict::Permitted
        } else {
            Verdict::NotGoverned
        }
    }

    /// The verdict for these categories: that of the strictest.
    #[must_use]
    pub fn of(&self, categories: DataCategories) -> Verdict {
        self.among(categories).verdict()
    }

    /// The part of the outcome that concerns these categories.
    #[must_use]
    #[inline(always)]
    pub fn among(&self, categories: DataCategories) -> Self {
        Self {
            permitted: self.permitted & categories,
            denied: self.denied & categories,
            undetermined: self.undetermined & categories,
            not_governed: self.not_governed & categories,
        }
    }

    /// The categories under a verdict.
    #[must_use]
    pub fn under(&self, verdict: Verdict) -> DataCategories {
        match verdict {
            Verdict::Permitted => self.permitted,
            Verdict::Denied => self.denied,
            Verdict::Undetermined => self.undetermined,
            Verdict::NotGoverned => self.not_governed,
        }
    }

    /// One answer for all of these categories.
    #[inline(always)]
    pub(crate) fn all(categories: DataCategories, answer: Verdict) -> Self {
        static MASKS: [Outcome; Verdict::ALL.len()] = {
            let mut masks = [Outcome::NOTHING; Verdict::ALL.len()];
            masks[Verdict::Permitted as usize].permitted = DataCategories::all();
            masks[Verdict::Denied as usize].denied = DataCategories::all();
            masks[Verdict::Undetermined as usize].undetermined = DataCategories::all();
            masks[Verdict::NotGoverned as usize].not_governed = DataCategories::all();
            masks
        };
        MASKS[answer as usize].among(categories)
    }

    /// The outcome with an answer for categories that it says nothing about.
    #[inline(always)]
    pub(crate) fn with(self, categories: DataCategories, answer: Verdict) -> Self {
        let added = |verdict: Verdict| if answer == verdict { categories } else { DataCategories::empty() };
        Self {
            permitted: self.permitted | added(Verdict::Permitted),
            denied: self.denied | added(Verdict::Denied),
            undetermined: self.undetermined | added(Verdict::Undetermined),
            not_governed: self.not_governed | added(Verdict::NotGoverned),
        }
    }

    /// For each category, the stricter of two answers. What only one of them answers keeps that answer.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        let denied = self.denied | other.denied;
        let undetermined = (self.undetermined | other.undetermined) - denied;
        let permitted = (self.permitted | other.permitted) - denied - undetermined;
        let not_governed = (self.not_governed | other.not_governed) - denied - undetermined - permitted;
        Self { permitted, denied, undetermined, not_governed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_given_again_stays() {
        let (email, phone) = (DataCategories::EMAIL, DataCategories::PHONE);
        for verdict in Verdict::ALL.iter().copied() {
            let outcome = Outcome::default().with(email, verdict).with(email | phone, verdict);
            assert_eq!(outcome.under(verdict), email | phone);
            assert_eq!(outcome.of(phone), verdict);
        }
    }
}
