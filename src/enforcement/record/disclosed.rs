//! What is disclosed of a record.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use super::terms::Terms;
use super::withheld::withheld;
use super::{Personal, Record, Withheld, Withhold};
use crate::enforcement::{Closed, Guarded, Moment, Permit};
use crate::vocabulary::{Action, DataCategories, Purpose, Redacted};

/// What a permit lets out of a record: `Serialize` writes that and nothing else, each field by its own `Serialize`.
///
/// `Debug` shows neither data nor whose it is. It is made by [`disclose`] or by [`Guarded::disclose`], and borrows the permit
/// that was checked then: write it at once.
pub struct Disclosed<'a, T: ?Sized> {
    record: &'a T,
    terms: Terms<'a>,
}

/// Discloses what a permit covers of a record, for an action and a purpose that this line names; `withhold` says what stands in
/// the place of the rest.
///
/// The permit may cover less than the record has, or none of it: see [`Permit::for_permitted_part`]. The
/// [module](crate::enforcement::record) has an example.
///
/// # Errors
///
/// The permit is for another person, action or purpose, or not for this moment.
pub fn disclose<'a, T: Record + ?Sized>(
    record: &'a T,
    permit: &'a Permit,
    what_for: (Action, Purpose),
    moment: impl Into<Moment>,
    withhold: Withhold,
) -> Result<Disclosed<'a, T>, Closed> {
    permit.check((record.subject(), DataCategories::empty()), what_for, moment)?;
    Ok(Disclosed { record, terms: Terms { permit, withhold } })
}

impl<T: Personal> Guarded<T> {
    /// Discloses what a permit covers of a record that does not say itself whose it is; otherwise like [`disclose`]. Categories
    /// that it is guarded for, but that none of its fields has, must be permitted.
    ///
    /// # Errors
    ///
    /// The permit is for another person, action or purpose, or not for this moment, or does not cover such a category.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "derive")] {
    /// # use lawful::enforcement::{Closed, Guarded, Permit, Personal, Withhold};
    /// # use lawful::vocabulary::{Action, Instant, Purpose};
    /// #[derive(Personal)]
    /// struct Order {
    ///     #[personal("activity.orders")]
    ///     article: String,
    ///     #[personal("contact.address")]
    ///     address: String,
    /// }
    ///
    /// fn to_the_parcel_service(orders: &Guarded<Vec<Order>>, permit: &Permit, now: Instant) -> Result<String, Box<dyn std::error::Error>> {
    ///     let seen = orders.disclose(permit, (Action::Disclose, Purpose::SERVICE), now, Withhold::Omit)?;
    ///     Ok(serde_json::to_string(&seen)?)
    /// }
    /// # }
    /// ```
    pub fn disclose<'a>(
        &'a self,
        permit: &'a Permit,
        what_for: (Action, Purpose),
        moment: impl Into<Moment>,
        withhold: Withhold,
    ) -> Result<Disclosed<'a, T>, Closed> {
        let of_fields = T::FIELDS.iter().flat_map(super::terms::leaves).map(super::Field::built_in);
        let beyond = of_fields.fold(self.categories(), DataCategories::difference);
        let record = self.open_part(permit, beyond, what_for, moment)?;
        Ok(Disclosed { record, terms: Terms { permit, withhold } })
    }
}

impl<T: Personal + ?Sized> Disclosed<'_, T> {
    /// What is withheld and why, field by field, whatever they hold.
    #[must_use]
    pub fn withheld(&self) -> Vec<Withheld> {
        withheld(T::FIELDS, self.terms.permit)
    }
}

impl<T: Personal + ?Sized> Serialize for Disclosed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.record.write(&self.terms, serializer)
    }
}

impl<T: ?Sized> fmt::Debug for Disclosed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disclosed").field("record", &Redacted).field("permit", self.terms.permit).finish_non_exhaustive()
    }
}
