//! Rows of up to eight choices.

use super::layout::{Asked, PLAIN, REFUSALS, ROWS};
use super::{Look, Seen, Table};
use crate::subject::Kind;
use crate::vocabulary::Sought;

/// So many are a few.
pub(super) const ROOM: usize = u8::BITS as usize;

/// Takes in a choice at a place, moving on those that come after it.
pub(super) fn insert(few: &mut Table, place: usize, is_in: &[bool; ROWS]) {
    let earlier = (1 << place) - 1;
    for (row, is_in) in few.iter_mut().zip(is_in) {
        let stays = *row & earlier;
        *row = (*row ^ stays) << 1 | u8::from(*is_in) << place | stays;
    }
}

#[inline(always)]
pub(super) fn latest<T>(few: &Table, sought: &Sought, made: i64, mut look: impl FnMut(Seen) -> Look<T>) -> Option<T> {
    let Asked { action, purpose, category, receiver, named } = Asked::of(sought);
    let row = |row: usize| u32::from(few[row]);
    let towards = row(receiver);
    let covering = row(action) & row(purpose) & row(category) & (towards | row(named[0]) & row(named[1]));
    let told = row(PLAIN) & towards & u32::from(made <= sought.at).wrapping_neg();
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
