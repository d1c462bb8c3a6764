//! What decisions note about a request, so that it is worked out once however many people the request is about.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// Two words that depend on nothing but the request, or nothing yet. They are no part of its value: two requests are equal
/// whatever is noted about them.
#[derive(Default)]
pub(crate) struct Noted {
    first: AtomicU64,
    /// 0 while nothing is noted.
    second: AtomicU64,
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
