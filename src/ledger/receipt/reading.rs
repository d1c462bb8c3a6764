//! Reading a receipt back.

use super::{Issuer, NonBlank, Organisation, Principal, Receipt};
use crate::subject::Choice;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value, Writer, text};

/// Reads the choice and what the organisation said. All else follows from them, and is compared once both are known.
impl FromNode for Receipt {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a receipt: a table with `receipt_id`, `record` and `choice`")?;
        fields.take("schema_version");
        let id = fields.required("receipt_id", cx);
        let choice: Option<Choice> = fields.required("choice", cx);
        let record: Option<Record> = fields.required("record", cx);
        fields.close(cx);
        let Record { principal, issuer } = record?;
        Some(Self { id: id?, principal, issuer, choice: choice? })
    }
}

struct Record {
    principal: Principal,
    issuer: Issuer,
}

impl FromNode for Record {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a consent record: a table")?;
        let principal: Option<NonBlank> = fields.required("pii_principal_id", cx);
        let processing: Option<Processing> = fields.required("pii_processing", cx);
        let parties: Option<Vec<Organisation>> = fields.required("party_identification", cx);
        let parties = parties?;
        let Some((controller, others)) = parties.split_first() else {
            cx.report(node, "`party_identification` is empty: the controller is missing");
            return None;
        };
        let Processing { notice, language, purpose } = processing?;
        let Purpose { storage, retention, jurisdiction, withdrawal, rights, authority } = purpose;
        let (controller, others) = (controller.clone(), others.to_vec());
        let issuer =
            Issuer { controller, others, notice, language, storage, retention, jurisdiction, withdrawal, rights, authority };
        Some(Self { principal: Principal::reference(principal?), issuer })
    }
}

struct Processing {
    notice: NonBlank,
    language: NonBlank,
    purpose: Purpose,
}

impl FromNode for Processing {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "the processing: a table with `privacy_notice`, `language` and `purposes`")?;
        let notice = fields.required("privacy_notice", cx);
        let language = fields.required("language", cx);
        // What the organisation says is the same for each purpose; the others are compared with the first.
        let purpose = fields.required::<First<Purpose>>("purposes", cx);
        Some(Self { notice: notice?, language: language?, purpose: purpose?.0 })
    }
}

/// What the organisation says about a purpose.
struct Purpose {
    storage: NonBlank,
    retention: NonBlank,
    jurisdiction: NonBlank,
    withdrawal: NonBlank,
    rights: Vec<NonBlank>,
    authority: Option<NonBlank>,
}

impl FromNode for Purpose {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a purpose: a table")?;
        let storage = fields.required::<First<NonBlank>>("storage_locations", cx);
        let retention = fields.required("retention_period", cx);
        let jurisdiction = fields.required("jurisdiction", cx);
        let withdrawal = fields.required("withdrawal_method", cx);
        let rights = fields.list("privacy_rights", cx);
        let authority = fields.optional("authority_party", cx);
        Some(Self {
            storage: storage?.0,
            retention: retention?,
            jurisdiction: jurisdiction?,
            withdrawal: withdrawal?,
            rights,
            authority,
        })
    }
}

/// The first of a list that has one.
struct First<T>(T);

impl<T: FromNode> FromNode for First<T> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::List(nodes) if !nodes.is_empty() => {
                nodes.first().and_then(|node| cx.at_index(0, |cx| T::from_node(node, cx))).map(Self)
            }
            _ => {
                cx.report(node, "expected a list with at least one entry");
                None
            }
        }
    }
}

impl FromNode for Organisation {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a party: a table")?;
        let id = fields.required("party_id", cx);
        let name = fields.required("party_name", cx);
        let address = fields.required("party_address", cx);
        let contact = fields.required("party_contact", cx);
        let (email, url, phone) =
            (fields.optional("party_email", cx), fields.optional("party_url", cx), fields.optional("party_phone", cx));
        Some(Self { id: id?, name: name?, address: address?, contact: contact?, email, url, phone })
    }
}

impl FromNode for NonBlank {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let found = Self::try_from(text(node, cx, "text")?);
        if found.is_err() {
            cx.report(node, "expected text, found none");
        }
        found.ok()
    }
}

/// The first key at which a document differs from what the receipt writes.
pub(super) fn difference(receipt: &Receipt, document: &Node, vocabulary: &Vocabulary) -> Option<String> {
    let written = receipt.node(&mut Writer::new(vocabulary));
    // Instants are text in the document, so what is written is brought into the same form.
    let written: Node = serde_json::to_string(&written).ok().and_then(|text| serde_json::from_str(&text).ok())?;
    differs(&written, document, "")
}

fn differs(written: &Node, found: &Node, path: &str) -> Option<String> {
    match (&written.value, &found.value) {
        (Value::Table(written), Value::Table(found)) => {
            let under =
                |table: &[(String, Node)], key: &str| table.iter().find(|(name, _)| name == key).map(|(_, node)| node.clone());
            let keys = written.iter().chain(found.iter()).map(|(key, _)| key);
            keys.map(|key| (key, join(path, key))).find_map(|(key, path)| match (under(written, key), under(found, key)) {
                (Some(written), Some(found)) => differs(&written, &found, &path),
                _ => Some(path),
            })
        }
        (Value::List(written), Value::List(found)) if written.len() == found.len() => {
            let mut pairs = written.iter().zip(found).enumerate();
            pairs.find_map(|(index, (written, found))| differs(written, found, &format!("{path}[{index}]")))
        }
        (written, found) if written == found => None,
        _ => Some(path.to_owned()),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
