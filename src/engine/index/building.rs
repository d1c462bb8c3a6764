//! Building the index.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use super::super::hasher::Fnv;
use super::super::rule::{CompiledRule, PartyTest};
use super::block::{Block, Fit};
use super::{ACTIONS, BoxClasses, Index, List, PURPOSES, ROLES, narrow};
use crate::vocabulary::{Action, DataCategories, Origin, Party, Purpose, Purposes, Receiver, Role};

/// How many cells all rules together may take before each is held to its share.
const CELLS_OF_ALL: usize = 1 << 19;
/// How many cells a rule may take in any case.
const CELLS_OF_ONE: usize = 64;

impl Index {
    /// `named_permits` are the places of the permits that prohibitions yield to, by name.
    pub(in crate::engine) fn of(rules: &[CompiledRule], named_permits: &[Box<[u32]>]) -> Self {
        let (actions, action_classes) = classes(rules, |rule, action: usize| is_for_action(rule, action));
        let (mut recipients, mut recipient_classes) = classes(rules, is_for_recipient);
        if rules.iter().any(|rule| rule.recipients.is_some()) {
            // A rule that is for everybody is still not surely for somebody unknown.
            recipients[Receiver::UNKNOWN.index()] = recipient_classes as u8;
            recipient_classes += 1;
        }
        let (purposes, purpose_classes) = classes(rules, |rule, purpose: usize| is_for_purpose(rule, purpose));
        let (actors, actor_classes) = classes(rules, is_for_actor);
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
        let classes = Classes { actions, recipients, purposes, actors, recipient_classes, purpose_classes, actor_classes };
        building.finish((rules, named_permits), classes)
    }
}

/// The classes of all values of each kind.
struct Classes {
    actions: [u8; ACTIONS],
    recipients: [u8; Receiver::KINDS],
    purposes: [u8; PURPOSES],
    actors: [u8; ROLES],
    recipient_classes: usize,
    purpose_classes: usize,
    actor_classes: usize,
}

/// Lists of places of rules, before equal ones are shared.
struct Building {
    cells: Vec<Vec<u32>>,
    wide: Vec<Vec<u32>>,
    named: HashMap<Party, u32, BuildHasherDefault<Fnv>>,
    named_cells: HashMap<(u32, u32), Vec<u32>, BuildHasherDefault<Fnv>>,
}

impl Building {
    fn finish(self, (rules, named_permits): (&[CompiledRule], &[Box<[u32]>]), classes: Classes) -> Index {
        let boxes = BoxClasses::of(rules);
        let mut shared = Shared {
            ids: HashMap::default(),
            lists: Vec::new(),
            stretches: HashMap::default(),
            blocks: Vec::new(),
            rules,
            named_permits,
            boxes: &boxes,
            // One actor stands for all of its class.
            actors: (0..classes.actor_classes)
                .filter_map(|class| classes.actors.iter().position(|it| *it as usize == class))
                .collect(),
        };
        shared.id(Vec::new(), Fit::Ask);
        let width = classes.recipient_classes * classes.purpose_classes;
        let unknown = classes.recipients[Receiver::UNKNOWN.index()] as usize;
        let cells = self.cells.into_iter().enumerate().map(|(cell, list)| {
            let is_unknown = cell % width / classes.purpose_classes == unknown;
            shared.id(list, if is_unknown { Fit::Possible } else { Fit::Sure })
        });
        let cells = cells.collect();
        let wide = self.wide.into_iter().map(|list| shared.id(list, Fit::Ask)).collect();
        let named_cells = self.named_cells.into_iter().map(|(cell, list)| (cell, shared.id(list, Fit::Ask))).collect();
        Index {
            actions: classes.actions,
            receivers: classes.recipients,
            purposes: classes.purposes,
            actors: classes.actors,
            recipient_classes: classes.recipient_classes,
            purpose_classes: classes.purpose_classes,
            actor_classes: classes.actor_classes,
            cells,
            wide,
            named: self.named,
            named_cells,
            lists: shared.lists.into(),
            blocks: shared.blocks.into(),
            boxes,
        }
    }
}

/// Lists, each kept once: those of cells, and what is left of each for a class of actors, parted into blocks.
struct Shared<'r> {
    ids: HashMap<(Vec<u32>, u8), u32, BuildHasherDefault<Fnv>>,
    lists: Vec<List>,
    stretches: HashMap<(Vec<u32>, u8), List, BuildHasherDefault<Fnv>>,
    blocks: Vec<Block>,
    rules: &'r [CompiledRule],
    named_permits: &'r [Box<[u32]>],
    boxes: &'r BoxClasses,
    /// One role of each class of actors.
    actors: Vec<usize>,
}

impl Shared<'_> {
    fn id(&mut self, places: Vec<u32>, fit: Fit) -> u32 {
        let next = narrow(self.ids.len());
        let entry = self.ids.entry((places, fit as u8));
        if let Entry::Occupied(known) = &entry {
            return *known.get();
        }
        for actor in &self.actors {
            let places = entry.key().0.iter().copied();
            let places: Vec<u32> = places.filter(|place| is_for_actor(&self.rules[*place as usize], *actor)).collect();
            let (rules, blocks, named_permits, boxes) = (self.rules, &mut self.blocks, self.named_permits, self.boxes);
            let list = self.stretches.entry((places, fit as u8)).or_insert_with_key(|(places, _)| {
                let start = narrow(blocks.len());
                let rules: Vec<_> = places.iter().map(|place| &rules[*place as usize]).collect();
                blocks.extend(rules.chunks(Block::RULES).map(|rules| Block::of(rules, fit, named_permits, boxes)));
                List { start, end: narrow(blocks.len()) }
            });
            self.lists.push(*list);
        }
        *entry.or_insert(next)
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

impl BoxClasses {
    fn of(rules: &[CompiledRule]) -> Self {
        let (categories, category_classes) = classes(rules, is_for_category);
        let (origins, origin_classes) = classes(rules, is_from_origin);
        Self { categories, category_classes, origins, origin_classes }
    }

    /// Of a few rules, those for each class of categories, and then those for each class of origins, one bit for each rule.
    pub(super) fn parted(&self, rules: &[&CompiledRule]) -> Box<[u64]> {
        let mut parted = vec![0; self.category_classes + self.origin_classes];
        for (bit, rule) in rules.iter().enumerate() {
            for (category, class) in self.categories.iter().enumerate() {
                parted[*class as usize] |= u64::from(is_for_category(rule, category)) << bit;
            }
            for (origin, class) in self.origins.iter().enumerate() {
                parted[self.category_classes + *class as usize] |= u64::from(is_from_origin(rule, origin)) << bit;
            }
        }
        parted.into()
    }
}

/// The classes whose values a rule is for.
fn covered<const VALUES: usize>(classes: &[u8; VALUES], is_for: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut covered: Vec<usize> = (0..VALUES).filter(|value| is_for(*value)).map(|value| classes[value] as usize).collect();
    covered.sort_unstable();
    covered.dedup();
    covered
}

fn is_for_action(rule: &CompiledRule, action: usize) -> bool {
    rule.actions.contains(Action::ALL[action].into())
}

fn is_for_category(rule: &CompiledRule, place: usize) -> bool {
    rule.categories.contains(DataCategories::leaf(place))
}

fn is_from_origin(rule: &CompiledRule, origin: usize) -> bool {
    rule.origins.contains(Origin::ALL[origin].into())
}

fn is_for_purpose(rule: &CompiledRule, purpose: usize) -> bool {
    rule.purposes.contains(Purposes::from(Purpose::at(purpose)))
}

/// Whether a rule may be for an actor of a role, whatever its id is.
fn is_for_actor(rule: &CompiledRule, role: usize) -> bool {
    let role = Role::ALL[role];
    rule.actors
        .as_ref()
        .is_none_or(|parties| parties.roles().contains(role.into()) || parties.named().iter().any(|party| party.role() == role))
}

/// Whether a rule may be for a recipient of a column, whatever its id is.
fn is_for_recipient(rule: &CompiledRule, column: usize) -> bool {
    let Some(parties) = &rule.recipients else { return true };
    match column {
        _ if column == Receiver::NOBODY.index() => false,
        _ if column == Receiver::UNKNOWN.index() => true,
        _ => {
            let role = Role::ALL[column % ROLES];
            // Without an id, it may be one that the rule names.
            let may_be_named = column == Receiver::without_id(role).index() && parties.named().iter().any(|it| it.role() == role);
            parties.roles().contains(role.into()) || may_be_named
        }
    }
}

/// The parties that a rule is for and of whose roles it is not for all.
fn single_parties(rule: &CompiledRule) -> Vec<&Party> {
    let (PartyTest::Named, Some(parties)) = (rule.recipients_named(), &rule.recipients) else { return Vec::new() };
    parties.named().iter().filter(|party| !parties.roles().contains(party.role().into())).collect()
}
