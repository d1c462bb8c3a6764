//! The fields of a record.

use crate::vocabulary::{DataCategories, Origin};

/// A field of a record, and which data it is.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use lawful::enforcement::Personal;
/// use lawful::vocabulary::DataCategories;
///
/// #[derive(Personal)]
/// struct Profile {
///     #[personal("contact.email")]
///     email: String,
/// }
///
/// let [email] = Profile::FIELDS else { panic!() };
/// assert_eq!((email.name(), email.built_in()), ("email", DataCategories::EMAIL));
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Field {
    name: &'static str,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Data { built_in: DataCategories, custom: &'static [&'static str], origin: Origin },
    Nested { fields: &'static [Field], is_flat: bool },
    Nobodys,
}

impl Field {
    /// Its name, as it is written.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its built-in categories; of a nested record none, see its [fields](Self::fields).
    #[must_use]
    pub fn built_in(&self) -> DataCategories {
        match self.kind {
            Kind::Data { built_in, .. } => built_in,
            Kind::Nested { .. } | Kind::Nobodys => DataCategories::empty(),
        }
    }

    /// The names of its categories that a policy declares itself.
    #[must_use]
    pub fn custom(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Data { custom, .. } => custom,
            Kind::Nested { .. } | Kind::Nobodys => &[],
        }
    }

    /// Where its data comes from; `None` where it is no data itself.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        match self.kind {
            Kind::Data { origin, .. } => Some(origin),
            Kind::Nested { .. } | Kind::Nobodys => None,
        }
    }

    /// The fields of a nested record.
    #[must_use]
    pub fn fields(&self) -> &'static [Self] {
        match self.kind {
            Kind::Nested { fields, .. } => fields,
            Kind::Data { .. } | Kind::Nobodys => &[],
        }
    }
}

/// For derived code.
#[doc(hidden)]
impl Field {
    pub const fn data(name: &'static str, built_in: DataCategories, custom: &'static [&'static str], origin: Origin) -> Self {
        Self { name, kind: Kind::Data { built_in, custom, origin } }
    }

    pub const fn nested(name: &'static str, fields: &'static [Self]) -> Self {
        Self { name, kind: Kind::Nested { fields, is_flat: false } }
    }

    pub const fn flattened(name: &'static str, fields: &'static [Self]) -> Self {
        Self { name, kind: Kind::Nested { fields, is_flat: true } }
    }

    pub const fn nobodys(name: &'static str) -> Self {
        Self { name, kind: Kind::Nobodys }
    }
}
