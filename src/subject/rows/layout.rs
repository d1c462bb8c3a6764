//! Which rows there are, in which of them a choice stands, and which of them a question asks for.

use crate::subject::Choice;
use crate::vocabulary::{Action, DataCategories, Party, Purpose, Purposes, Receiver, Scope, Sought};

const PURPOSES: usize = 0;
const CATEGORIES: usize = PURPOSES + 64;
/// The refusals. These and those that follow lie in one line of the processor's cache, if the first rows begin with one.
pub(super) const REFUSALS: usize = CATEGORIES + 128;
/// Choices of which rows tell all: the person's own, that count in every service, and for good once they do.
pub(super) const PLAIN: usize = REFUSALS + 1;
const ACTIONS: usize = PLAIN + 1;
const RECEIVERS: usize = NAMED - Receiver::KINDS;
/// Rows for which no single party is named. Those from there on to the first of a party are not in use: silence.
pub(super) const GENERAL: usize = ACTIONS + Action::ALL.len() + Receiver::KINDS;
/// Choices that name single parties: each stands in two rows for each party, by its marks.
pub(super) const NAMED: usize = GENERAL.next_multiple_of(64);
pub(super) const ROWS: usize = NAMED + Receiver::COUNT - Receiver::KINDS;

/// The rows that a question asks for.
pub(super) struct Asked {
    pub(super) action: usize,
    pub(super) purpose: usize,
    pub(super) category: usize,
    pub(super) receiver: usize,
    /// A choice that names the recipient stands in both; where it has no id, they are the receiver's.
    pub(super) named: [usize; 2],
}

impl Asked {
    #[inline(always)]
    pub(super) fn of(sought: &Sought) -> Self {
        Self {
            action: ACTIONS + sought.action as usize,
            purpose: PURPOSES + Purpose::index(sought.purpose),
            category: CATEGORIES + usize::from(sought.category),
            receiver: row_of(sought.receiver),
            named: sought.named.map(row_of),
        }
    }
}

#[inline(always)]
fn row_of(receiver: Receiver) -> usize {
    RECEIVERS + receiver.index()
}

/// Whether a choice stands in each row.
pub(super) fn rows_of(choice: &Choice, is_plain: bool) -> [bool; ROWS] {
    let (scope, is_refusal) = (choice.scope(), matches!(choice, Choice::Refusal(_)));
    let mut rows = [false; ROWS];
    let mut set = |row: usize| rows[row] = true;
    if is_refusal {
        set(REFUSALS);
    }
    if is_plain {
        set(PLAIN);
    }
    let actions = scope.and_then(Scope::actions);
    let is_about = |action: &&Action| actions.is_none_or(|actions| actions.contains((**action).into()));
    Action::ALL.iter().filter(is_about).for_each(|action| set(ACTIONS + *action as usize));
    let purposes = scope.and_then(Scope::purposes).unwrap_or(Purposes::all());
    purposes.purposes().for_each(|purpose| set(PURPOSES + purpose.index()));
    let categories = scope.and_then(Scope::categories).unwrap_or(DataCategories::all());
    categories.leaves().for_each(|leaf| set(CATEGORIES + leaf.place()));
    let Some(parties) = scope.and_then(Scope::recipients) else {
        (RECEIVERS..RECEIVERS + Receiver::KINDS).for_each(set);
        return rows;
    };
    let mut receiver = |receiver: Receiver| set(row_of(receiver));
    for role in parties.roles().words() {
        receiver(Receiver::with_id(role));
        receiver(Receiver::without_id(role));
    }
    // Who may be the one that is named is covered by a no, and not by a yes.
    if is_refusal {
        receiver(Receiver::UNKNOWN);
        parties.named().iter().map(Party::role).for_each(|role| receiver(Receiver::without_id(role)));
    }
    parties.named().iter().filter_map(Receiver::named).flatten().for_each(receiver);
    rows
}
