//! Finding the rules that may speak of a request, by action, recipient and purpose, instead of scanning them all.
//!
//! Actions, recipients and purposes that no rule tells apart are one class. For each class of each there is a cell with the rules
//! whose box may hold such a request; equal cells share one list. A rule so wide that it would stand in very many cells
//! stands in a list of its action instead; a rule for single parties stands in a table by party. So a request meets at most three
//! lists, and the index is bounded by a constant for each rule.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::facts::FactSet;
use super::hasher::Fnv;
use super::rule::{CompiledRule, PartyTest, Test};
use crate::vocabulary::{Action, Party, Purpose, Purposes, Role};

pub(super) struct Index {
    actions: [u8; ACTIONS],
    recipients: [u8; RECIPIENTS],
    purposes: [u8; PURPOSES],
    recipient_classes: usize,
    purpose_classes: usize,
    /// For each class of actions, recipients and purposes, a list.
    cells: Box<[u32]>,
    /// For each class of actions, a list of the widest rules.
    wide: Box<[u32]>,
    /// Single parties that rules name, and for each of them with each class of actions and purposes, a list.
    named: HashMap<Party, u32, BuildHasherDefault<Fnv>>,
    named_cells: HashMap<(u32, u32), u32, BuildHasherDefault<Fnv>>,
    lists: Box<[List]>,
    tests: Box<[Test]>,
}

/// A stretch of the tests, and all facts that they ask for.
#[derive(Clone, Copy)]
struct List {
    start: u32,
    end: u32,
    asks: FactSet,
}

const ACTIONS: usize = Action::ALL.len();
const PURPOSES: usize = u64::BITS as usize;
const ROLES: usize = Role::ALL.len();
/// Each role with an id and without, no recipient at all, and an unknown one.
const RECIPIENTS: usize = 2 * ROLES + 2;
const NONE: usize = 2 * ROLES;
const UNKNOWN: usize = NONE + 1;
/// The list without rules.
const EMPTY: u32 = 0;
/// How many cells all rules together may take before each is held to its share.
const CELLS_OF_ALL: usize = 1 << 19;
/// How many cells a rule may take in any case.
const CELLS_OF_ONE: usize = 64;

/// The rules that may speak of a request.
pub(super) struct Found<'a> {
    lists: [&'a [Test]; 3],
    /// All facts that they ask for.
    pub(super) asks: FactSet,
}

impl<'a> Found<'a> {
    pub(super) fn tests(&self) -> impl Iterator<Item = &'a Test> + use<'a> {
        let [cell, wide, named] = self.lists;
        cell.iter().chain(wide).chain(named)
    }
}

impl Index {
    pub(super) fn of(rules: &[CompiledRule]) -> Self {
        let (actions, action_classes) = classes(rules, |rule, action: usize| is_for_action(rule, action));
        let (recipients, recipient_classes) = classes(rules, is_for_recipient);
        let (purposes, purpose_classes) = classes(rules, |rule, purpose: usize| is_for_purpose(rule, purpose));
        let mut building = Building {
            cells: vec![Vec::new(); action_classes * recipient_classes * purpose_classes],
            wide: vec![Vec::new(); action_classes],
            named: HashMap::default(),
            named_cells: HashMap::default(),
        };
        let limit = CELLS_OF_ONE.max(CELLS_OF_ALL / rules.len().max(1));
        for (place, rule) in rules.iter().enumerate() {
            let place = narrow(place);
            let actions = covered(&actions, |action| is_for_action(rule, action));
            let columns = covered(&recipients, |column| is_for_recipient(rule, column));
            let purposes = covered(&purposes, |purpose| is_for_purpose(rule, purpose));
            let parties = single_parties(rule);
            if actions.len() * purposes.len() * (columns.len() + parties.len()) > limit {
                actions.iter().for_each(|action| building.wide[*action].push(place));
                continue;
            }
            for action in &actions {
                for purpose in &purposes {
                    for column in &columns {
                        building.cells[(action * recipient_classes + column) * purpose_classes + purpose].push(place);
                    }
                    for party in &parties {
                        let next = narrow(building.named.len());
                        let party = *building.named.entry((*party).clone()).or_insert(next);
                        let cell = narrow(action * purpose_classes + purpose);
                        building.named_cells.entry((party, cell)).or_default().push(place);
                    }
                }
            }
        }
        building.finish(rules, Classes { actions, recipients, purposes, recipient_classes, purpose_classes })
    }

    /// The rules that may speak of an action towards a recipient for a purpose.
    pub(super) fn find(&self, action: Action, recipient: Option<&Party>, purpose: Purpose) -> Found<'_> {
        let column = match recipient {
            Some(party) => party.role() as usize + if party.id().is_some() { 0 } else { ROLES },
            None if action.has_recipient() => UNKNOWN,
            None => NONE,
        };
        let action = self.actions[action as usize] as usize;
        let purpose = self.purposes[purpose.index()] as usize;
        let cell = (action * self.recipient_classes + self.recipients[column] as usize) * self.purpose_classes + purpose;
        let named = match recipient {
            Some(party) if !self.named.is_empty() && party.id().is_some() => self.named_list(party, action, purpose),
            _ => EMPTY,
        };
        let lists = [self.cells[cell], self.wide[action], named].map(|list| self.lists[list as usize]);
        Found {
            lists: lists.map(|list| &self.tests[list.start as usize..list.end as usize]),
            asks: lists.iter().fold(FactSet::NONE, |asks, list| asks.and(list.asks)),
        }
    }

    fn named_list(&self, party: &Party, action: usize, purpose: usize) -> u32 {
        let list = self
            .named
            .get(party)
            .and_then(|party| self.named_cells.get(&(*party, narrow(action * self.purpose_classes + purpose))));
        list.copied().unwrap_or(EMPTY)
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let parties: usize = self.named.keys().filter_map(Party::id).map(|id| id.as_str().len()).sum();
        size_of::<Self>()
            + size_of_val(&*self.cells)
            + size_of_val(&*self.wide)
            + size_of_val(&*self.lists)
            + size_of_val(&*self.tests)
            + self.named.capacity() * size_of::<(Party, u32)>()
            + self.named_cells.capacity() * size_of::<((u32, u32), u32)>()
            + parties
    }
}

/// The classes of all values of each kind.
struct Classes {
    actions: [u8; ACTIONS],
    recipients: [u8; RECIPIENTS],
    purposes: [u8; PURPOSES],
    recipient_classes: usize,
    purpose_classes: usize,
}

/// Lists of places of rules, before equal ones are shared.
struct Building {
    cells: Vec<Vec<u32>>,
    wide: Vec<Vec<u32>>,
    named: HashMap<Party, u32, BuildHasherDefault<Fnv>>,
    named_cells: HashMap<(u32, u32), Vec<u32>, BuildHasherDefault<Fnv>>,
}

impl Building {
    fn finish(self, rules: &[CompiledRule], classes: Classes) -> Index {
        let mut shared = Shared { ids: HashMap::default(), lists: Vec::new(), tests: Vec::new(), rules };
        shared.id(Vec::new());
        let cells = self.cells.into_iter().map(|list| shared.id(list)).collect();
        let wide = self.wide.into_iter().map(|list| shared.id(list)).collect();
        let named_cells = self.named_cells.into_iter().map(|(cell, list)| (cell, shared.id(list))).collect();
        Index {
            actions: classes.actions,
            recipients: classes.recipients,
            purposes: classes.purposes,
            recipient_classes: classes.recipient_classes,
            purpose_classes: classes.purpose_classes,
            cells,
            wide,
            named: self.named,
            named_cells,
            lists: shared.lists.into(),
            tests: shared.tests.into(),
        }
    }
}

/// Lists, each kept once. The tests of a list lie side by side, so that looking at them is one walk through memory.
struct Shared<'r> {
    ids: HashMap<Vec<u32>, u32, BuildHasherDefault<Fnv>>,
    lists: Vec<List>,
    tests: Vec<Test>,
    rules: &'r [CompiledRule],
}

impl Shared<'_> {
    fn id(&mut self, places: Vec<u32>) -> u32 {
        if let Some(id) = self.ids.get(&places) {
            return *id;
        }
        let start = narrow(self.tests.len());
        self.tests.extend(places.iter().map(|place| self.rules[*place as usize].test));
        let tests = &self.tests[start as usize..];
        let asks = tests.iter().fold(FactSet::NONE, |asks, test| asks.and(test.asks()));
        let id = narrow(self.lists.len());
        self.lists.push(List { start, end: narrow(self.tests.len()), asks });
        self.ids.insert(places, id);
        id
    }
}

/// The class of each value, and how many classes there are: values are in one class that no rule tells apart.
fn classes<const VALUES: usize>(rules: &[CompiledRule], is_for: impl Fn(&CompiledRule, usize) -> bool) -> ([u8; VALUES], usize) {
    let mut signatures: Vec<Vec<u64>> = vec![vec![0; rules.len().div_ceil(64)]; VALUES];
    for (place, rule) in rules.iter().enumerate() {
        for (value, signature) in signatures.iter_mut().enumerate() {
            signature[place / 64] |= u64::from(is_for(rule, value)) << (place % 64);
        }
    }
    let mut known: HashMap<Vec<u64>, u8, BuildHasherDefault<Fnv>> = HashMap::default();
    let mut classes = [0; VALUES];
    for (class, signature) in classes.iter_mut().zip(signatures) {
        let next = known.len() as u8;
        *class = *known.entry(signature).or_insert(next);
    }
    (classes, known.len())
}

/// The classes whose values a rule is for.
fn covered<const VALUES: usize>(classes: &[u8; VALUES], is_for: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut covered: Vec<usize> = (0..VALUES).filter(|value| is_for(*value)).map(|value| classes[value] as usize).collect();
    covered.sort_unstable();
    covered.dedup();
    covered
}

fn is_for_action(rule: &CompiledRule, action: usize) -> bool {
    rule.test.actions.contains(Action::ALL[action].into())
}

fn is_for_purpose(rule: &CompiledRule, purpose: usize) -> bool {
    rule.test.purposes.contains(Purposes::from(Purpose::at(purpose)))
}

/// Whether a rule may be for a recipient of a column, whatever its id is.
fn is_for_recipient(rule: &CompiledRule, column: usize) -> bool {
    let Some(parties) = &rule.recipients else { return true };
    match (column, Role::ALL.get(column % ROLES)) {
        (NONE, _) => false,
        (UNKNOWN, _) | (_, None) => true,
        (_, Some(role)) => {
            let some = || column >= ROLES && parties.named().iter().any(|party| party.role() == *role);
            parties.roles().contains((*role).into()) || some()
        }
    }
}

/// The parties that a rule is for and of whose roles it is not for all.
fn single_parties(rule: &CompiledRule) -> Vec<&Party> {
    let (PartyTest::Named, Some(parties)) = (rule.test.recipients, &rule.recipients) else { return Vec::new() };
    parties.named().iter().filter(|party| !parties.roles().contains(party.role().into())).collect()
}

/// Places and lists are counted in 32 bits: more rules than that, no document holds.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
