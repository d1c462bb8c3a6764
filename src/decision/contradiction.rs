//! Contradictions: rules that pull apart, and the law by which one of them wins.

use crate::policy::Rule;
use crate::vocabulary::DataCategories;
use crate::vocabulary::notation::word_enum;

word_enum! {
    /// The law by which one of two rules wins. Its name is a stable code.
    Precedence, "law of precedence",
    /// An exemption beats permissions and prohibitions.
    ExemptionFirst "exemption-first",
    /// A prohibition beats every permission.
    ProhibitionFirst "prohibition-first",
    /// A prohibition that may reach holds a permission back until the facts are known.
    UnknownHoldsBack "unknown-holds-back",
    /// The prohibition says itself that it gives way to this permission.
    GivesWay "gives-way",
    /// Of two editions that bind, the stricter answer wins.
    StricterEdition "stricter-edition",
    /// Every layer has to agree: the stricter answer wins.
    StricterLayer "stricter-layer",
}

/// A rule in its edition of its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulePlace<'a> {
    policy: &'a str,
    edition: &'a str,
    rule: &'a Rule,
}

impl<'a> RulePlace<'a> {
    pub(crate) fn new(policy: &'a str, edition: &'a str, rule: &'a Rule) -> Self {
        Self { policy, edition, rule }
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &'a str {
        self.policy
    }

    /// The edition.
    #[must_use]
    pub fn edition(&self) -> &'a str {
        self.edition
    }

    /// The rule's id.
    #[must_use]
    pub fn rule(&self) -> &'a str {
        self.rule.id()
    }

    /// The clause that the rule puts into practice.
    #[must_use]
    pub fn clause(&self) -> &'a str {
        self.rule.clause()
    }

    /// The rule's own sentence.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.rule.text()
    }
}

/// Two rules that pull apart on the same categories.
///
/// # Example
///
/// ```
/// use lawful::decision::Precedence;
/// use lawful::request::{Partnership, Request};
/// use lawful::subject::{Refusal, RefusalMeans};
/// use lawful::vocabulary::{DataCategories, Party, Purpose, Scope};
/// # let person = lawful::DataSubject::example().agreed("2025-01-01T00:00:00Z".parse()?);
/// # let id = person.id();
///
/// let objection = Refusal::new(id, Scope::anything(), "2026-03-01T00:00:00Z".parse()?, RefusalMeans::Objection);
/// let person = person.refuse(objection)?;
/// let request = Request::share(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::PARTNER_PROMOTION)
///     .at("2026-06-01T12:00:00Z".parse()?)
///     .given(Partnership { current: Some(true) });
/// let engine = lawful::PolicyEngine::platform();
/// let contradictions = engine.decide(&request, &person).contradictions();
/// assert_eq!(contradictions[0].loser().rule(), "use.1.3.b/partners");
/// assert_eq!(contradictions[0].winner().rule(), "authz.2.a/stop");
/// assert_eq!(contradictions[0].law(), Precedence::ProhibitionFirst);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction<'a> {
    pub(crate) categories: DataCategories,
    pub(crate) winner: RulePlace<'a>,
    pub(crate) loser: RulePlace<'a>,
    pub(crate) law: Precedence,
}

impl<'a> Contradiction<'a> {
    /// The categories on which they pull apart.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// The rule that wins.
    #[must_use]
    pub fn winner(&self) -> RulePlace<'a> {
        self.winner
    }

    /// The rule that gives way.
    #[must_use]
    pub fn loser(&self) -> RulePlace<'a> {
        self.loser
    }

    /// Why the one wins over the other.
    #[must_use]
    pub fn law(&self) -> Precedence {
        self.law
    }
}
