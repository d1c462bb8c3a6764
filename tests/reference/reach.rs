//! Which rules reach a category of an item, surely or possibly.

use serde_json::Value;

use super::case::{Item, Question, get, text, texts};
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

/// A rule reaches what is in its box where all `when` hold and no `unless` does; outside its box it asks nothing.
fn own_reach(rule: &Value, question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let within = box_reach(rule, question, item, category);
    if within == Truth::Fails {
        return Truth::Fails;
    }
    let truth = |name: &str| fact(name, question, stack, item, category);
    let when = Truth::all(texts(get(rule, "when")).into_iter().map(truth));
    let unless = Truth::any(texts(get(rule, "unless")).into_iter().map(truth));
    within.and(when).and(unless.not())
}

/// A forbid that yields reaches not where a permit that it yields to does, and only possibly where that is possible.
///
/// The permits are those of its own edition and, in a layer, of the policies under it; each is read in its own policy.
fn forbid_reach(rule: &Value, question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let yields_to = texts(get(rule, "yields-to"));
    let mut reach = own_reach(rule, question, stack, item, category);
    if reach == Truth::Fails || yields_to.is_empty() {
        return reach;
    }
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

/// Whether a category of the request lies in a rule's box.
fn box_reach(rule: &Value, question: &Question<'_>, item: &Item<'_>, category: &str) -> Truth {
    let parts = ["actions", "actors", "recipients", "purposes", "origins", "categories"];
    Truth::all(parts.into_iter().map(|part| part_reach(part, rule, question, item, category)))
}

/// Whether it lies in one part of the box; an omitted part means any.
fn part_reach(part: &str, rule: &Value, question: &Question<'_>, item: &Item<'_>, category: &str) -> Truth {
    let Some(list) = get(rule, part) else { return Truth::Holds };
    let entries = texts(Some(list));
    match part {
        "actions" => Truth::known(entries.into_iter().any(|entry| names_action(entry, question.action()))),
        "actors" => Truth::any(entries.into_iter().map(|entry| names(entry, question.actor()))),
        "recipients" => names_recipient(entries, &question.recipient()),
        "purposes" => Truth::known(entries.contains(&question.purpose())),
        "origins" => Truth::known(entries.contains(&item.origin())),
        "categories" => Truth::known(question.words.leaves_in(list).contains(category)),
        _ => panic!("a box has no {part}"),
    }
}

/// What a rule does.
fn effect(rule: &Value) -> &str {
    text(rule, "effect").expect("effect")
}
