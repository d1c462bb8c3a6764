//! What is known about all facts at once, for one category.

use super::Facts;
use crate::policy::Fact;
use crate::vocabulary::{DataCategories, Truth};

/// One bit for each built-in fact, in their order; those about the person are never set.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Known {
    pub(in crate::engine) holds: u64,
    /// Facts that hold or are unknown.
    pub(in crate::engine) maybe: u64,
}

impl Known {
    /// Stands for facts that nobody declares: it is never known.
    pub(in crate::engine) const UNNAMED: u64 = 1 << 62;
    /// Stands for what never holds.
    pub(in crate::engine) const NEVER: u64 = 1 << 63;

    #[inline(always)]
    pub(super) fn note(&mut self, fact: Fact, truth: Truth) {
        self.holds |= u64::from(truth == Truth::Holds) << fact as u32;
        self.maybe |= u64::from(truth != Truth::Fails) << fact as u32;
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self { holds: self.holds | other.holds, maybe: self.maybe | other.maybe }
    }
}

pub(in crate::engine) const fn bit(fact: Fact) -> u64 {
    1 << fact as u32
}

/// What a request says of each category apart.
const BY_CATEGORY: [Fact; 4] = [Fact::Necessary, Fact::LegalDemand, Fact::LawForbids, Fact::RetentionRequired];

impl Facts<'_> {
    /// What the request tells about one of the categories: all but the facts about the person.
    #[inline(always)]
    pub(in crate::engine) fn known(&self, category: DataCategories) -> Known {
        let mut known = if self.is_only_category() {
            // It does not depend on the person: it is worked out once.
            let noted = &self.request.noted().known;
            if let Some([holds, maybe]) = noted.get() {
                Known { holds, maybe }
            } else {
                let known = self.said_by_request(category);
                noted.set([known.holds, known.maybe]);
                known
            }
        } else {
            self.said_by_request(category)
        };
        if self.request.function().is_some() {
            let (holds, maybe) = self.necessary().of_one(category);
            known.holds |= u64::from(holds) << Fact::Necessary as u32;
            known.maybe |= u64::from(maybe) << Fact::Necessary as u32;
        }
        known
    }

    /// Whether the request is about nothing else than one category.
    #[inline(always)]
    fn is_only_category(&self) -> bool {
        self.request.items().len() == 1 && self.judged.bits().is_power_of_two()
    }

    /// All that the request says about one category, but for what a function needs: that is the policy's to say.
    #[inline(never)]
    fn said_by_request(&self, category: DataCategories) -> Known {
        let mut known = Known { holds: 0, maybe: Known::UNNAMED };
        known.note(Fact::Published, self.item.is_published().into());
        known.note(Fact::Protected, self.item.is_protected().into());
        for fact in BY_CATEGORY {
            if fact != Fact::Necessary || self.request.function().is_none() {
                let (holds, maybe) = self.builtin(fact).of_one(category);
                known = known.and(Known { holds: u64::from(holds) << fact as u32, maybe: u64::from(maybe) << fact as u32 });
            }
        }
        let mut present = self.request.present();
        while present != 0 {
            self.know_of(present.trailing_zeros(), &mut known);
            present &= present - 1;
        }
        known
    }

    /// The facts of one circumstance that is given, by its place among all of them.
    fn know_of(&self, circumstance: u32, known: &mut Known) {
        macro_rules! facts {
            ($($fact:ident)*) => {
                { $( known.note(Fact::$fact, self.whole(Fact::$fact)); )* }
            };
        }
        match circumstance {
            0 => facts!(InUse ChannelLawful ChannelUnlawful MeansUnfair),
            3 => facts!(Violation Allegation DisclosureNeeded),
            4 => facts!(Complainant ComplainantQualified ComplaintFiled RespondentAsked ToRespondent),
            5 => facts!(DealOnPlatform RequesterIsParty RequesterPerformed DisclosureAsked OperatorDecided),
            6 => facts!(PersonAsked SharingNecessary),
            7 => facts!(InstrumentNamed ConsideredAppropriate),
            8 => facts!(Engaged AccessEnds ServiceEnded ServerEngaged),
            9 => facts!(CurrentPartner),
            10 => facts!(OwnCookie OthersCookie),
            11 => facts!(Announcement MessageNeeded),
            12 => facts!(AskedByPerson AskedByGuardian DeletionAsked VerificationOpen Unverified Verified),
            13 => facts!(CancelAgreed CancelLawful),
            14 => facts!(OwnServer),
            16 => facts!(OutsidersService),
            17 => facts!(OutsideCopy),
            18 => facts!(LeakReported),
            // What the law says is said category by category; a transfer decides nothing.
            _ => {}
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::source::source;
    use super::*;
    use crate::request::Circumstances;
    use crate::vocabulary::Purpose;
    use crate::{DataSubject, PolicyEngine, Request};

    /// In circumstances of which nothing is known, every fact that they state may hold.
    #[test]
    fn the_facts_of_every_circumstance_are_known() {
        let empty = |name: &&str| format!("\"{name}\":{{}}");
        let circumstances: Vec<_> = Circumstances::NAMES.iter().map(empty).collect();
        let json = format!(
            r#"{{"at":"2026-06-01T12:00:00Z","actor":{{"role":"operator"}},"action":"share","purpose":"service",
                "items":[{{"categories":["contact.email"]}}],"circumstances":{{{}}}}}"#,
            circumstances.join(",")
        );
        let request: Request = serde_json::from_str(&json).unwrap();
        let subject = DataSubject::example();
        let engine = PolicyEngine::platform();
        let known = engine.0.facts_of(&request, &subject).known(DataCategories::EMAIL);
        for fact in Fact::ALL {
            if source(*fact).is_some() {
                assert_eq!((known.holds & bit(*fact), known.maybe & bit(*fact)), (0, bit(*fact)), "{fact}");
            }
        }
        let nothing =
            Request::share(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
        let known = engine.0.facts_of(&nothing, &subject).known(DataCategories::EMAIL);
        let given = bit(Fact::Published) | bit(Fact::Protected) | bit(Fact::Necessary) | Known::UNNAMED;
        assert_eq!(known.maybe, given, "unknown about this item, and nothing else");
    }
}
