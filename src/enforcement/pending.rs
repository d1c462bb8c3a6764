//! Between a decision and a permit: the duties.

use super::Permit;
use crate::vocabulary::Duties;

/// A permit whose duties nobody has taken over yet. It opens nothing.
#[derive(Debug)]
#[must_use = "it opens nothing before its duties are acknowledged"]
pub struct Pending(pub(super) Permit);

/// Duties that were not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("duties are not acknowledged: {}", .missing.iter().map(|duty| duty.to_string()).collect::<Vec<_>>().join(", "))]
pub struct Unacknowledged {
    /// The duties that are missing.
    pub missing: Duties,
}

impl Pending {
    /// What whoever acts on the permit must do or keep to.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.0.duties()
    }

    /// Takes over duties, by name: all that the decision entails must be among them.
    ///
    /// Name them in the code that sees to them, rather than passing on what [`duties`](Self::duties) says: then a policy that
    /// adds a duty stops that code until somebody has looked at it.
    ///
    /// # Errors
    ///
    /// The decision entails duties that are not named.
    pub fn acknowledge(self, duties: Duties) -> Result<Permit, Unacknowledged> {
        let missing = self.0.duties() - duties;
        if missing.is_empty() { Ok(self.0) } else { Err(Unacknowledged { missing }) }
    }

    /// The permit of a decision that entails no duty.
    ///
    /// # Errors
    ///
    /// It entails some.
    pub fn without_duties(self) -> Result<Permit, Unacknowledged> {
        self.acknowledge(Duties::empty())
    }
}
