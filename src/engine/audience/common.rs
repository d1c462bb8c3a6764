//! What is the same for all people, of a question whose answer depends on a few things about each.

use super::memo::Heard;
use crate::engine::compile::PolicyEngine;
use crate::request::Request;
use crate::subject::{Age, Marks, Moment, People, Processing, Row, Said, covered, is_for};
use crate::vocabulary::{DataCategories, Scope};

pub(super) struct Common {
    pub(super) moment: Moment,
    judged: DataCategories,
    /// Of each scope, what a no and what a yes to it cover of the item.
    covers: Box<[[DataCategories; 2]]>,
    /// Of each scope, whether that is anything.
    is_about: Box<[bool]>,
    /// The marks of those by which a person has to be looked at closer.
    pub(super) marks: Marks,
}

impl Common {
    /// `None` where the answer depends on more about a person than a row tells.
    pub(super) fn of(engine: &PolicyEngine, request: &Request, people: &People) -> Option<Self> {
        let ([item], true) = (request.items(), engine.policy().editions().is_empty()) else { return None };
        let majority = engine.0.policies.iter().map(|policy| policy.terms.age_of_majority);
        let first = majority.clone().next()?;
        // One bit about majority is kept of a person, so all policies have to mean the same by it.
        if majority.clone().any(|years| years != first) {
            return None;
        }
        let last_of_age = Age::last_of_age(request.instant(), first);
        let processing = Processing {
            at: request.instant(),
            categories: item.judged(),
            action: request.action(),
            purpose: request.purpose(),
            recipient: request.recipient(),
            service: item.service(),
        };
        let mut common = Self {
            moment: Moment::new(request.instant(), (first, last_of_age), people.service_number(item.service()))?,
            judged: item.judged(),
            marks: Marks::UNUSUAL,
            covers: vec![[DataCategories::empty(); 2]; people.scopes().len()].into(),
            is_about: vec![false; people.scopes().len()].into(),
        };
        // Most are about something else, and are done with at a glance.
        for (number, scope) in people.scopes().enumerate().filter(|(_, scope)| is_for(scope, &processing)) {
            let [no, yes] = covers(scope, &processing);
            // A yes covers no more than a no.
            if !no.is_empty() {
                common.marks = common.marks.and(Marks::of(number));
                common.covers[number] = [no, yes];
                common.is_about[number] = true;
            }
        }
        Some(common)
    }

    /// Whether what is said may cover anything of the item.
    #[inline(always)]
    pub(super) fn is_about(&self, said: Said) -> bool {
        self.is_about.get(said.scope()).copied().unwrap_or_default()
    }

    /// What a person said about the item.
    pub(super) fn heard(&self, people: &People, row: &Row) -> Heard {
        let (mut open, mut granted, mut refused) = (self.judged, DataCategories::empty(), DataCategories::empty());
        for (place, said) in people.latest_first(row, |said| self.is_about(said)) {
            let covers = self.covers[said.scope()][usize::from(said.is_yes())] & open;
            if !covers.is_empty() && people.is_live(place, said, self.moment.at) {
                *(if said.is_yes() { &mut granted } else { &mut refused }) |= covers;
                open -= covers;
                if open.is_empty() {
                    break;
                }
            }
        }
        match (granted.is_empty(), refused.is_empty(), open.is_empty()) {
            (true, true, _) => Heard::Nothing,
            (false, true, true) => Heard::Yes,
            (true, false, true) => Heard::No,
            _ => Heard::Parted(granted, refused),
        }
    }
}

/// What a no and what a yes to a scope cover.
fn covers(scope: &Scope, processing: &Processing<'_>) -> [DataCategories; 2] {
    let no = covered(scope, true, processing);
    // They differ only towards recipients.
    let is_same = no.is_empty() || scope.recipients().is_none();
    [no, if is_same { no } else { covered(scope, false, processing) }]
}
