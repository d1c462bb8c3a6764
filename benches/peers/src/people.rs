//! People and their timelines of yes and no.

use chrono::TimeDelta;
use lawful::vocabulary::{Action, Actions, DataCategories, Instant, Party, Purpose, Purposes, Role};

use crate::random::Random;

/// A person as a service would keep one that decides by hand: masks for closed sets, a list for recipients.
#[derive(Clone)]
pub struct Person {
    pub agreed: bool,
    /// In the order of time; at one instant a no comes after a yes.
    pub choices: Vec<Choice>,
}

/// A yes or a no. A part that is `None` is any.
#[derive(Clone)]
pub struct Choice {
    pub yes: bool,
    pub at: Instant,
    pub until: Option<Instant>,
    pub categories: Option<DataCategories>,
    pub actions: Option<Actions>,
    pub purposes: Option<Purposes>,
    pub recipients: Option<Vec<Party>>,
}

/// The words that choices are made of, those that questions ask about and those that they do not.
pub struct Words {
    pub categories: Vec<DataCategories>,
    pub actions: Vec<Action>,
    pub purposes: Vec<Purpose>,
    pub recipients: Vec<Party>,
    pub unasked_categories: Vec<DataCategories>,
}

/// How many choices of a person concern what is asked about. The others speak of other parties and other data, as those about
/// cookies and single partners do: so a longer timeline is a longer way to the same answers, and not just an earlier answer.
const RELEVANT: usize = 8;

impl Words {
    /// A person with so many choices, made in the two years up to the instant of the questions and, rarely, later.
    pub fn person(&self, choices: usize, now: Instant, random: &mut Random) -> Person {
        let mut relevant: Vec<bool> = (0..choices).map(|place| place < RELEVANT).collect();
        random.shuffle(&mut relevant);
        let mut choices: Vec<Choice> = relevant.into_iter().map(|relevant| self.choice(relevant, now, random)).collect();
        choices.sort_by_key(|choice| (choice.at, !choice.yes));
        Person { agreed: random.percent(80), choices }
    }

    fn choice(&self, relevant: bool, now: Instant, random: &mut Random) -> Choice {
        const TWO_YEARS: usize = 2 * 365 * 86_400;
        let seconds = |random: &mut Random| TimeDelta::seconds(random.below(TWO_YEARS) as i64);
        let at = if random.percent(5) { now + seconds(random) } else { now - seconds(random) };
        let yes = random.percent(60);
        let until = (yes && random.percent(10)).then(|| at + seconds(random));
        let mut choice = Choice {
            yes,
            at,
            until,
            categories: part(&self.categories, random).map(|all| all.into_iter().collect()),
            actions: part(&self.actions, random).map(|all| all.into_iter().collect()),
            purposes: part(&self.purposes, random).map(|all| all.into_iter().collect()),
            recipients: part(&self.recipients, random),
        };
        if !relevant && random.percent(50) {
            choice.recipients = Some(vec![Party::new(Role::Partner, &format!("other-{}", random.below(1_000)))]);
        } else if !relevant {
            choice.categories = Some(*random.pick(&self.unasked_categories));
        }
        choice
    }
}

/// Any, in four of ten cases; else about a third of the words. So a choice about what is asked covers a question in about one
/// of nine cases, and of eight one does in two of three.
fn part<T: Clone>(words: &[T], random: &mut Random) -> Option<Vec<T>> {
    (!random.percent(40)).then(|| random.some(words, 30))
}
