//! The code that is derived.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::mark::Mark;
use crate::record::{Field, Record};

pub(crate) fn expand(record: &Record<'_>) -> TokenStream {
    let Record { ident, krate, name, .. } = record;
    let (generics, names, _) = record.generics.split_for_impl();
    let bounds = bounds(record);
    let fields = record.fields.iter().map(description);
    let lefts = record.fields.iter().enumerate().filter_map(|(place, field)| left_out(place, field));
    let writes = record.fields.iter().enumerate().map(|(place, field)| write(place, field));
    let form = if record.fields.iter().any(|field| field.is_flat) { quote!(write_map) } else { quote!(write_struct) };
    let subject = record.subject.map(|(field, ty)| {
        let id = quote_spanned!(at(ty)=> <#ty as ::core::convert::Into<__lawful::Uuid>>::into(::core::clone::Clone::clone(&self.#field)));
        quote! {
            #[automatically_derived]
            impl #generics __lawful::Record for #ident #names #bounds {
                fn subject(&self) -> __lawful::Uuid {
                    #id
                }
            }
        }
    });
    quote! {
        const _: () = {
            use #krate::enforcement::derived as __lawful;

            #[automatically_derived]
            impl #generics __lawful::Personal for #ident #names #bounds {
                const FIELDS: &'static [__lawful::Field] = &[#(#fields),*];

                fn write<__S: __lawful::Serializer>(&self, terms: &__lawful::Terms<'_>, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                    __lawful::#form(self, #name, terms, serializer)
                }
            }

            #[automatically_derived]
            #[allow(clippy::indexing_slicing)]
            impl #generics __lawful::PersonalFields for #ident #names #bounds {
                fn left_out(&self, terms: &__lawful::Terms<'_>) -> usize {
                    let _ = terms;
                    0 #(+ #lefts)*
                }

                fn write_fields<__W: __lawful::FieldWriter>(&self, terms: &__lawful::Terms<'_>, into: &mut __W) -> ::core::result::Result<(), __W::Error> {
                    let fields = <Self as __lawful::Personal>::FIELDS;
                    // A record without fields uses none of them.
                    let _ = (terms, fields, &into);
                    #(#writes)*
                    ::core::result::Result::Ok(())
                }
            }

            #subject
        };
    }
}

/// Mistakes show at the type, while names mean what they mean to the derived code: the type may come out of another macro.
fn at(ty: &Type) -> Span {
    ty.span().resolved_at(Span::call_site())
}

/// The record's own bounds, and what its generic fields must be able to.
fn bounds(record: &Record<'_>) -> TokenStream {
    let own = record.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let needed = record.fields.iter().filter(|field| record.is_generic(field.ty)).map(|field| {
        let ty = field.ty;
        match field.mark {
            Mark::Nested if field.is_flat => quote!(#ty: __lawful::PersonalFields),
            Mark::Nested => quote!(#ty: __lawful::Personal),
            Mark::Data { .. } | Mark::Nobodys => quote!(#ty: __lawful::Serialize),
        }
    });
    quote!(where #(#own,)* #(#needed,)*)
}

/// What a field is, as a constant.
fn description(field: &Field<'_>) -> TokenStream {
    let Field { ty, name, .. } = field;
    match &field.mark {
        Mark::Data { built_in, custom } => {
            let origin = field.origin.as_ref().map_or_else(|| quote!(Unknown), |origin| quote!(#origin));
            quote! {
                __lawful::Field::data(
                    #name,
                    __lawful::DataCategories::empty()#(.union(__lawful::DataCategories::#built_in))*,
                    &[#(#custom),*],
                    __lawful::Origin::#origin,
                )
            }
        }
        Mark::Nobodys => quote!(__lawful::Field::nobodys(#name)),
        Mark::Nested => {
            let form = if field.is_flat { quote!(flattened) } else { quote!(nested) };
            quote_spanned!(at(ty)=> __lawful::Field::#form(#name, <#ty as __lawful::Personal>::FIELDS))
        }
    }
}

/// 1 where a field that would be shown is left out because of its value.
fn left_out(place: usize, field: &Field<'_>) -> Option<TokenStream> {
    let (condition, ident) = (field.skip_if.as_ref()?, field.ident);
    Some(quote! {
        (terms.shows(&<Self as __lawful::Personal>::FIELDS[#place]) && #condition(&self.#ident)) as usize
    })
}

fn write(place: usize, field: &Field<'_>) -> TokenStream {
    let Field { ident, ty, .. } = field;
    let described = quote!(&fields[#place]);
    let put = match (&field.mark, &field.with) {
        (Mark::Nested, _) if field.is_flat => {
            return quote_spanned! {at(ty)=>
                <#ty as __lawful::PersonalFields>::write_fields(&self.#ident, terms, into)?;
            };
        }
        (Mark::Nested, _) => quote_spanned!(at(ty)=> __lawful::nested(terms, #described, &self.#ident, into)?;),
        (_, None) => quote_spanned!(at(ty)=> __lawful::leaf(terms, #described, &self.#ident, into)?;),
        (_, Some(path)) => quote! {{
            struct With<'a>(&'a #ty);
            impl __lawful::Serialize for With<'_> {
                fn serialize<__S: __lawful::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #path(self.0, serializer)
                }
            }
            __lawful::leaf(terms, #described, &With(&self.#ident), into)?;
        }},
    };
    match &field.skip_if {
        Some(condition) => quote! {
            if terms.shows(#described) && #condition(&self.#ident) {
                into.skip(#described)?;
            } else {
                #put
            }
        },
        None => put,
    }
}
