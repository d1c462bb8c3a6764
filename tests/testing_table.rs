//! Decision tables: how they look, and how they are compared with the file that keeps them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use expect_test::expect;
use lawful::policy::Policy;
use lawful::request::{Engagement, Period};
use lawful::subject::RefusalMeans;
use lawful::testing::table::{Axis, Table};
use lawful::vocabulary::{Instant, Party};
use lawful::{DataSubject, PolicyEngine, Refusal, Scope};

const SHOP: &str = r#"
    id = "shop"

    [vocabulary]
    purposes = ["loyalty-card"]

    [[rules]]
    id = "shop.1/orders"
    effect = "permit"
    actions = ["use", "store"]
    purposes = ["service", "loyalty-card"]
    when = ["agreed", "necessary"]
    text = "What an order needs is used."

    [[rules]]
    id = "shop.2/couriers"
    effect = "permit"
    actions = ["share"]
    recipients = ["service-provider"]
    when = ["engaged"]
    duties = ["necessary-items-only", "end-access-after-service"]
    text = "Couriers get the address."

    [[rules]]
    id = "shop.3/stop"
    effect = "forbid"
    when = ["refused"]
    duties = ["stop-processing"]
    text = "A no is a no."

    [[editions]]
    version = "v2"
    effective-from = 2026-03-01T00:00:00Z
    change = "minor"
"#;

fn at() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn engine() -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(SHOP).unwrap())
}

fn member() -> DataSubject {
    DataSubject::new(uuid::Uuid::from_u128(1)).aged(30).agreed("2025-01-01T00:00:00Z".parse().unwrap())
}

fn refuser() -> DataSubject {
    member().refuse(Refusal::new(uuid::Uuid::from_u128(2), Scope::anything(), at(), RefusalMeans::Objection)).unwrap()
}

fn table(engine: &PolicyEngine) -> Table<'_> {
    Table::of(engine, at())
        .person("member", member())
        .person("refuser", refuser())
        .actions(["use", "share"])
        .categories(["contact"])
        .purposes(["service", "loyalty-card", "own-promotion"])
        .recipients(["service-provider:courier", "partner"])
        .item(|item| item.necessary(true))
}

fn engaged() -> Engagement {
    let periods = Some(vec![Period { service: None, from: "2026-01-01T00:00:00Z".parse().unwrap(), to: None }]);
    let party = Some(Party::service_provider("courier"));
    Engagement { party, serves_subject: Some(true), periods, access_ends_with_service: Some(true) }
}

#[test]
fn every_combination_has_a_line() {
    let engine = engine();
    let text = table(&engine).categories(["contact.email"]).render().unwrap();
    expect![[r#"
        # policy: shop, edition v2
        # at: 2026-06-01T12:00:00Z
        # category: contact.email

        person   action  purpose        recipient                 verdict    because  duties
        member   use     service        -                         permitted  shop.1   -
        member   use     loyalty-card   -                         permitted  shop.1   -
        member   use     own-promotion  -                         denied     default  -
        member   share   service        service-provider:courier  denied     default  -
        member   share   service        partner                   denied     default  -
        member   share   loyalty-card   service-provider:courier  denied     default  -
        member   share   loyalty-card   partner                   denied     default  -
        member   share   own-promotion  service-provider:courier  denied     default  -
        member   share   own-promotion  partner                   denied     default  -
        refuser  use     service        -                         denied     shop.3   stop-processing
        refuser  use     loyalty-card   -                         denied     shop.3   stop-processing
        refuser  use     own-promotion  -                         denied     shop.3   stop-processing
        refuser  share   service        service-provider:courier  denied     shop.3   stop-processing
        refuser  share   service        partner                   denied     shop.3   stop-processing
        refuser  share   loyalty-card   service-provider:courier  denied     shop.3   stop-processing
        refuser  share   loyalty-card   partner                   denied     shop.3   stop-processing
        refuser  share   own-promotion  service-provider:courier  denied     shop.3   stop-processing
        refuser  share   own-promotion  partner                   denied     shop.3   stop-processing
    "#]]
    .assert_eq(&text);
}

#[test]
fn lines_that_say_the_same_are_joined() {
    let engine = engine();
    let text = table(&engine).categories(["contact"]).purposes(["service"]).folded().render().unwrap();
    expect![[r#"
        # policy: shop, edition v2
        # at: 2026-06-01T12:00:00Z
        # purpose: service

        person   action  category         recipient                          verdict    because  duties
        member   use     contact.email    -                                  permitted  shop.1   -
        member   use     contact.phone    -                                  permitted  shop.1   -
        member   use     contact.address  -                                  permitted  shop.1   -
        member   share   contact.email    service-provider:courier, partner  denied     default  -
        member   share   contact.phone    service-provider:courier, partner  denied     default  -
        member   share   contact.address  service-provider:courier, partner  denied     default  -
        refuser  use     contact.email    -                                  denied     shop.3   stop-processing
        refuser  use     contact.phone    -                                  denied     shop.3   stop-processing
        refuser  use     contact.address  -                                  denied     shop.3   stop-processing
        refuser  share   contact.email    service-provider:courier, partner  denied     shop.3   stop-processing
        refuser  share   contact.phone    service-provider:courier, partner  denied     shop.3   stop-processing
        refuser  share   contact.address  service-provider:courier, partner  denied     shop.3   stop-processing
    "#]]
    .assert_eq(&text);
    let text = table(&engine).actions(["use", "store"]).purposes(["service"]).folded().render().unwrap();
    expect![[r#"
        # policy: shop, edition v2
        # at: 2026-06-01T12:00:00Z
        # purpose: service

        person   action  category                                       verdict    because  duties
        member   use     contact.email, contact.phone, contact.address  permitted  shop.1   -
        member   store   contact.email, contact.phone, contact.address  permitted  shop.1   -
        refuser  use     contact.email, contact.phone, contact.address  denied     shop.3   stop-processing
        refuser  store   contact.email, contact.phone, contact.address  denied     shop.3   stop-processing
    "#]]
    .assert_eq(&text);
}

#[test]
fn one_axis_stands_side_by_side() {
    let engine = engine();
    let text = table(&engine)
        .categories(["contact.address"])
        .purposes(["service"])
        .circumstances("nobody engaged", |request| request)
        .circumstances("courier engaged", |request| request.given(engaged()))
        .across(Axis::Circumstances)
        .render()
        .unwrap();
    expect![[r#"
        # policy: shop, edition v2
        # at: 2026-06-01T12:00:00Z
        # category: contact.address
        # purpose: service

        person   action  recipient                 nobody engaged                   courier engaged
        member   use     -                         permitted: shop.1                permitted: shop.1
        member   share   service-provider:courier  denied: default                  permitted: shop.2; necessary-items-only, end-access-after-service
        member   share   partner                   denied: default                  denied: default
        refuser  use     -                         denied: shop.3; stop-processing  denied: shop.3; stop-processing
        refuser  share   service-provider:courier  denied: shop.3; stop-processing  denied: shop.3; stop-processing
        refuser  share   partner                   denied: shop.3; stop-processing  denied: shop.3; stop-processing
    "#]].assert_eq(&text);
}

#[test]
fn what_is_missing_is_named_and_layers_stand_in_the_head() {
    let stack = lawful::PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
    let engine = PolicyEngine::layered(stack);
    let text = Table::of(&engine, at())
        .person("member", member())
        .person("of unknown age", DataSubject::new(uuid::Uuid::from_u128(3)).agreed(at()))
        .actors(["operator", "affiliate"])
        .actions(["collect", "share"])
        .categories(["contact.email", "health.medical"])
        .origins(["registration"])
        .purposes(["service"])
        .recipients(["partner:acme"])
        .folded()
        .render()
        .unwrap();
    expect![[r#"
        # policy: platform, edition initial
        # layer: protective, edition initial
        # at: 2026-06-01T12:00:00Z
        # origin: registration
        # purpose: service

        person          actor      action   category        recipient     verdict       because                          duties
        member          operator   collect  contact.email   -             undetermined  collect.1.1 (missing necessary)  -
        member          operator   collect  health.medical  -             undetermined  collect.1.1 (missing necessary)  -
        member          operator   share    contact.email   partner:acme  denied        default                          -
        member          operator   share    health.medical  partner:acme  denied        sensitive.3, default             -
        member          affiliate  collect  contact.email   -             denied        default                          -
        member          affiliate  collect  health.medical  -             denied        default                          -
        member          affiliate  share    contact.email   partner:acme  denied        default                          -
        member          affiliate  share    health.medical  partner:acme  denied        sensitive.3, default             -
        of unknown age  operator   collect  contact.email   -             undetermined  collect.1.1 (missing necessary)  -
        of unknown age  operator   collect  health.medical  -             undetermined  collect.1.1 (missing necessary)  -
        of unknown age  operator   share    contact.email   partner:acme  denied        default                          -
        of unknown age  operator   share    health.medical  partner:acme  denied        sensitive.3, default             -
        of unknown age  affiliate  collect  contact.email   -             denied        default                          -
        of unknown age  affiliate  collect  health.medical  -             denied        default                          -
        of unknown age  affiliate  share    contact.email   partner:acme  denied        default                          -
        of unknown age  affiliate  share    health.medical  partner:acme  denied        sensitive.3, default             -
    "#]]
    .assert_eq(&text);
}

#[test]
fn every_mistake_is_told_with_the_word_that_was_meant() {
    let engine = engine();
    let mistakes = Table::of(&engine, at())
        .person("member", member())
        .person("member", member())
        .actors(["operater"])
        .actions(["us"])
        .categories(["contact.emial", "contact.phone", "contact"])
        .origins(["registred"])
        .purposes(["loyalty"])
        .recipients(["partnr:acme"])
        .render()
        .unwrap_err();
    expect![[r#"
        actor: unknown party role `operater`: did you mean `operator`?
        action: unknown action `us`: did you mean `use`?
        category: unknown category `contact.emial`: did you mean `contact.email`?
        origin: unknown origin `registred`: did you mean `registration`?
        purpose: unknown purpose `loyalty`: did you mean `loyalty-card`?
        recipient: unknown party role `partnr`: did you mean `partner`?
        person: `member` is there twice
        category: `contact.phone` is there twice"#]]
    .assert_eq(&mistakes.to_string());
    expect![[r#"
        person: a table needs at least one
        action: a table needs at least one
        category: a table needs at least one
        purpose: a table needs at least one"#]]
    .assert_eq(&Table::of(&engine, at()).render().unwrap_err().to_string());
    let many = (0..400).fold(table(&engine), |table, number| table.person(&number.to_string(), member()));
    let many = (0..100).fold(many, |table, number| table.circumstances(&number.to_string(), |request| request));
    expect!["a table has at most 100000 questions, and this one has more"].assert_eq(&many.render().unwrap_err().to_string());
}

/// The flow of an update needs the environment, so it runs in a process of its own.
fn compared_with(path: &Path, update: &str) -> (bool, String) {
    let test = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "the_table_matches_the_file", "--nocapture"])
        .envs([("LAWFUL_TABLE", path.to_str().unwrap()), ("LAWFUL_UPDATE", update)])
        .output()
        .unwrap();
    (test.status.success(), String::from_utf8_lossy(&test.stderr).replace(path.to_str().unwrap(), "decisions.txt"))
}

#[test]
#[ignore = "it is run by the test of the update flow"]
fn the_table_matches_the_file() {
    let Some(path) = std::env::var_os("LAWFUL_TABLE") else { return };
    table(&engine()).actions(["use"]).categories(["contact.email"]).assert_matches(path);
}

#[test]
fn a_file_is_written_on_request_and_compared_otherwise() {
    let folder = std::env::temp_dir().join(format!("lawful-table-{}", std::process::id()));
    let path = folder.join("deep/decisions.txt");
    let message = |stderr: &str| {
        let lines = stderr.lines().skip_while(|line| !line.contains("panicked at")).skip(1);
        lines
            .take_while(|line| !line.starts_with("note: ") && !line.starts_with("stack backtrace"))
            .collect::<Vec<_>>()
            .join("\n")
    };

    let (passed, told) = compared_with(&path, "0");
    assert!(!passed);
    expect![[r#"
        there is no `decisions.txt` yet: run the test with LAWFUL_UPDATE=1 to write it, and review it:

        # policy: shop, edition v2
        # at: 2026-06-01T12:00:00Z
        # action: use
        # category: contact.email

        person   purpose        verdict    because  duties
        member   service        permitted  shop.1   -
        member   loyalty-card   permitted  shop.1   -
        member   own-promotion  denied     default  -
        refuser  service        denied     shop.3   stop-processing
        refuser  loyalty-card   denied     shop.3   stop-processing
        refuser  own-promotion  denied     shop.3   stop-processing
    "#]]
    .assert_eq(&message(&told));

    let (passed, told) = compared_with(&path, "1");
    assert!(passed, "{told}");
    let (passed, told) = compared_with(&path, "");
    assert!(passed, "{told}");

    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, written.replace('\n', "\r\n")).unwrap();
    assert!(compared_with(&path, "0").0, "line ends do not matter");

    std::fs::write(&path, written.replacen("permitted", "denied   ", 1).replacen("refuser", "refusre", 1)).unwrap();
    let (passed, told) = compared_with(&path, "0");
    assert!(!passed);
    expect![[r#"
        the decisions are not those of `decisions.txt` (- kept, + now):

          …

          person   purpose        verdict    because  duties
        - member   service        denied     shop.1   -
        + member   service        permitted  shop.1   -
          member   loyalty-card   permitted  shop.1   -
          member   own-promotion  denied     default  -
        - refusre  service        denied     shop.3   stop-processing
        + refuser  service        denied     shop.3   stop-processing
          refuser  loyalty-card   denied     shop.3   stop-processing
          refuser  own-promotion  denied     shop.3   stop-processing

        If they are as they should be: run the test with LAWFUL_UPDATE=1, and review the change of the file"#]]
    .assert_eq(&message(&told));
    std::fs::remove_dir_all(folder).unwrap();
}
