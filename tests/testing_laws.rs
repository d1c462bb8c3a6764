//! The built-in policies, and generated ones, before the kit's laws.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use lawful::policy::{Policy, PolicyStack};
use lawful::testing::generate::{cases, policies};
use lawful::testing::laws::{Law, Refuted, Trials, check_all, never_permitted};
use lawful::vocabulary::{Actions, Purposes, Roles};
use lawful::{PolicyEngine, subject::Guardian};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

fn protected() -> PolicyEngine {
    PolicyEngine::layered(PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap())
}

#[test]
fn the_platform_keeps_the_laws() -> Result<(), Refuted> {
    let report = check_all(&PolicyEngine::platform())?;
    assert_eq!(report.silent().count(), 0, "{report}");
    Ok(())
}

#[test]
fn the_protected_platform_keeps_the_laws() -> Result<(), Refuted> {
    let report = check_all(&protected())?;
    assert_eq!(report.silent().count(), 0, "{report}");
    Ok(())
}

/// Few cases for each of many policies, some of them with a layer. Together they give every law something to say, but perhaps
/// the one about remedies: few of these policies leave any.
#[test]
fn generated_policies_keep_the_laws() -> Result<(), Refuted> {
    let strategy = policies(&PolicyEngine::platform());
    let mut runner = TestRunner::new(Config::default());
    let mut next = || strategy.new_tree(&mut runner).unwrap().current();
    let mut said = vec![0; Law::ALL.len()];
    for number in 0..16 {
        let policy = PolicyStack::new(next());
        let stack = if number % 3 == 0 { policy.lay(next()).unwrap() } else { policy };
        let engine = PolicyEngine::layered(stack);
        let report = Trials::default().cases(48).check_all(&engine).inspect_err(|_| {
            for policy in std::iter::once(engine.policy()).chain(engine.layers()) {
                println!("{}", policy.to_toml());
            }
        })?;
        for (law, said) in Law::ALL.iter().zip(&mut said) {
            *said += report.tally(*law).cases();
        }
    }
    for (law, said) in Law::ALL.iter().zip(said).filter(|(law, _)| **law != Law::RemediesPermit) {
        assert!(said > 0, "{law}");
    }
    Ok(())
}

/// Law 10, which is about the built-in policy alone.
#[test]
fn the_platform_hands_nothing_to_strangers_of_itself() -> Result<(), Refuted> {
    let engine = PolicyEngine::platform();
    let strangers = cases(&engine).of(|people| people.without_choices()).asking(|requests| {
        let handed_on = Actions::HAND_OVER | Actions::MARKET | Actions::PUBLISH | Actions::DISSEMINATE | Actions::TRANSFER;
        let requests = requests.actions(handed_on).to(Roles::UNRELATED_THIRD_PARTY | Roles::PUBLIC);
        requests.by(Roles::all() - Roles::DATA_SUBJECT).without_circumstances()
    });
    let tally = never_permitted(&engine, strangers)?;
    assert!(tally.denied() > 0, "{tally}");
    Ok(())
}

/// What the cautious layer is there for.
#[test]
fn under_the_protective_layer_minors_are_not_promoted_without_their_guardian() -> Result<(), Refuted> {
    let engine = protected();
    let minors = cases(&engine).of(|people| people.minor().guarded(Guardian::Unverified)).asking(|requests| {
        let promotion = Purposes::OWN_PROMOTION | Purposes::PARTNER_PROMOTION;
        requests.actions(Actions::HAND_OVER | Actions::MARKET).by(Roles::OPERATOR | Roles::AFFILIATE).for_purposes(promotion)
    });
    let tally = never_permitted(&engine, minors)?;
    assert!(tally.denied() > 0, "{tally}");
    Ok(())
}
