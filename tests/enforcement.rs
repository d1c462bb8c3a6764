//! Enforcement: what a permit opens and what it does not, how long, and that nothing shows what is guarded.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::TimeDelta;
use lawful::decision::{Case, Verdict};
use lawful::enforcement::{Closed, Guarded, Moment, OtherPerson, Permit, PurposeType, purpose};
use lawful::request::{Item, Partnership, Request};
use lawful::subject::{Grant, Refusal};
use lawful::testing::generate::cases;
use lawful::vocabulary::{Action, Actions, DataCategories, Duties, Instant, Party, Purpose, Purposes, Scope};
use lawful::{DataSubject, PolicyEngine};
use proptest::prelude::*;
use uuid::Uuid;

const SHARING: (Action, Purpose) = (Action::Share, Purpose::PARTNER_PROMOTION);

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xcafe_0000 + number)
}

/// An adult who agreed, and consented to partner promotion until a week from now.
fn person() -> DataSubject {
    let scope = Scope::anything().to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION);
    let grant = Grant::new(id(2), scope, now() - TimeDelta::days(1)).until(now() + TimeDelta::days(7));
    DataSubject::new(id(1)).aged(30).agreed(now() - TimeDelta::days(100)).grant(grant).unwrap()
}

fn question(categories: DataCategories) -> Request {
    Request::share(Item::of(categories).from(lawful::vocabulary::Origin::Registration).necessary(true))
        .with(Party::partner("canary-partner"))
        .for_purpose(Purpose::PARTNER_PROMOTION)
        .at(now())
        .given(Partnership { current: Some(true) })
}

fn permit(categories: DataCategories, within: TimeDelta) -> Permit {
    let (engine, request, person) = (PolicyEngine::platform(), question(categories), person());
    let decision = engine.decide(&request, &person);
    assert_eq!(decision.verdict(), Verdict::Permitted, "{}", engine.explain(&request, &person));
    Permit::from_decision(&decision, within).unwrap().acknowledge(Duties::all()).unwrap()
}

fn email() -> Guarded<&'static str> {
    Guarded::new("canary@example.org", DataCategories::EMAIL, id(1))
}

#[test]
fn a_permit_opens_what_it_is_for_and_nothing_else() {
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    assert_eq!(email().open(&permit, SHARING, now()), Ok(&"canary@example.org"));
    let phone = Guarded::new(1, DataCategories::PHONE, id(1));
    assert_eq!(phone.open(&permit, SHARING, now()), Err(Closed::OtherCategories));
    let both = Guarded::new(1, DataCategories::EMAIL | DataCategories::PHONE, id(1));
    assert_eq!(both.open(&permit, SHARING, now()), Err(Closed::OtherCategories), "for fewer categories");
    let other = Guarded::new(1, DataCategories::EMAIL, id(9));
    assert_eq!(other.open(&permit, SHARING, now()), Err(Closed::OtherPerson));
    assert_eq!(email().open(&permit, (Action::Use, Purpose::PARTNER_PROMOTION), now()), Err(Closed::OtherAction));
    assert_eq!(email().open(&permit, (Action::Share, Purpose::SERVICE), now()), Err(Closed::OtherPurpose));
    assert_eq!(email().open_once(permit, SHARING, now()), Ok("canary@example.org"));
}

#[test]
fn a_permit_lasts_as_long_as_the_caller_and_the_consent_say() {
    let short = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    let (last, over) = (now() + TimeDelta::hours(1) - TimeDelta::nanoseconds(1), now() + TimeDelta::hours(1));
    assert!(email().open(&short, SHARING, last).is_ok());
    assert_eq!(email().open(&short, SHARING, over), Err(Closed::Expired));
    assert_eq!(email().open(&short, SHARING, now() - TimeDelta::seconds(1)), Err(Closed::TooEarly));
    let long = permit(DataCategories::EMAIL, TimeDelta::days(365));
    assert_eq!(long.expires(), now() + TimeDelta::days(7), "the consent expires first");
    let endless = permit(DataCategories::EMAIL, TimeDelta::MAX);
    assert_eq!(endless.expires(), now() + TimeDelta::days(7));
    for no_time in [TimeDelta::zero(), TimeDelta::seconds(-1), TimeDelta::MIN] {
        assert_eq!(email().open(&permit(DataCategories::EMAIL, no_time), SHARING, now()), Err(Closed::Expired), "{no_time}");
    }
}

#[test]
fn a_permit_from_before_a_withdrawal_does_not_open_where_freshness_is_demanded() {
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1)).resting_on(4);
    assert!(email().open(&permit, SHARING, Moment::from(now()).knowing(4)).is_ok());
    assert_eq!(email().open(&permit, SHARING, Moment::from(now()).knowing(5)), Err(Closed::Stale), "a withdrawal is recorded");
    assert!(email().open(&permit, SHARING, now()).is_ok(), "within the bound, where it is not demanded");
    let once_more = self::permit(DataCategories::EMAIL, TimeDelta::hours(1)).resting_on(4).resting_on(5);
    assert_eq!(email().open(&once_more, SHARING, Moment::from(now()).knowing(5)), Err(Closed::Stale), "it does not grow younger");
    let unknown = self::permit(DataCategories::EMAIL, TimeDelta::hours(1));
    assert_eq!(email().open(&unknown, SHARING, Moment::from(now()).knowing(5)), Err(Closed::Stale));

    let withdrawn = person().refuse(Refusal::withdrawal(id(3), id(2), now())).unwrap();
    let (engine, request) = (PolicyEngine::platform(), question(DataCategories::EMAIL));
    assert!(Permit::from_decision(&engine.decide(&request, &withdrawn), TimeDelta::hours(1)).is_err());
}

#[test]
fn duties_are_taken_over_by_name() {
    let (engine, request, person) = (PolicyEngine::platform(), question(DataCategories::EMAIL), person());
    let decision = engine.decide(&request, &person);
    assert!(!decision.duties().is_empty());
    let pending = || Permit::from_decision(&decision, TimeDelta::hours(1)).unwrap();
    let missing = pending().without_duties().unwrap_err();
    assert_eq!(missing.missing, decision.duties());
    assert!(missing.to_string().starts_with("duties are not acknowledged: "), "{missing}");
    assert_eq!(pending().acknowledge(decision.duties()).unwrap().duties(), decision.duties());
}

#[test]
fn of_a_request_that_is_not_permitted_as_a_whole_the_permitted_part_opens() {
    let (engine, person) = (PolicyEngine::platform(), person());
    let item = Item::of(DataCategories::EMAIL | DataCategories::PASSWORD).necessary(true);
    let request = Request::using(item).for_purpose(Purpose::SERVICE).at(now());
    let refusing = person.refuse(lawful::subject::Refusal::new(
        id(4),
        Scope::anything().of(DataCategories::PASSWORD),
        now(),
        lawful::subject::RefusalMeans::Objection,
    ));
    let refusing = refusing.unwrap();
    let decision = engine.decide(&request, &refusing);
    assert_eq!(decision.verdict(), Verdict::Denied);
    assert!(Permit::from_decision(&decision, TimeDelta::hours(1)).is_err());
    let part = Permit::for_permitted_part(&decision, TimeDelta::hours(1)).unwrap().acknowledge(Duties::all()).unwrap();
    assert_eq!(part.categories(), DataCategories::EMAIL);
    let using = (Action::Use, Purpose::SERVICE);
    assert!(email().open(&part, using, now()).is_ok());
    let password = Guarded::new(1, DataCategories::PASSWORD, id(1));
    assert_eq!(password.open(&part, using, now()), Err(Closed::OtherCategories));
}

#[test]
fn guarded_values_keep_their_categories_through_map_and_zip() {
    let name = Guarded::new("canary-name", DataCategories::NAME, id(1));
    let both = email().map(str::len).zip(name).unwrap();
    assert_eq!(both.categories(), DataCategories::EMAIL | DataCategories::NAME);
    assert_eq!(both.danger_open_without_permit("the test looks inside"), &(18, "canary-name"));
    assert_eq!(both.zip(Guarded::new((), DataCategories::NAME, id(9))).unwrap_err(), OtherPerson);
}

#[test]
fn a_value_that_wipes_itself_goes_on_doing_so() {
    use std::cell::Cell;
    use std::rc::Rc;

    use zeroize::{Zeroize, Zeroizing};

    struct Secret(Rc<Cell<usize>>);
    impl Zeroize for Secret {
        fn zeroize(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    let wiped = Rc::new(Cell::new(0));
    let secret = || Guarded::new(Zeroizing::new(Secret(wiped.clone())), DataCategories::EMAIL, id(1));
    drop(secret());
    assert_eq!(wiped.get(), 1);
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    drop(secret().open_once(permit, SHARING, now() + TimeDelta::hours(1)));
    assert_eq!(wiped.get(), 2, "also where it stays closed");
    drop(secret().zip(Guarded::new((), DataCategories::NAME, id(9))));
    assert_eq!(wiped.get(), 3);
}

#[test]
fn a_permit_names_the_editions_that_decided() {
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    assert!(permit.editions().eq([("platform", "initial")]));
    let (engine, request) = (revised(), question(DataCategories::EMAIL));
    let person = person().used(now() - TimeDelta::days(10));
    let decision = engine.decide(&request, &person);
    let part = Permit::for_permitted_part(&decision, TimeDelta::hours(1)).unwrap().acknowledge(Duties::all()).unwrap();
    let places: std::collections::BTreeSet<_> = decision.rules().map(|rule| (rule.policy(), rule.edition())).collect();
    assert!(places.contains(&("revised", "v2")), "{places:?}");
    assert_eq!(part.editions().count(), places.len(), "each once");
    assert!(part.editions().all(|place| places.contains(&place)));
}

#[test]
fn a_released_value_carries_the_purpose_of_its_permit_only() {
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    let released = email().release::<purpose::PartnerPromotion>(&permit, Action::Share, now()).unwrap();
    assert_eq!(released.get(), &"canary@example.org");
    let kept = email();
    let by_reference = kept.as_ref().release::<purpose::PartnerPromotion>(&permit, Action::Share, now()).unwrap();
    assert_eq!((**by_reference.get(), kept.categories()), ("canary@example.org", DataCategories::EMAIL));
    let other = email().release::<purpose::Transaction>(&permit, Action::Share, now()).unwrap_err();
    assert_eq!(other, Closed::OtherPurpose);
    let misspelt = {
        lawful::purpose_type!(Misspelt = "partner-promotoin");
        Misspelt::resolve(PolicyEngine::platform().vocabulary()).unwrap_err()
    };
    assert_eq!(misspelt.to_string(), "unknown purpose `partner-promotoin`: did you mean `partner-promotion`?");
}

#[test]
fn nothing_shows_ids_or_data() {
    let (engine, person) = (PolicyEngine::platform(), person());
    let permit = permit(DataCategories::EMAIL, TimeDelta::hours(1));
    let denied =
        Request::sell(DataCategories::EMAIL).with(Party::partner("canary-partner")).for_purpose(Purpose::RECIPIENT_OWN).at(now());
    let refusal = Permit::from_decision(&engine.decide(&denied, &person), TimeDelta::hours(1)).unwrap_err();
    let request = question(DataCategories::EMAIL);
    let pending = Permit::from_decision(&engine.decide(&request, &person), TimeDelta::hours(1)).unwrap();
    let closed = email().open(&permit, (Action::Use, Purpose::SERVICE), now()).unwrap_err();
    let shown = format!("{permit:?} {refusal:?} {refusal} {pending:?} {:?} {closed:?} {closed}", email());
    assert!(refusal.to_string().starts_with("denied: "), "{refusal}");
    for canary in [id(1).to_string(), "canary".to_owned(), "cafe".to_owned()] {
        assert!(!shown.contains(&canary), "{canary} in {shown}");
    }
}

/// The same case, asked at another instant.
fn asked_at(case: &Case, engine: &PolicyEngine, at: Instant) -> Case {
    let mut json: serde_json::Value = serde_json::from_str(&case.to_json(engine.vocabulary()).unwrap()).unwrap();
    json["request"]["at"] = at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true).into();
    Case::from_json(&json.to_string(), engine.vocabulary()).unwrap()
}

proptest! {
    #[test]
    fn until_it_says_so_time_alone_does_not_change_an_answer(
        case in cases(&revised()),
        parts in prop::collection::vec(0.0..1.0_f64, 4),
    ) {
        let engine = revised();
        let decision = engine.decide(&case.request, &case.subject);
        let at = case.request.instant();
        let until = decision.stable_until().unwrap_or(at + TimeDelta::days(10_000));
        prop_assert!(until > at);
        let span = (until - at).num_nanoseconds().unwrap_or(i64::MAX);
        let instants = parts.iter().map(|part| (span as f64 * part) as i64).chain([span - 1]);
        for offset in instants.filter(|offset| (0..span).contains(offset)) {
            let later = asked_at(&case, &engine, at + TimeDelta::nanoseconds(offset));
            let again = engine.decide(&later.request, &later.subject);
            prop_assert_eq!(again.outcome(), decision.outcome(), "{} ns later", offset);
            prop_assert_eq!(again.duties(), decision.duties());
        }
    }
}

/// The built-in policy with a later edition and the protective layer: more instants at which something turns.
fn revised() -> PolicyEngine {
    let policy = lawful::Policy::from_toml(
        r#"
        id = "revised"
        extends = "platform"
        [[editions]]
        version = "v2"
        effective-from = 2026-04-01T00:00:00Z
        change = "major"
        notice = 2026-03-15T00:00:00Z
        removes = ["use.1.3.b"]
        "#,
    );
    let stack = lawful::PolicyStack::new(policy.unwrap()).lay(lawful::Policy::protective().clone()).unwrap();
    PolicyEngine::layered(stack)
}
