//! All of a person's events in one document.

use std::fmt;

use serde::Deserialize;
use serde::ser::{Serialize, SerializeMap, Serializer};
use uuid::Uuid;

use super::told;
use crate::ledger::{BlockingLedger, Entry, Event, History, Ledger, LedgerError, Store};
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, Value, Writer, read as read_node};
use crate::vocabulary::{Findings, Instant, Redacted, Vocabulary};

/// The version of the document that is written.
const SCHEMA: i64 = 1;

/// All that is recorded about a person, to be handed to the person: for access (Art. 15 GDPR) and portability (Art. 20).
///
/// As JSON it is a table with
///
/// | key | holds |
/// |---|---|
/// | `schema` | 1 |
/// | `person` | the person's id |
/// | `taken` | when the export was made |
/// | `events` | every event in the order of recording: `sequence`, `recorded`, and the event's own keys |
/// | `records` | what was [added](Self::with_records), such as the records of decisions about the person |
///
/// and reads back to the same events.
///
/// # Example
///
/// ```
/// use lawful::chain::Key;
/// use lawful::ledger::transfer::Export;
/// use lawful::ledger::{BlockingLedger, Event, Memory};
/// use lawful::vocabulary::Vocabulary;
/// # let person = lawful::DataSubject::example().id();
/// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
///
/// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?;
/// ledger.append(person, [Event::agreed(Event::new_id(now)?, now)], now)?;
///
/// let export = ledger.export(person, now)?.unwrap().with_records([["decision", "permitted"]])?;
/// let words = Vocabulary::builtin();
/// let json = export.to_json(words)?;
/// assert_eq!(Export::from_json(&json, words)?, export);
/// assert!(export.to_markdown(words).contains("1. The person agreed to the service agreement on 1 June 2026, 12:00 UTC."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Export {
    person: Uuid,
    taken: Instant,
    entries: Vec<Entry>,
    records: Vec<serde_json::Value>,
}

/// An export that cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// An event has a word that the vocabulary lacks: written down it would be lost.
    #[error("the {0} event uses a word that the vocabulary does not have")]
    UnknownWord(&'static str),
    /// What was to be added cannot be written as JSON.
    #[error("a record that was to be added cannot be written as JSON")]
    Record,
    /// The text is no JSON.
    #[error("this is not JSON: {0}")]
    Syntax(String),
    /// The JSON is no export. All mistakes are listed.
    #[error("{0}")]
    Invalid(Findings),
}

impl<S: Store> Ledger<S> {
    /// All that is recorded about a person; `None` where nothing is.
    ///
    /// # Errors
    ///
    /// As for [`history`](Self::history).
    pub async fn export(&self, person: Uuid, now: Instant) -> Result<Option<Export>, LedgerError> {
        Ok(self.history(person).await?.map(|history| Export::of(&history, now)))
    }
}

impl<S: Store> BlockingLedger<S> {
    /// An export of all that is recorded of a person; `None` where nothing is: [`Ledger::export`] without `async`.
    ///
    /// # Errors
    ///
    /// The person was erased, the chain is broken, or the store fails.
    pub fn export(&self, person: Uuid, now: Instant) -> Result<Option<Export>, LedgerError> {
        Ok(self.history(person)?.map(|history| Export::of(&history, now)))
    }
}

impl Export {
    /// An export of a history.
    #[must_use]
    pub fn of(history: &History, taken: Instant) -> Self {
        Self { person: history.person(), taken, entries: history.entries().to_vec(), records: Vec::new() }
    }

    /// Adds records that are kept elsewhere, such as those of decisions about the person.
    ///
    /// # Errors
    ///
    /// A record cannot be written as JSON.
    pub fn with_records<R: Serialize>(mut self, records: impl IntoIterator<Item = R>) -> Result<Self, ExportError> {
        for record in records {
            self.records.push(serde_json::to_value(record).map_err(|_| ExportError::Record)?);
        }
        Ok(self)
    }

    /// Whose it is.
    #[must_use]
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// When it was made.
    #[must_use]
    pub fn taken(&self) -> Instant {
        self.taken
    }

    /// The events in the order in which they were recorded.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was added.
    #[must_use]
    pub fn records(&self) -> &[serde_json::Value] {
        &self.records
    }

    /// Writes it, with the words of a policy.
    ///
    /// # Errors
    ///
    /// An event has a word that the vocabulary lacks.
    pub fn to_json(&self, vocabulary: &Vocabulary) -> Result<String, ExportError> {
        let events = self.entries.iter().map(|entry| written(entry, vocabulary)).collect::<Result<_, _>>()?;
        let document = Document { export: self, events };
        serde_json::to_string_pretty(&document).map_err(|error| ExportError::Syntax(error.to_string()))
    }

    /// Reads one, with the words of a policy.
    ///
    /// # Errors
    ///
    /// The text is no JSON, or every mistake in it.
    pub fn from_json(text: &str, vocabulary: &Vocabulary) -> Result<Self, ExportError> {
        let syntax = |error: serde_json::Error| ExportError::Syntax(error.to_string());
        let mut document: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
        // Records are none of this crate's notation: they are taken out and kept as they are.
        let records = match document.as_object_mut().and_then(|table| table.remove("records")) {
            Some(serde_json::Value::Array(records)) => records,
            _ => Vec::new(),
        };
        let node = Node::deserialize(document).map_err(syntax)?;
        let export: Self = read_node(&node, vocabulary).map_err(ExportError::Invalid)?;
        Ok(Self { records, ..export })
    }

    /// The export in plain words, as Markdown. Records that were added are shown as they are.
    #[must_use]
    pub fn to_markdown(&self, vocabulary: &Vocabulary) -> String {
        let taken = crate::decision::plain::instant(self.taken);
        let mut text =
            format!("# What is recorded about you\n\nMade on {taken}. You are `{}` here.\n\n## Events\n\n", self.person);
        for entry in &self.entries {
            let told = told::sentence(&told::event(&entry.event, vocabulary));
            let recorded = crate::decision::plain::instant(entry.recorded);
            text.push_str(&format!("{}. {told} Recorded on {recorded}.\n", entry.sequence));
        }
        if !self.records.is_empty() {
            text.push_str("\n## Records\n\n");
        }
        for record in &self.records {
            text.push_str(&format!("    {record}\n"));
        }
        text
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export").field("person", &Redacted).field("entries", &self.entries).finish_non_exhaustive()
    }
}

/// What is written, in the order in which it is read by people.
struct Document<'e> {
    export: &'e Export,
    events: Vec<Node>,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", &SCHEMA)?;
        map.serialize_entry("person", &self.export.person.to_string())?;
        map.serialize_entry("taken", &Node::from(Value::Instant(self.export.taken)))?;
        map.serialize_entry("events", &self.events)?;
        map.serialize_entry("records", &self.export.records)?;
        map.end()
    }
}

fn written(entry: &Entry, vocabulary: &Vocabulary) -> Result<Node, ExportError> {
    let mut out = Writer::new(vocabulary);
    let sequence = i64::try_from(entry.sequence).unwrap_or(i64::MAX);
    let table = Table::new().put_node("sequence", Value::Integer(sequence).into()).put("recorded", &entry.recorded, &mut out);
    let table = entry.event.put_into(table, &mut out);
    if out.is_nameless() { Err(ExportError::UnknownWord(entry.event.what().name())) } else { Ok(table.into()) }
}

impl FromNode for Export {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "an export: a table with `schema`, `person`, `taken` and `events`")?;
        let schema = fields.take("schema");
        if schema.is_none_or(|node| node.value != Value::Integer(SCHEMA)) {
            cx.report(schema.unwrap_or(node), "`schema` is not 1: this is no export, or one by a later version");
        }
        let person = fields.required("person", cx);
        let taken = fields.required("taken", cx);
        let entries = fields.required("events", cx);
        fields.close(cx);
        Some(Self { person: person?, taken: taken?, entries: entries?, records: Vec::new() })
    }
}

impl FromNode for Entry {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a recorded event: a table")?;
        let sequence = match fields.take("sequence").map(|node| &node.value) {
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            _ => None,
        };
        if sequence.is_none() {
            cx.report(node, "`sequence` is missing or no whole number");
        }
        let recorded = fields.required("recorded", cx);
        let event = Event::from_fields(&mut fields, node, cx);
        fields.close(cx);
        Some(Self { sequence: sequence?, recorded: recorded?, event: event? })
    }
}
