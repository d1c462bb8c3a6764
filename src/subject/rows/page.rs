//! Rows of more choices: up to 64 of them a word, in one word or in eight.

use std::hint::select_unpredictable;

use super::layout::{Asked, NAMED, PLAIN, REFUSALS, ROWS};
use super::{Look, Seen, Table};
use crate::subject::Kind;
use crate::vocabulary::Sought;

/// A page of up to 64 choices.
pub(in crate::subject) type Short = Page<1, 8, Line>;
/// A page of up to 512 choices. It is as long as a page of memory, and is one: what is looked up in it has one address translated.
pub(in crate::subject) type Long = Page<8, 60, Frame>;

/// Rows of choices that come one after the other in a timeline. Rows that are alike are kept once, and most are: a table tells for
/// each row the place of the one that is kept for it.
///
/// They have so many words, so many lines of them lie in the page itself, and it begins where an `A` may begin.
#[derive(Clone, Debug)]
#[repr(C)]
pub(in crate::subject) struct Page<const WORDS: usize, const LINES: usize, A> {
    aligned: [A; 0],
    /// For each word, when its choices have surely been made: after the [`moment`] that it tells.
    made: [i32; WORDS],
    /// So many choices come before, and so many are here.
    start: usize,
    choices: usize,
    /// Those that come before.
    earlier: Option<Box<Self>>,
    /// The rows of those that name single parties, if any does.
    named: Option<Box<Named<WORDS, A>>>,
    /// For each word, those that are plain and those that are refusals.
    said: [[u64; 2]; WORDS],
    /// So many rows are kept, the same ones on all pages of a timeline.
    count: usize,
    more: Vec<Line>,
    lines: [Line; LINES],
}

/// One row of eight words, or eight of one: as much as is fetched from memory at once.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(in crate::subject) struct Line([u64; LINE]);

/// As much as has one address for the processor to translate.
#[derive(Clone, Debug)]
#[repr(align(4096))]
pub(in crate::subject) struct Frame;

#[derive(Clone, Debug)]
#[repr(C)]
struct Named<const WORDS: usize, A> {
    aligned: [A; 0],
    rows: [[u64; WORDS]; ROWS - NAMED],
}

const LINE: usize = 8;
const WORD: usize = u64::BITS as usize;

impl<const WORDS: usize, const LINES: usize, A> Page<WORDS, LINES, A> {
    pub(super) const ROOM: usize = WORDS * WORD;

    /// A page of nothing, after others perhaps. All its rows are alike.
    pub(super) fn after(earlier: Option<Box<Self>>) -> Self {
        const { assert!(WORDS == 1 || WORDS == LINE, "a row is a word or a line") };
        const { assert!(NAMED <= 1 << u8::BITS, "no more rows can be kept than there are") };
        let count = earlier.as_ref().map_or(1, |earlier| earlier.count);
        Self {
            aligned: [],
            made: [i32::MIN; WORDS],
            start: earlier.as_ref().map_or(0, |earlier| earlier.start + earlier.choices),
            choices: 0,
            earlier,
            named: None,
            said: [[0; 2]; WORDS],
            count,
            more: vec![Line([0; LINE]); (count * WORDS).div_ceil(LINE).saturating_sub(LINES)],
            lines: [Line([0; LINE]); LINES],
        }
    }

    /// Takes in a choice at a place of the whole timeline, moving on those that come after it; whether there was room. It counts
    /// from a tick on.
    pub(super) fn insert(&mut self, kept: &mut Table, place: usize, is_in: &[bool; ROWS], from: i64) -> bool {
        let mut is_in = *is_in;
        let said = [PLAIN, REFUSALS].map(|row| std::mem::take(&mut is_in[row]));
        self.part(kept, &is_in);
        self.put(kept, place, (&is_in, said), from)
    }

    fn put(&mut self, kept: &Table, place: usize, (is_in, said): (&[bool; ROWS], [bool; 2]), from: i64) -> bool {
        if place < self.start {
            let is_done = self.earlier.as_mut().is_some_and(|earlier| earlier.put(kept, place, (is_in, said), from));
            self.start += usize::from(is_done);
            return is_done;
        }
        if self.choices == Self::ROOM {
            return false;
        }
        let named = &is_in[NAMED..];
        if named.contains(&true) {
            self.named.get_or_insert_with(|| Box::new(Named { aligned: [], rows: [[0; WORDS]; ROWS - NAMED] }));
        }
        let place = place - self.start;
        let (word, bit) = (place / WORD, 1 << (place % WORD));
        if place < self.choices {
            let lines = self.lines.iter_mut().chain(&mut self.more).flat_map(|line| line.0.chunks_exact_mut(WORDS));
            let named = self.named.iter_mut().flat_map(|named| named.rows.iter_mut().map(<[u64; WORDS]>::as_mut_slice));
            lines.chain(named).for_each(|row| move_on(row, place));
            for kind in 0..2 {
                let mut row = self.said.map(|said| said[kind]);
                move_on(&mut row, place);
                self.said.iter_mut().zip(row).for_each(|(said, row)| said[kind] = row);
            }
            // The last choice of each word may have moved to the next.
            (word + 1..WORDS).rev().for_each(|word| self.made[word] = self.made[word].max(self.made[word - 1]));
        }
        self.made[word] = self.made[word].max(moment(from));
        self.said[word].iter_mut().zip(said).filter(|(_, is_in)| *is_in).for_each(|(row, _)| *row |= bit);
        for (row, _) in kept.iter().zip(&is_in[..NAMED]).filter(|(_, is_in)| **is_in) {
            self.row_mut(*row)[word] |= bit;
        }
        if let Some(rows) = &mut self.named {
            rows.rows.iter_mut().zip(named).filter(|(_, is_in)| **is_in).for_each(|(row, _)| row[word] |= bit);
        }
        self.choices += 1;
        true
    }

    /// Takes in the choice after all others, on a page of its own.
    pub(super) fn go_on(self: &mut Box<Self>, kept: &mut Table, place: usize, is_in: &[bool; ROWS], from: i64) -> bool {
        let full = std::mem::replace(self, Box::new(Self::after(None)));
        **self = Self::after(Some(full));
        self.insert(kept, place, is_in, from)
    }

    /// Parts rows that were alike and no longer will be.
    fn part(&mut self, kept: &mut Table, is_in: &[bool; ROWS]) {
        let mut sharing = [[0_u16; 2]; NAMED];
        kept.iter().zip(&is_in[..NAMED]).for_each(|(row, is_in)| sharing[usize::from(*row)][usize::from(*is_in)] += 1);
        let mut parted = [None; NAMED];
        for (row, _) in kept.iter_mut().zip(&is_in[..NAMED]).filter(|(_, is_in)| **is_in) {
            let alike = usize::from(*row);
            if sharing[alike][0] > 0 {
                *row = *parted[alike].get_or_insert_with(|| self.keep(*row));
            }
        }
    }

    /// Keeps another row that is like one of them, here and before.
    fn keep(&mut self, like: u8) -> u8 {
        if let Some(earlier) = &mut self.earlier {
            earlier.keep(like);
        }
        let (words, place) = (*self.row(like), self.count as u8);
        if self.count * WORDS / LINE == LINES + self.more.len() {
            self.more.push(Line([0; LINE]));
        }
        self.row_mut(place).copy_from_slice(&words);
        self.count += 1;
        place
    }

    /// What `look` says of the latest choice that decides, here or before.
    #[inline(never)]
    pub(super) fn latest<T>(&self, kept: &Table, sought: &Sought, mut look: impl FnMut(Seen) -> Look<T>) -> Option<T> {
        let (mut page, mut end) = (self, usize::MAX);
        loop {
            let found = page.latest_here(kept, sought, &mut end, &mut look);
            match (found, &page.earlier) {
                (None, Some(earlier)) => page = earlier,
                (found, _) => return found,
            }
        }
    }

    #[inline(always)]
    fn latest_here<T>(
        &self,
        kept: &Table,
        sought: &Sought,
        end: &mut usize,
        look: &mut impl FnMut(Seen) -> Look<T>,
    ) -> Option<T> {
        let Asked { action, purpose, category, receiver, named } = Asked::of(sought);
        let row = |row: usize| self.row(kept[row]);
        let (action, purpose, category, receiver) = (row(action), row(purpose), row(category), row(receiver));
        let [one, other] = match &self.named {
            Some(rows) if named[0] >= NAMED => named.map(|row| &rows.rows[row - NAMED]),
            _ => [receiver; 2],
        };
        let now = moment(sought.at);
        // Which of several words it is in, or whether nothing was said, nobody can foresee. Before the first
        // word stands silence.
        let mut left = [0; LINE + 1];
        left[0] = u64::from(self.earlier.is_none());
        for word in 0..WORDS {
            left[word + 1] = action[word] & purpose[word] & category[word] & (receiver[word] | one[word] & other[word]);
        }
        let mut some = (0..=WORDS).rev().fold(0_u32, |some, word| some << 1 | u32::from(left[word] != 0));
        while let Some(place) = some.checked_ilog2() {
            let (place, word) = (place as usize, (place as usize).saturating_sub(1) % WORDS);
            let bit = left[place].checked_ilog2().unwrap_or_default();
            let is_in = |word: u64| word >> bit & 1 == 1;
            let is_silence = place == 0;
            let towards = select_unpredictable(is_silence, u64::MAX, receiver[word]);
            let is_made = select_unpredictable(is_silence, true, self.made[word] < now);
            let [plain, refusals] = self.said[word];
            let told = towards & select_unpredictable(is_silence, u64::MAX, plain);
            let kind = [None, Some(Kind::Granted), Some(Kind::Refused)];
            let seen = Seen {
                place: self.start + word * WORD + bit as usize + usize::from(!is_silence),
                is_towards: is_in(towards),
                is_told: is_in(told) & is_made,
                kind: kind[usize::from(!is_silence) << usize::from(is_in(refusals))],
            };
            if seen.place < *end {
                match look(seen) {
                    Look::Here(found) => return Some(found),
                    Look::Earlier => {}
                    Look::Before(place) => *end = place,
                }
            }
            left[place] &= (1 << bit) - 1;
            some ^= u32::from(left[place] == 0) << place;
        }
        None
    }

    #[inline(always)]
    fn row(&self, kept: u8) -> &[u64; WORDS] {
        let (line, first) = Self::place(kept);
        let line = self.lines.get(line).unwrap_or_else(|| &self.more[line - LINES]);
        line.0[first..].first_chunk().unwrap_or(&[0; WORDS])
    }

    fn row_mut(&mut self, kept: u8) -> &mut [u64] {
        let (line, first) = Self::place(kept);
        let line = if line < LINES { &mut self.lines[line] } else { &mut self.more[line - LINES] };
        &mut line.0[first..][..WORDS]
    }

    /// The line in which a row lies, and the first of its words there.
    #[inline(always)]
    fn place(kept: u8) -> (usize, usize) {
        let word = usize::from(kept) * WORDS;
        (word / LINE, word % LINE)
    }

    /// Reads from where the rows begin.
    pub(super) fn warm(&self) -> i64 {
        i64::from(self.made[0]).wrapping_add(self.lines[0].0[0] as i64)
    }

    pub(super) fn bytes(&self) -> usize {
        let named = if self.named.is_some() { size_of::<Named<WORDS, A>>() } else { 0 };
        let here = size_of::<Self>() + named + self.more.capacity() * size_of::<Line>();
        here + self.earlier.as_ref().map_or(0, |earlier| earlier.bytes())
    }

    #[cfg(test)]
    pub(super) fn is_in(&self, kept: &Table, row: usize, place: usize) -> bool {
        let Some(place) = place.checked_sub(self.start) else {
            return self.earlier.as_ref().is_some_and(|earlier| earlier.is_in(kept, row, place));
        };
        let row = match row.checked_sub(NAMED) {
            None if row == PLAIN => self.said.map(|said| said[0]),
            None if row == REFUSALS => self.said.map(|said| said[1]),
            None => *self.row(kept[row]),
            Some(named) => self.named.as_ref().map_or([0; WORDS], |rows| rows.rows[named]),
        };
        place < Self::ROOM && row[place / WORD] >> (place % WORD) & 1 == 1
    }
}

/// A tick in less detail: of two moments, the earlier one's ticks come before all of the other's. It takes about 4.3 seconds.
#[inline(always)]
fn moment(tick: i64) -> i32 {
    (tick >> i32::BITS) as i32
}

/// Moves the bits from a place on by one.
fn move_on(row: &mut [u64], place: usize) {
    let (first, earlier) = (place / WORD, (1 << (place % WORD)) - 1);
    let stays = row[first] & earlier;
    row[first] ^= stays;
    let mut carried = 0;
    for word in &mut row[first..] {
        (carried, *word) = (*word >> (WORD - 1), *word << 1 | carried);
    }
    row[first] |= stays;
}
