//! The index over a timeline: what the latest choices say, however many there are.

use super::Choice;
use super::rows::Rows;
use super::span::{Key, Kind, Processing, Span};
use crate::vocabulary::DataCategories;

/// Choices as masks, in the order of the timeline; where there are many, with rows to find those that matter.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// `None` where some instant cannot be told in ticks: then the choices themselves are looked at.
    spans: Option<Vec<Span>>,
    /// One for each span.
    keys: Vec<Key>,
    rows: Option<Rows>,
    /// The ticks of the latest choice.
    latest: i64,
}

/// Up to as many choices, looking at each costs less than rows would.
const FEW: usize = 16;

impl Default for Index {
    fn default() -> Self {
        Self { spans: Some(Vec::new()), keys: Vec::new(), rows: None, latest: i64::MIN }
    }
}

impl Index {
    /// Takes in a choice that has just been inserted at a place.
    pub(super) fn insert(&mut self, choices: &[Choice], place: usize) {
        let Some(spans) = &mut self.spans else { return };
        let Some(span) = Span::of(&choices[place]) else {
            *self = Self { spans: None, keys: Vec::new(), rows: None, latest: i64::MIN };
            return;
        };
        spans.insert(place, span);
        self.latest = self.latest.max(span.from);
        self.keys.insert(place, Key::of(&span));
        let is_last = place + 1 == spans.len();
        let is_taken_in = is_last && self.rows.as_mut().is_some_and(|rows| rows.push(place, &span));
        if spans.len() > FEW && !is_taken_in {
            self.rows = Some(Rows::of(spans));
        }
    }

    /// Shows the choices that decide about the processing, latest first, each with what it decides; grants only of the givers that
    /// count. A choice is shown by its place: most who ask need no more than its kind, and it lies elsewhere in memory.
    #[inline(always)]
    pub(super) fn each_deciding(
        &self,
        choices: &[Choice],
        processing: &Processing<'_>,
        counts: impl Fn(Kind) -> bool,
        show: impl FnMut(Kind, usize, DataCategories),
    ) {
        let mut walk = Walk { open: *processing, counts, show };
        match (&self.spans, &self.rows, processing.ticks) {
            (Some(spans), None, Some(at)) => walk.all(spans, &self.keys, choices, at),
            (Some(spans), Some(rows), Some(at)) => {
                // Most questions are about now, after all choices.
                let made = if self.latest <= at { spans.len() } else { spans.partition_point(|span| span.from <= at) };
                walk.some(&spans[..made], rows, choices, at);
            }
            _ => walk.slowly(choices),
        }
    }

    /// Reads from where a decision will look: first of all.
    pub(super) fn warm(&self) -> i64 {
        let keys = self.keys.last().map_or(0, Key::warm);
        keys + self.spans.as_ref().and_then(|spans| spans.first()).map_or(0, |span| span.from)
    }

    pub(super) fn bytes(&self) -> usize {
        let spans = self.spans.as_ref().map_or(0, |spans| spans.capacity() * size_of::<Span>());
        spans + self.keys.capacity() * size_of::<Key>() + self.rows.as_ref().map_or(0, Rows::bytes)
    }
}

/// A walk from the latest choice back, until every category is decided.
struct Walk<'p, C, S> {
    /// What no later choice has decided.
    open: Processing<'p>,
    counts: C,
    show: S,
}

impl<C: Fn(Kind) -> bool, S: FnMut(Kind, usize, DataCategories)> Walk<'_, C, S> {
    #[inline(always)]
    fn all(&mut self, spans: &[Span], keys: &[Key], choices: &[Choice], at: i64) {
        let sought = Key::sought(&self.open);
        for (place, key) in keys.iter().enumerate().rev() {
            if !key.may_cover(&sought) {
                continue;
            }
            let covered = spans[place].covered(at, &self.open, &choices[place]);
            if self.is_settled(spans[place].kind, place, covered) {
                return;
            }
        }
    }

    #[inline(never)]
    fn some(&mut self, spans: &[Span], rows: &Rows, choices: &[Choice], at: i64) {
        let made = spans.len();
        for word in (0..made.div_ceil(64)).rev() {
            let mut candidates = rows.candidates(word, &self.open);
            if made < (word + 1) * 64 {
                candidates &= (1 << (made % 64)) - 1;
            }
            while candidates != 0 {
                let bit = 63 - candidates.leading_zeros();
                candidates ^= 1 << bit;
                let place = word * 64 + bit as usize;
                let covered = spans[place].covered(at, &self.open, &choices[place]);
                if self.is_settled(spans[place].kind, place, covered) {
                    return;
                }
            }
        }
    }

    #[cold]
    fn slowly(&mut self, choices: &[Choice]) {
        for (place, choice) in choices.iter().enumerate().rev() {
            if choice.is_live(self.open.at) && self.is_settled(choice.kind(), place, choice.covered(&self.open)) {
                return;
            }
        }
    }

    fn is_settled(&mut self, kind: Kind, place: usize, covered: DataCategories) -> bool {
        if !covered.is_empty() && (self.counts)(kind) {
            (self.show)(kind, place, covered);
            self.open.categories -= covered;
        }
        self.open.categories.is_empty()
    }
}
