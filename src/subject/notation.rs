//! How a person is written down and read back.

use uuid::Uuid;

use super::{
    Account, AfterClosure, Age, Agreement, Choice, Choices, DataSubject, Grant, GrantedBy, Guardian, Refusal, RefusalMeans,
};
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Value, Writer, serde_by_notation};
use crate::vocabulary::{Instant, Purpose};

impl FromNode for DataSubject {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a person: a table with `id`")?;
        let id = fields.required("id", cx);
        let standing = fields.optional("standing", cx);
        let age = match (fields.optional("age", cx), fields.optional("born", cx)) {
            (Some(_), Some(_)) => {
                cx.report(node, "`age` and `born` are both there: give one of them");
                Age::Unknown
            }
            (Some(years), None) => Age::Years(years),
            (None, Some(date)) => Age::Born(date),
            (None, None) => Age::Unknown,
        };
        let mut person = Self::new(id.unwrap_or_default());
        person.standing = standing;
        person.age = age;
        person.guardian = fields.optional("guardian", cx);
        person.agreements = fields.list::<Agreement>("agreements", cx).into_iter().collect();
        person.uses = fields.list("uses", cx);
        person = fields.list("accounts", cx).into_iter().fold(person, Self::with_account);
        person.choices = fields.optional("choices", cx).unwrap_or_default();
        fields.close(cx);
        id.map(|_| person)
    }
}

impl ToNode for DataSubject {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let table = Table::new().put("id", &self.id, out).maybe("standing", self.standing.as_ref(), out);
        let table = match &self.age {
            Age::Unknown => table,
            Age::Years(years) => table.put("age", years, out),
            Age::Born(date) => table.put("born", date, out),
        };
        table
            .maybe("guardian", self.guardian.as_ref(), out)
            .list("agreements", self.agreements(), out)
            .list("uses", &self.uses, out)
            .list("accounts", self.accounts(), out)
            .list("choices", self.choices.as_slice(), out)
            .into()
    }
}

impl FromNode for Guardian {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a guardian, such as { verified = true }")?;
        let verified = fields.required("verified", cx);
        fields.close(cx);
        verified.map(|verified| if verified { Self::Verified } else { Self::Unverified })
    }
}

impl ToNode for Guardian {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new().put("verified", &(*self == Self::Verified), out).into()
    }
}

impl FromNode for Agreement {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "an agreement, such as { at = 2025-01-01T00:00:00Z }")?;
        let edition = fields.optional("edition", cx);
        let at = fields.required("at", cx);
        fields.close(cx);
        Some(Self { edition, at: at? })
    }
}

impl ToNode for Agreement {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new().maybe("edition", self.edition.as_ref(), out).put("at", &self.at, out).into()
    }
}

impl FromNode for Account {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "an account: a table with `service` and `opened`")?;
        let service = fields.required("service", cx);
        let opened: Option<Instant> = fields.required("opened", cx);
        let closed: Option<Instant> = fields.optional("closed", cx);
        let after_closure = fields.optional("after-closure", cx).unwrap_or_default();
        fields.close(cx);
        if closed.zip(opened).is_some_and(|(closed, opened)| closed < opened) {
            cx.report(node, "the account was `closed` before it was `opened`");
        }
        Some(Self { service: service?, opened: opened?, closed, after_closure })
    }
}

impl ToNode for Account {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let table = Table::new().put("service", &self.service, out).put("opened", &self.opened, out);
        let table = table.maybe("closed", self.closed.as_ref(), out);
        match self.after_closure {
            AfterClosure::Delete => table,
            AfterClosure::Process(_) => table.put("after-closure", &self.after_closure, out),
        }
        .into()
    }
}

impl FromNode for AfterClosure {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "what follows closure, such as { process = [\"dispute\"] }")?;
        let purposes: Option<Vec<Purpose>> = fields.required("process", cx);
        fields.close(cx);
        Some(Self::Process(purposes?.into_iter().collect()))
    }
}

impl ToNode for AfterClosure {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        match self {
            Self::Delete => Value::Null.into(),
            Self::Process(purposes) => Table::new().put("process", purposes, out).into(),
        }
    }
}

impl FromNode for Choices {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let choices = Vec::<Choice>::from_node(node, cx)?;
        let (mut timeline, mut refusals) = (Self::default(), Vec::new());
        // Grants first: a withdrawal may be written before the grant that it withdraws.
        for (index, choice) in choices.into_iter().enumerate() {
            match choice {
                Choice::Grant(grant) => noted(timeline.add_grant(grant), index, node, cx),
                Choice::Refusal(refusal) => refusals.push((index, refusal)),
            }
        }
        for (index, refusal) in refusals {
            noted(timeline.add_refusal(refusal), index, node, cx);
        }
        Some(timeline)
    }
}

fn noted(added: Result<(), super::ChoiceError>, index: usize, list: &Node, cx: &mut Reader<'_>) {
    if let Err(error) = added {
        cx.at_index(index, |cx| cx.report(list, error.to_string()));
    }
}

impl ToNode for Choices {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Node::list(self.as_slice().iter().map(|choice| choice.to_node(out)).collect())
    }
}

impl FromNode for Choice {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        const EXPECTED: &str = "a choice: { grant = {…} } or { refuse = {…} }";
        let mut fields = Fields::open(node, cx, EXPECTED)?;
        let grant: Option<Grant> = fields.optional("grant", cx);
        let refusal: Option<Refusal> = fields.optional("refuse", cx);
        fields.close(cx);
        match (grant, refusal) {
            (Some(grant), None) => Some(Self::Grant(grant)),
            (None, Some(refusal)) => Some(Self::Refusal(refusal)),
            _ if cx.has_findings() => None,
            _ => {
                cx.report(node, format!("expected {EXPECTED}"));
                None
            }
        }
    }
}

impl ToNode for Choice {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        match self {
            Self::Grant(grant) => Table::new().put("grant", grant, out),
            Self::Refusal(refusal) => Table::new().put("refuse", refusal, out),
        }
        .into()
    }
}

impl FromNode for Grant {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a grant: a table with `id`, `scope` and `given-at`")?;
        let (id, given_at) = (fields.required("id", cx), fields.required("given-at", cx));
        let grant = Self::from_fields(&mut fields, id.unwrap_or_default(), given_at.unwrap_or_default(), cx);
        fields.close(cx);
        grant.filter(|_| id.is_some() && given_at.is_some())
    }
}

impl Grant {
    /// Reads all but the id and the instant from a table.
    pub(crate) fn from_fields(fields: &mut Fields<'_>, id: Uuid, given_at: Instant, cx: &mut Reader<'_>) -> Option<Self> {
        let scope = fields.required("scope", cx);
        let by = fields.optional("by", cx).unwrap_or(GrantedBy::Subject);
        let expires_at = fields.optional("expires-at", cx);
        let evidence = fields.optional("evidence", cx);
        Some(Self { id, scope: scope?, by, given_at, expires_at, evidence })
    }
}

impl ToNode for Grant {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let by = Some(&self.by).filter(|by| **by == GrantedBy::Guardian);
        Table::new()
            .put("id", &self.id, out)
            .put("scope", &self.scope, out)
            .maybe("by", by, out)
            .put("given-at", &self.given_at, out)
            .maybe("expires-at", self.expires_at.as_ref(), out)
            .maybe("evidence", self.evidence.as_ref(), out)
            .into()
    }
}

impl FromNode for Refusal {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a refusal: a table with `id`, `scope` and `at`")?;
        let (id, at): (Option<Uuid>, Option<Instant>) = (fields.required("id", cx), fields.required("at", cx));
        let refusal = Self::from_fields(&mut fields, id.unwrap_or_default(), at.unwrap_or_default(), cx);
        fields.close(cx);
        id.and(at).map(|_| refusal)
    }
}

impl Refusal {
    /// Reads all but the id and the instant from a table.
    pub(crate) fn from_fields(fields: &mut Fields<'_>, id: Uuid, at: Instant, cx: &mut Reader<'_>) -> Self {
        let withdraws = fields.optional("withdraws", cx);
        let scope = fields.optional("scope", cx);
        let means = fields.optional("means", cx);
        let usual = if withdraws.is_some() { RefusalMeans::Withdrawal } else { RefusalMeans::Objection };
        Self { id, scope, at, means: means.unwrap_or(usual), withdraws }
    }
}

impl ToNode for Refusal {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .put("id", &self.id, out)
            .maybe("withdraws", self.withdraws.as_ref(), out)
            .maybe("scope", self.scope.as_ref(), out)
            .put("at", &self.at, out)
            .put("means", &self.means, out)
            .into()
    }
}

serde_by_notation!(DataSubject, Guardian, Agreement, Account, Choices, Choice, Grant, Refusal);
