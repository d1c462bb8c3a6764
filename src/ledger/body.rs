//! The body of an entry: the canonical text that is committed to.

use uuid::Uuid;

use super::error::LedgerError;
use super::store::StoredEntry;
use super::{Entry, Event};
use crate::chain::{Digest, Salt};
use crate::vocabulary::notation::{Fields, Finding, Findings, FromNode, Node, Reader, Table, Value, Writer, read as read_node};
use crate::vocabulary::{Instant, Vocabulary};

/// The version of the text that is written. Version 1 is the only one so far.
pub(super) const SCHEMA: u64 = 1;

/// What stands in the body of an entry.
pub(super) enum Body<'e> {
    /// An event, with its id.
    Event(Uuid, &'e str),
    /// What is left of an erased one.
    Commitment(Digest),
    /// The last entry of somebody erased.
    Tombstone(&'e str),
    /// None of these: it was changed.
    Garbled,
}

impl<'e> Body<'e> {
    pub(super) fn of(entry: &'e StoredEntry) -> Self {
        match (entry.event, Digest::try_from(entry.body.as_slice()), std::str::from_utf8(&entry.body)) {
            (Some(id), _, Ok(text)) => Self::Event(id, text),
            (None, Ok(commitment), _) => Self::Commitment(commitment),
            (None, _, Ok(text)) => Self::Tombstone(text),
            _ => Self::Garbled,
        }
    }

    /// What the link of the entry commits to; `None` where that cannot be told.
    pub(super) fn commitment(&self, identity: Option<(Uuid, &Salt)>) -> Option<Digest> {
        match self {
            Self::Event(id, text) => {
                let (person, salt) = identity?;
                // The id stands in a column of its own, beside the text: both must say the same.
                (text_under(text, "id")?.parse() == Ok(*id)).then(|| salt.commit(person, text))
            }
            Self::Commitment(commitment) => Some(*commitment),
            Self::Tombstone(text) => Some(buried(text)),
            Self::Garbled => None,
        }
    }

    /// When it was recorded; nothing is known of what was erased.
    pub(super) fn recorded(&self) -> Option<Instant> {
        let (text, key) = match self {
            Self::Event(_, text) => (text, "recorded"),
            Self::Tombstone(text) => (text, "erased"),
            Self::Commitment(_) | Self::Garbled => return None,
        };
        text_under(text, key)?.parse().ok()
    }
}

/// The commitment to a tombstone. It has no secret: everybody can check when somebody was erased.
pub(super) fn buried(text: &str) -> Digest {
    Digest::of_parts(&[b"lawful/tombstone/1", text.as_bytes()])
}

/// The text of a tombstone.
pub(super) fn tombstone(erased: Instant) -> String {
    let mut out = Writer::new(Vocabulary::builtin());
    let table = Table::new().put("erased", &erased, &mut out).put_node("schema", schema());
    Node::from(table).canonical()
}

/// The text of a recorded event, which [`read`] makes the same event of.
///
/// # Errors
///
/// The vocabulary lacks a word; the event says what cannot be read back.
pub(super) fn written((number, event): (u64, &Event), recorded: Instant, vocabulary: &Vocabulary) -> Result<String, LedgerError> {
    let mut out = Writer::new(vocabulary);
    let table = event.put_into(Table::new().put("recorded", &recorded, &mut out).put_node("schema", schema()), &mut out);
    if out.is_nameless() {
        return Err(LedgerError::UnknownWord(event.what.name()));
    }
    let node = Node::from(table);
    // The tree, not its text: they hold the same, and the text would take as long again as all of an append.
    let read = read_node(&node, vocabulary).and_then(|read: Recorded| {
        let is_the_same = (read.at, &read.event) == (recorded, event);
        let other = || Finding::new(event.what.name(), "what is said here has no words: it would be read back as something else");
        if is_the_same { Ok(()) } else { Err(Findings::new(vec![other()])) }
    });
    read.map_err(|findings| LedgerError::unrecordable(number, event, findings))?;
    Ok(node.canonical())
}

/// The event in an entry.
///
/// # Errors
///
/// It was written by a later version, or says what this vocabulary cannot say.
pub(super) fn read(entry: &StoredEntry, vocabulary: &Vocabulary) -> Result<Entry, LedgerError> {
    let sequence = entry.sequence;
    let node: Node = serde_json::from_slice(&entry.body).unwrap_or_else(|_| Value::Null.into());
    match under(&node, "schema").map(|node| &node.value) {
        Some(Value::Integer(version)) if u64::try_from(*version).is_ok_and(|version| version > SCHEMA) => {
            return Err(LedgerError::NewerSchema { found: version.unsigned_abs(), known: SCHEMA });
        }
        _ => {}
    }
    let recorded: Recorded = read_node(&node, vocabulary).map_err(|findings| LedgerError::Unreadable { sequence, findings })?;
    Ok(Entry { sequence, recorded: recorded.at, event: recorded.event })
}

struct Recorded {
    at: Instant,
    event: Event,
}

impl FromNode for Recorded {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a recorded event: a table")?;
        let at = fields.required("recorded", cx);
        fields.take("schema");
        let event = Event::from_fields(&mut fields, node, cx);
        fields.close(cx);
        Some(Self { at: at?, event: event? })
    }
}

fn schema() -> Node {
    Value::Integer(i64::try_from(SCHEMA).unwrap_or(i64::MAX)).into()
}

fn under<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
        _ => None,
    }
}

fn text_under(json: &str, key: &str) -> Option<String> {
    let node: Node = serde_json::from_str(json).ok()?;
    match &under(&node, key)?.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}
