//! Would the scenarios notice a change of the policy?

use lawful::testing::Suite;
use lawful::testing::mutation::Mutation;

#[test]
fn the_scenarios_notice_every_change_of_the_policy() {
    let policy = compliance_suite::policy().unwrap();
    let suite = Suite::read("tests/privacy/*.toml").unwrap();
    let report = Mutation::of(&policy).run(|mutated| suite.notices(&policy, mutated).map_or(Ok(()), Err)).unwrap();
    report.assert_at_least(95).assert_explained();
}
