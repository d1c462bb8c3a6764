//! Remedies in sentences: who does what.

use super::evidence::own_fact;
use super::facts::words_of;
use super::question::{Act, data};
use super::text::instant;
use crate::decision::{Change, Doer, MissingFact, Remedy};
use crate::policy::Fact;
use crate::request::Request;
use crate::vocabulary::{Truth, Vocabulary, quoted};

/// "The person gives consent, before the act, to this: share the e-mail address with …"
pub(in crate::decision) fn remedy(remedy: &Remedy, request: &Request, words: &Vocabulary) -> String {
    let sentences: Vec<_> = remedy.changes().iter().map(|change| self::change(change, request, words)).collect();
    sentences.join(" ")
}

fn change(change: &Change, request: &Request, words: &Vocabulary) -> String {
    let who = doer(change.who());
    let act = || Act::of(request, words);
    match change {
        Change::NarrowRequest { leave_out } => format!("{who} leaves out {}.", data(*leave_out, words)),
        Change::WaitUntil { at } => format!("{who} waits, and asks again from {} on.", instant(*at)),
        Change::Encrypt { categories } => {
            format!("{who} encrypts {}, or protects it as the policy requires, and states so.", data(*categories, words))
        }
        Change::EndAccess => format!("{who} agrees with the provider that its access ends together with its service."),
        Change::EstablishFact { fact, holds, .. } => {
            format!("{who} shows that {}; it helps only if that is so.", clause(fact, *holds))
        }
        Change::NameInstrument => {
            format!("{who} names the law, the regulation or the published site policy that the disclosure follows.")
        }
        Change::RecordJudgement { fact } => {
            format!("{who} judges whether {}, and records it; it helps only if so.", words_of(*fact).holds)
        }
        Change::RecordDecision { fact } => format!("{who} decides, and records that {}.", words_of(*fact).holds),
        Change::GiveNotice { edition } => format!("{who} gives prominent notice of edition {}.", quoted(edition)),
        Change::VerifyIdentity { .. } => format!("{who} gives proof of identity, and the operator records it."),
        Change::VerifyGuardian => format!("{who} proves to be the guardian, and the operator records it."),
        Change::AwaitUse { edition } => format!("{who} uses the service, which accepts edition {}.", quoted(edition)),
        Change::ObtainAgreement { edition } => {
            format!("{who} agrees to the service agreement, with edition {} of the policy.", quoted(edition))
        }
        Change::ObtainConsent { scope, .. } => {
            let deed = act().with(scope.categories().unwrap_or_default(), words).deed();
            format!("{who} consents, before the act, that the operator may {deed}.")
        }
        Change::LiftRefusal { scope, .. } => {
            let deed = act().with(scope.categories().unwrap_or_default(), words).deed();
            format!("{who} goes back on the refusal, freely, with a new consent to this: {deed}.")
        }
    }
}

fn clause(fact: &MissingFact, holds: bool) -> String {
    match fact {
        MissingFact::Builtin(Fact::Minor) if !holds => "the person is of age".to_owned(),
        MissingFact::Builtin(fact) if holds => words_of(*fact).holds.to_owned(),
        MissingFact::Builtin(fact) => words_of(*fact).fails.to_owned(),
        MissingFact::Own { name, .. } => own_fact(name, Truth::from(holds)),
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
