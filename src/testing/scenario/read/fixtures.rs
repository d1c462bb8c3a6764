//! What the scenarios of a file share: people, parties, items and requests, each like another one but for what it says itself.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::person::{completed, derived_id};
use super::tree::{LIKE, each_of, entry, entry_mut, merge, put, remove, table};
use crate::request::Item;
use crate::subject::DataSubject;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value};
use crate::vocabulary::{Finding, NameError, Party, Role, nearest};

/// The fixtures of a file.
pub(super) struct Fixtures {
    people: Shelf,
    parties: Shelf,
    items: Shelf,
    requests: Shelf,
}

/// The fixtures of one kind, by name.
struct Shelf {
    kind: &'static str,
    found: BTreeMap<String, Fixture>,
}

struct Fixture {
    /// With all that it is like; `None` where that has a mistake, which is reported.
    whole: Option<Node>,
    used: Cell<bool>,
}

/// The fields of circumstances that are parties.
const PARTIES_OF_CIRCUMSTANCES: [(&str, &str); 3] =
    [("legal-demand", "addressee"), ("ip-complaint", "respondent"), ("engagement", "party")];

impl Fixtures {
    pub(super) fn read(fields: &mut Fields<'_>, cx: &mut Reader<'_>) -> Self {
        let mut people = Shelf::read("person", "people", fields.take("people"), cx);
        for (name, person) in &mut people.found {
            if let Some(person) = person.whole.as_mut().filter(|person| entry(person, "id").is_none()) {
                put(person, "id", derived_id(name));
            }
        }
        Self {
            people,
            parties: Shelf::read("party", "parties", fields.take("parties"), cx),
            items: Shelf::read("item", "items", fields.take("items"), cx),
            requests: Shelf::read("request", "requests", fields.take("requests"), cx),
        }
    }

    pub(super) fn person(&self, name: &Node, cx: &mut Reader<'_>) -> Option<Node> {
        self.people.named(name, cx)
    }

    /// A whole request: a fixture's, or a table that may say what it is like.
    pub(super) fn request(&self, node: &Node, cx: &mut Reader<'_>) -> Option<Node> {
        self.requests.whole(node, cx)
    }

    /// Puts whole parties and items in the place of their names.
    pub(super) fn complete(&self, request: &mut Node, cx: &mut Reader<'_>) {
        for key in ["actor", "recipient"] {
            self.complete_party(request, key, cx);
        }
        if let Some(circumstances) = entry_mut(request, "circumstances") {
            for (circumstance, key) in PARTIES_OF_CIRCUMSTANCES {
                if let Some(fields) = entry_mut(circumstances, circumstance) {
                    cx.at_key("circumstances", |cx| cx.at_key(circumstance, |cx| self.complete_party(fields, key, cx)));
                }
            }
        }
        if let Some(items) = entry_mut(request, "items") {
            let whole = |(index, item): (usize, &Node)| {
                let whole = cx.at_key("items", |cx| cx.at_index(index, |cx| self.items.whole(item, cx)));
                // A stand-in for one that is reported, so that its place in the list is no second mistake.
                whole.unwrap_or_else(|| table(item.line, [("categories", Node::list(vec!["contact".into()]))]))
            };
            let whole = each_of(items).iter().enumerate().map(whole).collect();
            *items = Node { line: items.line, ..Node::list(whole) };
        }
    }

    fn complete_party(&self, table: &mut Node, key: &str, cx: &mut Reader<'_>) {
        let Some(node) = entry_mut(table, key) else { return };
        match cx.at_key(key, |cx| self.party(node, cx)) {
            Some(party) => *node = party,
            None => drop(remove(table, key)),
        }
    }

    /// A fixture's name, `role`, `role:id`, or a table.
    pub(super) fn party(&self, node: &Node, cx: &mut Reader<'_>) -> Option<Node> {
        let text = match &node.value {
            Value::Text(text) if !self.parties.found.contains_key(text) => text,
            _ => return self.parties.whole(node, cx),
        };
        let (role, id) = match text.split_once(':') {
            Some((role, id)) if !id.is_empty() => (role, Some(id)),
            _ => (text.as_str(), None),
        };
        if role.parse::<Role>().is_err() {
            let known = self.parties.found.keys().map(String::as_str).chain(Role::ALL.iter().map(|role| role.name()));
            cx.report_name(node, &NameError::new("party", role, known));
            return None;
        }
        let at = |text: &str| Node { line: node.line, ..text.into() };
        let id = id.map(|id| ("id", at(id)));
        Some(table(node.line, [("role", at(role))].into_iter().chain(id)))
    }

    /// Reads what no scenario uses, so that a mistake there does not wait for the first one that does.
    pub(super) fn read_unused(&self, cx: &mut Reader<'_>) {
        self.people.each_unused(cx, |node, cx| {
            let person = completed(node, cx);
            DataSubject::from_node(&person, cx);
        });
        self.parties.each_unused(cx, |node, cx| drop(Party::from_node(node, cx)));
        self.items.each_unused(cx, |node, cx| drop(Item::from_node(node, cx)));
    }
}

impl Shelf {
    fn read(kind: &'static str, key: &'static str, node: Option<&Node>, cx: &mut Reader<'_>) -> Self {
        let mut found = BTreeMap::new();
        if let Some(node) = node
            && cx.at_key(key, |cx| Fields::open(node, cx, "a table of tables, each with a name")).is_some()
            && let Value::Table(entries) = &node.value
        {
            for (name, _) in entries {
                found.insert(name.clone(), Fixture { whole: whole(key, name, entries, cx), used: Cell::new(false) });
            }
            for (_, node) in entries {
                if let Some(Value::Text(like)) = entry(node, LIKE).map(|node| &node.value)
                    && let Some(base) = found.get(like)
                {
                    base.used.set(true);
                }
            }
        }
        Self { kind, found }
    }

    /// The fixture of this name; `None` was reported.
    fn named(&self, node: &Node, cx: &mut Reader<'_>) -> Option<Node> {
        let Value::Text(name) = &node.value else {
            cx.report(node, format!("expected the name of a {}, found {}", self.kind, node.kind()));
            return None;
        };
        let Some(fixture) = self.found.get(name) else {
            cx.report_name(node, &NameError::new(self.kind, name, self.found.keys().map(String::as_str)));
            return None;
        };
        fixture.used.set(true);
        fixture.whole.clone()
    }

    /// The fixture of this name, or a table laid over what it is like.
    fn whole(&self, node: &Node, cx: &mut Reader<'_>) -> Option<Node> {
        if let Value::Text(_) = node.value {
            return self.named(node, cx);
        }
        let Some(like) = entry(node, LIKE) else { return Some(node.clone()) };
        let mut whole = cx.at_key(LIKE, |cx| self.named(like, cx))?;
        let mut own = node.clone();
        remove(&mut own, LIKE);
        merge(&mut whole, &own);
        Some(Node { line: node.line, ..whole })
    }

    fn each_unused(&self, cx: &mut Reader<'_>, read: impl Fn(&Node, &mut Reader<'_>)) {
        let key = match self.kind {
            "person" => "people",
            "party" => "parties",
            _ => "items",
        };
        for (name, fixture) in self.found.iter().filter(|(_, fixture)| !fixture.used.get()) {
            if let Some(node) = &fixture.whole {
                cx.at_key(key, |cx| cx.at_key(name, |cx| read(node, cx)));
            }
        }
    }
}

/// A fixture with all that it is like. What is wrong is reported where it stands, once for each fixture that it spoils.
fn whole(key: &str, name: &str, entries: &[(String, Node)], cx: &mut Reader<'_>) -> Option<Node> {
    let mut chain: Vec<(&str, &Node)> = Vec::new();
    let mut next = Some(name);
    while let Some(name) = next {
        let node = entries.iter().find(|(known, _)| known == name).map(|(_, node)| node)?;
        if !matches!(node.value, Value::Table(_)) {
            let message = format!("expected a table, found {}", node.kind());
            cx.push(Finding::new(format!("{key}.{name}"), message).on_line(node.line));
            return None;
        }
        chain.push((name, node));
        let Some(like) = entry(node, LIKE) else { break };
        let finding = |message: &str| Finding::new(format!("{key}.{name}.{LIKE}"), message).on_line(like.line);
        let Value::Text(base) = &like.value else {
            cx.push(finding(&format!("expected a name of `{key}`, found {}", like.kind())));
            return None;
        };
        if chain.iter().any(|(seen, _)| seen == base) {
            cx.push(finding("it is like itself, directly or through others").bad(base));
            return None;
        }
        let names = || entries.iter().map(|(name, _)| name.as_str());
        if !names().any(|known| known == base) {
            cx.push(finding(&format!("there is none of this name in `{key}`")).bad(base).suggesting(nearest(base, names())));
            return None;
        }
        next = Some(base);
    }
    let own = |node: &Node| {
        let mut own = node.clone();
        remove(&mut own, LIKE);
        own
    };
    let mut chain = chain.into_iter().rev().map(|(_, node)| own(node));
    let mut whole = chain.next()?;
    for node in chain {
        merge(&mut whole, &node);
        whole.line = node.line;
    }
    Some(whole)
}
