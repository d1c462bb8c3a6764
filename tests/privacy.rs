//! Nothing that is known about people shows in `Debug` or in an error.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::decision::{Case, CaseError};
use lawful::policy::{Policy, PolicyStack};
use lawful::vocabulary::Vocabulary;
use lawful::{DataCategories, PolicyEngine, Purpose, Request};

const CANARY: &str = "canary-7h3";
const ID: &str = "c0ffee00-aaaa-4bbb-8ccc-dddddddddddd";

/// A case with a canary, an id or a telling date in every place that can hold one.
fn case() -> String {
    let text = r#"{"id":"CANARY",
    "request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"affiliate","id":"CANARY"},"action":"share",
      "items":[{"categories":["contact.email"],"service":"CANARY"}],"purpose":"service",
      "recipient":{"role":"platform-user","id":"CANARY"},
      "circumstances":{
        "legal-demand":{"addressee":{"role":"partner","id":"CANARY"},"reference":"CANARY"},
        "ip-complaint":{"respondent":{"role":"platform-user","id":"CANARY"}},
        "instrument":{"reference":"CANARY"},
        "engagement":{"party":{"role":"service-provider","id":"CANARY"},"periods":[{"service":"CANARY","from":"1999-01-01T00:00:00Z","to":"1999-02-01T00:00:00Z"}]},
        "transfer":{"subject-country":"CANARY","collection-country":"CANARY","destination":"CANARY"}}},
    "subject":{"id":"ID","born":"1971-07-13","agreements":[{"edition":"CANARY","at":"1999-07-13T00:00:00Z"}],
      "accounts":[{"service":"CANARY","opened":"1999-07-13T00:00:00Z"}],"uses":["1999-07-13T00:00:00Z"],
      "choices":[{"grant":{"id":"ID","scope":{"recipients":["partner:CANARY"],"service":"CANARY"},
                  "given-at":"1999-07-13T00:00:00Z","evidence":"CANARY"}},
                 {"refuse":{"id":"ID","withdraws":"ID","at":"1999-07-14T00:00:00Z","means":"withdrawal"}}]}}"#;
    text.replace("CANARY", CANARY).replace("ID", ID)
}

fn is_clean(shown: &str) {
    for secret in [CANARY, ID, &ID.replace('-', ""), "1971", "1999"] {
        assert!(!shown.contains(secret), "`{secret}` shows in {shown}");
    }
}

#[test]
fn debug_shows_no_id_and_no_data() {
    let case = Case::from_json(&case(), Vocabulary::builtin()).unwrap();
    let engine = PolicyEngine::platform();
    let decision = engine.decide(&case.request, &case.subject);
    is_clean(&format!("{case:?} {case:#?}"));
    is_clean(&format!("{:?} {:?}", case.request, case.subject));
    is_clean(&format!("{decision:?} {decision} {:?} {:?}", decision.reasons(), decision.answer()));
    is_clean(&format!("{:?} {:?}", case.subject.choices(), case.subject.agreements()));
    is_clean(&format!("{:?}", engine.explain(&case.request, &case.subject)));
    // The canaries were there to be seen; the withdrawal also has the scope of its grant.
    let written = case.to_json(Vocabulary::builtin()).unwrap();
    assert_eq!(written.matches(CANARY).count(), self::case().matches(CANARY).count() + 2);
}

/// Cases whose explanations for people show a canary or a telling date, each by another kind of evidence or remedy.
fn telling_cases() -> Vec<String> {
    let case = |action: &str, purpose: &str, more: &str, person: &str| {
        let text = r#"{"id":"CANARY","request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"operator"},"action":"ACTION",
            "items":[{"categories":["contact.email"],"service":"CANARY"}],"purpose":"PURPOSE"MORE},
            "subject":{"id":"ID","born":"1971-07-13","uses":["1999-07-15T00:00:00Z"],"agreements":[{"at":"1999-07-13T00:00:00Z"}]PERSON}}"#;
        let text = text.replace("ACTION", action).replace("PURPOSE", purpose).replace("MORE", more).replace("PERSON", person);
        text.replace("CANARY", CANARY).replace("ID", ID)
    };
    let partner = r#","recipient":{"role":"partner","id":"CANARY"},"circumstances":{"partnership":{"current":true}}"#;
    let provider = r#","recipient":{"role":"service-provider","id":"CANARY"},"circumstances":{"engagement":{
        "party":{"role":"service-provider","id":"CANARY"},"serves-subject":true,"access-ends-with-service":true,
        "periods":[{"service":"CANARY","from":"1999-01-01T00:00:00Z","to":"1999-07-13T00:00:00Z"}]}}"#;
    let later_provider = &provider.replace("1999-01-01", "2031-07-13").replace("1999-07-13", "2032-07-13");
    let refused = r#","choices":[{"refuse":{"id":"ID","scope":{},"at":"1999-07-14T00:00:00Z","means":"objection"}}]"#;
    let lapsed =
        r#","choices":[{"grant":{"id":"ID","scope":{},"given-at":"1999-07-14T00:00:00Z","expires-at":"1999-07-15T00:00:00Z"}}]"#;
    let closed = r#","accounts":[{"service":"CANARY","opened":"1999-07-13T00:00:00Z","closed":"1999-07-14T00:00:00Z"}]"#;
    vec![
        case("share", "partner-promotion", partner, ""),
        case("share", "partner-promotion", partner, refused),
        case("sell", "recipient-own", partner, lapsed),
        case("use", "service", "", closed),
        case("provide", "service", provider, ""),
        case("provide", "service", later_provider, ""),
    ]
}

/// A child given by date of birth, who comes of age on a telling day, and whose guardian said yes and is not verified.
fn child() -> String {
    let text = &telling_cases()[0];
    let yes = r#","choices":[{"grant":{"id":"ID","scope":{},"given-at":"1999-07-14T00:00:00Z","by":"guardian","evidence":"CANARY"}}]}}"#;
    let text = text.replace("2026-06-01", "1999-08-01").replace("1971-07-13", "1982-07-13");
    let text = text.strip_suffix("}}").unwrap().to_owned();
    text + &yes.replace("CANARY", CANARY).replace("ID", ID)
}

/// The built-in policy with an edition that people accepted by using the service.
fn revised() -> PolicyEngine {
    let text = r#"
        id = "revised"
        title = "Revised"
        extends = "platform"
        [[editions]]
        version = "v2"
        effective-from = 2001-01-01T00:00:00Z
        change = "major"
        notice = 2001-01-01T00:00:00Z
    "#;
    PolicyEngine::new(Policy::from_toml(&text.replace("2001-01-01", "1999-07-14")).unwrap())
}

/// The built-in policy under the cautious reading, where a minor who comes of age may do without the guardian.
fn protected() -> PolicyEngine {
    PolicyEngine::layered(PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap())
}

#[test]
fn what_goes_into_logs_shows_no_id_and_no_instant() {
    let telling = telling_cases().into_iter().flat_map(|case| [(PolicyEngine::platform(), case.clone()), (revised(), case)]);
    for (engine, case) in telling.chain([(protected(), child())]) {
        let case = Case::from_json(&case, engine.vocabulary()).unwrap();
        let explanation = engine.explain(&case.request, &case.subject);
        let decision = explanation.decision();
        is_clean(&format!("{} {decision}", explanation.line()));
        is_clean(&format!("{decision:?} {explanation:?} {explanation:#?}"));
        is_clean(&format!("{:?} {:?}", decision.reasons(), decision.contradictions()));
        is_clean(&format!("{:?} {:?}", decision.remedies(), decision.answer()));
        // There was something to be seen: people are told.
        let long = format!("{explanation:#}");
        assert!(long.contains(CANARY) || long.contains("1999"), "{long}");
    }
}

#[test]
fn neither_the_birthday_nor_a_period_shows() {
    // The day of coming of age is the birthday: people are told, logs are not.
    let case = Case::from_json(&child(), Vocabulary::builtin()).unwrap();
    let engine = protected();
    let explanation = engine.explain(&case.request, &case.subject);
    assert!(format!("{explanation:#}").contains("13 July 2000"), "{explanation:#}");
    let shown = format!("{explanation:?} {:?} {:?} {}", explanation.remedies(), explanation.answer(), explanation.line());
    assert!(!shown.contains("2000-07") && !shown.contains("1982") && shown.contains("wait-until"), "{shown}");
    is_clean(&shown);

    let case = Case::from_json(telling_cases().last().unwrap(), Vocabulary::builtin()).unwrap();
    let engine = PolicyEngine::platform();
    let explanation = engine.explain(&case.request, &case.subject);
    assert!(format!("{explanation:#}").contains("13 July 2031"), "{explanation:#}");
    let shown = format!("{case:?} {explanation:?} {explanation:#?} {:?}", explanation.reasons());
    assert!(!shown.contains("2031") && !shown.contains("2032"), "{shown}");
    is_clean(&shown);
}

#[test]
fn errors_repeat_no_id_and_no_date_of_birth() {
    let error = |text: &str| -> CaseError { Case::from_json(text, Vocabulary::builtin()).unwrap_err() };
    for (right, wrong) in [
        (r#""subject":{"id":"c0ffee00-aaaa-4bbb-8ccc-dddddddddddd""#, r#""subject":{"id":"canary-7h3""#),
        (r#""born":"1971-07-13""#, r#""born":"1971-07-33""#),
        (r#""evidence":"canary-7h3""#, r#""evidence":["canary-7h3"]"#),
        (r#""withdraws":"c0ffee00-aaaa-4bbb-8ccc-dddddddddddd""#, r#""withdraws":"c0ffee00-aaaa-4bbb-8ccc-dddddddddd00""#),
    ] {
        let text = case().replace(right, wrong);
        assert_ne!(text, case());
        let error = error(&text);
        is_clean(&format!("{error} {error:?}"));
    }
}

#[test]
fn a_foreign_word_is_reported_without_data() {
    let request = Request::using(DataCategories::from_bits_retain(1 << 120))
        .for_purpose(Purpose::SERVICE)
        .at("2026-06-01T12:00:00Z".parse().unwrap());
    let case = Case::from_json(&case(), Vocabulary::builtin()).unwrap();
    let error = PolicyEngine::platform().check(&request, &lawful::DataSubject::new(case.subject.id())).unwrap_err();
    is_clean(&format!("{error} {error:?}"));
    assert!(error.to_string().contains("vocabulary"));
    let denied = PolicyEngine::platform();
    assert!(!denied.decide(&request, &case.subject).is_permitted());
}
