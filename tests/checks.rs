//! A question that does not fit its policy is told by a check, with the word that was meant.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::{Policy, PolicyStack};
use lawful::subject::{Account, AfterClosure, Agreement, RefusalMeans};
use lawful::vocabulary::{Instant, Purposes};
use lawful::{DataCategories, DataSubject, Grant, PolicyEngine, Purpose, Refusal, Request, Scope};
use uuid::Uuid;

fn at() -> Instant {
    "2026-01-05T00:00:00Z".parse().unwrap()
}

fn engine() -> PolicyEngine {
    let base = r#"
        id = "p"
        functions = { checkout = ["contact.address"] }
        [[editions]]
        version = "summer"
        effective-from = 2026-01-01T00:00:00Z
        change = "minor"
    "#;
    let layer = "id = \"house\"\ndefault = \"silent\"\nfunctions = { newsletter = [\"contact.email\"] }\n";
    let stack = PolicyStack::new(Policy::from_toml(base).unwrap()).lay(Policy::from_toml(layer).unwrap()).unwrap();
    PolicyEngine::layered(stack)
}

fn person() -> DataSubject {
    DataSubject::new(Uuid::from_u128(1))
}

fn using(categories: DataCategories, purpose: Purpose) -> Request {
    Request::using(categories).for_purpose(purpose).at(at())
}

fn email() -> Request {
    using(DataCategories::EMAIL, Purpose::SERVICE)
}

fn check(request: &Request, subject: &DataSubject) -> String {
    engine().check(request, subject).map_or_else(|error| error.to_string(), |()| "fits".to_owned())
}

#[test]
fn an_agreement_is_to_an_edition_that_there_is() {
    let agreed = |edition: &str| check(&email(), &person().agreed(at()).agreed_to(Agreement::at(at()).to_edition(edition)));
    assert_eq!((agreed("summer"), agreed("initial")), ("fits".to_owned(), "fits".to_owned()));
    assert_eq!(agreed("sumer"), "`subject.agreements[1].edition`: the policy has no edition `sumer`, did you mean `summer`?");
    assert_eq!(agreed("winter-2031"), "`subject.agreements[1].edition`: the policy has no edition `winter-2031`");
}

#[test]
fn a_function_is_one_of_the_policy_or_of_its_layers() {
    let asked = |function: &str| check(&email().in_function(function), &person());
    assert_eq!((asked("checkout"), asked("newsletter")), ("fits".to_owned(), "fits".to_owned()));
    assert_eq!(asked("chekout"), "`request.function`: the policy has no function `chekout`, did you mean `checkout`?");
    assert_eq!(asked("elsewhere"), "`request.function`: the policy has no function `elsewhere`");
}

#[test]
fn words_are_those_of_the_policy() {
    let other = Policy::from_toml("id = \"o\"\nvocabulary = { categories = [\"genetic.dna\"], purposes = [\"ads\"] }").unwrap();
    let words = other.vocabulary();
    let (dna, ads) = (words.categories("genetic.dna").unwrap(), words.purpose("ads").unwrap());
    let foreign = |part: &str| {
        format!("`{part}`: a category or purpose is not in the vocabulary of this policy: read it with the engine's vocabulary")
    };
    assert_eq!(check(&email(), &person()), "fits");
    assert_eq!(check(&using(DataCategories::EMAIL | dna, Purpose::SERVICE), &person()), foreign("request"));
    assert_eq!(check(&using(DataCategories::EMAIL, ads), &person()), foreign("request"));
    let scopes = [Scope::anything().of(dna), Scope::anything().for_purposes(ads.into())];
    for scope in scopes {
        let yes = person().grant(Grant::new(Uuid::from_u128(2), scope.clone(), at())).unwrap();
        let no = person().refuse(Refusal::new(Uuid::from_u128(2), scope, at(), RefusalMeans::OptOut)).unwrap();
        assert_eq!([check(&email(), &yes), check(&email(), &no)], [foreign("subject"), foreign("subject")]);
    }
    let known = Scope::anything().of(DataCategories::EMAIL).for_purposes(Purposes::SERVICE);
    let yes = person().grant(Grant::new(Uuid::from_u128(2), known, at())).unwrap();
    assert_eq!(check(&email(), &yes), "fits");
    let account = |after: AfterClosure| person().with_account(Account::opened("shop", at()).closed(at(), after));
    assert_eq!(check(&email(), &account(AfterClosure::Process(ads.into()))), foreign("subject"));
    assert_eq!(check(&email(), &account(AfterClosure::Process(Purposes::DISPUTE))), "fits");
    assert_eq!(check(&email(), &account(AfterClosure::Delete)), "fits");
}
