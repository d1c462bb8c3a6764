//! Deciding allocates nothing.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scenario_file;

use std::path::Path;

use lawful::policy::{Policy, PolicyStack};
use lawful::{Case, PolicyEngine};

#[test]
fn deciding_allocates_nothing() {
    let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
    let engine = PolicyEngine::layered(stack);
    let mut decided = 0;
    for file in ["combinations.toml", "disclosure.toml", "cookies.toml", "minors.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/scenarios").join(file);
        for (question, _) in scenario_file::read(&path).questions {
            let case = Case::from_json(&question.case.to_string(), engine.vocabulary()).unwrap();
            let allocated = allocation_counter::measure(|| {
                std::hint::black_box(engine.decide(&case.request, &case.subject).verdict());
            });
            assert_eq!(allocated.count_total, 0, "{}", question.name);
            decided += 1;
        }
    }
    assert!(decided > 300, "{decided}");
}
