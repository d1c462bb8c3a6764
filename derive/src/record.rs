//! A record: its fields with their marks and names.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Generics, Ident, Path, Type};

use crate::mark::{Mark, Marked, OnRecord};
use crate::written::{FieldWritten, RecordWritten};

/// What is derived from.
pub(crate) struct Record<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: Path,
    /// As serde names it.
    pub(crate) name: String,
    /// The fields that are written, in their order.
    pub(crate) fields: Vec<Field<'a>>,
    /// The field with the id of the person.
    pub(crate) subject: Option<(&'a Ident, &'a Type)>,
}

/// A field that is written.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// As serde names it.
    pub(crate) name: String,
    pub(crate) mark: Mark,
    pub(crate) origin: Option<Ident>,
    pub(crate) is_flat: bool,
    pub(crate) skip_if: Option<Path>,
    pub(crate) with: Option<Path>,
}

impl<'a> Record<'a> {
    /// Reads it, with all its mistakes at once.
    pub(crate) fn read(input: &'a DeriveInput) -> syn::Result<Self> {
        let refuse = |what: &str| {
            let text = format!(
                "`Personal` is for structs with named fields, not for {what}: mark the field that holds one with its categories"
            );
            Err(syn::Error::new(input.ident.span(), text))
        };
        let named = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(named) => &named.named,
                Fields::Unnamed(_) => return refuse("those without"),
                Fields::Unit => return refuse("those without fields"),
            },
            Data::Enum(_) => return refuse("enums"),
            Data::Union(_) => return refuse("unions"),
        };
        let (on, written) = (OnRecord::read(&input.attrs)?, RecordWritten::read(&input.attrs)?);
        let mut record = Self {
            ident: &input.ident,
            generics: &input.generics,
            krate: on.krate.map_or_else(|| syn::parse_str("::lawful"), Ok)?,
            name: written.name.clone().unwrap_or_else(|| bare(&input.ident)),
            fields: Vec::new(),
            subject: None,
        };
        let mut mistakes: Option<syn::Error> = None;
        for field in named {
            if let Err(error) = record.add(field, on.origin.as_ref(), &written) {
                match &mut mistakes {
                    Some(all) => all.combine(error),
                    None => mistakes = Some(error),
                }
            }
        }
        mistakes.map_or(Ok(record), Err)
    }

    fn add(&mut self, field: &'a syn::Field, origin: Option<&Ident>, on_record: &RecordWritten) -> syn::Result<()> {
        let Some(ident) = &field.ident else { return Ok(()) };
        let (marked, written) = (Marked::read(field)?, FieldWritten::read(&field.attrs)?);
        let fail = |text: String| Err(syn::Error::new(ident.span(), text));
        if marked.is_subject && self.subject.replace((ident, &field.ty)).is_some() {
            return fail(format!("`{ident}` is the second field with the id of the person"));
        }
        let is_nested = matches!(marked.mark, Mark::Nested);
        if written.is_flat && !is_nested {
            return fail(format!("`{ident}` is flattened: only a nested record can be, as its fields have marks of their own"));
        }
        if written.is_flat && written.skip_if.is_some() {
            return fail(format!("`{ident}` is flattened: its fields can be left out, but it cannot"));
        }
        if written.with.is_some() && (is_nested || !self.generics.params.is_empty()) {
            return fail(format!(
                "`{ident}` is written by a function: that needs a field that is not nested, in a record without generics"
            ));
        }
        if written.is_skipped {
            return Ok(());
        }
        let name = bare(ident);
        self.fields.push(Field {
            ident,
            ty: &field.ty,
            name: written.name.unwrap_or_else(|| on_record.case.map_or_else(|| name.clone(), |case| case.of(&name))),
            origin: marked.origin.or_else(|| origin.cloned()),
            mark: marked.mark,
            is_flat: written.is_flat,
            skip_if: written.skip_if,
            with: written.with,
        });
        Ok(())
    }

    /// Whether a type has a parameter of the record in it.
    pub(crate) fn is_generic(&self, ty: &Type) -> bool {
        mentions(ty.to_token_stream(), &|ident| self.generics.type_params().any(|param| param.ident == *ident))
    }
}

/// Without `r#`.
fn bare(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

fn mentions(tokens: TokenStream, is_it: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => is_it(&ident),
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), is_it),
        _ => false,
    })
}
