//! The timeline of choices.

use std::fmt;

use uuid::Uuid;

use super::index::Index;
use super::span::{Kind, Processing, Sought};
use super::{Choice, Grant, Refusal};
use crate::vocabulary::{DataCategories, Instant};

/// A person's choices in the order of time; at the same instant a refusal comes after a grant, and so beats it.
///
/// # Example
///
/// ```
/// use lawful::subject::{ChoiceError, Choices, Grant, Refusal};
/// use lawful::vocabulary::Scope;
/// # let (yes, no) = (lawful::subject::DataSubject::example().id(), lawful::subject::DataSubject::example().id());
///
/// let choices = Choices::default()
///     .grant(Grant::new(yes, Scope::anything(), "2026-01-05T09:00:00Z".parse()?))?
///     .refuse(Refusal::withdrawal(no, yes, "2026-03-01T00:00:00Z".parse()?))?;
/// assert_eq!(choices.len(), 2);
///
/// let unknown = Choices::default().refuse(Refusal::withdrawal(no, yes, "2026-03-01T00:00:00Z".parse()?));
/// assert_eq!(unknown, Err(ChoiceError::UnknownGrant));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Speed
///
/// An index over the choices is kept beside them, so that finding the one that decides takes hardly longer where there are many: 64 are
/// looked at together. Adding the latest choice is cheap; adding an earlier one to more than 64 makes the index anew.
#[derive(Clone, Default)]
pub struct Choices {
    choices: Vec<Choice>,
    index: Index,
}

/// A choice that cannot be.
///
/// Messages never show ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// A withdrawal names a grant that the person has not given.
    #[error("the withdrawal names a grant that is not among the person's choices")]
    UnknownGrant,
    /// A withdrawal is earlier than its grant.
    #[error("the withdrawal is earlier than the grant that it withdraws")]
    BeforeGrant,
    /// A withdrawal says no to more than its grant says yes to.
    #[error("the withdrawal is wider than the grant that it withdraws: record what goes beyond it as a refusal of its own")]
    WiderThanGrant,
    /// Two grants have one id, so a withdrawal could mean either.
    #[error("two grants have the same id")]
    SameId,
    /// A refusal has neither a scope nor a grant that it withdraws.
    #[error("a refusal needs a `scope`, or a grant that it `withdraws`")]
    NoScope,
    /// A part of the scope is the empty set, so that the choice would mean nothing.
    #[error("a part of the scope is empty: leave it out for any, or name at least one")]
    EmptyScope,
}

impl Choices {
    /// Adds a consent.
    ///
    /// # Errors
    ///
    /// Another grant has its id, or a part of its scope is empty.
    pub fn grant(mut self, grant: Grant) -> Result<Self, ChoiceError> {
        self.add_grant(grant).map(|()| self)
    }

    /// Adds a refusal. A withdrawal without scope gets that of its grant.
    ///
    /// # Errors
    ///
    /// A withdrawal names no known grant, is earlier than it, or wider than it; there is no scope at all, or a part of it is empty.
    pub fn refuse(mut self, refusal: Refusal) -> Result<Self, ChoiceError> {
        self.add_refusal(refusal).map(|()| self)
    }

    /// The choices, earliest first.
    #[must_use]
    pub fn as_slice(&self) -> &[Choice] {
        &self.choices
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.choices.len()
    }

    /// Whether the person never chose anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The grant with this id.
    #[must_use]
    pub fn granted(&self, id: Uuid) -> Option<&Grant> {
        self.choices.iter().find_map(|choice| match choice {
            Choice::Grant(grant) if grant.id == id => Some(grant),
            _ => None,
        })
    }

    /// The choices that count at an instant as far as time goes, latest first.
    pub fn live(&self, at: Instant) -> impl Iterator<Item = &Choice> {
        self.choices.iter().rev().filter(move |choice| choice.is_live(at))
    }

    /// What the latest choice says that covers one category of the processing; grants only of the givers that count. `processing` is asked for
    /// only where the index does not tell.
    #[inline(always)]
    pub(crate) fn latest<'p>(
        &self,
        sought: Option<Sought>,
        counts: impl Fn(Kind) -> bool,
        processing: impl Fn() -> Processing<'p>,
    ) -> Option<Kind> {
        match sought {
            Some(sought) if self.index.is_told() => {
                self.index.latest(sought, counts, |place| !self.choices[place].covered(&processing()).is_empty())
            }
            _ => self.latest_of_all(&processing(), counts),
        }
    }

    #[cold]
    fn latest_of_all(&self, processing: &Processing<'_>, counts: impl Fn(Kind) -> bool) -> Option<Kind> {
        let mut latest = None;
        self.each_deciding(processing, counts, |choice, _| latest = Some(choice.kind()));
        latest
    }

    /// Shows the choices that decide about the processing, latest first, each with what it decides; grants only of the givers that count.
    pub(crate) fn each_deciding<'c>(
        &'c self,
        processing: &Processing<'_>,
        counts: impl Fn(Kind) -> bool,
        mut show: impl FnMut(&'c Choice, DataCategories),
    ) {
        let mut open = *processing;
        for choice in self.choices.iter().rev().filter(|choice| choice.is_live(processing.at) && counts(choice.kind())) {
            let covered = choice.covered(&open);
            if !covered.is_empty() {
                show(choice, covered);
                open.categories -= covered;
            }
        }
    }

    /// Reads from where a decision will look.
    pub(super) fn warm(&self) -> i64 {
        self.index.warm()
    }

    /// How many bytes the choices take, with the index over them.
    pub(super) fn bytes(&self) -> usize {
        self.choices.capacity() * size_of::<Choice>() + self.index.bytes()
    }

    /// Adds a choice that is known to be one that can be.
    /// Adds a consent. One that is refused leaves the choices as they are.
    pub(super) fn add_grant(&mut self, grant: Grant) -> Result<(), ChoiceError> {
        if grant.scope.is_empty() {
            return Err(ChoiceError::EmptyScope);
        }
        if self.granted(grant.id).is_some() {
            return Err(ChoiceError::SameId);
        }
        self.insert(Choice::Grant(grant));
        Ok(())
    }

    /// Adds a refusal. One that is refused itself leaves the choices as they are.
    pub(super) fn add_refusal(&mut self, mut refusal: Refusal) -> Result<(), ChoiceError> {
        if let Some(id) = refusal.withdraws {
            let grant = self.granted(id).ok_or(ChoiceError::UnknownGrant)?;
            if refusal.at < grant.given_at {
                return Err(ChoiceError::BeforeGrant);
            }
            let scope = refusal.scope.get_or_insert_with(|| grant.scope.clone());
            if !grant.scope.includes(scope) {
                return Err(ChoiceError::WiderThanGrant);
            }
        }
        match &refusal.scope {
            None => return Err(ChoiceError::NoScope),
            Some(scope) if scope.is_empty() => return Err(ChoiceError::EmptyScope),
            Some(_) => {}
        }
        self.insert(Choice::Refusal(refusal));
        Ok(())
    }

    pub(super) fn insert(&mut self, choice: Choice) {
        // Ids order what time leaves open, so that equal histories are equal timelines.
        let order = |choice: &Choice| (choice.instant(), matches!(choice, Choice::Refusal(_)), choice.id());
        let place = self.choices.partition_point(|earlier| order(earlier) <= order(&choice));
        self.choices.insert(place, choice);
        self.index.insert(&self.choices, place);
    }
}

impl PartialEq for Choices {
    fn eq(&self, other: &Self) -> bool {
        self.choices == other.choices
    }
}

impl Eq for Choices {}

impl std::hash::Hash for Choices {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.choices.hash(state);
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.choices).finish()
    }
}
