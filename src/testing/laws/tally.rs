//! How many cases there were, and what became of them.

use std::fmt;

use crate::decision::Verdict;

/// What became of the cases that were tried.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::{generate::cases, laws::Trials};
///
/// let engine = PolicyEngine::platform();
/// let tally = Trials::default().cases(200).seed(1).survey(&engine, &cases(&engine))?;
/// assert_eq!(tally.cases(), 200);
/// assert!(tally.permitted() > 0 && tally.denied() > 0 && tally.undetermined() > 0 && tally.not_governed() > 0);
/// # Ok::<(), lawful::testing::laws::Refuted>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    permitted: u32,
    denied: u32,
    undetermined: u32,
    not_governed: u32,
}

impl Tally {
    pub(super) fn count(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Permitted => &mut self.permitted,
            Verdict::Denied => &mut self.denied,
            Verdict::Undetermined => &mut self.undetermined,
            Verdict::NotGoverned => &mut self.not_governed,
        } += 1;
    }

    /// All cases that the promise or the law had anything to say about.
    #[must_use]
    pub fn cases(&self) -> u32 {
        self.governed() + self.not_governed
    }

    /// Those that the policy governs.
    #[must_use]
    pub fn governed(&self) -> u32 {
        self.permitted + self.denied + self.undetermined
    }

    /// Those that are permitted.
    #[must_use]
    pub fn permitted(&self) -> u32 {
        self.permitted
    }

    /// Those that are denied.
    #[must_use]
    pub fn denied(&self) -> u32 {
        self.denied
    }

    /// Those whose answer depends on missing facts.
    #[must_use]
    pub fn undetermined(&self) -> u32 {
        self.undetermined
    }

    /// Those that the policy does not govern.
    #[must_use]
    pub fn not_governed(&self) -> u32 {
        self.not_governed
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { permitted, denied, undetermined, not_governed } = self;
        write!(f, "{} cases: {permitted} permitted, {denied} denied, ", self.cases())?;
        write!(f, "{undetermined} undetermined, {not_governed} not governed")
    }
}
