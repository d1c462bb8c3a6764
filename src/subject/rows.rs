//! Finding the choices that may cover a request, without looking at the others.

use super::span::Sought;
use crate::vocabulary::{Action, DataCategories, Party, Purpose, Purposes, Receiver, Role, Scope};

/// For each action, purpose, receiver and category, a row with one bit for each choice that is about it, in the order of the
/// timeline. The rows of a request laid over one another leave the choices that cover it: but for the service, and for parties
/// known by their mark.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// With room behind the last row, so that a word can be read from where any row begins.
    bits: Box<[u8]>,
    /// Bytes in a row.
    stride: usize,
}

const ACTIONS: usize = 0;
const RECEIVERS: usize = ACTIONS + Action::ALL.len();
/// Choices that name single parties, by the marks of the parties.
const PARTIES: usize = RECEIVERS + Receiver::COUNT;
const MARKS: usize = 32;
/// Nobody has no mark.
const NO_PARTY: usize = PARTIES + MARKS;
const PURPOSES: usize = NO_PARTY + 1;
const CATEGORIES: usize = PURPOSES + 64;
const ROWS: usize = CATEGORIES + 128;

/// Bytes in a word: as many choices as bits in it are looked at together.
const WORD: usize = size_of::<u64>();
pub(super) const TOGETHER: usize = u64::BITS as usize;

impl Rows {
    /// Rows for so many choices, with room for some more: choices are added one at a time.
    pub(super) fn of<'s>(scopes: impl ExactSizeIterator<Item = (Option<&'s Scope>, bool)>) -> Self {
        let bytes = scopes.len().div_ceil(8);
        let stride = if bytes <= WORD { bytes.next_power_of_two() } else { bytes + bytes / 4 };
        let mut rows = Self { bits: vec![0; ROWS * stride + WORD].into(), stride };
        for (place, (scope, is_refusal)) in scopes.enumerate() {
            rows.set(place, scope, is_refusal);
        }
        rows
    }

    /// Takes in a choice at a place among so many, itself counted; whether there was room.
    pub(super) fn insert(&mut self, place: usize, count: usize, scope: Option<&Scope>, is_refusal: bool) -> bool {
        let is_last = place + 1 == count;
        if count > self.stride * 8 || (!is_last && self.stride > WORD) {
            return false;
        }
        if !is_last {
            self.make_room(place);
        }
        self.set(place, scope, is_refusal);
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

    fn set(&mut self, place: usize, scope: Option<&Scope>, is_refusal: bool) {
        let mut set = |row: usize| self.bits[row * self.stride + place / 8] |= 1 << (place % 8);
        let actions = scope.and_then(Scope::actions);
        let is_about = |action: &&Action| actions.is_none_or(|actions| actions.contains((**action).into()));
        Action::ALL.iter().filter(is_about).for_each(|action| set(ACTIONS + *action as usize));
        let purposes = scope.and_then(Scope::purposes).unwrap_or(Purposes::all());
        purposes.purposes().for_each(|purpose| set(PURPOSES + purpose.index()));
        let categories = scope.and_then(Scope::categories).unwrap_or(DataCategories::all());
        categories.leaves().for_each(|leaf| set(CATEGORIES + leaf.place()));
        let mut receiver = |receiver: Receiver| set(RECEIVERS + receiver.index());
        let Some(parties) = scope.and_then(Scope::recipients) else {
            (0..Receiver::COUNT).for_each(|receiver| set(RECEIVERS + receiver));
            return;
        };
        for role in parties.roles().words() {
            receiver(Receiver::with_id(role));
            receiver(Receiver::without_id(role));
        }
        // Who may be the one that is named is covered by a no, and not by a yes.
        if is_refusal {
            receiver(Receiver::UNKNOWN);
            parties.named().iter().map(Party::role).for_each(|role: Role| receiver(Receiver::without_id(role)));
        }
        parties.named().iter().for_each(|party| set(PARTIES + party.mark() as usize % MARKS));
    }

    /// Of the choices of a word, those that may cover what is sought.
    #[inline(always)]
    pub(super) fn candidates(&self, word: usize, sought: &Sought) -> u64 {
        let party = if sought.mark == 0 { NO_PARTY } else { PARTIES + sought.mark as usize % MARKS };
        self.word(ACTIONS + sought.action as usize, word)
            & self.word(PURPOSES + Purpose::index(sought.purpose), word)
            & self.word(CATEGORIES + sought.category, word)
            & (self.word(RECEIVERS + sought.receiver.index(), word) | self.word(party, word))
    }

    /// Whether a choice is about the receiver, whatever its id is.
    pub(super) fn is_towards(&self, place: usize, receiver: Receiver) -> bool {
        self.word(RECEIVERS + receiver.index(), place / TOGETHER) >> (place % TOGETHER) & 1 == 1
    }

    /// A word of a row. Where there are fewer choices, what follows them is another row.
    #[inline(always)]
    fn word(&self, row: usize, word: usize) -> u64 {
        let start = row.wrapping_mul(self.stride).wrapping_add(word.wrapping_mul(WORD));
        self.bits.get(start..).and_then(|bits| bits.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// Reads from where the first rows lie.
    pub(super) fn warm(&self) -> i64 {
        let last = self.bits.len() / 2;
        self.bits.first().zip(self.bits.get(last)).map_or(0, |(first, last)| i64::from(*first) + i64::from(*last))
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.bits)
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
        let scopes: Vec<_> = places.iter().map(|place| (scope(*place), place % 4 == 0)).collect();
        Rows::of(scopes.iter().map(|(scope, is_refusal)| (scope.as_ref(), *is_refusal)))
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
            if !filled.insert(place, places.len(), scope(number).as_ref(), number % 4 == 0) {
                filled = rows(&places);
            }
            assert!(bits(&filled, places.len()) == bits(&rows(&places), places.len()), "{number}");
        }
    }

    #[test]
    fn rows_take_in_what_there_is_room_for() {
        let of = |count: usize| rows(&(0..count).collect::<Vec<_>>());
        let takes = |count: usize, place: usize| of(count).insert(place, count + 1, None, false);
        // As many as fit into a byte, two, four or eight, at any place.
        let by_count = |place: fn(usize) -> usize| [7, 8, 9, 16, 31, 32, 63, 64].map(|count| takes(count, place(count)));
        assert_eq!(by_count(|count| count), [true, false, true, false, true, false, true, false]);
        assert_eq!(by_count(|_| 3), [true, false, true, false, true, false, true, false]);
        // Of more than that, the latest, until a quarter more than at first is there.
        assert!(!takes(65, 3));
        let mut filled = of(65);
        assert!((65..88).all(|count| filled.insert(count, count + 1, None, false)));
        assert!(!filled.insert(88, 89, None, false));
    }

    /// 20 actions, 40 receivers, 32 marks, nobody, 64 purposes and 128 categories; and a word behind them.
    #[test]
    fn a_choice_takes_a_bit_in_each_of_285_rows() {
        let bytes = |count: usize| rows(&(0..count).collect::<Vec<_>>()).bytes();
        assert_eq!([1, 8, 9, 64].map(bytes), [285 + 8, 285 + 8, 2 * 285 + 8, 8 * 285 + 8]);
        // A quarter more than is needed: 11 bytes for 9.
        assert_eq!(bytes(65), 11 * 285 + 8);
        assert_eq!(Rows::default().bytes(), 0);
    }
}
