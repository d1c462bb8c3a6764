//! Scopes: what a person says yes or no to.

use super::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Writer, serde_by_notation};
use super::{Actions, DataCategories, Parties, Purposes, Service};

/// A stretch of processing: categories × actions × purposes × recipients, and optionally one service.
///
/// Consents and refusals have a scope. A part that is not narrowed means *any*. An empty part would mean *nothing*; it is a
/// mistake, and refused when a scope is read or a choice with it is added to a person's.
///
/// # Example
///
/// ```
/// use lawful::vocabulary::{Actions, DataCategories, Parties, Party, Purposes, Scope};
///
/// let scope = Scope::anything()
///     .of(DataCategories::EMAIL)
///     .to(Actions::SHARE)
///     .for_purposes(Purposes::PARTNER_PROMOTION)
///     .with(Party::partner("acme").into());
/// assert!(Scope::anything().includes(&scope));
/// assert!(!scope.includes(&Scope::anything()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Scope {
    categories: Option<DataCategories>,
    actions: Option<Actions>,
    purposes: Option<Purposes>,
    recipients: Option<Parties>,
    service: Option<Service>,
}

impl Scope {
    /// Everything: no part is narrowed.
    #[must_use]
    pub fn anything() -> Self {
        Self::default()
    }

    /// Narrows it to these categories.
    #[must_use]
    pub fn of(self, categories: DataCategories) -> Self {
        Self { categories: Some(categories), ..self }
    }

    /// Narrows it to these actions.
    #[must_use]
    pub fn to(self, actions: Actions) -> Self {
        Self { actions: Some(actions), ..self }
    }

    /// Narrows it to these purposes.
    #[must_use]
    pub fn for_purposes(self, purposes: Purposes) -> Self {
        Self { purposes: Some(purposes), ..self }
    }

    /// Narrows it to these recipients.
    #[must_use]
    pub fn with(self, recipients: Parties) -> Self {
        Self { recipients: Some(recipients), ..self }
    }

    /// Narrows it to items of one service.
    #[must_use]
    pub fn in_service(self, service: &str) -> Self {
        Self { service: Some(service.into()), ..self }
    }

    /// The categories; `None` is any.
    #[must_use]
    pub fn categories(&self) -> Option<DataCategories> {
        self.categories
    }

    /// The actions; `None` is any.
    #[must_use]
    pub fn actions(&self) -> Option<Actions> {
        self.actions
    }

    /// The purposes; `None` is any.
    #[must_use]
    pub fn purposes(&self) -> Option<Purposes> {
        self.purposes
    }

    /// The recipients; `None` is any, and actions that have none.
    #[must_use]
    pub fn recipients(&self) -> Option<&Parties> {
        self.recipients.as_ref()
    }

    /// The service; `None` is any, and items that belong to none.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        self.service.as_ref()
    }

    /// Whether a part of it is empty, so that it means nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_some_and(|part| part.is_empty())
            || self.actions.is_some_and(|part| part.is_empty())
            || self.purposes.is_some_and(|part| part.is_empty())
            || self.recipients.as_ref().is_some_and(Parties::is_empty)
    }

    /// Whether `other` lies wholly within this scope.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        fn within<T>(outer: Option<T>, inner: Option<T>, contains: impl Fn(T, T) -> bool) -> bool {
            match (outer, inner) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(outer), Some(inner)) => contains(outer, inner),
            }
        }
        within(self.categories, other.categories, |outer, inner| outer.contains(inner))
            && within(self.actions, other.actions, |outer, inner| outer.contains(inner))
            && within(self.purposes, other.purposes, |outer, inner| outer.contains(inner))
            && within(self.recipients(), other.recipients(), Parties::contains)
            && within(self.service(), other.service(), |outer, inner| outer == inner)
    }
}

impl FromNode for Scope {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a scope, such as { categories = [\"contact.email\"], actions = [\"share\"] }")?;
        let scope = Self {
            categories: fields.optional("categories", cx),
            actions: fields.optional("actions", cx),
            purposes: fields.optional("purposes", cx),
            recipients: fields.optional("recipients", cx),
            service: fields.optional("service", cx),
        };
        fields.close(cx);
        Some(scope)
    }
}

impl ToNode for Scope {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .maybe("categories", self.categories.as_ref(), out)
            .maybe("actions", self.actions.as_ref(), out)
            .maybe("purposes", self.purposes.as_ref(), out)
            .maybe("recipients", self.recipients.as_ref(), out)
            .maybe("service", self.service.as_ref(), out)
            .into()
    }
}

serde_by_notation!(Scope);
