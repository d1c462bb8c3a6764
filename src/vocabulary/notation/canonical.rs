//! The one way to write a tree: JSON in the canonical form of RFC 8785, so that its bytes can be hashed.

use super::{Node, Value};

impl Node {
    /// Compact JSON with the keys of every table sorted.
    ///
    /// The notation has no fractional numbers and its keys are ASCII, so sorting by bytes is the order that RFC 8785 asks for.
    pub(crate) fn canonical(mut self) -> String {
        self.sort();
        // A tree of texts, numbers, lists and tables has no part that JSON could refuse.
        serde_json::to_string(&self).unwrap_or_default()
    }

    fn sort(&mut self) {
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(Self::sort),
            Value::Table(entries) => {
                entries.sort_by(|(one, _), (other, _)| one.cmp(other));
                entries.iter_mut().for_each(|(_, node)| node.sort());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_escapes_are_the_short_ones() {
        let inner = Value::Table(vec![("b".into(), Value::Integer(1).into()), ("a".into(), "x\n\"\u{1}é".into())]);
        let outer =
            Value::Table(vec![("z".into(), Value::List(vec![inner.into()]).into()), ("y".into(), Value::Bool(true).into())]);
        assert_eq!(Node::from(outer).canonical(), r#"{"y":true,"z":[{"a":"x\n\"\u0001é","b":1}]}"#);
    }
}
