//! One question to many people.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::check::ForeignPeople;
use super::compile::PolicyEngine;
use super::hasher::Fnv;
use crate::decision::Verdict;
use crate::request::{Item, Request};
use crate::subject::{AccountState, Age, People, PersonNumber, Processing, Row, Said, covered};
use crate::vocabulary::{DataCategories, Scope};

impl PolicyEngine {
    /// Asks one question about many people: which of them may be sent this, whose data may be shared like that?
    ///
    /// The answers are those of [`decide`](PolicyEngine::decide), person by person in the order of their numbers. What people
    /// have in common is decided once: a question about one item costs a walk through each person's choices, and little more.
    /// It is slower, and just as right, for a request of several items, for a policy with later editions, and for people who do
    /// not fit ([`People`]).
    ///
    /// # Errors
    ///
    /// The people were compiled with another vocabulary: [`People::new`] wants the engine's.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::subject::People;
    /// use lawful::vocabulary::{DataCategories, Party, Purpose};
    /// use lawful::{PolicyEngine, Request, Verdict};
    /// # let anna = lawful::DataSubject::example();
    ///
    /// let engine = PolicyEngine::platform();
    /// let mut people = People::new(engine.vocabulary());
    /// let anna = people.add(&anna.agreed("2025-01-01T00:00:00Z".parse()?));
    /// let news = Request::message(DataCategories::EMAIL)
    ///     .with(Party::DATA_SUBJECT)
    ///     .for_purpose(Purpose::OWN_PROMOTION)
    ///     .at("2026-06-01T12:00:00Z".parse()?);
    /// assert!(engine.audience(&news, &people)?.eq([(anna, Verdict::Permitted)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn audience<'a>(&'a self, request: &'a Request, people: &'a People) -> Result<Audience<'a>, ForeignPeople> {
        let asked = Asked::new(self, request, people)?;
        let total = people.len();
        Ok(Audience { memo: Memo::default(), asked, next: 0, end: total, total, progress: None })
    }
}

/// The answers about many people: see [`PolicyEngine::audience`].
pub struct Audience<'a> {
    asked: Asked<'a>,
    memo: Memo,
    next: usize,
    end: usize,
    total: usize,
    progress: Option<Progress<'a>>,
}

struct Progress<'a> {
    every: usize,
    report: Box<dyn FnMut(usize, usize) + 'a>,
}

impl<'a> Audience<'a> {
    /// Reports progress: after so many people each time, how many are done, and how many there are.
    #[must_use]
    pub fn with_progress(self, every: usize, report: impl FnMut(usize, usize) + 'a) -> Self {
        Self { progress: Some(Progress { every: every.max(1), report: Box::new(report) }), ..self }
    }

    /// Those about whom it is permitted.
    pub fn permitted(self) -> impl Iterator<Item = PersonNumber> {
        self.filter(|(_, verdict)| verdict.is_permitted()).map(|(person, _)| person)
    }
}

impl Iterator for Audience<'_> {
    type Item = (PersonNumber, Verdict);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.end {
            return None;
        }
        let person = PersonNumber::at(self.next);
        self.next += 1;
        if let Some(progress) = &mut self.progress
            && (self.next.is_multiple_of(progress.every) || self.next == self.total)
        {
            (progress.report)(self.next, self.total);
        }
        Some((person, self.asked.verdict(person, &mut self.memo)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl ExactSizeIterator for Audience<'_> {}

impl std::fmt::Debug for Audience<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audience").field("next", &self.next).field("end", &self.end).finish_non_exhaustive()
    }
}

/// A question, and what can be said about it before anybody is looked at.
pub(super) struct Asked<'a> {
    engine: &'a PolicyEngine,
    request: &'a Request,
    people: &'a People,
    common: Option<Common>,
}

/// What is the same for all people, of a question whose answer depends on a few things about each.
struct Common {
    at: i64,
    judged: DataCategories,
    is_single: bool,
    /// Of all that can be said, what it covers of the item, and whether that is anything.
    covers: Box<[DataCategories]>,
    is_about: Box<[bool]>,
    service: Option<u16>,
    majority: u8,
    last_of_age: i32,
}

/// Answers that were worked out already, by all that they depend on.
#[derive(Default)]
pub(super) struct Memo {
    /// Those to people who are alike but for one category: by standing, and what they said.
    single: [[Option<Verdict>; 3]; STANDINGS],
    more: HashMap<(u8, DataCategories, DataCategories), Verdict, BuildHasherDefault<Fnv>>,
}

/// Agreed or not, of age or not or unknown, guardian verified or not, account closed or not.
const STANDINGS: usize = 2 * 3 * 2 * 2;

impl<'a> Asked<'a> {
    pub(super) fn new(engine: &'a PolicyEngine, request: &'a Request, people: &'a People) -> Result<Self, ForeignPeople> {
        if people.vocabulary() != engine.vocabulary() {
            return Err(ForeignPeople);
        }
        Ok(Self { engine, request, people, common: Common::of(engine, request, people) })
    }

    #[inline]
    pub(super) fn verdict(&self, person: PersonNumber, memo: &mut Memo) -> Verdict {
        let row = self.people.row_of(person);
        let Some(common) = &self.common else { return self.one_by_one(person) };
        if row.is_kept_whole() {
            return self.one_by_one(person);
        }
        let standing = common.standing(row);
        if common.is_single {
            let said = common.said_of_one(self.people, row);
            if let Some(verdict) = memo.single[standing][said] {
                return verdict;
            }
            return *memo.single[standing][said].insert(self.one_by_one(person));
        }
        let (granted, refused) = common.said(self.people, row);
        *memo.more.entry((standing as u8, granted, refused)).or_insert_with(|| self.one_by_one(person))
    }

    #[cold]
    fn one_by_one(&self, person: PersonNumber) -> Verdict {
        // What is said about something else changes no answer.
        let is_about = |said: Said| self.common.as_ref().is_none_or(|common| common.is_about(said));
        self.engine.decide(self.request, &self.people.subject(person, is_about)).verdict()
    }
}

impl Common {
    /// `None` where the answer depends on more about a person than a row tells.
    fn of(engine: &PolicyEngine, request: &Request, people: &People) -> Option<Self> {
        let ([item], true) = (request.items(), engine.policy().editions().is_empty()) else { return None };
        let majority = engine.0.policies.iter().map(|policy| policy.terms.age_of_majority);
        let first = majority.clone().next()?;
        // One bit about majority is kept of a person, so all policies have to mean the same by it.
        let is_same = majority.clone().all(|years| years == first);
        let covers = Self::covers(request, item, people);
        is_same.then_some(Self {
            at: request.ticks()?,
            judged: item.judged(),
            is_single: item.judged().bits().is_power_of_two(),
            is_about: covers.iter().map(|covers| !covers.is_empty()).collect(),
            covers,
            service: people.service_number(item.service()),
            majority: first,
            last_of_age: Age::last_of_age(request.instant(), first),
        })
    }

    fn covers(request: &Request, item: &Item, people: &People) -> Box<[DataCategories]> {
        let processing = Processing {
            at: request.instant(),
            categories: item.judged(),
            action: request.action(),
            purpose: request.purpose(),
            recipient: request.recipient(),
            service: item.service(),
        };
        let both = |scope: &Scope| {
            let no = covered(scope, true, &processing);
            // A yes covers no more than a no, and less only towards recipients.
            let is_same = no.is_empty() || scope.recipients().is_none();
            [no, if is_same { no } else { covered(scope, false, &processing) }]
        };
        people.scopes().flat_map(both).collect()
    }

    #[inline]
    fn standing(&self, row: &Row) -> usize {
        let agreed = usize::from(row.has_agreed(self.at));
        let minority = row.minority(self.majority, self.last_of_age);
        let guardian = usize::from(row.has_verified_guardian());
        let closed = usize::from(row.account_state(self.service, self.at) == AccountState::Closed);
        ((minority * 2 + agreed) * 2 + guardian) * 2 + closed
    }

    /// What the person said about the only category: 0 nothing, 1 yes, 2 no.
    #[inline]
    fn said_of_one(&self, people: &People, row: &Row) -> usize {
        // Most said nothing of the kind: a walk without a way out is the faster one.
        if !people.said(row).iter().fold(false, |any, said| any | self.is_about(*said)) {
            return 0;
        }
        for (place, said) in people.latest_first(row) {
            if self.is_about(said) && people.is_live(place, said, self.at) {
                return if said.is_yes() { 1 } else { 2 };
            }
        }
        0
    }

    /// Whether what is said covers anything of the item.
    #[inline(always)]
    fn is_about(&self, said: Said) -> bool {
        self.is_about.get(said.place()).copied().unwrap_or_default()
    }

    /// The categories to which the latest choice says yes, and those to which it says no.
    fn said(&self, people: &People, row: &Row) -> (DataCategories, DataCategories) {
        let (mut open, mut granted, mut refused) = (self.judged, DataCategories::empty(), DataCategories::empty());
        for (place, said) in people.latest_first(row) {
            let covers = self.covers[said.place()] & open;
            if !covers.is_empty() && people.is_live(place, said, self.at) {
                if said.is_yes() {
                    granted |= covers;
                } else {
                    refused |= covers;
                }
                open -= covers;
                if open.is_empty() {
                    break;
                }
            }
        }
        (granted, refused)
    }
}
