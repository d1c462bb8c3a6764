//! Every law can be broken, and is found out: each by a decider that errs in one way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicU64, Ordering};

use expect_test::expect;
use serde_json::{Value, json};

use super::*;
use crate::decision::{Case, Outcome};
use crate::engine::PolicyEngine;
use crate::policy::{Policy, PolicyStack};
use crate::request::{Item, Request};
use crate::subject::{Choice, DataSubject};
use crate::testing::generate::cases;
use crate::vocabulary::{Actions, DataCategories, Duties, Grounds, Purpose};

/// The engine, but for one thing that it gets wrong.
#[derive(Clone)]
struct Erring {
    engine: PolicyEngine,
    gist: fn(&PolicyEngine, &Case) -> Gist,
    answer: fn(&PolicyEngine, &Case) -> Value,
}

impl Decider for Erring {
    fn engine(&self) -> &PolicyEngine {
        &self.engine
    }

    fn with(&self, policies: PolicyStack) -> Self {
        Self { engine: PolicyEngine::layered(policies), ..*self }
    }

    fn gist(&self, case: &Case) -> Gist {
        (self.gist)(&self.engine, case)
    }

    fn answer(&self, case: &Case) -> Value {
        (self.answer)(&self.engine, case)
    }
}

/// A decider that permits all if this is so, and denies all otherwise.
macro_rules! permits_if {
    (|$engine:pat_param, $case:ident| $condition:expr) => {
        Erring {
            gist: |$engine, $case| {
                let judged: DataCategories = $case.request.items().iter().map(Item::judged).collect();
                let outcome = match $condition {
                    true => Outcome { permitted: judged, ..Outcome::default() },
                    false => Outcome { denied: judged, ..Outcome::default() },
                };
                Gist { outcome, duties: Duties::empty(), grounds: Grounds::empty() }
            },
            ..honest()
        }
    };
}

/// A decider whose answer is this.
macro_rules! answers {
    (|$engine:pat_param, $case:pat_param| $answer:expr) => {
        Erring { answer: |$engine, $case| json!($answer), ..honest() }
    };
}

/// Small, because it is read anew for each case of some laws.
fn newsletter() -> PolicyEngine {
    let policy = r#"
        id = "newsletter"

        [[rules]]
        id = "newsletter.1"
        effect = "permit"
        actions = ["message"]
        categories = ["contact.email"]
        purposes = ["own-promotion"]
        when = ["consented"]
        ground = "consent"
        text = "We write to those who asked us to."

        [[rules]]
        id = "newsletter.2"
        effect = "forbid"
        when = ["refused"]
        text = "What somebody refused is not done."
    "#;
    PolicyEngine::new(Policy::from_toml(policy).unwrap())
}

fn honest() -> Erring {
    let engine = newsletter();
    Erring { gist: |engine, case| engine.gist(case), answer: |engine, case| Decider::answer(engine, case), engine }
}

fn is_put_to_the_law(engine: &PolicyEngine) -> bool {
    engine.policy().all_rules().any(|rule| rule.id().ends_with("/put-to-the-law"))
}

fn has_refusal(case: &Case) -> bool {
    case.subject.choices().as_slice().iter().any(|choice| matches!(choice, Choice::Refusal(_)))
}

fn categories(case: &Case) -> u32 {
    case.request.items().iter().map(|item| item.categories().leaves().count() as u32).sum()
}

fn erring(law: Law) -> Erring {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    match law {
        Law::DefaultDeny | Law::ForbidsBeatPermits | Law::ExemptionsBeatAll => permits_if!(|_, case| true),
        Law::ForbidsNeverLift => permits_if!(|engine, case| is_put_to_the_law(engine)),
        Law::PermitsNeverTake => permits_if!(|engine, case| !is_put_to_the_law(engine)),
        Law::OrderDoesNotMatter => answers!(|engine, _| engine.policy().rules()[0].id()),
        Law::RepetitionDoesNotMatter => permits_if!(|engine, case| engine.policy().rules().len() % 2 == 0),
        Law::LearningNeverOverturns => permits_if!(|_, case| case.request.items()[0].is_necessary().is_none()),
        Law::RefusalsNeverPermit => permits_if!(|_, case| has_refusal(case)),
        Law::OtherRefusalsChangeNothing => answers!(|_, case| case.subject.choices().len()),
        Law::LaterChangesNothing => answers!(|_, case| case.subject.uses().len()),
        Law::GrantingAgainRestores => permits_if!(|_, case| !has_refusal(case)),
        Law::DeniedByItsParts => permits_if!(|_, case| categories(case) == 1),
        Law::WideningNeverLifts => permits_if!(|_, case| categories(case) > 1),
        Law::NamesDoNotMatter => permits_if!(|_, case| case.subject.id().as_u128() < 1 << 127),
        Law::CalendarDoesNotMatter => answers!(|_, case| case.request.instant().timestamp() / 3600 % 2),
        Law::RemediesPermit => permits_if!(|_, case| false),
        Law::SameBytes => answers!(|_, _| ASKED.fetch_add(1, Ordering::Relaxed)),
        Law::ReadBackEqual => honest(),
    }
}

#[test]
fn every_law_finds_the_decider_that_breaks_it() {
    for law in Law::ALL.iter().filter(|law| **law != Law::ReadBackEqual) {
        let tried = check(*law, &erring(*law), &Trials::default().cases(256).seed(1));
        let Err(refuted) = tried else { panic!("{law} holds") };
        assert_eq!(refuted.broken().iter().map(Broken::law).collect::<Vec<_>>(), [*law], "{law}");
    }
}

#[test]
fn a_case_that_cannot_be_written_is_not_read_back() {
    let foreign = DataCategories::from_bits_retain(1 << 100);
    let request = Request::using(foreign).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap());
    let case = Case { id: None, request, subject: DataSubject::example() };
    let broken = what_is_written_is_read_back_equal(&PolicyEngine::platform(), &case).unwrap_err();
    assert_eq!(broken.law(), Law::ReadBackEqual);
}

#[test]
fn all_laws_are_tried_and_each_broken_one_is_told() {
    let refuted = Trials::default().cases(16).seed(1).check_all(&erring(Law::RefusalsNeverPermit)).unwrap_err();
    let laws: Vec<Law> = refuted.broken().iter().map(Broken::law).collect();
    assert!(laws.contains(&Law::RefusalsNeverPermit) && laws.contains(&Law::GrantingAgainRestores), "{laws:?}");
    assert!(!laws.contains(&Law::SameBytes));
}

#[test]
fn a_broken_law_is_told_with_both_answers_and_its_case() {
    let refuted = check(Law::DeniedByItsParts, &erring(Law::DeniedByItsParts), &Trials::default().cases(64).seed(1)).unwrap_err();
    expect![[r#"
        law 9: a request is denied exactly if a part of it is
        is broken

          changed: each category is asked about for itself
           before: denied identity.name, contact.email
            after: permitted identity.name, contact.email
                 - `identity.name` is denied and then permitted
                 - `contact.email` is denied and then permitted

        The case, before the change:

        {"request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"operator"},"action":"collect","items":[{"categories":["identity.name","contact.email"]}],"purpose":"account"},"subject":{"id":"00000000-0000-4000-8000-000000000000","age":30}}

        DENIED: the operator may not collect the name and the e-mail address for opening and keeping an
          account.

        Why
          The name and the e-mail address: denied.
            - No rule of the policy permits it, and what none permits is denied.

        What would help
          Nothing that anybody could do, as long as the facts are as stated. Do not do it.

    "#]].assert_eq(&without_the_count(&refuted));
}

#[test]
fn what_is_permitted_after_all_is_told_with_its_reason() {
    let engine = newsletter();
    let letters = cases(&engine).asking(|requests| requests.actions(Actions::MESSAGE));
    let refuted = Trials::default().cases(2_000).seed(1).never_permitted(&engine, letters).unwrap_err();
    expect![[r#"
        refuted: no such request is ever permitted

        This one is permitted.

        PERMITTED: the operator may send a message to someone not named, using the e-mail address, for the
          promotion of the operator's own products.

        Why
          The e-mail address: permitted.
            - Clause newsletter.1 permits it: We write to those who asked us to.

        The case, ready for a case file:

        {"request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"operator"},"action":"message","items":[{"categories":["contact.email"],"service":"forum"}],"purpose":"own-promotion"},"subject":{"id":"00000000-0000-4000-8000-000000000000","age":30,"choices":[{"grant":{"id":"00000000-0000-4000-8000-000000000001","scope":{},"given-at":"2025-04-27T12:00:00Z"}}]}}

    "#]].assert_eq(&without_the_count(&refuted));
}

#[test]
fn a_promise_about_what_is_never_asked_is_not_kept() {
    let engine = newsletter();
    let sent = cases(&engine).asking(|requests| requests.actions(Actions::USE).to(crate::vocabulary::Role::Partner));
    let refuted = never_permitted(&engine, sent).unwrap_err();
    let nothing = "nothing is shown: no such request is ever permitted\n\n\
                   Hardly any case can be made: the limits leave nothing to ask.\n";
    assert!(refuted.to_string().starts_with(nothing), "{refuted}");

    let silent = PolicyEngine::new(Policy::from_toml("id = \"silent\"\ndefault = \"silent\"").unwrap());
    let refuted = never_permitted(&silent, cases(&silent)).unwrap_err();
    assert!(refuted.to_string().contains("governs none of the cases"), "{refuted}");

    let assumed_away = always(&engine, cases(&engine), |_| Err(proptest::test_runner::TestCaseError::reject("nothing fits")));
    let nothing = "nothing is shown: the promise is always kept\n\n\
                   Hardly any case was judged, and the others were assumed away: nothing fits.\n";
    let refuted = assumed_away.unwrap_err();
    assert!(refuted.to_string().starts_with(nothing), "{refuted}");
}

#[test]
fn the_same_seed_finds_the_same_case() {
    let engine = newsletter();
    let find = |seed| {
        let letters = cases(&engine).asking(|requests| requests.actions(Actions::MESSAGE));
        Trials::default().cases(2_000).seed(seed).never_permitted(&engine, letters).unwrap_err()
    };
    assert_eq!(find(5).to_string(), find(5).to_string());
    assert_eq!(find(5).seed(), 5);
}

/// Without the last line: how many cases it took is proptest's own affair.
fn without_the_count(refuted: &Refuted) -> String {
    refuted.to_string().lines().take_while(|line| !line.starts_with("After ")).map(|line| format!("{line}\n")).collect()
}
