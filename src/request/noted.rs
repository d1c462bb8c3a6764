//! What decisions note about a request, so that it is worked out once however many people the request is about.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::vocabulary::{DataCategories, Sought};

/// What depends on nothing but the request, or on the engine that was asked first, or nothing yet. It is no part of the request's
/// value: two requests are equal whatever is noted about them.
#[derive(Default)]
#[repr(C, align(64))]
pub(crate) struct Noted {
    /// The answers of the engine that sifted the rules, about ordinary people, by their standing.
    pub(crate) answers: [Note; STANDINGS],
    sifted: OnceLock<Sifted>,
    pub(crate) known: Note,
}

/// Two words, or nothing yet.
#[derive(Debug, Default)]
pub(crate) struct Note {
    first: AtomicU64,
    /// 0 while nothing is noted.
    second: AtomicU64,
}

/// The rules that an engine is left with once it knows all that the request says: only the person can part them further.
///
/// What every decision reads stands last, in one line of the processor's cache together with the lock's state.
#[repr(C)]
pub(crate) struct Sifted {
    rules: [SiftedRules; SIFTED],
    /// The only category that is judged.
    pub(crate) category: DataCategories,
    /// The number of the engine.
    pub(crate) engine: u64,
    /// What it asks about that category; `None` where the question is not so ordinary that rules can be sifted.
    pub(crate) sought: Option<Sought>,
    /// The facts about the person that the rules ask for.
    pub(crate) asks: u16,
    /// In years, by the policy.
    pub(crate) age_of_majority: u8,
    count: u8,
    /// The block of the first rules.
    block: u32,
}

/// In so many ways can an ordinary person bear on a request: agreed or not, said yes or no or nothing, and a minor or not, if that
/// is known.
pub(crate) const STANDINGS: usize = 2 * 3 * 3;

/// In so many blocks rules may be left.
const SIFTED: usize = 4;

/// Rules that are left in one block of an engine's index, one bit for each.
#[derive(Clone, Copy, Default)]
pub(crate) struct SiftedRules {
    pub(crate) block: u32,
    pub(crate) possible: u64,
    pub(crate) unsure: u64,
}

impl Sifted {
    /// No rules, and nothing that is asked.
    pub(crate) fn nothing(engine: u64) -> Self {
        Self {
            engine,
            sought: None,
            category: DataCategories::empty(),
            age_of_majority: 0,
            asks: 0,
            count: 0,
            block: 0,
            rules: Default::default(),
        }
    }

    /// Adds rules. Where there is no room, the question is not ordinary.
    pub(crate) fn add(&mut self, rules: SiftedRules, asks: u16) {
        match self.rules.get_mut(usize::from(self.count)) {
            Some(room) => *room = rules,
            None => return self.sought = None,
        }
        self.block = self.rules[0].block;
        self.count += 1;
        self.asks |= asks;
    }

    /// The block in which rules are left, if it is one.
    #[inline(always)]
    pub(crate) fn only_block(&self) -> Option<u32> {
        (self.count == 1).then_some(self.block)
    }

    pub(crate) fn rules(&self) -> &[SiftedRules] {
        self.rules.get(..usize::from(self.count)).unwrap_or_default()
    }
}

impl Note {
    #[inline(always)]
    pub(crate) fn get(&self) -> Option<[u64; 2]> {
        let second = self.second.load(Ordering::Acquire);
        (second != 0).then(|| [self.first.load(Ordering::Relaxed), second])
    }

    /// Notes two words, of which the second must not be 0. Several threads may do so, each of them noting the same.
    pub(crate) fn set(&self, [first, second]: [u64; 2]) {
        self.first.store(first, Ordering::Relaxed);
        self.second.store(second, Ordering::Release);
    }
}

impl Noted {
    /// What is noted for an engine: what `sift` says, if it is the first that is asked. For others, nothing is noted.
    #[inline(always)]
    pub(crate) fn sifted(&self, engine: u64, sift: impl FnOnce() -> Sifted) -> Option<&Sifted> {
        let noted = self.sifted.get_or_init(sift);
        (noted.engine == engine).then_some(noted)
    }
}

impl Clone for Noted {
    /// Nothing is noted about a copy, which may be about to change.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Noted {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Noted {}

impl Hash for Noted {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Noted {
    /// The same whatever is noted: a request is shown alike before and after a decision.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Noted")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_kept_and_shows_nowhere() {
        let noted = Noted::default();
        assert_eq!(noted.known.get(), None);
        noted.known.set([1, 2]);
        assert_eq!(noted.known.get(), Some([1, 2]));
        assert_eq!(noted.clone().known.get(), None);
        assert_eq!(noted, Noted::default());
        assert_eq!((format!("{noted:?}"), format!("{:?}", Noted::default())), ("Noted".to_owned(), "Noted".to_owned()));
    }
}
