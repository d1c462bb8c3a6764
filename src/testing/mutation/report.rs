//! What a suite noticed, and what not.

use super::allowed::{Allowed, Stale};
use super::run::{Noticed, Trial};
use super::survey::Seen;
use super::{Mutant, MutantKind};

/// How many mutants a suite noticed, and which ones survive.
///
/// It prints itself as text, and serialises to JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a report that nobody looks at changes nothing: assert a threshold, or print it"]
pub struct MutationReport {
    pub(super) policy: String,
    pub(super) tallies: Vec<Tally>,
    pub(super) survivors: Vec<Survivor>,
    pub(super) refused: Vec<(String, String)>,
    pub(super) equal: Vec<(String, String)>,
    pub(super) stale: Vec<Stale>,
}

/// How many mutants of a kind were noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The kind.
    pub kind: MutantKind,
    /// How many were noticed.
    pub noticed: usize,
    /// How many there are.
    pub of: usize,
}

/// A mutant that the suite did not notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    pub(super) name: String,
    pub(super) kind: MutantKind,
    pub(super) rule: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) sentence: String,
    pub(super) change: String,
    pub(super) reason: Option<String>,
}

impl MutationReport {
    pub(super) fn of(policy: &str, trials: Vec<(String, Trial, Noticed)>, mut seen: Seen, allowed: &[Allowed]) -> Self {
        let (mut counted, mut refused, mut equal) = (Vec::new(), Vec::new(), Vec::new());
        for (name, trial, noticed) in trials {
            match trial {
                Trial::Refused(why) => refused.push((name, why)),
                Trial::Ran(mutant, content) => match seen.earlier(content, &name) {
                    Some(earlier) => equal.push((name, earlier)),
                    None => counted.push((mutant, noticed)),
                },
            }
        }
        let names: Vec<_> = counted.iter().map(|(mutant, noticed)| (mutant.name(), *noticed == Noticed::No)).collect();
        let stale = Stale::among(allowed, &names);
        let tallies = MutantKind::ALL.iter().map(|kind| {
            let of_kind = || counted.iter().filter(|(mutant, _)| mutant.kind == *kind);
            Tally {
                kind: *kind,
                noticed: of_kind().filter(|(_, noticed)| *noticed == Noticed::Yes).count(),
                of: of_kind().count(),
            }
        });
        let tallies = tallies.filter(|tally| tally.of > 0).collect();
        let survivors = counted.into_iter().filter(|(_, noticed)| *noticed == Noticed::No).map(|(mutant, _)| {
            let entry = allowed.iter().find(|entry| entry.name == mutant.name && !entry.reason.trim().is_empty());
            Survivor { reason: entry.map(|entry| entry.reason.clone()), ..mutant }
        });
        Self { policy: policy.to_owned(), tallies, survivors: survivors.collect(), refused, equal, stale }
    }

    /// How many mutants were noticed.
    #[must_use]
    pub fn noticed(&self) -> usize {
        self.tallies.iter().map(|tally| tally.noticed).sum()
    }

    /// How many mutants count.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.tallies.iter().map(|tally| tally.of).sum()
    }

    /// The share that was noticed, in percent; 100 where there is nothing to notice. A survivor that is allowed is a survivor.
    #[must_use]
    pub fn percent(&self) -> f64 {
        let exact = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if self.counted() == 0 { 100.0 } else { 100.0 * exact(self.noticed()) / exact(self.counted()) }
    }

    /// By kind of change; kinds without mutants are left out.
    #[must_use]
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// The mutants that were not noticed, in the order of the policy; those that are allowed with their reason.
    #[must_use]
    pub fn survivors(&self) -> &[Survivor] {
        &self.survivors
    }

    /// What the loader refuses and so is no policy: name and message.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &str)> {
        self.refused.iter().map(|(name, why)| (name.as_str(), why.as_str()))
    }

    /// What has the same content as the policy itself or as an earlier mutant: its name, and the other's.
    pub fn equal(&self) -> impl Iterator<Item = (&str, &str)> {
        self.equal.iter().map(|(name, earlier)| (name.as_str(), earlier.as_str()))
    }

    /// The entries in the list of allowed survivors that have to go.
    #[must_use]
    pub fn stale(&self) -> &[Stale] {
        &self.stale
    }

    /// Asserts that at least this share of the mutants was noticed, in percent.
    ///
    /// # Panics
    ///
    /// With the whole report, where the share is lower, or the list of allowed survivors has an entry that has to go.
    #[track_caller]
    #[expect(clippy::panic, reason = "this is what an assertion does")]
    pub fn assert_at_least(&self, percent: impl Into<f64>) -> &Self {
        let wanted = percent.into();
        if self.percent() < wanted {
            panic!("expected at least {wanted} % of the mutants to be noticed\n\n{self}");
        }
        self.assert_current()
    }

    /// Asserts that every survivor is allowed with a reason.
    ///
    /// # Panics
    ///
    /// With the whole report, where a survivor is not in the list of those allowed, or the list has an entry that has to go.
    #[track_caller]
    #[expect(clippy::panic, reason = "this is what an assertion does")]
    pub fn assert_explained(&self) -> &Self {
        if self.survivors.iter().any(|survivor| survivor.reason.is_none()) {
            panic!("expected a reason for every mutant that survives\n\n{self}");
        }
        self.assert_current()
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "this is what an assertion does")]
    fn assert_current(&self) -> &Self {
        if !self.stale.is_empty() {
            panic!("the list of allowed survivors has entries that have to go\n\n{self}");
        }
        self
    }
}

impl Survivor {
    pub(super) fn of(mutant: &Mutant) -> Self {
        Self {
            name: mutant.name().to_owned(),
            kind: mutant.kind(),
            rule: mutant.rule().map(str::to_owned),
            edition: mutant.edition().map(str::to_owned),
            sentence: mutant.sentence().to_owned(),
            change: mutant.change().to_owned(),
            reason: None,
        }
    }

    /// The mutant's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of change it is.
    #[must_use]
    pub fn kind(&self) -> MutantKind {
        self.kind
    }

    /// The id of the rule that was changed.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// The sentence of the rule that was changed; empty where no rule was.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Why it may survive, if it is in the list of those allowed.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Which kind of test would notice it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.kind.hint()
    }
}
