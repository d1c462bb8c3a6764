//! Remedies in sentences: who does what.

use super::evidence::own_fact;
use super::facts::words_of;
use super::question::{Act, data};
use super::text::{capital, instant};
use super::words;
use crate::decision::{Change, Doer, MissingFact, Remedy, first_after};
use crate::policy::{Edition, Fact};
use crate::request::Request;
use crate::vocabulary::{DataCategories, Instant, Truth, Vocabulary, quoted};

/// "The person gives consent, before the act, for the operator to share the e-mail address with …"
pub(in crate::decision) fn remedy(remedy: &Remedy, request: &Request, words: &Vocabulary) -> String {
    steps(remedy, request, words).join(" ")
}

/// The changes, each a sentence.
pub(in crate::decision) fn steps(remedy: &Remedy, request: &Request, words: &Vocabulary) -> Vec<String> {
    remedy.changes().iter().map(|change| self::change(change, request, words)).collect()
}

fn change(change: &Change, request: &Request, words: &Vocabulary) -> String {
    let who = doer(change.who());
    let act =
        |categories: Option<DataCategories>| Act::of(request, words).with(categories.unwrap_or_default(), words).consented();
    // Whoever asks can ask for less, or later.
    let asker = || capital(&words::party(request.actor()));
    match change {
        Change::NarrowRequest { leave_out } => format!("{} leaves out {}.", asker(), data(*leave_out, words)),
        Change::WaitUntil { at } => format!("{} asks again from {} on, when {}.", asker(), instant(*at), awaited(request, *at)),
        Change::Encrypt { categories } => {
            let data = data(*categories, words);
            format!("{who} puts {data} under the safeguard that is required, such as encryption, and records it.")
        }
        Change::EndAccess => format!("{who} agrees with the provider that its access ends together with its service."),
        Change::EstablishFact { fact, holds, .. } => {
            let from = source(change.who()).map_or_else(String::new, |whom| format!(" from {whom}"));
            let outcome = if *holds { "so" } else { "not" };
            format!("{who} finds out{from} whether {}; it helps only if {outcome}.", clause(fact), who = doer(Doer::Operator))
        }
        Change::NameInstrument => {
            format!("{who} names the law, the regulation or the published site policy that the disclosure follows.")
        }
        Change::RecordJudgement { fact: Fact::ConsideredAppropriate } => {
            format!("{who} judges whether the disclosure is appropriate, and records it; it helps only if it is.")
        }
        Change::RecordJudgement { fact } => {
            format!("{who} judges whether {}, and records it; it helps only if that is so.", words_of(*fact).holds)
        }
        Change::RecordDecision { fact: Fact::OperatorDecided } => {
            format!("{who} decides whether to disclose the data, and records it; it helps only if the decision is to disclose.")
        }
        Change::RecordDecision { fact } => format!("{who} decides, and records whether {}.", words_of(*fact).holds),
        Change::GiveNotice { edition } => format!("{who} gives prominent notice of edition {} of the policy.", quoted(edition)),
        Change::VerifyIdentity { .. } => format!("{who} gives proof of identity, and the operator records it."),
        Change::VerifyGuardian => {
            format!("{who} proves to be the person's parent or legal guardian, and the operator records it.")
        }
        Change::AwaitUse { edition } => {
            format!("{who} uses the service after the notice of edition {}, which accepts that edition.", quoted(edition))
        }
        Change::ObtainAgreement { edition } if edition == Edition::INITIAL => format!("{who} agrees to the service agreement."),
        Change::ObtainAgreement { edition } => {
            format!("{who} agrees to the service agreement with edition {} of the policy.", quoted(edition))
        }
        Change::ObtainConsent { scope, .. } => format!("{who} gives consent, before the act, {}.", act(scope.categories())),
        Change::LiftRefusal { scope, .. } => {
            let act = act(scope.categories());
            format!("{who} goes back on the refusal, freely and unpressed, with a new consent {act}.")
        }
    }
}

/// What ends a wait: an engagement that begins, a refusal of just now that is past, or else the person's coming of age.
fn awaited(request: &Request, at: Instant) -> &'static str {
    let engagement = request.circumstances().engagement.as_ref();
    let mut periods = engagement.iter().filter_map(|engagement| engagement.periods.as_ref()).flatten();
    if periods.any(|period| period.from == at) {
        "the provider's engagement begins"
    } else if first_after(request.instant()).is_some_and(|first| at <= first) {
        "the refusal, which is of the very instant that is asked about, is past"
    } else {
        "the person is of age"
    }
}

fn clause(fact: &MissingFact) -> String {
    match fact {
        MissingFact::Builtin(fact) => words_of(*fact).holds.to_owned(),
        MissingFact::Own { name, .. } => own_fact(name, Truth::Holds),
    }
}

fn doer(who: Doer) -> &'static str {
    match who {
        Doer::Person => "The person",
        Doer::Guardian => "The guardian",
        Doer::Operator => "The operator",
        Doer::Recipient => "The recipient",
        Doer::Authority => "The authority",
    }
}

/// From whom a fact is learnt.
fn source(who: Doer) -> Option<&'static str> {
    match who {
        Doer::Operator => None,
        Doer::Person => Some("the person"),
        Doer::Guardian => Some("the guardian"),
        Doer::Recipient => Some("the recipient"),
        Doer::Authority => Some("the authority"),
    }
}
