//! `Serialize` and `Deserialize` for everything that has a notation.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::super::Vocabulary;
use super::{FromNode, Node, ToNode, Writer, read};

/// Writes with the built-in words; a policy's own word is an error, since it would be lost.
pub(crate) fn serialized<S: Serializer>(value: &impl ToNode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = Writer::new(Vocabulary::builtin());
    let node = value.to_node(&mut out);
    if out.is_nameless() {
        return Err(S::Error::custom("a policy's own word can only be written with the vocabulary of that policy"));
    }
    node.serialize(serializer)
}

/// Reads with the built-in words.
pub(crate) fn deserialized<'de, T: FromNode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let node = Node::deserialize(deserializer)?;
    read(&node, Vocabulary::builtin()).map_err(D::Error::custom)
}

/// Implements `Serialize` and `Deserialize` through the notation, with the built-in words.
macro_rules! serde_by_notation {
    ($($type:ty),+ $(,)?) => { $(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::vocabulary::notation::serialized(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::vocabulary::notation::deserialized(deserializer)
            }
        }
    )+ };
}

pub(crate) use serde_by_notation;
