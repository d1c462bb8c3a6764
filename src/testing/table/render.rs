//! The table as text.

use super::answer::Answer;
use super::question::NONE;
use super::{Axis, Table, TableError};
use crate::policy::{Edition, Policy};

/// A line: its words on every axis, and the answer.
type Line = (Vec<String>, Answer);

impl Table<'_> {
    /// The table as text: a head that says what is the same for all lines, then a line for each question, in the order of what was
    /// given.
    ///
    /// # Errors
    ///
    /// A word is not known, an axis that is needed is empty, or there are too many questions.
    pub fn render(&self) -> Result<String, TableError> {
        let questions = self.questions()?;
        let lines: Vec<Line> = questions
            .into_iter()
            .map(|question| {
                let answer = Answer::of(&self.engine.decide(&question.request, question.person));
                (question.words, answer)
            })
            .collect();
        let varied: Vec<usize> =
            (0..Axis::ALL.len()).filter(|axis| lines.iter().any(|line| line.0[*axis] != lines[0].0[*axis])).collect();
        let across = self.across.and_then(|axis| varied.iter().copied().find(|it| Axis::ALL[*it] == axis));
        let (columns, rows) = match across {
            Some(across) => self.grid(&lines, &varied, across),
            None => self.list(lines.clone(), &varied),
        };
        let mut text = self.head(&lines, &varied);
        text.push('\n');
        text.push_str(&aligned(std::iter::once(columns).chain(rows).collect()));
        Ok(text)
    }

    fn head(&self, lines: &[Line], varied: &[usize]) -> String {
        let edition = |policy: &Policy| {
            let in_force = policy.editions().iter().rev().find(|edition| edition.effective_from() <= self.at);
            format!("{}, edition {}", policy.id(), in_force.map_or(Edition::INITIAL, Edition::version))
        };
        let mut head = vec![format!("policy: {}", edition(self.engine.policy()))];
        head.extend(self.engine.layers().iter().map(|layer| format!("layer: {}", edition(layer))));
        head.push(format!("at: {}", self.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
        let first = lines.first().map_or(&[] as &[String], |(words, _)| words);
        for (axis, word) in Axis::ALL.iter().zip(first).enumerate().filter(|(axis, _)| !varied.contains(axis)).map(|(_, it)| it) {
            let says_nothing = word == NONE || (*axis == Axis::Actor && self.actors.is_empty());
            head.extend((!says_nothing).then(|| format!("{axis}: {word}")));
        }
        head.iter().map(|line| format!("# {line}\n")).collect()
    }

    /// One row for each question.
    fn list(&self, lines: Vec<Line>, varied: &[usize]) -> (Vec<String>, Vec<Vec<String>>) {
        let lines = match varied.last() {
            Some(last) if self.folded => fold(lines, *last),
            _ => lines,
        };
        let axes = varied.iter().map(|axis| Axis::ALL[*axis].to_string());
        let columns = axes.chain(["verdict", "because", "duties"].map(str::to_owned)).collect();
        let rows = lines.into_iter().map(|(words, answer)| {
            let words = varied.iter().map(|axis| words[*axis].clone());
            words.chain([answer.verdict, answer.because, answer.duties]).collect()
        });
        (columns, rows.collect())
    }

    /// One row for each combination of the other axes, one column for each word of this one.
    fn grid(&self, lines: &[Line], varied: &[usize], across: usize) -> (Vec<String>, Vec<Vec<String>>) {
        let others: Vec<usize> = varied.iter().copied().filter(|axis| *axis != across).collect();
        let words = |line: &Line| others.iter().map(|axis| line.0[*axis].clone()).collect::<Vec<_>>();
        let (mut heads, mut rows): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
        for line in lines {
            if !heads.contains(&line.0[across]) {
                heads.push(line.0[across].clone());
            }
            if !rows.contains(&words(line)) {
                rows.push(words(line));
            }
        }
        let cells = |row: &Vec<String>| {
            let cell = |head: &String| lines.iter().find(|line| line.0[across] == *head && words(line) == *row);
            let cells = heads.iter().map(|head| cell(head).map_or_else(|| NONE.to_owned(), |(_, answer)| answer.in_short()));
            row.iter().cloned().chain(cells).collect::<Vec<_>>()
        };
        let rows = rows.iter().map(cells).collect();
        (others.iter().map(|axis| Axis::ALL[*axis].to_string()).chain(heads).collect(), rows)
    }
}

/// Joins the lines with the same answer that differ on the last axis alone; the first of them keeps its place.
fn fold(lines: Vec<Line>, last: usize) -> Vec<Line> {
    let mut folded: Vec<Line> = Vec::new();
    for (words, answer) in lines {
        let is_same =
            |line: &&mut Line| line.1 == answer && (0..words.len()).all(|axis| axis == last || line.0[axis] == words[axis]);
        match folded.iter_mut().find(is_same) {
            Some((joined, _)) => joined[last] = format!("{}, {}", joined[last], words[last]),
            None => folded.push((words, answer)),
        }
    }
    folded
}

/// Columns as wide as their widest cell; an empty cell is a dash.
fn aligned(rows: Vec<Vec<String>>) -> String {
    let shown = |cell: &str| if cell.is_empty() { NONE.to_owned() } else { cell.to_owned() };
    let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.iter().map(|cell| shown(cell)).collect()).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
