//! Rules that are looked at together: up to 64, one bit for each.
//!
//! What a rule asks of the request is two words, one bit for each fact; what the request tells is two words as well. What it asks
//! of the person is looked up the other way round: for each fact, the rules that it keeps from reaching. Either way takes a few
//! steps without a branch: whether a rule reaches cannot be foreseen.

use super::super::combine::{Reached, Reaching};
use super::super::facts::{Asks as PersonAsks, Facts, Known, OF_PERSON, Personal, bit};
use super::super::rule::{AskedFact, CompiledRule, PartyTest};
use super::BoxClasses;
use crate::decision::Entry;
use crate::policy::Effect;
use crate::vocabulary::{CustomFact, DataCategories, Grounds, Truth};

/// Up to 64 rules.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Block {
    pub(in crate::engine) effects: Effects,
    /// Rules that name recipients, where it is not known who receives the data.
    possible: u64,
    /// Rules of which the list does not tell whether the request is in their box.
    ask: u64,
    /// For each fact about the person, the rules that it keeps from reaching if it fails, if it is unknown (none), and if it holds.
    lost: [[u64; 3]; OF_PERSON.len()],
    /// By class of categories and by class of origins, the rules that are about it.
    boxes: Box<[u64]>,
    /// Behind the last rule stand some that never reach, so that rules can be looked at eight by eight.
    conditions: Box<[Conditions]>,
    /// Facts that the policy declares itself.
    own: Box<[Asks]>,
    /// Prohibitions that give way, each with the permissions among these rules that it gives way to.
    pub(in crate::engine) yielding: Box<[(u64, u64)]>,
    pub(in crate::engine) rules: Box<[Entry]>,
}

/// The rules of each effect.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Effects {
    pub(in crate::engine) exempt: u64,
    pub(in crate::engine) forbid: u64,
    pub(in crate::engine) permit: u64,
    pub(in crate::engine) oblige: u64,
}

/// So many rules are looked at in one go.
const ABREAST: usize = 8;

/// The facts that a rule asks of the request, one bit for each built-in fact.
#[derive(Clone, Copy, Debug)]
struct Conditions {
    when: u64,
    unless: u64,
}

/// The rules that ask for a fact of the policy's own.
#[derive(Clone, Copy, Debug)]
struct Asks {
    fact: CustomFact,
    when: u64,
    unless: u64,
}

/// Where a category of an origin stands: its places in the blocks of an index.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Corner {
    pub(super) category: usize,
    pub(super) origin: usize,
}

/// Rules that reach, and those of them that do not surely.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Left {
    pub(in crate::engine) possible: u64,
    pub(in crate::engine) unsure: u64,
}

/// Whether a request that meets a list is in the box of a rule in it, as far as action, purpose and parties go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is.
    Sure,
    /// It depends on who receives the data, which is not known.
    Possible,
    /// The rule has to be looked at.
    Ask,
}

impl Block {
    /// As many rules as a block holds.
    pub(super) const RULES: usize = u64::BITS as usize;

    pub(super) fn of(rules: &[&CompiledRule], fit: Fit, named_permits: &[Box<[u32]>], boxes: &BoxClasses) -> Self {
        let mask = |is_one: &dyn Fn(&CompiledRule) -> bool| {
            rules.iter().enumerate().fold(0, |mask, (bit, rule)| mask | u64::from(is_one(rule)) << bit)
        };
        let names_parties =
            |rule: &CompiledRule| rule.actors_named() == PartyTest::Named || rule.recipients_named() == PartyTest::Named;
        let ask = if fit == Fit::Ask { mask(&|_| true) } else { mask(&names_parties) };
        let some_recipients = |rule: &CompiledRule| fit == Fit::Possible && rule.recipients_named() == PartyTest::Roles;
        let yielding = rules.iter().enumerate().filter(|(_, rule)| !rule.yields_to.is_empty()).map(|(bit, rule)| {
            let names =
                |permit: &CompiledRule| rule.yields_to.iter().any(|name| named_permits[*name as usize].contains(&permit.place));
            (1 << bit, mask(&names))
        });
        let mut conditions: Vec<_> = rules.iter().map(|rule| Conditions::of(rule)).collect();
        conditions.resize(rules.len().next_multiple_of(ABREAST), Conditions::NEVER);
        Self {
            effects: Effects {
                exempt: mask(&|rule| rule.effect == Effect::Exempt),
                forbid: mask(&|rule| rule.effect == Effect::Forbid),
                permit: mask(&|rule| rule.effect == Effect::Permit),
                oblige: mask(&|rule| rule.effect == Effect::Oblige),
            },
            possible: mask(&some_recipients) & !ask,
            ask,
            lost: OF_PERSON.map(|fact| {
                let asks = |facts: &[AskedFact]| facts.contains(&AskedFact::Builtin(fact));
                [mask(&|rule| asks(&rule.when)), 0, mask(&|rule| asks(&rule.unless))]
            }),
            boxes: boxes.parted(rules),
            conditions: conditions.into(),
            own: own(rules),
            yielding: yielding.collect(),
            rules: rules.iter().map(|rule| entry(rule)).collect(),
        }
    }

    /// The rules that reach one category as far as the request tells. `in_box` tells of a rule by its bit whether the request is
    /// in its box, where the block does not.
    pub(in crate::engine) fn sift(
        &self,
        (facts, known): (&Facts<'_>, Known),
        category: DataCategories,
        corner: Corner,
        in_box: impl Fn(u32) -> Truth,
    ) -> Left {
        let mut possible = 0;
        for eight in self.conditions.as_chunks::<ABREAST>().0.iter().rev() {
            possible = possible << ABREAST | may_reach(eight, known);
        }
        possible &= self.boxes[corner.category] & self.boxes[corner.origin];
        let mut left = Left { possible, unsure: self.possible };
        for asks in &self.own {
            left.learn(asks, facts.value(AskedFact::Own(asks.fact)).of_one(category));
        }
        for bit in bits(left.possible) {
            left.unsure |= u64::from(!self.conditions[bit as usize].are_met(known)) << bit;
        }
        for bit in bits(left.possible & self.ask) {
            match in_box(bit) {
                Truth::Holds => {}
                Truth::Unknown => left.unsure |= 1 << bit,
                Truth::Fails => left.possible &= !(1 << bit),
            }
        }
        left
    }

    /// The facts about the person that some of these rules ask for.
    pub(in crate::engine) fn asks(&self, rules: u64) -> PersonAsks {
        self.lost.iter().rev().fold(0, |asks, lost| asks << 1 | PersonAsks::from((lost[0] | lost[2]) & rules != 0))
    }

    /// What is left of rules once the person is known.
    #[inline(always)]
    pub(in crate::engine) fn about(&self, mut left: Left, person: &Personal) -> Left {
        let facts = self.lost.iter().zip(person.truths);
        left.possible &= !facts.clone().fold(0, |lost, (rules, truth)| lost | rules[truth as usize]);
        if person.is_open {
            let open = facts.filter(|(_, truth)| *truth == Truth::Unknown);
            left.unsure |= open.fold(0, |unsure, (rules, _)| unsure | rules[0] | rules[2]);
        }
        left
    }

    /// How far its rules reach, by effect.
    #[inline(always)]
    pub(in crate::engine) fn reached(&self, left: Left) -> Reached {
        let (sure, possible) = (left.sure(), left.possible);
        let reaching = |rules: u64| Reaching { surely: sure & rules != 0, possibly: possible & rules != 0 };
        let Effects { exempt, forbid, permit, .. } = self.effects;
        Reached { exempt: reaching(exempt), forbid: reaching(forbid), permit: reaching(permit) }
    }

    pub(in crate::engine) fn places(&self) -> impl Iterator<Item = u32> {
        self.rules.iter().map(|rule| rule.place)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.boxes)
            + size_of_val(&*self.conditions)
            + size_of_val(&*self.own)
            + size_of_val(&*self.yielding)
            + size_of_val(&*self.rules)
    }
}

impl Conditions {
    const NEVER: Self = Self { when: Known::NEVER, unless: 0 };

    fn of(rule: &CompiledRule) -> Self {
        let word = |facts: &[AskedFact]| {
            facts.iter().fold(0, |word, fact| match fact {
                AskedFact::Builtin(fact) if OF_PERSON.contains(fact) => word,
                AskedFact::Builtin(fact) => word | bit(*fact),
                AskedFact::Unnamed => word | Known::UNNAMED,
                AskedFact::Own(_) => word,
            })
        };
        Self { when: word(&rule.when), unless: word(&rule.unless) }
    }

    /// Whether what is known is enough for the rule to reach.
    #[inline(always)]
    fn are_met(self, known: Known) -> bool {
        (self.when & !known.holds) | (self.unless & known.maybe) == 0
    }

    /// Whether nothing that is known keeps the rule from reaching.
    #[inline(always)]
    fn may_be_met(self, known: Known) -> bool {
        (self.when & !known.maybe) | (self.unless & known.holds) == 0
    }
}

/// Of a few rules, those that may reach. From the last one on, since a processor adds a bit at the end in one step.
#[inline(always)]
fn may_reach(rules: &[Conditions; ABREAST], known: Known) -> u64 {
    rules.iter().rev().fold(0, |reach, rule| reach << 1 | u64::from(rule.may_be_met(known)))
}

impl Left {
    /// Takes in whether a fact holds, and whether it may.
    fn learn(&mut self, asks: &Asks, (holds, maybe): (bool, bool)) {
        let (holds, maybe) = (u64::from(holds).wrapping_neg(), u64::from(maybe).wrapping_neg());
        self.possible &= !(asks.when & !maybe) & !(asks.unless & holds);
        self.unsure |= (asks.when | asks.unless) & maybe & !holds;
    }

    /// Prohibitions give way: one does not reach where a permission that it names surely reaches, and only possibly where it may.
    #[inline(always)]
    pub(in crate::engine) fn give_way(&mut self, yielding: &[(u64, u64)]) {
        let (sure, possible) = (self.sure(), self.possible);
        for (forbid, permits) in yielding {
            self.possible &= if permits & sure != 0 { !forbid } else { u64::MAX };
            self.unsure |= if permits & possible != 0 { *forbid } else { 0 };
        }
    }

    #[inline(always)]
    pub(in crate::engine) fn sure(self) -> u64 {
        self.possible & !self.unsure
    }
}

fn entry(rule: &CompiledRule) -> Entry {
    let grounds = rule.ground.map_or(Grounds::empty(), Grounds::from);
    Entry { rule: rule.rule.clone(), place: rule.place, duties: rule.duties, grounds }
}

/// The rules that ask for each of the policy's own facts.
fn own(rules: &[&CompiledRule]) -> Box<[Asks]> {
    let mut own: Vec<Asks> = Vec::new();
    for (bit, rule) in rules.iter().enumerate() {
        for (asked, is_when) in rule.when.iter().map(|fact| (fact, true)).chain(rule.unless.iter().map(|fact| (fact, false))) {
            let AskedFact::Own(fact) = *asked else { continue };
            let there = own.iter().position(|asks| asks.fact == fact).unwrap_or(own.len());
            if there == own.len() {
                own.push(Asks { fact, when: 0, unless: 0 });
            }
            *if is_when { &mut own[there].when } else { &mut own[there].unless } |= 1 << bit;
        }
    }
    own.into()
}

/// The bits that are set, lowest first.
#[inline(always)]
pub(in crate::engine) fn bits(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::policy::{Fact, Policy};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_fact_that_nobody_declares_is_never_known() {
        let text = r#"
            id = "p"
            vocabulary = { facts = ["asked"] }
            [[rules]]
            id = "a"
            effect = "permit"
            when = ["necessary", "asked"]
        "#;
        let policy = Policy::from_toml(text).unwrap();
        let conditions = |words: &Vocabulary| {
            Conditions::of(&CompiledRule::new(Arc::new(policy.rules()[0].clone()), 0, words, Box::default()))
        };
        let necessary = bit(Fact::Necessary);
        let known = Known { holds: necessary, maybe: necessary | Known::UNNAMED };
        let unnamed = conditions(Vocabulary::builtin());
        assert!(unnamed.may_be_met(known) && !unnamed.are_met(known));
        assert!(!unnamed.may_be_met(Known { holds: 0, maybe: Known::UNNAMED }));
        // Where it is declared, it is kept apart from the built-in facts.
        assert!(conditions(&policy.vocabulary()).are_met(known));
    }
}
