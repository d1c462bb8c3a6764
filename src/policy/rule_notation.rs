//! How a rule is written down and read back.

use super::rule_checks::check_rule;
use super::{Condition, Rule};
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Writer, each, known, text};
use crate::vocabulary::{Action, Actions, Duties};

impl FromNode for Rule {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a rule: a table with `id` and `effect`")?;
        let id = fields.required::<RuleId>("id", cx);
        let effect = fields.required("effect", cx);
        let rule = Self {
            id: id.as_ref().map(|RuleId(id)| id.clone()).unwrap_or_default(),
            effect: effect.unwrap_or(super::Effect::Forbid),
            actions: fields.optional("actions", cx),
            actors: fields.optional("actors", cx),
            recipients: fields.optional("recipients", cx),
            purposes: fields.optional::<PurposeNames>("purposes", cx).map(|names| names.0),
            categories: fields.optional::<CategoryNames>("categories", cx).map(|names| names.0),
            origins: fields.optional("origins", cx),
            when: fields.optional::<Conditions>("when", cx).map(|named| named.0).unwrap_or_default(),
            unless: fields.optional::<Conditions>("unless", cx).map(|named| named.0).unwrap_or_default(),
            yields_to: fields.list("yields-to", cx),
            duties: fields.optional("duties", cx).unwrap_or(Duties::empty()),
            ground: fields.optional("ground", cx),
            text: fields.optional("text", cx).unwrap_or_default(),
        };
        fields.close(cx);
        id.and(effect)?;
        check_rule(&rule, node, cx);
        Some(rule)
    }
}

impl ToNode for Rule {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let names = |conditions: &[Condition]| conditions.iter().map(|fact| fact.name().to_owned()).collect::<Vec<_>>();
        let (when, unless) = (names(&self.when), names(&self.unless));
        let actions = self.actions.map(WrittenActions);
        let duties = Some(&self.duties).filter(|duties| !duties.is_empty());
        let text = Some(&self.text).filter(|text| !text.is_empty());
        Table::new()
            .put("id", &self.id, out)
            .put("effect", &self.effect, out)
            .maybe("actions", actions.as_ref(), out)
            .maybe("actors", self.actors.as_ref(), out)
            .maybe("recipients", self.recipients.as_ref(), out)
            .maybe("purposes", self.purposes.as_ref(), out)
            .maybe("categories", self.categories.as_ref(), out)
            .maybe("origins", self.origins.as_ref(), out)
            .list("when", &when, out)
            .list("unless", &unless, out)
            .list("yields-to", &self.yields_to, out)
            .maybe("duties", duties, out)
            .maybe("ground", self.ground.as_ref(), out)
            .maybe("text", text, out)
            .into()
    }
}

/// Actions, with the named groups where they are whole.
struct WrittenActions(Actions);

impl ToNode for WrittenActions {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        let mut rest = self.0;
        let mut names = Vec::new();
        for (name, group) in Actions::GROUPS {
            if rest.contains(*group) {
                rest -= *group;
                names.push((*name).to_owned());
            }
        }
        names.extend(rest.words().map(Action::name).map(str::to_owned));
        names.to_node(out)
    }
}

/// The id of a rule: what stands before the first `/` is the clause.
struct RuleId(String);

impl FromNode for RuleId {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let id = text(node, cx, "the id of a rule")?;
        if !super::clause::is_id(id.split('/')) {
            cx.report_bad(node, "expected an id such as `authz.2.a/stop`: letters, digits, dots and hyphens", id);
            return None;
        }
        Some(Self(id.to_owned()))
    }
}

struct CategoryNames(Vec<String>);

impl FromNode for CategoryNames {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let names = each(node, cx, |node, cx| {
            let name = text(node, cx, "the name of a category")?;
            known(cx.vocabulary().categories(name), node, cx).map(|_| name.to_owned())
        });
        names.map(Self)
    }
}

struct PurposeNames(Vec<String>);

impl FromNode for PurposeNames {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let names = each(node, cx, |node, cx| {
            let name = text(node, cx, "the name of a purpose")?;
            known(cx.vocabulary().purpose(name), node, cx).map(|_| name.to_owned())
        });
        names.map(Self)
    }
}

struct Conditions(Vec<Condition>);

impl FromNode for Conditions {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let facts = Vec::<Named>::from_node(node, cx)?;
        Some(Self(facts.into_iter().map(|Named(condition)| condition).collect()))
    }
}

struct Named(Condition);

impl FromNode for Named {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let name = text(node, cx, "the name of a fact")?;
        known(Condition::named(name, cx.vocabulary().fact_names()), node, cx).map(Self)
    }
}
