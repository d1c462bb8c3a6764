//! Deciding again.

use std::collections::BTreeSet;

use super::basis::canonical;
use super::record::Marks;
use super::{Basis, PolicyMark, Record};
use crate::engine::{PolicyEngine, SEMANTICS};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::Instant;

/// The person that a record rests on, as known then. For a record with a ledger's position, that is what the ledger answers for it.
#[derive(Clone, Copy, Debug)]
pub enum PersonThen<'a> {
    /// The person.
    Known(&'a DataSubject),
    /// The person was erased since.
    Erased(Instant),
    /// Nobody knows.
    Unknown,
}

/// What comes of deciding again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Replay {
    /// The same answer, by the same rules.
    Same,
    /// Another answer, though nothing that it rests on is another: a defect, or a record that was not made by this code.
    Differs(Vec<Difference>),
    /// The question is not the one that was asked.
    OtherRequest,
    /// The person is not the one that was decided about.
    OtherPerson,
    /// The engine has another policy, layer or content: decide with the one that the record names.
    OtherPolicy {
        /// What the record names.
        recorded: Vec<PolicyMark>,
    },
    /// A later version of the engine reads policies differently: see [`SEMANTICS`].
    OtherSemantics {
        /// The version that decided.
        recorded: u64,
    },
    /// The person was erased at this instant: nothing is left to decide about.
    Erased(Instant),
    /// Nobody knows the person.
    Unknown,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is: `verdict`, `categories`, `duties`, `rules` or `editions`.
    pub what: &'static str,
    /// As it was recorded.
    pub recorded: String,
    /// As it comes out now.
    pub now: String,
}

impl Record {
    /// Decides again and compares, with the question and the person that it was about and an engine of the same policy.
    #[must_use]
    pub fn replay(&self, request: &Request, person: PersonThen<'_>, engine: &PolicyEngine) -> Replay {
        let subject = match person {
            PersonThen::Known(subject) => subject,
            PersonThen::Erased(at) => return Replay::Erased(at),
            PersonThen::Unknown => return Replay::Unknown,
        };
        // First of all: in the words of another policy, neither the question nor the person can be read.
        let marks = Marks::of(engine);
        if !marks.are_those_of(&self.policies, engine) {
            return Replay::OtherPolicy { recorded: self.policies.clone() };
        }
        if !canonical(request, engine.vocabulary()).is_ok_and(|text| self.request.fits(&text)) {
            return Replay::OtherRequest;
        }
        if let Basis::Sealed(seal) = &self.basis
            && !canonical(subject, engine.vocabulary()).is_ok_and(|text| seal.fits(&text))
        {
            return Replay::OtherPerson;
        }
        if self.semantics != u64::from(SEMANTICS) {
            return Replay::OtherSemantics { recorded: self.semantics };
        }
        let decision = engine.decide(request, subject);
        let again = Self::of(&decision, engine, &marks, (self.basis.clone(), self.recorded), self.request.clone());
        match self.differences(&again) {
            differences if differences.is_empty() => Replay::Same,
            differences => Replay::Differs(differences),
        }
    }

    fn differences(&self, now: &Self) -> Vec<Difference> {
        let editions =
            |record: &Self| record.policies.iter().map(|policy| policy.editions.join("+")).collect::<Vec<_>>().join(", ");
        let categories = |record: &Self| {
            let under = record.categories.iter().map(|(verdict, names)| format!("{verdict}: {}", names.join(" ")));
            under.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
        };
        let rules = |record: &Self| {
            let rules: Vec<_> =
                record.rules.iter().map(|rule| format!("{}/{} {}", rule.policy, rule.edition, rule.rule)).collect();
            rules.join(", ")
        };
        let texts: [(&'static str, String, String); 5] = [
            ("verdict", self.verdict.clone(), now.verdict.clone()),
            ("categories", categories(self), categories(now)),
            ("duties", self.duties.join(", "), now.duties.join(", ")),
            ("rules", rules(self), rules(now)),
            ("editions", editions(self), editions(now)),
        ];
        let differing = texts.into_iter().filter(|(_, recorded, now)| recorded != now);
        differing.map(|(what, recorded, now)| Difference { what, recorded, now }).collect()
    }
}
