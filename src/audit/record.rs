//! A record of a decision.

use super::Basis;
use super::basis::canonical;
use super::error::AuditError;
use crate::chain::{Digest, Seal};
use crate::decision::{Decision, Verdict};
use crate::engine::{PolicyEngine, Reading, SEMANTICS};
use crate::vocabulary::Instant;
use crate::vocabulary::notation::{ToNode, Writer};

/// What was decided, by what, and on what.
///
/// It is written as one line of canonical JSON; every word stands by its name, so that no vocabulary is needed to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub(super) recorded: Instant,
    pub(super) at: Instant,
    pub(super) request: Seal,
    pub(super) basis: Basis,
    pub(super) policies: Vec<PolicyMark>,
    pub(super) semantics: u64,
    pub(super) verdict: String,
    pub(super) categories: Vec<(String, Vec<String>)>,
    pub(super) duties: Vec<String>,
    pub(super) rules: Vec<RuleMark>,
}

/// A policy or layer that was decided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMark {
    /// Its id.
    pub id: String,
    /// The SHA-256 of its whole text, as canonical JSON.
    pub digest: Digest,
    /// The editions that it was read in: the person's, and the operator's where that is another.
    pub editions: Vec<String>,
}

/// A rule that decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleMark {
    /// The id of its policy.
    pub policy: String,
    /// The edition that it stands in.
    pub edition: String,
    /// Its id.
    pub rule: String,
}

/// The digests of an engine's policies, made once.
#[derive(Clone)]
pub(super) struct Marks(Vec<Digest>);

impl Marks {
    pub(super) fn of(engine: &PolicyEngine) -> Self {
        let digest = |policy: &crate::policy::Policy| {
            let text = policy.to_node(&mut Writer::new(engine.vocabulary())).canonical();
            Digest::of(text.as_bytes())
        };
        Self(std::iter::once(engine.policy()).chain(engine.layers()).map(digest).collect())
    }

    /// Whether an engine with these digests has the policies that a record names.
    pub(super) fn are_those_of(&self, recorded: &[PolicyMark], engine: &PolicyEngine) -> bool {
        let policies = std::iter::once(engine.policy()).chain(engine.layers()).map(crate::policy::Policy::id);
        let there = recorded.iter().map(|mark| (mark.id.as_str(), &mark.digest));
        policies.zip(&self.0).eq(there)
    }

    fn read(&self, readings: &[Reading<'_>]) -> Vec<PolicyMark> {
        let mark = |(reading, digest): (&Reading<'_>, &Digest)| {
            let mut editions = vec![reading.person.to_owned()];
            editions.extend((reading.operator != reading.person).then(|| reading.operator.to_owned()));
            PolicyMark { id: reading.policy.id().to_owned(), digest: *digest, editions }
        };
        readings.iter().zip(&self.0).map(mark).collect()
    }
}

impl Record {
    /// What a decision of an engine comes to.
    pub(super) fn of(
        decision: &Decision<'_>,
        engine: &PolicyEngine,
        marks: &Marks,
        (basis, recorded): (Basis, Instant),
        request: Seal,
    ) -> Self {
        let (question, subject) = (decision.request(), decision.subject());
        let words = decision.vocabulary();
        let under = |verdict| words.category_names(decision.outcome().under(verdict)).map(str::to_owned).collect::<Vec<_>>();
        let verdicts = [Verdict::Permitted, Verdict::Denied, Verdict::Undetermined, Verdict::NotGoverned];
        let categories = verdicts.map(|verdict| (verdict.to_string(), under(verdict)));
        let rules = decision.rules().map(|place| RuleMark {
            policy: place.policy().to_owned(),
            edition: place.edition().to_owned(),
            rule: place.rule().to_owned(),
        });
        Self {
            recorded,
            at: question.instant(),
            request,
            basis,
            policies: marks.read(&engine.readings(question, subject)),
            semantics: SEMANTICS.into(),
            verdict: decision.verdict().to_string(),
            categories: categories.into_iter().filter(|(_, names)| !names.is_empty()).collect(),
            duties: decision.duties().iter_names().map(|(_, duty)| duty.to_string()).collect(),
            rules: rules.collect(),
        }
    }

    /// The seal over the question of a decision, and its text.
    pub(super) fn sealed(decision: &Decision<'_>) -> Result<(Seal, String), AuditError> {
        let text = canonical(decision.request(), decision.vocabulary())?;
        Ok((Seal::of(&text)?, text))
    }

    /// When it was recorded; never before the record with the number before.
    #[must_use]
    pub fn recorded(&self) -> Instant {
        self.recorded
    }

    /// The instant that was asked about.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The seal over the question.
    #[must_use]
    pub fn request(&self) -> &Seal {
        &self.request
    }

    /// What the decision rested on.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The policy and the layers over it, lowest first.
    #[must_use]
    pub fn policies(&self) -> &[PolicyMark] {
        &self.policies
    }

    /// The version of what the engine made of them: see [`SEMANTICS`].
    #[must_use]
    pub fn semantics(&self) -> u64 {
        self.semantics
    }

    /// The name of the verdict.
    #[must_use]
    pub fn verdict(&self) -> &str {
        &self.verdict
    }

    /// The names of the categories under each verdict that has any.
    #[must_use]
    pub fn categories(&self) -> &[(String, Vec<String>)] {
        &self.categories
    }

    /// The names of the duties.
    #[must_use]
    pub fn duties(&self) -> &[String] {
        &self.duties
    }

    /// The rules that decided.
    #[must_use]
    pub fn rules(&self) -> &[RuleMark] {
        &self.rules
    }
}
