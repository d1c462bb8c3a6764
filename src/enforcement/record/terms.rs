//! On which terms a record is disclosed.

use super::Field;
use super::field::Kind;
use crate::enforcement::Permit;

/// What stands in the place of a field that is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Withhold {
    /// Nothing, not even its name.
    Omit,
    /// Its name, and no value: `null` in JSON, an empty cell in CSV.
    Null,
    /// Its name, and the text [`MASK`](Self::MASK).
    Mask,
}

impl Withhold {
    /// What a masked field says.
    pub const MASK: &'static str = "[withheld]";
}

/// The permit by which a record is written. Only [`disclose`](super::disclose) makes any, after it checked the permit.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    pub(super) permit: &'a Permit,
    pub(super) withhold: Withhold,
}

impl Terms<'_> {
    /// Whether a field goes out.
    #[doc(hidden)]
    #[inline]
    pub fn shows(&self, field: &Field) -> bool {
        match &field.kind {
            Kind::Data { built_in, custom, .. } => self.permit.covers(*built_in, custom),
            Kind::Nested { fields, is_flat } => *is_flat || self.show_some(fields),
            Kind::Nobodys => true,
        }
    }

    /// Whether some data of a nested record goes out, or there is none in it that could not.
    fn show_some(&self, fields: &[Field]) -> bool {
        let mut is_data = false;
        self.shows_data(fields, &mut is_data) || !is_data
    }

    fn shows_data(&self, fields: &[Field], is_data: &mut bool) -> bool {
        fields.iter().any(|field| match &field.kind {
            Kind::Data { .. } => {
                *is_data = true;
                self.shows(field)
            }
            Kind::Nested { fields, .. } => self.shows_data(fields, is_data),
            Kind::Nobodys => false,
        })
    }

    /// How many fields of a record stand there.
    pub(super) fn count(&self, fields: &[Field]) -> usize {
        match self.withhold {
            Withhold::Omit => fields.iter().filter(|field| self.shows(field)).count(),
            Withhold::Null | Withhold::Mask => fields.len(),
        }
    }
}

/// The fields with data, also in nested records.
pub(super) fn leaves(field: &Field) -> Box<dyn Iterator<Item = &Field> + '_> {
    match &field.kind {
        Kind::Data { .. } => Box::new(std::iter::once(field)),
        Kind::Nested { fields, .. } => Box::new(fields.iter().flat_map(leaves)),
        Kind::Nobodys => Box::new(std::iter::empty()),
    }
}
