//! The combining rule, written once: how what rules reach becomes an answer.

use crate::decision::{Outcome, Verdict};
use crate::policy::DefaultAnswer;
use crate::vocabulary::DataCategories;

/// What one rule, or several, reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Categories that are surely reached.
    pub(super) sure: DataCategories,
    /// Categories that are reached, surely or depending on facts that are unknown.
    pub(super) possible: DataCategories,
}

impl Reach {
    pub(super) const NOTHING: Self = Self { sure: DataCategories::empty(), possible: DataCategories::empty() };

    pub(super) fn and(self, other: Self) -> Self {
        Self { sure: self.sure | other.sure, possible: self.possible | other.possible }
    }

    /// What is left of a prohibition that gives way to permissions: nothing where such a permission surely reaches, and only a
    /// possibility where it may.
    pub(super) fn yielding_to(self, permits: Self) -> Self {
        Self { sure: self.sure - permits.possible, possible: self.possible - permits.sure }
    }
}

/// How far the rules of one effect reach one category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reaching {
    /// Some rule surely reaches it.
    pub(super) surely: bool,
    /// Some rule reaches it, surely or depending on facts that are unknown.
    pub(super) possibly: bool,
}

/// How far the rules of a policy reach one category, by effect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reached {
    pub(super) exempt: Reaching,
    pub(super) forbid: Reaching,
    pub(super) permit: Reaching,
}

impl Reaching {
    fn or(self, other: Self) -> Self {
        Self { surely: self.surely | other.surely, possibly: self.possibly | other.possibly }
    }
}

impl Reached {
    /// What these and other rules reach.
    pub(super) fn and(self, other: Self) -> Self {
        Self { exempt: self.exempt.or(other.exempt), forbid: self.forbid.or(other.forbid), permit: self.permit.or(other.permit) }
    }
}

/// The combining rule: the answer of one policy for one category.
const fn by_the_rule(reached: &Reached, default: DefaultAnswer) -> Verdict {
    let Reached { exempt, forbid, permit } = reached;
    // An exemption that is only possible does not exempt: unknown means governed.
    if exempt.surely {
        return Verdict::NotGoverned;
    }
    if forbid.surely {
        return Verdict::Denied;
    }
    if permit.surely && !forbid.possibly {
        return Verdict::Permitted;
    }
    match default {
        DefaultAnswer::Deny if permit.possibly => Verdict::Undetermined,
        DefaultAnswer::Deny => Verdict::Denied,
        DefaultAnswer::Silent if forbid.possibly => Verdict::Undetermined,
        DefaultAnswer::Silent => Verdict::NotGoverned,
    }
}

/// The answer of one policy for one category, by the combining rule.
#[inline(always)]
pub(super) fn combine(reached: &Reached, default: DefaultAnswer) -> Verdict {
    ANSWERS[default as usize][reached.number()]
}

/// What the rule makes of all that can be reached: it is looked up, because no processor foresees which branch it would take.
static ANSWERS: [[Verdict; Reached::ALL]; DefaultAnswer::ALL.len()] = {
    let mut answers = [[Verdict::Denied; Reached::ALL]; DefaultAnswer::ALL.len()];
    let mut default = 0;
    while default < answers.len() {
        let mut number = 0;
        while number < Reached::ALL {
            answers[default][number] = by_the_rule(&Reached::numbered(number), DefaultAnswer::ALL[default]);
            number += 1;
        }
        default += 1;
    }
    answers
};

impl Reached {
    const ALL: usize = 1 << 5;

    /// Its number among all: one bit for each way of reaching that decides.
    #[inline(always)]
    const fn number(&self) -> usize {
        self.exempt.surely as usize
            | (self.forbid.surely as usize) << 1
            | (self.forbid.possibly as usize) << 2
            | (self.permit.surely as usize) << 3
            | (self.permit.possibly as usize) << 4
    }

    const fn numbered(number: usize) -> Self {
        const fn is(number: usize, bit: u32) -> bool {
            number >> bit & 1 == 1
        }
        Self {
            exempt: Reaching { surely: is(number, 0), possibly: is(number, 0) },
            forbid: Reaching { surely: is(number, 1), possibly: is(number, 2) },
            permit: Reaching { surely: is(number, 3), possibly: is(number, 4) },
        }
    }
}

/// The answer after a layer has been laid over what is under it: the stricter one. A layer restricts what is governed: where
/// what is under it is not governed, one that only restricts has no say.
pub(super) fn overlay(under: Outcome, layer: Outcome, default: DefaultAnswer) -> Outcome {
    match default {
        DefaultAnswer::Deny => under.stricter(layer),
        DefaultAnswer::Silent => {
            let governed = under.permitted | under.denied | under.undetermined;
            under.stricter(layer.among(governed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaching((surely, possibly): Kind) -> Reaching {
        Reaching { surely, possibly: surely || possibly }
    }

    /// Every combination of three-valued reaches, against the sentence of the model.
    #[test]
    fn every_combination() {
        use Verdict::{Denied, NotGoverned, Permitted, Undetermined};
        let kinds = [(false, false), (false, true), (true, true)];
        for (exempt, forbid, permit) in combinations(&kinds) {
            for default in [DefaultAnswer::Deny, DefaultAnswer::Silent] {
                let reached = Reached { exempt: reaching(exempt), forbid: reaching(forbid), permit: reaching(permit) };
                let open = if default == DefaultAnswer::Deny { permit.1 } else { forbid.1 };
                let expected = match () {
                    () if exempt.0 => NotGoverned,
                    () if forbid.0 => Denied,
                    () if permit.0 && !forbid.1 => Permitted,
                    () if open => Undetermined,
                    () if default == DefaultAnswer::Deny => Denied,
                    () => NotGoverned,
                };
                assert_eq!(combine(&reached, default), expected, "{reached:?} {default}");
            }
        }
    }

    #[test]
    fn what_several_rules_reach_is_reached_whether_one_or_both_reach_it() {
        let (email, phone) = (DataCategories::EMAIL, DataCategories::PHONE);
        let one = Reach { sure: email, possible: email | phone };
        let other = Reach { sure: email | phone, possible: email | phone };
        assert_eq!(one.and(other), other);
        let open = Reach { sure: DataCategories::empty(), possible: email };
        assert_eq!(open.and(open), open, "two that only possibly reach it");
    }

    type Kind = (bool, bool);

    fn combinations(kinds: &[Kind; 3]) -> impl Iterator<Item = (Kind, Kind, Kind)> {
        kinds.iter().flat_map(move |a| kinds.iter().flat_map(move |b| kinds.iter().map(move |c| (*a, *b, *c))))
    }
}
