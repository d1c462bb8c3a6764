//! Reading a table key by key.

use super::super::nearest;
use super::{Finding, FromNode, Node, Reader, Value};

/// A table that is being read: every key is asked for once, and what is left over in the end is unknown.
pub(crate) struct Fields<'n> {
    node: &'n Node,
    entries: &'n [(String, Node)],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Opens a table; `expected` says what it should be, for the message if it is none.
    pub(crate) fn open(node: &'n Node, cx: &mut Reader<'_>, expected: &str) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            cx.report(node, format!("expected {expected}, found {}", node.kind()));
            return None;
        };
        Some(Self { node, entries, asked: Vec::new() })
    }

    /// The value under a key that must be there.
    pub(crate) fn required<T: FromNode>(&mut self, key: &'static str, cx: &mut Reader<'_>) -> Option<T> {
        if self.get(key).is_none() {
            cx.report(self.node, format!("`{key}` is missing"));
        }
        self.optional(key, cx)
    }

    /// The value under a key that may be left out.
    pub(crate) fn optional<T: FromNode>(&mut self, key: &'static str, cx: &mut Reader<'_>) -> Option<T> {
        let node = self.take(key)?;
        cx.at_key(key, |cx| T::from_node(node, cx))
    }

    /// The list under a key; left out is empty.
    pub(crate) fn list<T: FromNode>(&mut self, key: &'static str, cx: &mut Reader<'_>) -> Vec<T> {
        self.optional(key, cx).unwrap_or_default()
    }

    /// The node under a key, taken as read.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        self.get(key)
    }

    /// Reports keys that nobody asked for, and keys that stand twice.
    pub(crate) fn close(self, cx: &mut Reader<'_>) {
        for (index, (key, node)) in self.entries.iter().enumerate() {
            let finding = if self.entries[..index].iter().any(|(other, _)| other == key) {
                Finding::new(below(cx.path(), key), "the key is there twice")
            } else if !self.asked.contains(&key.as_str()) {
                Finding::new(below(cx.path(), key), "unknown key").suggesting(nearest(key, self.asked.iter().copied()))
            } else {
                continue;
            };
            cx.push(finding.on_line(node.line));
        }
    }

    fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
