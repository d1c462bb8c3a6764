//! The tree in TOML's terms, with lines.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Finding, Findings, Node, Value};

/// Reads TOML; the first mistake in the syntax is reported. What the parser makes of the text after it is guesswork.
pub(crate) fn parse(text: &str) -> Result<Node, Findings> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    // What is wrong between the values is reported before what is wrong in them, and of one line it tells more.
    if let Some(error) = errors.iter().min_by_key(|error| error.span().map_or(0, |span| lines.line(span.start))) {
        let place = error.span().map(|span| span.start);
        let line = place.map(|place| lines.line(place));
        let within = place
            .and_then(|place| opening(table.get_ref().values(), place))
            .map(|(byte, name, end)| (lines.line(byte), name, end));
        let within = within.filter(|(opened, ..)| Some(*opened) != line).map_or_else(String::new, |(opened, name, end)| {
            format!(", within the {name} that opens on line {opened}: is its `{end}` missing?")
        });
        let message = format!("this is not TOML: {}{within}", error.message());
        return Err(Findings::new(vec![Finding::new("", message).on_line(line)]));
    }
    let line = Some(lines.line(table.span().start));
    Ok(Node { value: lines.table(table.get_ref()), line })
}

/// Writes TOML.
pub(crate) fn write(node: &Node) -> String {
    // A tree of tables, lists and plain values has no part that TOML could refuse.
    ::toml::to_string_pretty(&Toml(node)).unwrap_or_default()
}

/// Where the innermost list or inline table opens that a byte lies in, what it is, and how it ends.
fn opening<'a, 'i: 'a>(
    mut values: impl Iterator<Item = &'a Spanned<DeValue<'i>>>,
    place: usize,
) -> Option<(usize, &'static str, char)> {
    values.find_map(|value| {
        let (within, name, end) = match value.get_ref() {
            DeValue::Array(items) => (opening(&mut items.iter() as &mut dyn Iterator<Item = _>, place), "list", ']'),
            DeValue::Table(table) => (opening(&mut table.values() as &mut dyn Iterator<Item = _>, place), "table", '}'),
            _ => return None,
        };
        let span = value.span();
        within.or_else(|| (span.start < place && place <= span.end).then_some((span.start, name, end)))
    })
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(place, _)| place).collect())
    }

    /// The line that holds a byte, counted from 1.
    fn line(&self, byte: usize) -> u32 {
        let before = self.0.partition_point(|newline| *newline < byte);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn node(&self, value: &Spanned<DeValue<'_>>, line: u32) -> Node {
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(value) => Value::Integer(value),
                Err(_) => Value::Number(number.to_string()),
            },
            DeValue::Float(number) => Value::Number(number.to_string()),
            DeValue::Datetime(written) => {
                let written = written.to_string();
                match chrono::DateTime::parse_from_rfc3339(&written) {
                    Ok(instant) => Value::Instant(instant.to_utc()),
                    Err(_) => Value::Date(written),
                }
            }
            DeValue::Array(items) => {
                Value::List(items.iter().map(|item| self.node(item, self.line(item.span().start))).collect())
            }
            DeValue::Table(table) => self.table(table),
        };
        Node { value, line: Some(line) }
    }

    fn table(&self, table: &DeTable<'_>) -> Value {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entries =
            entries.into_iter().map(|(key, value)| (key.get_ref().to_string(), self.node(value, self.line(key.span().start))));
        Value::Table(entries.collect())
    }
}

/// A tree as TOML writes it: instants are instants, not text.
struct Toml<'a>(&'a Node);

impl Serialize for Toml<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Instant(instant) => {
                let written = instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
                match written.parse::<::toml::value::Datetime>() {
                    Ok(datetime) => datetime.serialize(serializer),
                    Err(_) => serializer.serialize_str(&written),
                }
            }
            Value::List(items) => serializer.collect_seq(items.iter().map(Toml)),
            Value::Table(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, node) in entries {
                    map.serialize_entry(key, &Toml(node))?;
                }
                map.end()
            }
            _ => self.0.serialize(serializer),
        }
    }
}
