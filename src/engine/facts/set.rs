//! Sets of facts, as masks.

use super::super::rule::AskedFact;
use crate::policy::Fact;
use crate::vocabulary::CustomFact;

/// A set of facts: one bit for each built-in fact, one for each that a policy may declare, and one for whatever nobody can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::engine) struct FactSet(u128);

/// The first bit of a policy's own facts.
const OWN: u32 = 64;
/// The bit of a fact that no policy of the stack declares.
const UNNAMED: u32 = 63;
const _: () = assert!(Fact::ALL.len() <= UNNAMED as usize && CustomFact::LIMIT <= (u128::BITS - OWN) as usize);

impl FactSet {
    pub(in crate::engine) const NONE: Self = Self(0);

    pub(in crate::engine) const fn of(fact: AskedFact) -> Self {
        Self(
            1 << match fact {
                AskedFact::Builtin(fact) => fact as u32,
                AskedFact::Own(fact) => OWN + fact.index() as u32,
                AskedFact::Unnamed => UNNAMED,
            },
        )
    }

    pub(in crate::engine) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(in crate::engine) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(in crate::engine) const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(in crate::engine) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(in crate::engine) const fn contains(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// The facts in the set, in a fixed order.
    pub(in crate::engine) fn facts(self) -> impl Iterator<Item = AskedFact> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                match bit {
                    OWN.. => AskedFact::Own(CustomFact::at((bit - OWN) as usize)),
                    UNNAMED => AskedFact::Unnamed,
                    _ => AskedFact::Builtin(Fact::ALL[bit as usize]),
                }
            })
        })
    }

    /// Shows the built-in facts in the set, each with its place.
    #[inline(always)]
    pub(in crate::engine) fn each_builtin(self, mut show: impl FnMut(Fact, u32)) {
        let mut rest = self.0 as u64;
        while rest != 0 {
            let place = rest.trailing_zeros();
            if let Some(fact) = Fact::ALL.get(place as usize) {
                show(*fact, place);
            }
            rest &= rest - 1;
        }
    }

    /// The set of built-in facts with these places.
    pub(in crate::engine) const fn of_builtin(bits: u64) -> Self {
        Self(bits as u128)
    }
}

impl FromIterator<AskedFact> for FactSet {
    fn from_iter<I: IntoIterator<Item = AskedFact>>(facts: I) -> Self {
        facts.into_iter().map(Self::of).fold(Self::NONE, Self::and)
    }
}
