//! Verdicts, contradictions and the permissions that came near, in sentences.

use super::evidence::{Teller, bound_by};
use super::question::purpose;
use super::text::{capital, either, list};
use super::words;
use crate::decision::{BoundBy, Contradiction, Misfit, NearPermit, Precedence, RulePlace, Verdict};
use crate::policy::Rule;
use crate::vocabulary::{Parties, Vocabulary, quoted};

/// More words than this are no longer read, but skipped.
const FEW: usize = 4;

/// A verdict as a word in a sentence.
pub(in crate::decision) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Permitted => "permitted",
        Verdict::Denied => "denied",
        Verdict::Undetermined => "undetermined",
        Verdict::NotGoverned => "not governed",
    }
}

/// Why a permission that came near does not reach. Where the request lies outside of what it speaks of, its facts do not matter.
pub(in crate::decision) fn lacks(near: &NearPermit<'_>, words: &Vocabulary, teller: &mut Teller<'_>) -> Vec<String> {
    let rule = near.rule();
    let misfits: Vec<_> = near.misfits().iter().map(|misfit| self::misfit(*misfit, near, rule, words)).collect();
    if misfits.is_empty() { teller.facts(near.lacks(), near.categories()) } else { misfits }
}

fn misfit(misfit: Misfit, near: &NearPermit<'_>, rule: &Rule, words: &Vocabulary) -> String {
    match misfit {
        Misfit::Actor => outside("the one who acts", rule.actors().map(roles)),
        Misfit::Recipient => outside("the recipient", rule.recipients().map(roles)),
        Misfit::Purpose => outside("the purpose", purposes(rule, words)),
        Misfit::Origin => {
            let origins = rule.origins().map(|origins| origins.words().map(|it| words::origin(it).to_owned()).collect());
            outside("the data", origins)
        }
        Misfit::Edition => match near.bound_by() {
            BoundBy::Operator { .. } => {
                format!("that is in edition {} of the policy, which the person has not accepted", quoted(near.edition()))
            }
            _ => format!(
                "that is in edition {} of the policy, and the edition in force permits it no longer",
                quoted(near.edition())
            ),
        },
    }
}

/// "the recipient would have to be the person or the person's guardian"
fn outside(part: &str, those: Option<Vec<String>>) -> String {
    match those {
        Some(those) if those.len() <= FEW => format!("{part} would have to be {}", either(those.iter())),
        _ => format!("{part} would have to be another one"),
    }
}

fn roles(parties: &Parties) -> Vec<String> {
    let roles = parties.roles().words().map(|role| words::role(role).to_owned());
    roles.chain(parties.named().iter().map(words::party)).collect()
}

fn purposes(rule: &Rule, words: &Vocabulary) -> Option<Vec<String>> {
    let named = rule.purposes()?.iter().map(|name| words.purpose(name).ok().and_then(|it| words.purpose_name(it)));
    Some(named.map(|name| purpose(name).into_owned()).collect())
}

/// Where rules pull apart, in sentences: "Clauses preamble.2 and use.1.3 would permit it, but clause authz.2.a wins: …".
pub(in crate::decision) fn contradictions(all: &[Contradiction<'_>]) -> Vec<String> {
    // That an edition counts at all matters more than what would have won within it.
    let is_told_by_edition = |it: &Contradiction<'_>| {
        let same = |other: &Contradiction<'_>| other.winner() == it.winner() && other.loser().rule() == it.loser().rule();
        it.law() == Precedence::ProhibitionFirst
            && all.iter().any(|other| other.law() == Precedence::StricterEdition && same(other))
    };
    let told: Vec<_> = all.iter().filter(|it| !is_told_by_edition(it)).collect();
    // For each winner its losers, and then for each set of losers its winners.
    let mut by_losers: Vec<(Precedence, Vec<String>, Vec<String>)> = Vec::new();
    let mut done = Vec::new();
    for it in &told {
        if done.contains(&(it.winner(), it.law())) {
            continue;
        }
        done.push((it.winner(), it.law()));
        let of_winner: Vec<_> = told.iter().filter(|other| (other.winner(), other.law()) == (it.winner(), it.law())).collect();
        let by_rule = of_winner.iter().any(|other| other.loser().clause() == it.winner().clause());
        let mut losers: Vec<String> = of_winner.iter().map(|other| place(other.loser(), it.law(), by_rule)).collect();
        losers.dedup();
        let winner = place(it.winner(), it.law(), by_rule);
        match by_losers.iter_mut().find(|(law, there, _)| *law == it.law() && *there == losers) {
            Some((.., winners)) if winners.contains(&winner) => {}
            Some((.., winners)) => winners.push(winner),
            None => by_losers.push((it.law(), losers, vec![winner])),
        }
    }
    by_losers.iter().map(|(law, losers, winners)| sentence(*law, losers, winners)).collect()
}

/// A rule goes by its clause, unless two rules of one clause pull apart.
fn place(place: RulePlace<'_>, law: Precedence, by_rule: bool) -> String {
    let name = if by_rule { place.rule() } else { place.clause() };
    match law {
        Precedence::StricterEdition => format!("{name} of edition {}", quoted(place.edition())),
        Precedence::StricterLayer => format!("{name} of the policy {}", quoted(place.policy())),
        _ => name.to_owned(),
    }
}

fn sentence(law: Precedence, losers: &[String], winners: &[String]) -> String {
    let kind = |names: &[String]| if names.iter().any(|name| name.contains('/')) { "rule" } else { "clause" };
    let named = |names: &[String]| {
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("{}{plural} {}", kind(names), list(names.iter()))
    };
    let (losers_named, winners_named) = (capital(&named(losers)), named(winners));
    let (wins, holds) = if winners.len() == 1 { ("wins", "holds") } else { ("win", "hold") };
    let gives = if losers.len() == 1 { "gives" } else { "give" };
    match law {
        Precedence::ExemptionFirst => format!(
            "{losers_named} would forbid it, but {winners_named} {wins}: what the policy does not govern, it does not forbid either."
        ),
        Precedence::ProhibitionFirst => {
            format!("{losers_named} would permit it, but {winners_named} {wins}: a prohibition beats every permission.")
        }
        Precedence::UnknownHoldsBack => format!(
            "{losers_named} would permit it, but {winners_named} may forbid it, and {holds} it back until the missing facts are known."
        ),
        Precedence::GivesWay => format!("{losers_named} would forbid it, but {gives} way to {winners_named}."),
        Precedence::StricterEdition => format!(
            "{losers_named} would permit it, but {winners_named} {wins}: both editions bind, and the stricter answer counts."
        ),
        Precedence::StricterLayer => format!(
            "{losers_named} would permit it, but {winners_named} {wins}: every policy has to agree, and the stricter answer counts."
        ),
    }
}

/// "This is edition `v2`, accepted by …"
pub(in crate::decision) fn edition(edition: &str, bound: BoundBy<'_>) -> Option<String> {
    bound_by(bound).map(|bound| format!("This is edition {} of the policy, {bound}.", quoted(edition)))
}
