//! What a decision rests on.

use crate::audit::AuditError;
use crate::chain::{Position, Seal};
use crate::subject::DataSubject;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::notation::{ToNode, Writer};

/// What a decision rests on: how far a person's chain had got, or the person sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The person as a ledger had them at a position.
    Ledger(Position),
    /// The person as they were handed in, for those who keep no ledger: whoever keeps the person can show later that it is the one.
    Sealed(Seal),
}

impl Basis {
    /// Seals a person.
    ///
    /// # Errors
    ///
    /// The person uses a word that the vocabulary lacks; the system gives no random bytes.
    pub fn sealed(subject: &DataSubject, vocabulary: &Vocabulary) -> Result<Self, AuditError> {
        Ok(Self::Sealed(Seal::of(&canonical(subject, vocabulary)?)?))
    }
}

/// The canonical text of a person or a request.
pub(super) fn canonical(value: &impl ToNode, vocabulary: &Vocabulary) -> Result<String, AuditError> {
    let mut out = Writer::new(vocabulary);
    let node = value.to_node(&mut out);
    if out.is_nameless() {
        return Err(AuditError::UnknownWord);
    }
    Ok(node.canonical())
}
