//! Records, and what holds them.

use std::sync::Arc;

use serde::ser::{SerializeSeq, Serializer};
use uuid::Uuid;

use super::Field;
use super::items::{categories, items};
use super::terms::Terms;
use super::writer::{FieldWriter, Nested};
use crate::request::Item;
use crate::vocabulary::{DataCategories, NameError, Vocabulary};

/// A record of personal data, whose fields say which data they are.
///
/// It is derived, with the feature `derive`: the [module](crate::enforcement::record) shows how, and the macro of the same name
/// lists its marks.
/// An `Option`, `Vec`, slice, array, `Box`, `Arc` or reference of a record is one, too; a record that holds itself is none.
///
/// A field without a mark does not compile:
///
/// ```compile_fail
/// # use lawful::enforcement::Personal;
/// #[derive(Personal)]
/// struct Profile {
///     email: String,
/// }
/// ```
///
/// With one it does:
///
/// ```
/// # #[cfg(feature = "derive")] {
/// # use lawful::enforcement::Personal;
/// #[derive(Personal)]
/// struct Profile {
///     #[personal("contact.email")]
///     email: String,
/// }
/// # }
/// ```
///
/// A map is no record, as its keys have no marks:
///
/// ```compile_fail,E0277
/// # use std::collections::HashMap;
/// # use lawful::enforcement::Personal;
/// # fn is_record<T: Personal>() {}
/// # fn check<T: Personal>() {
/// is_record::<HashMap<String, T>>();
/// # }
/// ```
///
/// A list is one:
///
/// ```
/// # use lawful::enforcement::Personal;
/// # fn is_record<T: Personal>() {}
/// # fn check<T: Personal>() {
/// is_record::<Vec<Option<T>>>();
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no record of personal data",
    label = "this is no record",
    note = "derive `Personal` for it, or mark the field that holds it with its categories"
)]
pub trait Personal {
    /// The fields, in the order in which they are written.
    const FIELDS: &'static [Field];

    /// The categories of all fields: what a request must ask about for the whole record to go out.
    ///
    /// # Errors
    ///
    /// A custom category is not declared by the policy; the error names the nearest that is.
    fn categories(vocabulary: &Vocabulary) -> Result<DataCategories, NameError> {
        categories(Self::FIELDS, vocabulary)
    }

    /// The same as items for a request, one for each origin, in the order of the fields.
    ///
    /// # Errors
    ///
    /// A custom category is not declared by the policy; the error names the nearest that is.
    fn items(vocabulary: &Vocabulary) -> Result<Vec<Item>, NameError> {
        items(Self::FIELDS, vocabulary)
    }

    /// For derived code. Nobody else can make terms.
    #[doc(hidden)]
    fn write<S: Serializer>(&self, terms: &Terms<'_>, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A record with the id of the person whom it is about: one of its fields is marked `subject`.
///
/// What does not say whom it is about is not disclosed by itself:
///
/// ```compile_fail,E0277
/// # use lawful::enforcement::{Closed, Permit, Personal, Withhold, disclose};
/// # use lawful::vocabulary::{Action, Instant, Purpose};
/// # fn misuse<T: Personal>(place: T, permit: Permit, now: Instant) -> Result<(), Closed> {
/// disclose(&place, &permit, (Action::Use, Purpose::SERVICE), now, Withhold::Omit)?;
/// # Ok(())
/// # }
/// ```
///
/// It is out of a [`Guarded`](crate::enforcement::Guarded), which does say so:
///
/// ```
/// # use lawful::enforcement::{Closed, Guarded, Permit, Personal, Withhold};
/// # use lawful::vocabulary::{Action, Instant, Purpose};
/// # fn well<T: Personal>(place: Guarded<T>, permit: Permit, now: Instant) -> Result<(), Closed> {
/// place.disclose(&permit, (Action::Use, Purpose::SERVICE), now, Withhold::Omit)?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whom it is about",
    note = "mark the field with the id of the person `#[personal(subject, …)]`, or keep the record in a `Guarded`, which knows"
)]
pub trait Record: Personal {
    /// Whom it is about.
    fn subject(&self) -> Uuid;
}

/// A record whose fields can be written among those of another.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened: it is no struct that derives `Personal`",
    note = "derive `Personal` for it, or leave out `flatten`"
)]
pub trait PersonalFields: Personal {
    /// How many fields that would be shown are left out because of their value.
    fn left_out(&self, terms: &Terms<'_>) -> usize;

    fn write_fields<W: FieldWriter>(&self, terms: &Terms<'_>, into: &mut W) -> Result<(), W::Error>;
}

impl<T: Personal> Personal for Option<T> {
    const FIELDS: &'static [Field] = T::FIELDS;

    fn write<S: Serializer>(&self, terms: &Terms<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(record) => serializer.serialize_some(&Nested(record, terms)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Personal> Personal for [T] {
    const FIELDS: &'static [Field] = T::FIELDS;

    fn write<S: Serializer>(&self, terms: &Terms<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for record in self {
            list.serialize_element(&Nested(record, terms))?;
        }
        list.end()
    }
}

/// What is written as what it holds.
macro_rules! written_as_inside {
    ($( ($($generics:tt)*) $holder:ty, $inside:ty; )+) => {
        $(
            impl<$($generics)*> Personal for $holder {
                const FIELDS: &'static [Field] = <$inside as Personal>::FIELDS;

                fn write<S: Serializer>(&self, terms: &Terms<'_>, serializer: S) -> Result<S::Ok, S::Error> {
                    <$inside as Personal>::write(self, terms, serializer)
                }
            }
        )+
    };
}

written_as_inside! {
    (T: Personal) Vec<T>, [T];
    (T: Personal, const N: usize) [T; N], [T];
    (T: Personal + ?Sized) Box<T>, T;
    (T: Personal + ?Sized) Arc<T>, T;
    (T: Personal + ?Sized) &T, T;
}
