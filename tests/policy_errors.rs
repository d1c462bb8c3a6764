//! A policy with a mistake is refused with all its findings: place, bad text, what was expected, nearest word.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use expect_test::{Expect, expect};
use lawful::policy::{Policy, PolicyStack};

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&Policy::from_toml(text).unwrap_err().to_string());
}

/// A policy with a register of one clause, `c.1`, and this rule under it.
fn rule(rule: &str) -> String {
    format!("id = \"mine\"\n[[clauses]]\nid = \"c.1\"\nstate = \"decides\"\n[[rules]]\nid = \"c.1/a\"\n{rule}")
}

#[test]
fn of_wrong_syntax_the_first_mistake_is_reported() {
    check(
        "id = mine\ntitle = \"x\ndefault = deny\n",
        expect!["the policy is refused: line 1: this is not TOML: string values must be quoted, expected literal string"],
    );
}

#[test]
fn a_list_that_is_not_closed_is_reported_with_the_line_where_it_opens() {
    check(
        &rule("actions = [\"use\"\neffect = \"permit\"\nwhen = [\"agreed\"]\n[[rules]]\nid = \"c.1/b\"\neffect = \"permit\"\n"),
        expect![
            "the policy is refused: line 8: this is not TOML: missing comma between array elements, expected `,`, within the list that opens on line 7: is its `]` missing?"
        ],
    );
    check(
        "functions = { checkout = [\n\"contact.address\",\n\"contact.email\",\nid = \"mine\"\n",
        expect![
            "the policy is refused: line 4: this is not TOML: unexpected `=` in array, expected value, `]`, within the list that opens on line 1: is its `]` missing?"
        ],
    );
    check("id = [\"mine\", ", expect!["the policy is refused: line 1: this is not TOML: unclosed array, expected `]`"]);
}

#[test]
fn a_finding_stands_on_the_line_of_its_key() {
    check(
        &rule(
            "effect = \"forbid\"\nactions = [\"use\"]\nrecipients = [\"partner\"]\nwhen = [\"agreed\"]\nunless = [\"agreed\"]\nyields-to = [\n  \"c.7\",\n  \"c.8\",\n]\nground = \"consent\"",
        ),
        expect![[r#"
            the policy is refused for 5 mistakes:
              line 9: `rules[0].recipients`: the box is empty: none of its actions has a recipient
              line 11: `rules[0].unless`: the rule never reaches anything: the fact is under `when` too, found `agreed`
              line 13: `rules[0].yields-to[0]`: no rule goes by this id or clause, found `c.7`
              line 14: `rules[0].yields-to[1]`: no rule goes by this id or clause, found `c.8`
              line 16: `rules[0].ground`: `ground` is out of place on a forbid rule: only a permit stands on a ground"#]],
    );
}

#[test]
fn what_follows_from_a_mistake_is_no_second_one() {
    // The clause, the rule and the purpose are there: what is wrong with them is said once.
    check(
        "id = \"mine\"\n[vocabulary]\npurpose = [\"booking\"]\n[[clauses]]\nid = \"news.1\"\nstate = \"decide\"\n[[clauses]]\nid = \"news.9\"\nstate = \"decides\"\n\
        [[rules]]\nid = \"news.1/a\"\neffect = \"permit\"\npurposes = [\"booking\"]\n\
        [[rules]]\nid = \"news.9/b\"\neffect = \"permit\"\nwhen = [\"agred\"]\n\
        [[rules]]\nid = \"news.9/c\"\neffect = \"forbid\"\nyields-to = [\"news.9/b\"]\n\
        [[editions]]\nversion = \"v2\"\neffective-from = 2026-04-01T00:00:00Z\nchange = \"minor\"\nremoves = [\"news.9/b\", \"news.9/d\"]\n",
        expect![[r#"
            the policy is refused for 4 mistakes:
              line 3: `vocabulary.purpose`: unknown key, did you mean `purposes`?
              line 6: `clauses[0].state`: unknown state of a clause, found `decide`, did you mean `decides`?
              line 17: `rules[1].when[0]`: unknown fact, found `agred`, did you mean `agreed`?
              line 26: `editions[0].removes[1]`: the edition before it has no such rule, found `news.9/d`, did you mean `news.9/b`?"#]],
    );
}

#[test]
fn few_words_are_listed_and_of_many_the_nearest_is_named() {
    check(
        "id = \"mine\"\ndefault = \"permit\"\n[[rules]]\nid = \"a.1\"\neffect = \"allow\"\nduty = []\nduties = [\"notfy\"]\n\
        [[editions]]\nversion = \"v2\"\neffective-from = 2026-04-01T00:00:00Z\nchange = \"huge\"\n",
        expect![[r#"
            the policy is refused for 5 mistakes:
              line 2: `default`: unknown default: expected `deny` or `silent`, found `permit`
              line 5: `rules[0].effect`: unknown effect: expected `exempt`, `forbid`, `permit` or `oblige`, found `allow`
              line 6: `rules[0].duty`: unknown key, did you mean `duties`?
              line 7: `rules[0].duties[0]`: unknown duty, found `notfy`, did you mean `give-notice`?
              line 11: `editions[0].change`: unknown change: expected `minor` or `major`, found `huge`"#]],
    );
}

#[test]
fn every_finding_is_reported_at_once() {
    let text = rule(
        "effect = \"permti\"\nactions = [\"use\", \"shair\"]\nactors = []\nwhne = [\"agreed\"]\nwhen = [\"agred\"]\ncategories = [\"email\"]\n",
    );
    check(
        &text,
        expect![[r#"
        the policy is refused for 6 mistakes:
          line 7: `rules[0].effect`: unknown effect, found `permti`, did you mean `permit`?
          line 8: `rules[0].actions[1]`: unknown action, found `shair`, did you mean `share`?
          line 9: `rules[0].actors`: the list is empty: leave the key out, or name at least one
          line 10: `rules[0].whne`: unknown key, did you mean `when`?
          line 11: `rules[0].when[0]`: unknown fact, found `agred`, did you mean `agreed`?
          line 12: `rules[0].categories[0]`: unknown category, found `email`, did you mean `contact.email`?"#]],
    );
}

#[test]
fn well_formed_and_senseless_rules() {
    check(
        &rule("effect = \"forbid\"\nactions = [\"use\"]\nrecipients = [\"partner\"]"),
        expect!["the policy is refused: line 9: `rules[0].recipients`: the box is empty: none of its actions has a recipient"],
    );
    check(
        &rule("effect = \"exempt\"\nduties = [\"encrypt\"]"),
        expect![
            "the policy is refused: line 8: `rules[0].duties`: `duties` is out of place on an exempt rule: what is not governed carries no duties"
        ],
    );
    check(
        &rule("effect = \"forbid\"\nground = \"consent\""),
        expect![
            "the policy is refused: line 8: `rules[0].ground`: `ground` is out of place on a forbid rule: only a permit stands on a ground"
        ],
    );
    check(
        &rule("effect = \"oblige\""),
        expect!["the policy is refused: line 5: `rules[0]`: an oblige rule without `duties` does nothing"],
    );
    check(
        &rule("effect = \"permit\"\nwhen = [\"agreed\"]\nunless = [\"agreed\"]"),
        expect![
            "the policy is refused: line 9: `rules[0].unless`: the rule never reaches anything: the fact is under `when` too, found `agreed`"
        ],
    );
    check(
        &rule("effect = \"permit\"\nwhen = [\"verified\", \"unverified\"]"),
        expect![
            "the policy is refused: line 8: `rules[0].when`: the rule never reaches anything: `unverified` and `verified` never hold together"
        ],
    );
}

#[test]
fn consent_never_takes_away_and_refusal_never_gives() {
    for (effect, key, fact) in [
        ("forbid", "when", "consented"),
        ("forbid", "when", "guardian-consented"),
        ("forbid", "unless", "refused"),
        ("permit", "when", "refused"),
        ("permit", "unless", "consented"),
        ("exempt", "when", "consented"),
        ("exempt", "unless", "refused"),
    ] {
        let text = rule(&format!("effect = \"{effect}\"\n{key} = [\"{fact}\"]"));
        let findings = Policy::from_toml(&text).unwrap_err();
        assert_eq!(findings.findings()[0].bad_text(), Some(fact), "{effect} {key} {fact}");
        // Acts that serve the person alone are free of this.
        let free = rule(&format!("effect = \"{effect}\"\nactions = [\"erase\", \"answer\"]\n{key} = [\"{fact}\"]"));
        assert!(Policy::from_toml(&free).is_ok(), "{effect} {key} {fact}");
    }
}

#[test]
fn parts_that_make_no_sense_together() {
    check(
        &format!("{}\n[[rules]]\nid = \"c.1/a\"\neffect = \"permit\"", rule("effect = \"permit\"")),
        expect![
            "the policy is refused: line 9: `rules[1].id`: another rule has this id: an edition can replace it, a second one cannot stand beside it, found `c.1/a`"
        ],
    );
    check(
        &format!("{}\n[[rules]]\nid = \"c.2/a\"\neffect = \"permit\"", rule("effect = \"permit\"")),
        expect![
            "the policy is refused: line 9: `rules[1].id`: the register has no such clause: declare one of your own under `[[clauses]]`, found `c.2`, did you mean `c.1`?"
        ],
    );
    check(
        &rule("effect = \"permit\"\nyields-to = [\"c.1\"]"),
        expect![
            "the policy is refused: line 8: `rules[0].yields-to`: `yields-to` is out of place on a permit rule: only a forbid can give way"
        ],
    );
    check(
        &rule("effect = \"forbid\"\nyields-to = [\"c.7\", \"c.1\"]"),
        expect![[r#"
        the policy is refused for 2 mistakes:
          line 8: `rules[0].yields-to[0]`: no rule goes by this id or clause, found `c.7`
          line 8: `rules[0].yields-to[1]`: a forbid can give way to permits only, and there is none, found `c.1`"#]],
    );
}

#[test]
fn editions_that_cannot_be() {
    let text = rule("effect = \"permit\"\n")
        + "[[editions]]\nversion = \"v2\"\neffective-from = 2026-04-01T00:00:00Z\nchange = \"major\"\nremoves = [\"c.1/b\"]\n"
        + "[[editions]]\nversion = \"v2\"\neffective-from = 2026-03-01T00:00:00Z\nchange = \"initial\"\n"
        + "[[editions]]\nversion = \"v3\"\neffective-from = 2026-05-01\nchange = \"minor\"\n";
    check(
        &text,
        expect![[r#"
            the policy is refused for 5 mistakes:
              line 12: `editions[0].removes[0]`: the edition before it has no such rule, found `c.1/b`, did you mean `c.1/a`?
              line 14: `editions[1].version`: another edition has this name, found `v2`
              line 15: `editions[1].effective-from`: editions stand in the order of their effect, and this one is not later than the one before it
              line 16: `editions[1].change`: expected `minor` or `major`: the top-level rules are the initial edition
              line 19: `editions[2].effective-from`: expected an instant in RFC 3339, such as 2026-06-01T12:00:00Z, found `2026-05-01`"#]],
    );
}

#[test]
fn words_that_cannot_be_declared() {
    let text = "id = \"mine\"\n[vocabulary]\ncategories = [\"Genetic\", \"contact\", \"contact.email\", \"genetic.dna\", \"genetic.dna\"]\nfacts = [\"agreed\"]\nsensitive = [\"genetic.rna\"]\n";
    check(
        text,
        expect![[r#"
        the policy is refused for 6 mistakes:
          line 3: `vocabulary.categories[0]`: `Genetic` is no name for a category: expected kebab-case letters and digits, such as `genetic.dna`, found `Genetic`
          line 3: `vocabulary.categories[1]`: the word is built in already, found `contact`
          line 3: `vocabulary.categories[2]`: the word is built in already, found `contact.email`
          line 3: `vocabulary.categories[4]`: the word is declared twice, found `genetic.dna`
          line 4: `vocabulary.facts[0]`: the word is built in already, found `agreed`
          line 5: `vocabulary.sensitive[0]`: unknown category, found `genetic.rna`, did you mean `genetic.dna`?"#]],
    );
}

#[test]
fn files_that_extend_what_is_not_there_or_themselves() {
    check(
        "id = \"mine\"\nextends = \"platfrom\"",
        expect![
            "the policy is refused: line 2: `extends`: expected a built-in policy, `platform` or `protective`: a policy that is not loaded from a file has no files beside it, found `platfrom`, did you mean `platform`?"
        ],
    );
    let folder = std::env::temp_dir().join(format!("lawful-policy-errors-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.toml"), "id = \"a\"\nextends = \"b.toml\"").unwrap();
    std::fs::write(folder.join("b.toml"), "id = \"b\"\nextends = \"a.toml\"").unwrap();
    let error = Policy::load(folder.join("a.toml")).unwrap_err().to_string();
    let missing = Policy::load(folder.join("c.toml")).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        error.contains("b.toml:2: `extends`: the file extends itself, directly or through others, found `a.toml`"),
        "{error}"
    );
    assert!(missing.contains("c.toml: the file cannot be read"), "{missing}");
}

#[test]
fn a_layer_may_only_refer_to_what_is_under_it() {
    let stack = PolicyStack::new(Policy::platform().clone());
    let layer = "id = \"house\"\ndefault = \"silent\"\n[[rules]]\nid = \"disclosure.9\"\neffect = \"forbid\"\nyields-to = [\"disclosure.33\"]\n";
    expect![[r#"
        the policy is refused for 2 mistakes:
          line 4: `rules[0].id`: the register has no such clause: declare one of your own under `[[clauses]]`, found `disclosure.9`, did you mean `disclosure.0`?
          line 6: `rules[0].yields-to[0]`: no rule goes by this id or clause, found `disclosure.33`, did you mean `disclosure.3`?"#]]
    .assert_eq(&stack.read_layer(layer).unwrap_err().to_string());
}

#[test]
fn a_clause_of_ones_own_is_declared_first() {
    check(
        "id = \"clinic\"\nextends = \"platform\"\n[[rules]]\nid = \"clinic.1\"\neffect = \"permit\"\nground = \"agreement\"\n",
        expect![
            "the policy is refused: line 4: `rules[0].id`: the register has no such clause: declare one of your own under `[[clauses]]`, found `clinic.1`"
        ],
    );
}

#[test]
fn a_layer_over_a_policy_that_lacks_what_it_yields_to() {
    let own = PolicyStack::new(Policy::from_toml("id = \"mine\"").unwrap());
    let error = own.lay(Policy::protective().clone()).unwrap_err();
    expect!["protective: `rules[1].yields-to[0]`: the forbid `sensitive.3/hand-over` yields to what is no permit of the policies under the layer, found `disclosure.2`"].assert_eq(&error.findings()[0].to_string());
    assert_eq!(error.findings().len(), 9, "every permit that it misses is named");
}

#[test]
fn a_misspelt_builtin_layer() {
    let error = PolicyStack::new(Policy::platform().clone()).load_layer("protectiv").unwrap_err();
    // Between the two stands what the system says.
    assert!(error.to_string().starts_with("the policy is refused: protectiv: the file cannot be read: "));
    assert!(error.to_string().ends_with(", did you mean `protective`?"));
}
