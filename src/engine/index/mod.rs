//! Finding the rules that may speak of a request, by action, recipient and purpose, instead of scanning them all.
//!
//! Actions, recipients and purposes that no rule tells apart are one class. For each class of each there is a cell with the rules
//! whose box may hold such a request; equal cells share one list, and a list is parted by the actor's role. A rule so wide that it
//! would stand in very many cells stands in a list of its action instead; a rule for single parties stands in a table by party. So
//! a request meets at most three lists, and the index is bounded by a constant for each rule. The rules of a list are looked at
//! together: see [`Block`].

mod block;
mod building;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::hasher::Fnv;
use crate::request::Request;
use crate::vocabulary::{Action, DataCategories, Origin, Party, Receiver, Role};

pub(in crate::engine) use block::{Block, Corner, Effects, Left, bits};

pub(in crate::engine) struct Index {
    actions: [u8; ACTIONS],
    receivers: [u8; Receiver::KINDS],
    purposes: [u8; PURPOSES],
    actors: [u8; ROLES],
    /// Categories and origins, by class.
    boxes: BoxClasses,
    recipient_classes: usize,
    purpose_classes: usize,
    actor_classes: usize,
    /// For each class of actions, recipients and purposes, a list.
    cells: Box<[u32]>,
    /// For each class of actions, a list of the widest rules.
    wide: Box<[u32]>,
    /// Single parties that rules name, and for each of them with each class of actions and purposes, a list.
    named: HashMap<Party, u32, BuildHasherDefault<Fnv>>,
    named_cells: HashMap<(u32, u32), u32, BuildHasherDefault<Fnv>>,
    /// For each list, one for each class of actors.
    lists: Box<[List]>,
    blocks: Box<[Block]>,
}

/// The class of each category and of each origin, and how many classes there are.
struct BoxClasses {
    categories: [u8; CATEGORIES],
    category_classes: usize,
    origins: [u8; ORIGINS],
    origin_classes: usize,
}

/// A request's classes and its cell.
struct Place {
    action: usize,
    purpose: usize,
    cell: usize,
    actor: usize,
}

/// A stretch of the blocks.
#[derive(Clone, Copy)]
struct List {
    start: u32,
    end: u32,
}

const ACTIONS: usize = Action::ALL.len();
const PURPOSES: usize = u64::BITS as usize;
const ROLES: usize = Role::ALL.len();
const CATEGORIES: usize = u128::BITS as usize;
const ORIGINS: usize = Origin::ALL.len();
/// The list without rules.
const EMPTY: u32 = 0;

/// The rules that may speak of a request: those of its cell, the widest ones, and those for its recipient by name.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Found<'a> {
    blocks: &'a [Block],
    lists: [List; 3],
}

impl<'a> Found<'a> {
    pub(in crate::engine) fn blocks(&self) -> impl Iterator<Item = &'a Block> + use<'a> {
        self.placed().map(|(_, block)| block)
    }

    /// The blocks, each with its place.
    pub(in crate::engine) fn placed(&self) -> impl Iterator<Item = (u32, &'a Block)> + use<'a> {
        let blocks = self.blocks;
        let of = move |list: List| (list.start..).zip(&blocks[list.start as usize..list.end as usize]);
        self.lists.into_iter().flat_map(of)
    }
}

impl Index {
    /// The rules that may speak of a request.
    pub(in crate::engine) fn find(&self, request: &Request) -> Found<'_> {
        let Place { action, purpose, cell, actor } = self.place(request);
        let named = match request.recipient() {
            Some(party) if self.may_name(request.receiver()) => self.named_list(party, action, purpose),
            _ => EMPTY,
        };
        let lists = [self.cells[cell], self.wide[action], named].map(|list| self.list(list, actor));
        Found { blocks: &self.blocks, lists }
    }

    #[inline(always)]
    pub(in crate::engine) fn block(&self, place: u32) -> Option<&Block> {
        self.blocks.get(place as usize)
    }

    fn place(&self, request: &Request) -> Place {
        let action = self.actions[request.action() as usize] as usize;
        let purpose = self.purposes[request.purpose().index()] as usize;
        let receiver = self.receivers[request.receiver().index()] as usize;
        let row = action.wrapping_mul(self.recipient_classes).wrapping_add(receiver);
        let cell = row.wrapping_mul(self.purpose_classes).wrapping_add(purpose);
        Place { action, purpose, cell, actor: self.actors[request.actor().role() as usize] as usize }
    }

    /// Whether rules that name single parties may name this one.
    fn may_name(&self, receiver: Receiver) -> bool {
        receiver.has_id() && !self.named.is_empty()
    }

    /// What tells the blocks of the index where a category of an origin stands.
    #[inline(always)]
    pub(in crate::engine) fn corner(&self, category: DataCategories, origin: Origin) -> Corner {
        let category = self.boxes.categories[category.place()] as usize;
        Corner { category, origin: self.boxes.category_classes + self.boxes.origins[origin as usize] as usize }
    }

    fn list(&self, list: u32, actor: usize) -> List {
        self.lists[(list as usize).wrapping_mul(self.actor_classes).wrapping_add(actor)]
    }

    fn named_list(&self, party: &Party, action: usize, purpose: usize) -> u32 {
        let list = self
            .named
            .get(party)
            .and_then(|party| self.named_cells.get(&(*party, narrow(action * self.purpose_classes + purpose))));
        list.copied().unwrap_or(EMPTY)
    }

    /// How many bytes it takes.
    pub(in crate::engine) fn bytes(&self) -> usize {
        let parties: usize = self.named.keys().filter_map(Party::id).map(|id| id.as_str().len()).sum();
        size_of::<Self>()
            + size_of_val(&*self.cells)
            + size_of_val(&*self.wide)
            + size_of_val(&*self.lists)
            + self.blocks.iter().map(Block::bytes).sum::<usize>()
            + self.named.capacity() * size_of::<(Party, u32)>()
            + self.named_cells.capacity() * size_of::<((u32, u32), u32)>()
            + parties
    }
}

/// Places and lists are counted in 32 bits: more rules than that, no document holds.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
