//! A page for a terminal.

use super::page::{Page, Point};
use crate::decision::Verdict;

/// How a page for a terminal is set.
///
/// Whether the output is a terminal, only the caller knows; one who asks for colour there should leave it out where the
/// environment has `NO_COLOR` (<https://no-color.org>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With ANSI escapes for colour and weight.
    Coloured,
}

/// Lines are wrapped before this column.
const WIDTH: usize = 100;

/// The page as lines, without a line break at the end.
pub(in crate::decision) fn plain(page: &Page, style: Style) -> String {
    let verdict = style.verdict(page.verdict);
    let mut lines = Vec::new();
    // Escapes take no room, so the headline is wrapped as it is read.
    let word = page.verdict.name().to_uppercase().replace('-', " ");
    let headline = wrapped(&format!("{word}: {}", page.headline), "", "  ");
    lines.push(headline.replacen(&word, &verdict, 1));
    for section in &page.sections {
        lines.push(String::new());
        lines.push(style.heading(section.heading));
        for (number, point) in section.points.iter().enumerate() {
            let bullet = if section.is_numbered { format!("{}. ", number + 1) } else { String::new() };
            push(&mut lines, point, 2, &bullet);
        }
    }
    lines.join("\n")
}

fn push(lines: &mut Vec<String>, point: &Point, indent: usize, bullet: &str) {
    let below_this = indent + bullet.len().max(2);
    let indent = " ".repeat(indent);
    let hanging = format!("{indent}{}", " ".repeat(bullet.len()));
    lines.push(wrapped(&point.text, &format!("{indent}{bullet}"), &hanging));
    for below in &point.below {
        push(lines, below, below_this, "- ");
    }
}

/// Text in lines of limited width: the first begins with one text, the others with another.
fn wrapped(text: &str, first: &str, others: &str) -> String {
    let mut lines = String::from(first);
    let mut column = first.chars().count();
    let mut is_at_start = true;
    for word in text.split(' ') {
        let width = word.chars().count();
        if !is_at_start && column + 1 + width > WIDTH {
            lines.push('\n');
            lines.push_str(others);
            column = others.chars().count();
            is_at_start = true;
        }
        if !is_at_start {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += width;
        is_at_start = false;
    }
    lines
}

impl Style {
    fn verdict(self, verdict: Verdict) -> String {
        let colour = match verdict {
            Verdict::Permitted => "1;32",
            Verdict::Denied => "1;31",
            Verdict::Undetermined => "1;33",
            Verdict::NotGoverned => "1;36",
        };
        self.set(colour, &verdict.name().to_uppercase().replace('-', " "))
    }

    fn heading(self, text: &str) -> String {
        self.set("1", text)
    }

    fn set(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}
