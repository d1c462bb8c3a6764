//! Rows: what files are read into.

use std::io::{self, Read, Seek, SeekFrom};

use uuid::Uuid;

use super::{ImportError, Progress, Rejected};
use crate::chain::{Digest, Key};
use crate::ledger::Event;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, Value, Writer, read as read_node};

/// The most bytes that a row may have.
pub(super) const LONGEST: usize = 1 << 20;

/// A row of a file.
#[derive(Debug)]
pub struct Row {
    pub(super) number: u64,
    /// How many bytes of the file are done once this row is.
    pub(super) end: u64,
    pub(super) read: Result<Node, Vec<Rejected>>,
    /// Where a key of the notation stands in a row.
    pub(super) column: fn(&str) -> Option<String>,
}

/// Where rows come from.
pub trait Rows {
    /// Goes to where an earlier run stopped, or to the first row.
    ///
    /// # Errors
    ///
    /// The file cannot be read, has a wrong header, or is not the one that the progress is about.
    fn start(&mut self, progress: &mut Progress) -> Result<(), ImportError>;

    /// The next row; `None` at the end. Empty rows are passed over.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    fn next_row(&mut self) -> io::Result<Option<Row>>;
}

/// Makes sure that the file is the one that the progress is about.
pub(super) fn same_file(file: &mut (impl Read + Seek), progress: &mut Progress) -> Result<(), ImportError> {
    /// So many bytes tell one file from another, and are read in no time. A file that grows at its end stays the same one.
    const COMPARED: u64 = 1 << 16;
    let length = file.seek(SeekFrom::End(0))?;
    let compared = if progress.beginning.is_some() { progress.compared } else { length.min(COMPARED) };
    file.rewind()?;
    let mut beginning = Vec::new();
    file.by_ref().take(compared).read_to_end(&mut beginning)?;
    let beginning = Digest::of(&beginning);
    if length < progress.offset || progress.beginning.is_some_and(|saved| saved != beginning) {
        return Err(ImportError::OtherFile);
    }
    (progress.beginning, progress.compared) = (Some(beginning), compared);
    Ok(())
}

impl Row {
    /// Whose event it is and what happened, or all that is wrong with it.
    pub(super) fn event(self, key: &Key, vocabulary: &Vocabulary) -> Result<(Uuid, Event), Vec<Rejected>> {
        let (number, column) = (self.number, self.column);
        let mut node = self.read?;
        let rejected = |findings: crate::vocabulary::Findings| -> Vec<Rejected> {
            findings.findings().iter().map(|finding| Rejected::of(number, finding, column(finding.key()))).collect()
        };
        let has_id = matches!(&node.value, Value::Table(entries) if entries.iter().any(|(key, _)| key == "id"));
        if has_id {
            let Told { person, event } = read_node(&node, vocabulary).map_err(rejected)?;
            return Ok((person, event));
        }
        put(&mut node, "id", Uuid::nil());
        let Told { person, event } = read_node(&node, vocabulary).map_err(rejected)?;
        let id = named_after(person, &event, key, vocabulary);
        if let Value::Table(entries) = &mut node.value {
            entries.retain(|(key, _)| key != "id");
        }
        put(&mut node, "id", id);
        read_node(&node, vocabulary).map_err(rejected).map(|Told { person, event }| (person, event))
    }
}

/// An id for an event that came without one: the same for the same event of the same person, whatever file it comes in. It is a
/// keyed hash, so that without the key nobody can tell from an id which event it stands for.
fn named_after(person: Uuid, event: &Event, key: &Key, vocabulary: &Vocabulary) -> Uuid {
    let text = Node::from(event.put_into(Table::new(), &mut Writer::new(vocabulary))).canonical();
    let digest = Digest::of_parts(&[b"lawful/import/1", key.mark(person).as_bytes(), text.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    // RFC 9562: version 8 is for ids that are made in a way of one's own.
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn put(node: &mut Node, key: &str, id: Uuid) {
    if let Value::Table(entries) = &mut node.value {
        entries.push((key.to_owned(), id.to_string().as_str().into()));
    }
}

struct Told {
    person: Uuid,
    event: Event,
}

impl FromNode for Told {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a row: a table with `person`, `at` and what happened")?;
        let person = fields.required("person", cx);
        let event = Event::from_fields(&mut fields, node, cx);
        fields.close(cx);
        Some(Self { person: person?, event: event? })
    }
}
