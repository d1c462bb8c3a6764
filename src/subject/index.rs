//! The index over a timeline: what the latest choice says, however many there are.

use super::Choice;
use super::rows::{Entry, Rows, Seen, TOGETHER};
use super::span::{Kind, Sought, Span};
use crate::vocabulary::Receiver;

/// The choices in the order of the timeline: when each counts, and rows to find those that cover a request.
#[derive(Clone, Debug)]
pub(super) struct Index {
    spans: Vec<Span>,
    rows: Rows,
    /// The first tick at which all choices count, as far as they still do.
    latest: i64,
    /// Some instant cannot be told in ticks: the choices themselves have to be looked at.
    is_untold: bool,
}

impl Default for Index {
    fn default() -> Self {
        Self { spans: Vec::new(), rows: Rows::default(), latest: i64::MIN, is_untold: false }
    }
}

impl Index {
    /// An index over choices in the order of time.
    pub(super) fn of(choices: &[Choice]) -> Self {
        let Some(spans) = choices.iter().map(Span::of).collect::<Option<Vec<_>>>() else {
            return Self { is_untold: true, ..Self::default() };
        };
        let latest = spans.iter().map(|span| span.from).max().unwrap_or(i64::MIN);
        Self { rows: rows(choices, &spans), spans, latest, is_untold: false }
    }

    /// Takes in a choice that has just been inserted at a place.
    pub(super) fn insert(&mut self, choices: &[Choice], place: usize) {
        let choice = &choices[place];
        let Some(span) = Span::of(choice).filter(|_| !self.is_untold) else {
            *self = Self { is_untold: true, ..Self::default() };
            return;
        };
        self.spans.insert(place, span);
        self.latest = self.latest.max(span.from);
        if !self.rows.insert(place, choices.len(), &entry(choice, &span)) {
            self.rows = rows(choices, &self.spans);
        }
    }

    /// What the latest choice says that covers what is sought, where that can be told without a look at the choices themselves, and
    /// it is not a guardian's.
    #[inline(always)]
    pub(super) fn at_a_glance(&self, sought: &Sought) -> Option<Option<Kind>> {
        if self.is_untold {
            return None;
        }
        if self.latest <= sought.at {
            match self.rows.seen(sought) {
                Seen::Nothing => return Some(None),
                Seen::Grant => return Some(Some(Kind::Granted)),
                Seen::Refusal => return Some(Some(Kind::Refused)),
                Seen::Unclear => {}
            }
        }
        self.at_a_closer_look(sought)
    }

    #[inline(never)]
    fn at_a_closer_look(&self, sought: &Sought) -> Option<Option<Kind>> {
        let mut made = self.spans.len();
        while made > 0 {
            let word = (made - 1) / TOGETHER;
            let mut candidates = self.rows.candidates(word, sought) & u64::MAX >> (TOGETHER * (word + 1) - made);
            made = word * TOGETHER;
            while candidates != 0 {
                let place = word * TOGETHER + candidates.ilog2() as usize;
                candidates ^= 1 << candidates.ilog2();
                let span = &self.spans[place];
                if !span.is_live(sought.at) {
                    if span.from > sought.at && place > TOGETHER {
                        // What comes after it is not made yet either.
                        made = self.made_by(sought.at).min(place);
                        break;
                    }
                    continue;
                }
                let is_sure = !span.is_particular || (!span.has_service && self.rows.is_towards(place, sought.receiver));
                if is_sure && span.kind != Kind::GrantedByGuardian {
                    return Some(Some(span.kind));
                }
                if is_sure || !span.is_about_another(sought.mark) {
                    return None;
                }
            }
        }
        Some(None)
    }

    /// Whether it can be asked at all.
    #[inline(always)]
    pub(super) fn is_told(&self) -> bool {
        !self.is_untold
    }

    /// What the latest choice says that counts and covers what is sought; grants only of the givers that count. `covers` looks
    /// at the choice at a place itself, where the index does not tell.
    pub(super) fn latest(&self, sought: Sought, counts: impl Fn(Kind) -> bool, covers: impl Fn(usize) -> bool) -> Option<Kind> {
        let mut made = self.spans.len();
        if made > TOGETHER && self.latest > sought.at {
            made = self.made_by(sought.at);
        }
        while made > 0 {
            let word = (made - 1) / TOGETHER;
            let mut candidates = self.rows.candidates(word, &sought) & u64::MAX >> (TOGETHER * (word + 1) - made);
            while candidates != 0 {
                let bit = candidates.ilog2();
                candidates ^= 1 << bit;
                let place = word * TOGETHER + bit as usize;
                let span = &self.spans[place];
                if span.is_live(sought.at)
                    && counts(span.kind)
                    && (!span.is_particular || self.does_cover(place, sought.receiver, &covers))
                {
                    return Some(span.kind);
                }
            }
            made = word * TOGETHER;
        }
        None
    }

    /// How many choices were made by an instant, or a few more: they are in the order of their instants, and a grant counts
    /// from the tick after its own.
    #[inline(never)]
    fn made_by(&self, at: i64) -> usize {
        self.spans.partition_point(|span| span.from <= at.saturating_add(1))
    }

    /// Whether a choice that names parties or a service covers what is sought.
    fn does_cover(&self, place: usize, receiver: Receiver, covers: impl Fn(usize) -> bool) -> bool {
        let is_sure = !self.spans[place].has_service && self.rows.is_towards(place, receiver);
        is_sure || covers(place)
    }

    /// Reads from where a decision will look: first of all.
    pub(super) fn warm(&self) -> i64 {
        self.rows.warm().wrapping_add(self.spans.last().map_or(0, |span| span.from))
    }

    pub(super) fn bytes(&self) -> usize {
        self.spans.capacity() * size_of::<Span>() + self.rows.bytes()
    }
}

fn rows(choices: &[Choice], spans: &[Span]) -> Rows {
    Rows::of(choices.iter().zip(spans).map(|(choice, span)| entry(choice, span)))
}

/// A choice as it stands in the rows.
fn entry<'c>(choice: &'c Choice, span: &Span) -> Entry<'c> {
    Entry { scope: choice.scope(), is_refusal: span.kind == Kind::Refused, is_plain: span.is_plain() }
}
