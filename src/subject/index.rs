//! The index over a timeline: what the latest choices say, however many there are.

use super::Choice;
use super::rows::Rows;
use super::span::{Kind, Processing, Span, ticks};
use crate::vocabulary::DataCategories;

/// Choices as masks, in the order of the timeline; where there are many, with rows to find those that matter.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// `None` where some instant cannot be told in ticks: then the choices themselves are looked at.
    spans: Option<Vec<Span>>,
    rows: Option<Rows>,
}

/// Up to as many choices, looking at each costs less than rows would.
const FEW: usize = 16;

impl Default for Index {
    fn default() -> Self {
        Self { spans: Some(Vec::new()), rows: None }
    }
}

impl Index {
    /// Takes in a choice that has just been inserted at a place.
    pub(super) fn insert(&mut self, choices: &[Choice], place: usize) {
        let Some(spans) = &mut self.spans else { return };
        let Some(span) = Span::of(&choices[place]) else {
            *self = Self { spans: None, rows: None };
            return;
        };
        spans.insert(place, span);
        let is_last = place + 1 == spans.len();
        let is_taken_in = is_last && self.rows.as_mut().is_some_and(|rows| rows.push(place, &span));
        if spans.len() > FEW && !is_taken_in {
            self.rows = Some(Rows::of(spans));
        }
    }

    /// Shows the choices that decide about the processing, latest first, each with what it decides; grants only of the givers that
    /// count.
    pub(super) fn each_deciding<'c>(
        &self,
        choices: &'c [Choice],
        processing: &Processing<'_>,
        counts: impl Fn(Kind) -> bool,
        mut show: impl FnMut(Kind, &'c Choice, DataCategories),
    ) {
        // What no later choice has decided. Once that is nothing, earlier choices do not matter.
        let mut open = *processing;
        let mut is_settled_by = |choice: &'c Choice, covered: &dyn Fn(&Processing<'_>) -> DataCategories| {
            let (kind, covered) = (choice.kind(), covered(&open));
            if !covered.is_empty() && counts(kind) {
                show(kind, choice, covered);
                open.categories -= covered;
            }
            open.categories.is_empty()
        };
        let (Some(spans), Some(at)) = (&self.spans, ticks(processing.at)) else {
            let mut live = choices.iter().rev().filter(|choice| choice.is_live(processing.at));
            live.any(|choice| is_settled_by(choice, &|open| choice.covered(open)));
            return;
        };
        let Some(rows) = &self.rows else {
            let mut latest_first = spans.iter().zip(choices).rev();
            latest_first.any(|(span, choice)| is_settled_by(choice, &|open| span.covered(at, open, choice)));
            return;
        };
        let made = spans.partition_point(|span| span.from <= at);
        for word in (0..made.div_ceil(64)).rev() {
            let mut candidates = rows.candidates(word, processing);
            if made < (word + 1) * 64 {
                candidates &= (1 << (made % 64)) - 1;
            }
            while candidates != 0 {
                let bit = 63 - candidates.leading_zeros();
                candidates ^= 1 << bit;
                let (span, choice) = (&spans[word * 64 + bit as usize], &choices[word * 64 + bit as usize]);
                if is_settled_by(choice, &|open| span.covered(at, open, choice)) {
                    return;
                }
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let spans = self.spans.as_ref().map_or(0, |spans| spans.capacity() * size_of::<Span>());
        spans + self.rows.as_ref().map_or(0, Rows::bytes)
    }
}
