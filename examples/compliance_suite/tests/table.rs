//! Who gets what, on one page: a change of the policy that changes an answer shows in the diff of `decisions.txt`.

use compliance_suite::Pawsitting;
use lawful::DataSubject;
use lawful::testing::table::{Axis, Table};
use uuid::Uuid;

#[test]
fn who_gets_what() {
    let service = Pawsitting::start().unwrap();
    let agreed = "2026-04-01T00:00:00Z".parse().unwrap();
    let anna = DataSubject::new(Uuid::from_u128(1)).aged(34).agreed(agreed);
    let stranger = DataSubject::new(Uuid::from_u128(2)).aged(34);
    Table::of(service.engine(), "2026-06-01T12:00:00Z".parse().unwrap())
        .person("anna", anna)
        .person("a stranger", stranger)
        .actions(["use", "publish"])
        .categories(["identity.name", "contact.email", "contact.phone", "home.access"])
        .purposes(["sitting", "service"])
        .recipients(["public"])
        .across(Axis::Category)
        .folded()
        .assert_matches("tests/privacy/decisions.txt");
}
