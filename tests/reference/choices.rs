//! The person's yes and no, one timeline: the latest choice that covers the request decides.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::case::{Item, Question, get, instant, list, strings, text};
use super::parties::names_recipient;
use super::person;
use super::stack::Reading;
use super::truth::Truth;
use super::words::names_action;

/// What the deciding choice says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    No,
    Nothing,
}

/// Whose grants are looked at; refusals always are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grants {
    Everyones,
    Guardians,
}

/// `consented`: the latest covering choice is a live grant, and the actor is one whom a grant authorises.
pub fn consented(question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let granted = said(question, stack, item, category, Grants::Everyones, Said::Yes);
    Truth::known(question.actor().is_house()).and(granted)
}

/// `guardian-consented`: as `consented`, leaving the person's own grants out.
pub fn guardian_consented(question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    let granted = said(question, stack, item, category, Grants::Guardians, Said::Yes);
    Truth::known(question.actor().is_house()).and(granted)
}

/// `refused`: the latest covering choice is a refusal, whoever acts.
pub fn refused(question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str) -> Truth {
    said(question, stack, item, category, Grants::Everyones, Said::No)
}

/// Whether the deciding choice says this; where it hangs on whether the person is a minor, that is looked at both ways.
fn said(question: &Question<'_>, stack: &[Reading<'_>], item: &Item<'_>, category: &str, grants: Grants, what: Said) -> Truth {
    let if_minor = Truth::known(latest(question, item, category, grants, true) == what);
    let if_adult = Truth::known(latest(question, item, category, grants, false) == what);
    match person::minor(question, stack) {
        Truth::Holds => if_minor,
        Truth::Fails => if_adult,
        Truth::Unknown if if_minor == if_adult => if_minor,
        Truth::Unknown => Truth::Unknown,
    }
}

/// Walks the choices from the latest back to the first that covers the category.
fn latest(question: &Question<'_>, item: &Item<'_>, category: &str, grants: Grants, minor: bool) -> Said {
    let choices = list(question.subject, "choices");
    let mut timeline: Vec<Choice<'_>> = choices.iter().map(|choice| Choice::of(choice, &choices)).collect();
    timeline.sort_by_key(|choice| (choice.at, choice.refusal));
    timeline.reverse();
    for choice in timeline {
        if choice.counts(question, grants, minor) && choice.covers(question, item, category) {
            return if choice.refusal { Said::No } else { Said::Yes };
        }
    }
    Said::Nothing
}

/// A grant or a refusal on the timeline.
struct Choice<'a> {
    value: &'a Value,
    refusal: bool,
    at: DateTime<Utc>,
    scope: Option<&'a Value>,
}

impl<'a> Choice<'a> {
    fn of(choice: &'a Value, all: &[&'a Value]) -> Choice<'a> {
        if let Some(grant) = get(choice, "grant") {
            let at = instant(grant, "given-at").expect("given-at");
            return Choice { value: grant, refusal: false, at, scope: get(grant, "scope") };
        }
        let refusal = get(choice, "refuse").expect("a grant or a refusal");
        let withdrawn = text(refusal, "withdraws").map(|grant_id| {
            let mut grants = all.iter().filter_map(|choice| get(choice, "grant"));
            grants.find(|grant| text(grant, "id") == Some(grant_id)).expect("a known grant")
        });
        // A withdrawal without a scope has that of the grant that it withdraws.
        let scope = get(refusal, "scope").or_else(|| withdrawn.and_then(|grant| get(grant, "scope")));
        Choice { value: refusal, refusal: true, at: instant(refusal, "at").expect("at"), scope }
    }

    /// Whether it counts at the instant.
    ///
    /// A refusal counts from its own instant; a grant strictly after it was given and before it expires, and a
    /// guardian's grant only for a minor and from a verified guardian.
    fn counts(&self, question: &Question<'_>, grants: Grants, minor: bool) -> bool {
        if self.refusal {
            return self.at <= question.at;
        }
        let given = self.at < question.at;
        let live = instant(self.value, "expires-at").is_none_or(|expiry| question.at < expiry);
        let whose = if text(self.value, "by") == Some("guardian") {
            minor && person::guardian_verified(question).surely()
        } else {
            grants == Grants::Everyones
        };
        given && live && whose
    }

    /// Whether its scope covers this category of this request; where that is open, a refusal does and a grant does not.
    fn covers(&self, question: &Question<'_>, item: &Item<'_>, category: &str) -> bool {
        let Some(scope) = self.scope else { return true };
        let within = scope_reaches(scope, question, item, category);
        if self.refusal { within.possibly() } else { within.surely() }
    }
}

/// Whether all parts of a scope reach the request; an omitted part means any.
fn scope_reaches(scope: &Value, question: &Question<'_>, item: &Item<'_>, category: &str) -> Truth {
    let part = |key: &str| get(scope, key).map(|list| strings(Some(list)));
    Truth::all([
        get(scope, "categories").map_or(Truth::Holds, |names| Truth::known(question.words.leaves_in(names).contains(category))),
        part("actions")
            .map_or(Truth::Holds, |entries| Truth::known(entries.iter().any(|entry| names_action(entry, question.action())))),
        part("purposes").map_or(Truth::Holds, |purposes| Truth::known(purposes.contains(question.purpose()))),
        part("recipients")
            .map_or(Truth::Holds, |entries| names_recipient(entries.iter().map(String::as_str), &question.recipient())),
        text(scope, "service").map_or(Truth::Holds, |service| Truth::known(item.service() == Some(service))),
    ])
}
