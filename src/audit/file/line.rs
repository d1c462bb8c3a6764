//! What stands in a line of a file.

use crate::audit::sink::StoredRecord;
use crate::audit::{Basis, Record};
use crate::chain::{Digest, Link, Pseudonym};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, Value, Writer, read};

/// How every line begins: the keys of canonical JSON are sorted.
const HEAD: &[u8] = br#"{"link":""#;

/// A record, or, where the records before it were pruned, the base of a stream.
pub(super) struct Line {
    pub(super) stream: Pseudonym,
    pub(super) link: Link,
    pub(super) body: Option<String>,
}

impl Line {
    pub(super) fn of(record: &StoredRecord) -> Self {
        Self { stream: record.stream, link: record.as_link(), body: Some(record.body.clone()) }
    }

    /// Reads a line, which must be written exactly as [`text`](Self::text) writes it: an upper-case digit would be a change
    /// that no digest shows.
    pub(super) fn read(text: &str) -> Option<Self> {
        let node: Node = serde_json::from_str(text).ok()?;
        let line: Self = read(&node, Vocabulary::builtin()).ok()?;
        (line.text() == text).then_some(line)
    }

    /// The line with its end.
    pub(super) fn text(&self) -> String {
        let mut out = Writer::new(Vocabulary::builtin());
        let table = Table::new()
            .put("stream", &self.stream.to_string(), &mut out)
            .put_node("number", Value::Integer(i64::try_from(self.link.number()).unwrap_or(i64::MAX)).into())
            .put("link", &self.link.head().to_string(), &mut out);
        let table = match &self.body {
            Some(body) => table.put("record", body, &mut out),
            None => table,
        };
        Node::from(table).canonical() + "\n"
    }

    /// What takes its place where it is the last one that is pruned.
    pub(super) fn as_base(&self) -> Self {
        Self { body: None, ..*self }
    }

    pub(super) fn into_record(self) -> Option<StoredRecord> {
        let Self { stream, link, body } = self;
        let body = body?;
        let person = Record::from_json(&body, link.number()).ok().and_then(|record| match record.basis() {
            Basis::Ledger(position) => Some(position.pseudonym),
            Basis::Sealed(_) => None,
        });
        Some(StoredRecord { stream, number: link.number(), person, body, request: None, link: link.head() })
    }
}

impl FromNode for Line {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a line of the audit: a table")?;
        let stream = fields.required("stream", cx).map(Pseudonym::from_uuid);
        let number = match fields.take("number").map(|node| &node.value) {
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            _ => None,
        };
        let head: Option<Digest> = fields.required::<String>("link", cx).and_then(|text| text.parse().ok());
        let body = fields.optional("record", cx);
        fields.close(cx);
        match (stream, number, head) {
            (Some(stream), Some(number), Some(head)) => Some(Self { stream, link: Link::at(number, head), body }),
            _ => {
                cx.report(node, "expected `stream`, `number` and `link`");
                None
            }
        }
    }
}

/// Whether a crash in the middle of writing a line can have left this behind. Some file systems fill up with zeros what never
/// reached the disk.
pub(super) fn is_half(tail: &[u8]) -> bool {
    let zeros = tail.iter().rev().take_while(|byte| **byte == 0).count();
    let tail = &tail[..tail.len() - zeros];
    if !tail.starts_with(HEAD) {
        return HEAD.starts_with(tail);
    }
    let mut values = serde_json::Deserializer::from_slice(tail).into_iter::<serde::de::IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => values.byte_offset() == tail.len(),
        Some(Err(error)) => error.is_eof(),
        None => true,
    }
}
