//! The determining rules of a decision, without allocation.

use super::{Decision, RulePlace};

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

/// The rules that decided: see [`Decision::rules`].
#[derive(Clone, Debug)]
pub struct DeterminingRules<'d, 'a> {
    decision: &'d Decision<'a>,
    read: usize,
    last: Option<RuleNumber>,
}

impl<'d, 'a> DeterminingRules<'d, 'a> {
    pub(super) fn of(decision: &'d Decision<'a>) -> Self {
        Self { decision, read: 0, last: None }
    }
}

impl<'a> Iterator for DeterminingRules<'_, 'a> {
    type Item = RulePlace<'a>;

    fn next(&mut self) -> Option<RulePlace<'a>> {
        let determining = self.decision.determining();
        let next = match determining.first[..determining.length as usize].get(self.read) {
            Some(next) => Some(*next),
            None if determining.has_more => self.decision.determining_after(self.last),
            None => None,
        };
        self.read += 1;
        self.last = next.or(self.last);
        next.map(|rule| self.decision.rule_at(rule))
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
