//! The index over a timeline: what the latest choice says, however many there are.

use super::Choice;
use super::rows::{Look, Rows, Seen};
use super::span::{Kind, Span};
use crate::vocabulary::Sought;

/// As many choices are looked at one by one, although they come later than the request.
const FEW: usize = 8;

/// The choices in the order of the timeline: when each counts, and rows to find those that cover a request.
#[derive(Clone, Debug)]
#[repr(C)]
pub(super) struct Index {
    spans: Vec<Span>,
    rows: Rows,
    /// The tick from which on all choices have been made.
    made: i64,
}

impl Default for Index {
    fn default() -> Self {
        Self { spans: Vec::new(), rows: Rows::NONE, made: i64::MIN }
    }
}

impl Index {
    /// The choices themselves have to be looked at: some instant cannot be told in ticks, or to look is less work.
    pub(super) const UNTOLD: Self = Self { spans: Vec::new(), rows: Rows::UNTOLD, made: i64::MIN };

    /// Takes in a choice that has just been inserted at a place.
    pub(super) fn insert(&mut self, choices: &[Choice], place: usize) {
        let choice = &choices[place];
        let Some(span) = Span::of(choice).filter(|_| self.is_told()) else {
            *self = Self::UNTOLD;
            return;
        };
        self.spans.insert(place, span);
        self.made = self.made.max(span.from);
        if !self.rows.insert(place, choices, &span) {
            self.rows = Rows::of(choices, &self.spans);
        }
    }

    /// Whether it can be asked at all.
    #[inline(always)]
    pub(super) fn is_told(&self) -> bool {
        self.rows.are_told()
    }

    /// What the latest choice says that counts and covers what is sought; grants only of the givers that count. `covers` looks
    /// closer at a choice that may cover it: at what is noted of it here, and whether it is about the recipient by role, or at the
    /// choice at its place.
    #[inline(always)]
    pub(super) fn latest(
        &self,
        sought: &Sought,
        counts: impl Fn(Kind) -> bool,
        covers: impl Fn(&Span, bool, usize) -> bool,
    ) -> Option<Kind> {
        let mut later = 0;
        let look = |seen: Seen| match seen.kind {
            kind if seen.is_told && kind.is_none_or(&counts) => Look::Here(kind),
            _ => self.closer(&seen, sought.at, &counts, &covers, &mut later),
        };
        self.rows.latest(sought, self.made, look)?
    }

    /// Looks at what is noted of a choice besides its rows. So many were found to come later before.
    #[inline(never)]
    fn closer(
        &self,
        seen: &Seen,
        at: i64,
        counts: impl Fn(Kind) -> bool,
        covers: impl Fn(&Span, bool, usize) -> bool,
        later: &mut usize,
    ) -> Look<Option<Kind>> {
        let Some(place) = seen.place.checked_sub(1) else { return Look::Here(None) };
        let span = &self.spans[place];
        let is_sure = seen.is_towards && !span.has_service;
        if span.is_live(at) && counts(span.kind) && (is_sure || covers(span, seen.is_towards, place)) {
            return Look::Here(Some(span.kind));
        }
        *later += usize::from(span.from > at);
        if *later > FEW {
            // The choices are in the order of their instants, and a grant counts from the tick after its own.
            return Look::Before(1 + self.spans.partition_point(|span| span.from <= at.saturating_add(1)));
        }
        Look::Earlier
    }

    /// Reads from where a decision will look: first of all.
    pub(super) fn warm(&self) -> i64 {
        self.rows.warm().wrapping_add(self.spans.last().map_or(0, |span| span.from))
    }

    pub(super) fn bytes(&self) -> usize {
        self.spans.capacity() * size_of::<Span>() + self.rows.bytes()
    }
}
