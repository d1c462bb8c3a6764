//! Finding the choices that may cover a request, without looking at the others.

mod few;
mod layout;
mod page;

use layout::{ROWS, rows_of};
use page::{Long, Short};
use uuid::Uuid;

use super::Choice;
use super::span::{Kind, Span};
use crate::vocabulary::Sought;

/// For each action, purpose, receiver and category, a row with one bit for each choice that is about it, in the order of the
/// timeline. The rows of a request laid over one another leave the choices that cover it: but for the service, and for parties
/// known by their marks.
#[derive(Clone, Debug)]
#[repr(C)]
pub(super) struct Rows {
    /// A byte for each row: of a few choices, the row itself; of more, the place of the row that is kept for it. To reach it takes no
    /// address that has to be fetched.
    table: Table,
    pages: Pages,
}

/// A byte for each row.
type Table = [u8; ROWS];

/// The rows of more choices than a few.
#[derive(Clone, Debug)]
enum Pages {
    /// There are no more.
    None,
    /// Of up to 64.
    Dozens(Box<Short>),
    /// The latest page of up to 512 choices each.
    Hundreds { is_only: bool, page: Box<Long> },
    /// Rows tell nothing.
    Untold,
}

/// What rows tell of a choice that may cover what is sought.
pub(super) struct Seen {
    /// The place after it; 0 is silence, before all of them.
    pub(super) place: usize,
    /// It is about the receiver, whatever its id is.
    pub(super) is_towards: bool,
    /// Rows tell all about it: it counts, and it says this; `None` is to say nothing.
    pub(super) is_told: bool,
    pub(super) kind: Option<Kind>,
}

/// What a look at a choice comes to.
pub(super) enum Look<T> {
    /// It decides.
    Here(T),
    /// It does not: an earlier one may.
    Earlier,
    /// None from this place on does.
    Before(usize),
}

impl Rows {
    pub(super) const NONE: Self = Self { table: [0; ROWS], pages: Pages::None };
    pub(super) const UNTOLD: Self = Self { table: [0; ROWS], pages: Pages::Untold };

    /// Rows of choices in the order of the timeline.
    pub(super) fn of(choices: &[Choice], spans: &[Span]) -> Self {
        let number = choices.first().map_or(0, |choice| mixed(choice.id()));
        let mut rows = match choices.len() {
            count if count <= few::ROOM => Self::NONE,
            count if count <= Short::ROOM => {
                Self { table: Short::table(number), pages: Pages::Dozens(Box::new(Short::after(None))) }
            }
            _ => Self { table: Long::table(number), pages: Pages::Hundreds { is_only: true, page: Box::new(Long::after(None)) } },
        };
        // Of several pages, all but the last keep a quarter free, for choices that come to be known out of their order.
        let is_long = choices.len() > Long::ROOM;
        for (place, span) in spans.iter().enumerate() {
            if is_long && place > 0 && place.is_multiple_of(Long::ROOM / 4 * 3) {
                rows.go_on(place, &rows_of(&choices[place], span.is_plain()), span.from);
            } else {
                rows.insert(place, &choices[..=place], span);
            }
        }
        rows
    }

    /// Takes in one of the choices, at its place; whether there was room.
    pub(super) fn insert(&mut self, place: usize, choices: &[Choice], span: &Span) -> bool {
        let (is_in, is_last) = (rows_of(&choices[place], span.is_plain()), place + 1 == choices.len());
        let (table, from) = (&mut self.table, span.from);
        match &mut self.pages {
            Pages::None if choices.len() <= few::ROOM => few::insert(table, place, &is_in),
            Pages::Dozens(page) => return page.insert(table, place, &is_in, from),
            Pages::Hundreds { page, .. } => {
                return page.insert(table, place, &is_in, from) || is_last && self.go_on(place, &is_in, from);
            }
            Pages::None | Pages::Untold => return false,
        }
        true
    }

    /// Takes in the choice after all others, on a page of its own; whether there are pages of so many.
    fn go_on(&mut self, place: usize, is_in: &[bool; ROWS], from: i64) -> bool {
        match std::mem::replace(&mut self.pages, Pages::Untold) {
            Pages::Hundreds { page: full, .. } => {
                let mut page = Box::new(Long::after(Some(full)));
                let is_done = page.insert(&mut self.table, place, is_in, from);
                self.pages = Pages::Hundreds { is_only: false, page };
                is_done
            }
            others => {
                self.pages = others;
                false
            }
        }
    }

    /// Whether they tell anything.
    #[inline(always)]
    pub(super) fn are_told(&self) -> bool {
        !matches!(self.pages, Pages::Untold)
    }

    /// What `look` says of the latest choice that decides. It is shown those that may cover what is sought, latest first; all of
    /// them have been made from a tick on. `None` if none decides.
    #[inline(always)]
    pub(super) fn latest<T>(&self, sought: &Sought, made: i64, look: impl FnMut(Seen) -> Look<T>) -> Option<T> {
        match &self.pages {
            Pages::None => few::latest(&self.table, sought, made, look),
            Pages::Dozens(page) => page.latest(&self.table, true, sought, look),
            Pages::Hundreds { is_only, page } => page.latest(&self.table, *is_only, sought, look),
            Pages::Untold => None,
        }
    }

    /// Reads from where the rows lie that are looked at first.
    pub(super) fn warm(&self) -> i64 {
        let table = self.table.iter().step_by(64).fold(0, |all, row| all + i64::from(*row));
        table.wrapping_add(match &self.pages {
            Pages::Dozens(page) => page.warm(&self.table),
            Pages::Hundreds { page, .. } => page.warm(&self.table),
            Pages::None | Pages::Untold => 0,
        })
    }

    /// How many bytes they take elsewhere.
    pub(super) fn bytes(&self) -> usize {
        match &self.pages {
            Pages::Dozens(page) => page.bytes(),
            Pages::Hundreds { page, .. } => page.bytes(),
            Pages::None | Pages::Untold => 0,
        }
    }
}

/// A number that differs from person to person, whatever their ids are like.
fn mixed(id: Uuid) -> u64 {
    let (high, low) = id.as_u64_pair();
    // 2^64 over the golden ratio: its multiples are spread evenly (Knuth, The Art of Computer Programming 3, 6.4).
    (high ^ low).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::subject::{Grant, Refusal, RefusalMeans};
    use crate::vocabulary::{Actions, DataCategories, Instant, Party, Purposes, Role, Scope};

    /// Choices that differ from number to number in every part.
    fn choice(number: usize) -> Choice {
        let categories = [DataCategories::EMAIL, DataCategories::PHONE, DataCategories::MEDICAL];
        let parties = [Party::partner("acme"), Party::of(Role::Broker), Party::new(Role::Broker, "globex")];
        let scope = Scope::anything().of(categories[number % 3]).to([Actions::SHARE, Actions::USE][number % 2]);
        let scope = scope.for_purposes([Purposes::SERVICE, Purposes::LOGIN | Purposes::SECURITY][number / 2 % 2]);
        let scope = if number % 5 == 4 { scope } else { scope.with(parties[number / 3 % 3].clone().into()) };
        let (id, at) = (Uuid::from_u128(number as u128), Instant::UNIX_EPOCH + TimeDelta::days(number as i64));
        match number % 4 {
            0 => Choice::Refusal(Refusal::new(id, scope, at, RefusalMeans::OptOut)),
            1 => Choice::Grant(Grant::new(id, scope, at).until(at + TimeDelta::days(1))),
            _ => Choice::Grant(Grant::new(id, scope, at)),
        }
    }

    fn spans(choices: &[Choice]) -> Vec<Span> {
        choices.iter().map(|choice| Span::of(choice).expect("an instant in ticks")).collect()
    }

    fn rows(choices: &[Choice]) -> Rows {
        Rows::of(choices, &spans(choices))
    }

    fn of(count: usize) -> Rows {
        rows(&(0..count).map(choice).collect::<Vec<_>>())
    }

    /// The bits of each row, up to so many choices.
    fn bits(rows: &Rows, count: usize) -> Vec<Vec<bool>> {
        let is_in = |row: usize, place: usize| match &rows.pages {
            Pages::None => place < few::ROOM && rows.table[row] >> place & 1 == 1,
            Pages::Dozens(page) => page.is_in(&rows.table, row, place),
            Pages::Hundreds { page, .. } => page.is_in(&rows.table, row, place),
            Pages::Untold => false,
        };
        (0..ROWS).map(|row| (0..count).map(|place| is_in(row, place)).collect()).collect()
    }

    #[test]
    fn rows_filled_one_by_one_are_those_filled_at_once() {
        let mut choices = Vec::new();
        let mut filled = rows(&[]);
        for number in 0..1_100 {
            // Mostly the latest choice, sometimes one from before.
            let place = if number % 3 == 2 { number / 2 } else { number };
            choices.insert(place, choice(number));
            if !filled.insert(place, &choices, &spans(&choices)[place]) {
                filled = rows(&choices);
            }
            if number < 100 || number % 97 == 0 {
                assert!(bits(&filled, choices.len()) == bits(&rows(&choices), choices.len()), "{number}");
            }
        }
    }

    /// Choices that make more rows differ than a page has places for.
    fn varied(number: usize) -> Choice {
        let leaves: Vec<_> = DataCategories::all().leaves().collect();
        let purposes: Vec<_> = Purposes::all().purposes().collect();
        let scope = Scope::anything().of(leaves[number % leaves.len()]).for_purposes(purposes[number % purposes.len()].into());
        let (id, at) = (Uuid::from_u128(number as u128), Instant::UNIX_EPOCH + TimeDelta::days(number as i64));
        Choice::Grant(Grant::new(id, scope, at))
    }

    /// Rows that were alike, on full pages too, and that later choices tell apart.
    #[test]
    fn rows_tell_which_choices_stand_in_them() {
        let at = |number: usize| Instant::UNIX_EPOCH + TimeDelta::days(number as i64);
        let alike = |number: usize| {
            Choice::Grant(Grant::new(Uuid::from_u128(number as u128), Scope::anything().to(Actions::SHARE), at(number)))
        };
        let [varied, choice]: [fn(usize) -> Choice; 2] = [varied, choice];
        let cases = [(0, 64, varied), (0, 1_200, varied), (1_000, 1_200, varied), (0, 500, choice), (1_100, 1_200, choice)];
        for (start, count, other) in cases {
            let choices: Vec<_> = (0..count).map(|number| if number < start { alike(number) } else { other(number) }).collect();
            let spans = spans(&choices);
            let mut filled = rows(&[]);
            for (place, span) in spans.iter().enumerate() {
                if !filled.insert(place, &choices[..=place], span) {
                    filled = rows(&choices[..=place]);
                }
            }
            let is_in: Vec<_> = choices.iter().zip(&spans).map(|(choice, span)| rows_of(choice, span.is_plain())).collect();
            for (row, bits) in bits(&filled, count).iter().enumerate() {
                assert!(bits.iter().zip(&is_in).all(|(bit, is_in)| *bit == is_in[row]), "row {row} of {start} and {count}");
            }
        }
    }

    #[test]
    fn rows_take_in_what_there_is_room_for() {
        let takes = |count: usize, place: fn(usize) -> usize| {
            let mut choices: Vec<_> = (0..count).map(choice).collect();
            let (mut rows, place) = (rows(&choices), place(count));
            choices.insert(place, choice(count));
            rows.insert(place, &choices, &spans(&choices)[place])
        };
        // Up to 8, up to 64, and from then on whatever comes last.
        let counts = [0, 1, 7, 8, 9, 63, 64, 65, 511, 512, 600];
        let by_count = |place: fn(usize) -> usize| counts.map(|count| takes(count, place));
        let last = [true, true, true, false, true, true, false, true, true, true, true];
        assert_eq!(by_count(|count| count), last);
        // Another only where its page is not full: of several, all but the last are not when they are made.
        let early = [true, true, true, false, true, true, false, true, true, false, true];
        assert_eq!(by_count(|count| count.min(3)), early);
        assert!(takes(600, |_| 520));
    }

    /// 20 actions, 40 receivers, 64 purposes, 128 categories, twice 32 marks, and what is refused and plain: 318 bits of each. What is
    /// alike is kept once, so 512 choices take two pages of memory: one for up to 60 rows that differ, one for the marks.
    #[test]
    fn rows_take_little_memory() {
        assert_eq!([0, 1, 8].map(|count| of(count).bytes()), [0; 3]);
        assert!([9, 64].iter().all(|count| of(*count).bytes() <= 2_048), "{}", of(64).bytes());
        assert_eq!([65, 512, 513].map(|count| of(count).bytes()), [8_192, 8_192, 16_384]);
    }
}
