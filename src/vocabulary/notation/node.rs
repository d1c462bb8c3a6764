//! The tree that documents are read into.

use super::super::Instant;

/// A value of a document and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    /// Counted from 1; `None` where the notation has no lines.
    pub(crate) line: Option<u32>,
}

/// What a document can hold. Tables keep their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number that is no integer of 64 bits, as it was written.
    Number(String),
    Text(String),
    Instant(Instant),
    /// A date or time of day that is no instant, as it was written.
    Date(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn list(items: Vec<Self>) -> Self {
        Value::List(items).into()
    }

    /// The line of what a path of keys such as `rules[3].when` leads to, or else of the nearest part above it that is there.
    pub(crate) fn line_of(&self, path: &str) -> Option<u32> {
        let below = match &self.value {
            Value::Table(entries) => {
                let path = path.strip_prefix('.').unwrap_or(path);
                let on_the_way = entries.iter().filter_map(|(key, node)| Some((key, node, rest_below(path, key)?)));
                // A key may hold a dot itself: the longest that fits is the one.
                on_the_way.max_by_key(|(key, ..)| key.len()).map(|(_, node, rest)| (node, rest))
            }
            Value::List(items) => entry_of(path).and_then(|(index, rest)| Some((items.get(index)?, rest))),
            _ => None,
        };
        below.and_then(|(node, rest)| node.line_of(rest)).or(self.line)
    }

    /// What kind of value it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::Instant(_) => "an instant",
            Value::Date(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// What is left of a path below this key.
fn rest_below<'p>(path: &'p str, key: &str) -> Option<&'p str> {
    path.strip_prefix(key).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The place in a list that a path begins with, and what is left of the path.
fn entry_of(path: &str) -> Option<(usize, &str)> {
    let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
    Some((index.parse().ok()?, rest))
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self { value, line: None }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_line_or_to_the_nearest_above() {
        let at = |line, value| Node { value, line: Some(line) };
        let table =
            |entries: Vec<(&str, Node)>| Value::Table(entries.into_iter().map(|(key, node)| (key.to_owned(), node)).collect());
        let rule = table(vec![("id", at(3, Value::Null)), ("when", at(4, Value::List(vec![at(5, Value::Null)])))]);
        let functions = table(vec![("a", at(8, Value::Null)), ("a.b", at(9, Value::Null))]);
        let document = at(1, table(vec![("rules", at(2, Value::List(vec![at(2, rule)]))), ("functions", at(7, functions))]));
        let lines = ["rules[0].when[0]", "rules[0].unless", "rules[1]", "functions.a.b", "rule", ""];
        assert_eq!(lines.map(|path| document.line_of(path)), [5, 2, 2, 9, 1, 1].map(Some));
    }
}
