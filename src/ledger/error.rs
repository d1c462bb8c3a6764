//! What can go wrong with a ledger.

use std::fmt;

use super::Event;
use crate::chain::{NoRandomness, StoreError};
use crate::subject::ChoiceError;
use crate::vocabulary::{Finding, Findings};

/// Why a ledger did not do what was asked.
///
/// Whatever it is, nothing was half done: an append that fails has recorded nothing, unless its outcome is
/// [unknown](crate::chain::StoreFailure::OutcomeUnknown), and then appending the same events again is right in either case. A
/// person who cannot be read is no person: there is nobody to decide about. Messages show no ids and no data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The person was erased: nothing is known, and nothing is recorded any more.
    #[error("the person was erased: nothing is left to read, and nothing more can be recorded")]
    Erased,
    /// Another event with this id was recorded before.
    #[error("another event is recorded under the same id")]
    ConflictingEvent,
    /// A withdrawal has no scope and names a grant that is not recorded (yet): there is nothing it could be applied to.
    #[error("the withdrawal names a grant that is not recorded: append the grant first, or give the withdrawal a scope")]
    UnknownGrant,
    /// A choice that cannot be.
    #[error("{0}")]
    Choice(#[from] ChoiceError),
    /// A word that the ledger's vocabulary does not have: written down it would be lost.
    #[error(
        "the {0} event uses a policy's own word, which the vocabulary of the ledger does not have: open the ledger \
         {WITH_WORDS}"
    )]
    UnknownWord(&'static str),
    /// What an event says could be written, but not read back: recorded, it would be there and the person could not be read.
    #[error("event {number} of those to be recorded, {kind}, could not be read back: {findings}")]
    Unrecordable {
        /// Which event of those that were to be appended, counted from 1.
        number: u64,
        /// What kind of event it is.
        kind: &'static str,
        /// What is wrong with it. What was found is withheld, unless it is a word of the vocabulary.
        findings: Findings,
    },
    /// The clock gave an instant that cannot be written: what is recorded at it could not be read.
    #[error("the clock is beyond the years 0 to 9999: set it right before recording more")]
    ClockBeyond,
    /// The clock that gave `now` is behind what is recorded already.
    #[error("the clock is {0} behind what is recorded already: set it right before recording more")]
    ClockBackwards(Span),
    /// An event is dated later than the instant at which it is recorded.
    #[error("the event is dated {0} after the instant at which it is recorded")]
    Future(Span),
    /// What is stored about the person is not what was recorded.
    #[error(transparent)]
    Broken(#[from] super::Broken),
    /// What is stored cannot be read, though it is what was recorded.
    #[error("event {sequence} cannot be read: {findings}{}", hint(findings))]
    Unreadable {
        /// Which event of the person, counted from 1.
        sequence: u64,
        /// What is wrong, such as a word that this vocabulary does not have.
        findings: Findings,
    },
    /// What is stored was written by a later version.
    #[error("what is stored has schema version {found}; this version reads up to {known}: update the program")]
    NewerSchema {
        /// The version that is stored.
        found: u64,
        /// The latest version that can be read.
        known: u64,
    },
    /// The ledger was made with another key.
    #[error("the ledger{} was made with another key", .place.as_ref().map(|place| format!(" `{place}`")).unwrap_or_default())]
    WrongKey {
        /// Where the ledger is, if its store [says](super::Store::place) so.
        place: Option<String>,
    },
    /// The system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LedgerError {
    pub(super) fn unrecordable(number: u64, event: &Event, findings: Findings) -> Self {
        Self::Unrecordable { number, kind: event.what.name(), findings: findings.withheld() }
    }
}

const WITH_WORDS: &str = "`with_words(engine.vocabulary())`";

/// A word that is no built-in one is most often that of a policy.
fn hint(findings: &Findings) -> String {
    let is_word = |finding: &Finding| matches!(finding.message(), "unknown category" | "unknown purpose");
    if findings.findings().iter().any(is_word) {
        format!("; if it is a policy's own word, open the ledger {WITH_WORDS}")
    } else {
        String::new()
    }
}

/// A stretch of time, for messages: to the millisecond below two minutes, then in full minutes, hours or days, two at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub(super) chrono::TimeDelta);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.num_milliseconds();
        match self.0.num_seconds() {
            0 => write!(f, "{millis} ms"),
            1 if millis == 1_000 => f.write_str("1 second"),
            seconds @ 1..120 if millis % 1_000 == 0 => write!(f, "{seconds} seconds"),
            seconds @ 1..120 => write!(f, "{seconds}.{:03} seconds", millis % 1_000),
            seconds @ 120..7_200 => write!(f, "{} minutes", seconds / 60),
            seconds @ 7_200..172_800 => write!(f, "{} hours", seconds / 3_600),
            seconds => write!(f, "{} days", seconds / 86_400),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_units_that_fit_it() {
        let told = |millis| Span(chrono::TimeDelta::milliseconds(millis)).to_string();
        let told = [999, 1_000, 1_001, 60_000, 119_999, 120_000, 7_199_999, 86_400_000, 172_800_000].map(told);
        assert_eq!(
            told,
            [
                "999 ms",
                "1 second",
                "1.001 seconds",
                "60 seconds",
                "119.999 seconds",
                "2 minutes",
                "119 minutes",
                "24 hours",
                "2 days"
            ]
        );
    }
}
