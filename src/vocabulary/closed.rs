//! Closed lists of words: an enum of single words and a set of them, with one name each.

/// Defines a closed list of words as an enum and the set over it.
///
/// The set is a machine word (`bitflags`); the enum's order is the order of every listing.
macro_rules! closed_words {
    (
        $(#[$($enum_meta:tt)*])* enum $word:ident,
        $(#[$($set_meta:tt)*])* set $set:ident: $bits:ty,
        kind $kind:literal,
        $( $(#[$($meta:tt)*])* $variant:ident $flag:ident $name:literal, )+
        $( ; $( $(#[$($group_meta:tt)*])* group $group:ident $group_name:literal = $($member:ident)|+, )+ )?
    ) => {
        $(#[$($enum_meta)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $word {
            $( $(#[$($meta)*])* $variant, )+
        }

        impl $word {
            /// Every word of this kind, in the order of every listing.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// The word's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
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
                match Self::NAMES.iter().position(|name| *name == text) {
                    Some(index) => Ok(Self::ALL[index]),
                    None => Err($crate::vocabulary::NameError::among($kind, text, Self::NAMES.iter().copied())),
                }
            }
        }

        bitflags::bitflags! {
            $(#[$($set_meta)*])*
            #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $set: $bits {
                $( $(#[$($meta)*])* const $flag = 1 << ($word::$variant as u8); )+
            }
        }

        impl $set {
            $( $( $(#[$($group_meta)*])* pub const $group: Self = Self::empty()$(.union(Self::$member))+; )+ )?

            pub(crate) const GROUPS: &'static [(&'static str, Self)] = &[$( $( ($group_name, Self::$group), )+ )?];

            /// The word, or the group of words, that goes by this name.
            ///
            /// # Errors
            ///
            /// Nothing goes by this name.
            pub fn named(name: &str) -> Result<Self, $crate::vocabulary::NameError> {
                let words = $word::ALL.iter().map(|word| (word.name(), Self::from(*word)));
                let all = || words.clone().chain(Self::GROUPS.iter().copied());
                match all().find(|(known, _)| *known == name) {
                    Some((_, set)) => Ok(set),
                    None => Err($crate::vocabulary::NameError::among($kind, name, all().map(|(known, _)| known))),
                }
            }

            /// The words in the set, in the order of every listing.
            pub fn words(self) -> impl Iterator<Item = $word> {
                $word::ALL.iter().copied().filter(move |word| self.contains((*word).into()))
            }
        }

        impl From<$word> for $set {
            fn from(word: $word) -> Self {
                Self::from_bits_retain(1 << (word as u8))
            }
        }

        impl FromIterator<$word> for $set {
            fn from_iter<I: IntoIterator<Item = $word>>(words: I) -> Self {
                words.into_iter().map(Self::from).fold(Self::empty(), Self::union)
            }
        }

        impl std::fmt::Display for $set {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                for (index, word) in self.words().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    f.write_str(word.name())?;
                }
                Ok(())
            }
        }

        impl std::fmt::Debug for $set {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($set))
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

        impl $crate::vocabulary::notation::FromNode for $set {
            fn from_node(
                node: &$crate::vocabulary::notation::Node,
                cx: &mut $crate::vocabulary::notation::Reader<'_>,
            ) -> Option<Self> {
                let sets = $crate::vocabulary::notation::each(node, cx, |node, cx| {
                    let name = $crate::vocabulary::notation::text(node, cx, concat!("the name of a ", $kind))?;
                    $crate::vocabulary::notation::known(Self::named(name), node, cx)
                })?;
                Some(sets.into_iter().fold(Self::empty(), Self::union))
            }
        }

        impl $crate::vocabulary::notation::ToNode for $set {
            fn to_node(&self, out: &mut $crate::vocabulary::notation::Writer<'_>) -> $crate::vocabulary::notation::Node {
                self.words().collect::<Vec<_>>().to_node(out)
            }
        }

        $crate::vocabulary::notation::serde_by_notation!($word, $set);
    };
}

pub(crate) use closed_words;
