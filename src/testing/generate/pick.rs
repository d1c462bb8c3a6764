//! Choices from lists that are known only once everything is drawn.
//!
//! What is drawn is a place in a list, and the list is looked up afterwards. So every part shrinks for itself, where drawing
//! one thing after the other would draw the rest anew at each step.

use proptest::prelude::*;

/// A place in a list, as a part of its length. Coarser than proptest's own index, so that it shrinks in a few steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

const PARTS: usize = 1 << 10;

pub(super) fn place() -> impl Strategy<Value = Place> + Clone {
    (0..PARTS).prop_map(Place)
}

impl Place {
    /// What stands there; `None` in an empty list.
    pub(super) fn get<T>(self, list: &[T]) -> Option<&T> {
        list.get(self.0 * list.len() / PARTS)
    }
}

/// A place in a list, in that of what fits where it is to fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    fits: bool,
    place: Place,
}

/// Fits in so many of 100 cases.
pub(super) fn pick(percent: u32) -> impl Strategy<Value = Pick> + Clone {
    (often(percent), place()).prop_map(|(fits, place)| Pick { fits, place })
}

/// `true` in so many of 100 cases; shrinks to `false`.
pub(super) fn often(percent: u32) -> impl Strategy<Value = bool> + Clone {
    (0..100_u32).prop_map(move |drawn| drawn >= 100 - percent.min(100))
}

/// A yes, a no, or nothing: mostly yes, because that is what rules ask for. Shrinks to what is left out.
pub(super) fn told() -> impl Strategy<Value = Option<bool>> + Clone {
    proptest::option::weighted(0.8, often(75))
}

/// Something in so many of 100 cases.
pub(super) fn seldom<S: Strategy>(percent: u32, value: S) -> impl Strategy<Value = Option<S::Value>> {
    proptest::option::weighted(f64::from(percent) / 100.0, value)
}

impl Pick {
    /// One of those that fit, or of all; `None` where there is nothing at all.
    pub(super) fn of<T: Clone>(self, fitting: &[T], all: &[T]) -> Option<T> {
        let list = if self.fits && !fitting.is_empty() { fitting } else { all };
        self.place.get(list).cloned()
    }

    /// One of all.
    pub(super) fn among<T: Clone>(self, all: &[T]) -> Option<T> {
        self.of(all, all)
    }

    /// Whether it is to fit.
    pub(super) fn fits(self) -> bool {
        self.fits
    }
}

/// One of a list; where it is empty, every case is rejected, for this reason.
pub(super) fn one_of<T: Clone + std::fmt::Debug + 'static>(list: Vec<T>, reason: &'static str) -> BoxedStrategy<T> {
    if list.is_empty() { any::<bool>().prop_filter_map(reason, |_| None).boxed() } else { proptest::sample::select(list).boxed() }
}
