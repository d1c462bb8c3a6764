//! However many rules there are, and however they name parties, a request meets exactly those whose box it is in.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use lawful::policy::Policy;
use lawful::subject::RefusalMeans;
use lawful::vocabulary::{Action, Actions, Purposes, Role};
use lawful::{DataCategories, DataSubject, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope, Verdict};
use uuid::Uuid;

fn engine(rules: &str) -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(&format!("id = \"many\"\n{rules}")).unwrap())
}

fn member() -> DataSubject {
    DataSubject::new(Uuid::from_u128(1)).agreed("2025-01-01T00:00:00Z".parse().unwrap())
}

fn ask(action: Action, purpose: Purpose, recipient: Option<Party>) -> Request {
    let at = "2026-06-01T12:00:00Z".parse().unwrap();
    Request::new(action, vec![Item::of(DataCategories::EMAIL)], recipient, purpose, at).unwrap()
}

fn met(engine: &PolicyEngine, request: &Request, subject: &DataSubject) -> Vec<String> {
    engine.decide(request, subject).rules().map(|rule| rule.rule().to_owned()).collect()
}

#[test]
fn a_rule_for_one_party_speaks_of_that_party_for_its_action_and_purpose_alone() {
    let (actions, purposes) =
        ([Action::Share, Action::Sell, Action::Rent], [Purpose::SERVICE, Purpose::LOGIN, Purpose::SECURITY]);
    let parties = [Party::partner("acme"), Party::partner("globex"), Party::new(Role::Broker, "acme")];
    let named = |party: &Party| format!("{}:{}", party.role(), party.id().unwrap().as_str());
    let name = |action: Action, purpose: Purpose, party: &Party| format!("{action}.{purpose}.{}", named(party).replace(':', "."));
    let (mut rules, mut combinations) = (String::new(), Vec::new());
    for action in actions {
        for purpose in purposes {
            for party in &parties {
                let (id, party_name) = (name(action, purpose, party), named(party));
                writeln!(
                    rules,
                    "[[rules]]\nid = \"{id}\"\neffect = \"permit\"\nactions = [\"{action}\"]\npurposes = [\"{purpose}\"]\nrecipients = [\"{party_name}\"]"
                )
                .unwrap();
                combinations.push((action, purpose, party));
            }
        }
    }
    let engine = engine(&rules);
    for (action, purpose, party) in combinations {
        assert_eq!(met(&engine, &ask(action, purpose, Some(party.clone())), &member()), [name(action, purpose, party)]);
        let other = Party::new(party.role(), "other");
        assert!(met(&engine, &ask(action, purpose, Some(other)), &member()).is_empty());
        let some = engine.decide(&ask(action, purpose, Some(Party::of(party.role()))), &member()).verdict();
        let nobody_said = engine.decide(&ask(action, purpose, None), &member()).verdict();
        assert_eq!((some, nobody_said), (Verdict::Undetermined, Verdict::Undetermined));
    }
}

#[test]
fn a_rule_may_name_many_parties() {
    let named: Vec<_> = (0..20).map(|number| format!("\"partner:p{number}\"")).collect();
    let engine = engine(&format!("[[rules]]\nid = \"a\"\neffect = \"permit\"\nrecipients = [{}, \"broker\"]", named.join(", ")));
    let verdict = |party| engine.decide(&ask(Action::Share, Purpose::SERVICE, Some(party)), &member()).verdict();
    for number in 0..20 {
        assert_eq!(verdict(Party::partner(&format!("p{number}"))), Verdict::Permitted);
    }
    assert_eq!(verdict(Party::new(Role::Broker, "p1")), Verdict::Permitted);
    assert_eq!(verdict(Party::partner("p20")), Verdict::Denied);
    assert_eq!(verdict(Party::service_provider("p1")), Verdict::Denied);
}

/// Rules are looked at 64 together: where there are more of one box, none is passed over.
#[test]
fn every_one_of_many_rules_of_one_box_is_met() {
    for count in [63, 64, 65, 129] {
        let rule = |number: usize| format!("[[rules]]\nid = \"r{number:03}\"\neffect = \"permit\"\nwhen = [\"agreed\"]\n");
        let stop = "[[rules]]\nid = \"z/stop\"\neffect = \"forbid\"\nwhen = [\"refused\"]\n";
        let engine = engine(&((0..count).map(rule).collect::<String>() + stop));
        let request = ask(Action::Use, Purpose::SERVICE, None);
        assert!(met(&engine, &request, &member()).iter().eq(&(0..count).map(|n| format!("r{n:03}")).collect::<Vec<_>>()));
        let at = "2026-01-01T00:00:00Z".parse().unwrap();
        let no = Refusal::new(Uuid::from_u128(2), Scope::anything(), at, RefusalMeans::Objection);
        assert_eq!(met(&engine, &request, &member().refuse(no).unwrap()), ["z/stop"]);
    }
}

/// Every action, purpose and role is told apart by some rule, beside rules so wide that they speak of nearly all of them.
#[test]
fn the_narrowest_and_the_widest_rules_are_met_together() {
    let purposes: Vec<Purpose> =
        Purposes::all().purposes().filter(|purpose| purpose.to_string().parse::<Purpose>().is_ok()).collect();
    let rule = |id: &str, part: &str| format!("[[rules]]\nid = \"{id}\"\neffect = \"permit\"\nwhen = [\"agreed\"]\n{part}\n");
    let mut rules = rule("w/any", "") + &rule("w/used", "actors = [\"operator\"]") + &rule("w/partner", "actors = [\"partner\"]");
    for action in Action::ALL {
        rules += &rule(&format!("a.{action}"), &format!("actions = [\"{action}\"]"));
    }
    for purpose in &purposes {
        rules += &rule(&format!("p.{purpose}"), &format!("purposes = [\"{purpose}\"]"));
    }
    for role in Role::ALL {
        rules += &rule(&format!("r.{role}"), &format!("recipients = [\"{role}\"]"));
    }
    let engine = engine(&rules);
    for (number, action) in Action::ALL.iter().enumerate() {
        for (step, purpose) in purposes.iter().enumerate() {
            let role = Role::ALL[(number + step) % Role::ALL.len()];
            let recipient = action.has_recipient().then(|| Party::of(role));
            let mut expected = vec![format!("a.{action}"), format!("p.{purpose}")];
            expected.extend(recipient.as_ref().map(|_| format!("r.{role}")));
            let request = ask(*action, *purpose, recipient);
            let of = |last: &str| expected.iter().cloned().chain(["w/any".to_owned(), last.to_owned()]).collect::<Vec<_>>();
            assert_eq!(met(&engine, &request, &member()), of("w/used"));
            assert_eq!(met(&engine, &request.by(Party::of(Role::Partner)), &member()), {
                let mut by_partner = of("w/partner");
                by_partner.sort_unstable();
                by_partner
            });
        }
    }
    assert!(Actions::all().words().eq(Action::ALL.iter().copied()));
}

#[test]
fn what_an_engine_takes_grows_with_its_rules_and_stays_small() {
    let rule = |number: usize| format!("[[rules]]\nid = \"r{number:04}\"\neffect = \"permit\"\npurposes = [\"service\"]\n");
    let bytes = [0, 1, 10, 100, 1_000].map(|count| engine(&(0..count).map(rule).collect::<String>()).bytes());
    assert!(bytes.is_sorted() && bytes[0] < 600, "{bytes:?}");
    // Rules of one box take about 190 bytes each.
    assert!((170..210).contains(&((bytes[4] - bytes[3]) / 900)), "{bytes:?}");
    let platform = PolicyEngine::platform().bytes();
    assert!((350_000..450_000).contains(&platform), "{platform}");
}

#[test]
fn a_rule_that_gives_way_takes_more() {
    let rule = |number: usize, more: &str| format!("[[rules]]\nid = \"r{number}\"\neffect = \"forbid\"\n{more}\n");
    let permit = "[[rules]]\nid = \"a\"\neffect = \"permit\"\n";
    let bytes = |more: &str| engine(&(permit.to_owned() + &(0..63).map(|number| rule(number, more)).collect::<String>())).bytes();
    assert!(bytes("yields-to = [\"a\"]") > bytes(""));
}

#[test]
fn a_rule_that_asks_for_a_fact_of_the_policys_own_takes_more() {
    let rule = |number: usize, fact: &str| format!("[[rules]]\nid = \"r{number}\"\neffect = \"permit\"\nwhen = [\"{fact}\"]\n");
    let words = "vocabulary = { facts = [\"asked\"] }\n";
    let bytes = |fact: &str| engine(&(words.to_owned() + &(0..64).map(|number| rule(number, fact)).collect::<String>())).bytes();
    assert!(bytes("asked") > bytes("agreed"));
}
