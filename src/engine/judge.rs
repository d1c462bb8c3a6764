//! Judging one item: by the base policy and the layers over it, in the editions that bind.

use super::combine::{Reach, Reached, combine, overlay};
use super::compile::{Compiled, CompiledEdition, CompiledPolicy};
use super::editions::{Binding, bound_by, in_force};
use super::facts::Facts;
use super::index::{Block, Found, Left, bits};
use super::reach::{in_box, reach};
use super::rule::CompiledRule;
use crate::decision::{BoundBy, Outcome, RuleNumber};
use crate::policy::Policy;
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
    reaching: Reaching,
    pub(super) outcome: Outcome,
    /// What the item only reveals, and is not governed because all that it is itself is exempt.
    pub(super) waived: DataCategories,
}

/// The rules that may reach anything, each with what it reaches: as many as are ordinarily met. They are worked out anew where there
/// are more.
struct Reaching {
    /// The places of the rules in their edition.
    first: [(u32, Reach); 4],
    count: usize,
}

impl Reaching {
    #[inline(always)]
    fn add(&mut self, place: u32, reach: Reach) {
        if let Some((_, there)) = self.first.iter_mut().take(self.count).find(|(there, _)| *there == place) {
            *there = there.and(reach);
            return;
        }
        if let Some(next) = self.first.get_mut(self.count) {
            *next = (place, reach);
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
        let binding = Binding::of(engine.stack.base(), subject, request.instant(), notice);
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

    /// The item, if there is only one reading of the whole question: one item, one binding edition, no layers.
    pub(super) fn only_item(&self) -> Option<&'a Item> {
        match self.request.items() {
            [item] if self.engine.stack.layers().is_empty() && self.binding.person == self.binding.operator => Some(item),
            _ => None,
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
    pub(super) fn of(judge: &'j Judge<'a>, item: &'a Item, base: usize, policy: usize) -> Self {
        let mut reading = Self::unread(judge, item, base, policy);
        reading.read();
        reading
    }

    /// A reading that has found its rules and looked at none of them.
    #[inline(always)]
    pub(super) fn unread(judge: &'j Judge<'a>, item: &'a Item, base: usize, policy: usize) -> Self {
        let edition = judge.edition(policy, base);
        Self {
            judge,
            base,
            policy,
            edition,
            facts: judge.facts(item, policy),
            found: judge.compiled(policy).editions[edition].index.find(judge.request),
            reaching: Reaching { first: [(0, Reach::NOTHING); 4], count: 0 },
            outcome: Outcome::default(),
            waived: DataCategories::empty(),
        }
    }

    /// Looks at the rules, block by block and category by category.
    #[inline(always)]
    pub(super) fn read(&mut self) {
        let mut reached = Reached { exempt: Reach::NOTHING, forbid: Reach::NOTHING, permit: Reach::NOTHING };
        let asked = self.found.blocks().fold(0, |asked, block| asked | block.asks);
        let known = self.facts.know(asked);
        for block in self.found.blocks() {
            let left = block.left(&self.facts, &known, |bit| in_box(self.rule(block, bit), &self.facts));
            if left.possible == 0 {
                continue;
            }
            for category in self.facts.judged.leaves() {
                let left = block.left_of(left, category, &self.facts);
                self.note(block, left, category, &mut reached);
            }
        }
        let own = self.facts.item.categories();
        if !own.is_empty() && reached.exempt.sure.contains(own) {
            self.waived = self.facts.judged - own;
            reached.exempt.sure |= self.waived;
        }
        self.outcome = combine(self.facts.judged, &reached, self.document().default_answer());
    }

    /// Notes the rules of a block that reach a category.
    #[inline(always)]
    fn note(&mut self, block: &'a Block, left: Left, category: DataCategories, reached: &mut Reached) {
        for bit in bits(left.possible) {
            let is_sure = left.unsure >> bit & 1 == 0;
            let mut reach = Reach { sure: if is_sure { category } else { DataCategories::empty() }, possible: category };
            if block.yielding >> bit & 1 == 1 {
                reach = self.yielding(self.rule(block, bit), reach);
                if reach.possible.is_empty() {
                    continue;
                }
            }
            if block.exempt >> bit & 1 == 1 {
                reached.exempt = reached.exempt.and(reach);
            } else if block.forbid >> bit & 1 == 1 {
                reached.forbid = reached.forbid.and(reach);
            } else if block.permit >> bit & 1 == 1 {
                reached.permit = reached.permit.and(reach);
            }
            self.reaching.add(block.places[bit as usize], reach);
        }
    }

    fn rule(&self, block: &Block, bit: u32) -> &'a CompiledRule {
        &self.rules()[block.places[bit as usize] as usize]
    }

    /// Shows the rules that may reach anything, each with what it reaches.
    #[inline(always)]
    pub(super) fn each_reaching(&self, mut show: impl FnMut(&'a CompiledRule, Reach)) {
        let rules = self.rules();
        if let Some(all) = self.reaching.first.get(..self.reaching.count) {
            all.iter().for_each(|(place, reach)| show(&rules[*place as usize], *reach));
            return;
        }
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
        self.found.blocks().flat_map(|block| &block.places).map(|place| &rules[*place as usize])
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

    fn compiled(&self) -> &'a CompiledEdition {
        &self.judge.compiled(self.policy).editions[self.edition]
    }

    /// A rule's place among all rules of the stack.
    pub(super) fn number(&self, rule: &CompiledRule) -> RuleNumber {
        RuleNumber { policy: self.policy as u16, edition: self.edition as u16, rule: rule.place }
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
