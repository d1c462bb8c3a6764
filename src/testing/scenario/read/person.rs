//! The person of a case: what may be left out is filled in, and grants that have names are found by them.

use std::collections::BTreeMap;

use uuid::{Builder, Uuid};

use super::tree::{entry, entry_mut, put, remove};
use crate::vocabulary::NameError;
use crate::vocabulary::notation::{Node, Reader, Value};

/// An id made from a name, the same every time.
pub(super) fn derived_id(name: &str) -> Node {
    // Two halves of FNV-1a in 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>), the second over what the first ends with.
    let half = |start: u64| name.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let first = half(0xcbf2_9ce4_8422_2325);
    let bytes = Uuid::from_u64_pair(first, half(first)).into_bytes();
    Builder::from_custom_bytes(bytes).into_uuid().to_string().as_str().into()
}

/// The person with every id, without the names of grants.
pub(super) fn completed(subject: &Node, cx: &mut Reader<'_>) -> Node {
    let mut subject = subject.clone();
    if entry(&subject, "id").is_none() {
        put(&mut subject, "id", derived_id("person"));
    }
    if let Some(Node { value: Value::List(choices), .. }) = entry_mut(&mut subject, "choices") {
        cx.at_key("choices", |cx| complete_choices(choices, cx));
    }
    subject
}

fn complete_choices(choices: &mut Vec<Node>, cx: &mut Reader<'_>) {
    let mut ids: BTreeMap<String, Node> = BTreeMap::new();
    for (index, choice) in choices.iter_mut().enumerate() {
        for kind in ["grant", "refuse"] {
            let Some(said) = entry_mut(choice, kind) else { continue };
            let name = match remove(said, "name") {
                Some(Node { value: Value::Text(name), .. }) => Some(name),
                Some(node) => {
                    cx.at_index(index, |cx| cx.report(&node, format!("expected the name of the choice, found {}", node.kind())));
                    None
                }
                None => None,
            };
            let twice = name.as_ref().filter(|name| ids.contains_key(*name));
            if let Some(name) = twice {
                cx.at_index(index, |cx| cx.report_bad(said, "two choices have the same name", name));
            }
            let name = name.as_ref().filter(|_| twice.is_none());
            if entry(said, "id").is_none() {
                put(said, "id", derived_id(name.unwrap_or(&format!("{kind} {index}"))));
            }
            if let (Some(name), Some(id)) = (name, entry(said, "id")) {
                ids.insert(name.clone(), id.clone());
            }
        }
    }
    let mut strange = Vec::new();
    for (index, choice) in choices.iter_mut().enumerate() {
        let Some(withdraws) = entry_mut(choice, "refuse").and_then(|refusal| entry_mut(refusal, "withdraws")) else { continue };
        let Value::Text(name) = &withdraws.value else { continue };
        match ids.get(name) {
            Some(id) => withdraws.value = id.value.clone(),
            None if Uuid::try_parse(name).is_ok() => {}
            None => {
                let error = NameError::new("grant", name, ids.keys().map(String::as_str));
                cx.at_index(index, |cx| cx.report_name(withdraws, &error));
                strange.push(index);
            }
        }
    }
    // Without them, so that the same mistake is not found a second time.
    for index in strange.into_iter().rev() {
        choices.remove(index);
    }
}
