//! Editions: what each one says, which is in force, and which the person is bound by.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::case::{as_instant, get, instant, list, strings, text};
use super::words::names_rule;

/// One edition with all its rules: those before it, less what it removes, with what it adds or replaces.
pub struct Edition<'a> {
    /// Its name.
    pub version: &'a str,
    /// Its effect; the initial edition has no start.
    pub from: Option<DateTime<Utc>>,
    /// Whether it is a major change, which has to be accepted.
    pub major: bool,
    /// The instant of its prominent notice.
    pub notice: Option<DateTime<Utc>>,
    /// Its rules.
    pub rules: Vec<&'a Value>,
}

/// All editions of a policy, by their effect, the initial one first.
pub fn editions(policy: &Value) -> Vec<Edition<'_>> {
    let mut later = list(policy, "editions");
    later.sort_by_key(|edition| instant(edition, "effective-from"));

    let mut rules = list(policy, "rules");
    let initial = Edition { version: "initial", from: None, major: false, notice: None, rules: rules.clone() };
    let mut editions = vec![initial];
    for edition in later {
        let removed = strings(get(edition, "removes"));
        rules.retain(|rule| !removed.iter().any(|name| names_rule(name, id(rule))));
        for rule in list(edition, "rules") {
            rules.retain(|old| id(old) != id(rule));
            rules.push(rule);
        }
        editions.push(Edition {
            version: text(edition, "version").expect("version"),
            from: Some(instant(edition, "effective-from").expect("effective-from")),
            major: text(edition, "change").expect("change") == "major",
            notice: instant(edition, "notice"),
            rules: rules.clone(),
        });
    }
    editions
}

/// The place of the newest edition in force at an instant: the operator is bound by it.
pub fn in_force(editions: &[Edition<'_>], at: DateTime<Utc>) -> usize {
    editions.iter().rposition(|edition| edition.from.is_none_or(|from| from <= at)).expect("the initial edition")
}

/// The place of the edition that binds the person: the newest in force up to which every major change is accepted.
pub fn binding(editions: &[Edition<'_>], subject: &Value, at: DateTime<Utc>) -> usize {
    let accepted = accepted(editions, subject, at);
    let newest = in_force(editions, at);
    (1..=newest).take_while(|&place| !editions[place].major || place <= accepted).last().unwrap_or(0)
}

/// The place of the newest edition that the person has accepted; accepting one accepts all before it.
///
/// By agreeing: to the edition named, to the one in force if none is named, to nothing if the policy lacks it
/// or it is not in force yet.
/// By using the service at or after both the notice and the effect of a major change.
pub fn accepted(editions: &[Edition<'_>], subject: &Value, at: DateTime<Utc>) -> usize {
    let mut accepted = 0;
    for agreement in agreements(subject, at) {
        let place = accepted_by(editions, agreement, at).unwrap_or(0);
        accepted = accepted.max(place);
    }
    for used in list(subject, "uses").into_iter().map(as_instant).filter(|used| *used <= at) {
        for (place, edition) in editions.iter().enumerate().filter(|(_, edition)| edition.major) {
            let noticed = edition.notice.is_some_and(|notice| notice <= used);
            let in_effect = edition.from.is_none_or(|from| from <= used);
            if noticed && in_effect {
                accepted = accepted.max(place);
            }
        }
    }
    accepted
}

/// The place of the edition that one agreement accepts, if it accepts any: what is later than the request changes nothing.
pub fn accepted_by(editions: &[Edition<'_>], agreement: &Value, at: DateTime<Utc>) -> Option<usize> {
    match text(agreement, "edition") {
        Some(version) => {
            editions.iter().position(|edition| edition.version == version).filter(|place| *place <= in_force(editions, at))
        }
        None => Some(in_force(editions, instant(agreement, "at").expect("at"))),
    }
}

/// The agreements at or before an instant.
pub fn agreements(subject: &Value, at: DateTime<Utc>) -> Vec<&Value> {
    let all = list(subject, "agreements").into_iter();
    all.filter(|agreement| instant(agreement, "at").expect("at") <= at).collect()
}

/// A rule's id.
pub fn id(rule: &Value) -> &str {
    text(rule, "id").expect("id")
}
