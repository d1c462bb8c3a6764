//! The cells of a row of CSV, as an event in notation.

use super::Rejected;
use crate::vocabulary::nearest;
use crate::vocabulary::notation::{Node, Value};

pub(super) type Column = &'static str;

pub(super) const COLUMNS: [Column; 17] = [
    "person",
    "id",
    "at",
    "kind",
    "categories",
    "actions",
    "purposes",
    "recipients",
    "service",
    "by",
    "expires-at",
    "evidence",
    "means",
    "withdraws",
    "edition",
    "after-closure",
    "value",
];

const SCOPE: [Column; 4] = ["categories", "actions", "purposes", "recipients"];

/// Every kind with the columns that belong to it.
const KINDS: [(&str, &[Column]); 11] = [
    ("granted", &["categories", "actions", "purposes", "recipients", "service", "by", "expires-at", "evidence"]),
    ("refused", &["categories", "actions", "purposes", "recipients", "service", "means", "withdraws"]),
    ("agreed", &["edition"]),
    ("used", &[]),
    ("account-opened", &["service"]),
    ("account-closed", &["service", "after-closure"]),
    ("guardian", &["value"]),
    ("notice-given", &["value"]),
    ("born", &["value"]),
    ("aged", &["value"]),
    ("standing", &["value"]),
];

/// The column that a key of the notation comes from: `granted.scope.purposes[0]` from `purposes`.
pub(super) fn column_of(key: &str) -> Option<String> {
    let mut parts = key.rsplit('.').map(|part| part.split('[').next().unwrap_or(part));
    let column = parts.find_map(|part| match part {
        "process" => Some("after-closure"),
        "account-opened" => Some("service"),
        "guardian" | "notice-given" | "born" | "aged" | "standing" | "verified" => Some("value"),
        part => COLUMNS.iter().find(|column| **column == part).copied(),
    });
    column.map(str::to_owned)
}

/// The cells of a row that are not empty, by column.
pub(super) struct Cells<'c>(Vec<(Column, &'c str)>);

impl<'c> Cells<'c> {
    pub(super) fn read(row: u64, columns: &[Column], cells: &'c [Vec<u8>]) -> Result<Self, Vec<Rejected>> {
        let mut read = Vec::with_capacity(cells.len());
        for (column, cell) in columns.iter().zip(cells) {
            match std::str::from_utf8(cell).map(str::trim) {
                Err(_) => return Err(vec![Rejected::new(row, Some(column), "the cell is not UTF-8")]),
                Ok("") => {}
                Ok(cell) => read.push((*column, cell)),
            }
        }
        Ok(Self(read))
    }

    fn get(&self, column: &str) -> Option<&'c str> {
        self.0.iter().find(|(name, _)| *name == column).map(|(_, cell)| *cell)
    }

    /// The row in the notation of events.
    pub(super) fn node(&self, row: u64) -> Result<Node, Vec<Rejected>> {
        let kind = self.get("kind").ok_or_else(|| vec![Rejected::new(row, Some("kind"), "the cell is empty")])?;
        let Some((kind, belonging)) = KINDS.iter().find(|(known, _)| *known == kind) else {
            let suggestion = nearest(kind, KINDS.iter().map(|(known, _)| *known)).map(str::to_owned);
            return Err(vec![Rejected { suggestion, ..Rejected::new(row, Some("kind"), "unknown kind of event") }]);
        };
        let stray =
            |(column, _): &&(Column, &str)| !["person", "id", "at", "kind"].contains(column) && !belonging.contains(column);
        let mut rejected: Vec<_> = self
            .0
            .iter()
            .filter(stray)
            .map(|(column, _)| {
                Rejected::new(row, Some(column), format!("does not belong to an event of kind `{kind}`: leave it empty"))
            })
            .collect();
        rejected.extend(
            self.unsaid(kind)
                .map(|column| Rejected::new(row, Some(column), "the cell is empty: name what it covers, or write `any`")),
        );
        if let Some((column, reason)) = self.unfit(kind) {
            rejected.push(Rejected::new(row, Some(column), reason));
        }
        if !rejected.is_empty() {
            return Err(rejected);
        }
        let mut table: Vec<_> = ["person", "id", "at"].iter().filter_map(|column| self.text(column)).collect();
        table.push(((*kind).to_owned(), self.what(kind)));
        Ok(Value::Table(table).into())
    }

    /// What is wrong with the one cell that says it all.
    fn unfit(&self, kind: &str) -> Option<(Column, &'static str)> {
        let value = self.get("value");
        match kind {
            "account-opened" if self.get("service").is_none() => Some(("service", "the cell is empty")),
            "guardian" if !matches!(value, Some("verified" | "unverified")) => {
                Some(("value", "expected `verified` or `unverified`"))
            }
            "aged" if value.is_none_or(|years| years.parse::<u8>().is_err()) => {
                Some(("value", "expected a whole number from 0 to 150"))
            }
            "notice-given" | "born" | "standing" if value.is_none() => Some(("value", "the cell is empty")),
            _ => None,
        }
    }

    /// The parts of the scope that are neither narrowed nor said to be any.
    fn unsaid(&self, kind: &str) -> impl Iterator<Item = Column> {
        let is_whole = self.get("withdraws").is_some() && SCOPE.iter().all(|column| self.get(column).is_none());
        let has_scope = matches!(kind, "granted" | "refused") && !is_whole;
        SCOPE.into_iter().filter(move |column| has_scope && self.get(column).is_none())
    }

    fn what(&self, kind: &str) -> Node {
        let texts = |columns: &[Column]| columns.iter().filter_map(|column| self.text(column)).collect::<Vec<_>>();
        let value = self.get("value");
        match kind {
            "granted" => table(self.scope().into_iter().chain(texts(&["by", "expires-at", "evidence"]))),
            "refused" => table(self.scope().into_iter().chain(texts(&["means", "withdraws"]))),
            "agreed" => table(texts(&["edition"])),
            "used" => table([]),
            "account-opened" => self.get("service").unwrap_or_default().into(),
            "account-closed" => {
                let after = self
                    .get("after-closure")
                    .map(|cell| ("after-closure".to_owned(), table([("process".to_owned(), list(cell))])));
                table(texts(&["service"]).into_iter().chain(after))
            }
            "guardian" => table([("verified".to_owned(), Value::Bool(value == Some("verified")).into())]),
            "aged" => value.and_then(|years| years.parse().ok()).map_or(Value::Null, Value::Integer).into(),
            _ => value.unwrap_or_default().into(),
        }
    }

    fn scope(&self) -> Option<(String, Node)> {
        let parts: Vec<_> = SCOPE
            .iter()
            .filter_map(|column| Some((column, self.get(column)?)))
            .filter(|(_, cell)| *cell != "any")
            .map(|(column, cell)| ((*column).to_owned(), list(cell)))
            .chain(self.text("service"))
            .collect();
        let is_said = SCOPE.iter().any(|column| self.get(column).is_some()) || !parts.is_empty();
        is_said.then(|| ("scope".to_owned(), table(parts)))
    }

    fn text(&self, column: &str) -> Option<(String, Node)> {
        self.get(column).map(|cell| (column.to_owned(), cell.into()))
    }
}

fn table(entries: impl IntoIterator<Item = (String, Node)>) -> Node {
    Value::Table(entries.into_iter().collect()).into()
}

fn list(cell: &str) -> Node {
    let words: Vec<&str> = if cell.contains(';') { cell.split(';').collect() } else { cell.split_whitespace().collect() };
    Node::list(words.into_iter().map(str::trim).filter(|word| !word.is_empty()).map(Node::from).collect())
}
