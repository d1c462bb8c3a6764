//! The search: from what is in the way to sets of changes that lift it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::compile::Compiled;
use super::super::decide::outcome;
use super::super::judge::Judge;
use super::blockers::{Blocker, first_blocker};
use crate::decision::{Change, Changed, Outcome, Remedy, Verdict};
use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::DataCategories;

/// The most remedies that are offered.
const MOST: usize = 8;
/// The most changes in a remedy: more is no advice.
const LARGEST: usize = 6;
/// How often the search may decide before it stops looking further. A proof that has begun is finished.
const DECISIONS: usize = 160;

/// At most eight remedies for a request that is not permitted: fewest changes first, then least intrusive.
pub(in crate::engine) fn remedies(engine: &Compiled, request: &Request, subject: &DataSubject) -> Vec<Remedy> {
    let mut search = Search { engine, request, subject, decisions: 0, found: Vec::new() };
    search.run();
    let mut found = search.found;
    found.sort_by(|one, other| rank(one, other));
    found.truncate(MOST);
    found.into_iter().map(Remedy::new).collect()
}

struct Search<'a> {
    engine: &'a Compiled,
    request: &'a Request,
    subject: &'a DataSubject,
    decisions: usize,
    found: Vec<Vec<Change>>,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut seen: BTreeSet<Vec<Change>> = BTreeSet::new();
        let mut open: Vec<Vec<Change>> = self.starts();
        while let Some(place) = (0..open.len()).min_by(|one, other| rank(&open[*one], &open[*other])) {
            let changes = open.swap_remove(place);
            if self.decisions >= DECISIONS || self.found.len() >= 2 * MOST {
                return;
            }
            if !seen.insert(changes.clone()) || self.found.iter().any(|found| is_subset(found, &changes)) {
                continue;
            }
            let Some((changed, outcome)) = self.decide(&changes) else { continue };
            match outcome.verdict() {
                Verdict::Permitted => match self.smaller(&changes) {
                    Smaller::None => self.found.push(changes),
                    Smaller::Does(smaller) => open.push(smaller),
                },
                Verdict::NotGoverned => {}
                Verdict::Denied | Verdict::Undetermined => open.extend(self.next(&changes, &changed, &outcome)),
            }
        }
    }

    /// Nothing changed, and without what is not permitted.
    fn starts(&self) -> Vec<Vec<Change>> {
        let mut starts = vec![Vec::new()];
        let outcome = outcome(&Judge::new(self.engine, self.request, self.subject));
        let leave_out = outcome.denied | outcome.undetermined;
        if !outcome.permitted.is_empty() {
            starts.push(vec![Change::NarrowRequest { leave_out }]);
        }
        starts
    }

    /// The sets that lift what is first in the way, each by one of the ways there are.
    fn next(&self, changes: &[Change], changed: &Changed, outcome: &Outcome) -> Vec<Vec<Change>> {
        let judge = self.judge(changed);
        let Some(Blocker { categories, ways }) = first_blocker(&judge, outcome) else { return Vec::new() };
        let mut next: Vec<_> = ways.into_iter().filter_map(|way| grown(changes, way)).collect();
        if next.is_empty() {
            // Nothing helps these, but the rest may still be permitted.
            next.extend(grown(changes, vec![Change::NarrowRequest { leave_out: categories }]));
        }
        next
    }

    /// The question after changes, and its answer.
    fn decide(&mut self, changes: &[Change]) -> Option<(Changed, Outcome)> {
        self.decisions += 1;
        let changed = Changed::by(changes, self.request, self.subject)?;
        let outcome = outcome(&self.judge(&changed));
        Some((changed, outcome))
    }

    fn judge<'c>(&'c self, changed: &'c Changed) -> Judge<'c> {
        let notice = changed.notice.as_ref().map(|(edition, at)| (edition.as_str(), *at));
        Judge::supposing(self.engine, &changed.request, &changed.subject, notice)
    }

    /// Whether something smaller permits as well: a proper subset of the changes, or one of them for a category less.
    fn smaller(&mut self, changes: &[Change]) -> Smaller {
        let everything = (1_usize << changes.len()) - 1;
        for some in 1..everything {
            let within = changes.iter().enumerate().filter(|(bit, _)| some >> bit & 1 == 1);
            let subset: Vec<_> = within.map(|(_, change)| change.clone()).collect();
            if self.permits(&subset) {
                return Smaller::Does(subset);
            }
        }
        for (place, change) in changes.iter().enumerate() {
            for narrower in narrower(change) {
                let mut less = changes.to_vec();
                less[place] = narrower;
                if self.permits(&less) {
                    return Smaller::Does(less);
                }
            }
        }
        Smaller::None
    }

    fn permits(&mut self, changes: &[Change]) -> bool {
        self.decide(changes).is_some_and(|(_, outcome)| outcome.verdict() == Verdict::Permitted)
    }
}

enum Smaller {
    None,
    Does(Vec<Change>),
}

/// The same change for one category less.
fn narrower(change: &Change) -> Vec<Change> {
    let without = |all: DataCategories, make: &dyn Fn(DataCategories) -> Change| {
        let parts = all.leaves().map(|leaf| all - leaf).filter(|rest| !rest.is_empty());
        parts.map(make).collect()
    };
    match change {
        Change::NarrowRequest { leave_out } => without(*leave_out, &|leave_out| Change::NarrowRequest { leave_out }),
        Change::ObtainConsent { scope, by } => without(scope.categories().unwrap_or_default(), &|categories| {
            Change::ObtainConsent { scope: scope.clone().of(categories), by: *by }
        }),
        Change::LiftRefusal { scope, by } => without(scope.categories().unwrap_or_default(), &|categories| Change::LiftRefusal {
            scope: scope.clone().of(categories),
            by: *by,
        }),
        _ => Vec::new(),
    }
}

/// A set of changes with more changes in it; `None` where that adds nothing, contradicts itself or is too much.
fn grown(changes: &[Change], more: Vec<Change>) -> Option<Vec<Change>> {
    let mut all = changes.to_vec();
    for change in more.into_iter().flat_map(|change| told_refused(changes, change)) {
        if !all.iter_mut().any(|there| there.join(&change)) {
            all.push(change);
        }
    }
    all.sort_unstable();
    let contradicts = all.iter().enumerate().any(|(place, one)| all[place + 1..].iter().any(|other| contradict(one, other)));
    (all != changes && !contradicts && all.len() <= LARGEST).then_some(all)
}

/// A consent to what was refused goes back on the refusal, also where somebody else in the set does so already: alone it would
/// have to.
fn told_refused(changes: &[Change], change: Change) -> Vec<Change> {
    let Change::ObtainConsent { scope, by } = &change else { return vec![change] };
    let categories = scope.categories().unwrap_or_default();
    let refused = changes.iter().filter_map(|there| match there {
        Change::LiftRefusal { scope: lifted, .. } if lifted.clone().of(categories) == *scope => lifted.categories(),
        _ => None,
    });
    let refused = categories & refused.collect::<DataCategories>();
    let of = |part: DataCategories| scope.clone().of(part);
    match (refused.is_empty(), refused == categories) {
        (true, _) => vec![change],
        (false, true) => vec![Change::LiftRefusal { scope: of(refused), by: *by }],
        (false, false) => {
            vec![
                Change::ObtainConsent { scope: of(categories - refused), by: *by },
                Change::LiftRefusal { scope: of(refused), by: *by },
            ]
        }
    }
}

fn contradict(one: &Change, other: &Change) -> bool {
    match (one, other) {
        (Change::EstablishFact { fact, .. }, Change::EstablishFact { fact: same, .. }) => fact == same,
        _ => false,
    }
}

fn is_subset(some: &[Change], all: &[Change]) -> bool {
    some.iter().all(|change| all.contains(change))
}

/// Fewest changes first; of equals, those whose most intrusive change intrudes least.
fn rank(one: &[Change], other: &[Change]) -> Ordering {
    let by_intrusion = || one.iter().rev().map(Change::kind).cmp(other.iter().rev().map(Change::kind));
    one.len().cmp(&other.len()).then_with(by_intrusion).then_with(|| one.cmp(other))
}
