//! The report as text and as JSON.

use std::fmt;

use serde_json::{Value, json};

use super::{MutationReport, Survivor, Tally};

impl fmt::Display for MutationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (noticed, counted) = (self.noticed(), self.counted());
        writeln!(f, "`{}`: {noticed} of {counted} mutants noticed ({:.1} %)\n", self.policy, self.percent())?;
        for Tally { kind, noticed, of } in &self.tallies {
            writeln!(f, "  {kind:20} {noticed:>4} of {of:>4}")?;
        }
        let (allowed, open): (Vec<_>, Vec<_>) = self.survivors.iter().partition(|survivor| survivor.reason.is_some());
        if !open.is_empty() {
            writeln!(f, "\nnot noticed ({}):", open.len())?;
        }
        open.iter().try_for_each(|survivor| survivor.write(f))?;
        if !allowed.is_empty() {
            writeln!(f, "\nnot noticed, for a reason ({}):", allowed.len())?;
        }
        for survivor in allowed {
            writeln!(f, "  {}\n      {}", survivor.name, survivor.reason.as_deref().unwrap_or_default())?;
        }
        if !self.stale.is_empty() {
            writeln!(f, "\nin the list of allowed survivors ({}):", self.stale.len())?;
        }
        self.stale.iter().try_for_each(|entry| writeln!(f, "  {entry}"))?;
        let (refused, equal) = (self.refused.len(), self.equal.len());
        write!(
            f,
            "\nnot counted: {refused} that the loader refuses, {equal} with the same content as the policy or another mutant"
        )
    }
}

impl Survivor {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}", self.name)?;
        if !self.sentence.is_empty() {
            writeln!(f, "      \"{}\"", self.sentence)?;
        }
        writeln!(f, "      would be noticed by {}", self.hint())
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "kind": self.kind.name(),
            "rule": self.rule,
            "edition": self.edition,
            "sentence": self.sentence,
            "change": self.change,
            "hint": self.hint(),
            "allowed": self.reason,
        })
    }
}

impl serde::Serialize for MutationReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tally = |Tally { kind, noticed, of }: &Tally| json!({ "kind": kind.name(), "noticed": noticed, "of": of });
        let report = json!({
            "policy": self.policy,
            "noticed": self.noticed(),
            "of": self.counted(),
            "percent": self.percent(),
            "kinds": self.tallies.iter().map(tally).collect::<Vec<_>>(),
            "survivors": self.survivors.iter().map(Survivor::to_json).collect::<Vec<_>>(),
            "stale": self.stale.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "refused": self.refused.iter().map(|(name, why)| json!({ "name": name, "why": why })).collect::<Vec<_>>(),
            "equal": self.equal.iter().map(|(name, to)| json!({ "name": name, "to": to })).collect::<Vec<_>>(),
        });
        report.serialize(serializer)
    }
}
