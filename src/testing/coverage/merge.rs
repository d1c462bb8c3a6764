//! Merging what all processes recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::hit::{Hit, Mark};
use super::report::Report;
use super::store::{digest, place};
use super::untested::Untested;
use super::{CoverageError, HITS, VERSION};
use crate::policy::{Policy, PolicyStack, Rule};

/// What a suite exercised, over all its processes.
#[derive(Debug)]
pub struct Coverage {
    /// By id, then by digest.
    seen: Vec<Seen>,
    marks: BTreeMap<String, BTreeSet<Mark>>,
    shares_rules: bool,
}

/// A policy that was asked, and the policies under it.
#[derive(Debug)]
struct Seen {
    digest: String,
    stack: PolicyStack,
    /// Its place in the stack.
    place: usize,
}

impl Coverage {
    /// Reads the hits and policies in a directory.
    ///
    /// # Errors
    ///
    /// A file cannot be read, is of another version or torn, or there is nothing at all.
    pub fn merge(directory: impl AsRef<Path>) -> Result<Self, CoverageError> {
        let directory = directory.as_ref();
        let mut read = Read::default();
        for path in hit_files(directory)? {
            read.file(&path)?;
        }
        if read.marks.is_empty() {
            return Err(CoverageError::Nothing { directory: directory.to_owned() });
        }
        let mut seen: BTreeMap<(String, String), Seen> = BTreeMap::new();
        // Short stacks first: a policy is told of with as few others as it was asked with.
        let mut stacks: Vec<_> = read.stacks.into_iter().collect();
        stacks.sort_by_key(|stack| (stack.len(), stack.clone()));
        for digests in stacks {
            let stack = load(directory, &digests)?;
            for (place, (policy, digest)) in stack.policies().zip(&digests).enumerate() {
                let mut layers = stack.layers()[..place].iter().cloned();
                let under = layers.try_fold(PolicyStack::new(stack.base().clone()), PolicyStack::lay)?;
                let key = (policy.id().to_owned(), digest.clone());
                seen.entry(key).or_insert_with(|| Seen { digest: digest.clone(), stack: under, place });
            }
        }
        Ok(Self { seen: seen.into_values().collect(), marks: read.marks, shares_rules: false })
    }

    /// Counts a hit of a rule for every policy that has the same rule, word for word: one that extends another has the rules of
    /// its base.
    #[must_use]
    pub fn sharing_rules(self) -> Self {
        Self { shares_rules: true, ..self }
    }

    /// The policies that were asked, as they can be named: by their id, and where several have it, with the beginning of their
    /// digest.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.seen.iter().map(|seen| self.name(seen))
    }

    /// The reports of all policies that were asked, by id.
    #[must_use]
    pub fn reports(&self) -> Vec<Report> {
        self.seen.iter().map(|seen| self.report_of(seen)).collect()
    }

    /// The report of one policy, by its id, or by its id and the beginning of its digest: `mine@0f3a`.
    ///
    /// # Errors
    ///
    /// No policy of this name was asked, or several were.
    pub fn report(&self, name: &str) -> Result<Report, CoverageError> {
        self.find(name).map(|seen| self.report_of(seen))
    }

    /// The untested sides of one policy, each with a scenario for it where one can be found.
    ///
    /// # Errors
    ///
    /// No policy of this name was asked, or several were.
    pub fn untested(&self, name: &str) -> Result<Untested, CoverageError> {
        let seen = self.find(name)?;
        Ok(Untested::of(&self.report_of(seen), &seen.stack, seen.place))
    }

    fn find(&self, name: &str) -> Result<&Seen, CoverageError> {
        let (id, start) = name.split_once('@').unwrap_or((name, ""));
        let named: Vec<_> = self.seen.iter().filter(|seen| seen.policy().id() == id && seen.digest.starts_with(start)).collect();
        let name = name.to_owned();
        match named.as_slice() {
            [one] => Ok(one),
            [] => Err(CoverageError::Unknown { name, known: self.names().collect() }),
            several => Err(CoverageError::Ambiguous { name, known: several.iter().map(|seen| self.name(seen)).collect() }),
        }
    }

    fn name(&self, seen: &Seen) -> String {
        let id = seen.policy().id();
        match self.seen.iter().filter(|other| other.policy().id() == id).count() {
            1 => id.to_owned(),
            _ => format!("{id}@{}", &seen.digest[..8]),
        }
    }

    fn report_of(&self, seen: &Seen) -> Report {
        let mut report = Report::unexercised(seen.policy(), &seen.digest, self.name(seen));
        let mut note = |digest: &str, other: Option<&Policy>| {
            for mark in self.marks.get(digest).into_iter().flatten() {
                match mark {
                    Mark::Rule { edition, rule, sort } if is_same(other, seen.policy(), edition, rule) => {
                        report.note_rule(edition, rule, sort);
                    }
                    Mark::Fact { fact, side } if other.is_none() => report.note_fact(fact, *side),
                    _ => {}
                }
            }
        };
        note(&seen.digest, None);
        for other in self.seen.iter().filter(|other| self.shares_rules && other.digest != seen.digest) {
            note(&other.digest, Some(other.policy()));
        }
        report
    }
}

impl Seen {
    fn policy(&self) -> &Policy {
        self.stack.policies().nth(self.place).unwrap_or(self.stack.base())
    }
}

/// Whether a rule of another policy is, word for word, that of this one; a policy's own rules are.
fn is_same(other: Option<&Policy>, policy: &Policy, edition: &str, id: &str) -> bool {
    other.is_none_or(|other| {
        let there = rule_in(other, edition, id);
        there.is_some() && there == rule_in(policy, edition, id)
    })
}

/// The rule that an edition brought.
fn rule_in<'a>(policy: &'a Policy, edition: &str, id: &str) -> Option<&'a Rule> {
    let place = (0..policy.edition_count()).find(|place| policy.version(*place) == edition)?;
    let rules = place.checked_sub(1).map_or(policy.rules(), |later| policy.editions()[later].rules());
    rules.iter().find(|rule| rule.id() == id)
}

fn load(directory: &Path, digests: &[String]) -> Result<PolicyStack, CoverageError> {
    let mut stack: Option<PolicyStack> = None;
    for stored in digests {
        let path = place(directory, stored);
        let text = read(&path)?;
        if digest(&text) != *stored {
            return Err(CoverageError::Changed { path });
        }
        stack = Some(match stack {
            None => PolicyStack::new(Policy::load(&path)?),
            Some(stack) => {
                let layer = stack.load_layer(&path)?;
                stack.lay(layer)?
            }
        });
    }
    stack.ok_or_else(|| CoverageError::Nothing { directory: directory.to_owned() })
}

/// The files of hits in a directory, by name.
fn hit_files(directory: &Path) -> Result<Vec<PathBuf>, CoverageError> {
    let unreadable = |source| CoverageError::Unreadable { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(HITS) && name.ends_with(".jsonl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, CoverageError> {
    fs::read_to_string(path).map_err(|source| CoverageError::Unreadable { path: path.to_owned(), source })
}

#[derive(Default)]
struct Read {
    stacks: BTreeSet<Vec<String>>,
    marks: BTreeMap<String, BTreeSet<Mark>>,
}

impl Read {
    fn file(&mut self, path: &Path) -> Result<(), CoverageError> {
        let text = read(path)?;
        let count = text.lines().count();
        for (line, number) in text.lines().zip(1..) {
            let is_torn = number == count && !text.ends_with('\n');
            let json = serde_json::from_str::<Value>(line).ok().filter(|_| !is_torn);
            let Some(json) = json else {
                let path = path.to_owned();
                return Err(match number == count {
                    true => CoverageError::Torn { path, line: number },
                    false => CoverageError::Line { path, line: number },
                });
            };
            if number == 1 {
                version(path, &json)?;
            } else if !self.line(&json) {
                return Err(CoverageError::Line { path: path.to_owned(), line: number });
            }
        }
        Ok(())
    }

    fn line(&mut self, json: &Value) -> bool {
        if let Some(stack) = json.get("stack").and_then(Value::as_array) {
            let digests: Option<Vec<_>> = stack.iter().map(|digest| digest.as_str().map(str::to_owned)).collect();
            return digests.map(|digests| self.stacks.insert(digests)).is_some();
        }
        let hit = Hit::from_json(json);
        hit.map(|hit| self.marks.entry(hit.policy).or_default().insert(hit.mark)).is_some()
    }
}

fn version(path: &Path, json: &Value) -> Result<(), CoverageError> {
    match json.get("lawful-coverage") {
        Some(version) if version.as_u64() == Some(VERSION) => Ok(()),
        other => {
            let found = other.map_or_else(|| "none".to_owned(), Value::to_string);
            Err(CoverageError::Version { path: path.to_owned(), found })
        }
    }
}
