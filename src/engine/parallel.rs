//! One question to many people, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::audience::{Asked, Memo};
use super::check::ForeignPeople;
use super::compile::PolicyEngine;
use crate::decision::Verdict;
use crate::request::Request;
use crate::subject::People;

/// So many people are one piece of work.
const PIECE: usize = 8_192;

impl PolicyEngine {
    /// Asks one question about many people, on all cores: the verdicts of [`audience`](PolicyEngine::audience), by the people's
    /// numbers.
    ///
    /// It runs in the `rayon` thread pool that is current. `progress` is told how many people are done, from any thread.
    ///
    /// # Errors
    ///
    /// The people were compiled with another vocabulary: [`People::new`] wants the engine's.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::subject::People;
    /// use lawful::vocabulary::{DataCategories, Purpose};
    /// use lawful::{PolicyEngine, Request, Verdict};
    /// # let anna = lawful::DataSubject::example();
    ///
    /// let engine = PolicyEngine::platform();
    /// let mut people = People::new(engine.vocabulary());
    /// people.add(&anna);
    /// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse()?);
    /// assert_eq!(engine.par_audience(&request, &people, |_done| {})?, [Verdict::Denied]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn par_audience(
        &self,
        request: &Request,
        people: &People,
        progress: impl Fn(usize) + Sync,
    ) -> Result<Vec<Verdict>, ForeignPeople> {
        let asked = Asked::new(self, request, people)?;
        let done = AtomicUsize::new(0);
        let mut verdicts = vec![Verdict::Denied; people.len()];
        verdicts.par_chunks_mut(PIECE).enumerate().for_each(|(chunk, verdicts)| {
            asked.answer(chunk * PIECE, verdicts, &mut Memo::default());
            progress(done.fetch_add(verdicts.len(), Ordering::Relaxed) + verdicts.len());
        });
        Ok(verdicts)
    }
}
