//! What a decision says can be read from it, each part for itself, and none says what another does.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use lawful::decision::{BoundBy, CaseError, Judgement, Misfit, Outcome, Precedence, ReasonKind};
use lawful::policy::{Fact, Policy};
use lawful::subject::{Agreement, RefusalMeans};
use lawful::vocabulary::{Duties, Grounds, Instant, Truth, Vocabulary};
use lawful::{Case, DataCategories, DataSubject, Party, PolicyEngine, Purpose, Refusal, Request, Scope, Verdict};
use uuid::Uuid;

const POLICY: &str = r#"
    id = "mine"
    title = "My policy"
    [[rules]]
    id = "a/share"
    effect = "permit"
    actions = ["share"]
    categories = ["contact"]
    when = ["agreed"]
    duties = ["purpose-only"]
    ground = "agreement"
    text = "Contacts may be shared."
    [[rules]]
    id = "b/stop"
    effect = "forbid"
    when = ["refused"]
    duties = ["stop-processing"]
    text = "What was refused stops."
    [[rules]]
    id = "c/decide"
    effect = "permit"
    actions = ["disclose"]
    when = ["agreed", "operator-decided"]
    text = "What the operator decided is disclosed."
    [[rules]]
    id = "d/exempt"
    effect = "exempt"
    categories = ["activity.posts"]
    text = "Posts are free."
"#;

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

fn engine() -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(POLICY).unwrap())
}

fn member() -> DataSubject {
    DataSubject::new(Uuid::from_u128(1)).agreed(at(1))
}

fn no_to(categories: DataCategories) -> DataSubject {
    let no = Refusal::new(Uuid::from_u128(2), Scope::anything().of(categories), at(2), RefusalMeans::Objection);
    member().refuse(no).unwrap()
}

fn sharing(categories: DataCategories) -> Request {
    Request::share(categories).with(Party::partner("acme")).for_purpose(Purpose::SERVICE).at(at(9))
}

#[test]
fn a_decision_says_who_and_what_it_is_about() {
    let (engine, request, subject) = (engine(), sharing(DataCategories::EMAIL), member());
    let decision = engine.decide(&request, &subject);
    assert!(std::ptr::eq(decision.request(), &request) && std::ptr::eq(decision.subject(), &subject));
    assert_eq!(decision.vocabulary(), engine.vocabulary());
    assert_eq!((decision.verdict(), decision.is_permitted()), (Verdict::Permitted, true));
    assert_eq!((decision.duties(), decision.grounds()), (Duties::PURPOSE_ONLY, Grounds::AGREEMENT));
    assert!(decision.remedies().is_empty() && decision.judgements().is_empty() && decision.contradictions().is_empty());
    assert!(format!("{decision:?}").starts_with("Decision { verdict: Permitted"));
    let [rule] = decision.rules().collect::<Vec<_>>()[..] else { panic!("{decision}") };
    assert_eq!((rule.policy(), rule.edition(), rule.rule(), rule.clause()), ("mine", "initial", "a/share", "a"));
    assert_eq!(rule.text(), "Contacts may be shared.");
}

#[test]
fn each_category_has_its_answer() {
    let (email, phone, posts) = (DataCategories::EMAIL, DataCategories::PHONE, DataCategories::POSTS);
    let (engine, request, subject) = (engine(), sharing(email | phone | posts), no_to(phone));
    let decision = engine.decide(&request, &subject);
    assert_eq!((decision.verdict(), decision.is_permitted()), (Verdict::Denied, false));
    let outcome = *decision.outcome();
    let expected = Outcome { permitted: email, denied: phone, undetermined: DataCategories::empty(), not_governed: posts };
    assert_eq!(outcome, expected);
    assert_eq!([email, phone, posts].map(|it| outcome.of(it)), [Verdict::Permitted, Verdict::Denied, Verdict::NotGoverned]);
    assert_eq!(outcome.of(email | posts), Verdict::Permitted);
    for verdict in [Verdict::Permitted, Verdict::Denied, Verdict::Undetermined, Verdict::NotGoverned] {
        let under = outcome.under(verdict);
        assert_eq!(outcome.among(under).under(verdict), under);
        let others = email | phone | posts;
        assert!(outcome.among(others - under).under(verdict).is_empty());
    }
    let strict = Outcome { undetermined: email, not_governed: phone, ..Outcome::default() }.stricter(outcome);
    let none = DataCategories::empty();
    assert_eq!(strict, Outcome { permitted: none, denied: phone, undetermined: email, not_governed: posts });

    let answer = decision.answer();
    assert_eq!((answer.verdict(), answer.outcome()), (Verdict::Denied, &outcome));
    let named = |verdict| answer.categories(verdict).join(" ");
    assert_eq!(named(Verdict::Permitted), "contact.email");
    assert_eq!(named(Verdict::Denied), "contact.phone");
    assert_eq!(named(Verdict::NotGoverned), "activity.posts");
    assert_eq!(named(Verdict::Undetermined), "");
    assert_eq!((answer.duties(), answer.grounds()), (decision.duties(), decision.grounds()));
    assert_eq!(decision.duties(), Duties::STOP_PROCESSING | Duties::PURPOSE_ONLY);
    assert_eq!((answer.reasons().len(), answer.remedies().len()), (decision.reasons().len(), decision.remedies().len()));
    assert!(!answer.remedies().is_empty());
    for (said, remedy) in answer.remedies().iter().zip(decision.remedies()) {
        assert_eq!((said.remedy(), said.text()), (&remedy, &*remedy.text(&decision)));
        assert_eq!(format!("{said:?}"), format!("{remedy:?}"));
    }
    let written = serde_json::to_value(answer.for_case("c7")).unwrap();
    assert_eq!((written["id"].as_str(), written["verdict"].as_str()), (Some("c7"), Some("denied")));
}

#[test]
fn a_reason_says_which_rule_decided_about_what() {
    let (email, phone) = (DataCategories::EMAIL, DataCategories::PHONE);
    let (engine, request, subject) = (engine(), sharing(email | phone), no_to(phone));
    let reasons = engine.decide(&request, &subject).reasons();
    let [permit, forbid] = &reasons[..] else { panic!("{reasons:?}") };
    assert_eq!((permit.kind(), forbid.kind()), (ReasonKind::Permitted, ReasonKind::Forbidden));
    assert_eq!((permit.categories(), forbid.categories()), (email, phone));
    assert_eq!((permit.policy(), permit.edition(), permit.clause()), (Some("mine"), Some("initial"), Some("a")));
    assert_eq!((permit.bound_by(), permit.effect()), (Some(BoundBy::Start), "permit"));
    assert_eq!((permit.rule().map(|rule| rule.id()), permit.text()), (Some("a/share"), "Contacts may be shared."));
    assert!(permit.missing().next().is_none() && permit.nearest().is_empty());
    let [fact] = permit.facts() else { panic!("{permit:?}") };
    assert_eq!((fact.name(), fact.fact(), fact.truth()), ("agreed", Some(Fact::Agreed), Truth::Holds));
    assert_eq!((fact.categories(), fact.evidence().len()), (email, 1));
    let [fact] = forbid.facts() else { panic!("{forbid:?}") };
    assert_eq!((fact.name(), fact.categories()), ("refused", phone));
}

#[test]
fn for_want_of_a_permission_the_nearest_is_named() {
    let (engine, subject) = (engine(), DataSubject::new(Uuid::from_u128(1)));
    let request = sharing(DataCategories::EMAIL);
    let decision = engine.decide(&request, &subject);
    let reasons = decision.reasons();
    let [reason] = &reasons[..] else { panic!("{reasons:?}") };
    assert_eq!((reason.kind(), reason.effect(), reason.text()), (ReasonKind::NothingPermits, "default", "nothing permits it"));
    assert_eq!((reason.rule(), reason.policy(), reason.edition(), reason.clause()), (None, None, None, None));
    assert_eq!((reason.bound_by(), reason.categories()), (None, DataCategories::EMAIL));
    assert!(reason.facts().is_empty());
    let [near] = reason.nearest() else { panic!("{reason:?}") };
    assert_eq!((near.policy(), near.edition(), near.rule().id()), ("mine", "initial", "a/share"));
    assert_eq!((near.categories(), near.bound_by()), (DataCategories::EMAIL, BoundBy::Start));
    assert!(near.misfits().is_empty());
    let [lacking] = near.lacks() else { panic!("{near:?}") };
    assert_eq!((lacking.name(), lacking.truth()), ("agreed", Truth::Fails));
}

#[test]
fn what_stands_outside_the_box_of_the_nearest_permission_is_named() {
    let text = r#"
        id = "mine"
        [[rules]]
        id = "a"
        effect = "permit"
        purposes = ["login"]
    "#;
    let (engine, request, subject) =
        (PolicyEngine::new(Policy::from_toml(text).unwrap()), sharing(DataCategories::EMAIL), member());
    let reasons = engine.decide(&request, &subject).reasons();
    let near = reasons[0].nearest();
    assert_eq!(near.iter().map(|near| near.misfits()).collect::<Vec<_>>(), [[Misfit::Purpose]]);
}

/// Of two that would each answer a question of which nobody spoke, the one that answers fewer questions is nearer: 1 purpose
/// with any of 19 roles before 5 purposes with 4 roles.
#[test]
fn a_permission_that_answers_fewer_questions_is_nearer() {
    let text = r#"
        id = "mine"
        [[rules]]
        id = "a/wide"
        effect = "permit"
        purposes = ["service", "login", "security", "account", "operations"]
        recipients = ["partner", "broker", "affiliate", "public"]
        when = ["operator-decided"]
        [[rules]]
        id = "b/narrow"
        effect = "permit"
        purposes = ["service"]
        when = ["operator-decided"]
    "#;
    let (engine, request, subject) =
        (PolicyEngine::new(Policy::from_toml(text).unwrap()), sharing(DataCategories::EMAIL), member());
    let reasons = engine.decide(&request, &subject).reasons();
    let near: Vec<_> = reasons[0].nearest().iter().map(|near| near.rule().id()).collect();
    assert_eq!(near, ["b/narrow"]);
}

#[test]
fn a_contradiction_says_who_wins_and_by_which_law() {
    let (engine, request, subject) = (engine(), sharing(DataCategories::EMAIL), no_to(DataCategories::EMAIL));
    let contradictions = engine.decide(&request, &subject).contradictions();
    let [contradiction] = contradictions[..] else { panic!("{contradictions:?}") };
    assert_eq!((contradiction.categories(), contradiction.law()), (DataCategories::EMAIL, Precedence::ProhibitionFirst));
    assert_eq!((contradiction.winner().rule(), contradiction.loser().rule()), ("b/stop", "a/share"));
    assert_eq!((contradiction.winner().clause(), contradiction.loser().clause()), ("b", "a"));
}

#[test]
fn a_judgement_that_is_missing_can_be_recorded() {
    let (engine, subject) = (engine(), member());
    let asked = Request::disclose(DataCategories::EMAIL).for_purpose(Purpose::DISPUTE).at(at(9));
    let request = asked.given(lawful::request::Transaction {
        on_platform: Some(true),
        requester_is_party: Some(true),
        requester_performed: None,
        disclosure_asked: Some(true),
        operator_decided: None,
    });
    let decision = engine.decide(&request, &subject);
    assert_eq!(decision.verdict(), Verdict::Undetermined);
    let judgements = decision.judgements();
    assert_eq!(judgements.iter().map(|judgement| judgement.fact()).collect::<Vec<Fact>>(), [Fact::OperatorDecided]);
    assert_eq!(engine.explain(&request, &subject).judgements(), judgements);
    assert!(decision.reasons()[0].missing().eq(["operator-decided"]));
    let recorded = |finding| judgements.iter().fold(request.clone(), |request, it: &Judgement| it.recorded(&request, finding));
    let [yes, no] = [true, false].map(|finding| engine.decide(&recorded(finding), &subject).verdict());
    assert_eq!((yes, no), (Verdict::Permitted, Verdict::Denied));
}

#[test]
fn an_explanation_holds_what_its_decision_says() {
    let (engine, request, subject) = (engine(), sharing(DataCategories::EMAIL), no_to(DataCategories::EMAIL));
    let explanation = engine.explain(&request, &subject);
    let decision = explanation.decision();
    assert_eq!(explanation.reasons(), decision.reasons());
    assert_eq!(explanation.contradictions(), decision.contradictions());
    assert_eq!(explanation.remedies(), decision.remedies());
    assert_eq!((explanation.judgements(), explanation.answer()), (decision.judgements(), decision.answer()));
    assert!(!explanation.remedies().is_empty() && !explanation.contradictions().is_empty());
    assert_eq!(serde_json::to_value(&explanation).unwrap(), serde_json::to_value(decision.answer()).unwrap());
}

#[test]
fn a_rule_of_an_edition_says_how_it_came_to_bind() {
    let edition = "[[editions]]\nversion = \"v2\"\neffective-from = 2026-01-03T00:00:00Z\nchange = \"major\"\nnotice = 2026-01-04T00:00:00Z\n";
    let engine = PolicyEngine::new(Policy::from_toml(&format!("{POLICY}{edition}")).unwrap());
    let bound = |subject: &DataSubject| {
        let request = sharing(DataCategories::EMAIL);
        let reasons = engine.decide(&request, subject).reasons();
        reasons.iter().map(|reason| format!("{} {:?}", reason.edition().unwrap(), reason.bound_by().unwrap())).collect::<Vec<_>>()
    };
    let accepted = bound(&member().agreed_to(Agreement::at(at(6)).to_edition("v2")));
    assert!(accepted.len() == 1 && accepted[0].starts_with("v2 Agreement"), "{accepted:?}");
    let used = bound(&member().used(at(5)));
    assert!(used.len() == 1 && used[0].starts_with("v2 Use"), "{used:?}");
    let open = bound(&member().used(at(3)));
    assert!(open.len() == 2 && open[0].starts_with("initial Start") && open[1].starts_with("v2 Operator"), "{open:?}");
}

#[test]
fn a_case_that_cannot_be_read_keeps_its_id() {
    let id = |text: &str| Case::from_json(text, Vocabulary::builtin()).unwrap_err().id().map(str::to_owned);
    assert_eq!(id("{\"request\":{},\"id\":\"c1\"}"), Some("c1".to_owned()));
    assert_eq!((id("{\"request\":{}}"), id("{\"id\":1}"), id("[]"), id("{")), (None, None, None, None));
    let error: CaseError = Case::from_json("{\"id\":\"c1\"}", Vocabulary::builtin()).unwrap_err();
    assert_eq!(format!("{error:?}"), "CaseError(`request` is missing; `subject` is missing)");
}
