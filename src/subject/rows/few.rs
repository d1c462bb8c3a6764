//! Rows of up to eight choices.

use super::layout::{Asked, PLAIN, REFUSALS, ROWS};
use super::{Look, Seen};
use crate::subject::Kind;
use crate::vocabulary::Sought;

/// A byte for each row, one bit for each choice.
#[derive(Clone, Debug)]
pub(in crate::subject) struct Few([u8; ROWS]);

impl Default for Few {
    fn default() -> Self {
        Self::NONE
    }
}

impl Few {
    pub(super) const ROOM: usize = u8::BITS as usize;
    pub(super) const NONE: Self = Self([0; ROWS]);

    /// Takes in a choice at a place, moving on those that come after it.
    pub(super) fn insert(&mut self, place: usize, is_in: &[bool; ROWS]) {
        let earlier = (1 << place) - 1;
        for (row, is_in) in self.0.iter_mut().zip(is_in) {
            let stays = *row & earlier;
            *row = (*row ^ stays) << 1 | u8::from(*is_in) << place | stays;
        }
    }

    #[inline(always)]
    pub(super) fn latest<T>(&self, sought: &Sought, made: i64, mut look: impl FnMut(Seen) -> Look<T>) -> Option<T> {
        let Asked { action, purpose, category, receiver, named } = Asked::of(sought);
        let row = |row: usize| u32::from(self.0[row]);
        let towards = row(receiver);
        let covering = row(action) & row(purpose) & row(category) & (towards | row(named[0]) & row(named[1]));
        let told = if made <= sought.at { row(PLAIN) & towards } else { 0 };
        // Silence is about everything.
        let (mut left, towards, told, refusals) = (covering << 1 | 1, towards << 1 | 1, told << 1 | 1, row(REFUSALS) << 1);
        loop {
            let place = left.checked_ilog2()? as usize;
            let is_in = |row: u32| row >> place & 1 == 1;
            let kind = (place > 0).then_some(if is_in(refusals) { Kind::Refused } else { Kind::Granted });
            match look(Seen { place, is_towards: is_in(towards), is_told: is_in(told), kind }) {
                Look::Here(found) => return Some(found),
                Look::Earlier => left ^= 1 << place,
                Look::Before(end) => left &= (1 << end) - 1,
            }
        }
    }

    /// Reads from where the rows lie.
    pub(super) fn warm(&self) -> i64 {
        self.0.iter().step_by(64).fold(0, |all, row| all.wrapping_add(i64::from(*row)))
    }

    #[cfg(test)]
    pub(super) fn is_in(&self, row: usize, place: usize) -> bool {
        self.0[row] >> place & 1 == 1
    }
}
