//! Verifying streams, and pruning them to a checkpoint.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::Digest as _;

use super::sink::{Sink, StoredRecord, StoredStream, committed};
use super::{Audit, AuditError, BrokenStream};
use crate::chain::{Digest, Link};
use crate::vocabulary::Instant;

const PAGE: usize = 1024;

/// What a walk over streams found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Verification {
    /// How many streams were walked.
    pub streams: u64,
    /// How many records.
    pub records: u64,
    /// The first record of every stream that does not hold.
    pub broken: Vec<BrokenStream>,
}

impl Verification {
    /// Whether every link holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

impl<S: Sink> Audit<S> {
    /// Walks every stream, and reports how many records are done.
    ///
    /// # Errors
    ///
    /// The sink fails. Streams that do not hold are no error: they are what was looked for.
    pub async fn verify(&self, mut progress: impl FnMut(u64) + Send) -> Result<Verification, AuditError> {
        let (mut verification, mut after) = (Verification::default(), None);
        loop {
            let page = self.sink().streams(after, PAGE).await?;
            for stream in &page {
                verification.streams += 1;
                self.verify_stream(stream, &[], &mut verification, &mut progress).await?;
            }
            match page.last() {
                Some(last) => after = Some(last.stream),
                None => return Ok(verification),
            }
        }
    }

    /// Verifies every stream that a checkpoint names, given as its manifest and its digest, and that it still holds the link
    /// that the manifest knows, as far as it was not pruned. A stream that is gone, cut off or written anew shows. `None` where
    /// the manifest does not have the digest.
    ///
    /// # Errors
    ///
    /// The sink fails.
    pub async fn verify_against(
        &self,
        checkpoint: (&str, Digest),
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Option<Verification>, AuditError> {
        let (manifest, digest) = checkpoint;
        if Digest::of(manifest.as_bytes()) != digest {
            return Ok(None);
        }
        let mut verification = Verification::default();
        for line in manifest.lines() {
            let Some((stream, known)) = read_line(line) else { return Ok(None) };
            verification.streams += 1;
            match self.sink().stream(stream).await? {
                Some(state) => self.verify_stream(&state, &[known], &mut verification, &mut progress).await?,
                None => verification.broken.push(BrokenStream { stream, number: known.number() }),
            }
        }
        Ok(Some(verification))
    }

    async fn verify_stream(
        &self,
        state: &StoredStream,
        known: &[Link],
        verification: &mut Verification,
        progress: &mut (impl FnMut(u64) + Send),
    ) -> Result<(), AuditError> {
        let (mut link, stream) = (state.base, state.stream);
        // What was pruned past a checkpoint cannot be held against it any more: a later one has to cover it.
        let is_past = known.iter().any(|known| known.number() < link.number());
        let broken = |number| BrokenStream { stream, number };
        let is_known = |link: Link| known.iter().all(|known| known.number() != link.number() || *known == link);
        if !is_known(link) {
            verification.broken.push(broken(link.number()));
            return Ok(());
        }
        loop {
            // What is recorded after the state was read belongs to the next walk.
            let left = usize::try_from(state.last.number().saturating_sub(link.number())).unwrap_or(PAGE).min(PAGE);
            let page = self.sink().records(stream, link.number(), left).await?;
            if page.is_empty() {
                break;
            }
            for record in &page {
                let next = link.then(committed(&record.body));
                if record.as_link() != next || !is_known(next) || !is_read(record) {
                    verification.broken.push(broken(link.number() + 1));
                    return Ok(());
                }
                link = next;
                verification.records += 1;
            }
            progress(verification.records);
        }
        let is_cut = known.iter().any(|known| known.number() > link.number());
        if link != state.last || is_cut || is_past || (state.base.number() == 0 && state.base != Link::start(stream)) {
            verification.broken.push(broken(link.number() + 1));
        }
        Ok(())
    }

    /// Writes the manifest of all streams and gives the digest over it: the same form as that of the ledger (see
    /// `ledger::Checkpoint`), `stream number head` in the order of the streams' names.
    ///
    /// # Errors
    ///
    /// The sink fails, or the manifest cannot be written.
    pub async fn checkpoint(&self, manifest: &mut (impl Write + Send)) -> Result<Digest, AuditError> {
        let unwritten = |error: io::Error| {
            AuditError::from(crate::chain::StoreError::new(crate::chain::StoreFailure::Other).caused_by(error))
        };
        let (mut hasher, mut after, mut lines) = (sha2::Sha256::new(), None, String::new());
        loop {
            let page = self.sink().streams(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.stream);
            lines.clear();
            for StoredStream { stream, last, .. } in &page {
                // Writing to a string cannot fail.
                let _ = writeln!(lines, "{stream} {} {}", last.number(), last.head());
            }
            hasher.update(&lines);
            manifest.write_all(lines.as_bytes()).map_err(unwritten)?;
        }
        manifest.flush().map_err(unwritten)?;
        Ok(Digest::from_bytes(hasher.finalize().into()))
    }

    /// Deletes the records that are older than an instant, as far as a checkpoint's manifest covers them, and gives how many.
    /// What is left still verifies, from the last link that was deleted on.
    ///
    /// A stream that does not hold, or is not the one that the manifest knows, is left as it is: it is evidence. Whether the
    /// manifest is the one of the checkpoint, [`verify_against`](Self::verify_against) tells.
    ///
    /// # Errors
    ///
    /// A stream does not hold; the sink fails.
    pub async fn prune(&self, before: Instant, manifest: &str) -> Result<u64, AuditError> {
        let mut pruned = 0;
        for (stream, covered) in manifest.lines().filter_map(read_line) {
            let Some(state) = self.sink().stream(stream).await? else { continue };
            let mut verification = Verification::default();
            self.verify_stream(&state, &[covered], &mut verification, &mut |_| {}).await?;
            if let Some(broken) = verification.broken.first() {
                return Err((*broken).into());
            }
            let (mut after, mut up_to) = (0, None);
            'stream: loop {
                let page = self.sink().records(stream, after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.number;
                for record in page {
                    if record.number > covered.number() || record.record()?.recorded() >= before {
                        break 'stream;
                    }
                    up_to = Some(record.number);
                }
            }
            if let Some(up_to) = up_to {
                pruned += self.sink().prune(stream, up_to).await?;
            }
        }
        Ok(pruned)
    }
}

/// A person that stands beside a record must be the one in it.
fn is_read(record: &StoredRecord) -> bool {
    record.record().is_ok_and(|read| match read.basis() {
        super::Basis::Ledger(position) => record.person == Some(position.pseudonym),
        super::Basis::Sealed(_) => record.person.is_none(),
    })
}

fn read_line(line: &str) -> Option<(crate::chain::Pseudonym, Link)> {
    let mut words = line.split(' ');
    let stream = crate::chain::Pseudonym::from_uuid(words.next()?.parse().ok()?);
    let link = Link::at(words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    words.next().is_none().then_some((stream, link))
}
