//! The parties that a choice names, at hand.

use std::fmt;

use crate::vocabulary::{Parties, Party, Redacted, Role, Scope};

/// A few parties with short ids, to be told from others without looking at the choice that names them.
#[derive(Clone, Copy)]
pub(super) struct Named {
    count: u8,
    parties: [ShortName; 3],
}

/// A role, and an id of at most so many bytes. What is not needed of them is 0.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ShortName {
    role: Role,
    length: u8,
    id: [u8; 12],
}

impl Named {
    const NOBODY: Self = Self { count: 0, parties: [ShortName { role: Role::Operator, length: 0, id: [0; 12] }; 3] };

    /// `None` where there are more of them, or with longer ids.
    pub(super) fn of(scope: Option<&Scope>) -> Option<Self> {
        let named = scope.and_then(Scope::recipients).map_or(&[][..], Parties::named);
        let mut all = Self::NOBODY;
        for party in named {
            *all.parties.get_mut(usize::from(all.count))? = ShortName::of(party)?;
            all.count += 1;
        }
        Some(all)
    }

    /// Whether a party is one of them.
    pub(super) fn include(&self, party: &Party) -> bool {
        ShortName::of(party).is_some_and(|name| self.parties[..usize::from(self.count)].contains(&name))
    }
}

impl ShortName {
    fn of(party: &Party) -> Option<Self> {
        let text = party.id()?.as_str().as_bytes();
        let mut id = [0; 12];
        id.get_mut(..text.len())?.copy_from_slice(text);
        Some(Self { role: party.role(), length: text.len() as u8, id })
    }
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Named").field(&Redacted).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(parties: &[Party]) -> Option<Named> {
        let parties = parties.iter().cloned().fold(Parties::from(Role::Affiliate), Parties::and);
        Named::of(Some(&Scope::anything().with(parties)))
    }

    #[test]
    fn a_party_is_told_by_role_and_whole_id() {
        let ids = ["a", "ab", "ab\0", "globex", "twelve bytes"];
        let parties: Vec<_> = ids.iter().flat_map(|id| [Party::partner(id), Party::service_provider(id)]).collect();
        for one in &parties {
            assert!(
                parties
                    .iter()
                    .all(|other| named(std::slice::from_ref(one)).is_some_and(|it| it.include(other) == (one == other)))
            );
        }
        let three = named(&parties[..3]);
        assert!(parties.iter().enumerate().all(|(place, party)| three.is_some_and(|it| it.include(party) == (place < 3))));
    }

    #[test]
    fn more_or_longer_ones_are_not_at_hand() {
        let ids = ["a", "b", "c", "d"].map(Party::partner);
        assert!(named(&ids).is_none());
        assert!(named(&[Party::partner("thirteen byte")]).is_none());
        assert!(named(&ids[..3]).is_some_and(|it| !it.include(&Party::partner("thirteen byte"))));
        assert!(Named::of(None).is_some_and(|nobody| !nobody.include(&Party::of(Role::Operator))));
        assert_eq!(format!("{:?}", Named::NOBODY), "Named(<redacted>)");
    }
}
