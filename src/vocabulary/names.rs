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
#[error("unknown {kind} {}{}", quoted(.bad), .help.text())]
pub struct NameError {
    kind: &'static str,
    bad: String,
    help: Help,
}

/// What an error says beside that the word is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Help {
    None,
    /// The nearest word.
    Nearest(String),
    /// All words of a closed list, where they are few and none is near.
    Words(Vec<String>),
    /// The word may be one of a policy's own, and was read with the built-in ones.
    OwnWords,
}

impl NameError {
    pub(crate) fn new<'a>(kind: &'static str, bad: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let help = nearest(bad, known).map_or(Help::None, |word| Help::Nearest(word.to_owned()));
        Self { kind, bad: bad.to_owned(), help }
    }

    /// Of a closed list of words: where none of them is near, and they are few, all are named.
    pub(crate) fn among<'a>(kind: &'static str, bad: &str, words: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        const FEW: usize = 6;
        let error = Self::new(kind, bad, words.clone());
        if error.help != Help::None || words.clone().into_iter().count() > FEW {
            return error;
        }
        Self { help: Help::Words(words.into_iter().map(str::to_owned).collect()), ..error }
    }

    /// Says that a policy's own words are read in another way, where no built-in word is near.
    pub(crate) fn or_own_word(self) -> Self {
        let help = if self.help == Help::None { Help::OwnWords } else { self.help };
        Self { help, ..self }
    }

    /// What is wrong, without the text itself and the nearest word.
    pub(crate) fn message(&self) -> String {
        let words = if matches!(self.help, Help::Words(_)) { self.help.text() } else { String::new() };
        format!("unknown {}{words}", self.kind)
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
        if let Help::Nearest(word) = &self.help { Some(word) } else { None }
    }
}

impl Help {
    fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Nearest(word) => format!(": did you mean `{word}`?"),
            Self::Words(words) => format!(": expected {}", one_of(words)),
            Self::OwnWords => ": a policy's own words are read with its vocabulary".to_owned(),
        }
    }
}

/// The words as a choice: `minor` or `major`.
fn one_of(words: &[String]) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        text += if index == 0 {
            ""
        } else if index + 1 == words.len() {
            " or "
        } else {
            ", "
        };
        text += &quoted(word);
    }
    text
}

/// Beyond this many bytes a text is no misspelt word, and comparing it would only cost time.
const LONGEST_WORD: usize = 64;

/// The known word that is nearest to `bad`: about a third of its letters differ at most, or it is a part of the word, or else the
/// word, or a part of it, begins like most of `bad`.
pub(crate) fn nearest<'a>(bad: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if bad.is_empty() || bad.len() > LONGEST_WORD {
        return None;
    }
    let bad = bad.to_lowercase().replace(['_', ' '], "-");
    let allowed = bad.chars().count().div_ceil(3);
    let rank = |word: &str| match distance(&bad, word) {
        near if near <= allowed => Some(near),
        _ if begins_like(&bad, word) => Some(LONGEST_WORD),
        _ => None,
    };
    let near = known.into_iter().filter_map(|word| Some((rank(word)?, word)));
    near.min_by_key(|(rank, word)| (*rank, *word)).map(|(_, word)| word)
}

/// Whether the word, or a part of it, has the first letters of `bad` in common with it: three at least, and more than half of them.
fn begins_like(bad: &str, word: &str) -> bool {
    const FEWEST: usize = 3;
    let common = |part: &str| bad.chars().zip(part.chars()).take_while(|(one, other)| one == other).count();
    let alike = |part: &str| common(part) >= FEWEST && 2 * common(part) > bad.chars().count();
    // Of a dotted name the first letters are its group, and say nothing about the rest.
    !bad.contains('.') && (alike(word) || word.split(['-', '.']).any(alike))
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
        assert_eq!(nearest("notfy", ["encrypt", "give-notice"]), Some("give-notice"));
        assert_eq!(nearest("duty", ["origins", "duties", "id"]), Some("duties"));
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"s".repeat(10_000), known), None);
    }

    #[test]
    fn a_few_words_are_listed_where_none_is_near() {
        let error = |bad| NameError::among("default", bad, ["deny", "silent"]).to_string();
        assert_eq!(error("permit"), "unknown default `permit`: expected `deny` or `silent`");
        assert_eq!(error("slient"), "unknown default `slient`: did you mean `silent`?");
        let many = ["one", "two", "three", "four", "five", "six", "seven"];
        assert_eq!(NameError::among("word", "x", many).to_string(), "unknown word `x`");
    }

    #[test]
    fn long_and_unprintable_texts_are_shown_short() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}…`", "x".repeat(48)));
    }
}
