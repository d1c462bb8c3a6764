//! The derive macro of [`lawful`](https://docs.rs/lawful): which categories of personal data the fields of a record are.
//!
//! It is used through `lawful` with the feature `derive`, as `lawful::enforcement::Personal`. The [macro](macro@Personal) lists
//! the marks of the fields; what is made of a record is told in `lawful::enforcement::record`.

mod case;
mod expand;
mod mark;
mod record;
mod suggest;
#[cfg(test)]
#[expect(clippy::panic, reason = "a test fails by panicking")]
mod tests;
mod words;
mod written;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Every field of the record has a mark; one without does not compile.
///
/// # Marks
///
/// | mark | the field |
/// |---|---|
/// | `#[personal("contact.email")]` | is data of this category; several names are data of all of them at once, the name of a group is that of all its categories |
/// | `#[personal(custom = "genetic.dna")]` | is data of a category that the policy declares itself; its name is looked up when the program runs |
/// | `#[personal(nested)]` | is a record with marks of its own, or an `Option`, `Vec`, array, `Box` or `Arc` of one |
/// | `#[personal(none)]` | is nobody's data |
///
/// Beside one of them may stand `from = "registration"`, the origin of the data, and `subject`: the field holds the id of the
/// person, and is one that turns into a `Uuid`. On the record itself may stand `#[personal(from = "…")]`, the origin of every
/// field that names none, and `#[personal(crate = "…")]`, the path of `lawful`.
///
/// What can be learnt from a field beside what it says, such as somebody's faith from a photo, is named among its categories.
///
/// # Serde
///
/// What is written has the names that serde would give: `rename`, `rename_all`, `skip`, `skip_serializing`,
/// `skip_serializing_if`, `flatten` (of a nested record), `serialize_with` and `with` (on a record without generics) are
/// heeded. A record need not be `Serialize` itself, and is better not: then there is no way around its marks. Enums, unions,
/// structs without field names, and attributes that change the form of the whole (`tag`, `transparent`, `into`, `remote`,
/// `getter`) are refused.
#[proc_macro_derive(Personal, attributes(personal, serde))]
pub fn personal(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    match record::Record::read(&input) {
        Ok(record) => expand::expand(&record).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
