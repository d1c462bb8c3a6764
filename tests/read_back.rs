//! What is said of a person, a request or a policy can be read from it, each part for itself.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use lawful::policy::{Change, ClauseState, Condition, DefaultAnswer, Effect, Fact, Policy, PolicyStack};
use lawful::request::{CustomFacts, Partnership};
use lawful::subject::{Account, AfterClosure, Age, Agreement, Choice, Choices, GrantedBy, Guardian, RefusalMeans, Standing};
use lawful::vocabulary::{
    Action, Actions, CustomWords, Duties, Ground, Instant, NameError, Origin, Origins, Parties, Purposes, Role, Service,
    Vocabulary,
};
use lawful::{DataCategories, DataSubject, Grant, Item, Party, Purpose, Refusal, Request, Scope};
use uuid::Uuid;

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[test]
fn a_person_is_what_was_recorded() {
    let nobody = DataSubject::new(id(1));
    assert_eq!((nobody.id(), nobody.standing(), nobody.age(), nobody.guardian()), (id(1), None, Age::Unknown, None));
    assert!(nobody.agreements().is_empty() && nobody.uses().is_empty() && nobody.accounts().is_empty());
    assert!(nobody.choices().is_empty());

    let account = Account::opened("shop", at(3));
    let person = nobody
        .standing_as(Standing::Former)
        .aged(30)
        .with_guardian(Guardian::Unverified)
        .agreed_to(Agreement::at(at(1)).to_edition("v2"))
        .used(at(2))
        .with_account(account.clone())
        .grant(Grant::new(id(2), Scope::anything(), at(4)))
        .unwrap();
    assert_eq!((person.id(), person.standing(), person.age()), (id(1), Some(Standing::Former), Age::Years(30)));
    assert_eq!((person.guardian(), person.uses()), (Some(Guardian::Unverified), &[at(2)][..]));
    assert_eq!(person.agreements(), [Agreement::at(at(1)).to_edition("v2")]);
    assert_eq!(person.accounts(), [account]);
    assert_eq!((person.choices().len(), person.choices().is_empty()), (1, false));
    let birthday = NaiveDate::from_ymd_opt(2008, 2, 29).unwrap();
    assert_eq!(person.born(birthday).age(), Age::Born(birthday));
}

#[test]
fn an_account_is_what_was_recorded() {
    let open = Account::opened("shop", at(2));
    assert_eq!((open.service(), open.opened_at(), open.closed_at()), (&Service::from("shop"), at(2), None));
    assert_eq!([1, 2, 3].map(|day| open.is_open(at(day))), [false, true, true]);
    let closed = open.closed(at(4), AfterClosure::Process(Purposes::DISPUTE));
    assert_eq!((closed.closed_at(), closed.after_closure()), (Some(at(4)), AfterClosure::Process(Purposes::DISPUTE)));
    assert_eq!(
        [1, 3, 4].map(|day| (closed.is_open(at(day)), closed.is_closed(at(day)))),
        [(false, false), (true, false), (false, true)]
    );
}

#[test]
fn closing_an_account_leaves_those_of_other_services_open() {
    let accounts = ["shop", "forum"].map(|service| Account::opened(service, at(1)));
    let [shop, forum] = accounts;
    let person = DataSubject::new(id(1)).with_account(shop).with_account(forum);
    let person = person.close_account("shop", at(5), AfterClosure::Delete);
    assert_eq!([0, 1].map(|place: usize| person.accounts()[place].closed_at()), [Some(at(5)), None]);
    // One that is closed already keeps its day.
    let person = person.close_account("shop", at(7), AfterClosure::Delete);
    assert_eq!(person.accounts()[0].closed_at(), Some(at(5)));
}

#[test]
fn a_choice_is_what_was_recorded() {
    let scope = Scope::anything().of(DataCategories::EMAIL);
    let plain = Grant::new(id(1), scope.clone(), at(2));
    assert_eq!((plain.giver(), plain.expires_at(), plain.evidence()), (GrantedBy::Subject, None, None));
    let grant = plain.by(GrantedBy::Guardian).until(at(9)).on_evidence("a letter");
    assert_eq!((grant.id(), grant.scope(), grant.given_at()), (id(1), &scope, at(2)));
    assert_eq!((grant.giver(), grant.expires_at(), grant.evidence()), (GrantedBy::Guardian, Some(at(9)), Some("a letter")));

    let refusal = Refusal::new(id(2), scope.clone(), at(3), RefusalMeans::BrowserSetting);
    assert_eq!((refusal.id(), refusal.scope(), refusal.instant()), (id(2), Some(&scope), at(3)));
    assert_eq!((refusal.means(), refusal.withdraws()), (RefusalMeans::BrowserSetting, None));
    let withdrawal = Refusal::withdrawal(id(3), id(1), at(4)).only(scope.clone());
    assert_eq!((withdrawal.means(), withdrawal.withdraws()), (RefusalMeans::Withdrawal, Some(id(1))));
    assert_eq!(withdrawal.scope(), Some(&scope));

    let choices = [Choice::Grant(grant.clone()), Choice::Refusal(refusal.clone())];
    assert_eq!(choices.each_ref().map(|choice| (choice.id(), choice.instant())), [(id(1), at(2)), (id(2), at(3))]);
    let live = |choice: &Choice| [2, 3, 4, 9].map(|day| choice.is_live(at(day)));
    assert_eq!(choices.each_ref().map(live), [[false, true, true, false], [false, true, true, true]]);

    let timeline = Choices::default().refuse(refusal).unwrap().grant(grant.clone()).unwrap();
    assert_eq!(timeline.as_slice(), choices);
    assert_eq!((timeline.granted(id(1)), timeline.granted(id(2))), (Some(&grant), None));
    assert!(timeline.live(at(4)).eq(choices.iter().rev()));
    assert!(timeline.live(at(9)).eq(&choices[1..]));
}

/// At the very instant of its grant a withdrawal is not earlier than it.
#[test]
fn a_grant_may_be_withdrawn_as_it_is_given() {
    let person = DataSubject::new(id(1)).grant(Grant::new(id(2), Scope::anything(), at(2))).unwrap();
    assert!(person.refuse(Refusal::withdrawal(id(3), id(2), at(2))).is_ok());
}

#[test]
fn a_scope_is_what_it_was_narrowed_to() {
    let anything = Scope::anything();
    assert_eq!((anything.categories(), anything.actions(), anything.purposes()), (None, None, None));
    assert_eq!((anything.recipients(), anything.service()), (None, None));
    let parties = Parties::from(Party::partner("acme"));
    let scope = anything.of(DataCategories::EMAIL).to(Actions::SHARE).for_purposes(Purposes::SERVICE);
    let scope = scope.with(parties.clone()).in_service("shop");
    assert_eq!((scope.categories(), scope.actions()), (Some(DataCategories::EMAIL), Some(Actions::SHARE)));
    assert_eq!((scope.purposes(), scope.recipients()), (Some(Purposes::SERVICE), Some(&parties)));
    assert_eq!(scope.service(), Some(&Service::from("shop")));
}

#[test]
fn a_scope_includes_what_is_narrower_in_every_part() {
    let parts: [fn(Scope) -> Scope; 5] = [
        |scope| scope.of(DataCategories::EMAIL),
        |scope| scope.to(Actions::SHARE),
        |scope| scope.for_purposes(Purposes::SERVICE),
        |scope| scope.with(Role::Partner.into()),
        |scope| scope.in_service("shop"),
    ];
    let others: [fn(Scope) -> Scope; 5] = [
        |scope| scope.of(DataCategories::PHONE),
        |scope| scope.to(Actions::USE),
        |scope| scope.for_purposes(Purposes::LOGIN),
        |scope| scope.with(Role::Broker.into()),
        |scope| scope.in_service("forum"),
    ];
    let whole = parts.iter().fold(Scope::anything(), |scope, part| part(scope));
    assert!(whole.includes(&whole));
    for (part, other) in parts.iter().zip(others) {
        let narrowed = part(Scope::anything());
        assert!(narrowed.includes(&whole) && !whole.includes(&narrowed) && !narrowed.includes(&Scope::anything()));
        assert!(!whole.includes(&other(whole.clone())) && !narrowed.includes(&other(whole.clone())));
    }
}

#[test]
fn a_party_is_among_those_that_name_it() {
    let acme = Party::partner("acme");
    assert_eq!((acme.role(), acme.id().map(|id| id.as_str())), (Role::Partner, Some("acme")));
    assert_eq!(Party::of(Role::Partner), Party::partner(""));
    let parties = Parties::from(Role::Broker).and(acme.clone()).and(acme.clone());
    assert_eq!((parties.named(), parties.is_empty()), (&[acme][..], false));
    assert!(parties.roles().words().eq([Role::Broker]));
    assert!(Parties::default().is_empty());
}

#[test]
fn a_request_is_what_was_asked() {
    let item = Item::of(DataCategories::EMAIL)
        .from(Origin::Registration)
        .in_service("shop")
        .revealing(DataCategories::RELIGION)
        .necessary(false)
        .published(false)
        .protected(false);
    assert_eq!((item.categories(), item.reveals()), (DataCategories::EMAIL, DataCategories::RELIGION));
    assert_eq!((item.origin(), item.service()), (Origin::Registration, Some(&Service::from("shop"))));
    assert_eq!((item.is_necessary(), item.is_published(), item.is_protected()), (Some(false), Some(false), Some(false)));
    let plain = Item::of(DataCategories::EMAIL);
    assert_eq!((plain.is_necessary(), plain.is_published(), plain.is_protected()), (None, None, None));
    // What is both its own and revealed is judged once, as what it is.
    assert_eq!(plain.revealing(DataCategories::EMAIL).judged(), DataCategories::EMAIL);

    let request = Request::share(item.clone()).with(Party::partner("acme")).for_purpose(Purpose::SERVICE).at(at(5));
    assert_eq!((request.function(), request.claims(), request.actor()), (None, None, &Party::OPERATOR));
    let request = request
        .by(Party::of(Role::Affiliate))
        .and(DataCategories::PHONE)
        .in_function("checkout")
        .claiming(Ground::Consent)
        .given(Partnership { current: Some(true) });
    assert_eq!((request.instant(), request.actor()), (at(5), &Party::of(Role::Affiliate)));
    assert_eq!((request.action(), request.purpose()), (Action::Share, Purpose::SERVICE));
    assert_eq!(request.items(), [item, Item::of(DataCategories::PHONE)]);
    assert_eq!(request.recipient(), Some(&Party::partner("acme")));
    assert_eq!((request.function(), request.claims()), (Some("checkout"), Some(Ground::Consent)));
    assert_eq!(request.circumstances().partnership, Some(Partnership { current: Some(true) }));
}

#[test]
fn an_own_fact_holds_for_what_is_stated() {
    let words = CustomWords { facts: vec!["asked".into(), "heard".into(), "seen".into()], ..CustomWords::default() };
    let vocabulary = Vocabulary::builtin().with(&words).unwrap();
    let [asked, heard, seen] = ["asked", "heard", "seen"].map(|name| vocabulary.fact(name).unwrap());
    assert!(CustomFacts::default().is_empty());
    let facts = CustomFacts::default().stating(asked, true).stating_for(heard, DataCategories::EMAIL);
    assert!(!facts.is_empty());
    assert_eq!(
        [asked, heard, seen].map(|fact| facts.holds(fact)),
        [Some(DataCategories::all()), Some(DataCategories::EMAIL), None]
    );
    assert_eq!(facts.stating(asked, false).holds(asked), Some(DataCategories::empty()));
    assert!(vocabulary.fact_names().eq(["asked", "heard", "seen"]));
    assert_eq!(vocabulary.fact_name(seen), Some("seen"));
}

const POLICY: &str = r#"
    id = "mine"
    title = "My policy"
    default = "silent"
    age-of-majority = 16
    vocabulary = { purposes = ["ads"], facts = ["asked"] }
    functions = { checkout = ["contact.address"], news = ["contact.email"] }
    [[clauses]]
    id = "a"
    state = "decides"
    text = "Words of the first."
    [[clauses]]
    id = "b"
    state = "obliges"
    [[rules]]
    id = "a/share"
    effect = "permit"
    actions = ["share"]
    actors = ["operator"]
    recipients = ["partner:acme"]
    purposes = ["ads"]
    categories = ["contact"]
    origins = ["registration"]
    when = ["agreed", "asked"]
    unless = ["minor"]
    duties = ["purpose-only"]
    ground = "agreement"
    text = "One may."
    [[rules]]
    id = "b"
    effect = "forbid"
    yields-to = ["a"]
    [[editions]]
    version = "v2"
    effective-from = 2026-01-05T00:00:00Z
    change = "major"
    notice = 2026-01-04T00:00:00Z
    removes = ["b"]
    [[editions.rules]]
    id = "a/new"
    effect = "forbid"
    [[editions]]
    version = "v3"
    effective-from = 2026-01-09T00:00:00Z
    change = "minor"
"#;

#[test]
fn a_policy_is_what_its_text_says() {
    let policy = Policy::from_toml(POLICY).unwrap();
    assert_eq!((policy.id(), policy.title(), policy.default_answer()), ("mine", "My policy", DefaultAnswer::Silent));
    assert_eq!(policy.age_of_majority(), Some(16));
    assert_eq!((&policy.words().purposes[..], &policy.words().facts[..]), (&["ads".to_owned()][..], &["asked".to_owned()][..]));
    assert!(policy.vocabulary().purpose("ads").is_ok() && policy.vocabulary().fact("asked").is_ok());
    let address = ["contact.address".to_owned()];
    assert_eq!((policy.function("checkout"), policy.function("login")), (Some(&address[..]), None));
    assert!(policy.functions().map(|(name, _)| name).eq(["checkout", "news"]));
    let clause = policy.clause("a").unwrap();
    assert_eq!((clause.id(), clause.state(), clause.text()), ("a", ClauseState::Decides, "Words of the first."));
    assert!(policy.clause("c").is_none());
    let register: Vec<_> = policy.clauses().map(|entry| (entry.clause.id(), entry.rules.len())).collect();
    assert_eq!(register, [("a", 2), ("b", 1)]);
    assert!(policy.all_rules().map(|rule| rule.id()).eq(["a/share", "b", "a/new"]));

    let [first, last] = policy.editions() else { panic!("{policy:?}") };
    assert_eq!((first.version(), first.effective_from(), first.change()), ("v2", at(5), Change::Major));
    assert_eq!((first.notice(), first.removes(), first.rules().len()), (Some(at(4)), &["b".to_owned()][..], 1));
    assert_eq!((last.version(), last.effective_from(), last.change()), ("v3", at(9), Change::Minor));
    assert_eq!((last.notice(), last.removes().len(), last.rules().len()), (None, 0, 0));
    let noticed = policy.clone().with_notice("v3", at(8));
    assert_eq!([0, 1].map(|place: usize| noticed.editions()[place].notice()), [Some(at(4)), Some(at(8))]);
    assert_eq!(Policy::from_toml(&policy.to_toml()).unwrap(), policy);
    // Instants are written as instants, not as text.
    assert!(policy.to_toml().contains("effective-from = 2026-01-05T00:00:00Z"), "{}", policy.to_toml());
}

#[test]
fn a_mistake_says_where_it_is_and_what_was_meant() {
    let text = "id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permt\"\n";
    let error = Policy::from_toml(text).unwrap_err();
    let [finding] = error.findings() else { panic!("{error}") };
    assert_eq!((finding.file(), finding.line(), finding.key()), (None, Some(4), "rules[0].effect"));
    assert_eq!((finding.message(), finding.bad_text(), finding.suggestion()), ("unknown effect", Some("permt"), Some("permit")));
    let error = Policy::from_json("{\"id\": \"p\", \"title\": 1}").unwrap_err();
    let [finding] = error.findings() else { panic!("{error}") };
    assert_eq!((finding.line(), finding.key(), finding.bad_text(), finding.suggestion()), (None, "title", None, None));
    let error = Policy::load("no-such-file.toml").unwrap_err();
    assert_eq!(error.findings()[0].file(), Some("no-such-file.toml"));
}

#[test]
fn a_rule_is_what_its_text_says() {
    let policy = Policy::from_toml(POLICY).unwrap();
    let [share, forbid] = policy.rules() else { panic!("{policy:?}") };
    assert_eq!((share.id(), share.clause(), share.effect()), ("a/share", "a", Effect::Permit));
    assert_eq!((share.actions(), share.origins()), (Some(Actions::SHARE), Some(Origins::REGISTRATION)));
    assert_eq!(share.actors(), Some(&Parties::from(Role::Operator)));
    assert_eq!(share.recipients(), Some(&Parties::from(Party::partner("acme"))));
    assert_eq!((share.purposes(), share.categories()), (Some(&["ads".to_owned()][..]), Some(&["contact".to_owned()][..])));
    assert_eq!(share.when(), [Condition::from(Fact::Agreed), Condition::Own("asked".into())]);
    assert_eq!(share.unless(), [Condition::Builtin(Fact::Minor)]);
    assert_eq!((share.duties(), share.ground(), share.text()), (Duties::PURPOSE_ONLY, Some(Ground::Agreement), "One may."));
    assert!(share.yields_to().is_empty());

    assert_eq!((forbid.id(), forbid.clause(), forbid.effect()), ("b", "b", Effect::Forbid));
    assert_eq!((forbid.actions(), forbid.actors(), forbid.recipients()), (None, None, None));
    assert_eq!((forbid.purposes(), forbid.categories(), forbid.origins()), (None, None, None));
    assert!(forbid.when().is_empty() && forbid.unless().is_empty() && forbid.duties().is_empty());
    assert_eq!((forbid.yields_to(), forbid.ground(), forbid.text()), (&["a".to_owned()][..], None, ""));
}

#[test]
fn a_stack_is_its_policies_from_the_base_up() {
    let base = Policy::from_toml(POLICY).unwrap();
    let layer = Policy::from_toml("id = \"house\"\ndefault = \"silent\"\nvocabulary = { facts = [\"heard\"] }\n").unwrap();
    let stack = PolicyStack::new(base.clone()).lay(layer.clone()).unwrap();
    assert_eq!((stack.base(), stack.layers()), (&base, &[layer][..]));
    assert!(stack.policies().map(Policy::id).eq(["mine", "house"]));
    assert!(stack.vocabulary().purpose("ads").is_ok() && stack.vocabulary().fact("heard").is_ok());
}

#[test]
fn a_word_that_is_not_known_is_named_with_the_nearest() {
    let error: NameError = "partnr".parse::<Role>().unwrap_err();
    assert_eq!((error.kind(), error.bad(), error.suggestion()), ("party role", "partnr", Some("partner")));
    assert_eq!("xyz-xyz-xyz".parse::<Role>().unwrap_err().suggestion(), None);
}

/// What JSON and TOML cannot say is refused in words.
#[test]
fn bytes_are_no_document() {
    use serde::Deserialize;
    use serde::de::value::{BytesDeserializer, Error};

    let error = Scope::deserialize(BytesDeserializer::<Error>::new(b"scope")).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: byte array, expected a value");
    let error = Policy::deserialize(BytesDeserializer::<Error>::new(b"policy")).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: byte array, expected a value");
}
