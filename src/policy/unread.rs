//! What a document names in parts that could not be read.

use std::collections::HashSet;

use crate::vocabulary::notation::{Node, Value};

/// The ids of clauses and rules that stand in a document and could not be read. The mistake in them is reported already: that
/// something cites them is no second one.
pub(super) struct Unread<'n> {
    clauses: Vec<&'n str>,
    rules: Vec<&'n str>,
}

impl<'n> Unread<'n> {
    pub(super) fn of<'a>(
        document: &'n Node,
        clauses: impl Iterator<Item = &'a str>,
        rules: impl Iterator<Item = &'a str>,
    ) -> Self {
        let (clauses, rules): (HashSet<&str>, HashSet<&str>) = (clauses.collect(), rules.collect());
        let editions = entries(document, "editions").flat_map(|edition| entries(edition, "rules"));
        Self {
            clauses: entries(document, "clauses").filter_map(id).filter(|id| !clauses.contains(id)).collect(),
            rules: entries(document, "rules").chain(editions).filter_map(id).filter(|id| !rules.contains(id)).collect(),
        }
    }

    pub(super) fn clauses(&self) -> impl Iterator<Item = &'n str> {
        self.clauses.iter().copied()
    }

    /// Whether a rule id or a clause names one of the rules.
    pub(super) fn has_rule(&self, name: &str) -> bool {
        let is_named = |id: &&str| id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.rules.iter().any(is_named)
    }
}

fn entries<'n>(table: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    match below(table, key).map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    }
    .iter()
}

fn id(part: &Node) -> Option<&str> {
    match &below(part, "id")?.value {
        Value::Text(id) => Some(id),
        _ => None,
    }
}

fn below<'n>(table: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Table(entries) = &table.value else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
}
