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
    /// Those about people who said nothing, by their standing; they are known for the standings whose bit is set.
    silent: [Verdict; STANDINGS],
    known: u64,
    /// Those about people who said the same about all categories.
    yes: [Option<Verdict>; STANDINGS],
    no: [Option<Verdict>; STANDINGS],
    parted: HashMap<(usize, DataCategories, DataCategories), Verdict, BuildHasherDefault<Fnv>>,
}

impl Default for Memo {
    fn default() -> Self {
        Self {
            silent: [Verdict::Denied; STANDINGS],
            known: 0,
            yes: [None; STANDINGS],
            no: [None; STANDINGS],
            parted: HashMap::default(),
        }
    }
}

const _: () = assert!(STANDINGS <= u64::BITS as usize, "a bit for each standing");

/// The bit of a standing.
#[inline(always)]
pub(super) fn bit(standing: usize) -> u64 {
    1 << (standing % STANDINGS)
}

impl Memo {
    /// The answer about people of a standing who said nothing about the question, where it is known.
    #[inline(always)]
    pub(super) fn silent(&self, standing: usize) -> Verdict {
        self.silent[standing]
    }

    /// Those of some standings for which it is not known.
    #[inline(always)]
    pub(super) fn unknown(&self, standings: u64) -> u64 {
        standings & !self.known
    }

    /// The answer about people of a standing who said this; it is worked out if it is new.
    pub(super) fn answer(&mut self, standing: usize, heard: Heard, anew: impl FnOnce() -> Verdict) -> Verdict {
        *match heard {
            Heard::Nothing => {
                if self.unknown(bit(standing)) != 0 {
                    self.silent[standing] = anew();
                    self.known |= bit(standing);
                }
                &self.silent[standing]
            }
            Heard::Yes => self.yes[standing].get_or_insert_with(anew),
            Heard::No => self.no[standing].get_or_insert_with(anew),
            Heard::Parted(granted, refused) => self.parted.entry((standing, granted, refused)).or_insert_with(anew),
        }
    }
}
