//! What decisions note about a request, so that it is worked out once however many people the request is about.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What depends on nothing but the request, or on the engine that was asked first, or nothing yet. It is no part of the request's
/// value: two requests are equal whatever is noted about them.
#[derive(Default)]
pub(crate) struct Noted {
    first: AtomicU64,
    /// 0 while nothing is noted.
    second: AtomicU64,
    sifted: OnceLock<Sifted>,
}

/// The rules that an engine is left with once it knows all that the request says: only the person can part them further.
#[derive(Clone, Copy)]
pub(crate) struct Sifted {
    /// The number of the engine.
    pub(crate) engine: u64,
    /// The place of the only category that is judged; `None` where the question is not so ordinary that rules can be sifted.
    pub(crate) category: Option<u8>,
    /// The facts about the person that the rules ask for.
    pub(crate) asks: u16,
    count: u8,
    rules: [SiftedRules; SIFTED],
}

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
    /// No rules yet.
    pub(crate) fn of(engine: u64, category: Option<u8>) -> Self {
        Self { engine, category, asks: 0, count: 0, rules: [SiftedRules::default(); SIFTED] }
    }

    /// Adds rules. Where there is no room, the question is not ordinary.
    pub(crate) fn add(&mut self, rules: SiftedRules, asks: u16) {
        match self.rules.get_mut(usize::from(self.count)) {
            Some(room) => *room = rules,
            None => return self.category = None,
        }
        self.count += 1;
        self.asks |= asks;
    }

    #[inline(always)]
    pub(crate) fn rules(&self) -> &[SiftedRules] {
        self.rules.get(..usize::from(self.count)).unwrap_or_default()
    }
}

impl Noted {
    /// What is noted, or what `work_out` says, whose second word must not be 0. It may be worked out by several threads, each
    /// of which notes the same.
    #[inline(always)]
    pub(crate) fn get_or(&self, work_out: impl FnOnce() -> [u64; 2]) -> [u64; 2] {
        let second = self.second.load(Ordering::Acquire);
        if second != 0 {
            return [self.first.load(Ordering::Relaxed), second];
        }
        let [first, second] = work_out();
        self.first.store(first, Ordering::Relaxed);
        self.second.store(second, Ordering::Release);
        [first, second]
    }

    /// What is noted for an engine: what `sift` says, if it is the first that is asked. For others, nothing is noted.
    #[inline(always)]
    pub(crate) fn sifted(&self, engine: u64, sift: impl FnOnce() -> Sifted) -> Option<&Sifted> {
        Some(self.sifted.get_or_init(sift)).filter(|noted| noted.engine == engine)
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
    fn what_is_noted_is_worked_out_once_and_shows_nowhere() {
        let noted = Noted::default();
        assert_eq!(noted.get_or(|| [1, 2]), [1, 2]);
        assert_eq!(noted.get_or(|| [3, 4]), [1, 2]);
        assert_eq!(noted.clone().get_or(|| [3, 4]), [3, 4]);
        assert_eq!(noted, Noted::default());
        assert_eq!((format!("{noted:?}"), format!("{:?}", Noted::default())), ("Noted".to_owned(), "Noted".to_owned()));
    }
}
