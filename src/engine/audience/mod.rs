//! One question to many people.

mod asked;
mod common;
mod memo;

use asked::TOGETHER;

pub(super) use asked::Asked;
pub(super) use memo::Memo;

use super::check::ForeignPeople;
use super::compile::PolicyEngine;
use crate::decision::Verdict;
use crate::request::Request;
use crate::subject::{People, PersonNumber};

impl PolicyEngine {
    /// Asks one question about many people: which of them may be sent this, whose data may be shared like that?
    ///
    /// The answers are those of [`decide`](PolicyEngine::decide), person by person in the order of their numbers. What people
    /// have in common is decided once: a question about one item costs a look at each person, and a walk through the choices of
    /// those who said something of the kind.
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
        Ok(Audience {
            asked,
            memo: Memo::default(),
            verdicts: [Verdict::Denied; TOGETHER],
            next: 0,
            pause: 0,
            total,
            progress: None,
        })
    }
}

/// The answers about many people: see [`PolicyEngine::audience`].
pub struct Audience<'a> {
    asked: Asked<'a>,
    memo: Memo,
    /// Those about the people among whom the next one is.
    verdicts: [Verdict; TOGETHER],
    next: usize,
    /// Before the answer about this one, there is something to do.
    pause: usize,
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
        Self { progress: Some(Progress { every: every.max(1), report: Box::new(report) }), pause: self.next, ..self }
    }

    /// Answers about the next people, and reports progress, where it is time. `None` after everybody.
    #[inline(never)]
    fn go_on(&mut self) -> Option<()> {
        let left = self.total.checked_sub(self.next).filter(|left| *left > 0)?;
        let (place, done) = (self.next % TOGETHER, self.next + 1);
        if place == 0 {
            self.asked.answer(self.next, &mut self.verdicts[..left.min(TOGETHER)], &mut self.memo);
        }
        self.pause = self.next + left.min(TOGETHER - place);
        if let Some(Progress { every, report }) = &mut self.progress {
            if done.is_multiple_of(*every) || left == 1 {
                report(done, self.total);
            }
            let next_report = self.next.saturating_add(*every - done % *every);
            self.pause = self.pause.min(next_report).min(self.total - usize::from(left > 1));
        }
        Some(())
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
        if self.next == self.pause {
            self.go_on()?;
        }
        let person = self.next;
        self.next = person + 1;
        Some((PersonNumber::at(person), self.verdicts[person % TOGETHER]))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.total - self.next, Some(self.total - self.next))
    }

    /// As far as there is nothing else to do, answers are handed out in one go.
    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(mut self, init: B, mut f: F) -> B {
        let mut all = init;
        while self.next < self.pause || self.go_on().is_some() {
            let verdicts = self.verdicts.iter().skip(self.next % TOGETHER);
            let answers = (self.next..self.pause).zip(verdicts);
            all = answers.fold(all, |all, (person, verdict)| f(all, (PersonNumber::at(person), *verdict)));
            self.next = self.pause;
        }
        all
    }
}

impl ExactSizeIterator for Audience<'_> {}

impl std::fmt::Debug for Audience<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audience").field("next", &self.next).field("total", &self.total).finish_non_exhaustive()
    }
}
