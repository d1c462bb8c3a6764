//! From a look at a question to what it exercised.

use super::hit::{Hit, Mark, RuleMark, Side, Term};
use crate::engine::{Examined, ExaminedCondition};
use crate::policy::Policy;
use crate::vocabulary::{DataCategories, Truth};

/// What a question exercised; the policies of the stack stand with their digests.
pub(super) fn hits(examined: &[Examined<'_>], policies: &[(&Policy, &str)]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for rule in examined {
        let (policy, digest) = policies[rule.policy];
        let mut note = |mark| hits.push(Hit { policy: digest.to_owned(), mark });
        for sort in rule_marks(rule) {
            let edition = policy.version(rule.edition).to_owned();
            note(Mark::Rule { edition, rule: rule.rule.id().to_owned(), sort });
        }
        if rule.in_box != Truth::Holds {
            continue;
        }
        for asked in rule.when.iter().chain(&rule.unless) {
            for (side, categories) in sides(asked) {
                if !categories.is_empty() {
                    note(Mark::Fact { fact: asked.condition.name().to_owned(), side });
                }
            }
        }
    }
    hits
}

/// What a question showed of one rule.
///
/// A side of a condition counts where it mattered: the question is in the rule's box, every other condition is met, and nothing
/// that the rule gives way to may reach; then that side alone decides whether the rule reaches.
pub(super) fn rule_marks(rule: &Examined<'_>) -> Vec<RuleMark> {
    let mut marks = Vec::new();
    let mut note = |happened: bool, mark: RuleMark| {
        if happened {
            marks.push(mark);
        }
    };
    note(!rule.reach.sure.is_empty(), RuleMark::Reached);
    note(rule.reach.possible != rule.reach.sure, RuleMark::PossiblyReached);
    note(rule.is_determining, RuleMark::Determining);
    if rule.in_box != Truth::Holds {
        return marks;
    }
    let met: Vec<_> = rule.when.iter().map(|it| it.holds).chain(rule.unless.iter().map(|it| it.fails)).collect();
    let terms = rule.when.iter().map(|it| (it, Term::When(it.condition.name().to_owned())));
    let terms = terms.chain(rule.unless.iter().map(|it| (it, Term::Unless(it.condition.name().to_owned()))));
    let standing = rule.yields.map_or(rule.boxed, |permits| rule.boxed - permits.possible);
    for (place, (asked, term)) in terms.enumerate() {
        let others = met.iter().enumerate().filter(|(other, _)| *other != place);
        let decisive = others.fold(standing, |all, (_, categories)| all & *categories);
        for (side, categories) in sides(asked) {
            note(decisive.intersects(categories), RuleMark::Term(term.clone(), side));
        }
    }
    if let Some(permits) = rule.yields {
        let reaching = met.iter().fold(rule.boxed, |all, categories| all & *categories);
        note(reaching.intersects(permits.sure), RuleMark::Term(Term::Yields, Side::Holds));
        note(!(reaching - permits.possible).is_empty(), RuleMark::Term(Term::Yields, Side::Fails));
        note(reaching.intersects(permits.possible - permits.sure), RuleMark::Term(Term::Yields, Side::Unknown));
    }
    marks
}

fn sides(asked: &ExaminedCondition<'_>) -> [(Side, DataCategories); 3] {
    [(Side::Holds, asked.holds), (Side::Fails, asked.fails), (Side::Unknown, asked.unknown)]
}
