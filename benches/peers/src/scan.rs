//! The scan: from the latest choice back to the first that covers the question.
//!
//! It stands here in two shapes. With masks, a choice is checked in a few instructions: no developer who decides by hand does
//! better without an index. With lists of words, as rows of a database are commonly mapped, it is what most would write. The
//! peers are given the answer of the first, since none of them knows a timeline.

use lawful::vocabulary::{Action, Instant, Party, Purpose, Role};

use crate::people::{Choice, Person};
use crate::workload::{AGREED, Ask, CONSENTED, Facts, REFUSED};

/// What the latest choice that covers a question says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    Yes,
    No,
    Nothing,
}

/// The scan with masks.
pub fn said(ask: &Ask, person: &Person) -> Said {
    for choice in person.choices.iter().rev() {
        let counts =
            if choice.yes { choice.at < ask.at && choice.until.is_none_or(|until| ask.at < until) } else { choice.at <= ask.at };
        if counts && covers(choice, ask) {
            return if choice.yes { Said::Yes } else { Said::No };
        }
    }
    Said::Nothing
}

fn covers(choice: &Choice, ask: &Ask) -> bool {
    choice.categories.is_none_or(|categories| categories.contains(ask.category))
        && choice.actions.is_none_or(|actions| actions.contains(ask.action.into()))
        && choice.purposes.is_none_or(|purposes| purposes.contains(ask.purpose.into()))
        && choice.recipients.as_ref().is_none_or(|listed| {
            let names =
                |listed: &Party, to: &Party| listed.role() == to.role() && (listed.id().is_none() || listed.id() == to.id());
            ask.recipient.as_ref().is_some_and(|to| listed.iter().any(|listed| names(listed, to)))
        })
}

/// All facts of a question about a person.
pub fn facts(ask: &Ask, person: &Person) -> Facts {
    let said = match said(ask, person) {
        Said::Yes => CONSENTED,
        Said::No => REFUSED,
        Said::Nothing => 0,
    };
    ask.facts | said | if person.agreed { AGREED } else { 0 }
}

/// The ways in which a person can bear on a question: agreed or not, times yes, no or nothing said.
pub const WAYS: usize = 6;

/// Which way it is, for peers that keep an input ready for each.
pub fn way(ask: &Ask, person: &Person) -> usize {
    said(ask, person) as usize * 2 + usize::from(person.agreed)
}

/// The facts of a question when the person bears on it in this way.
pub fn facts_in(ask: &Ask, way: usize) -> Facts {
    ask.facts | [CONSENTED, REFUSED, 0][way / 2] | [0, AGREED][way % 2]
}

/// A person whose choices hold lists of words.
pub struct Listed {
    pub agreed: bool,
    choices: Vec<ListedChoice>,
}

/// A yes or a no. A part that is `None` is any.
struct ListedChoice {
    yes: bool,
    at: Instant,
    until: Option<Instant>,
    categories: Option<Vec<Leaf>>,
    actions: Option<Vec<Action>>,
    purposes: Option<Vec<Purpose>>,
    recipients: Option<Vec<Recipient>>,
}

/// A category by its place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Leaf(u8);

struct Recipient {
    role: Role,
    id: Option<String>,
}

impl Listed {
    pub fn of(person: &Person) -> Self {
        let recipient = |party: &Party| Recipient { role: party.role(), id: party.id().map(|id| id.as_str().to_owned()) };
        let choice = |choice: &Choice| ListedChoice {
            yes: choice.yes,
            at: choice.at,
            until: choice.until,
            categories: choice.categories.map(|all| all.leaves().map(Leaf::of).collect()),
            actions: choice.actions.map(|all| all.words().collect()),
            purposes: choice.purposes.map(|all| all.purposes().collect()),
            recipients: choice.recipients.as_ref().map(|all| all.iter().map(recipient).collect()),
        };
        Self { agreed: person.agreed, choices: person.choices.iter().map(choice).collect() }
    }

    /// The scan with lists.
    pub fn said(&self, ask: &Ask) -> Said {
        let covering = self.choices.iter().rev().find(|choice| choice.counts(ask.at) && choice.covers(ask));
        covering.map_or(Said::Nothing, |choice| if choice.yes { Said::Yes } else { Said::No })
    }
}

impl ListedChoice {
    fn counts(&self, at: Instant) -> bool {
        if self.yes { self.at < at && self.until.is_none_or(|until| at < until) } else { self.at <= at }
    }

    fn covers(&self, ask: &Ask) -> bool {
        self.categories.as_ref().is_none_or(|all| all.contains(&Leaf::of(ask.category)))
            && self.actions.as_ref().is_none_or(|all| all.contains(&ask.action))
            && self.purposes.as_ref().is_none_or(|all| all.contains(&ask.purpose))
            && self.recipients.as_ref().is_none_or(|all| {
                let names = |one: &Recipient, to: &Party| {
                    one.role == to.role() && one.id.as_deref().is_none_or(|id| to.id().is_some_and(|to| to.as_str() == id))
                };
                ask.recipient.as_ref().is_some_and(|to| all.iter().any(|one| names(one, to)))
            })
    }
}

impl Leaf {
    fn of(category: lawful::DataCategories) -> Self {
        Self(category.bits().trailing_zeros() as u8)
    }
}
