//! What somebody can do about a fact.

use super::super::facts::Facts;
use super::super::rule::AskedFact;
use crate::decision::{Change, Doer, Evidence, MissingFact, first_after};
use crate::policy::{Condition, Fact};
use crate::subject::{Choice, GrantedBy, Guardian};
use crate::vocabulary::{DataCategories, Instant, Role, Scope, Truth};

/// The ways to make a fact hold (or fail, as wanted) for all these categories, each a set of changes; one without changes where
/// it does so already. There is none where nobody can bring it about: what is known to be otherwise is not for anyone to
/// change, some acts of people apart.
pub(super) fn levers(
    facts: &Facts<'_>,
    (asked, condition): (AskedFact, &Condition),
    wanted: bool,
    categories: DataCategories,
) -> Vec<Vec<Change>> {
    let wanted_truth = Truth::from(wanted);
    let parts = facts.value(asked).parts(categories);
    let lacking = |of: &dyn Fn(Truth) -> bool| {
        parts.iter().filter(|(truth, _)| of(*truth)).map(|(_, part)| *part).collect::<DataCategories>()
    };
    let missing = lacking(&|truth| truth == Truth::Unknown);
    let contrary = lacking(&|truth| truth == !wanted_truth);
    let lacking = missing | contrary;
    if lacking.is_empty() {
        return vec![Vec::new()];
    }
    let mut ways = Vec::new();
    if let AskedFact::Builtin(fact) = asked {
        ways.extend(act(facts, fact, wanted, lacking));
        // For a minor, the guardian can speak as well.
        if matches!((fact, wanted), (Fact::Consented, true) | (Fact::Refused, false)) {
            ways.extend(guardian_consent(facts, lacking));
        }
    }
    if ways.is_empty() && contrary.is_empty() {
        ways.extend(establish(asked, condition, wanted, missing).map(|change| vec![change]));
    }
    ways
}

/// What people can do whether the fact is unknown or known to be otherwise.
fn act(facts: &Facts<'_>, fact: Fact, wanted: bool, lacking: DataCategories) -> Option<Vec<Change>> {
    let given = facts.request.circumstances();
    let one = |change: Change| Some(vec![change]);
    match (fact, wanted) {
        (Fact::Agreed, true) => one(Change::ObtainAgreement { edition: facts.base.version(facts.binding.operator).to_owned() }),
        (Fact::Consented | Fact::GuardianConsented, true) if awaits_verification(facts, fact, lacking) => {
            one(Change::VerifyGuardian)
        }
        (Fact::Consented, true) if is_authorised(facts) => consent(facts, lacking, GrantedBy::Subject),
        (Fact::GuardianConsented, true) => guardian_consent(facts, lacking),
        (Fact::Refused, false) => consent(facts, lacking, GrantedBy::Subject),
        (Fact::GuardianVerified, true) if facts.minor() != Truth::Fails => one(Change::VerifyGuardian),
        (Fact::Minor, false) if facts.minor() == Truth::Holds => {
            let at = facts.subject.age().comes_of_age(facts.terms.age_of_majority)?;
            one(Change::WaitUntil { at })
        }
        (Fact::Protected, true) => one(Change::Encrypt { categories: lacking }),
        (Fact::AccessEnds, true) => given.engagement.as_ref().and_then(|_| one(Change::EndAccess)),
        (Fact::InstrumentNamed, true) => given.instrument.as_ref().and_then(|_| one(Change::NameInstrument)),
        (Fact::Verified, true) | (Fact::VerificationOpen, false) => {
            let asked = given.subject_request.as_ref()?;
            let who = if asked.asked_by == Some(Role::Guardian) { Doer::Guardian } else { Doer::Person };
            one(Change::VerifyIdentity { who })
        }
        (Fact::Engaged | Fact::ServerEngaged, true) | (Fact::ServiceEnded, false) => {
            one(Change::WaitUntil { at: next_period(facts)? })
        }
        _ => None,
    }
}

/// Whether a guardian has consented already, and only has to be verified.
fn awaits_verification(facts: &Facts<'_>, consented: Fact, lacking: DataCategories) -> bool {
    if facts.minor() != Truth::Holds || facts.guardian_verified().holds() {
        return false;
    }
    let subject = facts.subject.clone().with_guardian(Guardian::Verified);
    let verified = Facts::new(facts.request, &subject, facts.item, (facts.base, facts.terms), facts.binding);
    verified.value(AskedFact::Builtin(consented)).holds.contains(lacking)
}

/// What is missing can be established, or judged where the policy leaves it to the operator.
fn establish(asked: AskedFact, condition: &Condition, wanted: bool, categories: DataCategories) -> Option<Change> {
    match asked {
        AskedFact::Builtin(fact) if wanted && fact.is_decision() => Some(Change::RecordDecision { fact }),
        AskedFact::Builtin(fact) if wanted && fact.is_judgement() => Some(Change::RecordJudgement { fact }),
        AskedFact::Builtin(fact) => Some(Change::EstablishFact { fact: MissingFact::Builtin(fact), holds: wanted, categories }),
        AskedFact::Own(word) => {
            let fact = MissingFact::Own { name: condition.name().to_owned(), word };
            Some(Change::EstablishFact { fact, holds: wanted, categories })
        }
        AskedFact::Unnamed => None,
    }
}

/// A grant authorises the operator and its affiliates: asking for one on behalf of others is of no use.
fn is_authorised(facts: &Facts<'_>) -> bool {
    matches!(facts.request.actor().role(), Role::Operator | Role::Affiliate)
}

/// The guardian's consent, which counts for a minor and from a verified guardian alone.
fn guardian_consent(facts: &Facts<'_>, categories: DataCategories) -> Option<Vec<Change>> {
    if !is_authorised(facts) || facts.minor() != Truth::Holds {
        return None;
    }
    let mut changes = consent(facts, categories, GrantedBy::Guardian)?;
    if !facts.guardian_verified().holds() {
        changes.push(Change::VerifyGuardian);
    }
    Some(changes)
}

/// A new consent of the smallest scope that covers the request; of what the person refused, apart. None is asked for towards
/// somebody unknown.
fn consent(facts: &Facts<'_>, categories: DataCategories, by: GrantedBy) -> Option<Vec<Change>> {
    let request = facts.request;
    let mut scope = Scope::anything().to(request.action().into()).for_purposes(request.purpose().into());
    match request.recipient() {
        Some(recipient) => scope = scope.with(recipient.clone().into()),
        None if request.action().has_recipient() => return None,
        None => {}
    }
    if let Some(service) = facts.item.service() {
        scope = scope.in_service(service.as_str());
    }
    let refusal = facts.value(AskedFact::Builtin(Fact::Refused));
    let refused = categories & (refusal.holds | refusal.unknown);
    let of = |part: DataCategories| scope.clone().of(part);
    let mut changes = Vec::new();
    if !(categories - refused).is_empty() {
        changes.push(Change::ObtainConsent { scope: of(categories - refused), by });
    }
    if !refused.is_empty() {
        changes.extend(room_after(facts, refused).map(|at| Change::WaitUntil { at }));
        changes.push(Change::LiftRefusal { scope: of(refused), by });
    }
    Some(changes)
}

/// When there is room for a consent between the refusal of these categories and the act; `None` where there is already.
fn room_after(facts: &Facts<'_>, refused: DataCategories) -> Option<Instant> {
    let evidence = facts.evidence(AskedFact::Builtin(Fact::Refused), Truth::Holds, refused);
    let refusals = evidence.into_iter().filter_map(|it| match it {
        Evidence::Choice { choice: Choice::Refusal(refusal), .. } => Some(refusal.instant()),
        _ => None,
    });
    refusals.max().and_then(first_after).filter(|at| *at > facts.request.instant())
}

/// When the next period of engagement for the item's service begins.
fn next_period(facts: &Facts<'_>) -> Option<Instant> {
    let at = facts.request.instant();
    let periods = facts.request.circumstances().engagement.as_ref()?.periods.as_ref()?;
    periods.iter().filter(|period| facts.is_for_service(period)).map(|period| period.from).filter(|from| *from > at).min()
}
