//! Writing a record, field by field, straight into a serializer.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::personal::PersonalFields;
use super::terms::{Terms, Withhold};
use super::{Field, Personal};

/// Where the fields of a record go.
pub trait FieldWriter {
    /// The error of the serializer.
    type Error;

    /// Writes a field.
    fn field<T: Serialize + ?Sized>(&mut self, field: &Field, value: &T) -> Result<(), Self::Error>;

    /// Leaves a field out.
    fn skip(&mut self, field: &Field) -> Result<(), Self::Error>;
}

pub struct InStruct<S>(S);

impl<S: SerializeStruct> FieldWriter for InStruct<S> {
    type Error = S::Error;

    fn field<T: Serialize + ?Sized>(&mut self, field: &Field, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(field.name(), value)
    }

    fn skip(&mut self, field: &Field) -> Result<(), S::Error> {
        self.0.skip_field(field.name())
    }
}

pub struct InMap<M>(M);

impl<M: SerializeMap> FieldWriter for InMap<M> {
    type Error = M::Error;

    fn field<T: Serialize + ?Sized>(&mut self, field: &Field, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(field.name(), value)
    }

    fn skip(&mut self, _: &Field) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Writes a record as the struct that it is.
pub fn write_struct<T: PersonalFields, S: Serializer>(
    record: &T,
    name: &'static str,
    terms: &Terms<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let count = terms.count(T::FIELDS) - record.left_out(terms);
    let mut fields = InStruct(serializer.serialize_struct(name, count)?);
    record.write_fields(terms, &mut fields)?;
    fields.0.end()
}

/// Writes a record with flattened fields, which is a map to serde.
pub fn write_map<T: PersonalFields, S: Serializer>(
    record: &T,
    _: &'static str,
    terms: &Terms<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut fields = InMap(serializer.serialize_map(None)?);
    record.write_fields(terms, &mut fields)?;
    fields.0.end()
}

/// Writes a field that is a value.
#[inline]
pub fn leaf<T: Serialize + ?Sized, W: FieldWriter>(
    terms: &Terms<'_>,
    field: &Field,
    value: &T,
    into: &mut W,
) -> Result<(), W::Error> {
    if terms.shows(field) { into.field(field, value) } else { withhold(terms, field, into) }
}

/// Writes a field that is a record.
#[inline]
pub fn nested<T: Personal + ?Sized, W: FieldWriter>(
    terms: &Terms<'_>,
    field: &Field,
    record: &T,
    into: &mut W,
) -> Result<(), W::Error> {
    if terms.shows(field) { into.field(field, &Nested(record, terms)) } else { withhold(terms, field, into) }
}

fn withhold<W: FieldWriter>(terms: &Terms<'_>, field: &Field, into: &mut W) -> Result<(), W::Error> {
    match terms.withhold {
        Withhold::Omit => into.skip(field),
        Withhold::Null => into.field(field, &None::<()>),
        Withhold::Mask => into.field(field, Withhold::MASK),
    }
}

/// A record on its way, with the terms.
pub(super) struct Nested<'a, T: ?Sized>(pub(super) &'a T, pub(super) &'a Terms<'a>);

impl<T: Personal + ?Sized> Serialize for Nested<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(self.1, serializer)
    }
}
