//! A page in Markdown.

use super::page::{Page, Point};

/// The page in Markdown (CommonMark), without a line break at the end.
pub(in crate::decision) fn markdown(page: &Page) -> String {
    let verdict = page.verdict.name().to_uppercase().replace('-', " ");
    let mut lines = vec![format!("**{verdict}**: {}", escaped(&page.headline))];
    for section in &page.sections {
        lines.push(String::new());
        lines.push(format!("## {}", section.heading));
        lines.push(String::new());
        for (number, point) in section.points.iter().enumerate() {
            let bullet = if section.is_numbered { format!("{}. ", number + 1) } else { "- ".to_owned() };
            push(&mut lines, point, 0, &bullet);
        }
    }
    lines.join("\n")
}

fn push(lines: &mut Vec<String>, point: &Point, indent: usize, bullet: &str) {
    lines.push(format!("{}{bullet}{}", " ".repeat(indent), escaped(&point.text)));
    for below in &point.below {
        push(lines, below, indent + bullet.len(), "- ");
    }
}

/// Text in which only its own backticks mean something: ids and sentences of policies come from outside.
fn escaped(text: &str) -> String {
    let code_is_closed = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '`' if code_is_closed => is_code = !is_code,
            '`' | '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' if !is_code => out.push('\\'),
            '\n' | '\r' => {
                out.push(' ');
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
    out
}
