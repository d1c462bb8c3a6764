//! Rules that pull apart across layers and items, and the words in which a page tells what is wanting.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lawful::decision::Precedence;
use lawful::policy::{Policy, PolicyStack};
use lawful::vocabulary::{Ground, Origin};
use lawful::{DataCategories, DataSubject, Item, PolicyEngine, Purpose, Request, Verdict};
use uuid::Uuid;

const EMAIL: DataCategories = DataCategories::EMAIL;
const PHONE: DataCategories = DataCategories::PHONE;

fn rule(id: &str, effect: &str, more: &str) -> String {
    format!("[[rules]]\nid = \"{id}\"\neffect = \"{effect}\"\n{more}\n")
}

fn engine(rules: &str) -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(&format!("id = \"p\"\n{rules}")).unwrap())
}

fn layered(base: &str, layer: &str) -> PolicyEngine {
    let stack = PolicyStack::new(Policy::from_toml(&format!("id = \"p\"\n{base}")).unwrap());
    let layer = stack.read_layer(&format!("id = \"layer\"\ndefault = \"silent\"\n{layer}")).unwrap();
    PolicyEngine::layered(stack.lay(layer).unwrap())
}

fn member() -> DataSubject {
    DataSubject::new(Uuid::from_u128(1)).agreed("2025-01-01T00:00:00Z".parse().unwrap())
}

fn using(item: impl Into<Item>) -> Request {
    Request::using(item).for_purpose(Purpose::SERVICE).at("2026-06-01T12:00:00Z".parse().unwrap())
}

#[test]
fn a_layer_gives_way_to_either_of_two_permissions_and_to_both() {
    let base = rule("a/1", "permit", "when = [\"agreed\"]") + &rule("a/2", "permit", "");
    let engine = layered(&base, &rule("x", "forbid", "yields-to = [\"a\"]"));
    assert_eq!(engine.decide(&using(EMAIL), &member()).verdict(), Verdict::Permitted);
}

#[test]
fn a_prohibition_gives_way_to_each_permission_where_that_reaches() {
    let rules = rule("a/email", "permit", "categories = [\"contact.email\"]")
        + &rule("a/phone", "permit", "categories = [\"contact.phone\"]")
        + &rule("b", "forbid", "yields-to = [\"a\"]");
    let (engine, request, subject) = (engine(&rules), using(EMAIL | PHONE), member());
    let found: Vec<_> =
        engine.decide(&request, &subject).contradictions().iter().map(|it| (it.winner().rule(), it.categories())).collect();
    assert_eq!(found, [("a/email", EMAIL), ("a/phone", PHONE)]);
}

#[test]
fn a_later_edition_is_stricter_where_it_forbids_what_the_earlier_one_permits() {
    let rules = rule("a", "permit", "categories = [\"contact.email\", \"contact.phone\"]")
        + "[[editions]]\nversion = \"v2\"\neffective-from = 2026-04-01T00:00:00Z\nchange = \"major\"\nremoves = [\"a\"]\n"
        + &rule("b", "forbid", "categories = [\"contact.phone\", \"contact.address\"]").replace("rules", "editions.rules");
    let (engine, request, subject) = (engine(&rules), using(EMAIL | PHONE | DataCategories::ADDRESS), member());
    let decision = engine.decide(&request, &subject);
    let found: Vec<_> = decision.contradictions().iter().map(|it| (it.winner().rule(), it.law(), it.categories())).collect();
    assert_eq!(found, [("b", Precedence::StricterEdition, PHONE)]);
}

#[test]
fn what_may_permit_decides_where_nothing_is_known_and_a_layer_that_only_restricts_has_no_use_for_it() {
    let permit = rule("a", "permit", "when = [\"published\"]");
    let met = |text: &str| {
        let (engine, request, subject) = (engine(text), using(EMAIL), member());
        let decision = engine.decide(&request, &subject);
        (decision.verdict(), decision.rules().map(|rule| rule.rule().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(met(&permit), (Verdict::Undetermined, vec!["a".to_owned()]));
    let silent = format!("default = \"silent\"\n{permit}{}", rule("b", "forbid", "when = [\"published\"]"));
    assert_eq!(met(&silent), (Verdict::Undetermined, vec!["b".to_owned()]));
}

#[test]
fn a_permission_of_a_layer_is_not_near() {
    let (request, subject) = (using(EMAIL), member());
    let engine = layered(&rule("a", "permit", "actions = [\"share\"]"), &rule("x", "permit", ""));
    let decision = engine.decide(&request, &subject);
    assert_eq!(decision.verdict(), Verdict::Denied);
    assert!(decision.reasons().iter().all(|reason| reason.nearest().is_empty()));
}

/// What an exempt item reveals is not governed because of the exemption alone, also where the item's own category is denied
/// elsewhere.
#[test]
fn only_the_exemption_decides_about_what_an_exempt_item_reveals() {
    let exempt = rule("a", "exempt", "categories = [\"contact.email\"]\norigins = [\"registration\"]");
    let engine = engine(&(exempt + &rule("b", "permit", "origins = [\"registration\"]")));
    let own = || Item::of(EMAIL).from(Origin::Registration).revealing(DataCategories::RELIGION);
    let subject = member();
    for (request, expected) in
        [(using(own()), EMAIL | DataCategories::RELIGION), (using(own()).and(EMAIL), DataCategories::RELIGION)]
    {
        let decision = engine.decide(&request, &subject);
        let reasons = decision.reasons();
        let told: Vec<_> = reasons.iter().filter_map(|it| Some((it.rule()?.id(), it.categories()))).collect();
        assert_eq!(told, [("a", expected)]);
        assert!(decision.rules().map(|rule| rule.rule()).eq(["a"]));
    }
}

#[test]
fn a_page_tells_what_is_wanting_in_words() {
    let subject = member();
    let page = |rules: &str, request: &Request| {
        let page = format!("{:#}", engine(rules).explain(request, &subject));
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let wanting = |fact: &str| page(&rule("a", "permit", &format!("when = [\"{fact}\"]")), &using(EMAIL));
    let guardian = wanting("guardian-verified");
    assert!(guardian.contains("no guardian is on record"), "{guardian}");
    for (one, other, nothing) in [
        ("violation", "disclosure-needed", "no violation by the person"),
        ("complaint-filed", "respondent-asked", "no complaint about intellectual property"),
        ("deal-on-platform", "operator-decided", "no transaction"),
        ("person-asked", "sharing-necessary", "no request by the person that would need this"),
        ("instrument-named", "considered-appropriate", "no law, regulation or published site policy behind it"),
        ("engaged", "access-ends", "no engagement of a provider"),
        ("deletion-asked", "verified", "no request about the person's data"),
        ("cancel-agreed", "cancel-lawful", "nothing about cancelling the account"),
        ("announcement", "message-needed", "nothing about the message"),
        ("own-server", "server-engaged", "nothing about the server"),
        ("in-use", "channel-lawful", "nothing about how it is collected"),
    ] {
        let both = wanting(&format!("{one}\", \"{other}")).to_lowercase();
        assert!(both.contains(&format!("{nothing} is on record")), "{one}: {both}");
    }
    let login = page(&rule("a", "permit", "purposes = [\"login\"]"), &using(EMAIL));
    assert!(login.contains("the purpose would have to be") && !login.contains("would have to be ."), "{login}");
    let claim = |ground| page(&rule("a", "permit", "ground = \"agreement\""), &using(EMAIL).claiming(ground));
    assert!(claim(Ground::Agreement).contains("and it does."), "{}", claim(Ground::Agreement));
    assert!(claim(Ground::Consent).contains("and it does not."), "{}", claim(Ground::Consent));
}
