//! Rows from CSV.

use std::io::{self, BufRead, Seek, SeekFrom};

use csv_core::{ReadRecordResult, Reader};

use super::cells::{COLUMNS, Cells, Column, column_of};
use super::row::{LONGEST, same_file};
use super::{ImportError, Progress, Rejected, Row, Rows};
use crate::vocabulary::{nearest, quoted};

/// Rows from CSV (RFC 4180): separated by commas, UTF-8, the first row names the columns.
///
/// | column | holds |
/// |---|---|
/// | `person` | the person's UUID |
/// | `id` | the UUID of the event; empty or left out: one that is always the same for it |
/// | `at` | when it happened, RFC 3339 |
/// | `kind` | `granted`, `refused`, `agreed`, `used`, `account-opened`, `account-closed`, `guardian`, `notice-given`, `born`, `aged`, `standing` |
/// | `categories`, `actions`, `purposes`, `recipients` | of a grant or refusal: words, or `any` |
/// | `service` | of a grant or refusal: empty is any; of an account: its service |
/// | `by`, `expires-at`, `evidence` | of a grant; `subject` if empty, no end, none |
/// | `means`, `withdraws` | of a refusal; `objection` if empty, the id of the grant that it withdraws |
/// | `edition` | of `agreed`: empty is the one in force |
/// | `after-closure` | of `account-closed`: purposes; empty is delete |
/// | `value` | of `guardian`: `verified` or `unverified`; of `notice-given`: what about; of `born`: a date; of `aged`: years; of `standing`: which |
///
/// `person`, `at` and `kind` are required; any order, others are left out where no row needs them. Several words in a cell are
/// separated by white space, or by `;` where a party's id holds white space. What an empty cell would widen must be said: a
/// scope without `any` in so many letters does not become one of anything. The four cells of the scope are all empty in a
/// withdrawal of the whole grant. A cell that does not belong to the kind of its row must be empty.
///
/// A row may have 1 MiB. Where a quotation mark is not closed within that, its first line is rejected and the next line is a
/// row again.
#[derive(Debug)]
pub struct Csv<R> {
    file: R,
    columns: Vec<Column>,
    parser: Box<Reader>,
    /// What is read ahead, and how much of it is done.
    ahead: Vec<u8>,
    done: usize,
    is_at_end: bool,
    row: u64,
    offset: u64,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// What a look for the end of a record found.
enum Found {
    Record,
    End,
    /// No end within 1 MiB, or before the file ends.
    Open,
}

impl<R: BufRead + Seek> Csv<R> {
    /// Reads a file, or anything like one.
    #[must_use]
    pub fn new(file: R) -> Self {
        Self {
            file,
            columns: Vec::new(),
            parser: Box::new(Reader::new()),
            ahead: Vec::new(),
            done: 0,
            is_at_end: false,
            row: 0,
            offset: 0,
            cells: vec![0; 1 << 12],
            ends: vec![0; 32],
        }
    }

    fn go_to(&mut self, offset: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.ahead.clear();
        (self.done, self.is_at_end, self.offset) = (0, false, offset);
        Ok(())
    }

    fn read_ahead(&mut self) -> io::Result<()> {
        self.ahead.drain(..self.done);
        self.done = 0;
        let more = self.file.fill_buf()?;
        self.ahead.extend_from_slice(more);
        let read = more.len();
        self.is_at_end = read == 0;
        self.file.consume(read);
        Ok(())
    }

    /// The next record, as texts; outer `None` at the end, inner where it is not whole.
    fn record(&mut self) -> io::Result<Option<Option<Vec<Vec<u8>>>>> {
        self.parser.reset();
        let (mut at, mut filled, mut count) = (self.done, 0, 0);
        let found = loop {
            let (input, is_end) = match &self.ahead[at..] {
                [] if self.is_at_end && at == self.done => break Found::End,
                // A last line without its end gets one: whoever then still waits for more waits for a quotation mark.
                [] if self.is_at_end => (&b"\n"[..], true),
                input => (input, false),
            };
            if input.is_empty() {
                let start = at - self.done;
                self.read_ahead()?;
                at = start;
                continue;
            }
            let (result, read, wrote, ended) = self.parser.read_record(input, &mut self.cells[filled..], &mut self.ends[count..]);
            (filled, count) = (filled + wrote, count + ended);
            at += if is_end { 0 } else { read };
            match result {
                ReadRecordResult::Record => break Found::Record,
                ReadRecordResult::End => break Found::End,
                _ if at - self.done > LONGEST => break Found::Open,
                ReadRecordResult::InputEmpty if is_end && count == 0 && filled == 0 => break Found::End,
                ReadRecordResult::InputEmpty if is_end => break Found::Open,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        };
        let cells = match found {
            Found::End => return Ok(None),
            Found::Record => {
                let starts = std::iter::once(0).chain(self.ends.iter().copied());
                let cells = starts.zip(&self.ends[..count]).map(|(start, end)| self.cells[start..*end].to_vec());
                Some(cells.collect())
            }
            Found::Open => {
                self.row += 1;
                self.skip_line()?;
                return Ok(Some(None));
            }
        };
        self.offset += (at - self.done) as u64;
        self.done = at;
        self.row += 1;
        Ok(Some(cells))
    }

    /// Passes over what is left of a line, so that the next one is a row again.
    fn skip_line(&mut self) -> io::Result<()> {
        let mut has_text = false;
        loop {
            while let Some(byte) = self.ahead.get(self.done) {
                (self.done, self.offset) = (self.done + 1, self.offset + 1);
                has_text |= !byte.is_ascii_whitespace();
                // The end of the line before may still be there.
                if *byte == b'\n' && has_text {
                    return Ok(());
                }
            }
            if self.is_at_end {
                return Ok(());
            }
            self.read_ahead()?;
        }
    }

    fn header(&mut self) -> Result<Vec<Column>, ImportError> {
        let wrong = |what: String| ImportError::Header(what);
        let Some(Some(cells)) = self.record()? else { return Err(wrong("there is none".to_owned())) };
        if let [only] = cells.as_slice()
            && (only.contains(&b';') || only.contains(&b'\t'))
        {
            return Err(wrong("expected columns separated by `,`, found another separator".to_owned()));
        }
        let mut columns: Vec<Column> = Vec::new();
        for cell in &cells {
            let name = String::from_utf8_lossy(cell);
            let Some(column) = COLUMNS.iter().find(|column| **column == name.trim()) else {
                let hint = nearest(name.trim(), COLUMNS).map_or_else(
                    || format!("; expected some of {}", COLUMNS.join(", ")),
                    |column| format!(", did you mean `{column}`?"),
                );
                return Err(wrong(format!("unknown column {}{hint}", quoted(name.trim()))));
            };
            if columns.contains(column) {
                return Err(wrong(format!("the column `{column}` is there twice")));
            }
            columns.push(column);
        }
        match ["person", "at", "kind"].iter().find(|column| !columns.contains(column)) {
            Some(missing) => Err(wrong(format!("the column `{missing}` is missing"))),
            None => Ok(columns),
        }
    }
}

impl<R: BufRead + Seek> Rows for Csv<R> {
    fn start(&mut self, progress: &mut Progress) -> Result<(), ImportError> {
        same_file(&mut self.file, progress)?;
        self.go_to(0)?;
        self.row = 0;
        self.columns = self.header()?;
        if progress.offset > 0 {
            self.go_to(progress.offset)?;
            self.row = progress.rows;
        }
        Ok(())
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let Some(cells) = self.record()? else { return Ok(None) };
        let number = self.row;
        let whole = |reason: String| vec![Rejected::new(number, None, reason)];
        let read = match cells {
            None => Err(whole("a quotation mark is not closed within 1 MiB, or the row is longer than that".to_owned())),
            Some(cells) if cells.len() != self.columns.len() => {
                Err(whole(format!("expected {} cells, found {}", self.columns.len(), cells.len())))
            }
            Some(cells) => Cells::read(number, &self.columns, &cells).and_then(|cells| cells.node(number)),
        };
        Ok(Some(Row { number, end: self.offset, read, column: column_of }))
    }
}
