//! Values that were released for a purpose.

use std::fmt;
use std::marker::PhantomData;

use super::PurposeType;
use crate::vocabulary::Redacted;

/// A value that was released for the purpose `P`, and says so in the signature of whoever takes it.
///
/// ```compile_fail,E0308
/// use lawful::enforcement::{Released, purpose};
///
/// fn tell_the_partner(email: Released<String, purpose::PartnerPromotion>) {}
///
/// # fn misuse(email: Released<String, purpose::Transaction>) {
/// tell_the_partner(email); // released for a transaction
/// # }
/// ```
///
/// ```
/// use lawful::enforcement::{Released, purpose};
///
/// fn tell_the_partner(email: Released<String, purpose::PartnerPromotion>) {}
///
/// # fn well(email: Released<String, purpose::PartnerPromotion>) {
/// tell_the_partner(email);
/// # }
/// ```
///
/// `Debug` shows the purpose, not the value.
pub struct Released<T, P> {
    value: T,
    purpose: PhantomData<fn() -> P>,
}

impl<T, P: PurposeType> Released<T, P> {
    pub(super) fn new(value: T) -> Self {
        Self { value, purpose: PhantomData }
    }

    /// The value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// The value, which from here on says nothing about its purpose any more.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, P: PurposeType> fmt::Debug for Released<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Released").field("purpose", &P::NAME).field("value", &Redacted).finish()
    }
}
