//! Reading a policy from its tree.

use std::collections::BTreeMap;

use super::check::{Document, Parts, Placed, check_document};
use super::{Condition, DefaultAnswer, Policy, PolicyError};
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Value, known};
use crate::vocabulary::{CustomWords, Finding, Vocabulary, WordError, nearest};

/// What a document can refer to outside itself.
pub(super) struct Surroundings<'a> {
    /// The policies under it, if it is a layer; lowest first.
    pub(super) under: &'a [&'a Policy],
    /// Loads what it `extends`.
    pub(super) base: &'a dyn Fn(&str) -> Result<Policy, PolicyError>,
}

/// Reads a policy; all mistakes are found, in the base that it extends too.
pub(super) fn read_policy(node: &Node, around: &Surroundings<'_>) -> Result<Policy, PolicyError> {
    let mut cx = Reader::new(Vocabulary::builtin());
    let Some(mut fields) = Fields::open(node, &mut cx, "a policy: a table with `id` and `rules`") else {
        return Err(refused(cx, node));
    };
    let base = match fields.optional::<String>("extends", &mut cx).map(|name| (around.base)(&name)) {
        Some(Err(error)) => {
            error.into_findings().into_iter().for_each(|finding| cx.push(finding));
            // Without its base, every reference into it would be reported as well.
            return Err(refused(cx, node));
        }
        Some(Ok(policy)) => Some(policy),
        None => None,
    };

    let known_words = |policies: &mut dyn Iterator<Item = &Policy>| {
        policies.fold(Vocabulary::builtin().clone(), |words, policy| words.with(&policy.words).unwrap_or(words))
    };
    let outside = known_words(&mut around.under.iter().copied().chain(&base));
    let own = fields.take("vocabulary").map(|node| cx.at_key("vocabulary", |cx| own_words(node, &outside, cx)));
    let (own, vocabulary) = own.unwrap_or_else(|| (CustomWords::default(), outside.clone()));

    let mut cx = cx.with_words(&vocabulary);
    let id = fields.required("id", &mut cx);
    let title = fields.optional("title", &mut cx);
    let default = fields.optional("default", &mut cx);
    let functions = fields.optional::<Functions>("functions", &mut cx).map(|functions| functions.0).unwrap_or_default();
    let age_of_majority = fields.optional("age-of-majority", &mut cx);
    let document = Document {
        clauses: fields.optional("clauses", &mut cx).map_or_else(Vec::new, |Parts(parts)| parts),
        rules: fields.optional("rules", &mut cx).map_or_else(Vec::new, |Parts(parts)| parts),
        editions: fields.optional("editions", &mut cx).map_or_else(Vec::new, |Parts(parts)| parts),
        functions,
    };
    fields.close(&mut cx);

    let mut policy = base.clone().unwrap_or(Policy {
        id: String::new(),
        title: String::new(),
        default: DefaultAnswer::Deny,
        words: CustomWords::default(),
        functions: BTreeMap::new(),
        age_of_majority: None,
        clauses: Vec::new(),
        rules: Vec::new(),
        editions: Vec::new(),
    });
    check_document(&document, node, &policy, around.under, &mut cx);
    let Some(id) = id.filter(|_| !cx.has_findings()) else {
        return Err(refused(cx, node));
    };
    let Document { clauses, rules, editions, functions } = document;
    policy.id = id;
    policy.title = title.unwrap_or(policy.title);
    policy.default = default.unwrap_or(policy.default);
    merge_words(&mut policy.words, own);
    policy.functions.extend(functions);
    policy.age_of_majority = age_of_majority.or(policy.age_of_majority);
    policy.clauses.extend(clauses.into_iter().map(|clause| clause.value));
    policy.rules.extend(rules.into_iter().map(|rule| rule.value));
    policy.editions.extend(editions.into_iter().map(|edition| edition.value));
    Ok(policy)
}

/// Everything that was found, each on the line of its key. What is wrong in another file has its own place there.
fn refused(cx: Reader<'_>, document: &Node) -> PolicyError {
    let on_its_line = |finding: Finding| {
        let line = if finding.file.is_none() { document.line_of(&finding.key) } else { finding.line };
        finding.on_line(line)
    };
    PolicyError::new(cx.into_findings().into_iter().map(on_its_line).collect())
}

fn merge_words(words: &mut CustomWords, own: CustomWords) {
    let join = |all: &mut Vec<String>, more: Vec<String>| {
        for name in more {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    };
    join(&mut words.categories, own.categories);
    join(&mut words.purposes, own.purposes);
    join(&mut words.facts, own.facts);
    join(&mut words.sensitive, own.sensitive);
}

/// The words that the document declares, and the vocabulary with them.
fn own_words(node: &Node, outside: &Vocabulary, cx: &mut Reader<'_>) -> (CustomWords, Vocabulary) {
    let mut declared = CustomWords::default();
    let mut vocabulary = outside.clone();
    let Some(mut fields) = Fields::open(node, cx, "a table of words, such as { purposes = [\"ad-measurement\"] }") else {
        return (declared, vocabulary);
    };
    type Put = fn(&mut CustomWords) -> &mut Vec<String>;
    let kinds: [(&'static str, Put); 4] = [
        ("categories", |words| &mut words.categories),
        ("purposes", |words| &mut words.purposes),
        ("facts", |words| &mut words.facts),
        ("sensitive", |words| &mut words.sensitive),
    ];
    for (key, list) in kinds {
        let mut names: Vec<Placed<String>> = fields.optional(key, cx).map_or_else(Vec::new, |Parts(parts)| parts);
        // A misspelt key is reported below; taken as it was meant, its words are not reported where they are used.
        for (written, node) in entries_of(node).filter(|(written, _)| kinds.iter().all(|(known, _)| known != written)) {
            if nearest(written, kinds.map(|(known, _)| known)) == Some(key)
                && let Some(Parts(parts)) = cx.at_key(written, |cx| Parts::from_node(node, cx))
            {
                names.extend(parts);
            }
        }
        for Placed { value: name, key: place } in names {
            let mut word = CustomWords::default();
            list(&mut word).push(name.clone());
            let builtin = match key {
                "categories" => Vocabulary::builtin().categories(&name).is_ok(),
                "purposes" => Vocabulary::builtin().purpose(&name).is_ok(),
                "facts" => Condition::named(&name, std::iter::empty()).is_ok(),
                _ => false,
            };
            let twice = list(&mut declared).contains(&name);
            let problem = match vocabulary.with(&word) {
                _ if builtin => Some("the word is built in already".to_owned()),
                _ if twice => Some("the word is declared twice".to_owned()),
                Ok(more) => {
                    vocabulary = more;
                    list(&mut declared).push(name.clone());
                    None
                }
                Err(WordError::Unknown(error)) => {
                    cx.push(place.finding(error.message()).bad(&name).suggesting(error.suggestion()));
                    None
                }
                Err(error) => Some(error.to_string()),
            };
            if let Some(problem) = problem {
                cx.push(place.finding(problem).bad(&name));
            }
        }
    }
    fields.close(cx);
    (declared, vocabulary)
}

fn entries_of(table: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries: &[(String, Node)] = if let Value::Table(entries) = &table.value { entries } else { &[] };
    entries.iter().map(|(key, node)| (key.as_str(), node))
}

/// Functions and the names of the categories that each needs.
struct Functions(BTreeMap<String, Vec<String>>);

impl FromNode for Functions {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        Fields::open(node, cx, "a table of functions, such as { checkout = [\"contact.address\"] }")?;
        let Value::Table(entries) = &node.value else { return None };
        let mut functions = BTreeMap::new();
        for (name, node) in entries {
            cx.at_key(name, |cx| {
                let names = Vec::<String>::from_node(node, cx)?;
                for (index, category) in names.iter().enumerate() {
                    cx.at_index(index, |cx| known(cx.vocabulary().categories(category), node, cx));
                }
                if functions.insert(name.clone(), names).is_some() {
                    cx.report(node, "the function is there twice");
                }
                Some(())
            });
        }
        Some(Self(functions))
    }
}
