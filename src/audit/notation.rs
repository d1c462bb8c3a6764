//! How a record is written down and read back.

use super::error::AuditError;
use super::{Basis, PolicyMark, Record, RuleMark};
use crate::chain::{Digest, Position, Pseudonym, Seal};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Value, Writer, read};

/// The version of the text that is written. Version 1 is the only one so far.
const SCHEMA: u64 = 1;

impl Record {
    /// The record as one line of canonical JSON (RFC 8785).
    #[must_use]
    pub fn to_json(&self) -> String {
        // A record has no word that needs a vocabulary.
        self.to_node(&mut Writer::new(Vocabulary::builtin())).canonical()
    }

    /// Reads a record. `number` is its number in its stream, for the message.
    ///
    /// # Errors
    ///
    /// It is no record, or one of a later version.
    pub fn from_json(text: &str, number: u64) -> Result<Self, AuditError> {
        let node: Node = serde_json::from_str(text).unwrap_or_else(|_| Value::Null.into());
        if let Value::Table(entries) = &node.value
            && let Some((_, schema)) = entries.iter().find(|(key, _)| key == "schema")
            && let Value::Integer(found) = schema.value
            && u64::try_from(found).is_ok_and(|found| found > SCHEMA)
        {
            return Err(AuditError::NewerSchema { found: found.unsigned_abs(), known: SCHEMA });
        }
        read(&node, Vocabulary::builtin()).map_err(|findings| AuditError::Unreadable { number, findings })
    }
}

impl ToNode for Record {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let (salt, digest) = self.request.parts();
        let categories = self.categories.iter().fold(Table::new(), |table, (verdict, names)| table.put(verdict, names, out));
        Table::new()
            .put("recorded", &self.recorded, out)
            .put("at", &self.at, out)
            .put_node("request", sealed(salt, digest))
            .put("basis", &self.basis, out)
            .put("policies", &self.policies, out)
            .put_node("semantics", number(self.semantics))
            .put("verdict", &self.verdict, out)
            .put_node("categories", categories.into())
            .put("duties", &self.duties, out)
            .put("rules", &self.rules, out)
            .put_node("schema", number(SCHEMA))
            .into()
    }
}

impl FromNode for Record {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a record of a decision: a table")?;
        fields.take("schema");
        let recorded = fields.required("recorded", cx);
        let at = fields.required("at", cx);
        let request: Option<Written<Seal>> = fields.required("request", cx);
        let basis = fields.required("basis", cx);
        let policies = fields.required("policies", cx);
        let semantics: Option<Written<u64>> = fields.required("semantics", cx);
        let verdict = fields.required("verdict", cx);
        let categories: Option<Written<_>> = fields.required("categories", cx);
        let duties = fields.required("duties", cx);
        let rules = fields.required("rules", cx);
        fields.close(cx);
        Some(Self {
            recorded: recorded?,
            at: at?,
            request: request?.0,
            basis: basis?,
            policies: policies?,
            semantics: semantics?.0,
            verdict: verdict?,
            categories: categories?.0,
            duties: duties?,
            rules: rules?,
        })
    }
}

/// What has no notation of its own elsewhere.
struct Written<T>(T);

impl FromNode for Written<u64> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::Integer(value) if value >= 0 => Some(Self(value.unsigned_abs())),
            _ => {
                cx.report(node, format!("expected a whole number, found {}", node.kind()));
                None
            }
        }
    }
}

impl FromNode for Written<Digest> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let digest = String::from_node(node, cx)?.parse();
        digest.map(Self).map_err(|error| cx.report(node, error.to_string())).ok()
    }
}

impl FromNode for Written<Seal> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a seal: a table with `salt` and `digest`")?;
        let salt: Option<Written<Digest>> = fields.required("salt", cx);
        let digest: Option<Written<Digest>> = fields.required("digest", cx);
        fields.close(cx);
        Some(Self(Seal::from_parts(salt?.0, digest?.0)))
    }
}

impl FromNode for Written<Vec<(String, Vec<String>)>> {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            cx.report(node, format!("expected a table of categories by verdict, found {}", node.kind()));
            return None;
        };
        let read = |(verdict, names): &(String, Node), cx: &mut Reader<'_>| {
            let names = cx.at_key(verdict, |cx| Vec::from_node(names, cx));
            names.map(|names| (verdict.clone(), names))
        };
        entries.iter().map(|entry| read(entry, cx)).collect::<Option<Vec<_>>>().map(Self)
    }
}

impl ToNode for Basis {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        match self {
            Self::Sealed(seal) => {
                let (salt, digest) = seal.parts();
                sealed(salt, digest)
            }
            Self::Ledger(Position { pseudonym, sequence, head }) => Table::new()
                .put("pseudonym", &pseudonym.to_string(), out)
                .put_node("sequence", number(*sequence))
                .put("head", &head.to_string(), out)
                .into(),
        }
    }
}

impl FromNode for Basis {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let is_position = matches!(&node.value, Value::Table(entries) if entries.iter().any(|(key, _)| key == "pseudonym"));
        if !is_position {
            return Written::<Seal>::from_node(node, cx).map(|seal| Self::Sealed(seal.0));
        }
        let mut fields = Fields::open(node, cx, "a position: a table")?;
        let pseudonym = fields.required("pseudonym", cx).map(Pseudonym::from_uuid);
        let sequence: Option<Written<u64>> = fields.required("sequence", cx);
        let head: Option<Written<Digest>> = fields.required("head", cx);
        fields.close(cx);
        Some(Self::Ledger(Position { pseudonym: pseudonym?, sequence: sequence?.0, head: head?.0 }))
    }
}

impl ToNode for PolicyMark {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .put("id", &self.id, out)
            .put("digest", &self.digest.to_string(), out)
            .put("editions", &self.editions, out)
            .into()
    }
}

impl FromNode for PolicyMark {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a policy: a table with `id`, `digest` and `editions`")?;
        let id = fields.required("id", cx);
        let digest: Option<Written<Digest>> = fields.required("digest", cx);
        let editions = fields.required("editions", cx);
        fields.close(cx);
        Some(Self { id: id?, digest: digest?.0, editions: editions? })
    }
}

impl ToNode for RuleMark {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let table = Table::new().put("policy", &self.policy, out).put("edition", &self.edition, out);
        table.put("rule", &self.rule, out).into()
    }
}

impl FromNode for RuleMark {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a rule: a table with `policy`, `edition` and `rule`")?;
        let (policy, edition, rule) =
            (fields.required("policy", cx), fields.required("edition", cx), fields.required("rule", cx));
        fields.close(cx);
        Some(Self { policy: policy?, edition: edition?, rule: rule? })
    }
}

fn sealed(salt: Digest, digest: Digest) -> Node {
    let mut out = Writer::new(Vocabulary::builtin());
    Table::new().put("salt", &salt.to_string(), &mut out).put("digest", &digest.to_string(), &mut out).into()
}

fn number(number: u64) -> Node {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)).into()
}
