//! Finding the choices that may cover a request, without looking at the others.

use super::span::Sought;
use crate::vocabulary::{Action, DataCategories, Party, Purpose, Purposes, Receiver, Role, Scope};

/// For each action, purpose, receiver and category, a row with one bit for each choice that is about it, in the order of the
/// timeline. The rows of a request laid over one another leave the choices that cover it: but for the service, and for parties
/// known by their mark.
///
/// Up to 64 choices, the rows lie side by side. Beyond that, rows that are alike are kept once: most are.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// With room behind the last row, so that a word can be read from where any row begins.
    bits: Vec<u8>,
    /// Bytes in a row.
    stride: usize,
    /// For each row, the place of the one that is kept for it, where those that are alike are kept once.
    kept: Option<Box<[u16; ROWS]>>,
}

/// A choice as it stands in the rows.
#[derive(Clone, Copy)]
pub(super) struct Entry<'s> {
    pub(super) scope: Option<&'s Scope>,
    pub(super) is_refusal: bool,
    /// Its rows tell all about it: it counts from its instant on for good, for everyone and in every service.
    pub(super) is_plain: bool,
}

/// The first rows are of the choices themselves: the refusals, and those that are plain.
const REFUSALS: usize = 0;
const PLAIN: usize = 1;
const ACTIONS: usize = 2;
const RECEIVERS: usize = ACTIONS + Action::ALL.len();
/// Choices that name single parties, by the marks of the parties.
const PARTIES: usize = RECEIVERS + Receiver::COUNT;
const MARKS: usize = 32;
const PURPOSES: usize = PARTIES + MARKS;
const CATEGORIES: usize = PURPOSES + 64;
const ROWS: usize = CATEGORIES + 128;

/// Bytes in a word: as many choices as bits in it are looked at together.
const WORD: usize = size_of::<u64>();
pub(super) const TOGETHER: usize = u64::BITS as usize;

impl Rows {
    /// Rows for so many choices, with room for some more: choices are added one at a time.
    pub(super) fn of<'s>(entries: impl ExactSizeIterator<Item = Entry<'s>>) -> Self {
        let bytes = entries.len().div_ceil(8);
        let mut rows = if bytes <= WORD {
            let stride = bytes.next_power_of_two();
            Self { bits: vec![0; ROWS * stride + WORD], stride, kept: None }
        } else {
            let stride = bytes + bytes / 4;
            Self { bits: vec![0; stride + WORD], stride, kept: Some(Box::new([0; ROWS])) }
        };
        for (place, entry) in entries.enumerate() {
            rows.set(place, &entry);
        }
        rows
    }

    /// Takes in a choice at a place among so many, itself counted; whether there was room.
    pub(super) fn insert(&mut self, place: usize, count: usize, entry: &Entry<'_>) -> bool {
        let is_last = place + 1 == count;
        if count > self.stride * 8 || (!is_last && self.kept.is_some()) {
            return false;
        }
        if !is_last {
            self.make_room(place);
        }
        self.set(place, entry);
        true
    }

    /// Moves the bits of the choices from a place on by one.
    fn make_room(&mut self, place: usize) {
        for row in self.bits.chunks_exact_mut(self.stride).take(ROWS) {
            let mut word = [0; WORD];
            word[..row.len()].copy_from_slice(row);
            let bits = u64::from_le_bytes(word);
            let earlier = bits & ((1 << place) - 1);
            let moved = earlier | (bits ^ earlier) << 1;
            row.copy_from_slice(&moved.to_le_bytes()[..row.len()]);
        }
    }

    fn set(&mut self, place: usize, entry: &Entry<'_>) {
        let is_in = entry.rows();
        if self.kept.is_some() {
            self.part(&is_in);
        }
        let rows = (0..ROWS).filter(|row| is_in[*row]);
        for start in rows.map(|row| self.start(row)).collect::<Vec<_>>() {
            self.bits[start + place / 8] |= 1 << (place % 8);
        }
    }

    /// Parts rows that were alike and no longer are.
    fn part(&mut self, is_in: &[bool; ROWS]) {
        let Some(kept) = &mut self.kept else { return };
        let count = (self.bits.len() - WORD) / self.stride;
        let mut sharing = vec![[0_u16; 2]; count];
        kept.iter().zip(is_in).for_each(|(row, is_in)| sharing[*row as usize][usize::from(*is_in)] += 1);
        let mut parted = vec![None; count];
        for (row, _) in kept.iter_mut().zip(is_in).filter(|(_, is_in)| **is_in) {
            let alike = *row as usize;
            if sharing[alike][0] == 0 {
                continue;
            }
            *row = *parted[alike].get_or_insert_with(|| {
                let (start, end) = (alike * self.stride, self.bits.len() - WORD);
                self.bits.resize(end + self.stride + WORD, 0);
                self.bits.copy_within(start..start + self.stride, end);
                (end / self.stride) as u16
            });
        }
    }

    /// Of the choices of a word, those that may cover what is sought.
    #[inline(always)]
    pub(super) fn candidates(&self, word: usize, sought: &Sought) -> u64 {
        let receiver = RECEIVERS + sought.receiver.index();
        // Who has no id is no single party.
        let party = if sought.mark == 0 { receiver } else { PARTIES + sought.mark as usize % MARKS };
        self.word(ACTIONS + sought.action as usize, word)
            & self.word(PURPOSES + Purpose::index(sought.purpose), word)
            & self.word(CATEGORIES + sought.category, word)
            & (self.word(receiver, word) | self.word(party, word))
    }

    /// Of the choices of a word, those that are plain, and those that are refusals.
    #[inline(always)]
    pub(super) fn plain(&self, word: usize) -> (u64, u64) {
        (self.word(PLAIN, word), self.word(REFUSALS, word))
    }

    /// Whether a choice is about the receiver, whatever its id is.
    pub(super) fn is_towards(&self, place: usize, receiver: Receiver) -> bool {
        self.word(RECEIVERS + receiver.index(), place / TOGETHER) >> (place % TOGETHER) & 1 == 1
    }

    /// A word of a row. Where there are fewer choices, what follows them is another row.
    #[inline(always)]
    fn word(&self, row: usize, word: usize) -> u64 {
        let start = self.start(row).wrapping_add(word.wrapping_mul(WORD));
        self.bits.get(start..).and_then(|bits| bits.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// Where a row begins.
    #[inline(always)]
    fn start(&self, row: usize) -> usize {
        self.kept.as_ref().map_or(row, |kept| kept[row] as usize).wrapping_mul(self.stride)
    }

    /// Reads from where the first rows lie.
    pub(super) fn warm(&self) -> i64 {
        let last = self.bits.len() / 2;
        self.bits.first().zip(self.bits.get(last)).map_or(0, |(first, last)| i64::from(*first) + i64::from(*last))
    }

    pub(super) fn bytes(&self) -> usize {
        self.bits.capacity() + self.kept.as_ref().map_or(0, |kept| size_of_val(&**kept))
    }
}

impl Entry<'_> {
    /// The rows that it stands in.
    fn rows(&self) -> [bool; ROWS] {
        let mut rows = [false; ROWS];
        let mut set = |row: usize| rows[row] = true;
        if self.is_refusal {
            set(REFUSALS);
        }
        if self.is_plain {
            set(PLAIN);
        }
        let actions = self.scope.and_then(Scope::actions);
        let is_about = |action: &&Action| actions.is_none_or(|actions| actions.contains((**action).into()));
        Action::ALL.iter().filter(is_about).for_each(|action| set(ACTIONS + *action as usize));
        let purposes = self.scope.and_then(Scope::purposes).unwrap_or(Purposes::all());
        purposes.purposes().for_each(|purpose| set(PURPOSES + purpose.index()));
        let categories = self.scope.and_then(Scope::categories).unwrap_or(DataCategories::all());
        categories.leaves().for_each(|leaf| set(CATEGORIES + leaf.place()));
        let Some(parties) = self.scope.and_then(Scope::recipients) else {
            (0..Receiver::COUNT).for_each(|receiver| set(RECEIVERS + receiver));
            return rows;
        };
        let mut receiver = |receiver: Receiver| set(RECEIVERS + receiver.index());
        for role in parties.roles().words() {
            receiver(Receiver::with_id(role));
            receiver(Receiver::without_id(role));
        }
        // Who may be the one that is named is covered by a no, and not by a yes.
        if self.is_refusal {
            receiver(Receiver::UNKNOWN);
            parties.named().iter().map(Party::role).for_each(|role: Role| receiver(Receiver::without_id(role)));
        }
        parties.named().iter().for_each(|party| set(PARTIES + party.mark() as usize % MARKS));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Actions, Purposes};

    /// Scopes that differ from place to place in every part.
    fn scope(place: usize) -> Option<Scope> {
        let categories = [DataCategories::EMAIL, DataCategories::PHONE, DataCategories::MEDICAL];
        let parties = [Party::partner("acme"), Party::of(Role::Broker), Party::new(Role::Broker, "globex")];
        let scope = Scope::anything().of(categories[place % 3]).to([Actions::SHARE, Actions::USE][place % 2]);
        let scope = scope.for_purposes([Purposes::SERVICE, Purposes::LOGIN | Purposes::SECURITY][place / 2 % 2]);
        (place % 7 != 6).then(|| if place % 5 == 4 { scope } else { scope.with(parties[place / 3 % 3].clone().into()) })
    }

    fn rows(places: &[usize]) -> Rows {
        let scopes: Vec<_> = places.iter().map(|place| (*place, scope(*place))).collect();
        Rows::of(scopes.iter().map(|(place, scope)| entry(*place, scope.as_ref())))
    }

    fn entry(place: usize, scope: Option<&Scope>) -> Entry<'_> {
        Entry { scope, is_refusal: place % 4 == 0, is_plain: place % 3 == 0 }
    }

    /// The bits of each row, up to so many choices.
    fn bits(rows: &Rows, count: usize) -> Vec<Vec<bool>> {
        let is_set = |row: usize, place: usize| rows.word(row, place / TOGETHER) >> (place % TOGETHER) & 1 == 1;
        (0..ROWS).map(|row| (0..count).map(|place| is_set(row, place)).collect()).collect()
    }

    #[test]
    fn rows_filled_one_by_one_are_those_filled_at_once() {
        let mut places = Vec::new();
        let mut filled = rows(&[]);
        for number in 0..100 {
            // Mostly the latest choice, sometimes one from before.
            let place = if number % 3 == 2 { number / 2 } else { number };
            places.insert(place, number);
            if !filled.insert(place, places.len(), &entry(number, scope(number).as_ref())) {
                filled = rows(&places);
            }
            assert!(bits(&filled, places.len()) == bits(&rows(&places), places.len()), "{number}");
        }
    }

    #[test]
    fn rows_take_in_what_there_is_room_for() {
        let of = |count: usize| rows(&(0..count).collect::<Vec<_>>());
        let takes = |count: usize, place: usize| of(count).insert(place, count + 1, &entry(1, None));
        // As many as fit into a byte, two, four or eight, at any place.
        let by_count = |place: fn(usize) -> usize| [7, 8, 9, 16, 31, 32, 63, 64].map(|count| takes(count, place(count)));
        assert_eq!(by_count(|count| count), [true, false, true, false, true, false, true, false]);
        assert_eq!(by_count(|_| 3), [true, false, true, false, true, false, true, false]);
        // Of more than that, the latest, until a quarter more than at first is there.
        assert!(!takes(65, 3));
        let mut filled = of(65);
        assert!((65..88).all(|count| filled.insert(count, count + 1, &entry(1, None))));
        assert!(!filled.insert(88, 89, &entry(1, None)));
    }

    /// Refusals, plain ones, 20 actions, 40 receivers, 32 marks, 64 purposes and 128 categories; and a word behind them.
    #[test]
    fn up_to_64_choices_take_a_bit_in_each_of_286_rows() {
        let bytes = |count: usize| rows(&(0..count).collect::<Vec<_>>()).bytes();
        assert_eq!([1, 8, 9, 64].map(bytes), [286 + 8, 286 + 8, 2 * 286 + 8, 8 * 286 + 8]);
        assert_eq!(Rows::default().bytes(), 0);
    }

    #[test]
    fn of_more_choices_rows_that_are_alike_are_kept_once() {
        let count = |rows: &Rows| (rows.bits.len() - WORD) / rows.stride;
        let filled = rows(&(0..600).collect::<Vec<_>>());
        let mut alike: Vec<_> = bits(&filled, 600);
        alike.sort_unstable();
        alike.dedup();
        assert_eq!(count(&filled), alike.len());
        // A quarter more than is needed: 93 bytes for 75.
        assert_eq!(filled.stride, 93);
        assert_eq!(filled.kept.as_ref().map(|kept| kept.len()), Some(ROWS));
    }
}
