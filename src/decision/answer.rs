//! The owned answer, and its JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Decision, Outcome, Reason, Remedy, Verdict};
use crate::vocabulary::notation::{Node, Writer};
use crate::vocabulary::{DataCategories, Duties, Grounds, Vocabulary};

/// A decision that can be kept: nothing is borrowed, and every word stands by its name.
///
/// Serialised, it is the answer of a JSON case.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::request::Request;
/// use lawful::subject::DataSubject;
/// use lawful::vocabulary::{DataCategories, Purpose};
/// # let person = DataSubject::example();
///
/// let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::OTHER).at("2026-06-01T12:00:00Z".parse()?);
/// let answer = PolicyEngine::platform().decide(&request, &person).answer().for_case("c1");
/// assert_eq!(
///     serde_json::to_string(&answer)?,
///     concat!(
///         r#"{"id":"c1","verdict":"denied","categories":{"denied":["contact.email"]},"duties":[],"grounds":[],"#,
///         r#""reasons":[{"rule":null,"clause":null,"effect":"default","categories":["contact.email"],"#,
///         r#""text":"nothing permits it"}],"remedies":[{"changes":[{"kind":"obtain-consent","who":"person","#,
///         r#""scope":{"categories":["contact.email"],"actions":["use"],"purposes":["other"]}}],"text":"#,
///         r#""The person gives consent, before the act, for the operator to use the e-mail address "#,
///         r#"for a purpose that the policy does not name."}]}"#,
///     ),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    id: Option<String>,
    outcome: Outcome,
    names: Names,
    duties: Duties,
    grounds: Grounds,
    reasons: Vec<AnswerReason>,
    remedies: Vec<AnswerRemedy>,
}

/// One reason of an [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerReason {
    /// The policy, its edition, the rule and its clause; `None` for the default.
    pub rule: Option<RuleName>,
    /// `exempt`, `forbid`, `permit` or `default`.
    pub effect: &'static str,
    /// The names of the categories, in vocabulary order.
    pub categories: Vec<String>,
    /// The rule's sentence.
    pub text: String,
    /// The facts that are missing.
    pub missing: Vec<String>,
}

/// Where a rule is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleName {
    /// The policy's id.
    pub policy: String,
    /// The edition's version.
    pub edition: String,
    /// The rule's id.
    pub rule: String,
    /// The clause's id.
    pub clause: String,
}

/// One remedy of an [`Answer`].
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerRemedy {
    remedy: Remedy,
    changes: Node,
    text: String,
}

/// Names of categories by verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Names(Vec<(Verdict, Vec<String>)>);

impl Answer {
    pub(super) fn of(decision: &Decision<'_>, reasons: &[Reason<'_>], remedies: &[Remedy]) -> Self {
        let words = decision.vocabulary();
        let outcome = *decision.outcome();
        let order = [Verdict::Permitted, Verdict::Denied, Verdict::Undetermined, Verdict::NotGoverned];
        let names = order.map(|verdict| (verdict, names(words, outcome.under(verdict))));
        let names = names.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        Self {
            id: None,
            outcome,
            names: Names(names),
            duties: decision.duties(),
            grounds: decision.grounds(),
            reasons: reasons.iter().map(|reason| AnswerReason::of(reason, words)).collect(),
            remedies: remedies.iter().map(|remedy| AnswerRemedy::of(remedy, decision)).collect(),
        }
    }

    /// Names the case that it answers.
    #[must_use]
    pub fn for_case(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    /// The verdict for the whole request.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.outcome.verdict()
    }

    /// The verdict for each category.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The names of the categories under a verdict, in vocabulary order.
    #[must_use]
    pub fn categories(&self, verdict: Verdict) -> &[String] {
        self.names.0.iter().find(|(under, _)| *under == verdict).map_or(&[], |(_, names)| names)
    }

    /// What must be done or kept to along with it.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.duties
    }

    /// The grounds that the permitted part stands on.
    #[must_use]
    pub fn grounds(&self) -> Grounds {
        self.grounds
    }

    /// The reasons.
    #[must_use]
    pub fn reasons(&self) -> &[AnswerReason] {
        &self.reasons
    }

    /// What would make the request permitted.
    #[must_use]
    pub fn remedies(&self) -> &[AnswerRemedy] {
        &self.remedies
    }
}

impl AnswerRemedy {
    fn of(remedy: &Remedy, decision: &Decision<'_>) -> Self {
        let words = decision.vocabulary();
        Self { changes: remedy.to_nodes(&mut Writer::new(words)), text: remedy.text(decision), remedy: remedy.clone() }
    }

    /// The changes.
    #[must_use]
    pub fn remedy(&self) -> &Remedy {
        &self.remedy
    }

    /// Who does what, in sentences. It can hold ids of parties.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Debug for AnswerRemedy {
    /// Without the text and the notation: they show ids of parties.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.remedy.fmt(f)
    }
}

impl AnswerReason {
    fn of(reason: &Reason<'_>, words: &Vocabulary) -> Self {
        let rule = reason.rule().zip(reason.policy()).zip(reason.edition()).map(|((rule, policy), edition)| RuleName {
            policy: policy.to_owned(),
            edition: edition.to_owned(),
            rule: rule.id().to_owned(),
            clause: rule.clause().to_owned(),
        });
        Self {
            rule,
            effect: reason.effect(),
            categories: names(words, reason.categories()),
            text: reason.text().to_owned(),
            missing: reason.missing().map(str::to_owned).collect(),
        }
    }
}

fn names(words: &Vocabulary, categories: DataCategories) -> Vec<String> {
    words.category_names(categories).map(str::to_owned).collect()
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(7))?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("verdict", &self.verdict())?;
        map.serialize_entry("categories", &self.names)?;
        map.serialize_entry("duties", &self.duties)?;
        map.serialize_entry("grounds", &self.grounds)?;
        map.serialize_entry("reasons", &self.reasons)?;
        map.serialize_entry("remedies", &self.remedies)?;
        map.end()
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(verdict, names)| (verdict.name(), names)))
    }
}

impl Serialize for AnswerReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = &self.rule {
            map.serialize_entry("policy", &name.policy)?;
            map.serialize_entry("edition", &name.edition)?;
        }
        map.serialize_entry("rule", &self.rule.as_ref().map(|name| &name.rule))?;
        map.serialize_entry("clause", &self.rule.as_ref().map(|name| &name.clause))?;
        map.serialize_entry("effect", self.effect)?;
        map.serialize_entry("categories", &self.categories)?;
        map.serialize_entry("text", &self.text)?;
        if !self.missing.is_empty() {
            map.serialize_entry("missing", &self.missing)?;
        }
        map.end()
    }
}

impl Serialize for AnswerRemedy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("changes", &self.changes)?;
        map.serialize_entry("text", &self.text)?;
        map.end()
    }
}
