//! Small closed lists of words that never form sets.

/// Defines an enum whose values have names, with reading, writing and serde.
macro_rules! word_enum {
    (
        $(#[$enum_meta:meta])* $word:ident, $kind:literal,
        $( $(#[$meta:meta])* $variant:ident $name:literal, )+
    ) => {
        $(#[$enum_meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $word {
            $( $(#[$meta])* $variant, )+
        }

        impl $word {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The value's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $name, )+
                }
            }
        }

        impl std::fmt::Display for $word {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $word {
            type Err = $crate::vocabulary::NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let word = Self::ALL.iter().find(|word| word.name() == text);
                word.copied().ok_or_else(|| {
                    $crate::vocabulary::NameError::among($kind, text, Self::ALL.iter().map(|word| word.name()))
                })
            }
        }

        impl $crate::vocabulary::notation::FromNode for $word {
            fn from_node(
                node: &$crate::vocabulary::notation::Node,
                cx: &mut $crate::vocabulary::notation::Reader<'_>,
            ) -> Option<Self> {
                $crate::vocabulary::notation::parsed(node, cx, concat!("the name of a ", $kind))
            }
        }

        impl $crate::vocabulary::notation::ToNode for $word {
            fn to_node(&self, _: &mut $crate::vocabulary::notation::Writer<'_>) -> $crate::vocabulary::notation::Node {
                self.name().into()
            }
        }

        $crate::vocabulary::notation::serde_by_notation!($word);
    };
}

pub(crate) use word_enum;
