//! What was withheld, and why.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Field;
use super::field::Kind;
use crate::decision::Verdict;
use crate::enforcement::Permit;
use crate::vocabulary::DataCategories;

/// A field that is withheld. There is no data in it; it can be logged, or told to whoever asked.
///
/// Serialised: `{"path":"address.street","categories":["contact.address"],"because":"denied"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The names of the field and of those around it, joined by dots; elements of lists have no number.
    pub path: String,
    /// The names of its categories.
    pub categories: Vec<&'static str>,
    /// Why.
    pub because: Because,
}

/// Why a field is withheld: the strictest answer to one of its categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Because {
    /// It may not be done.
    Denied,
    /// It depends on what is not known.
    Undetermined,
    /// The request did not ask about it.
    NotAsked,
    /// The policy does not govern it, so no permit covers it: whether it goes out must be settled elsewhere.
    NotGoverned,
}

impl Because {
    /// A stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Undetermined => "undetermined",
            Self::NotAsked => "not-asked",
            Self::NotGoverned => "not-governed",
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}): {}", self.path, self.categories.join(", "), self.because)
    }
}

impl Serialize for Withheld {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Withheld", 3)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("categories", &self.categories)?;
        fields.serialize_field("because", self.because.code())?;
        fields.end()
    }
}

pub(super) fn withheld(fields: &[Field], permit: &Permit) -> Vec<Withheld> {
    let mut found = Vec::new();
    gather(fields, "", permit, &mut found);
    found
}

fn gather(fields: &[Field], around: &str, permit: &Permit, found: &mut Vec<Withheld>) {
    for field in fields {
        let path = || format!("{around}{}", field.name());
        match field.kind {
            Kind::Data { built_in, custom, .. } => {
                if let Some(because) = because(permit, built_in, custom) {
                    let names = built_in.leaves().filter_map(|leaf| DataCategories::LEAVES.get(leaf.place()).copied());
                    let categories = names.chain(custom.iter().copied()).collect();
                    found.push(Withheld { path: path(), categories, because });
                }
            }
            Kind::Nested { fields, is_flat: true } => gather(fields, around, permit, found),
            Kind::Nested { fields, is_flat: false } => gather(fields, &(path() + "."), permit, found),
            Kind::Nobodys => {}
        }
    }
}

/// `None` where the permit covers it.
fn because(permit: &Permit, built_in: DataCategories, custom: &[&str]) -> Option<Because> {
    if permit.covers(built_in, custom) {
        return None;
    }
    let answers =
        || built_in.leaves().map(|leaf| permit.answer_to(leaf)).chain(custom.iter().map(|name| permit.answer_to_custom(name)));
    let is = |verdict: Option<Verdict>| answers().any(|answer| answer == verdict);
    Some(if is(Some(Verdict::Denied)) {
        Because::Denied
    } else if is(Some(Verdict::Undetermined)) {
        Because::Undetermined
    } else if is(None) {
        Because::NotAsked
    } else {
        Because::NotGoverned
    })
}
