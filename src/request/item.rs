//! Items: the data that a request is about.

use crate::vocabulary::{DataCategories, Origin, Service};

/// An item: data of some categories with one history.
///
/// What is not said about it is unknown, except that an item is taken to belong to no service and to reveal nothing unless said
/// otherwise. An item without categories has nothing to judge, so it never makes a request permitted.
///
/// # Example
///
/// ```
/// use lawful::request::Item;
/// use lawful::vocabulary::{DataCategories, Origin};
///
/// let photo = Item::of(DataCategories::PHOTO)
///     .from(Origin::Publication)
///     .revealing(DataCategories::RELIGION)
///     .in_service("forum")
///     .published(true);
/// assert_eq!(photo.judged(), DataCategories::PHOTO | DataCategories::RELIGION);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    pub(super) categories: DataCategories,
    pub(super) origin: Origin,
    pub(super) service: Option<Service>,
    pub(super) reveals: DataCategories,
    pub(super) necessary: Option<bool>,
    pub(super) published: Option<bool>,
    pub(super) protected: Option<bool>,
}

impl Item {
    /// An item of these categories.
    #[must_use]
    pub fn of(categories: DataCategories) -> Self {
        Self {
            categories,
            origin: Origin::Unknown,
            service: None,
            reveals: DataCategories::empty(),
            necessary: None,
            published: None,
            protected: None,
        }
    }

    /// Says where it came from.
    #[must_use]
    pub fn from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// Says which service it belongs to.
    #[must_use]
    pub fn in_service(self, service: &str) -> Self {
        Self { service: Some(service.into()), ..self }
    }

    /// Says which categories can be learnt from it beside its own.
    #[must_use]
    pub fn revealing(self, categories: DataCategories) -> Self {
        Self { reveals: categories, ..self }
    }

    /// Says whether the function, service, request or transaction at hand needs it.
    #[must_use]
    pub fn necessary(self, necessary: bool) -> Self {
        Self { necessary: Some(necessary), ..self }
    }

    /// Says whether the person published it on the platform, to everyone, and it is still up.
    #[must_use]
    pub fn published(self, published: bool) -> Self {
        Self { published: Some(published), ..self }
    }

    /// Says whether it is kept under the required safeguard, such as an encrypted password.
    #[must_use]
    pub fn protected(self, protected: bool) -> Self {
        Self { protected: Some(protected), ..self }
    }

    /// Its own categories.
    #[must_use]
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// What it only reveals, apart from its own categories.
    #[must_use]
    pub fn reveals(&self) -> DataCategories {
        self.reveals
    }

    /// Everything that is judged: its own categories and what it reveals.
    #[must_use]
    pub fn judged(&self) -> DataCategories {
        self.categories | self.reveals
    }

    /// Where it came from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The service that it belongs to.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        self.service.as_ref()
    }

    /// Whether it is said to be necessary.
    #[must_use]
    pub fn is_necessary(&self) -> Option<bool> {
        self.necessary
    }

    /// Whether it is said to be published.
    #[must_use]
    pub fn is_published(&self) -> Option<bool> {
        self.published
    }

    /// Whether it is said to be protected.
    #[must_use]
    pub fn is_protected(&self) -> Option<bool> {
        self.protected
    }
}

impl From<DataCategories> for Item {
    fn from(categories: DataCategories) -> Self {
        Self::of(categories)
    }
}
