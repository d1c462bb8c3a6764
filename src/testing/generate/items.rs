//! Items of data.

use proptest::collection::vec;
use proptest::prelude::*;

use super::limits::Limits;
use super::pick::{Pick, pick, seldom, told};
use super::pool::{Guide, Pool};
use crate::request::Item;
use crate::vocabulary::DataCategories;

/// What becomes an item once it is known which rule it leans on.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    categories: Vec<Pick>,
    origin: Pick,
    service: Option<Pick>,
    reveals: Option<Pick>,
    necessary: Option<bool>,
    published: Option<bool>,
    protected: Option<bool>,
}

pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let published = proptest::option::weighted(0.6, super::pick::often(15));
    let parts = (vec(pick(80), 1..=3), pick(75), seldom(50, pick(0)), seldom(10, pick(0)), told(), published, told());
    parts.prop_map(|(categories, origin, service, reveals, necessary, published, protected)| Draft {
        categories,
        origin,
        service,
        reveals,
        necessary,
        published,
        protected,
    })
}

impl Draft {
    /// The item; `None` where no category is allowed.
    pub(super) fn item(self, guide: &Guide, limits: &Limits, pool: &Pool) -> Option<Item> {
        let allowed = limits.categories(&pool.categories);
        let fitting = limits.categories(&guide.categories);
        let set: DataCategories = self.categories.iter().filter_map(|pick| pick.of(&fitting, &allowed)).collect();
        if set.is_empty() {
            return None;
        }
        let mut item = Item::of(set).from(self.origin.of(&limits.origins(&guide.origins), &limits.all_origins())?);
        if let Some(service) = self.service.and_then(|pick| limits.service(pick, pool)) {
            item = item.in_service(&service);
        }
        if let Some(category) = self.reveals.and_then(|pick| pick.among(&limits.categories(&pool.sensitive))) {
            item = item.revealing(category);
        }
        item = self.necessary.into_iter().fold(item, Item::necessary);
        item = self.published.into_iter().fold(item, Item::published);
        Some(self.protected.into_iter().fold(item, Item::protected))
    }
}
