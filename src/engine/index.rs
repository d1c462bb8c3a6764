//! Finding rules by action and recipient instead of scanning them all.

use super::rule::CompiledRule;
use crate::vocabulary::{Action, Party, Role};

/// For each action and kind of recipient, the rules whose box may hold such a request.
#[derive(Debug)]
pub(super) struct Index {
    /// `ACTIONS × RECIPIENTS` ranges into `places`.
    ranges: Box<[(u32, u32)]>,
    /// Places of rules, in the order of rules.
    places: Box<[u32]>,
}

/// The roles, no recipient at all, and an unknown one.
const RECIPIENTS: usize = Role::ALL.len() + 2;
const NONE: usize = Role::ALL.len();
const UNKNOWN: usize = NONE + 1;

impl Index {
    pub(super) fn of(rules: &[CompiledRule]) -> Self {
        let mut ranges = Vec::with_capacity(Action::ALL.len() * RECIPIENTS);
        let mut places = Vec::new();
        for action in Action::ALL {
            for recipient in 0..RECIPIENTS {
                let start = length(&places);
                let fitting = rules.iter().enumerate().filter(|(_, rule)| may_hold(rule, *action, recipient));
                places.extend(fitting.filter_map(|(place, _)| u32::try_from(place).ok()));
                ranges.push((start, length(&places)));
            }
        }
        Self { ranges: ranges.into(), places: places.into() }
    }

    /// The places of the rules that may speak of the action and recipient.
    pub(super) fn find(&self, action: Action, recipient: Option<&Party>) -> &[u32] {
        let column = match recipient {
            Some(party) => party.role() as usize,
            None if action.has_recipient() => UNKNOWN,
            None => NONE,
        };
        let (start, end) = self.ranges[action as usize * RECIPIENTS + column];
        &self.places[start as usize..end as usize]
    }
}

fn length(places: &[u32]) -> u32 {
    u32::try_from(places.len()).unwrap_or(u32::MAX)
}

fn may_hold(rule: &CompiledRule, action: Action, recipient: usize) -> bool {
    if !rule.actions.contains(action.into()) {
        return false;
    }
    match (&rule.recipients, Role::ALL.get(recipient)) {
        (None, _) => true,
        (Some(_), None) => recipient == UNKNOWN,
        (Some(parties), Some(role)) => {
            parties.roles().contains((*role).into()) || parties.named().iter().any(|party| party.role() == *role)
        }
    }
}
