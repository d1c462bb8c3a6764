//! Cases: a request with its person, as it travels in JSON.

use std::fmt;

use crate::request::Request;
use crate::subject::DataSubject;
use crate::vocabulary::notation::{Fields, FromNode, Node, Reader, Table, ToNode, Value, Writer, read, serde_by_notation};
use crate::vocabulary::{Findings, Redacted, Vocabulary};

/// A request together with the person whom it is about.
///
/// # Example
///
/// ```
/// use lawful::decision::Case;
/// use lawful::vocabulary::Vocabulary;
///
/// let line = r#"{"id":"c1",
///     "request":{"at":"2026-06-01T12:00:00Z","actor":{"role":"operator"},"action":"use","items":[{"categories":["contact.email"]}],"purpose":"service"},
///     "subject":{"id":"7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01","age":30}}"#;
/// let case = Case::from_json(line, Vocabulary::builtin())?;
/// assert_eq!(case.id.as_deref(), Some("c1"));
///
/// let error = Case::from_json(&line.replace("\"use\"", "\"sue\""), Vocabulary::builtin()).unwrap_err();
/// assert_eq!(error.to_string(), "`request.action`: unknown action, found `sue`, did you mean `use`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// The caller's name for it.
    pub id: Option<String>,
    /// The question.
    pub request: Request,
    /// The person.
    pub subject: DataSubject,
}

/// A case that cannot be read.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// The text is longer than a case may be.
    #[error("the case is longer than 1 MiB")]
    TooLong,
    /// The text is no JSON.
    #[error("this is not JSON: {0}")]
    Syntax(String),
    /// The JSON is no case. All mistakes are listed.
    #[error("{findings}")]
    Invalid {
        /// The id of the case, if that could be read.
        id: Option<String>,
        /// The mistakes.
        findings: Findings,
    },
}

impl CaseError {
    /// The id of the case, if that could be read.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Invalid { id, .. } => id.as_deref(),
            _ => None,
        }
    }
}

impl Case {
    /// The most bytes that a case may have.
    pub const LONGEST: usize = 1 << 20;

    /// Reads a case, with the words of a policy: those of the engine that is to decide it
    /// ([`PolicyEngine::vocabulary`](crate::PolicyEngine::vocabulary)).
    ///
    /// # Errors
    ///
    /// The text is longer than 1 MiB or no JSON, or every mistake in the case: the key, the bad value and the nearest valid
    /// word. Ids and dates of birth are never repeated.
    pub fn from_json(text: &str, vocabulary: &Vocabulary) -> Result<Self, CaseError> {
        if text.len() > Self::LONGEST {
            return Err(CaseError::TooLong);
        }
        let node: Node = serde_json::from_str(text).map_err(|error| CaseError::Syntax(error.to_string()))?;
        read(&node, vocabulary).map_err(|findings| CaseError::Invalid { id: id_of(&node), findings })
    }

    /// Writes a case, with the words of a policy.
    ///
    /// # Errors
    ///
    /// The case has a word that the vocabulary lacks.
    pub fn to_json(&self, vocabulary: &Vocabulary) -> Result<String, serde_json::Error> {
        let mut out = Writer::new(vocabulary);
        let node = self.to_node(&mut out);
        if out.is_nameless() {
            return Err(serde::ser::Error::custom("the case has a word that the vocabulary lacks"));
        }
        serde_json::to_string(&node)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id: _, request, subject } = self;
        f.debug_struct("Case").field("id", &Redacted).field("request", request).field("subject", subject).finish()
    }
}

impl fmt::Debug for CaseError {
    /// As it is displayed: the caller's id is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaseError({self})")
    }
}

fn id_of(node: &Node) -> Option<String> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find_map(|(key, node)| match &node.value {
        Value::Text(id) if key == "id" => Some(id.clone()),
        _ => None,
    })
}

impl FromNode for Case {
    fn from_node(node: &Node, cx: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::open(node, cx, "a case: a table with `request` and `subject`")?;
        let id = fields.optional("id", cx);
        let request = fields.required("request", cx);
        let subject = fields.required("subject", cx);
        fields.close(cx);
        Some(Self { id, request: request?, subject: subject? })
    }
}

impl ToNode for Case {
    fn to_node(&self, out: &mut Writer<'_>) -> Node {
        Table::new()
            .maybe("id", self.id.as_ref(), out)
            .put("request", &self.request, out)
            .put("subject", &self.subject, out)
            .into()
    }
}

serde_by_notation!(Case);
