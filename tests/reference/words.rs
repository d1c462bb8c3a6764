//! The words: categories with their groups, actions with theirs, and the custom words of the policies.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::{get, strings};

/// The built-in leaves, by group; a star marks those that are sensitive.
const CATEGORIES: [(&str, &[&str]); 14] = [
    ("identity", &["name", "account-name", "birth-date", "photo", "document*"]),
    ("contact", &["email", "phone", "address"]),
    ("credential", &["password"]),
    ("technical", &["ip-address", "browser", "language", "access-time", "device", "page-views", "crash-report", "log"]),
    ("cookie", &["identifier", "content"]),
    ("activity", &["orders", "messages", "interests", "search-keywords", "posts", "social"]),
    ("location", &["whereabouts*"]),
    ("demographic", &["race*", "religion*"]),
    ("health", &["medical*"]),
    ("biometric", &["identifier*"]),
    ("financial", &["property*", "payment*"]),
    ("minor", &["information*"]),
    ("enforcement", &["violation", "measure"]),
    ("complaint", &["intellectual-property"]),
];

/// The actions that keep data with the actor: they have no recipient.
const WITHOUT_RECIPIENT: [&str; 9] =
    ["collect", "use", "store", "access", "edit", "set-cookie", "read-cookie", "erase", "cancel"];

/// The words of a policy and all its layers: the built-in ones and theirs, merged by name.
pub struct Words {
    leaves: BTreeSet<String>,
    sensitive: BTreeSet<String>,
    facts: BTreeSet<String>,
}

impl Words {
    /// The union of the built-in words and those that the policies declare.
    pub fn of<'a>(policies: impl IntoIterator<Item = &'a Value>) -> Words {
        let mut words = Words { leaves: BTreeSet::new(), sensitive: BTreeSet::new(), facts: BTreeSet::new() };
        for (group, leaves) in CATEGORIES {
            for leaf in leaves {
                let name = format!("{group}.{}", leaf.trim_end_matches('*'));
                if leaf.ends_with('*') {
                    words.sensitive.insert(name.clone());
                }
                words.leaves.insert(name);
            }
        }
        let declared: Vec<&Value> = policies.into_iter().filter_map(|policy| get(policy, "vocabulary")).collect();
        for vocabulary in &declared {
            words.leaves.extend(strings(get(vocabulary, "categories")));
            words.facts.extend(strings(get(vocabulary, "facts")));
        }
        // Where all of a built-in group is sensitive, a policy's own word in it is sensitive too.
        for (group, _) in CATEGORIES.iter().filter(|(_, leaves)| leaves.iter().all(|leaf| leaf.ends_with('*'))) {
            let leaves = words.leaves_of(group);
            words.sensitive.extend(leaves);
        }
        for vocabulary in &declared {
            for name in strings(get(vocabulary, "sensitive")) {
                let leaves = words.leaves_of(&name);
                words.sensitive.extend(leaves);
            }
        }
        words
    }

    /// The leaves that a name stands for: itself, all its children, or the whole sensitive set.
    pub fn leaves_of(&self, name: &str) -> BTreeSet<String> {
        if name == "sensitive" {
            return self.sensitive.clone();
        }
        let children = format!("{name}.");
        let leaves: BTreeSet<String> =
            self.leaves.iter().filter(|leaf| *leaf == name || leaf.starts_with(&children)).cloned().collect();
        assert!(!leaves.is_empty(), "no such category: {name}");
        leaves
    }

    /// The leaves that a list of names stands for.
    pub fn leaves_in(&self, list: &Value) -> BTreeSet<String> {
        strings(Some(list)).iter().flat_map(|name| self.leaves_of(name)).collect()
    }

    /// Whether a policy or layer declares this fact.
    pub fn declares_fact(&self, name: &str) -> bool {
        self.facts.contains(name)
    }
}

/// Whether an entry of a list of actions names this action, alone or by its group.
pub fn names_action(entry: &str, action: &str) -> bool {
    match entry {
        "hand-over" => ["provide", "share", "disclose"].contains(&action),
        "market" => ["sell", "rent", "trade"].contains(&action),
        _ => entry == action,
    }
}

/// Whether an action has a recipient at all.
pub fn has_recipient(action: &str) -> bool {
    !WITHOUT_RECIPIENT.contains(&action)
}

/// Whether a rule id, or the clause that it starts with, is this name.
pub fn names_rule(name: &str, rule_id: &str) -> bool {
    rule_id == name || rule_id.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}
