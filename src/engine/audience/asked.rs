//! A question, asked about people side by side.

use super::common::Common;
use super::memo::{Heard, Memo, bit};
use crate::decision::Verdict;
use crate::engine::check::ForeignPeople;
use crate::engine::compile::PolicyEngine;
use crate::engine::index::bits;
use crate::request::Request;
use crate::subject::{People, PersonNumber, Row, Said};

/// So many people are answered together: one bit for each tells who has to be looked at closer, and what has to be fetched from
/// memory for them is fetched at once.
pub(super) const TOGETHER: usize = u64::BITS as usize;

/// A question, and what can be said about it before anybody is looked at.
pub(in crate::engine) struct Asked<'a> {
    engine: &'a PolicyEngine,
    request: &'a Request,
    people: &'a People,
    common: Option<Common>,
}

impl<'a> Asked<'a> {
    pub(in crate::engine) fn new(
        engine: &'a PolicyEngine,
        request: &'a Request,
        people: &'a People,
    ) -> Result<Self, ForeignPeople> {
        if people.vocabulary() != engine.vocabulary() {
            return Err(ForeignPeople);
        }
        Ok(Self { engine, request, people, common: Common::of(engine, request, people) })
    }

    /// The answers about people from one of them on, as many as there is room for.
    pub(in crate::engine) fn answer(&self, first: usize, verdicts: &mut [Verdict], memo: &mut Memo) {
        for (verdicts, first) in verdicts.chunks_mut(TOGETHER).zip((first..).step_by(TOGETHER)) {
            match &self.common {
                Some(common) => self.together(common, first, verdicts, memo),
                None => {
                    let people = verdicts.iter_mut().zip(first..);
                    people.for_each(|(verdict, person)| *verdict = self.one_by_one(PersonNumber::at(person)));
                }
            }
        }
    }

    /// Answers about no more people than are answered together.
    fn together(&self, common: &Common, first: usize, verdicts: &mut [Verdict], memo: &mut Memo) {
        let number = |person: usize| PersonNumber::at(first + person);
        let rows = self.people.rows(number(0), verdicts.len());
        // Most said nothing about it: what is known of their like is their answer.
        let (mut closer, mut standings) = (0_u64, 0);
        for (row, verdict) in rows.iter().zip(&mut *verdicts) {
            let standing = row.standing(&common.moment);
            *verdict = memo.silent(standing);
            standings |= bit(standing);
            closer = (closer | u64::from(row.marks().meet(common.marks))).rotate_right(1);
        }
        let closer = closer.rotate_left(rows.len() as u32);
        if memo.unknown(standings) != 0 {
            self.learn(common, first, verdicts, memo);
        }
        let closer = || bits(closer).map(|bit| bit as usize).zip(bits(closer).filter_map(|bit| rows.get(bit as usize)));
        std::hint::black_box(closer().fold(0, |all, (_, row)| all ^ self.people.warm(row)));
        for (person, row) in closer() {
            verdicts[person] = self.closer(common, number(person), row, memo);
        }
    }

    /// Finds out the answers about those who said nothing and are the first of their like.
    #[cold]
    fn learn(&self, common: &Common, first: usize, verdicts: &mut [Verdict], memo: &mut Memo) {
        let rows = self.people.rows(PersonNumber::at(first), verdicts.len());
        for ((row, verdict), person) in rows.iter().zip(verdicts).zip(first..) {
            if !row.marks().meet(common.marks) {
                let anew = || self.one_by_one(PersonNumber::at(person));
                *verdict = memo.answer(row.standing(&common.moment), Heard::Nothing, anew);
            }
        }
    }

    #[inline(always)]
    fn closer(&self, common: &Common, person: PersonNumber, row: &Row, memo: &mut Memo) -> Verdict {
        let anew = || self.one_by_one(person);
        if row.is_kept_whole() {
            return anew();
        }
        memo.answer(self.people.standing(person, &common.moment), common.heard(self.people, row), anew)
    }

    #[cold]
    fn one_by_one(&self, person: PersonNumber) -> Verdict {
        // What is said about something else changes no answer.
        let is_about = |said: Said| self.common.as_ref().is_none_or(|common| common.is_about(said));
        self.engine.decide(self.request, &self.people.subject(person, is_about)).verdict()
    }
}
