//! How a request is written down and read back.

use super::noted::Noted;
use super::{Circumstances, Country, Item, Period, Reference, Request, RequestError};
use crate::vocabulary::notation::{
    Fields, FromNode, MaybeEmpty, Node, Reader, Table, ToNode, Writer, chosen_names, each, serde_by_notation,
};
use crate::vocabulary::{Action, DataCategories, Instant, Origin, Party, Receiver, ticks};

impl FromNode for Request {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a request: a table with `at`, `actor`, `action`, `items` and `purpose`")?;
        let at: Option<Instant> = fields.required("at", cx);
        let actor = fields.required("actor", cx);
        let action: Option<Action> = fields.required("action", cx);
        let items: Option<Items> = fields.required("items", cx);
        let purpose = fields.required("purpose", cx);
        let recipient: Option<Party> = fields.optional("recipient", cx);
        let function = fields.optional("function", cx);
        let circumstances: Circumstances = fields.optional("circumstances", cx).unwrap_or_default();
        let claims = fields.optional("claims", cx);
        fields.close(cx);
        if let (Some(action), Some(_)) = (action, &recipient)
            && !action.has_recipient()
        {
            cx.at_key("recipient", |cx| cx.report(node, RequestError::NoRecipientPossible(action).to_string()));
        }
        let Items(items) = items?;
        let (at, action) = (at?, action?);
        Some(Self {
            at,
            ticks: ticks(at),
            receiver: Receiver::of(action, recipient.as_ref()),
            noted: Noted::default(),
            actor: actor?,
            action,
            items,
            purpose: purpose?,
            recipient,
            function,
            present: circumstances.present(),
            circumstances,
            claims,
        })
    }
}

/// At least one item.
struct Items(Vec<Item>);

impl FromNode for Items {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        each(node, cx, Item::from_node).map(Self)
    }
}

impl ToNode for Request {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let circumstances = Some(&self.circumstances).filter(|given| **given != Default::default());
        Table::new()
            .put("at", &self.at, out)
            .put("actor", &self.actor, out)
            .put("action", &self.action, out)
            .put("items", &self.items, out)
            .put("purpose", &self.purpose, out)
            .maybe("recipient", self.recipient.as_ref(), out)
            .maybe("function", self.function.as_ref(), out)
            .maybe("circumstances", circumstances, out)
            .maybe("claims", self.claims.as_ref(), out)
            .into()
    }
}

impl FromNode for Item {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "an item, such as { categories = [\"contact.email\"] }")?;
        let categories = fields.required("categories", cx);
        let origin = fields.optional("origin", cx).unwrap_or(Origin::Unknown);
        let service = fields.optional("service", cx);
        let reveals = fields.optional("reveals", cx).map_or(DataCategories::empty(), |MaybeEmpty(set)| set);
        let necessary = fields.optional("necessary", cx);
        let published = fields.optional("published", cx);
        let protected = fields.optional("protected", cx);
        fields.close(cx);
        Some(Self { categories: categories?, origin, service, reveals, necessary, published, protected })
    }
}

impl ToNode for Item {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let origin = Some(&self.origin).filter(|origin| **origin != Origin::Unknown);
        let reveals = Some(&self.reveals).filter(|reveals| !reveals.is_empty());
        Table::new()
            .put("categories", &self.categories, out)
            .maybe("origin", origin, out)
            .maybe("service", self.service.as_ref(), out)
            .maybe("reveals", reveals, out)
            .maybe("necessary", self.necessary.as_ref(), out)
            .maybe("published", self.published.as_ref(), out)
            .maybe("protected", self.protected.as_ref(), out)
            .into()
    }
}

impl ToNode for Period {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .maybe("service", self.service.as_ref(), out)
            .put("from", &self.from, out)
            .maybe("to", self.to.as_ref(), out)
            .into()
    }
}

chosen_names!(Reference "a reference", Country "a country");
serde_by_notation!(Request, Item, Period);
