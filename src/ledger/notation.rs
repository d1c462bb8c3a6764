//! How events are written down and read back.

use uuid::Uuid;

use super::{Event, Happening};
use crate::subject::{Grant, Refusal};
use crate::vocabulary::Instant;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Value, Writer};

const EXPECTED: &str = "an event: a table with `id`, `at` and what happened, such as `used = {}`";

impl FromNode for Event {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, EXPECTED)?;
        let event = Self::from_fields(&mut fields, node, cx);
        fields.close(cx);
        event
    }
}

impl Event {
    /// Reads the keys of an event from a table that may hold others beside them.
    pub(super) fn from_fields(fields: &mut Fields<'_>, node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let id: Option<Uuid> = fields.required("id", cx);
        let happened: Option<Instant> = fields.required("at", cx);
        // Where one of the two is missing that is reported; what happened is read all the same, so that all mistakes are found.
        let (id, happened, is_whole) = match (id, happened) {
            (Some(id), Some(happened)) => (id, happened, true),
            _ => (Uuid::nil(), Instant::UNIX_EPOCH, false),
        };
        let mut found: Vec<Happening> = Vec::new();
        let mut there = 0;
        for (key, read) in KINDS {
            if let Some(what) = fields.take(key) {
                there += 1;
                found.extend(cx.at_key(key, |cx| read(what, id, happened, cx)));
            }
        }
        match there {
            1 => found.pop().filter(|_| is_whole).map(|what| Self { id, happened, what }),
            0 => {
                cx.report(node, "what happened is missing: one of `agreed`, `used`, `granted`, `refused`, `account-opened`, …");
                None
            }
            _ => {
                cx.report(node, "an event is one thing that happened: record each with an id of its own");
                None
            }
        }
    }

    /// Puts the keys of the event into a table.
    pub(super) fn put_into(&self, table: Table, out: &mut Writer<'_>) -> Table {
        let what = match &self.what {
            Happening::Agreed { edition } => Table::new().maybe("edition", edition.as_ref(), out).into(),
            Happening::Used => Table::new().into(),
            Happening::Granted(grant) => without(grant.to_node(out), &["id", "given-at"]),
            Happening::Refused(refusal) => without(refusal.to_node(out), &["id", "at"]),
            Happening::AccountOpened(service) => service.to_node(out),
            Happening::AccountClosed(service, after) => {
                let table = Table::new().put("service", service, out);
                match after.to_node(out) {
                    Node { value: Value::Null, .. } => table,
                    after => table.put_node("after-closure", after),
                }
                .into()
            }
            Happening::Guardian(guardian) => guardian.to_node(out),
            Happening::NoticeGiven { about } => about.to_node(out),
            Happening::Born(date) => date.to_node(out),
            Happening::Aged(years) => years.to_node(out),
            Happening::Standing(standing) => standing.to_node(out),
        };
        table.put("id", &self.id, out).put("at", &self.happened, out).put_node(self.what.name(), what)
    }
}

impl ToNode for Event {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        self.put_into(Table::new(), out).into()
    }
}

type Read = fn(&Node, Uuid, Instant, &mut Reader<'_>) -> Option<Happening>;

/// Every kind of event by the key that it stands under.
const KINDS: [(&str, Read); 11] = [
    ("agreed", |node, _, _, cx| {
        let mut fields = Fields::open(node, cx, "a table, empty or with the `edition` agreed to")?;
        let edition = fields.optional("edition", cx);
        fields.close(cx);
        Some(Happening::Agreed { edition })
    }),
    ("used", |node, _, _, cx| {
        Fields::open(node, cx, "an empty table")?.close(cx);
        Some(Happening::Used)
    }),
    ("granted", |node, id, at, cx| {
        let mut fields = Fields::open(node, cx, "a grant: a table with `scope`")?;
        let grant = Grant::from_fields(&mut fields, id, at, cx);
        fields.close(cx);
        grant.map(Happening::Granted)
    }),
    ("refused", |node, id, at, cx| {
        let mut fields = Fields::open(node, cx, "a refusal: a table with `scope`, or with what it `withdraws`")?;
        let refusal = Refusal::from_fields(&mut fields, id, at, cx);
        fields.close(cx);
        Some(Happening::Refused(refusal))
    }),
    ("account-opened", |node, _, _, cx| FromNode::from_node(node, cx).map(Happening::AccountOpened)),
    ("account-closed", |node, _, _, cx| {
        let mut fields = Fields::open(node, cx, "a closed account: a table with `service`")?;
        let service = fields.required("service", cx);
        let after = fields.optional("after-closure", cx).unwrap_or_default();
        fields.close(cx);
        Some(Happening::AccountClosed(service?, after))
    }),
    ("guardian", |node, _, _, cx| FromNode::from_node(node, cx).map(Happening::Guardian)),
    ("notice-given", |node, _, _, cx| String::from_node(node, cx).map(|about| Happening::NoticeGiven { about })),
    ("born", |node, _, _, cx| FromNode::from_node(node, cx).map(Happening::Born)),
    ("aged", |node, _, _, cx| FromNode::from_node(node, cx).map(Happening::Aged)),
    ("standing", |node, _, _, cx| FromNode::from_node(node, cx).map(Happening::Standing)),
];

fn without(mut node: Node, keys: &[&str]) -> Node {
    if let Value::Table(entries) = &mut node.value {
        entries.retain(|(key, _)| !keys.contains(&key.as_str()));
    }
    node
}
