//! All circumstances of one request, and how their types are made.

use super::{CustomFacts, Period};
use crate::vocabulary::DataCategories;
use crate::vocabulary::notation::{Fields, FromNode, MaybeEmpty, Node, Reader};

/// Defines the types of circumstances, the collection of them, and their notation.
macro_rules! circumstance_types {
    ($(
        $(#[$meta:meta])* $type:ident $slot:ident $name:literal {
            $( $(#[$field_meta:meta])* $field:ident $key:literal: $value:ty, )+
        }
    )+) => {
        $(
            $(#[$meta])*
            ///
            /// A field that is `None` is unknown.
            #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
            pub struct $type {
                $( $(#[$field_meta])* pub $field: Option<$value>, )+
            }

            impl $crate::vocabulary::notation::FromNode for $type {
                fn from_node(
                    node: &$crate::vocabulary::notation::Node,
                    cx: &mut $crate::vocabulary::notation::Reader<'_>,
                ) -> Option<Self> {
                    let mut fields =
                        $crate::vocabulary::notation::Fields::open(node, cx, concat!("a table of what is known about ", $name))?;
                    let read = Self {
                        $( $field: $crate::request::circumstances::Evidence::read(&mut fields, $key, cx), )+
                    };
                    fields.close(cx);
                    Some(read)
                }
            }

            impl $crate::vocabulary::notation::ToNode for $type {
                fn to_node(&self, out: &mut $crate::vocabulary::notation::Writer<'_>) -> $crate::vocabulary::notation::Node {
                    $crate::vocabulary::notation::Table::new()
                        $( .maybe($key, self.$field.as_ref(), out) )+
                        .into()
                }
            }

            $crate::vocabulary::notation::serde_by_notation!($type);

            impl $crate::request::Circumstance for $type {
                fn apply(self, circumstances: &mut $crate::request::Circumstances) {
                    circumstances.$slot = Some(self);
                }
            }
        )+

        /// Everything that is the case around a request. What is `None` does not apply.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Circumstances {
            $( $(#[$meta])* pub $slot: Option<$type>, )+
            /// Facts that the policy declares itself. One that is not given is unknown.
            pub facts: $crate::request::CustomFacts,
        }

        impl Circumstances {
            /// The names of the circumstances, in the order of their bits in [`Circumstances::present`].
            pub(crate) const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// One bit for each circumstance that is given.
            pub(crate) fn present(&self) -> u32 {
                let mut present = 0;
                let mut bit = 1;
                $(
                    present |= if self.$slot.is_some() { bit } else { 0 };
                    bit <<= 1;
                )+
                let _ = bit;
                present
            }

            /// Whether the circumstance of this name is given, and whether this field of it is.
            pub(crate) fn stated(&self, circumstance: &str, field: &str) -> $crate::request::Stated {
                use $crate::request::Stated;
                match (circumstance, field) {
                    $( $( ($name, $key) => match &self.$slot {
                        None => Stated::Absent,
                        Some(given) if given.$field.is_none() => Stated::LeftOut,
                        Some(_) => Stated::Given,
                    }, )+ )+
                    _ => Stated::Absent,
                }
            }
        }

        impl $crate::vocabulary::notation::FromNode for Circumstances {
            fn from_node(
                node: &$crate::vocabulary::notation::Node,
                cx: &mut $crate::vocabulary::notation::Reader<'_>,
            ) -> Option<Self> {
                let mut fields = $crate::vocabulary::notation::Fields::open(node, cx, "a table of circumstances")?;
                let read = Self {
                    $( $slot: fields.optional($name, cx), )+
                    facts: fields.optional("facts", cx).unwrap_or_default(),
                };
                fields.close(cx);
                Some(read)
            }
        }

        impl $crate::vocabulary::notation::ToNode for Circumstances {
            fn to_node(&self, out: &mut $crate::vocabulary::notation::Writer<'_>) -> $crate::vocabulary::notation::Node {
                let facts = Some(&self.facts).filter(|facts| !facts.is_empty());
                $crate::vocabulary::notation::Table::new()
                    $( .maybe($name, self.$slot.as_ref(), out) )+
                    .maybe("facts", facts, out)
                    .into()
            }
        }

        $crate::vocabulary::notation::serde_by_notation!(Circumstances);
    };
}

pub(super) use circumstance_types;

pub use super::circumstance::Circumstances;

/// What a request says in one field of a circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stated {
    /// The whole circumstance is absent: it does not apply.
    Absent,
    /// The field is left out: it is unknown.
    LeftOut,
    /// The field says something.
    Given,
}

/// One circumstance, which can be added to a request.
pub trait Circumstance {
    /// Puts it in its place; one of the same kind that is there already is replaced.
    fn apply(self, circumstances: &mut Circumstances);
}

impl Circumstance for CustomFacts {
    fn apply(self, circumstances: &mut Circumstances) {
        circumstances.facts = self;
    }
}

/// A field of a circumstance.
///
/// Apart from [`FromNode`] for one reason: here a set may be empty. "The law forbids nothing" is something known.
pub(super) trait Evidence: Sized {
    fn read(fields: &mut Fields<'_>, key: &'static str, cx: &mut Reader<'_>) -> Option<Self>;
}

impl Evidence for DataCategories {
    fn read(fields: &mut Fields<'_>, key: &'static str, cx: &mut Reader<'_>) -> Option<Self> {
        fields.optional::<MaybeEmpty>(key, cx).map(|MaybeEmpty(set)| set)
    }
}

macro_rules! plain_evidence {
    ($($type:ty),+ $(,)?) => { $(
        impl Evidence for $type {
            fn read(fields: &mut Fields<'_>, key: &'static str, cx: &mut Reader<'_>) -> Option<Self> {
                fields.optional(key, cx)
            }
        }
    )+ };
}

plain_evidence!(
    bool,
    Vec<Period>,
    super::CookieSetter,
    super::Country,
    super::DemandKind,
    super::InstrumentKind,
    super::MessageKind,
    super::Performance,
    super::Reference,
    super::SubjectRequestKind,
    super::Verification,
    super::ViolationOf,
    crate::vocabulary::Party,
    crate::vocabulary::Role,
);

impl FromNode for Period {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a period, such as { from = 2026-01-01T00:00:00Z }")?;
        let service = fields.optional("service", cx);
        let from = fields.required("from", cx);
        let to = fields.optional("to", cx);
        fields.close(cx);
        Some(Self { service, from: from?, to })
    }
}
