//! Reading and writing of plain values and of words that a vocabulary resolves.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

use super::super::{DataCategories, Instant, NameError, PartyId, Purpose, Purposes, Service};
use super::{FromNode, Node, Reader, ToNode, Value, Writer};

/// The text of a node; `expected` says what it should be.
pub(crate) fn text<'n>(node: &'n Node, cx: &mut Reader<'_>, expected: &str) -> Option<&'n str> {
    if let Value::Text(text) = &node.value {
        return Some(text);
    }
    cx.report(node, format!("expected {expected}, found {}", node.kind()));
    None
}

/// A word from its name.
pub(crate) fn parsed<T: FromStr<Err = NameError>>(node: &Node, cx: &mut Reader<'_>, expected: &str) -> Option<T> {
    let name = text(node, cx, expected)?;
    known(name.parse(), node, cx)
}

/// The word, or a finding that names the nearest one.
pub(crate) fn known<T>(word: Result<T, NameError>, node: &Node, cx: &mut Reader<'_>) -> Option<T> {
    word.map_err(|error| cx.report_name(node, &error)).ok()
}

/// Every entry of a list that must have one; all entries are read, so that all mistakes are found.
pub(crate) fn each<T>(node: &Node, cx: &mut Reader<'_>, read: impl FnMut(&Node, &mut Reader<'_>) -> Option<T>) -> Option<Vec<T>> {
    let items = each_or_none(node, cx, read)?;
    if let Value::List(nodes) = &node.value
        && nodes.is_empty()
    {
        cx.report(node, "the list is empty: leave the key out, or name at least one");
        return None;
    }
    Some(items)
}

fn each_or_none<T>(
    node: &Node,
    cx: &mut Reader<'_>,
    mut read: impl FnMut(&Node, &mut Reader<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let Value::List(nodes) = &node.value else {
        cx.report(node, format!("expected a list, found {}", node.kind()));
        return None;
    };
    let read = nodes.iter().enumerate().map(|(index, node)| cx.at_index(index, |cx| read(node, cx)));
    let items: Vec<Option<T>> = read.collect();
    items.into_iter().collect()
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        each_or_none(node, cx, T::from_node)
    }
}

impl<T: ToNode> ToNode for Vec<T> {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Node::list(self.iter().map(|item| item.to_node(out)).collect())
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        cx.report(node, format!("expected true or false, found {}", node.kind()));
        None
    }
}

impl ToNode for bool {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        Value::Bool(*self).into()
    }
}

impl FromNode for u8 {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        const EXPECTED: &str = "expected a whole number from 0 to 150";
        match &node.value {
            Value::Integer(number) if (0..=150).contains(number) => Self::try_from(*number).ok(),
            Value::Integer(number) => {
                cx.report_bad(node, EXPECTED, &number.to_string());
                None
            }
            Value::Number(number) => {
                cx.report_bad(node, EXPECTED, number);
                None
            }
            _ => {
                cx.report(node, format!("{EXPECTED}, found {}", node.kind()));
                None
            }
        }
    }
}

impl ToNode for u8 {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        Value::Integer((*self).into()).into()
    }
}

/// Free text; may be a person's words, so a message never shows it.
impl FromNode for String {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        text(node, cx, "text").map(str::to_owned)
    }
}

impl ToNode for String {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        self.as_str().into()
    }
}

/// Names chosen by people: text that is not empty.
macro_rules! chosen_names {
    ($($name:ident $expected:literal),+) => { $(
        impl $crate::vocabulary::notation::FromNode for $name {
            fn from_node(
                node: &$crate::vocabulary::notation::Node,
                cx: &mut $crate::vocabulary::notation::Reader<'_>,
            ) -> Option<Self> {
                let name = $crate::vocabulary::notation::text(node, cx, $expected)?;
                if name.is_empty() {
                    cx.report(node, concat!("expected ", $expected, ", found empty text"));
                    return None;
                }
                Some(name.into())
            }
        }

        impl $crate::vocabulary::notation::ToNode for $name {
            fn to_node(&self, _: &mut $crate::vocabulary::notation::Writer<'_>) -> $crate::vocabulary::notation::Node {
                self.as_str().into()
            }
        }
    )+ };
}

pub(crate) use chosen_names;

chosen_names!(Service "the name of a service", PartyId "the id of a party");

const INSTANT: &str = "an instant in RFC 3339, such as 2026-06-01T12:00:00Z";

impl FromNode for Instant {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let (read, written) = match &node.value {
            Value::Instant(instant) => (Some(*instant), None),
            Value::Date(written) => (from_rfc3339(written), Some(written.as_str())),
            _ => {
                let written = text(node, cx, INSTANT)?;
                (from_rfc3339(written), Some(written))
            }
        };
        let expected = match read {
            Some(instant) if is_readable(instant) => return Some(instant),
            Some(_) => "an instant that RFC 3339 can write, of the years 0 to 9999",
            None => INSTANT,
        };
        let written = written.map_or_else(|| read.map(rfc3339).unwrap_or_default(), str::to_owned);
        cx.report_bad(node, format!("expected {expected}"), &written);
        None
    }
}

fn from_rfc3339(written: &str) -> Option<Instant> {
    DateTime::parse_from_rfc3339(written).ok().map(|instant| instant.with_timezone(&Utc))
}

/// Whether an instant that is written is the same when it is read: RFC 3339 has years of four digits, and a leap second at the
/// end of a minute only.
pub(crate) fn is_readable(instant: Instant) -> bool {
    let is_leap = chrono::Timelike::nanosecond(&instant) >= 1_000_000_000;
    (0..=9999).contains(&chrono::Datelike::year(&instant)) && (!is_leap || chrono::Timelike::second(&instant) == 59)
}

impl ToNode for Instant {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        Value::Instant(*self).into()
    }
}

/// An instant as it is written in JSON.
pub(super) fn rfc3339(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

impl FromNode for NaiveDate {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        const EXPECTED: &str = "a date, such as 2008-02-29";
        let written = match &node.value {
            Value::Date(written) => written,
            _ => text(node, cx, EXPECTED)?,
        };
        // A date of birth is personal data: the message does not repeat it.
        let date = Self::parse_from_str(written, "%Y-%m-%d").ok().filter(|date| date.to_string() == *written);
        if date.is_none() {
            cx.report(node, format!("expected {EXPECTED}; what was found is withheld"));
        }
        date
    }
}

impl ToNode for NaiveDate {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        Value::Date(self.to_string()).into()
    }
}

impl FromNode for Uuid {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        const EXPECTED: &str = "a UUID, such as 7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01";
        let written = text(node, cx, EXPECTED)?;
        // Whatever stands where an id belongs may name a person: the message does not repeat it.
        let uuid = Self::try_parse(written).ok();
        if uuid.is_none() {
            cx.report(node, format!("expected {EXPECTED}; what was found is withheld"));
        }
        uuid
    }
}

impl ToNode for Uuid {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        self.hyphenated().to_string().as_str().into()
    }
}

/// A set in which nothing at all is an answer too: "the demand covers nothing".
pub(crate) struct MaybeEmpty(pub(crate) DataCategories);

impl FromNode for MaybeEmpty {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let sets = each_or_none(node, cx, category)?;
        Some(Self(sets.into_iter().collect()))
    }
}

impl FromNode for DataCategories {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        Some(each(node, cx, category)?.into_iter().collect())
    }
}

fn category(node: &Node, cx: &mut Reader<'_>) -> Option<DataCategories> {
    let name = text(node, cx, "the name of a category")?;
    known(cx.vocabulary().categories(name), node, cx)
}

impl ToNode for DataCategories {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let words = out.vocabulary();
        out.names(words.category_names(*self), self.leaves().count())
    }
}

impl FromNode for Purpose {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let name = text(node, cx, "the name of a purpose")?;
        known(cx.vocabulary().purpose(name), node, cx)
    }
}

impl ToNode for Purpose {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let name = out.vocabulary().purpose_name(*self);
        out.name(name)
    }
}

impl FromNode for Purposes {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        Some(each(node, cx, Purpose::from_node)?.into_iter().collect())
    }
}

impl ToNode for Purposes {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let words = out.vocabulary();
        out.names(words.purpose_names(*self), self.purposes().count())
    }
}

super::serde_by_notation!(DataCategories, Purpose, Purposes);
