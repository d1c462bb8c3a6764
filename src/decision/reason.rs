//! Reasons: the rules that decided, and the facts that made it so.

use super::{BoundBy, Evidence};
use crate::policy::{Condition, Effect, Fact, Rule};
use crate::vocabulary::notation::word_enum;
use crate::vocabulary::{DataCategories, Truth};

word_enum! {
    /// The kind of a reason. Its name is the reason's stable code.
    ReasonKind, "kind of reason",
    /// The policy does not govern it.
    ///
    /// - *So when*: an exemption surely reaches the category: all its conditions hold and nothing lifts it.
    /// - *To do*: nothing under this policy; other law may still speak. Take what is not governed out of the request.
    /// - *Example*: `collect.2.2/published`: what the person put up for everyone is outside the policy while it is up.
    Exempted "exempted",
    /// A prohibition surely reaches it.
    ///
    /// - *So when*: all conditions of the prohibition hold, nothing lifts it, and no permission that it gives way to reaches.
    /// - *To do*: see the remedies; where there are none, do not do it.
    /// - *Example*: `authz.2.a/stop`: the person refused, so processing stops.
    Forbidden "forbidden",
    /// A prohibition may reach it, depending on facts that are missing.
    ///
    /// - *So when*: some conditions are unknown and none fails.
    /// - *To do*: establish the missing facts, which the reason names, and ask again.
    /// - *Example*: `security.1.b/encrypt` where `protected` was left out.
    PossiblyForbidden "possibly-forbidden",
    /// A permission surely reaches it.
    ///
    /// - *So when*: all conditions of the permission hold and nothing lifts it.
    /// - *To do*: keep to the duties of the decision.
    /// - *Example*: `use.1.3.b/partners`: a current partner may get it, for its own promotion.
    Permitted "permitted",
    /// A permission may reach it, depending on facts that are missing.
    ///
    /// - *So when*: some conditions are unknown and none fails.
    /// - *To do*: establish the missing facts, or have the operator record the judgement that is missing, and ask again.
    /// - *Example*: `disclosure.6/transaction` where `operator-decided` was left out.
    PossiblyPermitted "possibly-permitted",
    /// No permission reaches it, in a policy that denies what nothing permits.
    ///
    /// - *So when*: no permission has it in its box with all its conditions possible.
    /// - *To do*: see what the nearest permissions lack ([`Reason::nearest`]).
    /// - *Example*: the use of an e-mail address by an operator to whose agreement the person never agreed.
    NothingPermits "nothing-permits",
    /// No rule speaks of it, in a policy that only restricts.
    ///
    /// - *So when*: no rule of a `default = "silent"` base policy reaches it.
    /// - *To do*: nothing under this policy; it permits nothing either.
    /// - *Example*: any request that none of the restrictions of such a policy names.
    NothingSaid "nothing-said",
}

/// Why a decision came out as it did: one rule that decided, or the policy's default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason<'a> {
    categories: DataCategories,
    basis: Basis<'a>,
}

/// What a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Basis<'a> {
    /// A rule, as an edition of a policy has it, with what is known about each of its conditions.
    Rule(Decided<'a>),
    /// Nothing permits it; these permissions came nearest.
    NothingPermits(Vec<NearPermit<'a>>),
    /// Nothing speaks of it, in a policy that only restricts.
    NothingSaid,
}

/// A rule that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decided<'a> {
    pub(crate) policy: &'a str,
    pub(crate) edition: &'a str,
    pub(crate) bound_by: BoundBy<'a>,
    pub(crate) rule: &'a Rule,
    pub(crate) facts: Vec<ReasonFact<'a>>,
    /// Whether it surely reaches all the categories.
    pub(crate) surely: bool,
}

/// A condition of a rule, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonFact<'a> {
    pub(crate) fact: Asked<'a>,
    pub(crate) truth: Truth,
    pub(crate) categories: DataCategories,
    pub(crate) evidence: Vec<Evidence<'a>>,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked<'a> {
    Fact(&'a Condition),
    /// Who receives the data.
    Recipient,
    /// Which party of its role the actor is.
    Actor,
}

/// A permission that came near: what it lacks to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearPermit<'a> {
    pub(crate) policy: &'a str,
    pub(crate) edition: &'a str,
    pub(crate) bound_by: BoundBy<'a>,
    pub(crate) rule: &'a Rule,
    pub(crate) categories: DataCategories,
    pub(crate) misfits: Vec<Misfit>,
    pub(crate) facts: Vec<ReasonFact<'a>>,
}

word_enum! {
    /// A part of the request that lies outside the box of a rule.
    Misfit, "part of a request",
    /// Another one would have to act.
    Actor "actor",
    /// It would have to go to another recipient.
    Recipient "recipient",
    /// It would have to be for another purpose.
    Purpose "purpose",
    /// The data would have to come from elsewhere.
    Origin "origin",
    /// Another edition of the policy would have to bind.
    Edition "edition",
}

impl<'a> ReasonFact<'a> {
    /// The fact's name; `recipient` or `actor` where it is not known which party that is.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self.fact {
            Asked::Fact(condition) => condition.name(),
            Asked::Recipient => "recipient",
            Asked::Actor => "actor",
        }
    }

    /// The built-in fact, if it is one.
    #[must_use]
    pub fn fact(&self) -> Option<Fact> {
        match self.fact {
            Asked::Fact(Condition::Builtin(fact)) => Some(*fact),
            _ => None,
        }
    }

    /// Whether it holds, fails or is unknown.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// The categories of the reason for which that is so.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// What it was read from.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence<'a>] {
        &self.evidence
    }

    /// Takes in the same fact with the same truth for further categories; whether it was the same.
    fn join(&mut self, other: &Self) -> bool {
        let same = self.fact == other.fact && self.truth == other.truth;
        if same {
            self.categories |= other.categories;
            for evidence in &other.evidence {
                if !self.evidence.iter_mut().any(|there| there.join(evidence)) {
                    self.evidence.push(evidence.clone());
                }
            }
        }
        same
    }
}

fn join_facts<'a>(facts: &mut Vec<ReasonFact<'a>>, more: Vec<ReasonFact<'a>>) {
    for new in more {
        if !facts.iter_mut().any(|there| there.join(&new)) {
            facts.push(new);
        }
    }
}

impl<'a> NearPermit<'a> {
    /// The policy that the rule belongs to.
    #[must_use]
    pub fn policy(&self) -> &'a str {
        self.policy
    }

    /// The edition in which the rule was read.
    #[must_use]
    pub fn edition(&self) -> &'a str {
        self.edition
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// The categories that it would permit.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// How that edition came to bind.
    #[must_use]
    pub fn bound_by(&self) -> BoundBy<'a> {
        self.bound_by
    }

    /// The parts of the request that lie outside its box. Also that it is read in an edition that is not the only one to bind.
    #[must_use]
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// The facts that it lacks: conditions that do not hold, and facts that lift it.
    #[must_use]
    pub fn lacks(&self) -> &[ReasonFact<'a>] {
        &self.facts
    }

    /// Takes in the same permission for further categories; whether it was the same.
    pub(crate) fn join(&mut self, other: &Self) -> bool {
        let key = |it: &Self| (it.policy, it.edition, it.rule.id(), it.misfits.clone());
        let same = key(self) == key(other);
        if same {
            self.categories |= other.categories;
            join_facts(&mut self.facts, other.facts.clone());
        }
        same
    }
}

impl<'a> Reason<'a> {
    pub(crate) fn new(categories: DataCategories, basis: Basis<'a>) -> Self {
        Self { categories, basis }
    }

    /// Takes in the same reason for further categories.
    pub(crate) fn join(&mut self, categories: DataCategories, more: Decided<'a>) {
        self.categories |= categories;
        if let Basis::Rule(decided) = &mut self.basis {
            decided.surely &= more.surely;
            join_facts(&mut decided.facts, more.facts);
        }
    }

    /// Of which kind it is: the stable code of the reason.
    #[must_use]
    pub fn kind(&self) -> ReasonKind {
        match &self.basis {
            Basis::Rule(decided) => match (decided.rule.effect(), decided.surely) {
                (Effect::Exempt, _) => ReasonKind::Exempted,
                (Effect::Forbid, true) => ReasonKind::Forbidden,
                (Effect::Forbid, false) => ReasonKind::PossiblyForbidden,
                (_, true) => ReasonKind::Permitted,
                (_, false) => ReasonKind::PossiblyPermitted,
            },
            Basis::NothingPermits(_) => ReasonKind::NothingPermits,
            Basis::NothingSaid => ReasonKind::NothingSaid,
        }
    }

    fn decided(&self) -> Option<&Decided<'a>> {
        match &self.basis {
            Basis::Rule(decided) => Some(decided),
            _ => None,
        }
    }

    /// The policy that the rule belongs to.
    #[must_use]
    pub fn policy(&self) -> Option<&'a str> {
        self.decided().map(|decided| decided.policy)
    }

    /// The edition in which the rule was read.
    #[must_use]
    pub fn edition(&self) -> Option<&'a str> {
        self.decided().map(|decided| decided.edition)
    }

    /// How that edition came to bind.
    #[must_use]
    pub fn bound_by(&self) -> Option<BoundBy<'a>> {
        self.decided().map(|decided| decided.bound_by)
    }

    /// The rule that decided; `None` where it was the default.
    #[must_use]
    pub fn rule(&self) -> Option<&'a Rule> {
        self.decided().map(|decided| decided.rule)
    }

    /// The clause that the rule puts into practice.
    #[must_use]
    pub fn clause(&self) -> Option<&'a str> {
        self.rule().map(Rule::clause)
    }

    /// What the rule does: `exempt`, `forbid` or `permit`; or `default`.
    #[must_use]
    pub fn effect(&self) -> &'static str {
        self.rule().map_or("default", |rule| rule.effect().name())
    }

    /// The categories for which it decided.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// The rule's own sentence, or what the default says.
    #[must_use]
    pub fn text(&self) -> &'a str {
        match &self.basis {
            Basis::Rule(decided) => decided.rule.text(),
            Basis::NothingPermits(_) => "nothing permits it",
            Basis::NothingSaid => "nothing is said about it",
        }
    }

    /// The conditions of the rule with what is known about each, in the order of the rule. Each of them counts: were it
    /// otherwise, the rule would not have come out as it did.
    #[must_use]
    pub fn facts(&self) -> &[ReasonFact<'a>] {
        self.decided().map_or(&[], |decided| &decided.facts)
    }

    /// The facts that are missing: with them known, the rule surely reaches or surely does not.
    pub fn missing(&self) -> impl Iterator<Item = &'a str> {
        self.facts().iter().filter(|fact| fact.truth == Truth::Unknown).map(ReasonFact::name)
    }

    /// Where nothing permits it: the permissions that came nearest, nearest first, at most three for each item. Those whose box
    /// the request fits come before those for which another purpose, recipient, actor or origin would be needed. One that lacks
    /// all that a nearer one lacks is left out. Before them come those that permit it in another edition than the one that does
    /// not.
    #[must_use]
    pub fn nearest(&self) -> &[NearPermit<'a>] {
        match &self.basis {
            Basis::NothingPermits(near) => near,
            _ => &[],
        }
    }
}
