//! Values that open only for a permit.

use std::fmt;

use uuid::Uuid;

use super::{Closed, Moment, Permit, PurposeType, Released};
use crate::vocabulary::{Action, DataCategories, Purpose, Redacted};

/// A value of personal data, with its categories and whose it is.
///
/// It has neither `Display` nor `Serialize`, so that it cannot slip into a page, a log or a response; `Debug` shows the
/// categories alone:
///
/// ```compile_fail,E0599
/// # use lawful::enforcement::Guarded;
/// # fn leak(email: Guarded<String>) -> String {
/// email.to_string()
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # use lawful::enforcement::Guarded;
/// # fn leak(email: Guarded<String>) -> Result<String, serde_json::Error> {
/// serde_json::to_string(&email)
/// # }
/// ```
///
/// ```
/// # use lawful::enforcement::Guarded;
/// # use lawful::vocabulary::DataCategories;
/// let email = Guarded::new("ada@example.org", DataCategories::EMAIL, Default::default());
/// assert_eq!(format!("{email:?}"), "Guarded { categories: DataCategories(contact.email), value: <redacted>, .. }");
/// ```
///
/// Dropping it does not wipe memory; a value that does so itself, such as `zeroize::Zeroizing<String>`, goes on doing so in here.
pub struct Guarded<T> {
    value: T,
    categories: DataCategories,
    subject: Uuid,
}

/// Values of two people do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the two values belong to different people")]
pub struct OtherPerson;

impl<T> Guarded<T> {
    /// Guards a value from here on.
    pub fn new(value: T, categories: DataCategories, subject: Uuid) -> Self {
        Self { value, categories, subject }
    }

    /// Its categories: what a request for it must name.
    pub fn categories(&self) -> DataCategories {
        self.categories
    }

    /// Whose it is.
    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// Opens it for an action and a purpose, which this line names.
    ///
    /// # Errors
    ///
    /// The permit does not fit, or no longer.
    pub fn open(&self, permit: &Permit, what_for: (Action, Purpose), moment: impl Into<Moment>) -> Result<&T, Closed> {
        permit.check((self.subject, self.categories), what_for, moment)?;
        Ok(&self.value)
    }

    /// Opens it for a part that the permit covers, whatever its other categories: whoever calls this leaves the rest out.
    pub(super) fn open_part(
        &self,
        permit: &Permit,
        categories: DataCategories,
        what_for: (Action, Purpose),
        moment: impl Into<Moment>,
    ) -> Result<&T, Closed> {
        permit.check((self.subject, categories), what_for, moment)?;
        Ok(&self.value)
    }

    /// Opens it for good, and uses the permit up: for what may be done once.
    ///
    /// ```compile_fail,E0382
    /// # use lawful::enforcement::{Closed, Guarded, Permit};
    /// # use lawful::vocabulary::{Action, Instant, Purpose};
    /// # fn twice(email: Guarded<String>, phone: Guarded<String>, permit: Permit, now: Instant) -> Result<(), Closed> {
    /// email.open_once(permit, (Action::Use, Purpose::SERVICE), now)?;
    /// phone.open_once(permit, (Action::Use, Purpose::SERVICE), now)?; // the permit is gone
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// ```
    /// # use lawful::enforcement::{Closed, Guarded, Permit};
    /// # use lawful::vocabulary::{Action, Instant, Purpose};
    /// # fn once(email: Guarded<String>, permit: Permit, now: Instant) -> Result<(), Closed> {
    /// email.open_once(permit, (Action::Use, Purpose::SERVICE), now)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The permit does not fit, or no longer. The value is dropped then: keep a reference and [`open`](Self::open) where that
    /// must not be.
    pub fn open_once(self, permit: Permit, what_for: (Action, Purpose), moment: impl Into<Moment>) -> Result<T, Closed> {
        permit.check((self.subject, self.categories), what_for, moment)?;
        Ok(self.value)
    }

    /// Opens it for a purpose that is a type: what comes out carries it.
    ///
    /// # Errors
    ///
    /// The permit does not fit, or no longer.
    pub fn release<P: PurposeType>(
        self,
        permit: &Permit,
        action: Action,
        moment: impl Into<Moment>,
    ) -> Result<Released<T, P>, Closed> {
        if permit.purpose_name() != P::NAME {
            return Err(Closed::OtherPurpose);
        }
        permit.check((self.subject, self.categories), (action, permit.purpose()), moment)?;
        Ok(Released::new(self.value))
    }

    /// The same by reference, for [`release`](Self::release), [`map`](Self::map) and [`zip`](Self::zip) where the value is to
    /// be kept.
    pub fn as_ref(&self) -> Guarded<&T> {
        Guarded { value: &self.value, categories: self.categories, subject: self.subject }
    }

    /// Works on the value: what comes out is guarded alike. The work sees the value, so it is for computing, and not for
    /// writing it anywhere.
    pub fn map<U>(self, work: impl FnOnce(T) -> U) -> Guarded<U> {
        Guarded { value: work(self.value), categories: self.categories, subject: self.subject }
    }

    /// Puts two values of one person together; the categories are those of both.
    ///
    /// # Errors
    ///
    /// They belong to different people.
    pub fn zip<U>(self, other: Guarded<U>) -> Result<Guarded<(T, U)>, OtherPerson> {
        if self.subject != other.subject {
            return Err(OtherPerson);
        }
        let categories = self.categories | other.categories;
        Ok(Guarded { value: (self.value, other.value), categories, subject: self.subject })
    }

    /// The value without any permit. Look for `danger` in a code base to find every place that does so; the reason is for
    /// whoever reads that place.
    pub fn danger_open_without_permit(&self, reason: &'static str) -> &T {
        let _ = reason;
        &self.value
    }
}

impl<T> fmt::Debug for Guarded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("categories", &self.categories).field("value", &Redacted).finish_non_exhaustive()
    }
}
