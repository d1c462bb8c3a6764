//! Walking a tree, keeping the path and collecting every mistake.

use super::super::{NameError, Vocabulary};
use super::{Finding, Findings, Node};

/// A value that can be read from a document.
///
/// `None` means that a finding was reported.
pub(crate) trait FromNode: Sized {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self>;
}

/// The state of a walk: the words that are known, where it stands, what was found wrong.
pub(crate) struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    path: String,
    findings: Vec<Finding>,
}

impl<'v> Reader<'v> {
    pub(crate) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, path: String::new(), findings: Vec::new() }
    }

    pub(crate) fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// Goes on with other words: those that the document itself has just declared.
    pub(crate) fn with_words<'w>(self, vocabulary: &'w Vocabulary) -> Reader<'w> {
        Reader { vocabulary, path: self.path, findings: self.findings }
    }

    /// Reads below a key.
    pub(crate) fn at_key<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        let value = read(self);
        self.path.truncate(length);
        value
    }

    /// Reads below a place in a list, counted from 0.
    pub(crate) fn at_index<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        let value = read(self);
        self.path.truncate(length);
        value
    }

    /// Reports a mistake at the present place.
    pub(crate) fn report(&mut self, node: &Node, message: impl Into<String>) {
        self.push(Finding::new(self.path.clone(), message).on_line(node.line));
    }

    /// Reports a mistake at the present place and shows the text that is wrong.
    pub(crate) fn report_bad(&mut self, node: &Node, message: impl Into<String>, bad: &str) {
        self.push(Finding::new(self.path.clone(), message).on_line(node.line).bad(bad));
    }

    /// Reports a word that is not known.
    pub(crate) fn report_name(&mut self, node: &Node, error: &NameError) {
        let finding = Finding::new(self.path.clone(), error.message());
        self.push(finding.on_line(node.line).bad(error.bad()).suggesting(error.suggestion()));
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// Reads a whole document: the value, or all its mistakes.
pub(crate) fn read<T: FromNode>(node: &Node, vocabulary: &Vocabulary) -> Result<T, Findings> {
    let mut cx = Reader::new(vocabulary);
    let value = T::from_node(node, &mut cx);
    match value {
        Some(value) if cx.findings.is_empty() => Ok(value),
        _ => Err(Findings::new(cx.findings)),
    }
}
