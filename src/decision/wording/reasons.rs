//! Verdicts, duties, contradictions and the permissions that came near, in sentences.

use super::evidence::{clause, parties};
use super::question::purpose;
use super::text::list;
use super::words;
use crate::decision::{Contradiction, Misfit, NearPermit, Precedence, Verdict};
use crate::policy::Rule;
use crate::vocabulary::{Vocabulary, quoted};

/// A verdict as a word in a sentence.
pub(in crate::decision) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Permitted => "permitted",
        Verdict::Denied => "denied",
        Verdict::Undetermined => "undetermined",
        Verdict::NotGoverned => "not governed",
    }
}

/// What a permission that came near lacks: "it would have to be for logging in" or "it lacks that …".
pub(in crate::decision) fn lacks(near: &NearPermit<'_>, words: &Vocabulary) -> Vec<String> {
    let misfits = near.misfits().iter().map(|misfit| match misfit {
        Misfit::Actor => with_those("it speaks of other actors", near.rule().actors().map(parties)),
        Misfit::Recipient => with_those("it speaks of other recipients", near.rule().recipients().map(parties)),
        Misfit::Purpose => with_those("it speaks of other purposes", purposes(near.rule(), words)),
        Misfit::Origin => {
            let origins = near.rule().origins().map(|origins| list(origins.words().map(words::origin)));
            with_those("it speaks of data from elsewhere", origins)
        }
    });
    misfits.chain(near.lacks().iter().map(clause)).collect()
}

fn with_those(text: &str, those: Option<String>) -> String {
    those.map_or_else(|| text.to_owned(), |those| format!("{text}: {those}"))
}

fn purposes(rule: &Rule, words: &Vocabulary) -> Option<String> {
    let named = rule.purposes()?.iter().map(|name| words.purpose(name).ok().and_then(|it| words.purpose_name(it)));
    Some(list(named.map(|name| purpose(name).into_owned())))
}

/// "`use.1.3.b` would permit it, and `authz.2.a` wins: a prohibition beats every permission."
pub(in crate::decision) fn contradiction(it: &Contradiction<'_>) -> String {
    let (winner, loser) = (it.winner(), it.loser());
    let named = |place: crate::decision::RulePlace<'_>| {
        let edition = if it.law() == Precedence::StricterEdition {
            format!(" of edition {}", quoted(place.edition()))
        } else if it.law() == Precedence::StricterLayer {
            format!(" of the policy {}", quoted(place.policy()))
        } else {
            String::new()
        };
        format!("{}{edition}", place.rule())
    };
    let (says, law) = match it.law() {
        Precedence::ExemptionFirst => ("would forbid it", "what the policy does not govern, it does not forbid either"),
        Precedence::ProhibitionFirst => ("would permit it", "a prohibition beats every permission"),
        Precedence::UnknownHoldsBack => {
            ("would permit it", "a prohibition that may apply holds it back until the missing facts are known")
        }
        Precedence::GivesWay => ("would forbid it", "the prohibition itself gives way to this permission"),
        Precedence::StricterEdition => ("would permit it", "two editions bind, and the stricter answer wins"),
        Precedence::StricterLayer => ("would permit it", "every policy has to agree, and the stricter answer wins"),
    };
    format!("{} {says}; {} wins: {law}.", named(loser), named(winner))
}
