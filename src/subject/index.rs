//! The index over a timeline: what the latest choice says, however many there are.

use super::Choice;
use super::rows::{Entry, Rows, Seen, TOGETHER};
use super::span::{Kind, Sought, Span};

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

    /// What the latest choice says that covers what is sought, where a glance at the rows is enough: all were made by then, and
    /// that one is plain.
    #[inline(always)]
    pub(super) fn at_a_glance(&self, sought: &Sought) -> Option<Option<Kind>> {
        if self.is_untold || self.latest > sought.at {
            return None;
        }
        match self.rows.seen(sought) {
            Seen::Nothing => Some(None),
            Seen::Grant => Some(Some(Kind::Granted)),
            Seen::Refusal => Some(Some(Kind::Refused)),
            Seen::Unclear => None,
        }
    }

    /// The same where it takes a look at when some of them count and whom they are about, but not at the choices themselves, and the
    /// one that decides is not a guardian's.
    pub(super) fn at_a_closer_look(&self, sought: &Sought) -> Option<Option<Kind>> {
        if self.is_untold {
            return None;
        }
        let mut before = self.spans.len();
        while let Some(place) = self.rows.latest(sought, before) {
            let span = &self.spans[place];
            before = self.before(place, sought.at);
            if span.is_live(sought.at) {
                let is_sure = self.is_sure(place, sought);
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
        let mut before = self.spans.len();
        while let Some(place) = self.rows.latest(&sought, before) {
            let span = &self.spans[place];
            before = self.before(place, sought.at);
            if span.is_live(sought.at) && counts(span.kind) && (self.is_sure(place, &sought) || covers(place)) {
                return Some(span.kind);
            }
        }
        None
    }

    /// Where to look on after a choice that does not decide: what comes after one that is not made yet is not made either.
    fn before(&self, place: usize, at: i64) -> usize {
        let is_made = self.spans[place].from <= at;
        // The choices are in the order of their instants, and a grant counts from the tick after its own.
        let made = || self.spans.partition_point(|span| span.from <= at.saturating_add(1));
        if is_made || place < TOGETHER { place } else { made().min(place) }
    }

    /// Whether a choice covers what is sought, where its rows tell that it may.
    fn is_sure(&self, place: usize, sought: &Sought) -> bool {
        let span = &self.spans[place];
        !span.is_particular || (!span.has_service && self.rows.is_towards(place, sought.receiver))
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
