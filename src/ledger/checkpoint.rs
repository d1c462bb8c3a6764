//! Verifying everything, and checkpoints.

use std::fmt::Write as _;
use std::io::{self, BufRead, Seek, Write};

use sha2::Digest as _;

use super::body::Body;
use super::broken::verified;
use super::store::{Store, StoredHistory, Whose};
use super::{Breach, Broken, History, Ledger, LedgerError};
use crate::chain::{Digest, Link, Position, Pseudonym};
use crate::subject::DataSubject;
use crate::vocabulary::Instant;

/// How many chains are asked for at once.
const PAGE: usize = 1024;

/// What a walk over chains found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Verification {
    /// How many chains were walked.
    pub chains: u64,
    /// How many entries.
    pub entries: u64,
    /// The first broken link of every chain that does not hold.
    pub broken: Vec<Broken>,
}

impl Verification {
    /// Whether every link holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_empty()
    }
}

/// One digest over all heads at a moment. Keep it where whoever can change the ledger cannot: sign it, print it, give it to
/// somebody.
///
/// It is the SHA-256 of a **manifest**, a text that names every chain: one line each, `pseudonym sequence head`, in the order
/// of the pseudonyms. The manifest may be kept anywhere, since the digest protects it. Against both, truncation, a chain
/// written anew and a vanished person show, even where the store by itself is without contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// When it was made.
    pub at: Instant,
    /// How many chains the manifest names.
    pub chains: u64,
    /// The SHA-256 of the manifest.
    pub digest: Digest,
}

/// What went wrong with a checkpoint.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The manifest cannot be read or written.
    #[error("the manifest: {0}")]
    Manifest(#[from] io::Error),
    /// The manifest is not the one that the digest was made of.
    #[error("the manifest does not have the digest of the checkpoint: one of them was changed")]
    OtherManifest,
}

/// What a ledger knows of a person at an earlier position of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The person, as known then.
    Known(Box<DataSubject>),
    /// The person was erased since, at this instant.
    Erased(Instant),
    /// There is no such chain.
    Unknown,
}

impl<S: Store> Ledger<S> {
    /// Walks every chain, and reports how many are done every 1,024 or so.
    ///
    /// # Errors
    ///
    /// The store fails. Chains that do not hold are no error: they are what was looked for.
    pub async fn verify(&self, mut progress: impl FnMut(u64) + Send) -> Result<Verification, LedgerError> {
        let (mut verification, mut after) = (Verification::default(), None);
        loop {
            let page = self.store.chains(after, PAGE).await?;
            for position in &page {
                self.verify_chain(position.pseudonym, &mut verification).await?;
            }
            match page.last() {
                Some(last) => after = Some(last.pseudonym),
                None => return Ok(verification),
            }
            progress(verification.chains);
        }
    }

    async fn verify_chain(
        &self,
        pseudonym: Pseudonym,
        verification: &mut Verification,
    ) -> Result<Option<StoredHistory>, LedgerError> {
        verification.chains += 1;
        let Some(history) = self.store.history(Whose::Chain(pseudonym)).await? else {
            verification.broken.push(Broken { pseudonym, sequence: 0, breach: Breach::Vanished });
            return Ok(None);
        };
        verification.entries += history.entries.len() as u64;
        match verified(&history) {
            Ok(()) => Ok(Some(history)),
            Err(broken) => {
                verification.broken.push(broken);
                Ok(None)
            }
        }
    }

    /// Writes the manifest of all chains and gives the checkpoint over it.
    ///
    /// What is appended meanwhile may be in it or not.
    ///
    /// # Errors
    ///
    /// The store fails, or the manifest cannot be written.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::chain::Key;
    /// use lawful::ledger::{BlockingLedger, Event, Memory};
    /// # let person = lawful::DataSubject::example().id();
    /// # let now: lawful::vocabulary::Instant = "2026-06-01T12:00:00Z".parse()?;
    ///
    /// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?;
    /// ledger.append(person, [Event::used(Event::new_id(now)?, now)], now)?;
    /// let mut manifest = Vec::new();
    /// let checkpoint = ledger.checkpoint(now, &mut manifest)?;
    /// let verification = ledger.verify_against(&checkpoint, std::io::Cursor::new(manifest), |_| {})?;
    /// assert!(verification.holds());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn checkpoint(&self, now: Instant, manifest: &mut (impl Write + Send)) -> Result<Checkpoint, CheckpointError> {
        let (mut hasher, mut chains, mut after) = (sha2::Sha256::new(), 0, None);
        let mut lines = String::new();
        loop {
            let page = self.store.chains(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.pseudonym);
            lines.clear();
            for Position { pseudonym, sequence, head } in &page {
                // Writing to a string cannot fail.
                let _ = writeln!(lines, "{pseudonym} {sequence} {head}");
            }
            hasher.update(&lines);
            manifest.write_all(lines.as_bytes())?;
            chains += page.len() as u64;
        }
        manifest.flush()?;
        Ok(Checkpoint { at: now, chains, digest: Digest::from_bytes(hasher.finalize().into()) })
    }

    /// Verifies every chain that a checkpoint names, and that it still holds the link that the checkpoint knows.
    ///
    /// Chains that were begun later are not walked: [`verify`](Self::verify) does that. Progress is reported as there.
    ///
    /// # Errors
    ///
    /// The manifest is not that of the checkpoint or cannot be read; the store fails.
    pub async fn verify_against(
        &self,
        checkpoint: &Checkpoint,
        mut manifest: impl BufRead + Seek + Send,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Verification, CheckpointError> {
        let mut hasher = sha2::Sha256::new();
        io::copy(&mut manifest, &mut Hashing(&mut hasher))?;
        if Digest::from_bytes(hasher.finalize().into()) != checkpoint.digest {
            return Err(CheckpointError::OtherManifest);
        }
        manifest.rewind()?;
        let mut verification = Verification::default();
        for line in manifest.lines() {
            let position = read_line(&line?).ok_or(CheckpointError::OtherManifest)?;
            let broken = |breach| Broken { pseudonym: position.pseudonym, sequence: position.sequence, breach };
            if let Some(history) = self.verify_chain(position.pseudonym, &mut verification).await? {
                verification.broken.extend(breach(&history, position).map(broken));
            }
            if verification.chains.is_multiple_of(PAGE as u64) {
                progress(verification.chains);
            }
        }
        progress(verification.chains);
        Ok(verification)
    }

    /// The person as the ledger knew them at a position: what a decision that was recorded with it rested on.
    ///
    /// # Errors
    ///
    /// The chain is broken, or is not the one that the position speaks of; an event cannot be read; the store fails.
    pub async fn then(&self, position: Position) -> Result<Then, LedgerError> {
        let Some(history) = self.store.history(Whose::Chain(position.pseudonym)).await? else {
            return Ok(Then::Unknown);
        };
        verified(&history)?;
        if let Some(breach) = breach(&history, position) {
            return Err(Broken { pseudonym: position.pseudonym, sequence: position.sequence, breach }.into());
        }
        match (&history.person.identity, history.entries.last().and_then(|entry| Body::of(entry).recorded())) {
            (None, Some(at)) => Ok(Then::Erased(at)),
            _ => Ok(Then::Known(Box::new(History::read(&history, &self.vocabulary)?.up_to(position.sequence)?))),
        }
    }
}

/// Whether a chain has another link at a position, or none.
fn breach(history: &StoredHistory, position: Position) -> Option<Breach> {
    let link = match position.sequence.checked_sub(1) {
        None => Some(Link::start(position.pseudonym).head()),
        Some(before) => usize::try_from(before).ok().and_then(|place| history.entries.get(place)).map(|entry| entry.link),
    };
    match link {
        Some(link) if link == position.head => None,
        Some(_) => Some(Breach::Rewritten),
        None => Some(Breach::Missing),
    }
}

fn read_line(line: &str) -> Option<Position> {
    let mut words = line.split(' ');
    let pseudonym = Pseudonym::from_uuid(words.next()?.parse().ok()?);
    let position = Position { pseudonym, sequence: words.next()?.parse().ok()?, head: words.next()?.parse().ok()? };
    words.next().is_none().then_some(position)
}

/// Lets `io::copy` feed a hash.
struct Hashing<'h>(&'h mut sha2::Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
