//! The vocabulary: built-in words and a policy's own.

use std::sync::{Arc, LazyLock};

use super::custom::is_kebab_case;
use super::{CustomFact, CustomWords, DataCategories, NameError, Purpose, Purposes, WordError, is_dotted_name};

/// All words that a policy and its layers know: the built-in ones and those they declare, merged by name.
///
/// Plain [`FromStr`](std::str::FromStr) knows the built-in words only; a vocabulary reads and writes a policy's own words too.
/// It is immutable and cheap to clone.
///
/// # Example
///
/// ```
/// use lawful::vocabulary::{CustomWords, DataCategories, Vocabulary};
///
/// let words = CustomWords {
///     categories: vec!["genetic.dna".into()],
///     sensitive: vec!["genetic.dna".into()],
///     ..CustomWords::default()
/// };
/// let vocabulary = Vocabulary::builtin().with(&words)?;
/// let dna = vocabulary.categories("genetic").unwrap();
/// assert!(vocabulary.sensitive().contains(dna));
/// assert_eq!(vocabulary.category_names(dna).collect::<Vec<_>>(), ["genetic.dna"]);
/// # Ok::<(), lawful::vocabulary::WordError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Vocabulary(Arc<Words>);

#[derive(Clone, PartialEq, Eq)]
struct Words {
    /// Names of leaves; the place of a name is the bit of its category.
    categories: Vec<String>,
    /// The place of a name is that of its purpose.
    purposes: Vec<String>,
    facts: Vec<String>,
    /// Names of the leaves and groups that are sensitive: a word that joins such a group later on is sensitive too.
    sensitive_names: Vec<String>,
    /// The leaves that these names stand for.
    sensitive: DataCategories,
}

static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Vocabulary(Arc::new(Words {
        categories: owned(DataCategories::LEAVES),
        purposes: owned(Purpose::NAMES),
        facts: Vec::new(),
        sensitive_names: sensitive_names(),
        sensitive: DataCategories::SENSITIVE,
    }))
});

impl Vocabulary {
    /// The name that stands for every sensitive category.
    const SENSITIVE: &'static str = "sensitive";

    /// The built-in words.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// This vocabulary and the words declared by one more policy. A word that both have is the same word.
    ///
    /// An own category in a group that is sensitive as a whole, such as `health` or `financial`, is sensitive too, and need not be
    /// named again. In a group that is so in part, such as `identity`, it is sensitive where a policy says so.
    ///
    /// ```
    /// use lawful::vocabulary::{CustomWords, Vocabulary};
    ///
    /// let words = CustomWords { categories: vec!["health.appointments".into()], ..CustomWords::default() };
    /// let vocabulary = Vocabulary::builtin().with(&words)?;
    /// assert!(vocabulary.sensitive().contains(vocabulary.categories("health.appointments").unwrap()));
    /// # Ok::<(), lawful::vocabulary::WordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A name is malformed, stands for a group of categories, is one too many, or a category that is to be sensitive is not
    /// known. The first such word is reported.
    pub fn with(&self, words: &CustomWords) -> Result<Self, WordError> {
        let mut merged = Words::clone(&self.0);
        for name in &words.categories {
            merged.declare_category(name)?;
        }
        for name in &words.purposes {
            declare(&mut merged.purposes, "purpose", name, Purpose::NAMES.len() + Purpose::CUSTOM, Purpose::CUSTOM)?;
        }
        for name in &words.facts {
            declare(&mut merged.facts, "fact", name, CustomFact::LIMIT, CustomFact::LIMIT)?;
        }
        let mut merged = Self(Arc::new(merged));
        for name in &words.sensitive {
            merged.categories(name)?;
        }
        let own = words.sensitive.iter().filter(|name| *name != Self::SENSITIVE);
        Arc::make_mut(&mut merged.0).hold_sensitive(own);
        Ok(merged)
    }

    /// Whether every word of an earlier vocabulary means the same here, so that what was read with that one can be decided with
    /// this.
    #[cfg(feature = "live")]
    pub(crate) fn goes_on_from(&self, earlier: &Self) -> bool {
        self.0.categories.starts_with(&earlier.0.categories)
            && self.0.purposes.starts_with(&earlier.0.purposes)
            && self.0.facts.starts_with(&earlier.0.facts)
            && self.0.sensitive & earlier.all_categories() == earlier.0.sensitive
    }

    /// The categories that this name stands for: a leaf, all leaves of a group, or all that are `sensitive`.
    ///
    /// # Errors
    ///
    /// No category and no group has this name.
    pub fn categories(&self, name: &str) -> Result<DataCategories, NameError> {
        if name == Self::SENSITIVE {
            return Ok(self.sensitive());
        }
        // A name is a leaf or a group, never both.
        if let Some(bit) = self.0.categories.iter().position(|leaf| leaf == name) {
            return Ok(DataCategories::leaf(bit));
        }
        let named = self.named_leaves(|leaf| is_named(leaf, name));
        if named.is_empty() {
            let groups = self.0.categories.iter().filter_map(|leaf| Some(leaf.rsplit_once('.')?.0));
            let words = self.0.categories.iter().map(String::as_str).chain(groups).chain([Self::SENSITIVE]);
            return Err(NameError::new("category", name, words));
        }
        Ok(named)
    }

    /// The purpose of this name.
    ///
    /// # Errors
    ///
    /// No purpose has this name.
    pub fn purpose(&self, name: &str) -> Result<Purpose, NameError> {
        let place = self.0.purposes.iter().position(|known| known == name);
        place.map(Purpose::at).ok_or_else(|| NameError::new("purpose", name, self.0.purposes.iter().map(String::as_str)))
    }

    /// The fact of this name that a policy declared.
    ///
    /// # Errors
    ///
    /// No policy declared such a fact.
    pub fn fact(&self, name: &str) -> Result<CustomFact, NameError> {
        let place = self.0.facts.iter().position(|known| known == name);
        place.map(CustomFact::at).ok_or_else(|| NameError::new("custom fact", name, self.0.facts.iter().map(String::as_str)))
    }

    /// The sensitive categories: the built-in ones and those that policies added.
    #[must_use]
    pub fn sensitive(&self) -> DataCategories {
        self.0.sensitive
    }

    /// Every category that this vocabulary has a name for.
    #[must_use]
    pub fn all_categories(&self) -> DataCategories {
        self.named_leaves(|_| true)
    }

    /// The names of the leaves in a set, in vocabulary order. Bits that have no name here are passed over.
    pub fn category_names(&self, categories: DataCategories) -> impl Iterator<Item = &str> {
        categories.leaves().filter_map(|leaf| self.0.categories.get(leaf.bits().trailing_zeros() as usize)).map(String::as_str)
    }

    /// The names of the purposes in a set, in vocabulary order. Bits that have no name here are passed over.
    pub fn purpose_names(&self, purposes: Purposes) -> impl Iterator<Item = &str> {
        purposes.purposes().filter_map(|purpose| self.purpose_name(purpose))
    }

    /// The name of a purpose, if this vocabulary has it.
    #[must_use]
    pub fn purpose_name(&self, purpose: Purpose) -> Option<&str> {
        self.0.purposes.get(purpose.index()).map(String::as_str)
    }

    /// The name of a policy's own fact, if this vocabulary has it.
    #[must_use]
    pub fn fact_name(&self, fact: CustomFact) -> Option<&str> {
        self.0.facts.get(fact.index()).map(String::as_str)
    }

    /// The names of all facts that policies declared.
    pub fn fact_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.facts.iter().map(String::as_str)
    }

    fn named_leaves(&self, wanted: impl Fn(&str) -> bool) -> DataCategories {
        self.0.named_leaves(wanted)
    }
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = |all: &[String], builtin: usize| all[builtin..].to_vec();
        f.debug_struct("Vocabulary")
            .field("categories", &own(&self.0.categories, DataCategories::LEAVES.len()))
            .field("purposes", &own(&self.0.purposes, Purpose::NAMES.len()))
            .field("facts", &self.0.facts)
            .finish_non_exhaustive()
    }
}

impl Words {
    fn declare_category(&mut self, name: &str) -> Result<(), WordError> {
        const KIND: &str = "category";
        if !is_dotted_name(name) {
            return Err(WordError::Malformed { kind: KIND, name: name.to_owned(), example: "genetic.dna" });
        }
        // A name is a leaf or a group, never both: otherwise a rule that names it would mean two things.
        let clash = |leaf: &String| is_within(leaf, name) || is_within(name, leaf);
        if name == Vocabulary::SENSITIVE || self.categories.iter().any(clash) {
            return Err(WordError::Taken { kind: KIND, name: name.to_owned() });
        }
        push(&mut self.categories, KIND, name, 128, DataCategories::CUSTOM)
    }

    fn hold_sensitive<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        for name in names {
            if !self.sensitive_names.contains(name) {
                self.sensitive_names.push(name.clone());
            }
        }
        self.sensitive = self.named_leaves(|leaf| self.sensitive_names.iter().any(|name| is_named(leaf, name)));
    }

    fn named_leaves(&self, wanted: impl Fn(&str) -> bool) -> DataCategories {
        let leaves = self.categories.iter().enumerate().filter(|(_, leaf)| wanted(leaf));
        leaves.map(|(bit, _)| DataCategories::leaf(bit)).fold(DataCategories::empty(), DataCategories::union)
    }
}

/// The built-in sensitive categories by name: the group where all of it is sensitive, otherwise the leaf.
fn sensitive_names() -> Vec<String> {
    let is_sensitive = |leaf: &str| DataCategories::SENSITIVE.leaves().any(|it| DataCategories::LEAVES[it.place()] == leaf);
    let mut names: Vec<String> = Vec::new();
    for leaf in DataCategories::LEAVES.iter().filter(|leaf| is_sensitive(leaf)) {
        let group = leaf.rsplit_once('.').map_or(*leaf, |(group, _)| group);
        let whole = DataCategories::LEAVES.iter().filter(|other| is_within(other, group)).all(|other| is_sensitive(other));
        let name = if whole { group } else { leaf };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn declare(names: &mut Vec<String>, kind: &'static str, name: &str, room: usize, limit: usize) -> Result<(), WordError> {
    if !is_kebab_case(name) {
        return Err(WordError::Malformed { kind, name: name.to_owned(), example: "ad-measurement" });
    }
    push(names, kind, name, room, limit)
}

fn push(names: &mut Vec<String>, kind: &'static str, name: &str, room: usize, limit: usize) -> Result<(), WordError> {
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    if names.len() == room {
        return Err(WordError::TooMany { kind, name: name.to_owned(), limit });
    }
    names.push(name.to_owned());
    Ok(())
}

/// Whether the name stands for the leaf: its own, or that of a group it is in.
fn is_named(leaf: &str, name: &str) -> bool {
    leaf == name || is_within(leaf, name)
}

/// Whether `leaf` lies under the group: `contact.email` under `contact`.
fn is_within(leaf: &str, group: &str) -> bool {
    leaf.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn words(categories: &[&str]) -> CustomWords {
        CustomWords { categories: categories.iter().map(|name| (*name).to_owned()).collect(), ..CustomWords::default() }
    }

    #[test]
    fn at_least_32_words_of_each_kind_fit() {
        let many = |prefix: &str, count: usize| (0..count).map(|n| format!("{prefix}{n}")).collect::<Vec<_>>();
        let full = CustomWords {
            categories: many("own.c", 92),
            purposes: many("p", 45),
            facts: many("f", 64),
            sensitive: vec!["own".into()],
        };
        let vocabulary = Vocabulary::builtin().with(&full).unwrap();
        assert_eq!(vocabulary.categories("own").unwrap().leaves().count(), 92);
        assert_eq!(vocabulary.categories("own.c91").unwrap().bits(), 1 << 127);
        assert_eq!(vocabulary.purpose("p44").unwrap().index(), 63);
        let more = vec!["one-more".to_owned()];
        for more in [
            words(&["one.more"]),
            CustomWords { purposes: more.clone(), ..CustomWords::default() },
            CustomWords { facts: more, ..CustomWords::default() },
        ] {
            assert!(matches!(vocabulary.with(&more), Err(WordError::TooMany { .. })), "{more:?}");
        }
        assert_eq!(vocabulary.with(&full).unwrap(), vocabulary, "the same words again change nothing");
    }

    #[test]
    fn a_name_is_a_leaf_or_a_group() {
        for clash in ["contact", "contact.email.work", "sensitive"] {
            assert!(matches!(Vocabulary::builtin().with(&words(&[clash])), Err(WordError::Taken { .. })), "{clash}");
        }
        let fax = Vocabulary::builtin().with(&words(&["contact.fax"])).unwrap();
        assert_eq!(fax.categories("contact").unwrap().leaves().count(), 4);
    }

    #[test]
    fn a_word_in_a_sensitive_group_is_sensitive() {
        let own = ["health.appointments", "financial.card.number", "identity.passport", "contact.fax"];
        let vocabulary = Vocabulary::builtin().with(&words(&own)).unwrap();
        let sensitive = |name: &str| vocabulary.sensitive().contains(vocabulary.categories(name).unwrap());
        assert_eq!(own.map(sensitive), [true, true, false, false]);
        assert_eq!(Vocabulary::builtin().sensitive(), DataCategories::SENSITIVE);
    }

    #[test]
    fn a_word_that_joins_a_sensitive_group_later_on_is_sensitive() {
        let base = CustomWords { sensitive: vec!["genetic".into()], ..words(&["genetic.dna"]) };
        let one_after_another = Vocabulary::builtin().with(&base).unwrap().with(&words(&["genetic.rna"])).unwrap();
        assert!(one_after_another.sensitive().contains(one_after_another.categories("genetic").unwrap()));
    }
}
