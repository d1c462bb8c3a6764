//! Marks: `#[personal(…)]`.

use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitStr, Path, Token};

use crate::suggest::word;
use crate::words::{CATEGORIES, ORIGINS};

/// What a field is.
pub(crate) enum Mark {
    /// Data of built-in categories, by their constants, and of the policy's own, by their names.
    Data { built_in: Vec<Ident>, custom: Vec<LitStr> },
    /// A record of its own.
    Nested,
    /// Nobody's data.
    Nobodys,
}

/// The mark of a field, with what stands beside it.
pub(crate) struct Marked {
    pub(crate) mark: Mark,
    pub(crate) origin: Option<Ident>,
    pub(crate) is_subject: bool,
}

/// What stands on the record.
#[derive(Default)]
pub(crate) struct OnRecord {
    pub(crate) origin: Option<Ident>,
    pub(crate) krate: Option<Path>,
}

/// One word of a mark.
enum Part {
    Category(LitStr),
    Word(Ident),
    Pair(Ident, LitStr),
}

impl Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Category(input.parse()?));
        }
        // `crate` is no ordinary word.
        let key = if input.peek(Token![crate]) {
            Ident::new("crate", input.parse::<Token![crate]>()?.span())
        } else {
            input.parse::<Ident>().map_err(|error| syn::Error::new(error.span(), EXPECTED))?
        };
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            return Ok(Self::Pair(key, input.parse()?));
        }
        Ok(Self::Word(key))
    }
}

const EXPECTED: &str =
    "expected a category such as `\"contact.email\"`, `custom = \"…\"`, `nested`, `none`, `subject` or `from = \"…\"`";
const CUSTOM: &str = " (a category that the policy declares itself is marked `custom = \"…\"`)";

impl Marked {
    pub(crate) fn read(field: &syn::Field) -> syn::Result<Self> {
        let name = field.ident.as_ref().map(Ident::to_string).unwrap_or_default();
        let (mut built_in, mut custom, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
        let (mut origin, mut is_subject) = (None, false);
        for part in parts(&field.attrs)? {
            match part {
                Part::Category(category) => built_in.push(word("data category", &category, CATEGORIES, CUSTOM)?),
                Part::Pair(key, value) if key == "custom" => custom.push(value),
                Part::Pair(key, value) if key == "from" => origin = Some(word("origin", &value, ORIGINS, "")?),
                Part::Word(key) if key == "nested" => kinds.push(Mark::Nested),
                Part::Word(key) if key == "none" => kinds.push(Mark::Nobodys),
                Part::Word(key) if key == "subject" => is_subject = true,
                Part::Word(key) | Part::Pair(key, _) => return Err(syn::Error::new(key.span(), EXPECTED)),
            }
        }
        if !built_in.is_empty() || !custom.is_empty() {
            kinds.push(Mark::Data { built_in, custom });
        }
        let fail = |text: String| Err(syn::Error::new(field.ident.as_ref().map_or(field.span(), Ident::span), text));
        let mark = match (kinds.pop(), kinds.is_empty()) {
            (Some(mark), true) => mark,
            (Some(_), false) => return fail(format!("`{name}` is marked twice: it is either data, or nested, or none")),
            (None, _) => {
                let but = if is_subject { " beside `subject`: an id tells of somebody, too" } else { "" };
                return fail(format!(
                    "`{name}` has no mark{but}: `#[personal(\"contact.email\")]` says which data it is, `#[personal(nested)]` that it is a record of its own, `#[personal(none)]` that it is nobody's data"
                ));
            }
        };
        if origin.is_some() && !matches!(mark, Mark::Data { .. }) {
            return fail(format!("`{name}` has an origin, but is marked as no data"));
        }
        if is_subject && matches!(mark, Mark::Nested) {
            return fail(format!("`{name}` cannot be both the id of the person and a record"));
        }
        Ok(Self { mark, origin, is_subject })
    }
}

impl OnRecord {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut on = Self::default();
        for part in parts(attributes)? {
            match part {
                Part::Pair(key, value) if key == "from" => on.origin = Some(word("origin", &value, ORIGINS, "")?),
                Part::Pair(key, value) if key == "crate" => on.krate = Some(value.parse()?),
                Part::Category(name) => {
                    return Err(syn::Error::new(name.span(), "categories are those of fields: mark each of them"));
                }
                Part::Word(key) | Part::Pair(key, _) => {
                    return Err(syn::Error::new(key.span(), "expected `from = \"…\"` or `crate = \"…\"` on a record"));
                }
            }
        }
        Ok(on)
    }
}

fn parts(attributes: &[Attribute]) -> syn::Result<Vec<Part>> {
    let mut all = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("personal")) {
        all.extend(attribute.parse_args_with(syn::punctuated::Punctuated::<Part, Token![,]>::parse_terminated)?);
    }
    Ok(all)
}
