//! The register of clauses.

use super::Rule;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Writer, text, word_enum};

word_enum! {
    /// What a clause does in the policy.
    ClauseState, "state of a clause",
    /// One or more rules put it into practice.
    Decides "decides",
    /// It adds a duty, or changes how other rules are read.
    Obliges "obliges",
    /// Advice, disclaimer or definition without effect: listed, and decides nothing.
    Declares "declares",
}

/// A clause of the policy's register: a statement of the text that rules can cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub(super) id: String,
    pub(super) state: ClauseState,
    pub(super) text: String,
}

impl Clause {
    /// The id, such as `authz.2.a`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it does.
    #[must_use]
    pub fn state(&self) -> ClauseState {
        self.state
    }

    /// What it says, in plain words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A clause together with the rules that put it into practice.
///
/// # Example
///
/// ```
/// use lawful::policy::Policy;
///
/// for entry in Policy::platform().clauses() {
///     let rules: Vec<_> = entry.rules.iter().map(|rule| rule.id()).collect();
///     println!("{:12} {:9} {}", entry.clause.id(), entry.clause.state(), rules.join(", "));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ClauseEntry<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// Its rules in all editions, in the order of the document.
    pub rules: Vec<&'a Rule>,
}

/// Whether these parts make an id of a clause or a rule.
pub(super) fn is_id<'a>(mut parts: impl Iterator<Item = &'a str>) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    parts.all(|part| !part.is_empty() && part.bytes().all(allowed))
}

impl FromNode for Clause {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a clause: a table with `id`, `state` and `text`")?;
        let id = fields.required::<ClauseId>("id", cx);
        let state = fields.required("state", cx);
        let text = fields.optional("text", cx).unwrap_or_default();
        fields.close(cx);
        Some(Self { id: id?.0, state: state?, text })
    }
}

impl ToNode for Clause {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new().put("id", &self.id, out).put("state", &self.state, out).put("text", &self.text, out).into()
    }
}

struct ClauseId(String);

impl FromNode for ClauseId {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let id = text(node, cx, "the id of a clause")?;
        if !is_id(std::iter::once(id)) {
            cx.report_bad(node, "expected an id such as `authz.2.a`: letters, digits, dots and hyphens", id);
            return None;
        }
        Some(Self(id.to_owned()))
    }
}
