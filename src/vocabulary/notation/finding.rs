//! Findings: what is wrong with a document, and where.

use std::fmt;

use super::super::quoted;

/// One mistake in a document: where it is, what is wrong, and what was probably meant.
///
/// # Example
///
/// ```
/// let findings = lawful::policy::Policy::from_toml("id = \"mine\"\nrulse = []").unwrap_err();
/// let finding = &findings.findings()[0];
/// assert_eq!(finding.line(), Some(2));
/// assert_eq!(finding.suggestion(), Some("rules"));
/// assert_eq!(finding.to_string(), "line 2: `rulse`: unknown key, did you mean `rules`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) key: String,
    pub(crate) bad: Option<String>,
    pub(crate) message: String,
    pub(crate) suggestion: Option<String>,
}

impl Finding {
    pub(crate) fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: None, line: None, key: key.into(), bad: None, message: message.into(), suggestion: None }
    }

    pub(crate) fn on_line(self, line: Option<u32>) -> Self {
        Self { line, ..self }
    }

    pub(crate) fn bad(self, text: &str) -> Self {
        Self { bad: Some(text.to_owned()), ..self }
    }

    pub(crate) fn suggesting(self, word: Option<&str>) -> Self {
        Self { suggestion: word.map(str::to_owned), ..self }
    }

    /// The file that the mistake is in, where it was read from one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line, counted from 1. JSON has none: the key says where.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// The path of keys that leads to the mistake, such as `rules[3].actions[0]`; empty for the document as a whole.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The text that is wrong, where it can be shown.
    #[must_use]
    pub fn bad_text(&self) -> Option<&str> {
        self.bad.as_deref()
    }

    /// What is wrong and what was expected.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The nearest valid word.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "{file}:{line}: ")?,
            (Some(file), None) => write!(f, "{file}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", KeyPath(&self.key))?;
        }
        f.write_str(&self.message)?;
        if let Some(bad) = &self.bad {
            write!(f, ", found {}", quoted(bad))?;
        }
        if let Some(word) = &self.suggestion {
            write!(f, ", did you mean `{word}`?")?;
        }
        Ok(())
    }
}

/// A path may hold keys from outside: shown whole up to a length, control characters escaped.
struct KeyPath<'a>(&'a str);

impl fmt::Display for KeyPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 120;
        f.write_str("`")?;
        for character in self.0.chars().take(SHOWN) {
            if character.is_control() { write!(f, "{}", character.escape_default())? } else { write!(f, "{character}")? }
        }
        f.write_str(if self.0.chars().nth(SHOWN).is_some() { "…`" } else { "`" })
    }
}

/// All mistakes of one document.
///
/// A document with a mistake is refused as a whole: there is no part of it that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn new(findings: Vec<Finding>) -> Self {
        Self(findings)
    }

    /// The same mistakes without what was found, which may be an age or an instant of a person; misspelt words stay.
    #[cfg(any(feature = "ledger", feature = "audit"))]
    pub(crate) fn withheld(self) -> Self {
        let withheld = |finding: Finding| Finding { bad: finding.bad.filter(|_| finding.suggestion.is_some()), ..finding };
        Self(self.0.into_iter().map(withheld).collect())
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }

    /// The mistakes, in the order of the document.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
            write!(f, "{}{finding}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}
