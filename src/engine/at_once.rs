//! Deciding ordinary questions at once: one category, of which one policy in its only edition speaks.
//!
//! The rules are sifted by what the request says, once for everybody whom it is about. What is known of the person parts those that
//! are left. Ordinary people can bear on a request in a few ways only: the answer to each is worked out once.

use super::combine::{Reached, combine};
use super::compile::{Compiled, CompiledPolicy, PolicyEngine};
use super::editions::Binding;
use super::facts::{Facts, Personal, Standing, sought};
use super::index::{Block, Left, bits};
use super::reach::in_box;
use super::voice::Say;
use crate::decision::{Decision, Determined, Determining, Entailed, Outcome, RuleNumber, Verdict};
use crate::policy::DefaultAnswer;
use crate::request::{Request, Sifted, SiftedRules};
use crate::subject::DataSubject;
use crate::vocabulary::{DataCategories, Duties, Grounds};

/// What one block of rules says about a category of a person.
#[derive(Clone, Copy)]
struct Said {
    answer: Verdict,
    /// The rules that decided.
    decided: u64,
    duties: Duties,
    grounds: Grounds,
}

impl PolicyEngine {
    /// The decision where the question is ordinary.
    #[inline(always)]
    pub(super) fn at_once<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Option<Decision<'a>> {
        let engine = &*self.0;
        let sifted = request.noted().sifted(engine.number, || engine.sift(request, subject))?;
        let block = engine.policies.first()?.block(sifted.only_block()?)?;
        let standing = Standing::of(request, subject, sifted.sought.as_ref()?, sifted.age_of_majority)?;
        let said = match request.noted().answers[standing.number()].get() {
            Some(noted) => noted.into(),
            None => engine.note(block, sifted, standing, request)?,
        };
        Some(engine.decision(sifted.category, (block, said), request, subject))
    }
}

impl Compiled {
    /// The decision where the question is ordinary, but rules are left in several blocks, or the person is not ordinary, or another
    /// engine was asked before.
    pub(super) fn at_length<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Option<Decision<'a>> {
        let anew;
        let sifted = match request.noted().sifted(self.number, || self.sift(request, subject)) {
            Some(noted) => noted,
            None => {
                anew = self.sift(request, subject);
                &anew
            }
        };
        let (sought, policy) = (sifted.sought.as_ref()?, self.policies.first()?);
        let person = match Standing::of(request, subject, sought, sifted.age_of_majority) {
            Some(standing) => standing.personal(request),
            None => self.facts(request, subject)?.personal(sifted.category, sifted.asks),
        };
        if let [rules] = sifted.rules() {
            let block = policy.block(rules.block)?;
            return Some(self.decision(sifted.category, (block, self.say(block, *rules, &person)), request, subject));
        }
        let (answer, entailed) = policy.by_blocks(sifted.rules(), &person);
        let outcome = Outcome::all(sifted.category, answer);
        Some(Decision::new((outcome, answer), entailed, self, request, subject))
    }

    #[inline(always)]
    fn decision<'a>(
        &'a self,
        category: DataCategories,
        (block, said): (&'a Block, Said),
        request: &'a Request,
        subject: &'a DataSubject,
    ) -> Decision<'a> {
        let Said { answer, decided, duties, grounds } = said;
        let rules = Determined::Among { policy: self.stack.base(), rules: &block.rules, decided };
        let outcome = Outcome::all(category, answer);
        Decision::new((outcome, answer), Entailed { duties, grounds, rules }, self, request, subject)
    }

    /// Notes what a block of rules says about people of a standing.
    #[inline(never)]
    fn note(&self, block: &Block, sifted: &Sifted, standing: Standing, request: &Request) -> Option<Said> {
        let said = self.say(block, *sifted.rules().first()?, &standing.personal(request));
        request.noted().answers[standing.number()].set(said.into());
        Some(said)
    }

    /// What a block of rules says, where a request leaves some of them.
    fn say(&self, block: &Block, rules: SiftedRules, person: &Personal) -> Said {
        let default = self.policies.first().map_or(DefaultAnswer::Deny, |policy| policy.default);
        let mut left = block.about(Left::from(rules), person);
        left.give_way(&block.yielding);
        let reached = block.reached(left);
        let answer = combine(&reached, default);
        let (decided, counted) = Say::of(answer, reached.permit.surely, default).among(left, &block.effects);
        let (duties, grounds) = block.entailed(counted);
        Said { answer, decided, duties, grounds }
    }
}

impl Block {
    /// The duties and grounds of some of its rules.
    fn entailed(&self, counted: u64) -> (Duties, Grounds) {
        bits(counted)
            .map(|bit| &self.rules[bit as usize])
            .fold((Duties::empty(), Grounds::empty()), |(duties, grounds), rule| (duties | rule.duties, grounds | rule.grounds))
    }
}

impl From<Said> for [u64; 2] {
    /// The second word is never 0.
    fn from(said: Said) -> Self {
        let (duties, grounds, answer) = (said.duties.bits(), said.grounds.bits(), said.answer as u8);
        [said.decided, 1 << 63 | u64::from(answer) << 48 | u64::from(grounds) << 32 | u64::from(duties)]
    }
}

impl From<[u64; 2]> for Said {
    #[inline(always)]
    fn from([decided, more]: [u64; 2]) -> Self {
        Self {
            answer: Verdict::ALL[(more >> 48) as usize % Verdict::ALL.len()],
            decided,
            duties: Duties::from_bits_retain(more as u32),
            grounds: Grounds::from_bits_retain((more >> 32) as u16),
        }
    }
}

impl CompiledPolicy {
    /// The answer where rules are left in several blocks, or in none.
    fn by_blocks<'a>(&'a self, sifted: &[SiftedRules], person: &Personal) -> (Verdict, Entailed<'a>) {
        let blocks = || {
            let left =
                |rules: &SiftedRules| self.block(rules.block).map(|block| (block, block.about(Left::from(*rules), person)));
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
            let entailed = block.entailed(counted);
            duties |= entailed.0;
            grounds |= entailed.1;
        }
        (answer, Entailed { duties, grounds, rules: Determined::Gathered(determining) })
    }

    /// The block of rules, in the only edition.
    #[inline(always)]
    fn block(&self, place: u32) -> Option<&Block> {
        self.editions.first()?.index.block(place)
    }
}

impl Compiled {
    /// The rules that a request leaves if it is ordinary. About whom it is makes no difference.
    #[inline(never)]
    fn sift(&self, request: &Request, subject: &DataSubject) -> Sifted {
        self.sifted(request, subject).unwrap_or_else(|| Sifted::nothing(self.number))
    }

    fn sifted(&self, request: &Request, subject: &DataSubject) -> Option<Sifted> {
        let [policy] = &*self.policies else { return None };
        let [edition] = &*policy.editions else { return None };
        let facts = self.facts(request, subject)?;
        let category = Some(facts.judged).filter(|judged| request.items().len() == 1 && judged.bits().is_power_of_two())?;

        let found = edition.index.find(request);
        let is_one = found.blocks().count() == 1;
        let (known, corner) = (facts.known(category), edition.index.corner(category, facts.item.origin()));
        let mut sifted = Sifted::nothing(self.number);
        sifted.sought = Some(sought(request, request.ticks()?, category));
        sifted.category = category;
        sifted.age_of_majority = policy.terms.age_of_majority;
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

    fn facts<'a>(&'a self, request: &'a Request, subject: &'a DataSubject) -> Option<Facts<'a>> {
        let binding = Binding::to_the_only_edition(subject, request);
        let terms = &self.policies.first()?.terms;
        Some(Facts::new(request, subject, request.items().first()?, (self.stack.base(), terms), binding))
    }
}

impl From<SiftedRules> for Left {
    fn from(SiftedRules { possible, unsure, .. }: SiftedRules) -> Self {
        Self { possible, unsure }
    }
}
