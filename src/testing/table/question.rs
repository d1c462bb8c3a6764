//! The questions of a table, in their order.

use std::str::FromStr;

use super::build::Change;
use super::error::unknown;
use super::{Axis, Table, TableError};
use crate::request::{Item, Request};
use crate::subject::DataSubject;
use crate::vocabulary::{Action, DataCategories, NameError, Origin, Party, Purpose};

/// One question, and the words that it stands for, one for each [`Axis`] in order.
pub(super) struct Question<'t> {
    pub(super) words: Vec<String>,
    pub(super) person: &'t DataSubject,
    pub(super) request: Request,
}

/// The words of every axis, read.
struct Words<'t> {
    people: Vec<(String, &'t DataSubject)>,
    actors: Vec<(String, Party)>,
    actions: Vec<(String, Action)>,
    categories: Vec<(String, DataCategories)>,
    origins: Vec<(String, Origin)>,
    purposes: Vec<(String, Purpose)>,
    recipients: Vec<(String, Option<Party>)>,
    circumstances: Vec<(String, Option<&'t Change<'t, Request>>)>,
}

/// More lines than this nobody reviews.
const MOST_LINES: usize = 100_000;

/// What stands for a word that was left out, or does not apply.
pub(super) const NONE: &str = "-";

impl Table<'_> {
    /// Every question, or every mistake in the words.
    pub(super) fn questions(&self) -> Result<Vec<Question<'_>>, TableError> {
        let words = self.words()?;
        let mut questions = Vec::new();
        for (action_name, action) in &words.actions {
            // Recipients that an action cannot have are not asked about.
            let nobody = [(NONE.to_owned(), None)];
            let recipients = if action.has_recipient() { words.recipients.as_slice() } else { &nobody };
            let combined = Axis::ALL.iter().map(|axis| match axis {
                Axis::Person => words.people.len(),
                Axis::Actor => words.actors.len(),
                Axis::Action => 1,
                Axis::Category => words.categories.len(),
                Axis::Origin => words.origins.len(),
                Axis::Purpose => words.purposes.len(),
                Axis::Recipient => recipients.len(),
                Axis::Circumstances => words.circumstances.len(),
            });
            let lengths: Vec<usize> = combined.collect();
            let count = lengths.iter().product::<usize>();
            if questions.len() + count > MOST_LINES {
                return Err(TableError::new(vec![format!("a table has at most {MOST_LINES} questions, and this one has more")]));
            }
            for number in 0..count {
                let at = places(number, &lengths);
                let (person, actor) = (&words.people[at[0]], &words.actors[at[1]]);
                let (category, origin) = (&words.categories[at[3]], &words.origins[at[4]]);
                let (purpose, recipient, circumstances) =
                    (&words.purposes[at[5]], &recipients[at[6]], &words.circumstances[at[7]]);
                let item = self.item.iter().fold(Item::of(category.1).from(origin.1), |item, change| change(item));
                let request = Request::new(*action, vec![item], recipient.1.clone(), purpose.1, self.at);
                let request = request.map_err(|error| TableError::new(vec![error.to_string()]))?.by(actor.1.clone());
                let request = circumstances.1.map_or_else(|| request.clone(), |change| change(request.clone()));
                let names =
                    [&person.0, &actor.0, action_name, &category.0, &origin.0, &purpose.0, &recipient.0, &circumstances.0];
                questions.push(([at[0], at[1]], Question { words: names.map(Clone::clone).to_vec(), person: person.1, request }));
            }
        }
        // By person and actor first: what one person may expect stands together.
        questions.sort_by_key(|(place, _)| *place);
        Ok(questions.into_iter().map(|(_, question)| question).collect())
    }

    fn words(&self) -> Result<Words<'_>, TableError> {
        let vocabulary = self.engine.vocabulary();
        let mut mistakes = Vec::new();
        let actors = each(Axis::Actor, &self.actors, &mut mistakes, party);
        let actions = each(Axis::Action, &self.actions, &mut mistakes, Action::from_str);
        let groups = each(Axis::Category, &self.categories, &mut mistakes, |name| vocabulary.categories(name));
        let categories = groups.into_iter().flat_map(|(_, group)| {
            let names: Vec<_> = vocabulary.category_names(group).map(str::to_owned).collect();
            names.into_iter().zip(group.leaves())
        });
        let origins = each(Axis::Origin, &self.origins, &mut mistakes, Origin::from_str);
        let purposes = each(Axis::Purpose, &self.purposes, &mut mistakes, |name| vocabulary.purpose(name));
        let recipients = each(Axis::Recipient, &self.recipients, &mut mistakes, |name| party(name).map(Some));
        let circumstances = self.circumstances.iter().map(|(name, change)| (name.clone(), Some(change))).collect();
        let words = Words {
            people: self.people.iter().map(|(name, person)| (name.clone(), person)).collect(),
            actors: or(actors, ("operator".to_owned(), Party::OPERATOR)),
            actions,
            categories: categories.collect(),
            origins: or(origins, (NONE.to_owned(), Origin::Unknown)),
            purposes,
            recipients: or(recipients, (NONE.to_owned(), None)),
            circumstances: or(circumstances, (NONE.to_owned(), None)),
        };
        let people = self.people.iter().map(|(name, _)| name.clone()).collect();
        let circumstances = self.circumstances.iter().map(|(name, _)| name.clone()).collect();
        let needed = [
            (Axis::Person, people, true),
            (Axis::Actor, self.actors.clone(), false),
            (Axis::Action, self.actions.clone(), true),
            (Axis::Category, words.categories.iter().map(|(name, _)| name.clone()).collect(), self.categories.is_empty()),
            (Axis::Origin, self.origins.clone(), false),
            (Axis::Purpose, self.purposes.clone(), true),
            (Axis::Recipient, self.recipients.clone(), false),
            (Axis::Circumstances, circumstances, false),
        ];
        for (axis, names, is_needed) in needed {
            if is_needed && names.is_empty() {
                mistakes.push(format!("{axis}: a table needs at least one"));
            }
            let twice = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name));
            mistakes.extend(twice.map(|(_, name)| format!("{axis}: `{name}` is there twice")));
        }
        if mistakes.is_empty() { Ok(words) } else { Err(TableError::new(mistakes)) }
    }
}

/// The place on every axis of a combination; the last axis runs fastest.
fn places(mut number: usize, lengths: &[usize]) -> Vec<usize> {
    let mut places: Vec<usize> = lengths
        .iter()
        .rev()
        .map(|length| {
            let place = number % length;
            number /= length;
            place
        })
        .collect();
    places.reverse();
    places
}

/// The words that are known; the others are mistakes.
fn each<T>(
    axis: Axis,
    names: &[String],
    mistakes: &mut Vec<String>,
    read: impl Fn(&str) -> Result<T, NameError>,
) -> Vec<(String, T)> {
    let mut known = Vec::new();
    for name in names {
        match read(name) {
            Ok(word) => known.push((name.clone(), word)),
            Err(error) => mistakes.push(unknown(axis, &error)),
        }
    }
    known
}

fn or<T>(words: Vec<T>, default: T) -> Vec<T> {
    if words.is_empty() { vec![default] } else { words }
}

/// A role, or `role:id`.
fn party(name: &str) -> Result<Party, NameError> {
    match name.split_once(':') {
        Some((role, id)) => Ok(Party::new(role.parse()?, id)),
        None => Ok(Party::of(name.parse()?)),
    }
}
