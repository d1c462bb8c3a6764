//! Built-in words by their names, and the nearest one to a misspelt name.

use syn::{Ident, LitStr};

/// The constant of a word.
pub(crate) fn word(kind: &str, name: &LitStr, known: &[(&str, &str)], hint: &str) -> syn::Result<Ident> {
    let text = name.value();
    match known.iter().find(|(word, _)| *word == text) {
        Some((_, constant)) => Ok(Ident::new(constant, name.span())),
        None => {
            let near = nearest(&text, known).map(|word| format!(": did you mean `{word}`?")).unwrap_or_default();
            Err(syn::Error::new(name.span(), format!("unknown {kind} `{text}`{near}{hint}")))
        }
    }
}

/// The word that is nearest: about a third of the letters differ at most, or it is the part after the dot.
fn nearest<'a>(bad: &str, known: &[(&'a str, &str)]) -> Option<&'a str> {
    let bad = bad.to_lowercase().replace(['_', ' '], "-");
    let allowed = bad.chars().count().div_ceil(3);
    let distance = |word: &str| {
        let whole = strsim::osa_distance(&bad, word);
        match word.rsplit_once('.') {
            Some((_, leaf)) if !bad.contains('.') => whole.min(strsim::osa_distance(&bad, leaf) + 1),
            _ => whole,
        }
    };
    let near = known.iter().map(|(word, _)| (distance(word), *word)).filter(|(distance, _)| *distance <= allowed);
    near.min().map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::CATEGORIES;

    #[test]
    fn slips_find_their_word() {
        assert_eq!(nearest("contact.emial", CATEGORIES), Some("contact.email"));
        assert_eq!(nearest("email", CATEGORIES), Some("contact.email"));
        assert_eq!(nearest("Contact_Email", CATEGORIES), Some("contact.email"));
        assert_eq!(nearest("genetic.dna", CATEGORIES), None);
    }
}
