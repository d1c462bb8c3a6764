//! The example of a record keeps its promises, and protecting a field takes few lines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/personal_record.rs"]
#[expect(dead_code, reason = "its `main` is for `cargo run`")]
mod personal_record;

#[test]
fn each_gets_what_it_may_have() {
    let [partner, withheld, log, page] = personal_record::story().unwrap();
    assert_eq!(
        partner,
        concat!(
            r#"The partner gets {"id":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","name":"Ada","email":"ada@example.org","#,
            r#""address":{"street":"Norra Vallgatan 1","postalCode":"211 25"},"orders":[{"article":"tea","currency":"Sek"}],"shop":"tea-and-more"}"#
        )
    );
    assert_eq!(withheld, "and not `phone` (contact.phone): denied, `orders.card` (financial.payment): denied");
    assert_eq!(
        log,
        concat!(
            r#"The log says {"id":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","name":"[withheld]","email":"[withheld]","phone":"[withheld]","#,
            r#""address":"[withheld]","orders":"[withheld]","shop":"tea-and-more"}"#
        )
    );
    assert_eq!(page, r#"The front page is made for {"id":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","interests":["tea"]}"#);
}

/// The lines of code, without blank ones and comments, of a module of the example.
fn lines(module: &str) -> usize {
    let example = include_str!("../examples/personal_record.rs");
    let inside = example.split_once(&format!("\nmod {module} {{\n")).unwrap().1.split_once("\n}\n").unwrap().0;
    inside.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

#[test]
fn protecting_one_field_for_one_purpose_takes_few_lines() {
    /// The policy of one consent flag in the example of Sesame (SOSP 2024), without the code that uses it.
    const SESAME: usize = 62;
    let ours = lines("one_field");
    assert_eq!(ours, 22, "the documentation says so");
    assert!(ours < SESAME);
}
