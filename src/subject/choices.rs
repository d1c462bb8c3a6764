//! The timeline of choices.

use std::fmt;

use uuid::Uuid;

use super::index::Index;
use super::span::{Kind, Processing, Span};
use super::{Choice, Grant, Refusal};
use crate::vocabulary::{DataCategories, Instant, Sought};

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
/// An index over the choices is kept beside them, so that finding the one that decides takes hardly longer where there are
/// many: 512 are looked at together. Adding a choice is cheap. The index is made anew with the 9th and the 65th, and now and then
/// where one among more than 512 comes to be known out of its order.
#[derive(Clone, Default)]
#[repr(C)]
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
    /// A withdrawal names no known grant, is earlier than it, or wider than it; there is no scope at all, or a part of it is
    /// empty.
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

    /// What the latest choice says that covers one category of the processing; grants only of the givers that count.
    /// `processing` is asked for only where the index does not tell.
    #[inline(always)]
    pub(crate) fn latest<'p>(
        &self,
        sought: Option<&Sought>,
        counts: impl Fn(Kind) -> bool,
        processing: impl Fn() -> Processing<'p>,
    ) -> Option<Kind> {
        match sought {
            Some(sought) if self.index.is_told() => {
                self.index.latest(sought, counts, |span, is_towards, place| self.covers(span, is_towards, place, &processing))
            }
            _ => self.latest_of_all(&processing(), counts),
        }
    }

    #[inline(never)]
    fn covers<'p>(&self, span: &Span, is_towards: bool, place: usize, processing: impl Fn() -> Processing<'p>) -> bool {
        let processing = processing();
        let told = if is_towards { None } else { span.is_towards(processing.recipient) };
        told.unwrap_or_else(|| !self.choices[place].covered(&processing).is_empty())
    }

    #[cold]
    fn latest_of_all(&self, processing: &Processing<'_>, counts: impl Fn(Kind) -> bool) -> Option<Kind> {
        let mut latest = None;
        self.each_deciding(processing, counts, |choice, _| latest = Some(choice.kind()));
        latest
    }

    /// Shows the choices that decide about the processing, latest first, each with what it decides; grants only of the givers
    /// that count.
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

    /// Adds a consent. One that is refused leaves the choices as they are.
    pub(crate) fn add_grant(&mut self, grant: Grant) -> Result<(), ChoiceError> {
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
    pub(crate) fn add_refusal(&mut self, mut refusal: Refusal) -> Result<(), ChoiceError> {
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

    /// A timeline of choices that were part of one before, for one question: to make an index would take longer than to walk.
    pub(super) fn without_index(mut choices: Vec<Choice>) -> Self {
        choices.sort_by_key(order);
        Self { index: Index::UNTOLD, choices }
    }

    fn insert(&mut self, choice: Choice) {
        let place = self.choices.partition_point(|earlier| order(earlier) <= order(&choice));
        self.choices.insert(place, choice);
        self.index.insert(&self.choices, place);
    }
}

/// Ids order what time leaves open, so that equal histories are equal timelines.
fn order(choice: &Choice) -> (Instant, bool, Uuid) {
    (choice.instant(), matches!(choice, Choice::Refusal(_)), choice.id())
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::subject::{GrantedBy, RefusalMeans};
    use crate::vocabulary::{Action, Actions, Parties, Party, Purpose, Purposes, Receiver, Role, Scope, Service, ticks};

    /// xorshift64 (<https://doi.org/10.18637/jss.v008.i14>).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % limit as u64) as usize
        }

        fn of<T: Clone>(&mut self, all: &[T]) -> T {
            all[self.below(all.len())].clone()
        }
    }

    const CATEGORIES: [DataCategories; 3] = [DataCategories::EMAIL, DataCategories::PHONE, DataCategories::MEDICAL];

    fn parties() -> Vec<Party> {
        let many = (0..40).map(|id| Party::partner(&format!("p{id}")));
        many.chain([Party::of(Role::Partner), Party::of(Role::Broker), Party::new(Role::Broker, "p1")]).collect()
    }

    /// A choice that was made about an instant.
    fn choice(id: u128, now: Instant, numbers: &mut Numbers) -> Choice {
        let at = now + TimeDelta::minutes(numbers.below(60) as i64 - 50);
        let mut scope = Scope::anything();
        if numbers.below(3) > 0 {
            scope = scope.of(numbers.of(&CATEGORIES));
        }
        if numbers.below(3) > 0 {
            scope = scope.to(numbers.of(&[Actions::SHARE, Actions::USE, Actions::SHARE | Actions::USE]));
        }
        if numbers.below(3) > 0 {
            scope = scope.for_purposes(numbers.of(&[Purposes::SERVICE, Purposes::SECURITY]));
        }
        if numbers.below(2) > 0 {
            let all = parties();
            let named = (0..=numbers.below(3)).fold(Parties::default(), |some, _| some.and(numbers.of(&all)));
            scope = scope.with(named);
        }
        if numbers.below(6) == 0 {
            scope = scope.in_service("shop");
        }
        let id = Uuid::from_u128(id);
        if numbers.below(2) == 0 {
            return Choice::Refusal(Refusal::new(id, scope, at, RefusalMeans::OptOut));
        }
        let grant = Grant::new(id, scope, at).by(numbers.of(&[GrantedBy::Subject, GrantedBy::Guardian]));
        Choice::Grant(if numbers.below(4) == 0 { grant.until(at + TimeDelta::minutes(5)) } else { grant })
    }

    /// Whatever was said, in whatever order it was recorded, in 2026 and when ticks begin.
    #[test]
    fn the_index_finds_what_a_walk_finds() {
        let (mut numbers, shop) = (Numbers(88_172_645_463_325_252), Service::from("shop"));
        let counts = [0, 1, 7, 8, 9, 16, 17, 33, 64, 65, 90, 130, 300, 513, 900, 1_100];
        let cases = counts.into_iter().flat_map(|count| [(count, false, 0), (count, false, 1_780_000_000), (count, true, 0)]);
        for (count, is_in_order, now) in cases {
            let now = Instant::from_timestamp(now, 0).unwrap();
            let mut recorded: Vec<_> = (0..count).map(|id| choice(id, now, &mut numbers)).collect();
            if is_in_order {
                recorded.sort_by_key(order);
            }
            let mut choices = Choices::default();
            recorded.into_iter().for_each(|choice| choices.insert(choice));
            for _ in 0..2_000 {
                let (action, purpose) =
                    (numbers.of(&[Action::Share, Action::Use]), numbers.of(&[Purpose::SERVICE, Purpose::SECURITY]));
                let given = (action == Action::Share && numbers.below(4) > 0).then(|| numbers.of(&parties()));
                let at = now + TimeDelta::minutes(numbers.below(70) as i64 - 55);
                let categories = numbers.of(&CATEGORIES);
                let service = (numbers.below(2) == 0).then_some(&shop);
                let recipient = given.as_ref();
                let processing = Processing { at, categories, action, purpose, recipient, service };
                let receiver = Receiver::of(action, recipient);
                let named = recipient.and_then(Receiver::named).unwrap_or([receiver; 2]);
                let category = u8::try_from(categories.place()).unwrap();
                let sought = Sought { at: ticks(at).unwrap(), category, action, purpose, receiver, named };
                let guardian = numbers.below(2) == 0;
                let counts = |kind: Kind| guardian || kind != Kind::GrantedByGuardian;
                let walked = choices.latest_of_all(&processing, counts);
                assert_eq!(choices.latest(Some(&sought), counts, || processing), walked, "{count} choices");
            }
        }
    }
}
