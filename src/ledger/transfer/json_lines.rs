//! Rows from JSON Lines.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use super::row::{LONGEST, same_file};
use super::{ImportError, Progress, Rejected, Row, Rows};

/// Rows from JSON Lines: an event a line, in the notation of the ledger, with the `person` beside it.
///
/// ```json
/// {"person":"7f3a1f9e-…","id":"0190…","at":"2026-01-05T09:00:00Z","granted":{"scope":{"categories":["contact.email"]}}}
/// {"person":"7f3a1f9e-…","at":"2026-03-01T00:00:00Z","refused":{"withdraws":"0190…"}}
/// ```
///
/// `id` may be left out: the event then gets one that is always the same for it. A line may have 1 MiB.
#[derive(Debug)]
pub struct JsonLines<R> {
    file: R,
    line: u64,
    offset: u64,
}

impl<R: BufRead + Seek> JsonLines<R> {
    /// Reads a file, or anything like one.
    #[must_use]
    pub fn new(file: R) -> Self {
        Self { file, line: 0, offset: 0 }
    }

    /// A line without its end; `None` where it is longer than a row may be. Of such a line no more than a buffer is held.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let limit = LONGEST as u64 + 1;
        let mut read = self.file.by_ref().take(limit).read_until(b'\n', &mut line)? as u64;
        let is_too_long = read == limit && line.last() != Some(&b'\n');
        let mut is_open = is_too_long;
        while is_open {
            let buffer = self.file.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n').map(|place| place + 1);
            let taken = end.unwrap_or(buffer.len());
            self.file.consume(taken);
            read += taken as u64;
            is_open = end.is_none() && taken > 0;
        }
        self.offset += read;
        self.line += 1;
        Ok(if is_too_long { None } else { Some(line) })
    }
}

impl<R: BufRead + Seek> Rows for JsonLines<R> {
    fn start(&mut self, progress: &mut Progress) -> Result<(), ImportError> {
        same_file(&mut self.file, progress)?;
        (self.offset, self.line) = (progress.offset, progress.rows);
        self.file.seek(SeekFrom::Start(self.offset))?;
        Ok(())
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let line = self.line()?;
            let whole = |reason: String| vec![Rejected::new(self.line, None, reason)];
            let read = match line.as_deref() {
                Some([]) => return Ok(None),
                Some(line) if line.trim_ascii().is_empty() => continue,
                None => Err(whole("the line is longer than 1 MiB".to_owned())),
                Some(line) => match std::str::from_utf8(line) {
                    Err(_) => Err(whole("the line is not UTF-8".to_owned())),
                    Ok(text) => serde_json::from_str(text).map_err(|error| whole(format!("this is not JSON: {error}"))),
                },
            };
            let column = |key: &str| Some(key.to_owned()).filter(|key| !key.is_empty());
            return Ok(Some(Row { number: self.line, end: self.offset, read, column }));
        }
    }
}
