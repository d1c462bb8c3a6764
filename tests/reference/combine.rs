//! What the rules of one policy say together about each category of an item.

use std::collections::BTreeMap;

use serde_json::Value;

use super::case::{Item, Question};
use super::editions::id;
use super::reach::Reached;
use super::stack::Reading;

/// An answer for one category, the least strict first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No policy governs it.
    NotGoverned,
    /// It may be done.
    Permitted,
    /// It hangs on something unknown.
    Undetermined,
    /// It may not be done.
    Denied,
}

impl Verdict {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::NotGoverned => "not-governed",
            Verdict::Permitted => "permitted",
            Verdict::Undetermined => "undetermined",
            Verdict::Denied => "denied",
        }
    }
}

/// What one policy says about one category of one item, and by which rules.
pub struct Judgement<'a> {
    /// Its own answer.
    pub verdict: Verdict,
    /// The rules that made it so; `None` stands for the default.
    pub reasons: Vec<Option<&'a Value>>,
    /// All rules that reach the category.
    pub reached: Reached<'a>,
}

/// The stack's last policy on every category that the item has or reveals.
pub fn judge<'a>(question: &Question<'_>, stack: &[Reading<'a>], item: &Item<'_>) -> BTreeMap<String, Judgement<'a>> {
    let (reading, under) = stack.split_last().expect("a policy");
    let reached = |category: String| (category.clone(), Reached::of(question, stack, item, &category));
    let all: BTreeMap<String, Reached<'a>> = item.judged().into_iter().map(reached).collect();
    let own_exempts: Vec<&Vec<&'a Value>> = item.own.iter().map(|category| &all[category].exempts).collect();
    let exempts_all = own_exempts.iter().all(|exempts| !exempts.is_empty());
    let freeing: Vec<Option<&'a Value>> = own_exempts.into_iter().flatten().map(|rule| Some(*rule)).collect();

    let mut judgements = BTreeMap::new();
    for (category, reached) in all {
        // What is only revealed is not governed in a policy that surely exempts all that the item has of its own.
        let freed = exempts_all && item.only_revealed.contains(&category);
        let verdict = if freed { Verdict::NotGoverned } else { combine(&reached, reading.silent) };
        let mut reasons = reasons(verdict, &reached, reading.silent);
        if freed {
            reasons.extend(&freeing);
        }
        let by_default = match verdict {
            Verdict::Denied => true,
            Verdict::NotGoverned => under.is_empty(),
            Verdict::Permitted | Verdict::Undetermined => false,
        };
        if reasons.is_empty() && by_default {
            reasons.push(None);
        }
        reasons.sort_by_key(|rule| rule.map(id));
        reasons.dedup();
        judgements.insert(category, Judgement { verdict, reasons, reached });
    }
    judgements
}

/// Exemption, forbid, permit, and what stays open, in this order; else the default.
fn combine(reached: &Reached<'_>, silent: bool) -> Verdict {
    let possible = if silent { &reached.possible_forbids } else { &reached.possible_permits };
    if !reached.exempts.is_empty() {
        Verdict::NotGoverned
    } else if !reached.forbids.is_empty() {
        Verdict::Denied
    } else if !reached.permits.is_empty() && reached.possible_forbids.is_empty() {
        Verdict::Permitted
    } else if !possible.is_empty() {
        Verdict::Undetermined
    } else if silent {
        Verdict::NotGoverned
    } else {
        Verdict::Denied
    }
}

/// The rules that made an answer what it is; obligations never do.
fn reasons<'a>(verdict: Verdict, reached: &Reached<'a>, silent: bool) -> Vec<Option<&'a Value>> {
    let rules = match verdict {
        Verdict::NotGoverned => reached.exempts.clone(),
        Verdict::Denied => reached.forbids.clone(),
        Verdict::Permitted => reached.permits.clone(),
        Verdict::Undetermined => {
            // What may forbid is open; what may permit is too, unless a permit is sure or silence needs none.
            let sure = silent || !reached.permits.is_empty();
            let permits = if sure { &reached.permits } else { &reached.possible_permits };
            [permits.as_slice(), &reached.possible_forbids].concat()
        }
    };
    rules.into_iter().map(Some).collect()
}
