//! Writing values down.

use super::super::Vocabulary;
use super::{Node, Value};

/// A value that can be written to a document.
pub(crate) trait ToNode {
    fn to_node(&self, out: &mut Writer<'_>) -> Node;
}

/// The words that are known while writing, and whether one was missing.
pub(crate) struct Writer<'v> {
    vocabulary: &'v Vocabulary,
    nameless: bool,
}

impl<'v> Writer<'v> {
    pub(crate) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, nameless: false }
    }

    pub(crate) fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// Whether a word had no name in this vocabulary, so that what was written is not the whole.
    pub(crate) fn is_nameless(&self) -> bool {
        self.nameless
    }

    pub(crate) fn name(&mut self, name: Option<&str>) -> Node {
        self.nameless |= name.is_none();
        name.unwrap_or_default().into()
    }

    pub(crate) fn names<'a>(&mut self, names: impl Iterator<Item = &'a str>, expected: usize) -> Node {
        let names: Vec<Node> = names.map(Node::from).collect();
        self.nameless |= names.len() != expected;
        Node::list(names)
    }
}

/// A table that is being written, in the order of the calls.
#[derive(Default)]
pub(crate) struct Table(Vec<(String, Node)>);

impl Table {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn put(self, key: &str, value: &impl ToNode, out: &mut Writer<'_>) -> Self {
        let node = value.to_node(out);
        self.put_node(key, node)
    }

    pub(crate) fn put_node(mut self, key: &str, node: Node) -> Self {
        self.0.push((key.to_owned(), node));
        self
    }

    /// Leaves the key out where there is nothing.
    pub(crate) fn maybe(self, key: &str, value: Option<&impl ToNode>, out: &mut Writer<'_>) -> Self {
        match value {
            Some(value) => self.put(key, value, out),
            None => self,
        }
    }

    /// Leaves the key out where the list is empty.
    pub(crate) fn list<T: ToNode>(self, key: &str, items: &[T], out: &mut Writer<'_>) -> Self {
        if items.is_empty() {
            return self;
        }
        let nodes = items.iter().map(|item| item.to_node(out)).collect();
        self.put_node(key, Node::list(nodes))
    }
}

impl From<Table> for Node {
    fn from(table: Table) -> Self {
        Value::Table(table.0).into()
    }
}
