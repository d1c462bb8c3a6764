//! Facts that a policy declares and a request states.

use std::collections::BTreeMap;

use crate::vocabulary::notation::{
    Fields, FromNode, MaybeEmpty, Node, Reader, Table, ToNode, Value, Writer, known, serde_by_notation,
};
use crate::vocabulary::{CustomFact, DataCategories};

/// The policy's own facts as a request states them: for which categories each holds.
///
/// # Example
///
/// ```
/// use lawful::request::CustomFacts;
/// use lawful::vocabulary::{CustomWords, DataCategories, Vocabulary};
///
/// let words = CustomWords { facts: vec!["works-council-agreed".into()], ..CustomWords::default() };
/// let agreed = Vocabulary::builtin().with(&words)?.fact("works-council-agreed").unwrap();
/// let facts = CustomFacts::default().stating(agreed, true);
/// assert_eq!(facts.holds(agreed), Some(DataCategories::all()));
/// # Ok::<(), lawful::vocabulary::WordError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomFacts(BTreeMap<CustomFact, DataCategories>);

impl CustomFacts {
    /// States that a fact holds, or does not, for every category.
    #[must_use]
    pub fn stating(self, fact: CustomFact, holds: bool) -> Self {
        self.stating_for(fact, if holds { DataCategories::all() } else { DataCategories::empty() })
    }

    /// States that a fact holds for these categories and for no others.
    #[must_use]
    pub fn stating_for(mut self, fact: CustomFact, categories: DataCategories) -> Self {
        self.0.insert(fact, categories);
        self
    }

    /// The categories for which a fact holds; `None` where the request does not say.
    #[must_use]
    pub fn holds(&self, fact: CustomFact) -> Option<DataCategories> {
        self.0.get(&fact).copied()
    }

    /// Whether nothing is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromNode for CustomFacts {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        // Opened for its message only: which keys there are, the vocabulary says.
        Fields::open(node, cx, "a table of the policy's own facts")?;
        let Value::Table(entries) = &node.value else { return None };
        let mut facts = BTreeMap::new();
        for (name, node) in entries {
            cx.at_key(name, |cx| {
                let fact = known(cx.vocabulary().fact(name), node, cx)?;
                let holds = match &node.value {
                    Value::Bool(true) => DataCategories::all(),
                    Value::Bool(false) => DataCategories::empty(),
                    Value::List(_) => MaybeEmpty::from_node(node, cx)?.0,
                    _ => {
                        cx.report(node, format!("expected true, false or a list of categories, found {}", node.kind()));
                        return None;
                    }
                };
                if facts.insert(fact, holds).is_some() {
                    cx.report(node, "the fact is there twice");
                }
                Some(())
            });
        }
        Some(Self(facts))
    }
}

impl ToNode for CustomFacts {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let mut table = Table::new();
        for (fact, holds) in &self.0 {
            let words = out.vocabulary();
            let name = words.fact_name(*fact);
            // Without a name there is nothing to write under; the writer notes the loss.
            out.name(name);
            let node = if *holds == DataCategories::all() { true.to_node(out) } else { holds.to_node(out) };
            table = table.put_node(name.unwrap_or_default(), node);
        }
        table.into()
    }
}

serde_by_notation!(CustomFacts);
