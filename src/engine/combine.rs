//! The combining rule, written once: how what rules reach becomes an answer.

use crate::decision::Outcome;
use crate::policy::DefaultAnswer;
use crate::vocabulary::DataCategories;

/// What one rule, or all rules of one effect, reach.
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

/// What the rules of a policy reach, by effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    pub(super) exempt: Reach,
    pub(super) forbid: Reach,
    pub(super) permit: Reach,
}

/// The answer of one policy for the categories that are judged.
pub(super) fn combine(judged: DataCategories, reached: &Reached, default: DefaultAnswer) -> Outcome {
    let mut open = judged;
    let mut settle = |categories: DataCategories| {
        let settled = open & categories;
        open -= settled;
        settled
    };

    // An exemption that is only possible does not exempt: unknown means governed.
    let mut not_governed = settle(reached.exempt.sure);
    let mut denied = settle(reached.forbid.sure);
    let permitted = settle(reached.permit.sure - reached.forbid.possible);
    let undetermined = settle(match default {
        DefaultAnswer::Deny => reached.permit.possible,
        DefaultAnswer::Silent => reached.forbid.possible,
    });
    match default {
        DefaultAnswer::Deny => denied |= open,
        DefaultAnswer::Silent => not_governed |= open,
    }
    Outcome { permitted, denied, undetermined, not_governed }
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

    const EMAIL: DataCategories = DataCategories::EMAIL;
    const NONE: DataCategories = DataCategories::empty();

    fn reach(sure: bool, possible: bool) -> Reach {
        Reach { sure: if sure { EMAIL } else { NONE }, possible: if sure || possible { EMAIL } else { NONE } }
    }

    /// Every combination of three-valued reaches, against the sentence of the model spelt out for one category.
    #[test]
    fn one_category_at_a_time() {
        use crate::decision::Verdict::{Denied, NotGoverned, Permitted, Undetermined};
        let kinds = [(false, false), (false, true), (true, true)];
        for (exempt, forbid, permit) in itertools(&kinds) {
            for default in [DefaultAnswer::Deny, DefaultAnswer::Silent] {
                let reached = Reached {
                    exempt: reach(exempt.0, exempt.1),
                    forbid: reach(forbid.0, forbid.1),
                    permit: reach(permit.0, permit.1),
                };
                let open = if default == DefaultAnswer::Deny { permit.1 } else { forbid.1 };
                let expected = if exempt.0 {
                    NotGoverned
                } else if forbid.0 {
                    Denied
                } else if permit.0 && !forbid.1 {
                    Permitted
                } else if open {
                    Undetermined
                } else if default == DefaultAnswer::Deny {
                    Denied
                } else {
                    NotGoverned
                };
                assert_eq!(combine(EMAIL, &reached, default).of(EMAIL), expected, "{reached:?} {default}");
            }
        }
    }

    type Kind = (bool, bool);

    fn itertools(kinds: &[Kind; 3]) -> impl Iterator<Item = (Kind, Kind, Kind)> {
        kinds.iter().flat_map(move |a| kinds.iter().flat_map(move |b| kinds.iter().map(move |c| (*a, *b, *c))))
    }
}
