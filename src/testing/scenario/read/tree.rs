//! Changing trees: what a scenario says is laid over what it is like.

use crate::vocabulary::notation::{Node, Value};

/// The key by which a table takes over what another one says.
pub(super) const LIKE: &str = "like";

/// The value under a key of a table.
pub(super) fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
        _ => None,
    }
}

pub(super) fn entry_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    match &mut node.value {
        Value::Table(entries) => entries.iter_mut().find(|(name, _)| name == key).map(|(_, node)| node),
        _ => None,
    }
}

/// The entries of a list; a single value where a list is usual is a list of one.
pub(super) fn each_of(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    }
}

/// Puts a value under a key of a table, in place of what was there.
pub(super) fn put(node: &mut Node, key: &str, value: Node) {
    if let Some(there) = entry_mut(node, key) {
        *there = value;
    } else if let Value::Table(entries) = &mut node.value {
        entries.push((key.to_owned(), value));
    }
}

/// Takes a key out of a table.
pub(super) fn remove(node: &mut Node, key: &str) -> Option<Node> {
    let Value::Table(entries) = &mut node.value else { return None };
    let place = entries.iter().position(|(name, _)| name == key)?;
    Some(entries.remove(place).1)
}

/// Adds a value to the list under a key of a table.
pub(super) fn push(node: &mut Node, key: &str, value: Node) {
    match entry_mut(node, key) {
        Some(Node { value: Value::List(nodes), .. }) => nodes.push(value),
        // Something else than a list stays: it is a mistake that is found when it is read.
        Some(_) => {}
        None => put(node, key, Node { line: value.line, ..Node::list(vec![value]) }),
    }
}

pub(super) fn table(line: Option<u32>, entries: impl IntoIterator<Item = (&'static str, Node)>) -> Node {
    let entries = entries.into_iter().map(|(key, node)| (key.to_owned(), node)).collect();
    Node { value: Value::Table(entries), line }
}

/// Lays a change over a value: tables merge, everything else replaces; so does a table that says itself what it is like.
pub(super) fn merge(into: &mut Node, change: &Node) {
    match (&mut into.value, &change.value) {
        (Value::Table(_), Value::Table(entries)) if entry(change, LIKE).is_none() => {
            for (key, node) in entries {
                match entry_mut(into, key) {
                    Some(there) => merge(there, node),
                    None => put(into, key, node.clone()),
                }
            }
        }
        _ => *into = change.clone(),
    }
}

/// Takes away what stands at a path such as `items.0.necessary`; whether it was there.
pub(super) fn take_away(node: &mut Node, path: &str) -> bool {
    match path.split_once('.') {
        None => remove(node, path).is_some(),
        Some((first, rest)) => {
            let there = match &mut node.value {
                Value::List(nodes) => first.parse().ok().and_then(|index: usize| nodes.get_mut(index)),
                _ => entry_mut(node, first),
            };
            there.is_some_and(|node| take_away(node, rest))
        }
    }
}
