//! Plain words for those who tell of choices outside of a decision.

use super::{evidence, text, words};
use crate::subject::RefusalMeans;
use crate::vocabulary::{Instant, Purpose, Scope, Vocabulary};

/// "the e-mail address: sharing, for logging in, towards the business partner `acme`"
pub(crate) fn scope(scope: &Scope, vocabulary: &Vocabulary) -> String {
    evidence::scope(scope, vocabulary)
}

/// "the promotion of a partner's own products"
pub(crate) fn purpose(purpose: Purpose, vocabulary: &Vocabulary) -> String {
    super::question::purpose(vocabulary.purpose_name(purpose)).into_owned()
}

/// "withdrew the consent", to follow "the person".
pub(crate) fn means(means: RefusalMeans) -> &'static str {
    words::means(means)
}

/// "1 June 2026, 12:00 UTC"
pub(crate) fn instant(at: Instant) -> String {
    text::instant(at)
}

/// `a, b and c`
pub(crate) fn list(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    text::list(items)
}
