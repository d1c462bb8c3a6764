//! What many cases came to, in numbers.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::reference::Answer;

/// What the cases came to, by the kind of their policies: it shows whether they are all alike.
#[derive(Default)]
pub struct Tally(BTreeMap<&'static str, Kind>);

#[derive(Default)]
struct Kind {
    cases: u64,
    verdicts: BTreeMap<&'static str, u64>,
    /// Whose categories have not all the same answer.
    mixed: u64,
    /// By their hash.
    answers: HashSet<u64>,
    /// Those that decided somewhere: policy, edition, rule.
    rules: BTreeSet<(String, String, String)>,
}

impl Tally {
    /// Counts one case in.
    pub fn add(&mut self, title: &'static str, answer: &Answer) {
        let kind = self.0.entry(title).or_default();
        kind.cases += 1;
        *kind.verdicts.entry(answer.verdict).or_default() += 1;
        let sets = [&answer.permitted, &answer.denied, &answer.undetermined, &answer.not_governed];
        kind.mixed += u64::from(sets.iter().filter(|set| !set.is_empty()).count() > 1);
        kind.answers.insert(BuildHasherDefault::<DefaultHasher>::default().hash_one(answer));
        for rule in answer.reasons.keys() {
            if !kind.rules.contains(rule) {
                kind.rules.insert(rule.clone());
            }
        }
    }

    /// Counts in what another has counted.
    pub fn join(&mut self, other: Self) {
        for (title, more) in other.0 {
            let kind = self.0.entry(title).or_default();
            kind.cases += more.cases;
            kind.mixed += more.mixed;
            kind.answers.extend(more.answers);
            kind.rules.extend(more.rules);
            for (verdict, count) in more.verdicts {
                *kind.verdicts.entry(verdict).or_default() += count;
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, kind) in &self.0 {
            let percent = |count: u64| 100.0 * count as f64 / kind.cases as f64;
            write!(f, "{title}: {} cases", kind.cases)?;
            for (verdict, count) in &kind.verdicts {
                write!(f, ", {:.1} % {verdict}", percent(*count))?;
            }
            writeln!(
                f,
                "; {:.1} % mixed; {} different answers, by {} rules",
                percent(kind.mixed),
                kind.answers.len(),
                kind.rules.len()
            )?;
        }
        Ok(())
    }
}
