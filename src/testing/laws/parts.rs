//! Law 9: the whole and its parts.

use super::broken::Trial;
use super::{Broken, Decider, Law, Tried};
use crate::decision::{Case, Verdict};
use crate::request::{Item, Request};
use crate::testing::generate::All;
use crate::vocabulary::DataCategories;

/// Law 9: a request is denied exactly if one of its single-category requests is. Each of these keeps what the item reveals.
///
/// # Errors
///
/// The law is broken.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::cases;
/// use lawful::testing::laws::a_request_is_denied_exactly_if_a_part_is;
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// proptest!(ProptestConfig::with_cases(8), |(case in cases(&engine))| {
///     a_request_is_denied_exactly_if_a_part_is(&engine, &case)?;
/// });
/// ```
pub fn a_request_is_denied_exactly_if_a_part_is<D: Decider>(decider: &D, case: &Case) -> Result<Tried, Broken> {
    let whole = decider.gist(case);
    let mut parts = whole;
    parts.outcome = Default::default();
    for item in case.request.items() {
        for leaf in item.categories().leaves() {
            let part = decider.gist(&asking(case, vec![part_of(item, leaf)]));
            parts.outcome = parts.outcome.stricter(part.outcome);
        }
    }
    let is_denied = |verdict| verdict == Verdict::Denied;
    let holds = is_denied(whole.outcome.verdict()) == is_denied(parts.outcome.verdict());
    let changed = || "each category is asked about for itself".to_owned();
    Trial::of(Law::DeniedByItsParts, decider, case).says(holds, changed, &whole, &parts)
}

/// Law 9: one more category never lifts a denial. It is added to the first item; the law says nothing about a request that is
/// not denied.
///
/// # Errors
///
/// The law is broken.
pub fn one_more_category_never_lifts_a_denial<D: Decider>(
    decider: &D,
    case: &Case,
    more: DataCategories,
) -> Result<Tried, Broken> {
    let before = decider.gist(case);
    if before.outcome.verdict() != Verdict::Denied {
        return Ok(Tried::OutOfScope);
    }
    let mut items = case.request.items().to_vec();
    for item in items.iter_mut().take(1) {
        *item = part_of(item, item.categories() | more);
    }
    let after = decider.gist(&asking(case, items));
    let changed =
        || format!("the first item holds {} as well", decider.engine().vocabulary().category_names(more).collect::<String>());
    let holds = after.outcome.verdict() == Verdict::Denied;
    Trial::of(Law::WideningNeverLifts, decider, case).says(holds, changed, &before, &after)
}

/// An item of the same history.
fn part_of(item: &Item, categories: DataCategories) -> Item {
    let mut part = Item::of(categories).from(item.origin()).revealing(item.reveals());
    part = item.service().into_iter().fold(part, |part, service| part.in_service(service.as_str()));
    part = item.is_necessary().into_iter().fold(part, Item::necessary);
    part = item.is_published().into_iter().fold(part, Item::published);
    item.is_protected().into_iter().fold(part, Item::protected)
}

/// The case with other items.
fn asking(case: &Case, items: Vec<Item>) -> Case {
    let asked = &case.request;
    let (recipient, purpose, at) = (asked.recipient().cloned(), asked.purpose(), asked.instant());
    // The action has a recipient where the request has one.
    let Ok(mut request) = Request::new(asked.action(), items, recipient, purpose, at) else { return case.clone() };
    request = request.by(asked.actor().clone()).given(All(asked.circumstances().clone()));
    request = asked.function().into_iter().fold(request, Request::in_function);
    request = asked.claims().into_iter().fold(request, Request::claiming);
    Case { request, ..case.clone() }
}
