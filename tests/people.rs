//! Many people, packed: what they take, and that each is still the one who was added.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::Policy;
use lawful::subject::{Account, AfterClosure, Agreement, GrantedBy, Guardian, People, RefusalMeans};
use lawful::vocabulary::Instant;
use lawful::{DataCategories, DataSubject, Grant, Party, PolicyEngine, Purpose, Refusal, Request, Scope, Verdict};
use uuid::Uuid;

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

fn person(number: u128) -> DataSubject {
    DataSubject::new(Uuid::from_u128(number))
}

fn yes(number: u128, scope: Scope, day: u32) -> Grant {
    Grant::new(Uuid::from_u128(number), scope, at(day))
}

fn no(number: u128, scope: Scope, day: u32) -> Refusal {
    Refusal::new(Uuid::from_u128(number), scope, at(day), RefusalMeans::Objection)
}

fn none() -> People {
    People::new(PolicyEngine::platform().vocabulary())
}

fn of(subject: &DataSubject) -> People {
    let mut people = none();
    people.add(subject);
    people
}

#[test]
fn people_are_counted_and_numbered_from_0() {
    let mut people = none();
    assert_eq!((people.len(), people.is_empty(), people.numbers().count()), (0, true, 0));
    let numbers = [10, 11, 12].map(|number| people.add(&person(number)));
    assert_eq!((people.len(), people.is_empty()), (3, false));
    assert_eq!(numbers.map(|number| number.index()), [0, 1, 2]);
    assert!(people.numbers().eq(numbers));
    assert_eq!(numbers.map(|number| people.id(number).unwrap().as_u128()), [10, 11, 12]);
    assert_eq!(people.vocabulary(), PolicyEngine::platform().vocabulary());
    assert!(format!("{people:?}").starts_with("People { len: 3"));

    // A number that nobody has among these people changes nothing and names nobody.
    let mut fewer = of(&person(10));
    assert_eq!(fewer.id(numbers[1]), None);
    fewer.replace(numbers[1], &person(11));
    assert_eq!(fewer.len(), 1);
}

#[test]
fn a_person_takes_32_bytes_and_each_choice_12() {
    let mut people = none();
    for number in 0..10_u32 {
        let chosen =
            (0..number).try_fold(person(u128::from(number)), |it, n| it.refuse(no(u128::from(n), Scope::anything(), 1 + n)));
        people.add(&chosen.unwrap());
        let choices = number * (number + 1) / 2;
        assert_eq!(people.bytes().0, 32 * (number as usize + 1) + 12 * choices as usize);
    }
}

#[test]
fn what_lies_elsewhere_is_counted_too() {
    let elsewhere = |subject: DataSubject| {
        let (looked_at, all) = of(&subject).bytes();
        all - looked_at
    };
    let plain = elsewhere(person(1));
    assert!(plain >= size_of::<Uuid>());
    assert_eq!(elsewhere(person(1).agreed(at(1)).agreed(at(2))) - plain, 2 * size_of::<Agreement>());
    assert_eq!(elsewhere(person(1).used(at(1)).used(at(2)).used(at(3))) - plain, 3 * size_of::<Instant>());
    // A scope is kept once, as itself and to be found by; an expiry is kept by its place.
    let scope = elsewhere(person(1).refuse(no(2, Scope::anything(), 1)).unwrap()) - plain;
    assert_eq!(scope, 2 * size_of::<Scope>());
    let again = person(1).refuse(no(2, Scope::anything(), 1)).unwrap().refuse(no(3, Scope::anything(), 2)).unwrap();
    assert_eq!(elsewhere(again) - plain, scope);
    let other = person(1).refuse(no(2, Scope::anything().of(DataCategories::EMAIL), 1)).unwrap();
    assert_eq!(elsewhere(other.grant(yes(3, Scope::anything(), 2)).unwrap()) - plain, 2 * scope);
    let expiring = person(1).grant(yes(2, Scope::anything(), 1).until(at(5))).unwrap();
    assert_eq!(elsewhere(expiring) - plain, scope + size_of::<(u32, i64)>());
    let two = {
        let mut people = of(&person(1));
        people.add(&person(2));
        let (looked_at, all) = people.bytes();
        all - looked_at
    };
    assert_eq!(two, 2 * plain);
}

/// A timeline that is not longer than the one before takes its place; a longer one is put behind all others.
#[test]
fn a_timeline_is_replaced_where_it_lies_if_it_fits() {
    let chosen = |count: u32| (0..count).fold(person(1), |it, n| it.refuse(no(u128::from(n), Scope::anything(), 1 + n)).unwrap());
    let mut people = of(&chosen(4));
    let number = people.numbers().next().unwrap();
    for (count, places) in [(4, 4), (2, 4), (0, 4), (3, 4), (4, 4), (5, 9), (1, 9), (5, 9), (6, 15)] {
        people.replace(number, &chosen(count));
        assert_eq!(people.bytes().0, 32 + 12 * places, "{count}");
    }
}

#[test]
fn a_person_takes_what_was_recorded_about_them() {
    let nobody = person(1);
    assert_eq!(nobody.bytes(), size_of::<DataSubject>());
    assert_eq!(size_of::<DataSubject>(), 512);
    assert_eq!(nobody.clone().agreed(at(1)).agreed(at(2)).bytes() - nobody.bytes(), 2 * size_of::<Agreement>());
    assert_eq!(nobody.clone().used(at(1)).bytes() - nobody.bytes(), size_of::<Instant>());
    assert_eq!(nobody.clone().with_account(Account::opened("shop", at(1))).bytes() - nobody.bytes(), size_of::<Account>());
    let chosen = nobody.clone().refuse(no(2, Scope::anything(), 1)).unwrap();
    assert!(chosen.bytes() - nobody.bytes() > size_of::<lawful::subject::Choice>());
    let whole = chosen.agreed(at(1)).used(at(1)).with_account(Account::opened("shop", at(1)));
    let parts = size_of::<Agreement>() + size_of::<Instant>() + size_of::<Account>();
    assert_eq!(whole.bytes() - nobody.clone().refuse(no(2, Scope::anything(), 1)).unwrap().bytes(), parts);
}

/// One person after the other, in every state that a row can tell and in those that it cannot.
#[test]
fn each_of_many_gets_the_answer_that_is_theirs() {
    let anything = Scope::anything;
    let adult = |number| person(number).aged(30).agreed(at(1));
    let everybody = [
        person(1),
        adult(2),
        adult(3).refuse(no(1, anything(), 2)).unwrap(),
        adult(4).grant(yes(1, anything(), 2)).unwrap(),
        adult(5).grant(yes(1, anything(), 2).until(at(9))).unwrap(),
        adult(6).grant(yes(1, anything(), 2).until(at(11))).unwrap(),
        adult(7).refuse(no(1, anything(), 2)).unwrap().grant(yes(2, anything(), 3)).unwrap(),
        adult(8).grant(yes(1, anything(), 2)).unwrap().refuse(no(2, anything(), 3)).unwrap(),
        adult(9).grant(yes(1, anything(), 2)).unwrap().refuse(no(2, anything(), 20)).unwrap(),
        person(10).agreed(at(20)),
        person(11).aged(12).agreed(at(1)).with_guardian(Guardian::Verified),
        person(12).aged(12).agreed(at(1)).grant(yes(1, anything(), 2).by(GrantedBy::Guardian)).unwrap(),
        adult(13).with_account(Account::opened("shop", at(1)).closed(at(5), AfterClosure::Delete)),
        adult(14).with_account(Account::opened("forum", at(1)).closed(at(5), AfterClosure::Delete)),
        adult(15).with_account(Account::opened("shop", at(1)).closed(at(15), AfterClosure::Delete)),
        adult(16).with_account(Account::opened("shop", at(1))).with_account(Account::opened("forum", at(1))),
    ];
    let engine = PolicyEngine::platform();
    let mut people = People::new(engine.vocabulary());
    for person in &everybody {
        people.add(person);
    }
    let item = lawful::Item::of(DataCategories::EMAIL).in_service("shop");
    let (using, selling) = (Request::using(item.clone()), Request::sell(item).with(Party::partner("acme")));
    let questions =
        [using.for_purpose(Purpose::SERVICE), selling.for_purpose(Purpose::RECIPIENT_OWN)].map(|draft| draft.at(at(10)));
    let expected = ["DPDPPPPDPDPPDPPP", "DDDPDPPDPDDDDDDD"];
    for (question, expected) in questions.iter().zip(expected) {
        let found: String = engine
            .audience(question, &people)
            .unwrap()
            .map(|(_, verdict)| match verdict {
                Verdict::Permitted => 'P',
                Verdict::Denied => 'D',
                Verdict::Undetermined => 'U',
                Verdict::NotGoverned => 'N',
            })
            .collect();
        assert_eq!(found, expected);
        // What is found for one must not hide what is found for another.
        for (person, (_, verdict)) in everybody.iter().zip(engine.audience(question, &people).unwrap()) {
            let alone = of(person);
            let found: Vec<_> = engine.audience(question, &alone).unwrap().map(|(_, verdict)| verdict).collect();
            assert_eq!((&found[..], engine.decide(question, person).verdict()), (&[verdict][..], verdict));
        }
        let audience = engine.audience(question, &people).unwrap();
        assert_eq!((audience.len(), audience.size_hint()), (16, (16, Some(16))));
        let permitted: Vec<_> = engine.audience(question, &people).unwrap().permitted().map(|number| number.index()).collect();
        assert_eq!(permitted, expected.match_indices('P').map(|(place, _)| place).collect::<Vec<_>>());
        // Some one by one, and the others in one go.
        for before in 0..16 {
            let mut audience = engine.audience(question, &people).unwrap();
            audience.by_ref().take(before).for_each(drop);
            let rest = audience.fold(String::new(), |rest, (_, verdict)| rest + if verdict.is_permitted() { "P" } else { "-" });
            assert_eq!(rest, expected[before..].replace('D', "-"));
        }
    }
}

/// Several categories in one item: who says yes to all of them, or to one, or yes to one and no to the other, gets an answer of
/// their own, whoever was asked about before.
#[test]
fn people_who_part_the_categories_of_an_item_are_told_apart() {
    let (email, phone) = (Scope::anything().of(DataCategories::EMAIL), Scope::anything().of(DataCategories::PHONE));
    let both = Scope::anything().of(DataCategories::EMAIL | DataCategories::PHONE);
    let adult = |number| person(number).aged(30).agreed(at(1));
    let everybody = [
        adult(1).grant(yes(1, both.clone(), 2)).unwrap(),
        adult(2).grant(yes(1, email.clone(), 2)).unwrap(),
        adult(3).grant(yes(1, phone.clone(), 2)).unwrap(),
        adult(4).grant(yes(1, email.clone(), 2)).unwrap().grant(yes(2, phone.clone(), 3)).unwrap(),
        adult(5).grant(yes(1, both.clone(), 2)).unwrap().refuse(no(2, phone.clone(), 3)).unwrap(),
        adult(6).refuse(no(1, both, 2)).unwrap(),
        adult(7).refuse(no(1, email, 2)).unwrap(),
        adult(8),
    ];
    let item = lawful::Item::of(DataCategories::EMAIL | DataCategories::PHONE);
    let selling = Request::sell(item.clone()).with(Party::partner("acme")).for_purpose(Purpose::RECIPIENT_OWN).at(at(10));
    let using = Request::using(item).for_purpose(Purpose::SERVICE).at(at(10));
    let engine = PolicyEngine::platform();
    for (question, expected) in [(selling, [0, 3].as_slice()), (using, &[0, 1, 2, 3, 7])] {
        for first in 0..everybody.len() {
            let mut people = none();
            let order = || (0..everybody.len()).map(|place| (first + place) % everybody.len());
            let numbers: Vec<_> = order().map(|place| people.add(&everybody[place])).collect();
            let permitted: Vec<_> = engine.audience(&question, &people).unwrap().permitted().collect();
            let expected = numbers.iter().zip(order()).filter(|(_, place)| expected.contains(place)).map(|(number, _)| *number);
            assert_eq!(permitted, expected.collect::<Vec<_>>(), "{first} first");
        }
        let alone: Vec<_> = (0..8).filter(|place| engine.decide(&question, &everybody[*place]).is_permitted()).collect();
        assert_eq!(alone, expected);
    }
}

/// Where a no matters for one category only, a no to the other is not a no to both.
#[test]
fn a_no_to_one_category_is_not_a_no_to_all() {
    let rules = r#"id = "calls"
[[rules]]
id = "c1"
effect = "permit"
ground = "consent"
text = "Everything may be used."
[[rules]]
id = "c2"
effect = "forbid"
categories = ["contact.phone"]
when = ["refused"]
text = "Numbers may not be used against a no."
"#;
    let engine = PolicyEngine::new(Policy::from_toml(rules).unwrap());
    let refusing = |number, categories| person(number).refuse(no(1, Scope::anything().of(categories), 2)).unwrap();
    let (both, email) = (DataCategories::EMAIL | DataCategories::PHONE, DataCategories::EMAIL);
    let request = Request::using(lawful::Item::of(both)).for_purpose(Purpose::SERVICE).at(at(10));
    for [one, other] in [[both, email], [email, both]] {
        let mut people = People::new(engine.vocabulary());
        let numbers = [refusing(1, one), refusing(2, other)].map(|subject| people.add(&subject));
        let permitted: Vec<_> = engine.audience(&request, &people).unwrap().permitted().collect();
        assert_eq!(permitted, [numbers[usize::from(one == both)]]);
    }
}

/// Agreed or not; of age, a minor or of unknown age, in years or by date of birth; with a verified guardian or not; account
/// closed or not: people who differ in one of these are told apart, whoever was asked about before.
#[test]
fn people_who_differ_in_one_thing_are_told_apart() {
    let mut everybody = Vec::new();
    for agreed in [false, true] {
        for age in 0..5 {
            for guardian in [None, Some(Guardian::Unverified), Some(Guardian::Verified)] {
                for closed in [false, true] {
                    let person = person(everybody.len() as u128);
                    let person = if agreed { person.agreed(at(1)) } else { person };
                    let born = |year| chrono::NaiveDate::from_ymd_opt(year, 1, 10).unwrap();
                    let person = match age {
                        0 => person,
                        1 => person.aged(17),
                        2 => person.aged(18),
                        3 => person.born(born(2008)),
                        _ => person.born(born(2009)),
                    };
                    let person = guardian.into_iter().fold(person, DataSubject::with_guardian);
                    let account = Account::opened("shop", at(1));
                    let account = if closed { account.closed(at(2), AfterClosure::Delete) } else { account };
                    everybody.push(person.with_account(account));
                }
            }
        }
    }
    let item = || lawful::Item::of(DataCategories::EMAIL).in_service("shop");
    for fact in ["agreed", "minor", "guardian-verified", "account-closed"] {
        for asks in ["when", "unless"] {
            let rule = format!("id = \"p\"\n[[rules]]\nid = \"a\"\neffect = \"permit\"\n{asks} = [\"{fact}\"]\n");
            let engine = PolicyEngine::new(lawful::Policy::from_toml(&rule).unwrap());
            let mut people = People::new(engine.vocabulary());
            for person in &everybody {
                people.add(person);
            }
            let one = Request::using(item()).for_purpose(Purpose::SERVICE).at(at(10));
            let two = Request::using(item().revealing(DataCategories::PHONE)).for_purpose(Purpose::SERVICE).at(at(10));
            for request in [one, two] {
                let found = engine.audience(&request, &people).unwrap().map(|(_, verdict)| verdict);
                assert!(found.eq(everybody.iter().map(|person| engine.decide(&request, person).verdict())), "{asks} {fact}");
            }
        }
    }
}
