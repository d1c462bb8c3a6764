//! Finding the choices that may cover a request among many, without looking at the others.

use super::span::{Processing, Span};
use crate::vocabulary::{Action, Role};

/// For each action, purpose, role of recipient and category, a row with one bit for each choice that is about it. The rows of a request
/// laid over one another leave the choices that may cover it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    bits: Box<[u64]>,
    /// Words in a row.
    words: usize,
}

const ACTIONS: usize = 0;
const PURPOSES: usize = ACTIONS + Action::ALL.len();
const RECIPIENTS: usize = PURPOSES + 64;
/// Choices that are about no recipients in particular.
const ANY_RECIPIENT: usize = RECIPIENTS + Role::ALL.len();
/// Choices that are about every party of a role.
const WHOLE_ROLES: usize = ANY_RECIPIENT + 1;
/// Choices that name single parties, by the mark of the party; those that name several stand in all of these.
const PARTIES: usize = WHOLE_ROLES + Role::ALL.len();
const MARKS: usize = 32;
const CATEGORIES: usize = PARTIES + MARKS;
const ROWS: usize = CATEGORIES + 128;

impl Rows {
    pub(super) fn of(spans: &[Span]) -> Self {
        // Room for some more: choices are added one at a time.
        let words = spans.len() / 64 + 1;
        let mut rows = Self { bits: vec![0; ROWS * words].into(), words };
        for (place, span) in spans.iter().enumerate() {
            rows.set(place, span);
        }
        rows
    }

    /// Takes in a choice that comes after all others; whether there was room.
    pub(super) fn push(&mut self, place: usize, span: &Span) -> bool {
        let has_room = place < self.words * 64;
        if has_room {
            self.set(place, span);
        }
        has_room
    }

    fn set(&mut self, place: usize, span: &Span) {
        let mut set = |row: usize| self.bits[row * self.words + place / 64] |= 1 << (place % 64);
        span.actions.words().for_each(|action| set(ACTIONS + action as usize));
        span.purposes.purposes().for_each(|purpose| set(PURPOSES + purpose.index()));
        span.roles.words().for_each(|role| set(RECIPIENTS + role as usize));
        span.whole_roles.words().for_each(|role| set(WHOLE_ROLES + role as usize));
        match span.mark as usize {
            0 => (0..MARKS).for_each(|mark| set(PARTIES + mark)),
            mark => set(PARTIES + mark % MARKS),
        }
        if !span.has_recipients {
            set(ANY_RECIPIENT);
        }
        span.categories.leaves().for_each(|leaf| set(CATEGORIES + leaf.bits().trailing_zeros() as usize));
    }

    /// The word of a row.
    fn word(&self, row: usize, word: usize) -> u64 {
        self.bits[row * self.words + word]
    }

    /// Of 64 choices, those that may cover some of the categories.
    pub(super) fn candidates(&self, word: usize, processing: &Processing<'_>) -> u64 {
        let about = self.word(ACTIONS + processing.action as usize, word)
            & self.word(PURPOSES + processing.purpose.index(), word)
            & match processing.recipient {
                Some(recipient) => {
                    let some = self.word(RECIPIENTS + recipient.role() as usize, word);
                    match processing.mark as usize {
                        0 => some,
                        mark => {
                            let whole = self.word(WHOLE_ROLES + recipient.role() as usize, word);
                            some & (whole | self.word(PARTIES + mark % MARKS, word))
                        }
                    }
                }
                None if processing.action.has_recipient() => u64::MAX,
                None => self.word(ANY_RECIPIENT, word),
            };
        if about == 0 {
            return 0;
        }
        let leaves =
            processing.categories.leaves().map(|leaf| self.word(CATEGORIES + leaf.bits().trailing_zeros() as usize, word));
        about & leaves.fold(0, |all, leaf| all | leaf)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.bits)
    }
}
