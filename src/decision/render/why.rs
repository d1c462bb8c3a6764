//! Why an answer is as it is: the reasons, as points of a page.

use super::page::Point;
use crate::decision::wording::evidence::{Teller, bound_by};
use crate::decision::wording::question::data;
use crate::decision::wording::reasons::{edition, lacks, verdict};
use crate::decision::wording::text::capital;
use crate::decision::{Explanation, NearPermit, Reason, ReasonKind, Verdict};
use crate::request::Item;
use crate::vocabulary::{DataCategories, quoted};

/// What the points of a page are made with.
struct Writer<'w, 'e, 'a> {
    explanation: &'e Explanation<'a>,
    teller: &'w mut Teller<'e>,
    in_full: bool,
    /// The clauses whose text has been given.
    told: Vec<&'a str>,
    /// The reasons that have been given under the verdict at hand.
    given: Vec<&'e Reason<'a>>,
}

/// For each verdict that categories got, the reasons for it.
pub(super) fn why<'e, 'a>(explanation: &'e Explanation<'a>, teller: &mut Teller<'e>, in_full: bool) -> Vec<Point> {
    let decision = explanation.decision();
    let own: DataCategories = decision.request().items().iter().map(Item::categories).collect();
    let mut writer = Writer { explanation, teller, in_full, told: Vec::new(), given: Vec::new() };
    let mut points = Vec::new();
    for under in [Verdict::Denied, Verdict::Undetermined, Verdict::Permitted, Verdict::NotGoverned] {
        let categories = decision.outcome().under(under);
        if categories.is_empty() {
            continue;
        }
        let revealed = if categories.intersects(own) { "" } else { ", which is only revealed" };
        let mut point = Point::new(format!("{}{revealed}: {}.", writer.named(categories), verdict(under)));
        let mut reasons: Vec<_> = explanation.reasons().iter().filter(|it| it.categories().intersects(categories)).collect();
        // What keeps the answer open comes first.
        reasons.sort_by_key(|reason| reason.missing().next().is_none());
        writer.given.clear();
        point.below = reasons.into_iter().map(|reason| writer.reason(reason, categories)).collect();
        points.push(point);
    }
    points
}

impl<'e, 'a> Writer<'_, 'e, 'a> {
    fn named(&self, categories: DataCategories) -> String {
        capital(&data(categories, self.explanation.decision().vocabulary()))
    }

    fn reason(&mut self, reason: &'e Reason<'a>, under: DataCategories) -> Point {
        if let Some(again) = self.in_another_edition(reason) {
            return again;
        }
        self.given.push(reason);
        let here = reason.categories() & under;
        let only = if here == under { String::new() } else { format!(" (This is about {}.)", self.data(here)) };
        let does = match reason.kind() {
            ReasonKind::PossiblyForbidden => "may forbid it",
            ReasonKind::PossiblyPermitted => "may permit it",
            ReasonKind::Forbidden => "forbids it",
            ReasonKind::Permitted => "permits it",
            ReasonKind::Exempted => "leaves it outside the policy",
            ReasonKind::NothingPermits => return self.nothing_permits(reason, &only),
            ReasonKind::NothingSaid => return Point::new(format!("No rule of the policy speaks of it.{only}")),
        };
        let layer = reason.policy().filter(|policy| *policy != self.explanation.decision().base());
        let of = layer.map_or_else(String::new, |policy| format!(" of the layer {}", quoted(policy)));
        let mut point =
            Point::new(format!("Clause {}{of} {does}{}{only}", reason.clause().unwrap_or_default(), sentence(reason.text())));
        if self.in_full {
            point.below.extend(self.clause(reason));
            if let (Some(version), Some(bound)) = (reason.edition(), reason.bound_by()) {
                point.below.extend(edition(version, bound).map(Point::new));
            }
            let facts = self.teller.facts(reason.facts(), reason.categories());
            point.below.extend(facts.iter().map(|fact| Point::new(capital(&format!("{fact}.")))));
        }
        point
    }

    /// The same rule read in another edition that binds as well: nothing has to be said twice.
    fn in_another_edition(&self, reason: &Reason<'_>) -> Option<Point> {
        let same = |given: &&&Reason<'_>| {
            given.rule() == reason.rule() && given.kind() == reason.kind() && given.categories() == reason.categories()
        };
        let (version, bound, _) = (reason.edition()?, reason.bound_by().and_then(bound_by)?, self.given.iter().find(same)?);
        Some(Point::new(format!(
            "Clause {} says the same in edition {} of the policy, {bound}.",
            reason.clause().unwrap_or_default(),
            quoted(version)
        )))
    }

    fn data(&self, categories: DataCategories) -> String {
        data(categories, self.explanation.decision().vocabulary())
    }

    /// What the register says for the clause, once.
    fn clause(&mut self, reason: &Reason<'a>) -> Option<Point> {
        let (policy, text) = self.explanation.decision().clause_text(reason.policy()?, reason.clause()?)?;
        if self.told.contains(&text) {
            return None;
        }
        self.told.push(text);
        let lead = if reason.policy() == Some(policy) {
            "The clause reads".to_owned()
        } else {
            format!("The layer tightens this clause of {}", quoted(policy))
        };
        Some(Point::new(format!("{lead}: {text}")))
    }

    fn nothing_permits(&mut self, reason: &Reason<'_>, only: &str) -> Point {
        let mut point = Point::new(format!("No rule of the policy permits it, and what none permits is denied.{only}"));
        let shown = if self.in_full { reason.nearest() } else { reason.nearest().get(..1).unwrap_or_default() };
        point.below = shown.iter().map(|near| self.near(near)).collect();
        point
    }

    fn near(&mut self, near: &NearPermit<'_>) -> Point {
        let mut point = Point::new(format!("Clause {} came near{}", near.rule().clause(), sentence(near.rule().text())));
        let lacks = lacks(near, self.explanation.decision().vocabulary(), self.teller);
        match lacks.as_slice() {
            [lack] => point.text.push_str(&format!(" But {lack}.")),
            _ => {
                point.text.push_str(" But:");
                point.below = lacks.iter().map(|lack| Point::new(capital(&format!("{lack}.")))).collect();
            }
        }
        point
    }
}

/// A rule's own sentence, to follow what the rule does; a policy need not give its rules any.
fn sentence(text: &str) -> String {
    if text.is_empty() { ".".to_owned() } else { format!(": {text}") }
}
