//! A policy's own words behave like the built-in ones: what is sensitive in them is protected like the rest.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::policy::{Policy, PolicyStack};
use lawful::{DataSubject, Party, PolicyEngine, Purpose, Request, Verdict};

const CLINIC: &str = r#"
id = "clinic"
[vocabulary]
categories = ["health.appointments", "genetic.dna"]
sensitive = ["genetic"]
[[rules]]
id = "clinic.1"
effect = "permit"
actions = ["provide"]
ground = "agreement"
text = "We provide what the treatment needs."
"#;

const CAUTIOUS: &str = r#"
id = "cautious"
default = "silent"
[[rules]]
id = "cautious.1"
effect = "forbid"
actions = ["provide"]
categories = ["sensitive"]
unless = ["consented"]
text = "Sensitive data is provided only with a consent."
"#;

/// What is answered about providing a category, under the clinic's policy and the layers over it.
fn provided(category: &str, layers: &[&str]) -> Verdict {
    let mut stack = PolicyStack::new(Policy::from_toml(CLINIC).unwrap());
    for layer in layers {
        stack = stack.clone().lay(stack.read_layer(layer).unwrap()).unwrap();
    }
    let engine = PolicyEngine::layered(stack);
    let person = DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap()).aged(30);
    let request = Request::provide(engine.vocabulary().categories(category).unwrap())
        .with(Party::service_provider("lab"))
        .for_purpose(Purpose::SERVICE)
        .at("2026-06-01T12:00:00Z".parse().unwrap());
    engine.decide(&request, &person).verdict()
}

#[test]
fn a_category_in_a_sensitive_group_is_protected_like_the_group() {
    for category in ["health.medical", "health.appointments", "genetic.dna"] {
        assert_eq!(provided(category, &[]), Verdict::Permitted, "{category}");
        assert_eq!(provided(category, &[CAUTIOUS]), Verdict::Denied, "{category}");
    }
    assert_eq!(provided("contact.email", &[CAUTIOUS]), Verdict::Permitted);
}

#[test]
fn a_word_of_a_layer_joins_the_sensitive_group_of_the_policy_under_it() {
    let words = "id = \"words\"\ndefault = \"silent\"\n[vocabulary]\ncategories = [\"genetic.rna\"]";
    assert_eq!(provided("genetic.rna", &[words, CAUTIOUS]), Verdict::Denied);
    assert_eq!(provided("genetic.rna", &[CAUTIOUS, words]), Verdict::Denied);
}
