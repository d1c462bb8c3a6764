//! Writing a policy down.

use super::{DefaultAnswer, Policy};
use crate::vocabulary::notation::{Node, Table, ToNode, Writer, toml};
use crate::vocabulary::{CustomWords, Vocabulary};

impl Policy {
    /// Writes the policy as TOML, whole: what it extends is part of it. Read back, it is an equal policy.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::write(&self.to_node(&mut Writer::new(Vocabulary::builtin())))
    }
}

impl ToNode for Policy {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let title = Some(&self.title).filter(|title| !title.is_empty());
        let default = Some(&self.default).filter(|default| **default != DefaultAnswer::Deny);
        let words = Some(&self.words).filter(|words| **words != CustomWords::default());
        let mut table = Table::new()
            .put("id", &self.id, out)
            .maybe("title", title, out)
            .maybe("default", default, out)
            .maybe("age-of-majority", self.age_of_majority.as_ref(), out)
            .maybe("vocabulary", words, out);
        if !self.functions.is_empty() {
            let functions = self.functions.iter().fold(Table::new(), |table, (name, needs)| table.put(name, needs, out));
            table = table.put_node("functions", functions.into());
        }
        table.list("clauses", &self.clauses, out).list("rules", &self.rules, out).list("editions", &self.editions, out).into()
    }
}

impl ToNode for CustomWords {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .list("categories", &self.categories, out)
            .list("purposes", &self.purposes, out)
            .list("facts", &self.facts, out)
            .list("sensitive", &self.sensitive, out)
            .into()
    }
}
