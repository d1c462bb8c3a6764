//! The permissions that came nearest where none reached.

use super::judge::Reading;
use super::reach::{is_actor, is_recipient, reach};
use super::reasons::conditions;
use super::rule::CompiledRule;
use crate::decision::{Evidence, Misfit, NearPermit, ReasonFact};
use crate::policy::{Effect, Fact};
use crate::vocabulary::{DataCategories, Role, Truth};

/// More than a reader takes in helps nobody.
const SHOWN: usize = 3;

/// One that lacks more than this beyond what the nearest lacks is not near.
const FARTHER: usize = 1;

/// What the request has to do with a permission.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kinship {
    /// A circumstance is given that it asks about.
    Raised,
    /// It asks about circumstances of which none is given, for a purpose that it names: of how many questions it would be the
    /// answer.
    Unraised { width: usize },
    /// It asks about no circumstance: a consent, or an agreement.
    Plain,
    /// It asks about circumstances of which none is given, whatever the purpose.
    Remote,
}

/// The permissions that came nearest to reaching these categories, nearest first. Those whose box the request fits come first;
/// only where there are none, those with one part of the request outside their box. One that asks about circumstances of which
/// nobody spoke is shown only where nothing else of the kind was raised.
pub(super) fn nearest<'a>(reading: &Reading<'_, 'a>, wanting: DataCategories) -> Vec<NearPermit<'a>> {
    let permits = reading.rules().iter().filter(|rule| rule.effect == Effect::Permit);
    let mut near: Vec<_> = permits.filter_map(|rule| near_permit(reading, rule, wanting)).collect();
    let fewest_misfits = near.iter().map(|(_, permit)| permit.misfits.len()).min();
    near.retain(|(_, permit)| Some(permit.misfits.len()) == fewest_misfits);
    near.sort_by_key(|(kinship, permit)| (*kinship, weight(permit), permit.rule.id()));

    let mut shown: Vec<(Kinship, NearPermit<'a>)> = Vec::new();
    for (kinship, permit) in near {
        let is_news = match kinship {
            Kinship::Raised => shown.first().is_none_or(|(_, nearest)| weight(&permit) <= weight(nearest) + FARTHER),
            Kinship::Plain => true,
            Kinship::Unraised { .. } | Kinship::Remote => shown.is_empty(),
        };
        if is_news && !shown.iter().any(|(_, there)| adds_nothing(&permit, there)) {
            shown.push((kinship, permit));
        }
    }
    shown.truncate(SHOWN);
    shown.into_iter().map(|(_, permit)| permit).collect()
}

/// The permissions that reach in an edition that is not the only one to bind.
pub(super) fn in_this_edition<'a>(reading: &Reading<'_, 'a>, permitted: DataCategories) -> Vec<NearPermit<'a>> {
    let permits = reading.candidates().filter(|rule| rule.effect == Effect::Permit);
    let reaching = permits.map(|rule| (rule, reading.reach(rule).sure & permitted)).filter(|(_, reached)| !reached.is_empty());
    reaching.map(|(rule, reached)| permit(reading, rule, reached, vec![Misfit::Edition], Vec::new())).collect()
}

fn near_permit<'a>(
    reading: &Reading<'_, 'a>,
    rule: &'a CompiledRule,
    wanting: DataCategories,
) -> Option<(Kinship, NearPermit<'a>)> {
    let request = reading.facts.request;
    let categories = wanting & rule.categories;
    if !rule.actions.contains(request.action().into()) || categories.is_empty() {
        return None;
    }
    let misfits: Vec<_> = [
        (Misfit::Actor, is_actor(rule, &reading.facts) != Truth::Fails),
        (Misfit::Recipient, is_recipient(rule, &reading.facts) != Truth::Fails),
        (Misfit::Purpose, rule.purposes.contains(request.purpose().into())),
        (Misfit::Origin, rule.origins.contains(reading.facts.item.origin().into())),
    ]
    .into_iter()
    .filter_map(|(part, fits)| (!fits).then_some(part))
    .collect();
    let is_near = misfits.len() <= 1 && !reach(rule, &reading.facts).possible.intersects(categories);
    is_near.then(|| {
        let facts: Vec<_> = conditions(rule, &reading.facts, categories).collect();
        let kinship = kinship(reading, rule, &facts);
        let lacking = facts.into_iter().filter(|fact| is_lacking(rule, fact)).collect();
        (kinship, permit(reading, rule, categories, misfits, lacking))
    })
}

fn permit<'a>(
    reading: &Reading<'_, 'a>,
    rule: &'a CompiledRule,
    categories: DataCategories,
    misfits: Vec<Misfit>,
    facts: Vec<ReasonFact<'a>>,
) -> NearPermit<'a> {
    NearPermit {
        policy: reading.document().id(),
        edition: reading.document().version(reading.edition),
        bound_by: reading.bound_by(),
        rule: &rule.rule,
        categories,
        misfits,
        facts,
    }
}

/// Whether it is a condition that does not hold, or a fact that lifts the permission.
fn is_lacking(rule: &CompiledRule, fact: &ReasonFact<'_>) -> bool {
    let required = rule.rule.when().iter().any(|condition| condition.name() == fact.name());
    fact.truth() != if required { Truth::Holds } else { Truth::Fails }
}

fn kinship(reading: &Reading<'_, '_>, rule: &CompiledRule, facts: &[ReasonFact<'_>]) -> Kinship {
    let is_circumstance =
        |place: &str| !matches!(place, "subject" | "item" | "request" | "policy" | "agreements" | "accounts" | "guardian");
    let (mut given, mut absent) = (false, false);
    for fact in facts {
        // Whose server it is belongs to the storage, who is engaged to the engagement.
        given |= fact.fact() == Some(Fact::ServerEngaged) && reading.facts.request.circumstances().storage.is_some();
        for evidence in fact.evidence() {
            match evidence {
                Evidence::Stated { place, .. } | Evidence::LeftOut { place, .. } => given |= is_circumstance(place),
                Evidence::Absent { place } => absent |= is_circumstance(place),
                _ => {}
            }
        }
    }
    let recipients =
        rule.recipients.as_ref().map_or(Role::ALL.len(), |those| those.roles().words().count() + those.named().len());
    match rule.rule.purposes() {
        _ if given => Kinship::Raised,
        _ if !absent => Kinship::Plain,
        Some(purposes) => Kinship::Unraised { width: purposes.len() * recipients },
        None => Kinship::Remote,
    }
}

/// How much a permission lacks: a circumstance that is not given counts once, however many facts are read from it.
fn weight(permit: &NearPermit<'_>) -> usize {
    let mut absent: Vec<&str> = Vec::new();
    let mut others = 0;
    for fact in &permit.facts {
        match fact.evidence() {
            [Evidence::Absent { place }] if absent.contains(place) => {}
            [Evidence::Absent { place }] => absent.push(place),
            _ => others += 1,
        }
    }
    absent.len() + others
}

/// Whether one lacks all that another one lacks already, and so says no more. Of what lies outside a box, the facts do not
/// matter.
fn adds_nothing(one: &NearPermit<'_>, to: &NearPermit<'_>) -> bool {
    let lacks = |fact: &ReasonFact<'_>| one.facts.iter().any(|own| own.fact == fact.fact && own.truth == fact.truth);
    one.misfits == to.misfits && (!one.misfits.is_empty() || to.facts.iter().all(lacks))
}
