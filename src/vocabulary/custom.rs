//! Words that a policy declares beside the built-in ones.

/// The words that a policy declares: its own categories, purposes and facts, and which categories it holds to be sensitive.
///
/// Names are kebab-case; category names may have parts joined by dots (`genetic.dna`). A policy may declare up to 92
/// categories, 45 purposes and 64 facts.
///
/// # Example
///
/// ```
/// use lawful::vocabulary::{CustomWords, Vocabulary};
///
/// let words = CustomWords { purposes: vec!["ad-measurement".into()], ..CustomWords::default() };
/// let vocabulary = Vocabulary::builtin().with(&words)?;
/// let purpose = vocabulary.purpose("ad-measurement").unwrap();
/// assert_eq!(vocabulary.purpose_name(purpose), Some("ad-measurement"));
/// # Ok::<(), lawful::vocabulary::WordError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomWords {
    /// Names of categories, such as `genetic.dna`. One in a group that is sensitive as a whole (`health.appointments`) is sensitive.
    pub categories: Vec<String>,
    /// Names of purposes, such as `ad-measurement`.
    pub purposes: Vec<String>,
    /// Names of facts, such as `parental-leave`.
    pub facts: Vec<String>,
    /// Categories, declared or built in, or groups of them, that count as sensitive beside the built-in ones.
    pub sensitive: Vec<String>,
}

/// A fact that a policy declares. The request says for which categories it holds.
///
/// Its name is kept by the policy's [`Vocabulary`](crate::vocabulary::Vocabulary).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomFact(u8);

impl CustomFact {
    /// How many facts a policy may declare.
    pub(crate) const LIMIT: usize = 64;

    /// The fact with this place in the vocabulary; the caller keeps it below [`CustomFact::LIMIT`].
    pub(crate) const fn at(index: usize) -> Self {
        Self(index as u8)
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A word that cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// The name is not in kebab-case.
    #[error("{} is no name for a {kind}: expected kebab-case letters and digits, such as `{example}`", super::quoted(.name))]
    Malformed {
        /// What kind of word it would be.
        kind: &'static str,
        /// The name.
        name: String,
        /// A name in the right form.
        example: &'static str,
    },
    /// The name would stand for one word and for a group of words.
    #[error("the {kind} {} would be a single one and a group at once: a name is one or the other", super::quoted(.name))]
    Taken {
        /// What kind of word it would be.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// There are more words than a vocabulary can hold.
    #[error("the {kind} {} is one too many: a vocabulary holds {limit} of a policy's own", super::quoted(.name))]
    TooMany {
        /// What kind of word it would be.
        kind: &'static str,
        /// The name.
        name: String,
        /// How many there can be.
        limit: usize,
    },
    /// A category that is to be sensitive does not exist.
    #[error(transparent)]
    Unknown(#[from] super::NameError),
}

/// Whether the text is in kebab-case: lower-case letters and digits, parts joined by single hyphens, a letter first.
pub(crate) fn is_kebab_case(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::is_kebab_case;

    #[test]
    fn kebab_case() {
        for good in ["a", "ad-measurement", "v2", "a-1"] {
            assert!(is_kebab_case(good), "{good}");
        }
        for bad in ["", "A", "1a", "a--b", "-a", "a-", "a_b", "a b", "ä"] {
            assert!(!is_kebab_case(bad), "{bad}");
        }
    }
}
