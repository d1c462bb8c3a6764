//! The record in the structure of the standard.

use super::issuer::{Issuer, NonBlank, Organisation};
use super::{Receipt, SCHEMA, terms};
use crate::decision::plain;
use crate::subject::{Choice, GrantedBy, Refusal, RefusalMeans};
use crate::vocabulary::notation::{Node, Table, ToNode, Value, Writer};
use crate::vocabulary::{DataCategories, Purpose, Scope};

/// What stands where a scope is not narrowed.
pub(super) const ANY: &str = "any";

/// What somebody did: given, refused or withdrawn.
pub(super) fn event_type(choice: &Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Grant(_) => ("given", terms::GIVEN),
        Choice::Refusal(refusal) if is_withdrawal(refusal) => ("withdrawn", terms::WITHDRAWN),
        Choice::Refusal(_) => ("refused", terms::REFUSED),
    }
}

fn is_withdrawal(refusal: &Refusal) -> bool {
    refusal.withdraws().is_some() || refusal.means() == RefusalMeans::Withdrawal
}

impl Receipt {
    /// What it is about: of a withdrawal that leaves its scope to its grant, nothing more is known here than that.
    fn scope(&self) -> Option<&Scope> {
        match &self.choice {
            Choice::Grant(grant) => Some(grant.scope()),
            Choice::Refusal(refusal) => refusal.scope(),
        }
    }

    pub(super) fn node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .put_node("schema_version", SCHEMA.into())
            .put("receipt_id", &self.id, out)
            .put_node("record", self.record(out))
            .put("choice", &self.choice, out)
            .into()
    }

    fn record(&self, out: &mut Writer<'_>) -> Node {
        let parties = std::iter::once((&self.issuer.controller, "controller"))
            .chain(self.issuer.others.iter().map(|other| (other, "third party")))
            .map(|(organisation, role)| party(organisation, role, out))
            .collect();
        Table::new()
            .put_node("schema_version", SCHEMA.into())
            .put("record_id", &self.choice.id(), out)
            .put_node("pii_principal_id", self.principal.as_str().into())
            .put_node("pii_processing", self.processing(out))
            .put_node("party_identification", Node::list(parties))
            .put_node("events", Node::list(vec![self.event(out)]))
            .into()
    }

    fn processing(&self, out: &mut Writer<'_>) -> Node {
        let scope = self.scope();
        let purposes = match scope.map(Scope::purposes) {
            Some(Some(purposes)) => purposes.purposes().map(|purpose| self.purpose(Some(purpose), scope, out)).collect(),
            _ => vec![self.purpose(None, scope, out)],
        };
        Table::new()
            .put("privacy_notice", &self.issuer.notice, out)
            .put("language", &self.issuer.language, out)
            .put_node("purposes", Node::list(purposes))
            .into()
    }

    fn purpose(&self, purpose: Option<Purpose>, scope: Option<&Scope>, out: &mut Writer<'_>) -> Node {
        let Issuer { controller, storage, retention, jurisdiction, withdrawal, rights, authority, .. } = &self.issuer;
        let told = match (purpose, scope) {
            (Some(purpose), _) => plain::purpose(purpose, out.vocabulary()),
            (None, Some(_)) => "any purpose".to_owned(),
            (None, None) => "what the withdrawn consent was for".to_owned(),
        };
        let (name, nodes) = (named(purpose, out), (pii(scope, out), methods(scope), recipients(scope, out)));
        let table = Table::new().put("purpose", &told, out).put_node("purpose_type", name.0);
        term("purpose_term", name.1, table)
            .put_node("lawful_basis", terms::CONSENT.into())
            .put_node("pii_information", nodes.0)
            .put_node("pii_controllers", Node::list(vec![controller.id.as_str().into()]))
            .put_node("processing_method", nodes.1)
            .put_node("storage_locations", Node::list(vec![storage.as_str().into()]))
            .put("retention_period", retention, out)
            .list("services", scope.and_then(Scope::service).map(std::slice::from_ref).unwrap_or_default(), out)
            .put("jurisdiction", jurisdiction, out)
            .put_node("recipient_third_parties", nodes.2)
            .put("withdrawal_method", withdrawal, out)
            .list("privacy_rights", rights, out)
            .maybe("authority_party", authority.as_ref(), out)
            .into()
    }

    fn event(&self, out: &mut Writer<'_>) -> Node {
        let (kind, state) = event_type(&self.choice);
        let principal = self.principal.as_str();
        let (valid, entity, method) = match &self.choice {
            Choice::Grant(grant) => {
                let valid = grant.expires_at().map_or_else(|| "until it is withdrawn".into(), |until| until.to_node(out));
                let entity = if grant.giver() == GrantedBy::Guardian { "guardian" } else { principal };
                (valid, entity, grant.evidence().map(Node::from))
            }
            Choice::Refusal(refusal) => ("until a later consent".into(), principal, Some(refusal.means().to_node(out))),
        };
        let table = Table::new()
            .put("event_time", &self.choice.instant(), out)
            .put_node("validity_duration", valid)
            .put_node("entity_id", entity.into())
            .put_node("event_type", kind.into())
            .put_node("event_state", state.into());
        match method {
            Some(method) => table.put_node("event_method", method),
            None => table,
        }
        .into()
    }
}

/// Adds the term where there is one.
fn term(key: &str, term: Option<&'static str>, table: Table) -> Table {
    match term {
        Some(term) => table.put_node(key, term.into()),
        None => table,
    }
}

fn named(purpose: Option<Purpose>, out: &mut Writer<'_>) -> (Node, Option<&'static str>) {
    let Some(purpose) = purpose else { return (ANY.into(), None) };
    let name = out.vocabulary().purpose_name(purpose).unwrap_or_default();
    (purpose.to_node(out), terms::term(terms::PURPOSES, name))
}

fn pii(scope: Option<&Scope>, out: &mut Writer<'_>) -> Node {
    let Some(categories) = scope.and_then(Scope::categories) else {
        return Node::list(vec![Table::new().put_node("pii_type", ANY.into()).into()]);
    };
    // The writer notes a category that has no name; the names alone would pass it over.
    categories.to_node(out);
    let words = out.vocabulary();
    let sensitive: Vec<&str> = words.category_names(words.sensitive() & categories).collect();
    let one = |name: &str| {
        let table = Table::new().put_node("pii_type", name.into());
        term("pii_term", terms::term(terms::CATEGORIES, name), table)
            .put_node("sensitive_pii_category", Value::Bool(sensitive.contains(&name)).into())
            .put_node("special_pii_category", Value::Bool(terms::SPECIAL.contains(&name)).into())
            .into()
    };
    Node::list(words.category_names(categories & DataCategories::all()).map(one).collect())
}

fn methods(scope: Option<&Scope>) -> Node {
    let method =
        |name: &str| term("method_term", terms::term(terms::ACTIONS, name), Table::new().put_node("method", name.into()));
    match scope.and_then(Scope::actions) {
        Some(actions) => Node::list(actions.words().map(|action| method(action.name()).into()).collect()),
        None => Node::list(vec![method(ANY).into()]),
    }
}

fn recipients(scope: Option<&Scope>, out: &mut Writer<'_>) -> Node {
    scope.and_then(Scope::recipients).map_or_else(|| Node::list(vec![ANY.into()]), |recipients| recipients.to_node(out))
}

fn party(organisation: &Organisation, role: &str, out: &mut Writer<'_>) -> Node {
    let Organisation { id, name, address, contact, email, url, phone } = organisation;
    Table::new()
        .put("party_id", id, out)
        .put("party_name", name, out)
        .put("party_address", address, out)
        .put("party_contact", contact, out)
        .maybe("party_email", email.as_ref(), out)
        .maybe("party_url", url.as_ref(), out)
        .maybe("party_phone", phone.as_ref(), out)
        .put_node("party_role", role.into())
        .into()
}

impl ToNode for NonBlank {
    fn to_node(&self, _: &mut Writer<'_>) -> Node {
        self.as_str().into()
    }
}
