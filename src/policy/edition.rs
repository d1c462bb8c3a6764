//! Editions: how a policy changes over time.

use super::Rule;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Writer, known, text, word_enum};
use crate::vocabulary::{Instant, NameError};

word_enum! {
    /// How far an edition changes the policy.
    Change, "change",
    /// The first edition. It has no start.
    Initial "initial",
    /// Binds everybody from its effect.
    Minor "minor",
    /// Binds a person who accepts it: by agreeing to it, or by using the service after its notice and its effect (`rev.1.c`). The
    /// operator is bound from its effect.
    Major "major",
}

/// An edition after the initial one: what it changes, and from when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub(super) version: String,
    pub(super) effective_from: Instant,
    pub(super) change: Change,
    pub(super) notice: Option<Instant>,
    pub(super) removes: Vec<String>,
    pub(super) rules: Vec<Rule>,
}

impl Edition {
    /// The name of the initial edition.
    pub const INITIAL: &'static str = "initial";

    /// Its name.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// From when on it is in force, inclusive.
    #[must_use]
    pub fn effective_from(&self) -> Instant {
        self.effective_from
    }

    /// How far it changes the policy.
    #[must_use]
    pub fn change(&self) -> Change {
        self.change
    }

    /// When prominent notice of it was given.
    #[must_use]
    pub fn notice(&self) -> Option<Instant> {
        self.notice
    }

    /// The rules that it takes out, by rule id or clause.
    #[must_use]
    pub fn removes(&self) -> &[String] {
        &self.removes
    }

    /// The rules that it adds, or puts in the place of those with the same id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

impl FromNode for Edition {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "an edition: a table with `version`, `effective-from` and `change`")?;
        let version: Option<String> = fields.required("version", cx);
        let effective_from = fields.required("effective-from", cx);
        let change = fields.required::<LaterChange>("change", cx);
        let notice = fields.optional("notice", cx);
        let removes = fields.list("removes", cx);
        let rules = fields.list("rules", cx);
        fields.close(cx);
        if version.as_ref().is_some_and(String::is_empty) {
            cx.at_key("version", |cx| cx.report(node, "expected the name of the edition, found empty text"));
        }
        Some(Self { version: version?, effective_from: effective_from?, change: change?.0, notice, removes, rules })
    }
}

/// The change of an edition that is not the first.
struct LaterChange(Change);

impl FromNode for LaterChange {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let name = text(node, cx, "`minor` or `major`")?;
        match name.parse() {
            Ok(change) => {
                if change == Change::Initial {
                    // The policy is refused by that, and what else is wrong with the edition is found all the same.
                    cx.report(node, "expected `minor` or `major`: the top-level rules are the initial edition");
                }
                Some(Self(change))
            }
            Err(_) => known(Err(NameError::among("change", name, [Change::Minor.name(), Change::Major.name()])), node, cx),
        }
    }
}

impl ToNode for Edition {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .put("version", &self.version, out)
            .put("effective-from", &self.effective_from, out)
            .put("change", &self.change, out)
            .maybe("notice", self.notice.as_ref(), out)
            .list("removes", &self.removes, out)
            .list("rules", &self.rules, out)
            .into()
    }
}
