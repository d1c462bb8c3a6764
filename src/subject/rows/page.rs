//! Rows of more choices: up to 64 of them a word, in one word or in eight.

use std::hint::{black_box, select_unpredictable};

use super::layout::{Asked, GENERAL, NAMED, PLAIN, REFUSALS, ROWS};
use super::{Look, Seen, Table};
use crate::subject::Kind;
use crate::vocabulary::Sought;

/// A page of up to 64 choices.
pub(in crate::subject) type Short = Page<1, 64, Line>;
/// A page of up to 512 choices. It takes two pages of memory, each with one address for the processor to translate; the second is
/// looked at only for a request that names a party.
pub(in crate::subject) type Long = Page<MOST, 63, Frame>;

/// Rows of choices that come one after the other in a timeline. Rows that are alike are kept once, and most are: a table tells for
/// each row the place of the one that is kept for it.
///
/// A row has so many words, so many rows lie in the page itself, and it begins where an `A` may begin.
#[derive(Clone, Debug)]
#[repr(C)]
pub(in crate::subject) struct Page<const WORDS: usize, const KEPT: usize, A> {
    aligned: [A; 0],
    head: Head<WORDS, Self>,
    /// What was said takes [`SAID`] of them, one after the other; the rows that are kept begin after it, and go on where the first
    /// one is. From person to person it lies elsewhere: a cache has little room for what lies at one place of all pages.
    rows: [[u64; WORDS]; KEPT],
    /// The rows of those that name single parties, moved on by as much as what was said.
    named: [[u64; WORDS]; ROWS - NAMED],
}

/// What is seldom asked for.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Head<const WORDS: usize, P> {
    /// So many choices come before, and so many are here.
    start: usize,
    choices: usize,
    /// Those that come before.
    earlier: Option<Box<P>>,
    /// So many rows are kept, the same ones on all pages of a timeline; and those for which the page has no place.
    count: usize,
    more: Vec<[u64; WORDS]>,
}

/// As much as is fetched from memory at once.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(in crate::subject) struct Line;

/// A page of memory.
#[derive(Clone, Debug)]
#[repr(align(4096))]
pub(in crate::subject) struct Frame;

/// For each word of a row: which choices are plain, which are refusals, and the tick from which on they have all been made.
const SAID: usize = 3;
const WORD: usize = u64::BITS as usize;
/// A row has no more words.
const MOST: usize = 8;

const _: () = assert!(size_of::<Long>() == 8_192, "two pages of memory");

impl<const WORDS: usize, const KEPT: usize, A> Page<WORDS, KEPT, A> {
    pub(super) const ROOM: usize = WORDS * WORD;

    /// The table of a timeline without choices, of which all rows are alike. What was said lies at a place that depends on a number.
    pub(super) fn table(number: u64) -> Table {
        // All but the plain and the refusals are kept, and silence.
        const { assert!(GENERAL - 2 + 1 + SAID <= 1 << u8::BITS, "no more rows can be kept than there are places") };
        let said = (number % (KEPT - SAID + 1) as u64) as u8;
        let mut table = [Self::place(said, 0); ROWS];
        [PLAIN, REFUSALS].into_iter().for_each(|row| table[row] = said);
        table
    }

    /// A page of nothing, after others perhaps.
    pub(super) fn after(earlier: Option<Box<Self>>) -> Self {
        let count = earlier.as_ref().map_or(1, |earlier| earlier.head.count);
        let start = earlier.as_ref().map_or(0, |earlier| earlier.head.start + earlier.head.choices);
        let more = vec![[0; WORDS]; (count + SAID).saturating_sub(KEPT)];
        let head = Head { start, choices: 0, earlier, count, more };
        Self { aligned: [], head, rows: [[0; WORDS]; KEPT], named: [[0; WORDS]; ROWS - NAMED] }
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
        let head = &mut self.head;
        if place < head.start {
            let is_done = head.earlier.as_mut().is_some_and(|earlier| earlier.put(kept, place, (is_in, said), from));
            head.start += usize::from(is_done);
            return is_done;
        }
        if head.choices == Self::ROOM {
            return false;
        }
        let place = place - head.start;
        let (word, bit) = (place / WORD, 1 << (place % WORD));
        let [mut plain, mut refusals, mut made] = self.said(kept);
        if place < self.head.choices {
            // What was said is among them, and is written anew below.
            let rows = self.rows.iter_mut().chain(&mut self.head.more).chain(&mut self.named);
            rows.chain([&mut plain, &mut refusals]).for_each(|row| move_on(row, place));
            // The last choice of each word may have moved to the next.
            (word + 1..WORDS).rev().for_each(|word| made[word] = made[word].max(made[word - 1]));
        }
        // Of a request before the first tick, it has to be looked up when a choice was made.
        made[word] = made[word].max(from.max(0) as u64);
        [&mut plain, &mut refusals].into_iter().zip(said).filter(|(_, is_in)| *is_in).for_each(|(row, _)| row[word] |= bit);
        self.say(kept, [plain, refusals, made]);
        for row in (0..ROWS).filter(|row| is_in[*row]) {
            let row = if row < NAMED { self.row_mut(kept[row]) } else { &mut self.named[Self::named(kept, row)] };
            row[word] |= bit;
        }
        self.head.choices += 1;
        true
    }

    /// Parts rows that were alike and no longer will be.
    fn part(&mut self, kept: &mut Table, is_in: &[bool; ROWS]) {
        let mut sharing = [[0_u16; 2]; 1 << u8::BITS];
        kept.iter().zip(&is_in[..NAMED]).for_each(|(row, is_in)| sharing[usize::from(*row)][usize::from(*is_in)] += 1);
        let mut parted = [None; 1 << u8::BITS];
        for row in (0..NAMED).filter(|row| is_in[*row]) {
            let alike = kept[row];
            if sharing[usize::from(alike)][0] > 0 {
                let place = Self::place(kept[PLAIN], self.head.count);
                kept[row] = *parted[usize::from(alike)].get_or_insert_with(|| {
                    self.keep(alike, place);
                    place
                });
            }
        }
    }

    /// Keeps another row that is like one of them, at its place, here and before.
    fn keep(&mut self, like: u8, place: u8) {
        if let Some(earlier) = &mut self.head.earlier {
            earlier.keep(like, place);
        }
        let words = *self.row(like);
        if usize::from(place) == KEPT + self.head.more.len() {
            self.head.more.push(words);
        } else {
            *self.row_mut(place) = words;
        }
        self.head.count += 1;
    }

    /// What `look` says of the latest choice that decides, on the only page of a timeline, or on this one or before.
    #[inline(never)]
    pub(super) fn latest<T>(
        &self,
        kept: &Table,
        is_only: bool,
        sought: &Sought,
        mut look: impl FnMut(Seen) -> Look<T>,
    ) -> Option<T> {
        let (mut page, mut end) = (self, usize::MAX);
        if is_only {
            return page.latest_here(kept, 0, sought, &mut end, &mut look);
        }
        loop {
            let found = page.latest_here(kept, page.head.start, sought, &mut end, &mut look);
            match (found, &page.head.earlier) {
                (None, Some(earlier)) => page = earlier,
                (found, _) => return found,
            }
        }
    }

    /// So many choices come before.
    #[inline(always)]
    fn latest_here<T>(
        &self,
        kept: &Table,
        start: usize,
        sought: &Sought,
        end: &mut usize,
        look: &mut impl FnMut(Seen) -> Look<T>,
    ) -> Option<T> {
        let Asked { action, purpose, category, receiver, named } = Asked::of(sought);
        // Then it is there when the rows have told which word of it is wanted.
        black_box(self.warm(kept));
        let row = |row: usize| self.row(kept[row]);
        let (action, purpose, category, receiver) = (row(action), row(purpose), row(category), row(receiver));
        let [one, other] = match named {
            named if named[0] >= NAMED => named.map(|row| &self.named[Self::named(kept, row)]),
            _ => [receiver; 2],
        };
        // Which of several words it is in, or whether nothing was said, nobody can foresee. Before the first
        // word stands silence.
        let mut left = [0; 1 + MOST];
        left[0] = u64::from(start == 0);
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
            let [plain, refusals, made] = self.said_of(kept, word);
            let is_made = select_unpredictable(is_silence, true, made as i64 <= sought.at);
            let told = towards & select_unpredictable(is_silence, u64::MAX, plain);
            let kind = [None, Some(Kind::Granted), Some(Kind::Refused)];
            let seen = Seen {
                place: start + word * WORD + bit as usize + usize::from(!is_silence),
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
        let place = usize::from(kept);
        self.rows.get(place).unwrap_or_else(|| &self.head.more[place - KEPT])
    }

    fn row_mut(&mut self, kept: u8) -> &mut [u64; WORDS] {
        let place = usize::from(kept);
        if place < KEPT { &mut self.rows[place] } else { &mut self.head.more[place - KEPT] }
    }

    /// The place of the row that is kept after so many, if what was said lies at a place.
    fn place(said: u8, count: usize) -> u8 {
        let is_here = count + SAID < KEPT;
        let place = if is_here { (usize::from(said) + SAID + count) % KEPT } else { SAID + count };
        place as u8
    }

    #[inline(always)]
    fn named(kept: &Table, row: usize) -> usize {
        (row - NAMED + usize::from(kept[PLAIN])) % (ROWS - NAMED)
    }

    /// What was said, of one word.
    #[inline(always)]
    fn said_of(&self, kept: &Table, word: usize) -> [u64; SAID] {
        let said = self.rows[usize::from(kept[PLAIN])..][..SAID].as_flattened();
        said[word * SAID..].first_chunk().copied().unwrap_or_default()
    }

    fn said(&self, kept: &Table) -> [[u64; WORDS]; SAID] {
        std::array::from_fn(|row| std::array::from_fn(|word| self.said_of(kept, word)[row]))
    }

    fn say(&mut self, kept: &Table, said: [[u64; WORDS]; SAID]) {
        let words = self.rows[usize::from(kept[PLAIN])..][..SAID].as_flattened_mut();
        words.chunks_exact_mut(SAID).enumerate().for_each(|(word, all)| all.copy_from_slice(&said.map(|row| row[word])));
    }

    /// Reads from where what was said lies, so that it is fetched from memory. What is read means nothing.
    #[inline(always)]
    pub(super) fn warm(&self, kept: &Table) -> i64 {
        let said = &self.rows[usize::from(kept[PLAIN])..][..SAID];
        said.iter().fold(0, |all, row| all ^ row[0] as i64)
    }

    pub(super) fn bytes(&self) -> usize {
        let here = size_of::<Self>() + self.head.more.capacity() * size_of::<[u64; WORDS]>();
        here + self.head.earlier.as_ref().map_or(0, |earlier| earlier.bytes())
    }

    #[cfg(test)]
    pub(super) fn is_in(&self, kept: &Table, row: usize, place: usize) -> bool {
        let Some(place) = place.checked_sub(self.head.start) else {
            return self.head.earlier.as_ref().is_some_and(|earlier| earlier.is_in(kept, row, place));
        };
        let row = match row {
            PLAIN => self.said(kept)[0],
            REFUSALS => self.said(kept)[1],
            row if row < NAMED => *self.row(kept[row]),
            row => self.named[Self::named(kept, row)],
        };
        place < Self::ROOM && row[place / WORD] >> (place % WORD) & 1 == 1
    }
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
