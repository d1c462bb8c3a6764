//! Three-valued truth: what is left out is unknown, and unknown is neither yes nor no.

/// Whether a condition is met for one category of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It is met.
    Holds,
    /// It could be met or not, once what is missing is known.
    Unknown,
    /// It is not met.
    Fails,
}

use Truth::{Fails, Holds, Unknown};

impl Truth {
    /// A known yes or no.
    pub fn known(yes: bool) -> Truth {
        if yes { Holds } else { Fails }
    }

    /// A yes or no that may have been left out.
    pub fn told(yes: Option<bool>) -> Truth {
        yes.map_or(Unknown, Truth::known)
    }

    /// Both: one that fails fails the whole.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Fails, _) | (_, Fails) => Fails,
            (Holds, Holds) => Holds,
            _ => Unknown,
        }
    }

    /// Either: one that holds is enough.
    pub fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    /// The opposite; the unknown stays unknown.
    pub fn not(self) -> Truth {
        match self {
            Holds => Fails,
            Unknown => Unknown,
            Fails => Holds,
        }
    }

    /// All of them; of none, it holds. After one that fails, nothing more is asked.
    pub fn all(many: impl IntoIterator<Item = Truth>) -> Truth {
        let mut so_far = Holds;
        for one in many {
            so_far = so_far.and(one);
            if so_far == Fails {
                break;
            }
        }
        so_far
    }

    /// Any of them; of none, it fails.
    pub fn any(many: impl IntoIterator<Item = Truth>) -> Truth {
        Truth::all(many.into_iter().map(Truth::not)).not()
    }

    /// It holds whatever is still unknown.
    pub fn surely(self) -> bool {
        self == Holds
    }

    /// It holds, or could.
    pub fn possibly(self) -> bool {
        self != Fails
    }
}
