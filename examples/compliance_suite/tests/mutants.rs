//! Would the scenarios notice a change of the policy?

use lawful::testing::Suite;
use lawful::testing::mutation::Mutation;

const NOTICE: &str = "an edition binds from its effect at the earliest, a month after the notice";

#[test]
fn the_scenarios_notice_every_change_of_the_policy() {
    let policy = compliance_suite::policy().unwrap();
    let suite = Suite::read("tests/privacy/*.toml").unwrap();
    let report = Mutation::of(&policy)
        .allowing("edition 2026-03: notice one second earlier", NOTICE)
        .allowing("edition 2026-03: notice one second later", NOTICE)
        .run(|mutated| suite.notices(&policy, mutated))
        .unwrap();
    report.assert_at_least(95).assert_explained();
}
