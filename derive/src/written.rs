//! How serde would write it: `#[serde(…)]`.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Path};

use crate::case::Case;

/// What serde is told about a record.
#[derive(Default)]
pub(crate) struct RecordWritten {
    pub(crate) name: Option<String>,
    pub(crate) case: Option<Case>,
}

/// What serde is told about a field.
#[derive(Default)]
pub(crate) struct FieldWritten {
    pub(crate) name: Option<String>,
    pub(crate) is_skipped: bool,
    pub(crate) skip_if: Option<Path>,
    pub(crate) is_flat: bool,
    pub(crate) with: Option<Path>,
}

/// What only matters for reading.
const READING: &[&str] = &[
    "default",
    "alias",
    "deserialize_with",
    "skip_deserializing",
    "deny_unknown_fields",
    "bound",
    "borrow",
    "crate",
    "expecting",
];

impl RecordWritten {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut written = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                written.name = serialized(&meta)?.map(|name| name.value()).or(written.name.take());
            } else if meta.path.is_ident("rename_all") {
                written.case = serialized(&meta)?.map(|case| Case::read(&case)).transpose()?.or(written.case);
            } else {
                read_only(&meta)?;
            }
            Ok(())
        })?;
        Ok(written)
    }
}

impl FieldWritten {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut written = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                written.name = serialized(&meta)?.map(|name| name.value()).or(written.name.take());
            } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
                written.is_skipped = true;
            } else if meta.path.is_ident("skip_serializing_if") {
                written.skip_if = Some(text(&meta)?.parse()?);
            } else if meta.path.is_ident("flatten") {
                written.is_flat = true;
            } else if meta.path.is_ident("serialize_with") {
                written.with = Some(text(&meta)?.parse()?);
            } else if meta.path.is_ident("with") {
                let module = text(&meta)?;
                written.with = Some(LitStr::new(&format!("{}::serialize", module.value()), module.span()).parse()?);
            } else {
                read_only(&meta)?;
            }
            Ok(())
        })?;
        Ok(written)
    }
}

fn each(attributes: &[Attribute], mut logic: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>) -> syn::Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
        .try_for_each(|serde| serde.parse_nested_meta(&mut logic))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

/// `key = "…"`, or the first of `key(serialize = "…", deserialize = "…")`.
fn serialized(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(syn::Token![=]) {
        return text(meta).map(Some);
    }
    let mut found = None;
    meta.parse_nested_meta(|side| {
        let value = text(&side)?;
        if side.path.is_ident("serialize") {
            found = Some(value);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Skips over what only matters for reading, and refuses the rest: what it would change in the writing, nobody knows here.
fn read_only(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if !READING.iter().any(|known| meta.path.is_ident(known)) {
        return Err(meta.error(
            "a record of personal data is not written this way: leave the attribute out, or hide it in a type of a field",
        ));
    }
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<syn::Lit>()?;
    } else if meta.input.peek(syn::token::Paren) {
        meta.parse_nested_meta(|side| text(&side).map(drop))?;
    }
    Ok(())
}
