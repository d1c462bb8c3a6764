//! Which lines of two texts differ.

/// Lines around a difference that are shown.
const AROUND: usize = 2;

/// Beyond this many pairs of lines, what lies between the first and the last difference is shown as a whole.
const MOST_PAIRS: usize = 4_000_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Same,
    Gone,
    New,
}

/// The differences of two texts, line by line, with some lines around each.
pub(super) fn diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let marked = marked(&old, &new);
    let is_near = |at: usize| {
        let near = &marked[at.saturating_sub(AROUND)..marked.len().min(at + AROUND + 1)];
        near.iter().any(|(mark, _)| *mark != Mark::Same)
    };
    let (mut text, mut skipped) = (String::new(), false);
    for (at, (mark, line)) in marked.iter().enumerate() {
        if !is_near(at) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            text.push_str("  …\n");
        }
        let sign = match mark {
            Mark::Same => ' ',
            Mark::Gone => '-',
            Mark::New => '+',
        };
        text.push_str(format!("{sign} {line}").trim_end());
        text.push('\n');
    }
    text
}

fn marked<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Mark, &'t str)> {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let same = |lines: &[&'t str]| lines.iter().map(|line| (Mark::Same, *line)).collect::<Vec<_>>();
    let mut all = same(&old[..start]);
    all.extend(between(old_rest, new_rest));
    all.extend(same(&old[old.len() - end..]));
    all
}

/// By the longest common subsequence of lines.
fn between<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Mark, &'t str)> {
    let (rows, columns) = (old.len(), new.len());
    if rows * columns > MOST_PAIRS {
        let gone = old.iter().map(|line| (Mark::Gone, *line));
        return gone.chain(new.iter().map(|line| (Mark::New, *line))).collect();
    }
    // How long the common part of the rests is, for every pair of rests.
    let mut common = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let skip = common[row + 1][column].max(common[row][column + 1]);
            common[row][column] = if old[row] == new[column] { common[row + 1][column + 1] + 1 } else { skip };
        }
    }
    let (mut row, mut column, mut all) = (0, 0, Vec::new());
    while row < rows || column < columns {
        if row < rows && column < columns && old[row] == new[column] {
            all.push((Mark::Same, old[row]));
            (row, column) = (row + 1, column + 1);
        } else if row < rows && (column == columns || common[row + 1][column] >= common[row][column + 1]) {
            all.push((Mark::Gone, old[row]));
            row += 1;
        } else {
            all.push((Mark::New, new[column]));
            column += 1;
        }
    }
    all
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
