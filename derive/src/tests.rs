//! What is refused, and in which words.

use syn::parse_str;

use crate::record::Record;

/// Everything that is said about a record, in its order.
fn said(record: &str) -> Vec<String> {
    let input = parse_str(record).unwrap_or_else(|error| panic!("{error}: {record}"));
    match Record::read(&input) {
        Ok(_) => Vec::new(),
        Err(error) => error.into_iter().map(|error| error.to_string()).collect(),
    }
}

fn refused(field: &str) -> String {
    let mistakes = said(&format!("struct Record {{ {field} }}"));
    assert_eq!(mistakes.len(), 1, "{field}: {mistakes:?}");
    mistakes[0].clone()
}

#[test]
fn every_field_needs_one_mark() {
    assert_eq!(
        refused("email: String"),
        "`email` has no mark: `#[personal(\"contact.email\")]` says which data it is, `#[personal(nested)]` that it is a record of its own, \
         `#[personal(none)]` that it is nobody's data"
    );
    assert!(
        refused("#[personal(subject)] id: Uuid").starts_with("`id` has no mark beside `subject`: an id tells of somebody, too: ")
    );
    assert!(refused("#[serde(skip)] email: String").starts_with("`email` has no mark: "));
    let twice = "`a` is marked twice: it is either data, or nested, or none";
    assert_eq!(refused("#[personal(none)] #[personal(\"contact\")] a: A"), twice);
    assert_eq!(refused("#[personal(nested, none)] a: A"), twice);
    assert_eq!(refused("#[personal(none, from = \"derived\")] a: A"), "`a` has an origin, but is marked as no data");
    assert_eq!(refused("#[personal(subject, nested)] a: A"), "`a` cannot be both the id of the person and a record");
    assert_eq!(
        refused("#[personal(subject, none)] a: A, #[personal(subject, none)] b: A"),
        "`b` is the second field with the id of the person"
    );
}

#[test]
fn all_mistakes_of_a_record_are_said_at_once() {
    let mistakes = said("struct Record { a: A, #[personal(none)] b: B, #[personal(\"x\")] c: C }");
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
}

#[test]
fn misspelt_words_come_with_the_nearest() {
    assert_eq!(
        refused("#[personal(\"contact.emial\")] a: A"),
        "unknown data category `contact.emial`: did you mean `contact.email`? (a category that the policy declares itself is marked `custom = \"…\"`)"
    );
    assert_eq!(
        refused("#[personal(\"contact\", from = \"registraton\")] a: A"),
        "unknown origin `registraton`: did you mean `registration`?"
    );
    let expected =
        "expected a category such as `\"contact.email\"`, `custom = \"…\"`, `nested`, `none`, `subject` or `from = \"…\"`";
    for mark in ["nnoe", "contact.email", "5", "origin = \"derived\""] {
        let text = refused(&format!("#[personal({mark})] a: A"));
        assert!(text == expected || mark == "contact.email" && text == "expected `,`", "{mark}: {text}");
    }
    assert_eq!(said("#[personal(\"contact\")] struct R {}"), ["categories are those of fields: mark each of them"]);
    assert_eq!(said("#[personal(none)] struct R {}"), ["expected `from = \"…\"` or `crate = \"…\"` on a record"]);
}

#[test]
fn only_structs_with_named_fields_are_records() {
    for (item, what) in [
        ("enum E { A }", "enums"),
        ("union U { a: u8 }", "unions"),
        ("struct T(u8);", "those without"),
        ("struct U;", "those without fields"),
    ] {
        let text = format!(
            "`Personal` is for structs with named fields, not for {what}: mark the field that holds one with its categories"
        );
        assert_eq!(said(item), [text]);
    }
    assert!(said("#[personal(from = \"derived\", crate = \"other::lawful\")] struct Empty {}").is_empty());
}

#[test]
fn what_changes_the_form_of_the_whole_is_refused() {
    for serde in ["tag = \"t\"", "transparent", "into = \"u8\"", "remote = \"u8\""] {
        let mistakes = said(&format!("#[serde({serde})] struct R {{ #[personal(none)] a: A }}"));
        let text = "a record of personal data is not written this way: leave the attribute out, or hide it in a type of a field";
        assert_eq!(mistakes, [text], "{serde}");
    }
    for serde in ["default", "deny_unknown_fields", "rename_all = \"camelCase\"", "rename = \"x\"", "bound(serialize = \"\")"] {
        assert!(said(&format!("#[serde({serde})] struct R {{ #[personal(none)] a: A }}")).is_empty(), "{serde}");
    }
    for serde in [
        "default = \"f\"",
        "alias = \"b\"",
        "deserialize_with = \"f\"",
        "skip_deserializing",
        "borrow",
        "rename(deserialize = \"c\")",
    ] {
        assert!(said(&format!("struct R {{ #[personal(none)] #[serde({serde})] a: A }}")).is_empty(), "{serde}");
    }
    assert_eq!(said("#[serde(rename_all = \"Title Case\")] struct R {}"), ["unknown case `Title Case`: serde has no such one"]);
}

#[test]
fn what_cannot_be_flattened_or_written_by_a_function_is_refused() {
    let flat = "`a` is flattened: only a nested record can be, as its fields have marks of their own";
    assert_eq!(refused("#[personal(\"contact\")] #[serde(flatten)] a: HashMap<String, String>"), flat);
    assert_eq!(
        refused("#[personal(nested)] #[serde(flatten, skip_serializing_if = \"f\")] a: A"),
        "`a` is flattened: its fields can be left out, but it cannot"
    );
    let with = "`a` is written by a function: that needs a field that is not nested, in a record without generics";
    assert_eq!(refused("#[personal(nested)] #[serde(with = \"m\")] a: A"), with);
    assert_eq!(said("struct R<T> { #[personal(none)] #[serde(serialize_with = \"f\")] a: T }"), [with]);
}
