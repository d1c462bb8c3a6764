//! Answers that were worked out already, by all that they depend on.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::decision::Verdict;
use crate::engine::hasher::Fnv;
use crate::subject::STANDINGS;
use crate::vocabulary::DataCategories;

/// What a person said about the categories of an item, as far as the latest choices go.
#[derive(Clone, Copy)]
pub(super) enum Heard {
    Nothing,
    /// Yes to all of them.
    Yes,
    /// No to all of them.
    No,
    /// Yes to these, and no to those.
    Parted(DataCategories, DataCategories),
}

/// The answers of one question.
pub(in crate::engine) struct Memo {
    /// Those about people who said the same about all categories, by their standing.
    silent: [Option<Verdict>; STANDINGS],
    yes: [Option<Verdict>; STANDINGS],
    no: [Option<Verdict>; STANDINGS],
    parted: HashMap<(usize, DataCategories, DataCategories), Verdict, BuildHasherDefault<Fnv>>,
}

impl Default for Memo {
    fn default() -> Self {
        Self { silent: [None; STANDINGS], yes: [None; STANDINGS], no: [None; STANDINGS], parted: HashMap::default() }
    }
}

impl Memo {
    /// The answer about people of a standing who said nothing about the question, if it is known.
    #[inline(always)]
    pub(super) fn silent(&self, standing: usize) -> Option<Verdict> {
        self.silent[standing]
    }

    /// The answer about people of a standing who said this; it is worked out if it is new.
    pub(super) fn answer(&mut self, standing: usize, heard: Heard, anew: impl FnOnce() -> Verdict) -> Verdict {
        *match heard {
            Heard::Nothing => self.silent[standing].get_or_insert_with(anew),
            Heard::Yes => self.yes[standing].get_or_insert_with(anew),
            Heard::No => self.no[standing].get_or_insert_with(anew),
            Heard::Parted(granted, refused) => self.parted.entry((standing, granted, refused)).or_insert_with(anew),
        }
    }
}
