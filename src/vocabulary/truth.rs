//! Three-valued truth.

/// Whether something is so: yes, no, or not known.
///
/// Unknown never permits. The order is that of strength: `Fails < Unknown < Holds`, so that `and` is the minimum and `or` the
/// maximum (Kleene's strong three-valued logic).
///
/// # Example
///
/// ```
/// use lawful::vocabulary::Truth;
///
/// assert_eq!(Truth::Holds.and(Truth::Unknown), Truth::Unknown);
/// assert_eq!(Truth::Fails.and(Truth::Unknown), Truth::Fails);
/// assert_eq!(Truth::from(None::<bool>), Truth::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is surely not so.
    Fails,
    /// It may be so or not.
    Unknown,
    /// It is surely so.
    Holds,
}

impl Truth {
    /// Both are so.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// At least one is so.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether it is surely so.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::Holds
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Fails => Self::Holds,
            Self::Unknown => Self::Unknown,
            Self::Holds => Self::Fails,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::Holds } else { Self::Fails }
    }
}

impl From<Option<bool>> for Truth {
    fn from(field: Option<bool>) -> Self {
        field.map_or(Self::Unknown, Self::from)
    }
}
