//! Mutation of a policy: which mutants there are, and what a suite notices of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use expect_test::expect;
use lawful::policy::{Policy, PolicyStack};
use lawful::subject::RefusalMeans;
use lawful::testing::mutation::{Mutation, MutationReport, Stale};
use lawful::testing::{assert_denied, assert_permitted};
use lawful::vocabulary::Instant;
use lawful::{DataCategories, DataSubject, PolicyEngine, Purpose, Refusal, Request, Scope};

/// Something of everything that can be changed.
const EVERYTHING: &str = r#"
    id = "everything"
    age-of-majority = 16

    [vocabulary]
    categories = ["genetic.dna", "health.visits"]
    sensitive = ["genetic.dna", "health.visits"]

    [functions]
    checkout = ["contact.address", "contact.email"]

    [[rules]]
    id = "a.1/own"
    effect = "exempt"
    actors = ["data-subject"]
    text = "What people do themselves is outside."

    [[rules]]
    id = "a.2/use"
    effect = "permit"
    actions = ["use", "access"]
    when = ["agreed", "necessary"]
    unless = ["law-forbids"]
    duties = ["purpose-only"]
    ground = "agreement"
    text = "What is needed may be used."

    [[rules]]
    id = "a.3/stop"
    effect = "forbid"
    actions = ["hand-over"]
    when = ["refused"]
    yields-to = ["a.2"]
    text = "What is refused is not handed over."

    [[rules]]
    id = "a.4/children"
    effect = "oblige"
    when = ["minor"]
    duties = ["protect-minor"]
    text = "Children are protected."

    [[editions]]
    version = "v2"
    effective-from = 2026-01-01T00:00:00Z
    change = "major"
    notice = 2025-12-01T00:00:00Z
    removes = ["a.4/children"]

    [[editions.rules]]
    id = "a.5/dna"
    effect = "forbid"
    categories = ["genetic.dna"]
    text = "Genes are nobody's business."
"#;

const NEWSLETTER: &str = r#"
    id = "newsletter"

    [[rules]]
    id = "newsletter.1"
    effect = "permit"
    actions = ["message"]
    when = ["agreed"]
    text = "We write to those who signed up."

    [[rules]]
    id = "newsletter.2"
    effect = "forbid"
    when = ["refused"]
    text = "We stop when asked to."
"#;

#[test]
fn every_small_change_has_a_name() {
    let policy = Policy::from_toml(EVERYTHING).unwrap();
    let mutants = Mutation::of(&policy).mutants();
    let names: Vec<_> = mutants.iter().map(|mutant| format!("{:20} {mutant}\n", mutant.kind())).collect();
    expect![[r#"
        rule-dropped         a.1/own: dropped
        effect-swapped       a.1/own: permit instead of exempt
        box-widened          a.1/own: any actors
        rule-dropped         a.2/use: dropped
        effect-swapped       a.2/use: forbid instead of permit
        condition-dropped    a.2/use: without the condition agreed
        condition-negated    a.2/use: the condition agreed negated
        condition-dropped    a.2/use: without the condition necessary
        condition-negated    a.2/use: the condition necessary negated
        exception-dropped    a.2/use: without the exception law-forbids
        exception-negated    a.2/use: the exception law-forbids negated
        box-widened          a.2/use: any actions
        box-narrowed         a.2/use: actions without use
        box-narrowed         a.2/use: actions without access
        duty-dropped         a.2/use: without the duty purpose-only
        ground-dropped       a.2/use: without the ground agreement
        rule-dropped         a.3/stop: dropped
        condition-dropped    a.3/stop: without the condition refused
        yield-dropped        a.3/stop: no longer yields to a.2
        box-widened          a.3/stop: any actions
        box-narrowed         a.3/stop: actions without provide
        box-narrowed         a.3/stop: actions without share
        box-narrowed         a.3/stop: actions without disclose
        rule-dropped         a.4/children: dropped
        effect-swapped       a.4/children: permit instead of oblige
        condition-dropped    a.4/children: without the condition minor
        condition-negated    a.4/children: the condition minor negated
        instant-shifted      edition v2: effect one second earlier
        instant-shifted      edition v2: effect one second later
        instant-shifted      edition v2: notice one second earlier
        instant-shifted      edition v2: notice one second later
        notice-dropped       edition v2: without notice
        change-swapped       edition v2: minor instead of major
        removal-dropped      edition v2: keeps a.4/children
        rule-dropped         a.5/dna@v2: dropped
        effect-swapped       a.5/dna@v2: permit instead of forbid
        box-widened          a.5/dna@v2: any categories
        default-swapped      policy: silent by default
        age-shifted          policy: of age at 15
        age-shifted          policy: of age at 17
        need-dropped         function checkout: without contact.address
        need-dropped         function checkout: without contact.email
        sensitive-dropped    vocabulary: genetic.dna not sensitive
    "#]]
    .assert_eq(&names.concat());
    assert!(mutants.iter().all(|mutant| *mutant.policy() != policy));
    let mutant = mutants.iter().find(|mutant| mutant.name() == "a.5/dna@v2: dropped").unwrap();
    assert_eq!(
        (mutant.rule(), mutant.edition(), mutant.sentence()),
        (Some("a.5/dna"), Some("v2"), "Genes are nobody's business.")
    );
}

#[test]
fn what_is_no_policy_or_no_change_is_listed_and_not_counted() {
    let policy = Policy::from_toml(EVERYTHING).unwrap();
    let report = Mutation::of(&policy).run(|_| ()).unwrap();
    assert_eq!((report.noticed(), report.survivors().len()), (0, report.counted()));
    let refused: Vec<_> = report.refused().map(|(name, why)| format!("{name} -- {why}\n")).collect();
    expect![[r#"
        a.3/stop: permit instead of forbid -- the policy is refused: `rules[2].when`: a refusal must not give a permission, found `refused`
        a.3/stop: the condition refused negated -- the policy is refused: `rules[2].unless`: a refusal must not give a permission, found `refused`
        a.4/children: without the duty protect-minor -- the policy is refused: `rules[3]`: an oblige rule without `duties` does nothing
    "#]].assert_eq(&refused.concat());
    assert_eq!(report.equal().count(), 0);

    // Nobody comes of age before birth.
    let policy = Policy::from_toml("id = \"babies\"\nage-of-majority = 0").unwrap();
    let report = Mutation::of(&policy).run(|_| ()).unwrap();
    assert_eq!(report.equal().collect::<Vec<_>>(), [("policy: of age at 0", "the policy itself")]);
    assert_eq!(report.counted(), 2);
}

#[test]
fn a_layer_is_read_over_what_lies_under_it() {
    let under = PolicyStack::new(Policy::platform().clone());
    let survivors = Mutation::of_layer(Policy::protective(), &under)
        .run(|layer| under.clone().lay(layer.clone()).map(|stack| assert!(PolicyEngine::layered(stack).layers().len() == 1)));
    let report = survivors.unwrap();
    assert_eq!(report.noticed(), 0, "{report}");
    let names: Vec<_> = report.survivors().iter().map(|survivor| survivor.name()).collect();
    assert!(names.contains(&"sensitive.3/hand-over: no longer yields to disclosure.2"), "{names:?}");
    assert!(report.refused().all(|(_, why)| !why.contains("no such clause")), "{report}");
}

fn at() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn request() -> Request {
    Request::message(DataCategories::EMAIL).for_purpose(Purpose::OWN_PROMOTION).at(at())
}

fn members_get_it(engine: &PolicyEngine) {
    assert_denied!(engine, request(), DataSubject::example());
    assert_permitted!(engine, request(), DataSubject::example().agreed(at()), because "newsletter.1");
    let reading = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(at());
    assert_denied!(engine, reading, DataSubject::example().agreed(at()), because "default");
}

fn refusers_do_not(engine: &PolicyEngine) {
    let refusal = Refusal::new(uuid::Uuid::from_u128(1), Scope::anything(), at(), RefusalMeans::Objection);
    let person = DataSubject::example().agreed(at()).refuse(refusal).unwrap();
    assert_denied!(engine, request(), person, because "newsletter.2");
}

fn run(tests: &[fn(&PolicyEngine)], allowed: &[(&'static str, &'static str)]) -> MutationReport {
    let policy = Policy::from_toml(NEWSLETTER).unwrap();
    let mutation = Mutation::of(&policy).allowing_all(allowed.iter().copied());
    let suite = |policy: &Policy| {
        let engine = PolicyEngine::new(policy.clone());
        tests.iter().for_each(|test| test(&engine));
    };
    mutation.run(suite).unwrap()
}

#[test]
fn a_suite_notices_what_it_asserts() {
    expect![[r#"
        `newsletter`: 8 of 8 mutants noticed (100.0 %)

          rule-dropped            2 of    2
          condition-dropped       2 of    2
          condition-negated       1 of    1
          box-widened             1 of    1
          effect-swapped          1 of    1
          default-swapped         1 of    1

        not counted: 2 that the loader refuses, 0 with the same content as the policy or another mutant"#]]
    .assert_eq(&run(&[members_get_it, refusers_do_not], &[]).to_string());
    let report = run(&[members_get_it, refusers_do_not], &[]);
    report.assert_at_least(100).assert_explained();
    assert_eq!(report.percent(), 100.0);
}

#[test]
fn a_test_that_is_gone_leaves_survivors() {
    let report = run(&[members_get_it], &[]);
    expect![[r#"
        `newsletter`: 7 of 8 mutants noticed (87.5 %)

          rule-dropped            1 of    2
          condition-dropped       2 of    2
          condition-negated       1 of    1
          box-widened             1 of    1
          effect-swapped          1 of    1
          default-swapped         1 of    1

        not noticed (1):
          newsletter.2: dropped
              "We stop when asked to."
              would be noticed by a case that only this rule decides, or that names the rule among the reasons

        not counted: 2 that the loader refuses, 0 with the same content as the policy or another mutant"#]]
    .assert_eq(&report.to_string());
    expect![[r#"
        {
          "allowed": null,
          "change": "dropped",
          "edition": null,
          "hint": "a case that only this rule decides, or that names the rule among the reasons",
          "kind": "rule-dropped",
          "name": "newsletter.2: dropped",
          "rule": "newsletter.2",
          "sentence": "We stop when asked to."
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&serde_json::to_value(&report).unwrap()["survivors"][0]).unwrap());
}

#[test]
fn a_survivor_that_is_allowed_is_told_apart_and_still_counts() {
    let report = run(&[members_get_it], &[("newsletter.2: dropped", "we are only starting")]);
    report.assert_at_least(85).assert_explained();
    assert_eq!((report.noticed(), report.counted()), (7, 8));
    assert_eq!(report.survivors()[0].reason(), Some("we are only starting"));
    let text = "\nnot noticed, for a reason (1):\n  newsletter.2: dropped\n      we are only starting\n";
    assert!(report.to_string().contains(text), "{report}");
}

#[test]
fn the_list_of_allowed_survivors_cannot_rot() {
    let report = run(
        &[members_get_it],
        &[("newsletter.1: dropped", "noticed long since"), ("newsletter.2: droped", "misspelt"), ("newsletter.2: dropped", "")],
    );
    let stale: Vec<_> = report.stale().iter().map(Stale::to_string).collect();
    expect![[r#"
        `newsletter.1: dropped` is noticed by now: take it out of the list
        no mutant is called `newsletter.2: droped`: did you mean `newsletter.2: dropped`?
        `newsletter.2: dropped` is there without a reason, or twice"#]]
    .assert_eq(&stale.join("\n"));
    let panic = std::panic::catch_unwind(|| drop(report.assert_at_least(10).clone())).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.starts_with("the list of allowed survivors has entries that have to go\n\n`newsletter`: "), "{message}");
}

#[test]
fn too_few_noticed_and_unexplained_survivors_fail_with_the_report() {
    type Check = fn(&MutationReport);
    let checks: [(Check, &str); 2] = [
        (|report| drop(report.assert_at_least(99.5).clone()), "expected at least 99.5 % of the mutants to be noticed\n\n"),
        (|report| drop(report.assert_explained().clone()), "expected a reason for every mutant that survives\n\n"),
    ];
    for (check, says) in checks {
        let report = run(&[members_get_it], &[]);
        let panic = std::panic::catch_unwind(|| check(&report)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert!(message.starts_with(says) && message.contains("newsletter.2: dropped"), "{message}");
    }
}

#[test]
fn a_suite_that_fails_anyway_teaches_nothing() {
    let policy = Policy::from_toml(NEWSLETTER).unwrap();
    let panicking = Mutation::of(&policy).run(|_| assert_eq!(1, 2, "out of order")).unwrap_err();
    assert_eq!(
        panicking.to_string(),
        "the suite fails on the policy itself, before any change: assertion `left == right` failed: out of order\n  left: 1\n right: 2"
    );
    let failing = Mutation::of(&policy).run(|_| Err::<(), ()>(())).unwrap_err();
    assert_eq!(failing.to_string(), "the suite fails on the policy itself, before any change: it returns an error");
}

#[test]
fn an_error_is_noticed_as_a_panic_is() {
    let policy = Policy::from_toml(NEWSLETTER).unwrap();
    let counts = |policy: &Policy| if policy.rules().len() == 2 { Ok(()) } else { Err("a rule is missing") };
    let report = Mutation::of(&policy).run(counts).unwrap();
    assert_eq!(report.noticed(), 2);
    assert!(report.survivors().iter().all(|survivor| !survivor.name().ends_with("dropped")));
}
