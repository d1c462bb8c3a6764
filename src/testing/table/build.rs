//! Laying out a table.

use std::fmt;

use super::Axis;
use crate::engine::PolicyEngine;
use crate::request::{Item, Request};
use crate::subject::DataSubject;
use crate::vocabulary::Instant;

/// A decision table: one question for every combination of what it varies.
///
/// A word that is alone on its axis stands in the head of the table, several are a column. Words are given by name; a group of
/// categories, such as `contact`, stands for its categories, one line each. An action without recipient is asked once, whatever
/// the recipients.
///
/// # Example: a grid
///
/// ```
/// use lawful::request::Partnership;
/// use lawful::testing::table::{Axis, Table};
/// use lawful::{DataSubject, PolicyEngine};
///
/// let engine = PolicyEngine::platform();
/// let at = "2026-06-01T12:00:00Z".parse()?;
/// let table = Table::of(&engine, at)
///     .person("member", DataSubject::example().aged(30).agreed(at))
///     .actions(["share", "sell"])
///     .categories(["contact.email"])
///     .purposes(["partner-promotion"])
///     .recipients(["partner:acme"])
///     .circumstances("former partner", |request| request.given(Partnership { current: Some(false) }))
///     .circumstances("current partner", |request| request.given(Partnership { current: Some(true) }))
///     .across(Axis::Circumstances);
/// assert_eq!(table.render()?.lines().skip(7).collect::<Vec<_>>(), [
///     "action  former partner   current partner",
///     "share   denied: default  permitted: use.1.3.b; necessary-items-only, purpose-only, honour-objection",
///     "sell    denied: use.1.1  denied: use.1.1",
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a table that is neither rendered nor compared shows nothing"]
pub struct Table<'a> {
    pub(super) engine: &'a PolicyEngine,
    pub(super) at: Instant,
    pub(super) people: Vec<(String, DataSubject)>,
    pub(super) actors: Vec<String>,
    pub(super) actions: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) origins: Vec<String>,
    pub(super) purposes: Vec<String>,
    pub(super) recipients: Vec<String>,
    pub(super) circumstances: Vec<(String, Change<'a, Request>)>,
    pub(super) item: Vec<Change<'a, Item>>,
    pub(super) across: Option<Axis>,
    pub(super) folded: bool,
}

/// Completes a question.
pub(super) type Change<'a, T> = Box<dyn Fn(T) -> T + 'a>;

impl<'a> Table<'a> {
    /// A table of what this engine answers at an instant. It needs at least one person, action, category and purpose.
    pub fn of(engine: &'a PolicyEngine, at: Instant) -> Self {
        Self {
            engine,
            at,
            people: Vec::new(),
            actors: Vec::new(),
            actions: Vec::new(),
            categories: Vec::new(),
            origins: Vec::new(),
            purposes: Vec::new(),
            recipients: Vec::new(),
            circumstances: Vec::new(),
            item: Vec::new(),
            across: None,
            folded: false,
        }
    }

    /// Adds a person, by the name that the table shows.
    pub fn person(mut self, name: &str, person: DataSubject) -> Self {
        self.people.push((name.to_owned(), person));
        self
    }

    /// Who acts: a role, or `role:id`. Left out, the operator.
    pub fn actors(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { actors: words(names), ..self }
    }

    /// What is done.
    pub fn actions(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { actions: words(names), ..self }
    }

    /// The data; a group stands for its categories.
    pub fn categories(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { categories: words(names), ..self }
    }

    /// Where the data came from. Left out, it is unknown.
    pub fn origins(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { origins: words(names), ..self }
    }

    /// What for.
    pub fn purposes(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { purposes: words(names), ..self }
    }

    /// Who receives it: a role, or `role:id`. Left out, it is unknown.
    pub fn recipients(self, names: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self { recipients: words(names), ..self }
    }

    /// Adds what else may be the case, by the name that the table shows.
    pub fn circumstances(mut self, name: &str, change: impl Fn(Request) -> Request + 'a) -> Self {
        self.circumstances.push((name.to_owned(), Box::new(change)));
        self
    }

    /// Completes every item: whether it is necessary, its service, and so on.
    pub fn item(mut self, change: impl Fn(Item) -> Item + 'a) -> Self {
        self.item.push(Box::new(change));
        self
    }

    /// Lays the words of one axis side by side, as columns of a grid.
    pub fn across(self, axis: Axis) -> Self {
        Self { across: Some(axis), ..self }
    }

    /// Joins lines that differ in one axis alone, the last one that is a column, and have the same answer. A change then
    /// touches the lines that it concerns, and no others.
    pub fn folded(self) -> Self {
        Self { folded: true, ..self }
    }
}

fn words(names: impl IntoIterator<Item = impl fmt::Display>) -> Vec<String> {
    names.into_iter().map(|name| name.to_string()).collect()
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people: Vec<_> = self.people.iter().map(|(name, _)| name).collect();
        f.debug_struct("Table").field("at", &self.at).field("people", &people).finish_non_exhaustive()
    }
}
