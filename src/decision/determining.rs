//! The determining rules of a decision, without allocation.

use std::sync::Arc;

use super::{Decision, RulePlace};
use crate::policy::{Edition, Policy, Rule};
use crate::vocabulary::{Duties, Grounds};

/// The place of a rule: policy, edition, and its place in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct RuleNumber {
    pub(crate) policy: u16,
    pub(crate) edition: u16,
    pub(crate) rule: u32,
}

/// As many rules as decide about ordinary requests.
const ROOM: usize = 6;

/// The first rules that decided, in order and without repeats.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Determining {
    first: [RuleNumber; ROOM],
    length: u8,
    /// There are more, which are worked out when they are read.
    has_more: bool,
}

impl Determining {
    #[inline]
    pub(crate) fn add(&mut self, rule: RuleNumber) {
        let length = self.length as usize;
        let is_next = length < ROOM && self.first[..length].last().is_none_or(|last| *last < rule);
        if is_next {
            self.first[length] = rule;
            self.length += 1;
            return;
        }
        let place = self.first[..length].partition_point(|there| *there < rule);
        if self.first[..length].get(place) == Some(&rule) {
            return;
        }
        if length == ROOM {
            self.has_more = true;
            if place == ROOM {
                return;
            }
        } else {
            self.length += 1;
        }
        let last = (self.length as usize).min(ROOM);
        self.first[place..last].rotate_right(1);
        self.first[place] = rule;
    }
}

/// What comes with an outcome.
#[derive(Clone, Copy)]
pub(crate) struct Entailed<'a> {
    pub(crate) duties: Duties,
    pub(crate) grounds: Grounds,
    pub(crate) rules: Determined<'a>,
}

/// The rules that decided.
#[derive(Clone, Copy)]
pub(crate) enum Determined<'a> {
    /// Some of these rules of a policy's only edition: one bit for each.
    Among { policy: &'a Policy, rules: &'a [Entry], decided: u64 },
    /// Those of several readings.
    Gathered(Determining),
}

/// A rule, as the engine looks at many together: its place in its edition, and what it entails.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) rule: Arc<Rule>,
    pub(crate) place: u32,
    pub(crate) duties: Duties,
    pub(crate) grounds: Grounds,
}

/// The rules that decided: see [`Decision::rules`].
#[derive(Clone, Debug)]
pub struct DeterminingRules<'d, 'a> {
    decision: &'d Decision<'a>,
    /// The bits that are left to read, or else how many have been read.
    left: u64,
    read: usize,
    last: Option<RuleNumber>,
}

impl<'d, 'a> DeterminingRules<'d, 'a> {
    pub(super) fn of(decision: &'d Decision<'a>) -> Self {
        let left = match decision.determined() {
            Determined::Among { decided, .. } => *decided,
            Determined::Gathered(_) => 0,
        };
        Self { decision, left, read: 0, last: None }
    }

    fn next_gathered(&mut self, determining: &Determining) -> Option<RuleNumber> {
        let next = match determining.first[..determining.length as usize].get(self.read) {
            Some(next) => Some(*next),
            None if determining.has_more => self.decision.determining_after(self.last),
            None => None,
        };
        self.read += 1;
        self.last = next.or(self.last);
        next
    }
}

impl<'a> Iterator for DeterminingRules<'_, 'a> {
    type Item = RulePlace<'a>;

    #[inline]
    fn next(&mut self) -> Option<RulePlace<'a>> {
        match self.decision.determined() {
            Determined::Among { policy, rules, .. } => {
                let rule = &rules.get(self.left.trailing_zeros() as usize)?.rule;
                self.left &= self.left.wrapping_sub(1);
                Some(RulePlace::new(policy.id(), Edition::INITIAL, rule))
            }
            Determined::Gathered(determining) => Some(self.decision.rule_at(self.next_gathered(determining)?)),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.decision.determined() {
            Determined::Among { .. } => (self.left.count_ones() as usize, Some(self.left.count_ones() as usize)),
            Determined::Gathered(determining) => {
                let at_hand = (determining.length as usize).saturating_sub(self.read);
                (at_hand, (!determining.has_more).then_some(at_hand))
            }
        }
    }

    #[inline]
    fn count(self) -> usize {
        match self.size_hint() {
            (least, Some(most)) if least == most => least,
            _ => self.fold(0, |count, _| count + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rules_are_kept_in_order() {
        let mut determining = Determining::default();
        let rule = |rule| RuleNumber { policy: 0, edition: 0, rule };
        for number in [9, 3, 7, 3, 1, 8, 5, 2, 9] {
            determining.add(rule(number));
        }
        assert_eq!(determining.first, [1, 2, 3, 5, 7, 8].map(rule));
        assert!(determining.has_more);
    }
}
