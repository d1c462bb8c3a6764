//! Generated policies of any size, in which eight rules at every size can speak of a question.

use std::fmt::Write as _;

use lawful::policy::{Fact, Policy, PolicyError};
use lawful::vocabulary::{Action, DataCategories, Origin, Party, Purpose, Purposes, Role};

use crate::NOW;
use crate::builtin::pairs_of;
use crate::people::Words;
use crate::random::Random;
use crate::workload::{Ask, Workload, own_bit, rules_of};

const ASKS: usize = 256;
const RULES_PER_BOX: usize = 8;
const OWN_PURPOSES: usize = 45;
const OWN_CATEGORIES: usize = 20;
const OWN_FACTS: usize = 32;
/// Partners are always named, so that an index by role alone finds the boxes of some others too.
const PARTNERS: usize = 5;
const ACTIONS: [Action; 10] = [
    Action::Transfer,
    Action::Provide,
    Action::Share,
    Action::Disclose,
    Action::Sell,
    Action::Rent,
    Action::Trade,
    Action::Publish,
    Action::Disseminate,
    Action::Message,
];

/// Whether all rules name their action, recipient and purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// All do, so those of other boxes cannot match.
    Boxes,
    /// One in twenty leaves one of the three out.
    Wildcards,
}

/// An action, a recipient and a purpose with rules of their own.
struct Cell {
    action: Action,
    recipient: Party,
    purpose: Purpose,
    /// Categories that all rules of the cell hold: what is asked about.
    core: Vec<String>,
}

impl Cell {
    fn core_categories(&self, words: &lawful::vocabulary::Vocabulary) -> Vec<DataCategories> {
        self.core.iter().filter_map(|name| words.categories(name).ok()).collect()
    }
}

/// A policy of so many rules, and questions about so many people.
pub fn workload(family: Family, size: usize, people: usize, choices: usize, pairs: usize) -> Result<Workload, PolicyError> {
    let mut random = Random::new(size as u64 ^ 0x7065_6572);
    let frame = frame();
    let words = Policy::from_toml(&frame)?.vocabulary();
    let leaves: Vec<String> = words.category_names(words.all_categories()).map(str::to_owned).collect();
    let (asked_leaves, unasked_leaves) = leaves.split_at(leaves.len() / 2);

    let cells = cells(size.div_ceil(RULES_PER_BOX), &words, asked_leaves, &mut random);
    let mut text = frame;
    for place in 0..size {
        let cell = &cells[place / RULES_PER_BOX];
        let wildcard = family == Family::Wildcards && random.percent(5);
        write_rule(&mut text, place, cell, wildcard.then(|| random.below(3)), &leaves, &words, &mut random);
    }
    let policy = Policy::from_toml(&text)?;
    let (rules, facts) = rules_of(&policy, &words);

    // The last cell may lack rules.
    let full = &cells[..size / RULES_PER_BOX];
    let mut asks = Vec::with_capacity(ASKS);
    for _ in 0..ASKS {
        let cell = random.pick(full);
        asks.push(Ask {
            action: cell.action,
            recipient: Some(cell.recipient.clone()),
            purpose: cell.purpose,
            category: cell.core_categories(&words)[random.below(3)],
            origin: Origin::Provided,
            at: *NOW,
            facts: (0..OWN_FACTS).filter(|_| random.percent(50)).fold(0, |all, fact| all | own_bit(fact)),
        });
    }
    let leaves_of = |names: &[String]| names.iter().filter_map(|name| words.categories(name).ok()).collect();
    let scoped = Words {
        categories: leaves_of(asked_leaves),
        actions: ACTIONS.to_vec(),
        purposes: Purposes::all().purposes().take(purposes(&words).len()).collect(),
        recipients: recipients(),
        unasked_categories: leaves_of(unasked_leaves),
    };
    let people: Vec<_> = (0..people).map(|_| scoped.person(choices, *NOW, &mut random)).collect();
    let pairs = pairs_of(pairs, asks.len(), people.len(), &mut random);
    let name = match family {
        Family::Boxes => "boxes",
        Family::Wildcards => "5 % wildcards",
    };
    Ok(Workload {
        name: name.to_owned(),
        text,
        policy,
        words,
        rules,
        facts,
        asks: asks.into(),
        people,
        choices,
        pairs,
        is_builtin: false,
    })
}

/// Everything but the rules.
fn frame() -> String {
    let own = |prefix: &str, count: usize| (0..count).map(|n| format!("{prefix}{n}")).collect::<Vec<_>>();
    format!(
        "id = \"generated\"\n[vocabulary]\ncategories = {:?}\npurposes = {:?}\nfacts = {:?}\n",
        own("own.c", OWN_CATEGORIES),
        own("own-", OWN_PURPOSES),
        own("f", OWN_FACTS),
    )
}

fn purposes(words: &lawful::vocabulary::Vocabulary) -> Vec<Purpose> {
    words.purpose_names(Purposes::all()).filter_map(|name| words.purpose(name).ok()).collect()
}

fn recipients() -> Vec<Party> {
    let by_role = Role::ALL.iter().filter(|role| !matches!(role, Role::Operator | Role::Partner)).map(|role| Party::of(*role));
    by_role.chain((0..PARTNERS).map(|n| Party::partner(&format!("p{n}")))).collect()
}

/// So many different cells, spread over all actions, recipients and purposes.
fn cells(count: usize, words: &lawful::vocabulary::Vocabulary, leaves: &[String], random: &mut Random) -> Vec<Cell> {
    let mut all = Vec::new();
    for action in ACTIONS {
        for recipient in recipients() {
            all.extend(purposes(words).into_iter().map(|purpose| (action, recipient.clone(), purpose)));
        }
    }
    random.shuffle(&mut all);
    assert!(count <= all.len(), "{count} cells are asked for, and there are {}", all.len());
    all.truncate(count);
    let mut core = || (0..3).map(|_| random.pick(leaves).clone()).collect();
    all.into_iter().map(|(action, recipient, purpose)| Cell { action, recipient, purpose, core: core() }).collect()
}

/// Writes the rule with this place: of eight, five permit and three forbid. Each asks for one to three facts.
fn write_rule(
    text: &mut String,
    place: usize,
    cell: &Cell,
    left_out: Option<usize>,
    leaves: &[String],
    words: &lawful::vocabulary::Vocabulary,
    random: &mut Random,
) {
    let mut own = || format!("f{}", random.below(OWN_FACTS));
    let known = |fact: Fact| fact.name().to_owned();
    let (effect, when, unless) = match place % RULES_PER_BOX {
        0 => ("permit", vec![known(Fact::Agreed), own()], vec![]),
        1 => ("permit", vec![known(Fact::Consented)], vec![]),
        2 => ("permit", vec![own(), own()], vec![]),
        3 => ("permit", vec![known(Fact::Agreed), own()], vec![own()]),
        4 => ("permit", vec![known(Fact::Consented), own()], vec![]),
        5 => ("forbid", vec![known(Fact::Refused)], vec![]),
        6 => ("forbid", vec![own(), own()], vec![known(Fact::Consented)]),
        _ => ("forbid", vec![own(), own(), own()], vec![]),
    };
    let (mut when, mut unless) = (when, unless);
    unless.retain(|fact| !when.contains(fact));
    let mut categories = cell.core.clone();
    categories.extend((0..2).map(|_| random.pick(leaves).clone()));
    // A list that names a word twice is a mistake in a policy.
    for names in [&mut when, &mut categories] {
        names.sort_unstable();
        names.dedup();
    }
    let recipient = match cell.recipient.id() {
        Some(id) if left_out.is_none() => format!("{}:{}", cell.recipient.role(), id.as_str()),
        // A rule that speaks of many boxes speaks of whole roles.
        _ => cell.recipient.role().to_string(),
    };
    let purpose = words.purpose_name(cell.purpose).unwrap_or_default();
    let _ = write!(text, "\n[[rules]]\nid = \"r{}.{}\"\neffect = \"{effect}\"\n", place / RULES_PER_BOX, place % RULES_PER_BOX);
    let parts = [("actions", cell.action.name()), ("recipients", recipient.as_str()), ("purposes", purpose)];
    for (_, (key, word)) in parts.into_iter().enumerate().filter(|(part, _)| left_out != Some(*part)) {
        let _ = writeln!(text, "{key} = [\"{word}\"]");
    }
    let _ = writeln!(text, "actors = [\"operator\"]\ncategories = {categories:?}\nwhen = {when:?}\ntext = \"r\"");
    if !unless.is_empty() {
        let _ = writeln!(text, "unless = {unless:?}");
    }
}
