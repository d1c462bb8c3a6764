//! Reading the question: keys, instants, items, circumstances.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::parties::Party;
use super::truth::Truth;
use super::words::{self, Words};

/// The value under a key; an omitted optional key is absent.
pub fn get<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// The text under a key, if it is there.
pub fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    get(object, key).map(|value| value.as_str().expect(key))
}

/// The yes or no under a key, if it is there.
pub fn flag(object: &Value, key: &str) -> Option<bool> {
    get(object, key).map(|value| value.as_bool().expect(key))
}

/// The instant under a key, if it is there.
pub fn instant(object: &Value, key: &str) -> Option<DateTime<Utc>> {
    get(object, key).map(as_instant)
}

/// An instant in RFC 3339, in UTC.
pub fn as_instant(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().expect("an instant is text");
    DateTime::parse_from_rfc3339(text).expect(text).with_timezone(&Utc)
}

/// The values of a list; none if the list is left out.
pub fn list<'a>(object: &'a Value, key: &str) -> Vec<&'a Value> {
    get(object, key).map(|value| value.as_array().expect(key).iter().collect()).unwrap_or_default()
}

/// The texts of a list; none if the list is left out.
pub fn texts(list: Option<&Value>) -> Vec<&str> {
    let texts = list.map(|value| value.as_array().expect("a list of words")).into_iter().flatten();
    texts.map(|value| value.as_str().expect("a word")).collect()
}

/// The texts of a list as a set of one's own.
pub fn strings(list: Option<&Value>) -> BTreeSet<String> {
    texts(list).into_iter().map(str::to_owned).collect()
}

/// One request, its person, and the words that both are written in.
pub struct Question<'a> {
    /// The request.
    pub request: &'a Value,
    /// The person.
    pub subject: &'a Value,
    /// The instant that the request is about: nothing later counts.
    pub at: DateTime<Utc>,
    /// The vocabulary of the policy and its layers.
    pub words: Words,
}

impl<'a> Question<'a> {
    /// The question that a case asks.
    pub fn of(case: &'a Value, words: Words) -> Question<'a> {
        let request = get(case, "request").expect("request");
        let subject = get(case, "subject").expect("subject");
        Question { request, subject, at: instant(request, "at").expect("at"), words }
    }

    /// What is to be done.
    pub fn action(&self) -> &'a str {
        text(self.request, "action").expect("action")
    }

    /// What it is for.
    pub fn purpose(&self) -> &'a str {
        text(self.request, "purpose").expect("purpose")
    }

    /// Who does it.
    pub fn actor(&self) -> Party<'a> {
        Party::of(get(self.request, "actor").expect("actor"))
    }

    /// Whom it is done towards.
    pub fn recipient(&self) -> Recipient<'a> {
        if !words::has_recipient(self.action()) {
            return Recipient::None;
        }
        get(self.request, "recipient").map_or(Recipient::Missing, |party| Recipient::Given(Party::of(party)))
    }

    /// The items, each with its own history.
    pub fn items(&self) -> Vec<Item<'a>> {
        list(self.request, "items").into_iter().map(|item| Item::of(item, &self.words)).collect()
    }

    /// A circumstance, if it applies.
    pub fn circumstance(&self, name: &str) -> Option<&'a Value> {
        get(self.request, "circumstances").and_then(|all| get(all, name))
    }

    /// A yes/no field of a circumstance. An absent circumstance fails, a field left out inside one is unknown.
    pub fn told(&self, circumstance: &str, field: &str) -> Truth {
        self.field(circumstance, field, |value| value.as_bool().expect(field))
    }

    /// Whether a worded field of a circumstance is one of these words; absent and left out as in [`Self::told`].
    pub fn one_of(&self, circumstance: &str, field: &str, among: &[&str]) -> Truth {
        self.field(circumstance, field, |value| among.contains(&value.as_str().expect(field)))
    }

    /// Whether a list of categories in a circumstance has this one; absent and left out as in [`Self::told`].
    pub fn lists(&self, circumstance: &str, field: &str, category: &str) -> Truth {
        self.field(circumstance, field, |value| self.words.leaves_in(value).contains(category))
    }

    fn field(&self, circumstance: &str, field: &str, holds: impl Fn(&Value) -> bool) -> Truth {
        match self.circumstance(circumstance) {
            None => Truth::Fails,
            Some(given) => Truth::told(get(given, field).map(holds)),
        }
    }
}

/// Whom an action is done towards, so far as it is known.
pub enum Recipient<'a> {
    /// The action keeps data with the actor.
    None,
    /// The action has a recipient that the request does not name.
    Missing,
    /// This one.
    Given(Party<'a>),
}

/// A set of categories with one history.
pub struct Item<'a> {
    /// The item as it was written.
    pub value: &'a Value,
    /// The leaves of its own.
    pub own: BTreeSet<String>,
    /// The leaves that it has not itself but reveals.
    pub only_revealed: BTreeSet<String>,
}

impl<'a> Item<'a> {
    fn of(value: &'a Value, words: &Words) -> Item<'a> {
        let own = words.leaves_in(get(value, "categories").expect("categories"));
        let revealed = get(value, "reveals").map(|names| words.leaves_in(names)).unwrap_or_default();
        let only_revealed = revealed.difference(&own).cloned().collect();
        Item { value, own, only_revealed }
    }

    /// Every leaf that is judged: what it has and what it reveals.
    pub fn judged(&self) -> BTreeSet<String> {
        self.own.union(&self.only_revealed).cloned().collect()
    }

    /// Where it came from; `unknown` if left out.
    pub fn origin(&self) -> &'a str {
        text(self.value, "origin").unwrap_or("unknown")
    }

    /// The service that it belongs to; left out, it belongs to none.
    pub fn service(&self) -> Option<&'a str> {
        text(self.value, "service")
    }
}
