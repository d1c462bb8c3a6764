//! What an answer says, whatever its rules are called.

use crate::decision::{Decision, Outcome, Verdict};
use crate::vocabulary::{DataCategories, Duties, Grounds, Vocabulary};

/// What an answer says, whatever its rules are called: the verdicts, the duties and the grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gist {
    /// The verdict for each category.
    pub outcome: Outcome,
    /// The duties.
    pub duties: Duties,
    /// The grounds.
    pub grounds: Grounds,
}

const VERDICTS: [Verdict; 4] = [Verdict::Permitted, Verdict::Denied, Verdict::Undetermined, Verdict::NotGoverned];

impl Gist {
    /// Of a decision.
    #[must_use]
    pub fn of(decision: &Decision<'_>) -> Self {
        Self { outcome: *decision.outcome(), duties: decision.duties(), grounds: decision.grounds() }
    }

    /// Every category that was judged.
    pub(super) fn judged(&self) -> DataCategories {
        VERDICTS.into_iter().map(|verdict| self.outcome.under(verdict)).collect()
    }

    /// In words.
    pub(super) fn words(&self, words: &Vocabulary) -> String {
        let mut parts = Vec::new();
        for verdict in VERDICTS {
            let names: Vec<_> = words.category_names(self.outcome.under(verdict)).collect();
            if !names.is_empty() {
                parts.push(format!("{verdict} {}", names.join(", ")));
            }
        }
        if !self.duties.is_empty() {
            parts.push(format!("duties {}", self.duties));
        }
        if !self.grounds.is_empty() {
            parts.push(format!("grounds {}", self.grounds));
        }
        parts.join("; ")
    }

    /// Where another one differs from it, in words.
    pub(super) fn differences(&self, other: &Self, words: &Vocabulary) -> Vec<String> {
        let mut differences = Vec::new();
        for leaf in (self.judged() | other.judged()).leaves() {
            let verdict = |gist: &Self| match gist.judged().contains(leaf) {
                true => gist.outcome.of(leaf).name(),
                false => "not asked about",
            };
            if verdict(self) != verdict(other) {
                let name = words.category_names(leaf).next().unwrap_or("a category");
                differences.push(format!("`{name}` is {} and then {}", verdict(self), verdict(other)));
            }
        }
        if self.duties != other.duties {
            differences.push(format!("the duties are [{}] and then [{}]", self.duties, other.duties));
        }
        if self.grounds != other.grounds {
            differences.push(format!("the grounds are [{}] and then [{}]", self.grounds, other.grounds));
        }
        differences
    }
}
