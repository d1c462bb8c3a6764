//! Many questions, decided one after the other with their memory fetched ahead.

use super::compile::PolicyEngine;
use crate::decision::Decision;
use crate::request::Request;
use crate::subject::DataSubject;

/// So many people's memory is fetched at once: about as many misses as a core can have under way.
const AHEAD: usize = 16;

impl PolicyEngine {
    /// Decides many requests, each about its person. The decisions are those of [`decide`](PolicyEngine::decide), in the same
    /// order, worked out as they are read: nothing is held but a few references.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::{DataCategories, Purpose};
    /// use lawful::{PolicyEngine, Request};
    /// # let anna = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
    ///
    /// let engine = PolicyEngine::platform();
    /// let purposes = [Purpose::SERVICE, Purpose::RECIPIENT_OWN];
    /// let at = "2026-06-01T12:00:00Z".parse()?;
    /// let requests = purposes.map(|purpose| Request::using(DataCategories::EMAIL).for_purpose(purpose).at(at));
    /// let questions = requests.iter().map(|request| (request, &anna));
    /// assert!(engine.decide_all(questions).map(|decision| decision.is_permitted()).eq([true, false]));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn decide_all<'a, I>(&'a self, questions: I) -> DecideAll<'a, I::IntoIter>
    where
        I: IntoIterator<Item = (&'a Request, &'a DataSubject)>,
    {
        DecideAll { engine: self, questions: questions.into_iter(), ahead: [None; AHEAD], next: AHEAD, progress: None, done: 0 }
    }

    /// The people about whom a request is permitted, of those that are handed in, in the same order.
    ///
    /// For many people and many questions about them, [`People`](crate::subject::People) and
    /// [`audience`](PolicyEngine::audience) are faster.
    ///
    /// ```
    /// use lawful::vocabulary::{DataCategories, Purpose};
    /// use lawful::{DataSubject, PolicyEngine, Request};
    /// # let [anna, boris] = [(); 2].map(|()| DataSubject::example());
    ///
    /// let people = [anna.agreed("2025-01-01T00:00:00Z".parse()?), boris];
    /// let engine = PolicyEngine::platform();
    /// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// assert!(engine.filter(&request, &people).eq([&people[0]]));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn filter<'a, I>(&'a self, request: &'a Request, people: I) -> impl Iterator<Item = &'a DataSubject>
    where
        I: IntoIterator<Item = &'a DataSubject>,
        I::IntoIter: 'a,
    {
        let questions = people.into_iter().map(move |subject| (request, subject));
        self.decide_all(questions).filter(Decision::is_permitted).map(|decision| decision.subject())
    }
}

struct Progress<'a> {
    every: u64,
    report: Box<dyn FnMut(u64) + 'a>,
}

/// The decisions about many questions: see [`PolicyEngine::decide_all`].
pub struct DecideAll<'a, I> {
    engine: &'a PolicyEngine,
    questions: I,
    ahead: [Option<(&'a Request, &'a DataSubject)>; AHEAD],
    next: usize,
    progress: Option<Progress<'a>>,
    done: u64,
}

impl<'a, I> DecideAll<'a, I> {
    /// Reports progress: after so many decisions each time, how many there were.
    #[must_use]
    pub fn with_progress(self, every: u64, report: impl FnMut(u64) + 'a) -> Self {
        Self { progress: Some(Progress { every: every.max(1), report: Box::new(report) }), ..self }
    }
}

impl<'a, I: Iterator<Item = (&'a Request, &'a DataSubject)>> DecideAll<'a, I> {
    /// Takes the next questions and reads from the memory of each person, so that what has to be fetched is fetched for all at
    /// once.
    fn fetch(&mut self) {
        self.next = 0;
        for slot in &mut self.ahead {
            *slot = self.questions.next();
        }
        let people = || self.ahead.iter().flatten().map(|(_, subject)| *subject);
        std::hint::black_box(people().fold(0_i64, |all, subject| all.wrapping_add(subject.warm())));
    }
}

impl<'a, I: Iterator<Item = (&'a Request, &'a DataSubject)>> Iterator for DecideAll<'a, I> {
    type Item = Decision<'a>;

    fn next(&mut self) -> Option<Decision<'a>> {
        if self.next == AHEAD {
            self.fetch();
        }
        let (request, subject) = self.ahead[self.next]?;
        self.next += 1;
        self.done += 1;
        if let Some(progress) = &mut self.progress
            && self.done.is_multiple_of(progress.every)
        {
            (progress.report)(self.done);
        }
        Some(self.engine.decide(request, subject))
    }
}

impl<I> std::fmt::Debug for DecideAll<'_, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecideAll").field("done", &self.done).finish_non_exhaustive()
    }
}
