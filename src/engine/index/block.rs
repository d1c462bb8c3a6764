//! Rules that are looked at together: up to 64, one bit for each.
//!
//! Nothing is looked at rule by rule. A fact that fails strikes out, in one step, all rules that need it; one that holds strikes out all that
//! it lifts; one that is unknown makes all of them unsure. What is left are the rules that reach. Facts that differ by category come
//! last: one that none of the rules left asks for is not evaluated.

use super::super::facts::{Facts, Known, circumstance_of};
use super::super::rule::{AskedFact, CompiledRule, PartyTest};
use crate::policy::Effect;
use crate::vocabulary::{DataCategories, Origins, Truth};

/// Up to 64 rules.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Block {
    /// The rules' places in their edition.
    pub(in crate::engine) places: Box<[u32]>,
    all: u64,
    pub(in crate::engine) exempt: u64,
    pub(in crate::engine) forbid: u64,
    pub(in crate::engine) permit: u64,
    pub(in crate::engine) yielding: u64,
    /// Rules that name recipients, where it is not known who receives the data.
    possible: u64,
    /// Rules of which the list does not tell whether the request is in their box.
    ask: u64,
    categories: Box<[(DataCategories, u64)]>,
    origins: Box<[(Origins, u64)]>,
    /// By circumstance, the rules that do not reach without it.
    needs: Box<[(u32, u64)]>,
    /// Facts that are all or nothing, all of them together, and facts that can differ between categories.
    whole: Box<[Asks]>,
    pub(in crate::engine) asks: u64,
    by_category: Box<[Asks]>,
}

/// The rules that ask for a fact.
#[derive(Clone, Copy, Debug)]
struct Asks {
    fact: AskedFact,
    when: u64,
    unless: u64,
}

/// Rules that reach, and those of them that surely do.
#[derive(Clone, Copy, Debug)]
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

    pub(super) fn of(rules: &[&CompiledRule], fit: Fit) -> Self {
        let mask = |is_one: &dyn Fn(&CompiledRule) -> bool| {
            rules.iter().enumerate().fold(0, |mask, (bit, rule)| mask | u64::from(is_one(rule)) << bit)
        };
        let names_parties =
            |rule: &CompiledRule| rule.actors_named() == PartyTest::Named || rule.recipients_named() == PartyTest::Named;
        let ask = if fit == Fit::Ask { u64::MAX } else { mask(&names_parties) };
        let some_recipients = |rule: &CompiledRule| fit == Fit::Possible && rule.recipients_named() == PartyTest::Roles;
        let mut block = Self {
            places: rules.iter().map(|rule| rule.place).collect(),
            all: mask(&|_| true),
            exempt: mask(&|rule| rule.effect == Effect::Exempt),
            forbid: mask(&|rule| rule.effect == Effect::Forbid),
            permit: mask(&|rule| rule.effect == Effect::Permit),
            yielding: mask(&|rule| !rule.yields_to.is_empty()),
            possible: mask(&some_recipients) & !ask,
            ask,
            categories: grouped(rules, |rule| Some(rule.categories)),
            origins: grouped(rules, |rule| Some(rule.origins).filter(|origins| *origins != Origins::all())),
            needs: Box::default(),
            whole: Box::default(),
            asks: 0,
            by_category: Box::default(),
        };
        block.take_in_facts(rules);
        block
    }

    fn take_in_facts(&mut self, rules: &[&CompiledRule]) {
        let mut asks: Vec<Asks> = Vec::new();
        let mut needs: Vec<(u32, u64)> = Vec::new();
        for (bit, rule) in rules.iter().enumerate() {
            for (fact, is_when) in rule.when.iter().map(|fact| (*fact, true)).chain(rule.unless.iter().map(|fact| (*fact, false)))
            {
                let there = asks.iter().position(|asks| asks.fact == fact).unwrap_or(asks.len());
                if there == asks.len() {
                    asks.push(Asks { fact, when: 0, unless: 0 });
                }
                *if is_when { &mut asks[there].when } else { &mut asks[there].unless } |= 1 << bit;
                if let (true, Some(circumstance)) = (is_when, circumstance_of(fact)) {
                    match needs.iter_mut().find(|(there, _)| *there == 1 << circumstance) {
                        Some((_, mask)) => *mask |= 1 << bit,
                        None => needs.push((1 << circumstance, 1 << bit)),
                    }
                }
            }
        }
        let (by_category, whole) = asks.into_iter().partition(|asks| asks.fact.differs_by_category());
        (self.needs, self.whole, self.by_category) = (needs.into(), Vec::into(whole), Vec::into(by_category));
        self.asks = self.whole.iter().fold(0, |asks, whole| asks | 1 << whole.place());
    }

    /// The rules that reach, as far as that is the same for all categories. `in_box` tells of a rule by its bit whether the request is in
    /// its box, where the block does not.
    #[inline(always)]
    pub(in crate::engine) fn left(&self, facts: &Facts<'_>, known: &Known, in_box: impl Fn(u32) -> Truth) -> Left {
        let mut left = Left { possible: self.all, unsure: self.possible };
        for (circumstance, rules) in &self.needs {
            left.possible &= if circumstance & facts.present == 0 { !rules } else { u64::MAX };
        }
        for (origins, rules) in &self.origins {
            left.possible &= if origins.contains(facts.origin) { u64::MAX } else { !rules };
        }
        left.possible &= self.about(facts.judged);
        for bit in bits(left.possible & self.ask) {
            match in_box(bit) {
                Truth::Holds => {}
                Truth::Unknown => left.unsure |= 1 << bit,
                Truth::Fails => left.possible &= !(1 << bit),
            }
        }
        for asks in &self.whole {
            let place = asks.place();
            left.learn(asks, known.holds >> place & 1, known.maybe >> place & 1);
        }
        left
    }

    /// Of the rules that are left, those that reach one category.
    #[inline(always)]
    pub(in crate::engine) fn left_of(&self, mut left: Left, category: DataCategories, facts: &Facts<'_>) -> Left {
        left.possible &= self.about(category);
        for asks in &self.by_category {
            if (asks.when | asks.unless) & left.possible != 0 {
                let (holds, maybe) = facts.value(asks.fact).of_one(category);
                left.learn(asks, u64::from(holds), u64::from(maybe));
            }
        }
        left
    }

    /// The rules about any of these categories.
    #[inline(always)]
    fn about(&self, categories: DataCategories) -> u64 {
        let some = self.categories.iter().filter(|(theirs, _)| theirs.intersects(categories));
        some.fold(0, |all, (_, rules)| all | rules)
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.places)
            + size_of_val(&*self.categories)
            + size_of_val(&*self.origins)
            + size_of_val(&*self.needs)
            + size_of_val(&*self.whole)
            + size_of_val(&*self.by_category)
    }
}

impl Left {
    /// Takes in a fact: 1 if it holds, and 1 if it may. Without a branch: whether it does cannot be foreseen.
    #[inline(always)]
    fn learn(&mut self, asks: &Asks, holds: u64, maybe: u64) {
        let (holds, maybe) = (holds.wrapping_neg(), maybe.wrapping_neg());
        self.possible &= !(asks.when & !maybe) & !(asks.unless & holds);
        self.unsure |= (asks.when | asks.unless) & maybe & !holds;
    }
}

impl Asks {
    /// The fact's place among the built-in ones.
    #[inline(always)]
    fn place(&self) -> u32 {
        match self.fact {
            AskedFact::Builtin(fact) => fact as u32,
            AskedFact::Own(_) | AskedFact::Unnamed => 63,
        }
    }
}

/// The rules that have a value in common, for each value.
fn grouped<T: PartialEq + Copy>(rules: &[&CompiledRule], value: impl Fn(&CompiledRule) -> Option<T>) -> Box<[(T, u64)]> {
    let mut groups: Vec<(T, u64)> = Vec::new();
    for (bit, rule) in rules.iter().enumerate() {
        let Some(value) = value(rule) else { continue };
        match groups.iter_mut().find(|(there, _)| *there == value) {
            Some((_, mask)) => *mask |= 1 << bit,
            None => groups.push((value, 1 << bit)),
        }
    }
    groups.into()
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
