//! When two parties are the same, and when an entry of a list names a party.

use serde_json::Value;

use super::case::{Recipient, text};
use super::truth::Truth;

/// A role, and whose it is where that is known.
#[derive(Clone, Copy)]
pub struct Party<'a> {
    /// The role.
    pub role: &'a str,
    /// Which one of that role.
    pub id: Option<&'a str>,
}

impl<'a> Party<'a> {
    /// A party in its JSON form.
    pub fn of(value: &'a Value) -> Party<'a> {
        Party { role: text(value, "role").expect("role"), id: text(value, "id") }
    }

    /// Whether a party in a circumstance is this one: by role and id; where exactly one id is missing, unknown.
    pub fn is(self, other: Party<'_>) -> Truth {
        if self.role != other.role {
            return Truth::Fails;
        }
        match (self.id, other.id) {
            (Some(mine), Some(theirs)) => Truth::known(mine == theirs),
            (None, None) => Truth::Holds,
            _ => Truth::Unknown,
        }
    }

    /// Whether it is the operator or an affiliate: the two that a grant authorises.
    pub fn is_house(self) -> bool {
        is_house(self.role)
    }
}

/// Whether a role is the operator's or an affiliate's.
pub fn is_house(role: &str) -> bool {
    ["operator", "affiliate"].contains(&role)
}

/// Whether an entry (`role` for every id, or `role:id`) names a party; `role:id` against one without id is unknown.
pub fn names(entry: &str, party: Party<'_>) -> Truth {
    match entry.split_once(':') {
        None => Truth::known(entry == party.role),
        Some((role, _)) if role != party.role => Truth::Fails,
        Some((_, id)) => Truth::told(party.id.map(|theirs| theirs == id)),
    }
}

/// Whether a list of recipients names the request's.
///
/// A list never reaches an action that has no recipient; a missing recipient is an unknown one.
pub fn names_recipient<'e>(entries: impl IntoIterator<Item = &'e str>, recipient: &Recipient<'_>) -> Truth {
    match recipient {
        Recipient::None => Truth::Fails,
        Recipient::Missing => Truth::Unknown,
        Recipient::Given(party) => Truth::any(entries.into_iter().map(|entry| names(entry, *party))),
    }
}
