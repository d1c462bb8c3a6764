//! Lists and instants in words.

use chrono::Timelike;

use crate::vocabulary::Instant;

/// `a`, `a and b`, `a, b and c`; nothing for no items.
pub(in crate::decision) fn list(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    joined(items, " and ")
}

fn joined(items: impl Iterator<Item = impl AsRef<str>>, last: &str) -> String {
    let mut items = items.peekable();
    let mut text = String::new();
    while let Some(item) = items.next() {
        if !text.is_empty() {
            text.push_str(if items.peek().is_some() { ", " } else { last });
        }
        text.push_str(item.as_ref());
    }
    text
}

/// `a`, `a or b`, `a, b or c`.
pub(in crate::decision) fn either(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    joined(items, " or ")
}

/// With a capital at its beginning.
pub(in crate::decision) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `1 June 2026, 12:00 UTC`. Seconds and fractions are shown where they are not zero: a choice a moment earlier may be what
/// decides.
pub(in crate::decision) fn instant(at: Instant) -> String {
    let whole_minute = at.second() == 0 && at.nanosecond() == 0;
    at.format(if whole_minute { "%-d %B %Y, %H:%M UTC" } else { "%-d %B %Y, %H:%M:%S%.f UTC" }).to_string()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn lists_end_with_and() {
        let listed = |items: &[&str]| list(items.iter());
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b"]), "a and b");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(either(["a", "b", "c"].iter()), "a, b or c");
    }

    #[test]
    fn instants_are_as_exact_as_they_need_to_be() {
        for (at, text) in [
            ("2026-06-01T12:00:00Z", "1 June 2026, 12:00 UTC"),
            ("2026-06-01T00:30:00+02:00", "31 May 2026, 22:30 UTC"),
            ("2026-12-24T18:05:09Z", "24 December 2026, 18:05:09 UTC"),
            ("2026-12-24T18:05:00.25Z", "24 December 2026, 18:05:00.250 UTC"),
            ("2026-12-24T18:05:59.000001Z", "24 December 2026, 18:05:59.000001 UTC"),
            ("2016-12-31T23:59:60Z", "31 December 2016, 23:59:60 UTC"),
        ] {
            assert_eq!(instant(at.parse().unwrap()), text);
        }
    }
}
