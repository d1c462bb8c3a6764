//! Deciding ordinary questions at once: one category, of which one policy in its only edition speaks.
//!
//! The rules are sifted by what the request says, once for everybody whom it is about. What is known of the person parts those that
//! are left.

use super::combine::{Reached, combine};
use super::compile::{Compiled, CompiledPolicy, PolicyEngine};
use super::editions::Binding;
use super::facts::{Asks, Facts, Personal};
use super::index::{Block, Left, bits};
use super::reach::in_box;
use super::voice::Say;
use crate::decision::{Decision, Determining, Entailed, Outcome, RuleNumber, Verdict};
use crate::request::{Request, Sifted, SiftedRules};
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Duties, Grounds};

impl PolicyEngine {
    /// The decision where the question is ordinary.
    #[inline(always)]
    pub(super) fn at_once<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Option<Decision<'a>> {
        let engine = &*self.0;
        let anew;
        let sifted = match request.noted().sifted(engine.number, || engine.sift(request, subject)) {
            Some(noted) => noted,
            None => {
                anew = engine.sift(request, subject);
                &anew
            }
        };
        let (place, policy) = (usize::from(sifted.category?), engine.policies.first()?);
        let category = DataCategories::leaf(place);
        let majority = policy.terms.age_of_majority;
        let person = match Personal::at_a_glance(request, subject, place, majority) {
            Some(person) => person,
            None => match Personal::at_a_closer_look(request, subject, place, majority) {
                Some(person) => person,
                None => engine.look_at((request, subject), category, sifted.asks)?,
            },
        };
        let decide = |answer: Verdict, entailed: Entailed<'a>| {
            let outcome = Outcome::default().with(category, answer);
            Decision::new((outcome, answer), entailed, engine, request, subject)
        };
        let [rules] = sifted.rules() else {
            let (answer, entailed) = policy.by_blocks(sifted.rules(), &person);
            return Some(decide(answer, entailed));
        };
        let block = policy.block(rules)?;
        let mut left = block.about(Left::from(*rules), &person);
        if left.possible & block.yields != 0 {
            left.give_way(&block.yielding);
        }
        let reached = block.reached(left);
        let answer = combine(&reached, policy.default);
        let (decided, counted) = Say::of(answer, reached.permit.surely, policy.default).among(left, &block.effects);
        Some(decide(answer, Entailed::Among { policy: engine.stack.base(), rules: &block.rules, decided, counted }))
    }
}

impl CompiledPolicy {
    /// The answer where rules are left in several blocks, or in none.
    #[inline(never)]
    fn by_blocks<'a>(&'a self, sifted: &[SiftedRules], person: &Personal) -> (Verdict, Entailed<'a>) {
        let blocks = || {
            let left = |rules: &SiftedRules| self.block(rules).map(|block| (block, block.about(Left::from(*rules), person)));
            sifted.iter().filter_map(left)
        };
        let reached = blocks().fold(Reached::default(), |reached, (block, left)| reached.and(block.reached(left)));
        let answer = combine(&reached, self.default);
        let say = Say::of(answer, reached.permit.surely, self.default);
        let (mut duties, mut grounds, mut determining) = (Duties::empty(), Grounds::empty(), Determining::default());
        for (block, left) in blocks() {
            let (decided, counted) = say.among(left, &block.effects);
            let number = |bit: u32| RuleNumber { rule: block.rules[bit as usize].place, ..RuleNumber::default() };
            bits(decided).map(number).for_each(|rule| determining.add(rule));
            for bit in bits(counted) {
                duties |= block.rules[bit as usize].duties;
                grounds |= block.rules[bit as usize].grounds;
            }
        }
        (answer, Entailed::Gathered { duties, grounds, determining })
    }

    /// The block of rules, in the only edition.
    #[inline(always)]
    fn block(&self, rules: &SiftedRules) -> Option<&Block> {
        self.editions.first()?.index.block(rules.block)
    }
}

impl Compiled {
    /// The rules that a request leaves if it is ordinary. About whom it is makes no difference.
    #[inline(never)]
    fn sift(&self, request: &Request, subject: &DataSubject) -> Sifted {
        self.sifted(request, subject).unwrap_or_else(|| Sifted::of(self.number, None))
    }

    fn sifted(&self, request: &Request, subject: &DataSubject) -> Option<Sifted> {
        let [policy] = &*self.policies else { return None };
        let [edition] = &*policy.editions else { return None };
        let facts = self.facts(request, subject)?;
        let category = Some(facts.judged).filter(|judged| request.items().len() == 1 && judged.bits().is_power_of_two())?;

        let found = edition.index.find(request);
        let is_one = found.blocks().count() == 1;
        let (known, corner) = (facts.known(category), edition.index.corner(category, facts.item.origin()));
        let mut sifted = Sifted::of(self.number, u8::try_from(category.place()).ok());
        for (place, block) in found.placed() {
            let in_box = |bit: u32| in_box(&edition.rules[block.rules[bit as usize].place as usize], &facts);
            let Left { possible, unsure } = block.sift((&facts, known), category, corner, in_box);
            if !is_one && !block.yielding.is_empty() {
                // What they give way to may stand in another block.
                return None;
            }
            if is_one || possible != 0 {
                sifted.add(SiftedRules { block: place, possible, unsure }, block.asks(possible));
            }
        }
        Some(sifted)
    }

    /// What is known of a person who takes more than a glance.
    #[inline(never)]
    fn look_at(&self, (request, subject): (&Request, &DataSubject), category: DataCategories, asks: Asks) -> Option<Personal> {
        Some(self.facts(request, subject)?.personal(category, asks))
    }

    fn facts<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Option<Facts<'a>> {
        let binding = Binding::to_the_only_edition(subject, request);
        let terms = &self.policies.first()?.terms;
        Some(Facts::new(request, subject, request.items().first()?, (self.stack.base(), terms), binding))
    }
}

impl From<SiftedRules> for Left {
    #[inline(always)]
    fn from(SiftedRules { possible, unsure, .. }: SiftedRules) -> Self {
        Self { possible, unsure }
    }
}
