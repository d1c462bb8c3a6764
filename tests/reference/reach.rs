//! Which rules reach a category of an item, surely or possibly.

use serde_json::Value;

use super::case::{Item, Question, get, strings, text};
use super::editions::id;
use super::facts::fact;
use super::parties::{names, names_recipient};
use super::stack::Reading;
use super::truth::Truth;
use super::words::{names_action, names_rule};

/// The rules of one policy that reach a category, by what they do.
#[derive(Default)]
pub struct Reached<'a> {
    /// Exemptions that surely reach; one that is only possible does not exempt.
    pub exempts: Vec<&'a Value>,
    /// Forbids that surely reach.
    pub forbids: Vec<&'a Value>,
    /// Forbids that surely or possibly reach.
    pub possible_forbids: Vec<&'a Value>,
    /// Permits that surely reach.
    pub permits: Vec<&'a Value>,
    /// Permits that surely or possibly reach.
    pub possible_permits: Vec<&'a Value>,
    /// Obligations that surely or possibly reach.
    pub obligations: Vec<&'a Value>,
}

impl<'a> Reached<'a> {
    /// The rules of the stack's last policy that reach this category.
    pub fn of(question: &Question<'_>, stack: &[Reading<'a>], item: &Item<'_>, category: &str) -> Reached<'a> {
        let mut reached = Reached::default();
        let (reading, _) = stack.split_last().expect("a policy");
        for rule in &reading.rules {
            let reach = match effect(rule) {
                "forbid" => forbid_reach(rule, question, stack, item, category),
                _ => own_reach(rule, question, stack, item, category),
            };
            match effect(rule) {
                "exempt" if reach.surely() => reached.exempts.push(rule),
                "oblige" if reach.possibly() => reached.obligations.push(rule),
                "forbid" if reach.possibly() => {
                    reached.possible_forbids.push(rule);
                    if reach.surely() {
                        reached.forbids.push(rule);
                    }
                }
                "permit" if reach.possibly() => {
                    reached.possible_permits.push(rule);
                    if reach.surely() {
                        reached.permits.push(rule);
                    }
                }
                _ => {}
            }
        }
        reached
    }
}

/// A rule reaches what is in its box where all `when` hold and no `unless` does.
fn own_reach(rule: &Value, question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let truth = |name: &String| fact(name, question, stack, item, category);
    let when = Truth::all(strings(get(rule, "when")).iter().map(truth));
    let unless = Truth::any(strings(get(rule, "unless")).iter().map(truth));
    box_reach(rule, question, item, category).and(when).and(unless.not())
}

/// A forbid that yields reaches not where a permit that it yields to does, and only possibly where that is possible.
///
/// The permits are those of its own edition and, in a layer, of the policies under it; each is read in its own policy.
fn forbid_reach(rule: &Value, question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let yields_to = strings(get(rule, "yields-to"));
    let mut reach = own_reach(rule, question, stack, item, category);
    for depth in 1..=stack.len() {
        for other in &stack[depth - 1].rules {
            let named = yields_to.iter().any(|name| names_rule(name, id(other)));
            if named && effect(other) == "permit" {
                reach = reach.and(own_reach(other, question, &stack[..depth], item, category).not());
            }
        }
    }
    reach
}

/// Whether a category of the request lies in a rule's box; an omitted part means any.
fn box_reach(rule: &Value, question: &Question<'_>, item: &Item<'_>, category: &str) -> Truth {
    let part = |key: &str| get(rule, key).map(|list| strings(Some(list)));
    Truth::all([
        part("actions")
            .map_or(Truth::Holds, |entries| Truth::known(entries.iter().any(|entry| names_action(entry, question.action())))),
        part("actors").map_or(Truth::Holds, |entries| Truth::any(entries.iter().map(|entry| names(entry, question.actor())))),
        part("recipients")
            .map_or(Truth::Holds, |entries| names_recipient(entries.iter().map(String::as_str), &question.recipient())),
        part("purposes").map_or(Truth::Holds, |purposes| Truth::known(purposes.contains(question.purpose()))),
        part("origins").map_or(Truth::Holds, |origins| Truth::known(origins.contains(item.origin()))),
        get(rule, "categories").map_or(Truth::Holds, |names| Truth::known(question.words.leaves_in(names).contains(category))),
    ])
}

/// What a rule does.
fn effect(rule: &Value) -> &str {
    text(rule, "effect").expect("effect")
}
