//! Reading the files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use super::line::Line;
use super::writing::{Writing, failed};
use crate::audit::AuditError;
use crate::audit::sink::{StoredRecord, StoredStream};
use crate::chain::{Link, Pseudonym};

/// Where a line begins: in which file, the oldest being 0, and at which byte.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) byte: u64,
}

/// How a stream ends, and where it begins.
pub(super) struct Ends {
    pub(super) begins: Place,
    pub(super) base: Link,
    /// None where all were pruned.
    pub(super) last: Option<StoredRecord>,
}

impl Ends {
    pub(super) fn state(&self, stream: Pseudonym) -> StoredStream {
        StoredStream { stream, base: self.base, last: self.last.as_ref().map_or(self.base, StoredRecord::as_link) }
    }
}

/// Where a page of a stream ended, so that the next one need not be looked for.
pub(super) struct Cursor {
    stream: Pseudonym,
    after: u64,
    next: Place,
}

impl Writing {
    /// Walks over lines from a place on; `with` gets each with the place where it begins and the one where it ends.
    pub(super) fn walk(
        &self,
        from: Place,
        mut with: impl FnMut(Line, Place, Place) -> ControlFlow<()>,
    ) -> Result<(), AuditError> {
        for (number, path) in self.files().iter().enumerate().skip(from.file) {
            let mut file = File::open(path).map_err(failed)?;
            let mut byte = if number == from.file { from.byte } else { 0 };
            let length = if number as u64 == self.full_files { self.bytes } else { file.metadata().map_err(failed)?.len() };
            file.seek(SeekFrom::Start(byte)).map_err(failed)?;
            let mut lines = BufReader::with_capacity(1 << 16, file.take(length.saturating_sub(byte)));
            let mut text = Vec::new();
            while lines.read_until(b'\n', &mut text).map_err(failed)? > 0 {
                let unreadable = || AuditError::UnreadableLine { file: path.display().to_string(), byte };
                let line = std::str::from_utf8(&text).ok().and_then(Line::read).ok_or_else(unreadable)?;
                let end = byte + text.len() as u64;
                if with(line, Place { file: number, byte }, Place { file: number, byte: end }).is_break() {
                    return Ok(());
                }
                byte = end;
                text.clear();
            }
        }
        Ok(())
    }

    /// How every stream ends: read once, kept up to date from then on.
    pub(super) fn ends(&mut self) -> Result<&mut BTreeMap<Pseudonym, Ends>, AuditError> {
        if self.ends.is_none() {
            let mut lasts: BTreeMap<Pseudonym, (Place, Link, Option<Line>)> = BTreeMap::new();
            self.walk(Place::default(), |line, begins, _| {
                let there = lasts.entry(line.stream).or_insert_with(|| (begins, Link::start(line.stream), None));
                match line.body {
                    Some(_) => there.2 = Some(line),
                    None => *there = (begins, line.link, None),
                }
                ControlFlow::Continue(())
            })?;
            let ends =
                |(begins, base, last): (Place, Link, Option<Line>)| Ends { begins, base, last: last.and_then(Line::into_record) };
            self.ends = Some(lasts.into_iter().map(|(stream, last)| (stream, ends(last))).collect());
        }
        Ok(self.ends.get_or_insert_default())
    }

    pub(super) fn page(&mut self, stream: Pseudonym, after: u64, limit: usize) -> Result<Vec<StoredRecord>, AuditError> {
        let Some(ends) = self.ends()?.get(&stream) else { return Ok(Vec::new()) };
        let (base, last) = (ends.base.number(), ends.state(stream).last.number());
        let mut next = ends.begins;
        if let Some(cursor) = self.cursor.take().filter(|cursor| (cursor.stream, cursor.after) == (stream, after)) {
            next = cursor.next;
        }
        let (mut found, mut reached) = (Vec::new(), after);
        if limit == 0 || after >= last {
            return Ok(found);
        }
        self.walk(next, |line, _, end| {
            let number = line.link.number();
            if line.stream == stream && line.body.is_some() && number > after.max(base) {
                (reached, next) = (number, end);
                found.extend(line.into_record());
            }
            if found.len() == limit || reached >= last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        self.cursor = Some(Cursor { stream, after: reached, next });
        Ok(found)
    }

    pub(super) fn about(&mut self, person: Pseudonym) -> Result<Vec<StoredRecord>, AuditError> {
        let mut found = Vec::new();
        self.walk(Place::default(), |line, _, _| {
            found.extend(line.into_record().filter(|record| record.person == Some(person)));
            ControlFlow::Continue(())
        })?;
        let ends = self.ends()?;
        found.retain(|record| ends.get(&record.stream).is_some_and(|ends| record.number > ends.base.number()));
        found.sort_by_key(|record| record.stream);
        Ok(found)
    }
}
