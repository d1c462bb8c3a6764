//! The policy.

use std::collections::BTreeMap;

use super::{Clause, ClauseEntry, Edition, Rule};
use crate::vocabulary::notation::word_enum;
use crate::vocabulary::{CustomWords, Instant, Vocabulary};

word_enum! {
    /// What a policy answers where none of its rules reaches.
    DefaultAnswer, "default",
    /// What nothing permits is denied.
    Deny "deny",
    /// What nothing forbids is not governed: for a policy that only restricts.
    Silent "silent",
}

/// A policy: a document of rules, without any person or request.
///
/// It is complete: what a file `extends` is part of it once it is loaded.
///
/// # Example
///
/// ```
/// use lawful::policy::Policy;
///
/// let policy = Policy::from_toml(r#"
///     id = "newsletter"
///     title = "Our newsletter"
///
///     [[rules]]
///     id = "newsletter.1"
///     effect = "permit"
///     actions = ["message"]
///     categories = ["contact.email"]
///     when = ["consented"]
///     ground = "consent"
///     text = "We write to those who asked us to."
/// "#)?;
/// assert_eq!(policy.rules().len(), 1);
/// assert_eq!(Policy::from_toml(&policy.to_toml())?, policy);
/// # Ok::<(), lawful::policy::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) default: DefaultAnswer,
    pub(super) words: CustomWords,
    pub(super) functions: BTreeMap<String, Vec<String>>,
    pub(super) age_of_majority: Option<u8>,
    pub(super) clauses: Vec<Clause>,
    pub(super) rules: Vec<Rule>,
    pub(super) editions: Vec<Edition>,
}

impl Policy {
    /// The age of majority, in years, of a policy that names none.
    pub const AGE_OF_MAJORITY: u8 = 18;

    /// The id, by which reasons name the policy.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it answers where none of its rules reaches.
    #[must_use]
    pub fn default_answer(&self) -> DefaultAnswer {
        self.default
    }

    /// The words that it declares.
    #[must_use]
    pub fn words(&self) -> &CustomWords {
        &self.words
    }

    /// The built-in words and those that it declares.
    #[must_use]
    pub fn vocabulary(&self) -> Vocabulary {
        // Declared words were checked when the policy was read; the built-in ones are there in any case.
        Vocabulary::builtin().with(&self.words).unwrap_or_else(|_| Vocabulary::builtin().clone())
    }

    /// The names of the categories that a function needs, if the policy has that function.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&[String]> {
        self.functions.get(name).map(Vec::as_slice)
    }

    /// The functions and the categories that each needs, by name.
    pub fn functions(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.functions.iter().map(|(name, needs)| (name.as_str(), needs.as_slice()))
    }

    /// The age of majority in years, if the policy names one.
    #[must_use]
    pub fn age_of_majority(&self) -> Option<u8> {
        self.age_of_majority
    }

    /// The rules of the initial edition.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The editions after the initial one, in the order of their effect.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The register: every clause with the rules that put it into practice.
    pub fn clauses(&self) -> impl Iterator<Item = ClauseEntry<'_>> {
        self.clauses.iter().map(|clause| {
            let rules = self.all_rules().filter(|rule| rule.clause() == clause.id).collect();
            ClauseEntry { clause, rules }
        })
    }

    /// The clause of the register with this id.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The rules of all editions, in the order of the document.
    pub fn all_rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().chain(self.editions.iter().flat_map(Edition::rules))
    }

    /// The same policy with prominent notice of an edition given at an instant. An edition that the policy lacks changes nothing.
    ///
    /// ```
    /// use lawful::policy::Policy;
    ///
    /// let policy = Policy::from_toml(r#"
    ///     id = "mine"
    ///     [[editions]]
    ///     version = "v2"
    ///     effective-from = 2026-04-01T00:00:00Z
    ///     change = "major"
    /// "#)?;
    /// let noticed = policy.with_notice("v2", "2026-03-15T00:00:00Z".parse()?);
    /// assert!(noticed.editions()[0].notice().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_notice(mut self, edition: &str, at: Instant) -> Self {
        for it in self.editions.iter_mut().filter(|it| it.version == edition) {
            it.notice = Some(at);
        }
        self
    }

    /// How many editions there are, the initial one included.
    pub(crate) fn edition_count(&self) -> usize {
        self.editions.len() + 1
    }

    /// The name of an edition; 0 is the initial one.
    pub(crate) fn version(&self, edition: usize) -> &str {
        edition.checked_sub(1).and_then(|later| self.editions.get(later)).map_or(Edition::INITIAL, Edition::version)
    }

    /// The rules as they stand in an edition; 0 is the initial one.
    pub(crate) fn rules_in(&self, edition: usize) -> Vec<&Rule> {
        let mut rules: Vec<&Rule> = self.rules.iter().collect();
        for edition in self.editions.iter().take(edition) {
            rules.retain(|rule| !edition.removes.iter().any(|name| rule.is_named(name)));
            for new in &edition.rules {
                match rules.iter_mut().find(|rule| rule.id == new.id) {
                    Some(old) => *old = new,
                    None => rules.push(new),
                }
            }
        }
        rules
    }
}
