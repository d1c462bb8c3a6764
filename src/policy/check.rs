//! What is well-formed in a document and senseless all the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::unread::Unread;
use super::{Clause, Edition, Effect, Policy, Rule};
use crate::vocabulary::notation::{FromNode, Node, Reader, Value};
use crate::vocabulary::{Finding, nearest};

/// A part of a document that remembers where it stood, for checks that see more than one part.
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) key: Place,
}

/// The path of keys to a part.
pub(super) struct Place(String);

impl Place {
    pub(super) fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(self.0.clone(), message)
    }

    fn below(&self, key: &str) -> Self {
        Self(format!("{}.{key}", self.0))
    }
}

impl<T: FromNode> FromNode for Placed<T> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: T::from_node(node, cx)?, key: Place(cx.path().to_owned()) })
    }
}

/// The parts of a list that can be read. What is wrong with the others is reported, and need not hide what is wrong beside them.
pub(super) struct Parts<T>(pub(super) Vec<Placed<T>>);

impl<T: FromNode> FromNode for Parts<T> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let Value::List(nodes) = &node.value else {
            cx.report(node, format!("expected a list, found {}", node.kind()));
            return None;
        };
        let parts = nodes.iter().enumerate().map(|(index, node)| cx.at_index(index, |cx| Placed::from_node(node, cx)));
        Some(Self(parts.collect::<Vec<_>>().into_iter().flatten().collect()))
    }
}

impl<T> Placed<T> {
    fn below(&self, key: &str, message: impl Into<String>) -> Finding {
        self.key.below(key).finding(message)
    }
}

/// The parts of a document that could be read.
pub(super) struct Document {
    pub(super) clauses: Vec<Placed<Clause>>,
    pub(super) rules: Vec<Placed<Rule>>,
    pub(super) editions: Vec<Placed<Edition>>,
    pub(super) functions: BTreeMap<String, Vec<String>>,
}

/// Reports what the parts of a document, written as `node`, make senseless together.
pub(super) fn check_document(document: &Document, node: &Node, base: &Policy, under: &[&Policy], cx: &mut Reader<'_>) {
    let Document { clauses, rules, editions, functions } = document;
    let all: Vec<(&Rule, Place)> = rules
        .iter()
        .map(|rule| (&rule.value, Place(rule.key.0.clone())))
        .chain(editions.iter().flat_map(|edition| {
            let place = |index: usize| edition.key.below(&format!("rules[{index}]"));
            edition.value.rules.iter().enumerate().map(move |(index, rule)| (rule, place(index)))
        }))
        .collect();
    let unread = Unread::of(node, clauses.iter().map(|clause| clause.value.id()), all.iter().map(|(rule, _)| rule.id()));
    let mut check = Check { base, under, unread, cx };
    check.clauses(clauses);
    check.functions(functions);
    check.citations(&all, clauses);
    check.yields(&all);
    check.rule_ids(rules, editions);
    check.editions(rules, editions);
}

struct Check<'a, 'r, 'v> {
    base: &'a Policy,
    under: &'a [&'a Policy],
    unread: Unread<'a>,
    cx: &'r mut Reader<'v>,
}

impl Check<'_, '_, '_> {
    fn clauses(&mut self, clauses: &[Placed<Clause>]) {
        let mut seen: HashSet<&str> = self.base.clauses.iter().map(Clause::id).collect();
        for clause in clauses {
            if !seen.insert(&clause.value.id) {
                self.cx.push(clause.below("id", "the clause is in the register already").bad(&clause.value.id));
            }
        }
    }

    fn functions(&mut self, functions: &BTreeMap<String, Vec<String>>) {
        for name in functions.keys().filter(|name| self.base.functions.contains_key(*name)) {
            self.cx.push(Finding::new(format!("functions.{name}"), "the policy that this one extends has the function already"));
        }
    }

    /// A policy without any register is not checked for citations.
    fn citations(&mut self, rules: &[(&Rule, Place)], clauses: &[Placed<Clause>]) {
        let outside = self.under.iter().flat_map(|policy| &policy.clauses).chain(&self.base.clauses);
        let own = clauses.iter().map(|clause| clause.value.id()).chain(self.unread.clauses());
        let register: HashSet<&str> = outside.map(Clause::id).chain(own).collect();
        if register.is_empty() {
            return;
        }
        for (rule, place) in rules.iter().filter(|(rule, _)| !register.contains(rule.clause())) {
            let near = nearest(rule.clause(), register.iter().copied());
            let finding =
                place.below("id").finding("the register has no such clause: declare one of your own under `[[clauses]]`");
            self.cx.push(finding.bad(rule.clause()).suggesting(near));
        }
    }

    fn yields(&mut self, rules: &[(&Rule, Place)]) {
        let outside = self.under.iter().copied().chain([self.base]).flat_map(Policy::all_rules);
        let known: Vec<&Rule> = outside.chain(rules.iter().map(|(rule, _)| *rule)).collect();
        let mut met: HashMap<&str, Option<Finding>> = HashMap::new();
        for (rule, place) in rules {
            for (index, name) in rule.yields_to.iter().enumerate() {
                let problem = met.entry(name).or_insert_with(|| {
                    if self.unread.has_rule(name) {
                        return None;
                    }
                    let named: Vec<_> = known.iter().filter(|rule| rule.is_named(name)).collect();
                    if named.is_empty() {
                        let permits = known.iter().filter(|rule| rule.effect == Effect::Permit);
                        let names = permits.flat_map(|rule| [rule.id(), rule.clause()]);
                        Some(Finding::new("", "no rule goes by this id or clause").bad(name).suggesting(nearest(name, names)))
                    } else if named.iter().all(|rule| rule.effect != Effect::Permit) {
                        Some(Finding::new("", "a forbid can give way to permits only, and there is none").bad(name))
                    } else {
                        None
                    }
                });
                if let Some(problem) = problem {
                    let Place(key) = place.below(&format!("yields-to[{index}]"));
                    self.cx.push(Finding { key, ..problem.clone() });
                }
            }
        }
    }

    fn rule_ids(&mut self, rules: &[Placed<Rule>], editions: &[Placed<Edition>]) {
        let mut seen: HashSet<&str> = self.base.rules.iter().map(Rule::id).collect();
        for rule in rules {
            if !seen.insert(&rule.value.id) {
                let finding =
                    rule.below("id", "another rule has this id: an edition can replace it, a second one cannot stand beside it");
                self.cx.push(finding.bad(&rule.value.id));
            }
        }
        for edition in editions {
            let mut seen = HashSet::new();
            for (index, rule) in edition.value.rules.iter().enumerate() {
                if !seen.insert(&rule.id) {
                    let key = format!("rules[{index}].id");
                    self.cx.push(edition.below(&key, "another rule of this edition has this id").bad(&rule.id));
                }
            }
        }
    }

    fn editions(&mut self, rules: &[Placed<Rule>], editions: &[Placed<Edition>]) {
        let mut versions: HashSet<&str> = self.base.editions.iter().map(Edition::version).chain([Edition::INITIAL]).collect();
        let mut last = self.base.editions.last().map(Edition::effective_from);
        let mut standing: Vec<&Rule> = self.base.rules_in(self.base.editions.len());
        standing.extend(rules.iter().map(|rule| &rule.value));
        for edition in editions {
            let Edition { version, effective_from, removes, rules, .. } = &edition.value;
            if !versions.insert(version) {
                self.cx.push(edition.below("version", "another edition has this name").bad(version));
            }
            if last.is_some_and(|last| *effective_from <= last) {
                let message = "editions stand in the order of their effect, and this one is not later than the one before it";
                self.cx.push(edition.below("effective-from", message));
            }
            last = Some(*effective_from);
            for (index, name) in removes.iter().enumerate() {
                if !standing.iter().any(|rule| rule.is_named(name)) && !self.unread.has_rule(name) {
                    let near = nearest(name, standing.iter().flat_map(|rule| [rule.id(), rule.clause()]));
                    let finding = edition.below(&format!("removes[{index}]"), "the edition before it has no such rule");
                    self.cx.push(finding.bad(name).suggesting(near));
                }
            }
            standing.retain(|rule| !removes.iter().any(|name| rule.is_named(name)) && !rules.iter().any(|new| new.id == rule.id));
            standing.extend(rules);
        }
    }
}
