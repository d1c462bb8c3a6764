//! Records: what of them is disclosed, what is withheld and why, and in which form.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use bitflags::Flags;
use chrono::TimeDelta;
use lawful::decision::Verdict;
use lawful::enforcement::record::Because;
use lawful::enforcement::{Closed, Guarded, Moment, Permit, Personal, Withheld, Withhold, disclose};
use lawful::subject::{Refusal, RefusalMeans};
use lawful::testing::generate::cases;
use lawful::vocabulary::{Action, DataCategories, Duties, Instant, Origin, Purpose, Scope};
use lawful::{DataSubject, Policy, PolicyEngine, Request};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

const SERVICE: (Action, Purpose) = (Action::Use, Purpose::SERVICE);

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An adult who agreed, and objected to the use of these categories.
fn person(objected: DataCategories) -> DataSubject {
    let person = DataSubject::new(id(1)).aged(30).agreed(now() - TimeDelta::days(100));
    if objected.is_empty() {
        return person;
    }
    let scope = Scope::anything().of(objected);
    person.refuse(Refusal::new(id(2), scope, now() - TimeDelta::days(1), RefusalMeans::Objection)).unwrap()
}

/// A permit for what is permitted of these categories.
fn permit_by(engine: &PolicyEngine, asked: DataCategories, objected: DataCategories) -> Permit {
    let request = Request::using(asked).for_purpose(Purpose::SERVICE).at(now());
    let person = person(objected);
    let decision = engine.decide(&request, &person);
    Permit::for_permitted_part(&decision, TimeDelta::hours(1)).unwrap().acknowledge(Duties::all()).unwrap()
}

fn permit<T: Personal>(objected: DataCategories) -> Permit {
    let engine = PolicyEngine::platform();
    permit_by(&engine, T::categories(engine.vocabulary()).unwrap(), objected)
}

fn written<T: Personal>(record: &Guarded<T>, permit: &Permit, withhold: Withhold) -> Value {
    serde_json::to_value(record.disclose(permit, SERVICE, now(), withhold).unwrap()).unwrap()
}

fn guarded<T>(value: T) -> Guarded<T> {
    Guarded::new(value, DataCategories::empty(), id(1))
}

#[derive(Clone, Serialize, Personal)]
#[serde(rename_all = "camelCase")]
#[personal(from = "registration")]
struct Profile {
    #[personal(subject, none)]
    user_id: Uuid,
    #[personal("identity.name")]
    full_name: String,
    #[personal("contact.email", from = "provided")]
    #[serde(rename = "mail")]
    email_address: Option<String>,
    #[personal("contact.phone")]
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[personal(nested)]
    home: Option<Place>,
    #[personal(nested)]
    earlier_homes: Vec<Place>,
    #[personal("credential.password")]
    #[serde(skip)]
    #[expect(dead_code, reason = "it is never written")]
    password: String,
    #[personal(none)]
    schema_version: u32,
}

#[derive(Clone, Serialize, Personal)]
struct Place {
    #[personal("contact.address")]
    street: String,
    #[personal("technical.language")]
    language: String,
    #[personal(none)]
    kind: &'static str,
}

fn place(street: &str) -> Place {
    Place { street: street.to_owned(), language: "sv".to_owned(), kind: "flat" }
}

fn profile() -> Profile {
    Profile {
        user_id: id(1),
        full_name: "canary-ada".to_owned(),
        email_address: Some("canary@example.org".to_owned()),
        phone: None,
        home: Some(place("canary street 1")),
        earlier_homes: vec![place("canary street 2")],
        password: "canary-secret".to_owned(),
        schema_version: 3,
    }
}

#[test]
fn a_record_that_is_permitted_whole_is_written_as_serde_writes_it() {
    let (permit, mut profile) = (permit::<Profile>(DataCategories::empty()), profile());
    for phone in [None, Some("+46".to_owned())] {
        profile.phone = phone;
        for withhold in [Withhold::Omit, Withhold::Null, Withhold::Mask] {
            let seen = disclose(&profile, &permit, SERVICE, now(), withhold).unwrap();
            assert_eq!(serde_json::to_string(&seen).unwrap(), serde_json::to_string(&profile).unwrap());
            assert_eq!(toml::to_string(&seen).unwrap(), toml::to_string(&profile).unwrap());
            assert_eq!(seen.withheld(), []);
        }
    }
}

#[test]
fn fields_that_are_not_permitted_are_left_out_emptied_or_masked() {
    let (permit, profile) = (permit::<Profile>(DataCategories::EMAIL | DataCategories::ADDRESS), profile());
    let written = |withhold| serde_json::to_value(disclose(&profile, &permit, SERVICE, now(), withhold).unwrap()).unwrap();
    let id = id(1).to_string();
    assert_eq!(
        written(Withhold::Omit),
        json!({"userId": id, "fullName": "canary-ada", "home": {"language": "sv", "kind": "flat"},
            "earlierHomes": [{"language": "sv", "kind": "flat"}], "schemaVersion": 3})
    );
    assert_eq!(
        written(Withhold::Null),
        json!({"userId": id, "fullName": "canary-ada", "mail": null, "home": {"street": null, "language": "sv", "kind": "flat"},
            "earlierHomes": [{"street": null, "language": "sv", "kind": "flat"}], "schemaVersion": 3})
    );
    let mask = "[withheld]";
    assert_eq!(
        written(Withhold::Mask),
        json!({"userId": id, "fullName": "canary-ada", "mail": mask, "home": {"street": mask, "language": "sv", "kind": "flat"},
            "earlierHomes": [{"street": mask, "language": "sv", "kind": "flat"}], "schemaVersion": 3})
    );
}

#[test]
fn what_is_withheld_looks_the_same_whatever_it_holds() {
    let permit = permit::<Profile>(DataCategories::CONTACT | DataCategories::LANGUAGE);
    let full = profile();
    let empty =
        Profile { email_address: None, phone: Some("+46".to_owned()), home: None, earlier_homes: Vec::new(), ..full.clone() };
    for withhold in [Withhold::Omit, Withhold::Null, Withhold::Mask] {
        let written = |profile| serde_json::to_string(&disclose(profile, &permit, SERVICE, now(), withhold).unwrap()).unwrap();
        assert_eq!(written(&full), written(&empty), "{withhold:?}");
        assert!(!written(&full).contains("flat"), "nobody's data of a nested record tells that there is one");
    }
}

#[test]
fn each_withheld_field_is_named_with_its_reason() {
    let engine = PolicyEngine::platform();
    let asked = Profile::categories(engine.vocabulary()).unwrap() - DataCategories::PHONE;
    let permit = permit_by(&engine, asked, DataCategories::ADDRESS);
    let profile = profile();
    let withheld = disclose(&profile, &permit, SERVICE, now(), Withhold::Omit).unwrap().withheld();
    let entry = |path: &str, category, because| Withheld { path: path.to_owned(), categories: vec![category], because };
    assert_eq!(
        withheld,
        [
            entry("phone", "contact.phone", Because::NotAsked),
            entry("home.street", "contact.address", Because::Denied),
            entry("earlierHomes.street", "contact.address", Because::Denied),
        ]
    );
    assert_eq!(
        serde_json::to_string(&withheld[1]).unwrap(),
        r#"{"path":"home.street","categories":["contact.address"],"because":"denied"}"#
    );
    assert_eq!(withheld[1].to_string(), "`home.street` (contact.address): denied");
}

#[test]
fn every_answer_has_its_reason() {
    let silent = Policy::from_toml(
        r#"
        id = "restricting"
        default = "silent"
        [[rules]]
        id = "a/permit"
        effect = "permit"
        categories = ["identity.name", "contact.phone"]
        text = "names and numbers may be used"
        [[rules]]
        id = "a/forbid"
        effect = "forbid"
        categories = ["contact.phone"]
        when = ["minor"]
        text = "not those of minors"
        "#,
    );
    let engine = PolicyEngine::new(silent.unwrap());
    #[derive(Personal)]
    struct Contact {
        #[personal("identity.name")]
        name: &'static str,
        #[personal("contact.phone")]
        phone: &'static str,
        #[personal("contact.email")]
        email: &'static str,
        #[personal("contact.email", "contact.phone")]
        either: &'static str,
    }
    let request = Request::using(DataCategories::NAME | DataCategories::CONTACT).for_purpose(Purpose::SERVICE).at(now());
    let ageless = DataSubject::new(id(1));
    let decision = engine.decide(&request, &ageless);
    let permit = Permit::for_permitted_part(&decision, TimeDelta::hours(1)).unwrap().acknowledge(Duties::all()).unwrap();
    let contact = guarded(Contact { name: "n", phone: "p", email: "e", either: "ep" });
    assert_eq!(written(&contact, &permit, Withhold::Omit), json!({"name": "n"}));
    let because = contact.disclose(&permit, SERVICE, now(), Withhold::Omit).unwrap().withheld();
    let because: Vec<_> = because.iter().map(|field| (&*field.path, field.because.code())).collect();
    assert_eq!(because, [("phone", "undetermined"), ("email", "not-governed"), ("either", "undetermined")]);
}

#[test]
fn a_record_asks_about_its_written_categories_by_origin() {
    let words = PolicyEngine::platform();
    let words = words.vocabulary();
    let all = DataCategories::NAME | DataCategories::CONTACT | DataCategories::LANGUAGE;
    assert_eq!(Profile::categories(words), Ok(all), "not the password, which is never written");
    let items: Vec<_> = Profile::items(words).unwrap().iter().map(|item| (item.origin(), item.categories())).collect();
    let place = DataCategories::ADDRESS | DataCategories::LANGUAGE;
    assert_eq!(
        items,
        [
            (Origin::Registration, DataCategories::NAME | DataCategories::PHONE),
            (Origin::Provided, DataCategories::EMAIL),
            (Origin::Unknown, place),
        ],
        "a nested record has origins of its own"
    );
}

#[test]
fn a_record_of_another_person_or_for_another_end_is_not_disclosed() {
    let permit = permit::<Profile>(DataCategories::empty()).resting_on(4);
    let refused =
        |profile: &Profile, what_for, moment: Moment| disclose(profile, &permit, what_for, moment, Withhold::Omit).unwrap_err();
    let (own, other) = (profile(), Profile { user_id: id(9), ..profile() });
    let at = |instant: Instant| Moment::from(instant);
    assert_eq!(refused(&other, SERVICE, at(now())), Closed::OtherPerson);
    assert_eq!(refused(&own, (Action::Share, Purpose::SERVICE), at(now())), Closed::OtherAction);
    assert_eq!(refused(&own, (Action::Use, Purpose::PERSONALISATION), at(now())), Closed::OtherPurpose);
    assert_eq!(refused(&own, SERVICE, at(now() + TimeDelta::hours(1))), Closed::Expired);
    assert_eq!(refused(&own, SERVICE, at(now()).knowing(5)), Closed::Stale);
    assert!(disclose(&own, &permit, SERVICE, at(now()).knowing(4), Withhold::Omit).is_ok());
}

#[test]
fn what_a_record_is_guarded_for_beyond_its_fields_must_be_permitted() {
    let permit = permit::<Place>(DataCategories::ADDRESS);
    let own = Guarded::new(place("canary"), DataCategories::ADDRESS | DataCategories::LANGUAGE, id(1));
    assert_eq!(written(&own, &permit, Withhold::Omit), json!({"language": "sv", "kind": "flat"}));
    let beyond = Guarded::new(place("canary"), DataCategories::ADDRESS | DataCategories::MEDICAL, id(1));
    assert_eq!(beyond.disclose(&permit, SERVICE, now(), Withhold::Omit).unwrap_err(), Closed::OtherCategories);
}

#[test]
fn custom_categories_are_looked_up_by_name() {
    #[derive(Personal)]
    struct Sample {
        #[personal(custom = "genetic.dna")]
        dna: &'static str,
        #[personal(custom = "genetic.kinship", from = "derived")]
        kinship: &'static str,
    }
    #[derive(Personal)]
    struct Misspelt {
        #[personal(custom = "genetic.dan")]
        dna: &'static str,
    }
    let policy = r#"
        id = "clinic"
        extends = "platform"
        vocabulary = { categories = ["genetic.kinship", "genetic.dna"] }
    "#;
    let engine = PolicyEngine::new(Policy::from_toml(policy).unwrap());
    let words = engine.vocabulary();
    let error = Misspelt::categories(words).unwrap_err();
    assert_eq!(error.to_string(), "unknown category `genetic.dan`: did you mean `genetic.dna`?");
    let kinship = words.categories("genetic.kinship").unwrap();
    let permit = permit_by(&engine, Sample::categories(words).unwrap(), kinship);
    let sample = guarded(Sample { dna: "acgt", kinship: "canary" });
    assert_eq!(written(&sample, &permit, Withhold::Omit), json!({"dna": "acgt"}));
    let withheld = sample.disclose(&permit, SERVICE, now(), Withhold::Omit).unwrap().withheld();
    assert_eq!(withheld[0].to_string(), "`kinship` (genetic.kinship): denied");
    let misspelt = guarded(Misspelt { dna: "canary" });
    assert_eq!(written(&misspelt, &permit, Withhold::Omit), json!({}), "a category that nobody knows is not permitted");
}

#[derive(Serialize, Personal)]
struct Page<T, const N: usize>
where
    [T; N]: Serialize,
{
    #[personal(nested)]
    rows: [T; N],
    #[personal(nested)]
    boxed: Vec<Box<Option<T>>>,
    #[personal(none)]
    total: usize,
}

#[derive(Serialize, Personal)]
struct Wrapper<'a, V> {
    #[personal("contact.email")]
    value: V,
    #[personal("activity.orders")]
    orders: BTreeMap<&'a str, Vec<u32>>,
    #[personal(none)]
    r#type: &'a str,
}

#[test]
fn generics_lifetimes_lists_and_maps_are_written_as_serde_writes_them() {
    let page = Page { rows: [place("canary 1")], boxed: vec![Box::new(None), Box::new(Some(place("canary 2")))], total: 2 };
    let plain = serde_json::to_value(&page).unwrap();
    assert_eq!(written(&guarded(page), &permit::<Page<Place, 1>>(DataCategories::empty()), Withhold::Omit), plain);
    let wrapper = Wrapper { value: Some("e"), orders: BTreeMap::from([("a", vec![1])]), r#type: "t" };
    let plain = serde_json::to_value(&wrapper).unwrap();
    let guarded = guarded(wrapper);
    assert_eq!(written(&guarded, &permit::<Wrapper<'_, &str>>(DataCategories::empty()), Withhold::Omit), plain);
    let withheld = written(&guarded, &permit::<Wrapper<'_, &str>>(DataCategories::ORDERS), Withhold::Null);
    assert_eq!(withheld, json!({"value": "e", "orders": null, "type": "t"}), "a map is withheld with its keys");
}

mod seconds {
    pub fn serialize<S: serde::Serializer>(at: &lawful::vocabulary::Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.timestamp())
    }
}

#[derive(Serialize, Personal)]
#[serde(rename = "Visited", rename_all(serialize = "SCREAMING-KEBAB-CASE"))]
struct Visit {
    #[personal("technical.access-time")]
    #[serde(with = "seconds")]
    first_seen: Instant,
    #[personal("technical.access-time")]
    #[serde(serialize_with = "seconds::serialize", rename(serialize = "lastSeen", deserialize = "last"))]
    last_seen: Instant,
    #[personal(nested)]
    #[serde(flatten)]
    place: Place,
    #[personal("contact.email")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mail: Option<String>,
}

#[test]
fn flattened_records_and_functions_that_write_are_heeded() {
    let visit = || Visit { first_seen: now(), last_seen: now(), place: place("canary"), mail: None };
    let plain = serde_json::to_string(&visit()).unwrap();
    let guarded = guarded(visit());
    let all = permit::<Visit>(DataCategories::empty());
    assert_eq!(serde_json::to_string(&guarded.disclose(&all, SERVICE, now(), Withhold::Omit).unwrap()).unwrap(), plain);
    let some = permit::<Visit>(DataCategories::ACCESS_TIME | DataCategories::ADDRESS | DataCategories::EMAIL);
    assert_eq!(written(&guarded, &some, Withhold::Omit), json!({"language": "sv", "kind": "flat"}));
    assert_eq!(
        written(&guarded, &some, Withhold::Null),
        json!({"FIRST-SEEN": null, "lastSeen": null, "street": null, "language": "sv", "kind": "flat", "MAIL": null})
    );
    let paths: Vec<String> =
        guarded.disclose(&some, SERVICE, now(), Withhold::Omit).unwrap().withheld().into_iter().map(|field| field.path).collect();
    assert_eq!(paths, ["FIRST-SEEN", "lastSeen", "street", "MAIL"]);
}

/// Every case that serde knows, on names of every shape.
macro_rules! cased {
    ($($name:ident $case:literal),+ $(,)?) => {
        $( #[derive(Serialize, Personal)]
        #[serde(rename_all = $case)]
        struct $name {
            #[personal(none)]
            a_long_name2: u8,
            #[personal(none)]
            _private: u8,
            #[personal(none)]
            short: u8,
        } )+

        #[test]
        fn fields_are_renamed_as_serde_renames_them() {
            let permit = permit::<Place>(DataCategories::empty());
            $( {
                let record = || $name { a_long_name2: 1, _private: 2, short: 3 };
                let plain = serde_json::to_string(&record()).unwrap();
                let record = guarded(record());
                let seen = record.disclose(&permit, SERVICE, now(), Withhold::Omit).unwrap();
                assert_eq!(serde_json::to_string(&seen).unwrap(), plain);
            } )+
        }
    };
}

cased! {
    Lower "lowercase", Upper "UPPERCASE", Pascal "PascalCase", Camel "camelCase", Snake "snake_case",
    Screaming "SCREAMING_SNAKE_CASE", Kebab "kebab-case", ScreamingKebab "SCREAMING-KEBAB-CASE",
}

/// As a macro of a user's own might declare records.
macro_rules! declared {
    ($name:ident { $($field:ident: $ty:ty = $mark:literal),+ }) => {
        #[derive(Personal)]
        struct $name {
            #[personal(subject, none)]
            #[serde(skip)]
            id: PersonId,
            $( #[personal($mark)] $field: $ty, )+
            #[personal(nested)]
            nothing: Empty,
        }
    };
}

#[derive(Clone)]
struct PersonId(Uuid);

impl From<PersonId> for Uuid {
    fn from(id: PersonId) -> Self {
        id.0
    }
}

#[derive(Personal)]
struct Empty {}

declared!(Declared { name: Option<&'static str> = "identity.name", mail: String = "contact" });

#[test]
fn records_of_macros_and_ids_of_types_of_their_own_work() {
    let permit = permit::<Declared>(DataCategories::EMAIL);
    let record = |id| Declared { id: PersonId(id), name: Some("a"), mail: "canary".to_owned(), nothing: Empty {} };
    let own = record(id(1));
    let seen = disclose(&own, &permit, SERVICE, now(), Withhold::Omit).unwrap();
    assert_eq!(serde_json::to_string(&seen).unwrap(), r#"{"name":"a","nothing":{}}"#);
    let withheld = seen.withheld();
    assert_eq!(withheld[0].to_string(), "`mail` (contact.email, contact.phone, contact.address): denied");
    assert_eq!(disclose(&record(id(9)), &permit, SERVICE, now(), Withhold::Omit).unwrap_err(), Closed::OtherPerson);
}

#[test]
fn rows_of_csv_keep_their_columns() {
    #[derive(Personal)]
    struct Row {
        #[personal("identity.name")]
        name: &'static str,
        #[personal("contact.email")]
        email: &'static str,
        #[personal(none)]
        country: &'static str,
    }
    let permit = permit::<Row>(DataCategories::EMAIL);
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in [Row { name: "a", email: "canary", country: "se" }, Row { name: "b", email: "canary", country: "no" }] {
        out.serialize(guarded(row).disclose(&permit, SERVICE, now(), Withhold::Null).unwrap()).unwrap();
    }
    assert_eq!(String::from_utf8(out.into_inner().unwrap()).unwrap(), "name,email,country\na,,se\nb,,no\n");
}

#[test]
fn nothing_shows_ids_or_data() {
    let (permit, profile) = (permit::<Profile>(DataCategories::ADDRESS), profile());
    let seen = disclose(&profile, &permit, SERVICE, now(), Withhold::Mask).unwrap();
    let withheld = seen.withheld();
    let shown = format!("{seen:?} {withheld:?} {} {:?}", withheld[0], Profile::FIELDS);
    assert!(!shown.contains("canary") && !shown.contains(&id(1).to_string()), "{shown}");
}

/// A field for each of some categories, of which requests ask again and again.
#[derive(Default, Personal)]
struct Wide {
    #[personal("identity.name")]
    name: u8,
    #[personal("identity.photo")]
    photo: u8,
    #[personal("contact.email")]
    email: u8,
    #[personal("contact.phone")]
    phone: u8,
    #[personal("contact.address")]
    address: u8,
    #[personal("credential.password")]
    password: u8,
    #[personal("technical.ip-address")]
    ip_address: u8,
    #[personal("activity.orders")]
    orders: u8,
    #[personal("activity.posts")]
    posts: u8,
    #[personal("location.whereabouts")]
    whereabouts: u8,
    #[personal("health.medical")]
    medical: u8,
    #[personal("financial.payment")]
    payment: u8,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn what_goes_out_is_what_a_decision_made_apart_permits(case in cases(&PolicyEngine::platform())) {
        let engine = PolicyEngine::platform();
        let decision = engine.decide(&case.request, &case.subject);
        let apart = engine.decide(&case.request, &case.subject);
        let Ok(pending) = Permit::for_permitted_part(&decision, TimeDelta::hours(1)) else {
            prop_assert!(apart.outcome().permitted.is_empty());
            return Ok(());
        };
        let permit = pending.acknowledge(Duties::all()).unwrap();
        let record = Guarded::new(Wide::default(), DataCategories::empty(), case.subject.id());
        let what_for = (case.request.action(), case.request.purpose());
        let seen = record.disclose(&permit, what_for, case.request.instant(), Withhold::Omit).unwrap();
        let written = serde_json::to_value(&seen).unwrap();
        let withheld = seen.withheld();
        for field in Wide::FIELDS {
            let verdict = apart.outcome().of(field.built_in());
            prop_assert_eq!(written.get(field.name()).is_some(), verdict == Verdict::Permitted, "{}", field.name());
            prop_assert_eq!(withheld.iter().any(|said| said.path == field.name()), verdict != Verdict::Permitted);
        }
    }
}

#[path = "../derive/src/words.rs"]
mod words;

#[test]
fn the_macro_knows_the_words_of_the_vocabulary() {
    let all = DataCategories::FLAGS.iter().filter(|flag| flag.is_named()).count();
    assert_eq!(words::CATEGORIES.len(), all + 1, "and the sensitive ones");
    for (name, constant) in words::CATEGORIES {
        let named: DataCategories = name.parse().unwrap();
        let sensitive = (*constant == "SENSITIVE").then_some(DataCategories::SENSITIVE);
        assert_eq!(Some(named), DataCategories::from_name(constant).or(sensitive), "{name}");
    }
    assert_eq!(words::ORIGINS.len(), Origin::ALL.len());
    for ((name, constant), origin) in words::ORIGINS.iter().zip(Origin::ALL) {
        assert_eq!((*name, constant.to_string()), (origin.name(), format!("{origin:?}")));
    }
}
