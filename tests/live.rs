//! A policy that is replaced while requests run: what may be replaced, what is kept, and that every decision is of one generation.
//!
//! `cargo test --features live --test live`
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use lawful::enforcement::live::{Kept, LiveEngine, PolicyFiles, Reload, Watcher};
use lawful::vocabulary::{DataCategories, Instant, Purpose};
use lawful::{DataSubject, Policy, PolicyEngine, PolicyStack, Request, Verdict};

fn now() -> Instant {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

/// A policy that permits one purpose, with an edition in effect and perhaps one to come.
fn policy(purpose: &str, second: &str, third: &str) -> String {
    let rule = |id: &str, purpose: &str| {
        format!("id = \"{id}\"\neffect = \"permit\"\npurposes = [\"{purpose}\"]\nground = \"agreement\"\ntext = \"May be.\"\n")
    };
    let edition = |version: &str, from: &str, purpose: &str| {
        let head = format!("[[editions]]\nversion = \"{version}\"\neffective-from = {from}\nchange = \"minor\"\n");
        format!("{head}[[editions.rules]]\n{}", rule(version, purpose))
    };
    let mut text = format!("id = \"shop\"\n[vocabulary]\npurposes = [\"ads\"]\n[[rules]]\n{}", rule("first", purpose));
    text += &edition("v2", "2026-01-01T00:00:00Z", second);
    if !third.is_empty() {
        text += &edition("v3", "2027-01-01T00:00:00Z", third);
    }
    text
}

fn engine(text: &str) -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(text).unwrap())
}

fn refused(new: PolicyEngine) -> String {
    let live = LiveEngine::new(engine(&policy("service", "login", "account")));
    let refused = live.replace(new, now()).unwrap_err();
    assert_eq!(live.current().generation(), 1, "the old one goes on");
    refused.to_string()
}

#[test]
fn what_is_not_in_effect_yet_may_change() {
    let live = LiveEngine::new(engine(&policy("service", "login", "account")));
    let held = live.current();
    assert_eq!(live.replace(engine(&policy("service", "login", "security")), now()), Ok(2));
    assert_eq!(live.replace(engine(&policy("service", "login", "")), now()), Ok(3));
    let stack = PolicyStack::new(Policy::from_toml(&policy("service", "login", "")).unwrap());
    let house = Policy::from_toml("id = \"house\"\ndefault = \"silent\"").unwrap();
    assert_eq!(live.replace(PolicyEngine::layered(stack.lay(house).unwrap()), now()), Ok(4), "a layer is added");
    assert_eq!(held.generation(), 1, "who holds an engine keeps it");
    assert_eq!(held.policy().editions().len(), 2);
}

#[test]
fn what_is_in_effect_may_not() {
    let in_effect = "which is in effect";
    assert_eq!(
        refused(engine(&policy("operations", "login", "account"))),
        format!(
            "the policy `shop` says something else in its edition `initial`, {in_effect}; the policy `shop` says something else in its edition `v2`, {in_effect}"
        ),
    );
    assert_eq!(
        refused(engine(&policy("service", "dispute", "account"))),
        format!("the policy `shop` says something else in its edition `v2`, {in_effect}"),
    );
    let text = policy("service", "login", "");
    let without = text.split("[[editions]]").next().unwrap();
    assert_eq!(refused(engine(without)), format!("the policy `shop` lacks its edition `v2`, {in_effect}"));
    assert_eq!(
        refused(engine(&text.replace("2026-01-01", "2026-01-02"))),
        format!("the policy `shop` says something else in its edition `v2`, {in_effect}"),
    );
    assert_eq!(
        refused(engine(&text.replace("id = \"shop\"", "id = \"stall\""))),
        "the policy `shop` would be replaced by another one, `stall`",
    );
    assert_eq!(
        refused(engine(&text.replace("id = \"shop\"", "id = \"shop\"\nage-of-majority = 16"))),
        "the policy `shop` has another default, age of majority or table of functions",
    );
    assert_eq!(
        refused(engine(&text.replace("[\"ads\"]", "[\"analysis\", \"ads\"]"))),
        "a word of the policy's own is gone, was put before others, or is sensitive where it was not: add new words after the present ones",
    );
}

#[test]
fn a_layer_may_not_go() {
    let base = || PolicyStack::new(Policy::platform().clone());
    let live = LiveEngine::new(PolicyEngine::layered(base().lay(Policy::protective().clone()).unwrap()));
    let refused = live.replace(PolicyEngine::layered(base()), now()).unwrap_err();
    assert_eq!(refused.to_string(), "the layer `protective` is gone");
}

#[test]
fn new_words_come_after_the_present_ones() {
    let live = LiveEngine::new(engine(&policy("service", "login", "")));
    let more = policy("service", "login", "").replace("[\"ads\"]", "[\"ads\", \"analysis\"]");
    assert_eq!(live.replace(engine(&more), now()), Ok(2));
}

#[test]
fn a_correction_goes_through_and_says_why() {
    let live = LiveEngine::new(engine(&policy("service", "login", "")));
    assert_eq!(
        live.replace_as_correction(engine(&policy("operations", "login", "")), "the first edition named the wrong purpose"),
        2
    );
}

#[test]
fn every_decision_is_of_one_generation_while_the_policy_is_replaced() {
    // Generation by generation the edition to come permits something else; asked about an instant in it, each engine has one right answer.
    let purposes = ["account", "security"];
    let engines = purposes.map(|purpose| engine(&policy("service", "login", purpose)));
    let live = Arc::new(LiveEngine::new(engines[0].clone()));
    let is_over = Arc::new(AtomicBool::new(false));
    let deciding: Vec<_> = (0..4)
        .map(|_| {
            let (live, is_over) = (live.clone(), is_over.clone());
            std::thread::spawn(move || {
                let person = DataSubject::new(uuid::Uuid::nil());
                let ask = |purpose| {
                    Request::using(DataCategories::EMAIL).for_purpose(purpose).at("2027-06-01T00:00:00Z".parse().unwrap())
                };
                let questions = [ask(Purpose::ACCOUNT), ask(Purpose::SECURITY)];
                let mut seen = [0_u64; 2];
                while !is_over.load(Ordering::Relaxed) {
                    let engine = live.current();
                    let permitted = questions.each_ref().map(|question| engine.decide(question, &person).verdict());
                    let place = usize::from(engine.generation() % 2 == 0);
                    assert_eq!((permitted[place], permitted[1 - place]), (Verdict::Permitted, Verdict::Denied));
                    seen[place] += 1;
                }
                seen
            })
        })
        .collect();
    for turn in 1..400 {
        live.replace(engines[turn % 2].clone(), now()).unwrap();
        std::thread::sleep(Duration::from_micros(200));
    }
    is_over.store(true, Ordering::Relaxed);
    for thread in deciding {
        let seen = thread.join().unwrap();
        assert!(seen.iter().all(|count| *count > 0), "both generations were seen: {seen:?}");
    }
}

mod watching {
    use super::*;

    fn next(reloads: &Receiver<String>) -> String {
        reloads.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn a_changed_file_is_read_and_one_that_is_no_fit_is_kept_out_until_it_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.toml");
        let put = |text: &str| {
            // As a careful editor does: a new file, renamed into place.
            let anew = folder.path().join("anew");
            fs::write(&anew, text).unwrap();
            fs::rename(anew, &file).unwrap();
        };
        put(&policy("service", "login", ""));
        let files = PolicyFiles { policy: file.clone(), layers: Vec::new() };
        let live = Arc::new(LiveEngine::new(PolicyEngine::layered(files.load().unwrap())));
        let (sender, reloads) = channel();
        let watcher = Watcher::start(live.clone(), files, Duration::from_millis(10), now, move |reload| {
            let told = match reload {
                Reload::Replaced { generation } => format!("generation {generation}"),
                Reload::Kept(Kept::Unreadable(error)) => format!("unreadable: {error}"),
                Reload::Kept(Kept::Refused(refused)) => format!("refused: {refused}"),
            };
            sender.send(told).unwrap();
        });
        put(&policy("service", "login", "account"));
        assert_eq!(next(&reloads), "generation 2");
        let whole = policy("service", "login", "security");
        fs::write(&file, &whole[..whole.len() - 20]).unwrap();
        assert!(next(&reloads).starts_with("unreadable: "), "half written");
        fs::write(&file, &whole).unwrap();
        assert_eq!(next(&reloads), "generation 3");
        fs::remove_file(&file).unwrap();
        assert!(next(&reloads).starts_with("unreadable: "), "gone");
        put(&policy("operations", "login", ""));
        assert!(next(&reloads).starts_with("refused: the policy `shop` says something else in its edition `initial`"));
        assert_eq!(live.current().generation(), 3);
        put(&policy("service", "login", ""));
        assert_eq!(next(&reloads), "generation 4");
        drop(watcher);
        put(&policy("service", "login", "account"));
        assert!(reloads.recv_timeout(Duration::from_millis(100)).is_err(), "it has ended");
    }
}
