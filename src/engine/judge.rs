//! Judging one item: by the base policy and the layers over it, in the editions that bind.

use super::combine::{Reach, Reached, combine, overlay};
use super::compile::{Compiled, CompiledEdition, CompiledPolicy};
use super::editions::{Binding, bound_by, in_force};
use super::facts::{Facts, Known, Personal};
use super::index::{Block, Found, Left};
use super::reach::{in_box, reach};
use super::rule::CompiledRule;
use crate::decision::{BoundBy, Outcome, RuleNumber, Verdict};
use crate::policy::{DefaultAnswer, Policy};
use crate::request::{Item, Request};
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Instant};

/// One question, and the editions that bind those whom it concerns.
pub(super) struct Judge<'a> {
    pub(super) engine: &'a Compiled,
    pub(super) request: &'a Request,
    pub(super) subject: &'a DataSubject,
    pub(super) binding: Binding,
}

/// One policy's reading of one item: the edition that it is read in, and its own answer.
pub(super) struct Reading<'j, 'a> {
    judge: &'j Judge<'a>,
    /// The edition of the base policy under which the whole stack is decided.
    base: usize,
    /// 0 is the base policy, layers come after it.
    pub(super) policy: usize,
    pub(super) edition: usize,
    pub(super) facts: Facts<'a>,
    found: Found<'a>,
    lefts: Lefts,
    pub(super) outcome: Outcome,
    /// What permissions surely reach, whatever becomes of it.
    pub(super) surely_permitted: DataCategories,
    /// What the item only reveals, and is not governed because all that it is itself is exempt.
    pub(super) waived: DataCategories,
}

/// The rules that reach, category by category and block by block: as many as are ordinarily met. They are worked out anew where
/// there are more.
#[derive(Default)]
struct Lefts {
    first: [Left; 4],
    count: usize,
}

impl Lefts {
    fn push(&mut self, left: Left) {
        if let Some(next) = self.first.get_mut(self.count) {
            *next = left;
        }
        self.count += 1;
    }
}

impl<'a> Judge<'a> {
    pub(super) fn new(engine: &'a Compiled, request: &'a Request, subject: &'a DataSubject) -> Self {
        Self::supposing(engine, request, subject, None)
    }

    /// Supposes that prominent notice of an edition is given at an instant.
    pub(super) fn supposing(
        engine: &'a Compiled,
        request: &'a Request,
        subject: &'a DataSubject,
        notice: Option<(&str, Instant)>,
    ) -> Self {
        let binding = Binding::of(engine.stack.base(), subject, request, notice);
        Self { engine, request, subject, binding }
    }

    /// The answer for one item under one edition of the base policy; every policy's own reading is shown on the way.
    pub(super) fn item(&self, item: &'a Item, base: usize, mut show: impl FnMut(&Reading<'_, 'a>)) -> Outcome {
        let mut total = Outcome::default();
        for (policy, document) in self.engine.stack.policies().enumerate() {
            let reading = Reading::of(self, item, base, policy);
            total = if policy == 0 { reading.outcome } else { overlay(total, reading.outcome, document.default_answer()) };
            show(&reading);
        }
        total
    }

    /// Shows every reading of every item, under every edition that binds and by every policy.
    pub(super) fn each_reading(&self, mut show: impl FnMut(&Reading<'_, 'a>)) {
        for item in self.request.items() {
            for base in self.binding.readings() {
                self.item(item, base, &mut show);
            }
        }
    }

    /// The edition in which a policy of the stack is read.
    fn edition(&self, policy: usize, base: usize) -> usize {
        match policy.checked_sub(1) {
            None => base,
            Some(layer) => in_force(self.engine.stack.layers()[layer].editions(), self.request.instant()),
        }
    }

    fn compiled(&self, policy: usize) -> &'a CompiledPolicy {
        &self.engine.policies[policy]
    }

    fn facts(&self, item: &'a Item, policy: usize) -> Facts<'a> {
        Facts::new(self.request, self.subject, item, (self.engine.stack.base(), &self.compiled(policy).terms), self.binding)
    }
}

impl<'j, 'a> Reading<'j, 'a> {
    fn of(judge: &'j Judge<'a>, item: &'a Item, base: usize, policy: usize) -> Self {
        let edition = judge.edition(policy, base);
        let mut reading = Self {
            judge,
            base,
            policy,
            edition,
            facts: judge.facts(item, policy),
            found: judge.compiled(policy).editions[edition].index.find(judge.request),
            lefts: Lefts::default(),
            outcome: Outcome::default(),
            surely_permitted: DataCategories::empty(),
            waived: DataCategories::empty(),
        };
        reading.read();
        reading
    }

    /// Looks at the rules, category by category and block by block.
    fn read(&mut self) {
        let mut exempt = DataCategories::empty();
        for category in self.facts.judged.leaves() {
            let mut reached = Reached::default();
            let known = self.known(category);
            for block in self.found.blocks() {
                let left = self.left(block, category, known);
                self.lefts.push(left);
                reached = reached.and(block.reached(left));
            }
            let answer = combine(&reached, self.default_answer());
            self.outcome = self.outcome.with(category, answer);
            exempt |= if reached.exempt.surely { category } else { DataCategories::empty() };
            self.surely_permitted |= if reached.permit.surely { category } else { DataCategories::empty() };
        }
        let own = self.facts.item.categories();
        if !own.is_empty() && exempt.contains(own) {
            self.waived = self.facts.judged - own;
            self.outcome = self.outcome.among(own).with(self.waived, Verdict::NotGoverned);
        }
    }

    /// What is known of a category.
    fn known(&self, category: DataCategories) -> (Known, Personal) {
        let asked = self.found.blocks().fold(0, |asked, block| asked | block.asks(u64::MAX));
        (self.facts.known(category), self.facts.personal(category, asked))
    }

    /// The rules of a block that reach a category, what they yield to taken into account.
    fn left(&self, block: &'a Block, category: DataCategories, (known, person): (Known, Personal)) -> Left {
        let corner = self.compiled().index.corner(category, self.facts.item.origin());
        let in_box = |bit: u32| in_box(self.rule(block, bit), &self.facts);
        let mut left = block.about(block.sift((&self.facts, known), category, corner, in_box), &person);
        if self.policy == 0 && self.found.blocks().count() == 1 {
            // All permissions that can reach stand in the same block.
            left.give_way(&block.yielding);
            return left;
        }
        for (forbid, _) in &block.yielding {
            if left.possible & forbid == 0 {
                continue;
            }
            let is_sure = left.sure() & forbid != 0;
            let reach = Reach { sure: if is_sure { category } else { DataCategories::empty() }, possible: category };
            let reach = self.yielding(self.rule(block, forbid.trailing_zeros()), reach);
            left.possible &= if reach.possible.is_empty() { !forbid } else { u64::MAX };
            left.unsure |= if reach.sure.is_empty() { *forbid } else { 0 };
        }
        left
    }

    fn rule(&self, block: &Block, bit: u32) -> &'a CompiledRule {
        &self.rules()[block.rules[bit as usize].place as usize]
    }

    /// Shows the rules that reach each category, as bits of their blocks.
    pub(super) fn each_left(&self, mut show: impl FnMut(&'a Block, DataCategories, Left)) {
        let mut lefts = self.lefts.first.into_iter();
        for category in self.facts.judged.leaves() {
            for block in self.found.blocks() {
                show(block, category, lefts.next().unwrap_or_else(|| self.left(block, category, self.known(category))));
            }
        }
    }

    /// Shows the rules that may reach anything, each with what it reaches.
    pub(super) fn each_reaching(&self, mut show: impl FnMut(&'a CompiledRule, Reach)) {
        for rule in self.candidates() {
            let reach = self.reach(rule);
            if !reach.possible.is_empty() {
                show(rule, reach);
            }
        }
    }

    /// The rules that may speak of the request.
    pub(super) fn candidates(&self) -> impl Iterator<Item = &'a CompiledRule> {
        let rules = self.rules();
        self.found.blocks().flat_map(Block::places).map(|place| &rules[place as usize])
    }

    /// What a rule reaches, what it yields to taken into account.
    pub(super) fn reach(&self, rule: &CompiledRule) -> Reach {
        self.yielding(rule, reach(rule, &self.facts))
    }

    /// What is left of what a rule reaches, where it gives way.
    fn yielding(&self, rule: &CompiledRule, reached: Reach) -> Reach {
        if rule.yields_to.is_empty() || reached.possible.is_empty() {
            return reached;
        }
        let mut permits = Reach::NOTHING;
        self.each_yielded_to(rule, |permit, facts| permits = permits.and(reach(permit, facts)));
        reached.yielding_to(permits)
    }

    /// The permits that a forbid gives way to, in this policy and those under it, each with the facts in its policy's terms.
    pub(super) fn each_yielded_to(&self, rule: &CompiledRule, mut show: impl FnMut(&'a CompiledRule, &Facts<'a>)) {
        for policy in 0..=self.policy {
            let edition = &self.judge.compiled(policy).editions[self.judge.edition(policy, self.base)];
            let own;
            let facts = if policy == self.policy {
                &self.facts
            } else {
                own = self.judge.facts(self.facts.item, policy);
                &own
            };
            for place in rule.yields_to.iter().flat_map(|name| &edition.named_permits[*name as usize]) {
                show(&edition.rules[*place as usize], facts);
            }
        }
    }

    fn compiled_policy(&self) -> &'a CompiledPolicy {
        self.judge.compiled(self.policy)
    }

    fn compiled(&self) -> &'a CompiledEdition {
        &self.compiled_policy().editions[self.edition]
    }

    /// A rule's place among all rules of the stack.
    pub(super) fn number(&self, rule: &CompiledRule) -> RuleNumber {
        RuleNumber { rule: rule.place, ..self.first_number() }
    }

    /// The place of the edition's first rule.
    pub(super) fn first_number(&self) -> RuleNumber {
        RuleNumber { policy: self.policy as u16, edition: self.edition as u16, rule: 0 }
    }

    pub(super) fn default_answer(&self) -> DefaultAnswer {
        self.compiled_policy().default
    }

    /// All rules of the edition that is read.
    pub(super) fn rules(&self) -> &'a [CompiledRule] {
        &self.compiled().rules
    }

    /// The policy whose reading this is.
    pub(super) fn document(&self) -> &'a Policy {
        self.judge.engine.document(self.policy)
    }

    /// How the edition that is read came to bind.
    pub(super) fn bound_by(&self) -> BoundBy<'a> {
        let at = self.judge.request.instant();
        match self.policy {
            0 => bound_by(self.document(), self.judge.subject, at, (self.judge.binding, self.edition)),
            _ => match self.edition.checked_sub(1) {
                None => BoundBy::Start,
                Some(later) => BoundBy::Effect { from: self.document().editions()[later].effective_from() },
            },
        }
    }
}

impl Compiled {
    /// The facts about the first item of a request, in the terms of the base policy.
    #[cfg(test)]
    pub(super) fn facts_of<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Facts<'a> {
        Judge::new(self, request, subject).facts(&request.items()[0], 0)
    }

    /// A policy of the stack; 0 is the base.
    pub(super) fn document(&self, policy: usize) -> &Policy {
        match policy.checked_sub(1) {
            None => self.stack.base(),
            Some(layer) => &self.stack.layers()[layer],
        }
    }
}
