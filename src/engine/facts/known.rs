//! What is known about the facts that are all or nothing, all at once.

use super::Facts;
use crate::policy::Fact;
use crate::vocabulary::Truth;

/// One bit for each built-in fact, in their order.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Known {
    pub(in crate::engine) holds: u64,
    /// Facts that hold or are unknown.
    pub(in crate::engine) maybe: u64,
}

impl Known {
    #[inline(always)]
    fn note(&mut self, fact: Fact, truth: Truth) {
        self.holds |= u64::from(truth == Truth::Holds) << fact as u32;
        self.maybe |= u64::from(truth != Truth::Fails) << fact as u32;
    }
}

pub(in crate::engine) const fn bit(fact: Fact) -> u64 {
    1 << fact as u32
}

impl Facts<'_> {
    /// Reads four fields that nearly every request asks for without having to guess whether this one does, which would cost more; all other
    /// facts only if they, or others of the same circumstance, are asked for.
    #[inline(always)]
    pub(in crate::engine) fn know(&self, asked: u64) -> Known {
        let mut known = Known::default();
        known.note(Fact::Agreed, self.binding.agreed.into());
        known.note(Fact::NoticeMissing, self.binding.notice_missing.into());
        known.note(Fact::Published, self.item.is_published().into());
        known.note(Fact::Protected, self.item.is_protected().into());
        if asked & bit(Fact::Minor) != 0 {
            known.note(Fact::Minor, self.minor());
        }
        if asked & bit(Fact::GuardianVerified) != 0 {
            known.note(Fact::GuardianVerified, self.guardian_verified());
        }
        if asked & (bit(Fact::AccountClosed) | bit(Fact::ClosurePermits)) != 0 && !self.subject.accounts().is_empty() {
            known.note(Fact::AccountClosed, self.account_closed());
            known.note(Fact::ClosurePermits, self.closure_permits());
        }
        let mut present = self.present;
        while present != 0 {
            self.know_of(present.trailing_zeros(), asked, &mut known);
            present &= present - 1;
        }
        known
    }

    /// The facts of one circumstance that is given, by its place among all of them.
    fn know_of(&self, circumstance: u32, asked: u64, known: &mut Known) {
        macro_rules! facts {
            ($($fact:ident)*) => {
                if asked & ($( bit(Fact::$fact) )|*) != 0 {
                    $( known.note(Fact::$fact, self.whole(Fact::$fact)); )*
                }
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
    use super::super::circumstance_of;
    use super::*;
    use crate::engine::rule::AskedFact;
    use crate::request::Circumstances;
    use crate::vocabulary::{DataCategories, Purpose};
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
        let known = engine.0.facts_of(&request, &subject).know(u64::MAX);
        for fact in Fact::ALL {
            let asked = AskedFact::Builtin(*fact);
            if circumstance_of(asked).is_some() && !asked.differs_by_category() {
                assert_eq!((known.holds & bit(*fact), known.maybe & bit(*fact)), (0, bit(*fact)), "{fact}");
            }
        }
        let nothing =
            Request::share(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
        let known = engine.0.facts_of(&nothing, &subject).know(u64::MAX);
        let given = bit(Fact::Minor) | bit(Fact::Published) | bit(Fact::Protected);
        assert_eq!(known.maybe, given, "unknown about this person and item, and nothing else");
    }
}
