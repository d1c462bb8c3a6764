//! Scenario files, as their authors see them: what is read, what is refused, and how a scenario fails.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use expect_test::{Expect, expect};
use lawful::policy::Policy;
use lawful::testing::Suite;

/// Fixtures for all.
const FILE: &str = r#"
at = 2026-06-01T12:00:00Z

[people.visitor]
standing = "visitor"
age = 30

[people.member]
like = "visitor"
standing = "user"
agreements = [{ at = 2025-01-01T00:00:00Z }]

[people.minor]
like = "member"
age = 15

[parties.acme]
role = "partner"
id = "acme"

[items.email]
categories = ["contact.email"]
origin = "registration"
service = "shop"
necessary = true

[items.phone]
like = "email"
categories = ["contact.phone"]

[requests.use]
action = "use"
items = ["email"]
purpose = "service"

[requests.share]
like = "use"
action = "share"
recipient = "acme"
circumstances = { partnership = { current = true } }
"#;

/// The first line after the fixtures.
fn lines() -> usize {
    FILE.matches('\n').count()
}

fn suite(scenarios: &str) -> Suite {
    Suite::from_toml("sharing.toml", &format!("{FILE}{scenarios}")).unwrap()
}

/// What the scenarios are refused for; lines count from the end of the fixtures.
fn refused(scenarios: &str, expected: Expect) {
    refused_whole(&format!("{FILE}{scenarios}"), lines(), expected);
}

fn refused_whole(text: &str, before: usize, expected: Expect) {
    let error = Suite::from_toml("f.toml", text).unwrap_err();
    let told = |finding: &lawful::policy::Finding| {
        let line = usize::try_from(finding.line().unwrap_or(0)).unwrap();
        let text = finding.to_string();
        format!("{}\n", text.replacen(&format!("f.toml:{line}:"), &format!("{}:", line.saturating_sub(before)), 1))
    };
    expected.assert_eq(&error.findings().iter().map(told).collect::<String>());
}

/// How the scenarios fail.
fn failing(scenarios: &str, expected: Expect) {
    let suite = suite(scenarios);
    let failures = suite.scenarios().iter().filter_map(|scenario| scenario.check().err());
    expected.assert_eq(&failures.map(|failure| format!("{failure}\n")).collect::<String>());
}

fn all_hold(scenarios: &str, names: Expect) {
    let suite = suite(scenarios);
    for scenario in suite.scenarios() {
        scenario.check().unwrap();
    }
    let told = suite.scenarios().iter().map(|scenario| format!("{}\n", scenario.name()));
    names.assert_eq(&told.collect::<String>());
}

#[test]
fn fixtures_are_named_and_like_one_another() {
    all_hold(
        r#"
[[scenario]]
name = "a request by its name"
clause = "use.1.3.b"
person = "member"
request = "share"
expect = { verdict = "denied", denied = ["contact.email"] }
[[scenario.flip]]
name = "a visitor's address may not even be used"
person = "visitor"
request = { like = "use" }
expect = "denied"
[[scenario.flip]]
name = "but a member's may be"
request = { like = "use", items = [{ like = "phone", necessary = false }] }
expect = { verdict = "permitted", permitted = ["contact.phone"] }

[[scenario]]
name = "the operator acts where nothing else is said, and parties are text"
person = "member"
request = { like = "use", action = "share", recipient = "service-provider:globex", circumstances = { engagement = { party = "service-provider:globex", serves-subject = true, access-ends-with-service = true, periods = [{ from = 2026-01-01T00:00:00Z }] } } }
expect = { verdict = "permitted", because = "use.1.1.b", duties = ["end-access-after-service"] }
[[scenario.flip]]
name = "another provider is not engaged"
request = { recipient = "service-provider:initech" }
expect = "denied"
[[scenario.flip]]
name = "the same table with less in it"
without = ["request.items.0.necessary"]
expect = { verdict = "undetermined", missing = ["necessary"] }
"#,
        expect![[r#"
            sharing::a request by its name
            sharing::a request by its name::a visitor's address may not even be used
            sharing::a request by its name::but a member's may be
            sharing::the operator acts where nothing else is said, and parties are text
            sharing::the operator acts where nothing else is said, and parties are text::another provider is not engaged
            sharing::the operator acts where nothing else is said, and parties are text::the same table with less in it
        "#]],
    );
}

#[test]
fn a_matrix_is_a_scenario_for_each_combination() {
    all_hold(
        r#"
[[scenario]]
name = "who receives what"
person = "member"
request = "share"
matrix = { category = ["contact.email", "location"], recipient = ["acme", "broker"], action = ["share", "use"] }
expect = "denied"
[[scenario.cell]]
when = { action = "use" }
expect = "permitted"

[[scenario]]
name = "whose"
request = "use"
matrix = { person = ["member", "visitor"], item = ["email", "phone"], purpose = ["service", "other"], actor = ["operator"] }
[[scenario.cell]]
when = { person = "member", purpose = "service" }
expect = { verdict = "permitted" }
[[scenario.cell]]
when = { purpose = ["service", "other"] }
expect = "denied"
"#,
        expect![[r#"
            sharing::who receives what[category=contact.email, recipient=acme, action=share]
            sharing::who receives what[category=contact.email, action=use]
            sharing::who receives what[category=contact.email, recipient=broker, action=share]
            sharing::who receives what[category=location, recipient=acme, action=share]
            sharing::who receives what[category=location, action=use]
            sharing::who receives what[category=location, recipient=broker, action=share]
            sharing::whose[person=member, item=email, purpose=service, actor=operator]
            sharing::whose[person=member, item=email, purpose=other, actor=operator]
            sharing::whose[person=member, item=phone, purpose=service, actor=operator]
            sharing::whose[person=member, item=phone, purpose=other, actor=operator]
            sharing::whose[person=visitor, item=email, purpose=service, actor=operator]
            sharing::whose[person=visitor, item=email, purpose=other, actor=operator]
            sharing::whose[person=visitor, item=phone, purpose=service, actor=operator]
            sharing::whose[person=visitor, item=phone, purpose=other, actor=operator]
        "#]],
    );
}

const TIMELINE: &str = r#"
[[scenario]]
name = "a permission comes and goes"
person = "visitor"
request = "share"
why = "authz.2"
[[scenario.step]]
at = 2026-01-01T00:00:00Z
given = { agree = true, open = "shop", use = true, standing = "user" }
then = { verdict = "denied", remedies = ["obtain-consent"] }
[[scenario.step]]
at = 2026-02-01T00:00:00Z
given = { grant = { name = "sharing", scope = { actions = ["share"], recipients = ["partner:acme"] } } }
[[scenario.step]]
name = "with it"
at = 2026-02-02T00:00:00Z
then = "permitted"
[[scenario.step]]
at = 2026-03-01T00:00:00Z
given = { withdraw = "sharing" }
then = { verdict = "denied", because = ["authz.2.a"], duties = ["stop-processing"] }
[[scenario.step]]
at = 2026-03-01T00:00:00Z
when = { like = "use", items = ["phone"] }
then = "permitted"
"#;

#[test]
fn a_timeline_is_one_scenario() {
    all_hold(
        TIMELINE,
        expect![[r#"
        sharing::a permission comes and goes
    "#]],
    );
    all_hold(
        r#"
[[scenario]]
name = "from fifteen to eighteen"
request = { like = "use", action = "sell", recipient = "broker" }
subject = { guardian = { verified = false }, choices = [{ grant = { name = "old", scope = { actions = ["sell"] }, given-at = 2024-01-01T00:00:00Z } }] }
[[scenario.step]]
at = 2025-01-01T00:00:00Z
given = { born = 2009-01-01, agree = "initial", open = { service = "shop", after-closure = { process = ["dispute"] } } }
[[scenario.step]]
at = 2025-01-02T00:00:00Z
given = { withdraw = { grant = "old", means = "objection" } }
then = { verdict = "denied", because = ["authz.2.a"] }
[[scenario.step]]
at = 2025-01-03T00:00:00Z
given = { guardian = { verified = true }, grant = [{ scope = { purposes = ["service"] }, by = "guardian" }] }
[[scenario.step]]
at = 2025-01-04T00:00:00Z
then = "permitted"
[[scenario.step]]
at = 2025-01-05T00:00:00Z
given = { refuse = { scope = { actions = ["sell"] }, means = "opt-out" }, close = "shop" }
then = { verdict = "denied", no-duties = ["encrypt"] }
"#,
        expect![[r#"
            sharing::from fifteen to eighteen
        "#]],
    );
}

#[test]
fn a_failure_says_where_and_why() {
    failing(
        r#"
[[scenario]]
name = "a member's address is shared"
why = "the contract with acme says so"
person = "member"
request = "share"
expect = { verdict = "permitted", duties = ["recipient-only"] }
"#,
        expect![[r#"
            sharing.toml:42: `sharing::a member's address is shared`
              why: the contract with acme says so

            expected permitted, but it is denied

              expected: permitted, with the duty `recipient-only`
                actual: denied, because of `default`
                     - the duty `recipient-only` is missing; there is none

            DENIED: the operator may not share the e-mail address with the business partner `acme` for providing
              the service.

            The question
              When: 1 June 2026, 12:00 UTC.
              The e-mail address: given at registration, in the service `shop`.

            Why
              The e-mail address: denied.
                - No rule of the policy permits it, and what none permits is denied.
                  - Clause disclosure.2 came near: What cannot be delivered without sharing may be shared for
                    it, as far as it is needed, when the person asked for it. But no request by the person that
                    would need this is on record (`user-request`).
                  - Clause disclosure.1 came near: Data may be disclosed to whomever the person's prior consent
                    names. But no valid consent covers this.

            What would help
              The person gives consent, before the act, for the operator to share the e-mail address with the
              business partner `acme` for providing the service.
        "#]],
    );
}

#[test]
fn a_timeline_that_fails_says_at_which_steps() {
    failing(
        &TIMELINE.replace("\"permitted\"", "\"not-governed\""),
        expect![[r#"
        sharing.toml:42: `sharing::a permission comes and goes`
          why: authz.2

        sharing.toml:54: step 3, `with it`, at 2026-02-02T00:00:00Z:
        expected not-governed, but it is permitted

          expected: not-governed
            actual: permitted, because of `disclosure.1/consent`, because of `use.1.1.a/permission`

        PERMITTED: the operator may share the e-mail address with the business partner `acme` for providing
          the service.

        The question
          When: 2 February 2026, 00:00 UTC.
          The e-mail address: given at registration, in the service `shop`.

        Why
          The e-mail address: permitted.
            - Clause disclosure.1 permits it: Data may be disclosed to whomever the person's prior consent
              names.
              - The clause reads: Data may be disclosed to a third party within the limits of a consent that
                the person gave beforehand and has not taken back.
              - The person consented on 1 February 2026, 00:00 UTC (it covers any data: sharing, towards the
                business partner `acme`; choice `605df173-e287-8dd3-b20f-90543bde99cd`).
            - Clause use.1.1.a permits it: Prior permission by the person lifts the ban on providing,
              sharing, selling, renting and trading, within its scope.
              - The clause reads: A permission that the person gave before the act lifts the ban for exactly
                what it covers, even for a sale or rental.
              - A valid consent covers this.

        sharing.toml:62: step 5, at 2026-03-01T00:00:00Z:
        expected not-governed, but it is permitted

          expected: not-governed
            actual: permitted, because of `preamble.2/described`

        PERMITTED: the operator may use the phone number for providing the service.

        The question
          When: 1 March 2026, 00:00 UTC.
          The phone number: given at registration, in the service `shop`.

        Why
          The phone number: permitted.
            - Clause preamble.2 permits it: The operator may use data for the purposes that the policy
              describes, once the person has agreed to it.
              - The clause reads: The operator may use the data of a person who agreed to make its services
                fit that person better, and only for purposes that this policy describes.
              - The person has agreed to the service agreement (on 1 January 2026, 00:00 UTC).
    "#]],
    );
}

#[test]
fn unknown_keys_and_words() {
    refused(
        r#"
[[scenario]]
name = "one"
clause = "use.1.1.z"
persn = "member"
person = "membr"
request = "shar"
expect = { verdict = "permited", becuase = ["use.1"] }
[[scenario]]
name = "two"
person = "member"
layers = ["protectiv"]
request = "use"
expect = "denied"
[[scenario]]
name = "three"
person = "member"
request = { like = "share", recipient = "acmee", actor = "operatr", items = ["emial"] }
expect = "denied"
[[scenario]]
name = "four"
person = "member"
request = { like = "share", purpose = "servce", circumstances = { engagement = { party = "nobody:x" } } }
expect = { verdict = "denied", because = ["authz.2.z"], duties = ["encript"], no-duties = ["x"], grounds = ["consnt"], missing = ["agred"], remedies = ["obtain-consnt"], no-remedy = false, denied = ["contact.emial"] }
[[scenario]]
person = 3
expect = 4
"#,
        expect![[r#"
            4: `scenario[0].clause`: unknown clause, found `use.1.1.z`, did you mean `use.1.1.a`?
            5: `scenario[0].persn`: unknown key, did you mean `person`?
            6: `scenario[0].person`: unknown person, found `membr`, did you mean `member`?
            7: `scenario[0].request`: unknown request, found `shar`, did you mean `share`?
            8: `scenario[0].expect.verdict`: unknown verdict, found `permited`, did you mean `permitted`?
            8: `scenario[0].expect.becuase`: unknown key, did you mean `because`?
            12: `scenario[1].layers[0]`: expected a built-in policy, `platform` or `protective`, or a file beside this one, found `protectiv`, did you mean `protective`?
            18: `scenario[2].request.actor`: unknown party, found `operatr`, did you mean `operator`?
            18: `scenario[2].request.recipient`: unknown party, found `acmee`, did you mean `acme`?
            18: `scenario[2].request.items[0]`: unknown item, found `emial`, did you mean `email`?
            23: `scenario[3].request.circumstances.engagement.party`: unknown party, found `nobody`
            23: `scenario[3].request.purpose`: unknown purpose, found `servce`, did you mean `service`?
            24: `scenario[3].expect.because`: unknown rule or clause, found `authz.2.z`, did you mean `authz.2.a`?
            24: `scenario[3].expect.duties`: unknown duty, found `encript`, did you mean `encrypt`?
            24: `scenario[3].expect.no-duties`: unknown duty, found `x`
            24: `scenario[3].expect.grounds`: unknown ground, found `consnt`, did you mean `consent`?
            24: `scenario[3].expect.missing`: unknown fact, found `agred`, did you mean `agreed`?
            24: `scenario[3].expect.remedies`: unknown kind of change, found `obtain-consnt`, did you mean `obtain-consent`?
            24: `scenario[3].expect.no-remedy`: expected true, or nothing at all
            24: `scenario[3].expect.denied`: unknown category, found `contact.emial`, did you mean `contact.email`?
            25: `scenario[4]`: `name` is missing
            25: `scenario[4].request`: `action` is missing
            25: `scenario[4].request`: `items` is missing
            25: `scenario[4].request`: `purpose` is missing
            26: `scenario[4].person`: expected the name of a person, found a number
            27: `scenario[4].expect`: expected a verdict, such as "denied", or { verdict = "denied", because = ["authz.2.a"] }, found a number
        "#]],
    );
}

#[test]
fn what_is_missing() {
    refused(
        r#"
[[scenario]]
name = "one"
request = "use"
[[scenario]]
name = "two"
person = "member"
request = { action = "use" }
without = ["request.recipient", "subjekt.age", 4]
expect = {}
[[scenario]]
name = " three"
person = "member"
request = "use"
expect = { verdict = "fill-in" }
"#,
        expect![[r#"
            2: `scenario[0]`: `expect` is missing
            2: `scenario[0]`: `person` is missing: name one of `people`, or say in `subject` who it is
            8: `scenario[1].request`: `items` is missing
            8: `scenario[1].request`: `purpose` is missing
            9: `scenario[1].without`: there is nothing to take away, found `request.recipient`
            9: `scenario[1].without`: there is nothing to take away, found `subjekt.age`
            9: `scenario[1].without`: expected a place, such as "request.recipient", found a number
            10: `scenario[1].expect`: `verdict` is missing
            12: `scenario[2].name`: expected a name in one line, without blanks around it, found ` three`
            15: `scenario[2].expect.verdict`: the scenario is still to be filled in: what should the answer be, `not-governed`, `permitted`, `undetermined`, `denied`?
        "#]],
    );
}

#[test]
fn names_are_the_only_ones() {
    refused(
        r#"
[[scenario]]
name = "one"
person = "member"
request = "use"
expect = "permitted"
flip = [{ name = "other", expect = "permitted" }, { name = "other", expect = "permitted" }]
[[scenario]]
name = "one"
person = "member"
request = "use"
expect = "permitted"
"#,
        expect![[r#"
            7: `scenario[0].flip[1].name`: two scenarios have the same name, the other on line 47, found `one::other`
            9: `scenario[1].name`: two scenarios have the same name, the other on line 43, found `one`
        "#]],
    );
}

#[test]
fn a_file_as_a_whole() {
    refused_whole(
        "",
        0,
        expect![[r#"
        f.toml: there is no `[[scenario]]` in the file
    "#]],
    );
    refused_whole(
        "at = 1\nlayers = 3\nscenarios = []\n",
        0,
        expect![[r#"
        f.toml: there is no `[[scenario]]` in the file
        1: `at`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z, found a number
        2: `layers`: expected a list of policies, found a number
        3: `scenarios`: unknown key, did you mean `scenario`?
    "#]],
    );
    refused_whole(
        "policy = \"platfrm\"\n[[scenario]]\nname = 1\n",
        0,
        expect![[r#"
        1: `policy`: expected a built-in policy, `platform` or `protective`, or a file beside this one, found `platfrm`, did you mean `platform`?
    "#]],
    );
    refused_whole(
        "at = \n[x",
        0,
        expect![[r#"
        1: this is not TOML: string values must be quoted, expected literal string
    "#]],
    );
    let fixtures = r#"
people = { a = { like = "b" }, b = { like = "a" }, c = { like = "d" }, e = 3, f = { like = 4 }, unused = { agee = 3 } }
parties = 3
[items.x]
categories = ["contact.emial"]
[[scenario]]
name = "one"
person = "a"
request = { at = 2026-01-01T00:00:00Z, action = "use", items = ["x"], purpose = "service" }
expect = "denied"
"#;
    refused_whole(
        fixtures,
        0,
        expect![[r#"
            2: `people.b.like`: it is like itself, directly or through others, found `a`
            2: `people.a.like`: it is like itself, directly or through others, found `b`
            2: `people.c.like`: there is none of this name in `people`, found `d`, did you mean `a`?
            2: `people.e`: expected a table, found a number
            2: `people.f.like`: expected a name of `people`, found a number
            2: `people.unused.agee`: unknown key, did you mean `age`?
            3: `parties`: expected a table of tables, each with a name, found a number
            5: `scenario[0].request.items[0].categories[0]`: unknown category, found `contact.emial`, did you mean `contact.email`?
        "#]],
    );
}

#[test]
fn mistakes_in_a_matrix() {
    refused(
        r#"
[[scenario]]
name = "one"
person = "member"
request = "share"
matrix = { categry = ["contact.email"], recipient = ["acme", "acme"] }
expect = "denied"
[[scenario]]
name = "two"
person = "member"
request = "share"
matrix = { recipient = ["acme", "broker"], category = ["contact.email", "contact.emial"] }
[[scenario.cell]]
when = { recipient = "acme" }
expect = "denied"
[[scenario.cell]]
when = { recipient = "acme", category = "contact.email" }
expect = "denied"
[[scenario.cell]]
when = { recipient = "globex", purpose = "other" }
expect = "denied"
[[scenario.cell]]
whn = {}
[[scenario]]
name = "three"
person = "member"
request = { like = "share", items = ["email", "phone"] }
matrix = { category = ["contact.email"] }
expect = "denied"
step = []
flip = []
[[scenario]]
name = "four"
person = "member"
request = "share"
matrix = {}
expect = "denied"
[[scenario]]
name = "five"
person = "member"
request = "share"
expect = "denied"
cell = []
"#,
        expect![[r#"
            6: `scenario[0].matrix.categry`: unknown key, did you mean `category`?
            6: `scenario[0].matrix.recipient[1]`: the word stands twice in the matrix, found `acme`
            8: `scenario[1]`: nothing is expected of [recipient=broker, category=contact.email], [recipient=broker, category=contact.emial]: add `expect`, or a `cell`
            12: `scenario[1].request.items[0].categories[0]`: unknown category, found `contact.emial`, did you mean `contact.email`?
            16: `scenario[1].cell[1]`: the cells before it have all its combinations
            20: `scenario[1].cell[2].when.recipient`: the matrix does not have this, found `globex`
            20: `scenario[1].cell[2].when.purpose`: the matrix does not vary this
            22: `scenario[1].cell[3]`: `when` is missing
            22: `scenario[1].cell[3]`: `expect` is missing
            23: `scenario[1].cell[3].whn`: unknown key, did you mean `when`?
            28: `scenario[2]`: a matrix of categories needs a request of one item, to which they belong
            29: `scenario[2]`: a timeline expects at its steps: say it there, in `then`
            30: `scenario[2]`: a scenario has a `matrix` or `step`s, not both
            31: `scenario[2]`: a scenario with a `matrix` has no `flip`s: say in a `cell` what is different
            31: `scenario[2]`: a timeline has no `flip`s: make it a scenario of its own
            36: `scenario[3].matrix`: the matrix varies nothing
            43: `scenario[4]`: a `cell` speaks of the `matrix`, and there is none
        "#]],
    );
}

#[test]
fn mistakes_in_a_timeline() {
    refused(
        r#"
[[scenario]]
name = "one"
person = "member"
request = "share"
expect = "denied"
[[scenario.step]]
at = 2026-03-01T00:00:00Z
given = { agre = true, agree = false, use = 3, close = "shop", withdraw = "sharing", grant = { scope = {} } }
[[scenario.step]]
at = 2026-02-01T00:00:00Z
when = { purpose = "other" }
[[scenario.step]]
given = { use = true }
[[scenario.step]]
at = 2026-04-01T00:00:00Z
[[scenario.step]]
at = 2026-05-01T00:00:00Z
when = { at = 2026-05-01T00:00:00Z, purpose = "othr" }
then = "denid"
[[scenario.step]]
at = 2026-05-01T00:00:00Z
given = { grant = [{ name = "a", scope = { actions = ["share"] } }, { name = "a", scope = { actions = ["shar"] }, given-at = 2026-05-01T00:00:00Z }] }
[[scenario]]
name = "two"
person = "member"
request = "share"
[[scenario.step]]
at = 2026-05-01T00:00:00Z
given = { use = true }
"#,
        expect![[r#"
            6: `scenario[0]`: a timeline expects at its steps: say it there, in `then`
            9: `scenario[0].step[0].given.agree`: expected true, or the name of an edition
            9: `scenario[0].step[0].given.use`: expected true
            9: `scenario[0].step[0].given.close`: there is no open account of this service
            9: `scenario[0].step[0].given.agre`: unknown key, did you mean `age`?
            9: `scenario[0].step[0].subject.choices[1]`: unknown grant, found `sharing`
            11: `scenario[0].step[1].at`: the step is earlier than the one before it
            12: `scenario[0].step[1]`: `when` asks, but nothing is expected: add `then`
            13: `scenario[0].step[2]`: `at` is missing
            15: `scenario[0].step[3]`: the step says nothing: add `given`, what happens, or `then`, what is expected
            19: `scenario[0].step[4].when.at`: a step is asked at its own `at`
            19: `scenario[0].step[4].request.purpose`: unknown purpose, found `othr`, did you mean `other`?
            20: `scenario[0].step[4].then`: unknown verdict, found `denid`, did you mean `denied`?
            23: `scenario[0].step[5].subject.choices[3]`: two choices have the same name, found `a`
            23: `scenario[0].step[5].subject.choices[2].grant.scope.actions[0]`: unknown action, found `shar`, did you mean `share`?
            23: `scenario[0].step[5].subject.choices[2].grant.given-at`: the key is there twice
            28: `scenario[1]`: no step of the timeline expects anything: add `then` to one
        "#]],
    );
}

/// The example of the documentation is a file, and its scenarios hold.
#[test]
fn the_format_is_documented_with_an_example_that_holds() {
    let text = include_str!("../src/testing/scenario/format.md");
    let example: String = text.split("```toml").skip(1).filter_map(|block| block.split("```").next()).collect();
    let suite = Suite::from_toml("documented.toml", &example).unwrap();
    assert_eq!(suite.scenarios().len(), 9);
    suite.scenarios().iter().for_each(|scenario| scenario.check().unwrap());
}

#[test]
fn no_file_is_a_mistake() {
    let error = |pattern: &str| Suite::read(pattern).unwrap_err().to_string();
    expect!["the scenarios are refused: tests/no-such-folder/*.toml: no file matches the pattern; it counts from the folder of the package"].assert_eq(&error("tests/no-such-folder/*.toml"));
    expect![
        "the scenarios are refused: tests/***: this is no pattern of files: wildcards are either regular `*` or recursive `**`"
    ]
    .assert_eq(&error("tests/***"));
}

#[test]
fn files_are_about_the_policy_they_are_given() {
    let house = "id = \"house\"\n[vocabulary]\npurposes = [\"raffle\"]\n[[rules]]\nid = \"house.1\"\neffect = \"permit\"\ntext = \"Anything goes.\"";
    let house = Policy::from_toml(house).unwrap();
    let folder = std::env::temp_dir().join(format!("lawful-scenarios-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deep")).unwrap();
    let scenario = "[[scenario]]\nname = \"one\"\nperson = \"visitor\"\nrequest = { like = \"use\", purpose = \"raffle\" }\nexpect = \"permitted\"\n";
    let named = "[[scenario]]\nname = \"one\"\nperson = \"visitor\"\nrequest = \"use\"\nexpect = \"denied\"\n";
    std::fs::write(folder.join("own.toml"), format!("{FILE}{scenario}")).unwrap();
    std::fs::write(folder.join("deep/named.toml"), format!("policy = \"platform\"{FILE}{named}")).unwrap();
    let pattern = format!("{}/**/*.toml", folder.display());

    let suite = Suite::read_about(&house, &pattern).unwrap();
    let names: Vec<_> = suite.scenarios().iter().map(|scenario| scenario.name()).collect();
    assert_eq!(names, ["deep/named::one", "own::one"]);
    suite.scenarios().iter().for_each(|scenario| scenario.check().unwrap());
    assert!(Suite::read(&pattern).is_err(), "the built-in policy has no such purpose");

    assert!(suite.notices(&house, &house).is_none());
    let strict = Policy::from_toml(&house.to_toml().replace("permit", "forbid")).unwrap();
    assert_eq!(suite.notices(&house, &strict).map(|scenario| scenario.name()), Some("own::one"));
    assert!(suite.notices(Policy::protective(), &strict).is_none(), "nothing is about that policy");
    let other_words = Policy::from_toml(&house.to_toml().replace("raffle", "lottery")).unwrap();
    assert_eq!(suite.notices(&house, &other_words).map(|scenario| scenario.name()), Some("own::one"));

    // Two files whose scenarios would have the same names.
    std::fs::copy(folder.join("own.toml"), folder.join("own.text")).unwrap();
    let error = Suite::read(&format!("{}/own.*", folder.display())).unwrap_err().to_string();
    let error = error.replace(&folder.display().to_string(), "…");
    expect!["the scenarios are refused: …/own.*: the scenarios of …/own.text and …/own.toml would have the same names"]
        .assert_eq(&error);
    std::fs::remove_dir_all(folder).unwrap();
}
