//! A case that is being put together.

use super::fixtures::Fixtures;
use super::matrix::{Axis, Coordinate};
use super::person::completed;
use super::tree::{LIKE, each_of, entry, entry_mut, merge, put, remove, table, take_away};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value, text};

/// The trees of a person and of a request, as far as they are said.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) subject: Part,
    pub(super) request: Part,
}

/// One of the two trees.
#[derive(Clone)]
pub(super) enum Part {
    /// Nothing is said of it.
    Missing,
    /// Something that it is made from does not exist, which is reported; there is no more to be found out.
    Refused,
    There(Node),
}

/// What a scenario or a flip says of its case.
#[derive(Clone, Copy, Default)]
pub(super) struct Changes<'n> {
    pub(super) person: Option<&'n Node>,
    pub(super) subject: Option<&'n Node>,
    pub(super) request: Option<&'n Node>,
    pub(super) without: Option<&'n Node>,
}

impl<'n> Changes<'n> {
    pub(super) fn of(fields: &mut Fields<'n>) -> Self {
        Self {
            person: fields.take("person"),
            subject: fields.take("subject"),
            request: fields.take("request"),
            without: fields.take("without"),
        }
    }
}

impl Draft {
    /// Nothing but the instant of the file.
    pub(super) fn new(at: Option<&Node>, line: Option<u32>) -> Self {
        Self { subject: Part::Missing, request: Part::There(table(line, at.map(|at| ("at", at.clone())))) }
    }

    /// Lays changes over it, and puts it at a place of a matrix. What is wrong is reported.
    pub(super) fn change(&mut self, changes: Changes<'_>, place: &[Coordinate<'_>], fixtures: &Fixtures, cx: &mut Reader<'_>) {
        let of_matrix = place.iter().find(|coordinate| coordinate.axis == Axis::Person).map(|coordinate| coordinate.value);
        if let Some(name) = of_matrix.or(changes.person) {
            self.subject = cx.at_key("person", |cx| fixtures.person(name, cx)).into();
        }
        if let Some(change) = changes.subject
            && let Some(subject) = self.subject.or_empty(change.line)
        {
            merge(subject, change);
        }
        if let Some(change) = changes.request {
            cx.at_key("request", |cx| self.change_request(change, fixtures, cx));
        }
        if let Part::There(request) = &mut self.request {
            cx.at_key("request", |cx| fixtures.complete(request, cx));
        }
        for coordinate in place {
            if let Part::There(request) = &mut self.request
                && put_at(request, *coordinate, fixtures, cx).is_none()
            {
                self.request = Part::Refused;
            }
        }
        cx.at_key("without", |cx| self.take_away(changes.without, cx));
    }

    fn change_request(&mut self, change: &Node, fixtures: &Fixtures, cx: &mut Reader<'_>) {
        let Part::There(request) = &mut self.request else { return };
        if matches!(change.value, Value::Text(_)) || entry(change, LIKE).is_some() {
            let at = entry(request, "at").cloned();
            self.request = fixtures.request(change, cx).into();
            if let (Part::There(request), Some(at)) = (&mut self.request, at)
                && entry(request, "at").is_none()
            {
                put(request, "at", at);
            }
        } else if Fields::open(change, cx, "a request: a table, or the name of one of `requests`").is_some() {
            merge(request, change);
            request.line = change.line;
        } else {
            self.request = Part::Refused;
        }
    }

    fn take_away(&mut self, places: Option<&Node>, cx: &mut Reader<'_>) {
        for node in places.map(each_of).unwrap_or_default() {
            let Some(place) = text(node, cx, "a place, such as \"request.recipient\"") else { continue };
            let taken = match place.split_once('.') {
                Some(("request", rest)) => self.request.take_away(rest),
                Some(("subject", rest)) => self.subject.take_away(rest),
                _ => false,
            };
            if !taken {
                cx.report_bad(node, "there is nothing to take away", place);
            }
        }
    }

    /// The case; what is missing or wrong is reported.
    pub(super) fn read(&self, line: Option<u32>, cx: &mut Reader<'_>) -> Option<(Request, DataSubject)> {
        let subject = self.read_subject(line, cx);
        let request = self.read_request(cx);
        Some((request?, subject?))
    }

    pub(super) fn read_subject(&self, line: Option<u32>, cx: &mut Reader<'_>) -> Option<DataSubject> {
        match &self.subject {
            Part::There(subject) => cx.at_key("subject", |cx| {
                let subject = completed(subject, cx);
                DataSubject::from_node(&subject, cx)
            }),
            Part::Missing => {
                let nobody = Node { value: Value::Null, line };
                cx.report(&nobody, "`person` is missing: name one of `people`, or say in `subject` who it is");
                None
            }
            Part::Refused => None,
        }
    }

    pub(super) fn read_request(&self, cx: &mut Reader<'_>) -> Option<Request> {
        let Part::There(request) = &self.request else { return None };
        let mut request = request.clone();
        if entry(&request, "actor").is_none() {
            put(&mut request, "actor", table(None, [("role", "operator".into())]));
        }
        cx.at_key("request", |cx| Request::from_node(&request, cx))
    }
}

impl Part {
    /// The tree, an empty one where nothing is said of it yet.
    pub(super) fn or_empty(&mut self, line: Option<u32>) -> Option<&mut Node> {
        if let Self::Missing = self {
            *self = Self::There(table(line, []));
        }
        match self {
            Self::There(node) => Some(node),
            _ => None,
        }
    }

    /// Nothing more is said of it.
    pub(super) fn refuse_missing(&mut self) {
        if let Self::Missing = self {
            *self = Self::Refused;
        }
    }

    /// Takes away what stands at a path; whether it was there, as far as that can be known.
    fn take_away(&mut self, path: &str) -> bool {
        match self {
            Self::There(node) => take_away(node, path),
            Self::Missing => false,
            Self::Refused => true,
        }
    }
}

impl From<Option<Node>> for Part {
    fn from(found: Option<Node>) -> Self {
        found.map_or(Self::Refused, Self::There)
    }
}

/// Puts a request at a place of a matrix.
fn put_at(
    request: &mut Node,
    Coordinate { axis, value }: Coordinate<'_>,
    fixtures: &Fixtures,
    cx: &mut Reader<'_>,
) -> Option<()> {
    match axis {
        // It was there before the changes of the scenario.
        Axis::Person => {}
        Axis::Purpose | Axis::Action => put(request, axis.key(), value.clone()),
        Axis::Actor | Axis::Recipient => put(request, axis.key(), fixtures.party(value, cx)?),
        Axis::Item => {
            put(request, "items", Node { line: value.line, ..Node::list(vec![value.clone()]) });
            fixtures.complete(request, cx);
        }
        Axis::Category => {
            let categories = Node { line: value.line, ..Node::list(vec![value.clone()]) };
            match entry_mut(request, "items") {
                None => put(request, "items", Node::list(vec![table(value.line, [("categories", categories)])])),
                Some(Node { value: Value::List(items), .. }) if items.len() == 1 => put(&mut items[0], "categories", categories),
                Some(_) => {
                    cx.report(value, "a matrix of categories needs a request of one item, to which they belong");
                    return None;
                }
            }
        }
        Axis::NoRecipient => drop(remove(request, "recipient")),
    }
    Some(())
}
