//! What a request about a record asks about.

use super::Field;
use super::field::Kind;
use crate::request::Item;
use crate::vocabulary::{DataCategories, NameError, Origin, Vocabulary};

pub(super) fn categories(fields: &[Field], words: &Vocabulary) -> Result<DataCategories, NameError> {
    Ok(by_origin(fields, words)?
        .into_iter()
        .map(|(_, categories)| categories)
        .fold(DataCategories::empty(), DataCategories::union))
}

pub(super) fn items(fields: &[Field], words: &Vocabulary) -> Result<Vec<Item>, NameError> {
    Ok(by_origin(fields, words)?.into_iter().map(|(origin, categories)| Item::of(categories).from(origin)).collect())
}

fn by_origin(fields: &[Field], words: &Vocabulary) -> Result<Vec<(Origin, DataCategories)>, NameError> {
    let mut found: Vec<(Origin, DataCategories)> = Vec::new();
    let mut add = |origin: Origin, categories: DataCategories| match found.iter_mut().find(|(known, _)| *known == origin) {
        Some((_, sum)) => *sum |= categories,
        None => found.push((origin, categories)),
    };
    for field in fields {
        match field.kind {
            Kind::Data { built_in, custom, origin } => {
                let custom: Result<Vec<DataCategories>, NameError> = custom.iter().map(|name| words.categories(name)).collect();
                add(origin, custom?.into_iter().fold(built_in, DataCategories::union));
            }
            Kind::Nested { fields, .. } => by_origin(fields, words)?.into_iter().for_each(|(origin, all)| add(origin, all)),
            Kind::Nobodys => {}
        }
    }
    Ok(found)
}
