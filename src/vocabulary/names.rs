//! Wrong names and the nearest right ones.

/// A word that the vocabulary does not have.
///
/// # Example
///
/// ```
/// use lawful::vocabulary::Role;
///
/// let error = "partnr".parse::<Role>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown party role `partnr`: did you mean `partner`?");
/// assert_eq!(error.suggestion(), Some("partner"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} {}{}", quoted(.bad), hint(.suggestion.as_deref()))]
pub struct NameError {
    kind: &'static str,
    bad: String,
    suggestion: Option<String>,
}

impl NameError {
    pub(crate) fn new<'a>(kind: &'static str, bad: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { kind, bad: bad.to_owned(), suggestion: nearest(bad, known).map(str::to_owned) }
    }

    /// What kind of word was looked for, such as `category`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The text that is no such word.
    #[must_use]
    pub fn bad(&self) -> &str {
        &self.bad
    }

    /// The nearest word there is, if one is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!(": did you mean `{word}`?"))
}

/// Beyond this many bytes a text is no misspelt word, and comparing it would only cost time.
const LONGEST_WORD: usize = 64;

/// The known word that is nearest to `bad`: about a third of its letters differ at most, or it is a part of the word.
pub(crate) fn nearest<'a>(bad: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if bad.is_empty() || bad.len() > LONGEST_WORD {
        return None;
    }
    let bad = bad.to_lowercase().replace(['_', ' '], "-");
    let allowed = bad.chars().count().div_ceil(3);
    known
        .into_iter()
        .map(|word| (distance(&bad, word), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, word)| (*distance, *word))
        .map(|(_, word)| word)
}

fn distance(bad: &str, word: &str) -> usize {
    const SHORTEST_PART: usize = 3;
    let mut whole = strsim::osa_distance(bad, word);
    if bad.len() >= SHORTEST_PART && word.contains(bad) {
        whole = whole.min(1);
    }
    match word.rsplit_once('.') {
        // A bare leaf such as `email` is a common slip; one point keeps a whole match ahead of it.
        Some((_, leaf)) if !bad.contains('.') => whole.min(strsim::osa_distance(bad, leaf) + 1),
        _ => whole,
    }
}

/// The text in backticks, shortened where it is long, control characters shown as escapes.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 48;
    let mut shown: String = text.chars().take(SHOWN).flat_map(escaped).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn escaped(character: char) -> Box<dyn Iterator<Item = char>> {
    if character.is_control() { Box::new(character.escape_default()) } else { Box::new(std::iter::once(character)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        let known = ["share", "sell", "contact.email", "credential.password"];
        assert_eq!(nearest("shair", known), Some("share"));
        assert_eq!(nearest("Share", known), Some("share"));
        assert_eq!(nearest("email", known), Some("contact.email"));
        assert_eq!(nearest("emial", known), Some("contact.email"));
        assert_eq!(nearest("contact_email", known), Some("contact.email"));
        assert_eq!(nearest("publish", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"s".repeat(10_000), known), None);
    }

    #[test]
    fn long_and_unprintable_texts_are_shown_short() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}…`", "x".repeat(48)));
    }
}
