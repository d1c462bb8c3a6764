//! Finding the choices that may cover a request, without looking at the others.

use super::span::Sought;
use crate::vocabulary::{Action, DataCategories, Party, Purpose, Purposes, Receiver, Role, Scope};

/// For each action, purpose, receiver and category, a row with one bit for each choice that is about it, in the order of the
/// timeline. The rows of a request laid over one another leave the choices that cover it: but for the service, and for parties
/// known by their mark.
#[derive(Clone, Debug, Default)]
pub(super) enum Rows {
    /// Of no choices.
    #[default]
    None,
    /// Of up to eight choices.
    Few(Box<[u8; ROWS]>),
    Many(Many),
}

/// Rows of many choices. Those that are alike are kept once: most are.
#[derive(Clone, Debug)]
pub(super) struct Many {
    /// For each row, the place of the one that is kept for it.
    kept: Box<[u16; ROWS]>,
    words: Vec<u64>,
    /// Words in a row.
    stride: usize,
}

/// A choice as it stands in the rows.
#[derive(Clone, Copy)]
pub(super) struct Entry<'s> {
    pub(super) scope: Option<&'s Scope>,
    pub(super) is_refusal: bool,
    /// Its rows tell all about it: it counts from its instant on for good, for everyone and in every service.
    pub(super) is_plain: bool,
}

/// What the rows tell of the latest choice that covers what is sought, if all of them count.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    /// There is none.
    Nothing,
    /// A plain one.
    Grant,
    /// A plain one.
    Refusal,
    /// Not enough.
    Unclear,
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

const FEW: usize = u8::BITS as usize;
/// As many choices of many are looked at together.
pub(super) const TOGETHER: usize = u64::BITS as usize;

impl Rows {
    /// Rows for some choices, with room for some more: choices are added one at a time.
    pub(super) fn of<'s>(entries: impl ExactSizeIterator<Item = Entry<'s>>) -> Self {
        let mut rows = match entries.len() {
            0 => Self::None,
            1..=FEW => Self::Few(Box::new([0; ROWS])),
            many => Self::Many(Many::with_room(many)),
        };
        for (place, entry) in entries.enumerate() {
            rows.set(place, &entry);
        }
        rows
    }

    /// Takes in a choice at a place among so many, itself counted; whether there was room.
    pub(super) fn insert(&mut self, place: usize, count: usize, entry: &Entry<'_>) -> bool {
        let room = match self {
            Self::None => 0,
            Self::Few(_) => FEW,
            Self::Many(many) => many.stride * TOGETHER,
        };
        if count > room {
            return false;
        }
        if place + 1 < count {
            self.make_room(place);
        }
        self.set(place, entry);
        true
    }

    /// Moves the bits of the choices from a place on by one.
    fn make_room(&mut self, place: usize) {
        let (first, earlier) = (place / TOGETHER, (1 << (place % TOGETHER)) - 1);
        match self {
            Self::None => {}
            Self::Few(rows) => {
                for row in rows.iter_mut() {
                    let stays = *row & earlier as u8;
                    *row = (*row ^ stays) << 1 | stays;
                }
            }
            Self::Many(many) => {
                for row in many.words.chunks_exact_mut(many.stride) {
                    let stays = row[first] & earlier;
                    row[first] ^= stays;
                    let mut carried = 0;
                    for word in &mut row[first..] {
                        (carried, *word) = (*word >> (TOGETHER - 1), *word << 1 | carried);
                    }
                    row[first] |= stays;
                }
            }
        }
    }

    fn set(&mut self, place: usize, entry: &Entry<'_>) {
        let is_in = entry.rows();
        match self {
            Self::None => {}
            Self::Few(rows) => rows.iter_mut().zip(is_in).for_each(|(row, is_in)| *row |= u8::from(is_in) << place),
            Self::Many(many) => many.set(place, &is_in),
        }
    }

    /// What they tell.
    #[inline(always)]
    pub(super) fn seen(&self, sought: &Sought) -> Seen {
        match self {
            Self::None => Seen::Nothing,
            Self::Few(rows) => match candidates(rows, sought) {
                0 => Seen::Nothing,
                some => {
                    let latest = 1 << some.ilog2();
                    Seen::of(u64::from(rows[PLAIN]) & latest != 0, u64::from(rows[REFUSALS]) & latest != 0)
                }
            },
            Self::Many(many) => many.seen(sought),
        }
    }

    /// The latest choice before a place that may cover what is sought.
    pub(super) fn latest(&self, sought: &Sought, before: usize) -> Option<usize> {
        match self {
            Self::None => None,
            Self::Few(rows) => {
                let earlier = if before < FEW { (1 << before) - 1 } else { u64::MAX };
                (candidates(rows, sought) & earlier).checked_ilog2().map(|place| place as usize)
            }
            Self::Many(many) => many.latest(sought, before),
        }
    }

    /// Whether a choice is about the receiver, whatever its id is.
    pub(super) fn is_towards(&self, place: usize, receiver: Receiver) -> bool {
        self.is_in(RECEIVERS + receiver.index(), place)
    }

    fn is_in(&self, row: usize, place: usize) -> bool {
        match self {
            Self::None => false,
            Self::Few(rows) => rows[row] >> (place % FEW) & 1 == 1,
            Self::Many(many) => many.is_in(row, place),
        }
    }

    /// Reads from where the first rows lie.
    pub(super) fn warm(&self) -> i64 {
        match self {
            Self::None => 0,
            Self::Few(rows) => i64::from(rows[PLAIN]) + i64::from(rows[PURPOSES]) + i64::from(rows[CATEGORIES]),
            Self::Many(many) => i64::from(many.kept[PLAIN]) + many.words.last().map_or(0, |last| *last as i64),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Few(rows) => size_of_val(&**rows),
            Self::Many(many) => size_of_val(&*many.kept) + many.words.capacity() * size_of::<u64>(),
        }
    }
}

impl Many {
    /// All rows are alike at first.
    fn with_room(count: usize) -> Self {
        let words = count.div_ceil(TOGETHER);
        let stride = words + words / 4;
        Self { kept: Box::new([0; ROWS]), words: vec![0; stride], stride }
    }

    fn set(&mut self, place: usize, is_in: &[bool; ROWS]) {
        self.part(is_in);
        let bit = 1 << (place % TOGETHER);
        for row in (0..ROWS).filter(|row| is_in[*row]) {
            self.words[self.kept[row] as usize * self.stride + place / TOGETHER] |= bit;
        }
    }

    /// Parts rows that were alike and no longer will be.
    fn part(&mut self, is_in: &[bool; ROWS]) {
        let count = self.words.len() / self.stride;
        let mut sharing = vec![[0_u16; 2]; count];
        self.kept.iter().zip(is_in).for_each(|(row, is_in)| sharing[*row as usize][usize::from(*is_in)] += 1);
        let mut parted = vec![None; count];
        for (row, _) in self.kept.iter_mut().zip(is_in).filter(|(_, is_in)| **is_in) {
            let alike = *row as usize;
            if sharing[alike][0] == 0 {
                continue;
            }
            *row = *parted[alike].get_or_insert_with(|| {
                let (start, end) = (alike * self.stride, self.words.len());
                self.words.extend_from_within(start..start + self.stride);
                (end / self.stride) as u16
            });
        }
    }

    #[inline(never)]
    fn seen(&self, sought: &Sought) -> Seen {
        match self.latest(sought, usize::MAX) {
            None => Seen::Nothing,
            Some(place) => Seen::of(self.is_in(PLAIN, place), self.is_in(REFUSALS, place)),
        }
    }

    fn is_in(&self, row: usize, place: usize) -> bool {
        self.row(row).get(place / TOGETHER).is_some_and(|word| word >> (place % TOGETHER) & 1 == 1)
    }

    fn latest(&self, sought: &Sought, before: usize) -> Option<usize> {
        let (action, purpose, category, receiver, party) = rows_of(sought, |row| self.row(row));
        let rows = action.iter().zip(purpose).zip(category).zip(receiver.iter().zip(party)).enumerate();
        let words = rows.map(|(word, (((action, purpose), category), (receiver, party)))| {
            (word * TOGETHER, action & purpose & category & (receiver | party))
        });
        let earlier = |first: usize| match before.saturating_sub(first) {
            0 => 0,
            some if some < TOGETHER => (1 << some) - 1,
            _ => u64::MAX,
        };
        let mut found = words.rev().map(|(first, word)| (first, word & earlier(first)));
        found.find_map(|(first, word)| Some(first + word.checked_ilog2()? as usize))
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[u64] {
        let start = usize::from(self.kept[row]).wrapping_mul(self.stride);
        self.words.get(start..).and_then(|words| words.get(..self.stride)).unwrap_or_default()
    }
}

impl Seen {
    #[inline(always)]
    fn of(is_plain: bool, is_refusal: bool) -> Self {
        match (is_plain, is_refusal) {
            (false, _) => Self::Unclear,
            (true, false) => Self::Grant,
            (true, true) => Self::Refusal,
        }
    }
}

/// The rows of what is sought, each read by `row`: action, purpose, category, receiver, party.
#[inline(always)]
fn rows_of<R>(sought: &Sought, row: impl Fn(usize) -> R) -> (R, R, R, R, R) {
    let receiver = RECEIVERS + sought.receiver.index();
    // Who has no id is no single party.
    let party = if sought.mark == 0 { receiver } else { PARTIES + sought.mark as usize % MARKS };
    let (action, purpose) = (ACTIONS + sought.action as usize, PURPOSES + Purpose::index(sought.purpose));
    (row(action), row(purpose), row(CATEGORIES + sought.category), row(receiver), row(party))
}

/// Of a few choices, those that may cover what is sought.
#[inline(always)]
fn candidates(rows: &[u8; ROWS], sought: &Sought) -> u64 {
    let (action, purpose, category, receiver, party) = rows_of(sought, |row| u64::from(rows[row]));
    action & purpose & category & (receiver | party)
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
        Entry { scope, is_refusal: place.is_multiple_of(4), is_plain: place.is_multiple_of(3) }
    }

    /// The bits of each row, up to so many choices.
    fn bits(rows: &Rows, count: usize) -> Vec<Vec<bool>> {
        (0..ROWS).map(|row| (0..count).map(|place| rows.is_in(row, place)).collect()).collect()
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
        // Up to eight, or as many as fit into words, at any place.
        let by_count = |place: fn(usize) -> usize| [0, 1, 7, 8, 9, 63, 64, 65].map(|count| takes(count, place(count)));
        assert_eq!(by_count(|count| count), [false, true, true, false, true, true, false, true]);
        assert_eq!(by_count(|count| count.min(3)), [false, true, true, false, true, true, false, true]);
        // A quarter more than at first, where that is a word.
        assert!(takes(256, 0));
    }

    /// Refusals, plain ones, 20 actions, 40 receivers, 32 marks, 64 purposes and 128 categories.
    #[test]
    fn a_few_choices_take_a_bit_in_each_of_286_rows() {
        let bytes = |count: usize| rows(&(0..count).collect::<Vec<_>>()).bytes();
        assert_eq!([0, 1, 8].map(bytes), [0, 286, 286]);
    }

    #[test]
    fn of_many_choices_rows_that_are_alike_are_kept_once() {
        let filled = rows(&(0..600).collect::<Vec<_>>());
        let mut alike: Vec<_> = bits(&filled, 600);
        alike.sort_unstable();
        alike.dedup();
        let Rows::Many(many) = filled else { unreachable!("600 are many") };
        // A quarter more than is needed: 12 words for 10.
        assert_eq!((many.stride, many.words.len()), (12, 12 * alike.len()));
    }
}
