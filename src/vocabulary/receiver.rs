//! How the one who receives data is known: as a column of tables that lead from a request to what speaks of it.

use super::{Action, Party, Role};

/// A role with an id, a role without, nobody at all, or somebody unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Receiver(u8);

const ROLES: usize = Role::ALL.len();

impl Receiver {
    /// So many are told apart by role.
    pub(crate) const KINDS: usize = 2 * ROLES + 2;
    /// So many columns are there, those of named parties among them.
    pub(crate) const COUNT: usize = Self::KINDS + 2 * Party::MARKS as usize;
    /// The action has no recipient.
    pub(crate) const NOBODY: Self = Self(2 * ROLES as u8);
    /// The action has one, and it is not said who.
    pub(crate) const UNKNOWN: Self = Self(2 * ROLES as u8 + 1);

    pub(crate) fn of(action: Action, recipient: Option<&Party>) -> Self {
        match recipient {
            Some(party) if party.id().is_some() => Self::with_id(party.role()),
            Some(party) => Self::without_id(party.role()),
            None if action.has_recipient() => Self::UNKNOWN,
            None => Self::NOBODY,
        }
    }

    /// Some party of a role whose id is known.
    pub(crate) fn with_id(role: Role) -> Self {
        Self(role as u8)
    }

    /// Some party of a role whose id is not known.
    pub(crate) fn without_id(role: Role) -> Self {
        Self(ROLES as u8 + role as u8)
    }

    /// Whoever is named by the id of a party, or by another id that bears the same marks: two columns, whose rows are those of both.
    pub(crate) fn named(party: &Party) -> Option<[Self; 2]> {
        let [one, other] = party.marks()?;
        Some([Self(Self::KINDS as u8 + one), Self(Self::KINDS as u8 + Party::MARKS + other)])
    }

    #[inline(always)]
    pub(crate) fn has_id(self) -> bool {
        self.index() < ROLES
    }

    #[inline(always)]
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}
