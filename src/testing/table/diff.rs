//! Which lines of two texts differ.

use similar::{ChangeTag, TextDiff};

/// Lines around a difference that are shown.
const AROUND: usize = 2;

/// The differences of two texts, line by line, with some lines around each.
pub(super) fn diff(old: &str, new: &str) -> String {
    let compared = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for group in compared.grouped_ops(AROUND) {
        let begins = group.first().is_none_or(|op| op.old_range().start == 0 && op.new_range().start == 0);
        if !begins {
            text.push_str("  …\n");
        }
        for change in group.iter().flat_map(|op| compared.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            text.push_str(format!("{sign} {}", change.value()).trim_end());
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn only_what_differs_is_shown_with_what_stands_around_it() {
        let kept = "a\nb\nc\nd\ne\nf\ng\n";
        assert_eq!(diff(kept, kept), "");
        assert_eq!(diff(kept, "a\nb\nc\nD\ne\nf\ng\n"), "  …\n  b\n  c\n- d\n+ D\n  e\n  f\n");
        assert_eq!(diff(kept, "a\nb\nc\nd\ne\nf\ng\nh\n"), "  …\n  f\n  g\n+ h\n");
        assert_eq!(diff(kept, "b\nc\nd\ne\nf\n"), "- a\n  b\n  c\n  …\n  e\n  f\n- g\n");
    }
}
