//! Problem documents (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Detail;
use crate::decision::{AnswerRemedy, Remedy, Verdict};
use crate::enforcement::{Closed, Refusal};

/// Why a request ended: a problem document, `application/problem+json`.
///
/// | member | holds |
/// |---|---|
/// | `type` | `urn:lawful:problem:` and a stable word |
/// | `title` | one sentence, the same for every problem of the type |
/// | `status` | the status of the response |
/// | `clauses` | the ids of the policy's clauses that decided |
/// | `missing` | the names of the facts that are unknown |
/// | `remedies` | the [kinds](crate::decision::ChangeKind) of the changes that would make it permitted |
///
/// Its text is fixed when the program is compiled or stands in the policy, so nothing about a person can get into it.
///
/// # Example
///
/// ```
/// use axum::http::StatusCode;
/// use lawful::enforcement::web::Problem;
///
/// let problem = Problem::new(StatusCode::NOT_FOUND, "no-such-order", "There is no such order.");
/// assert_eq!(
///     serde_json::to_string(&problem)?,
///     r#"{"type":"urn:lawful:problem:no-such-order","title":"There is no such order.","status":404}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    clauses: Vec<String>,
    missing: Vec<String>,
    remedies: Vec<&'static str>,
}

impl Problem {
    /// A problem of the application's own: a status, a stable word, a sentence.
    #[must_use]
    pub fn new(status: StatusCode, kind: &'static str, title: &'static str) -> Self {
        Self { status, kind, title, clauses: Vec::new(), missing: Vec::new(), remedies: Vec::new() }
    }

    /// `nobody`, 403: nobody is signed in, nothing is recorded of the person, or the person was erased. Which of them is not
    /// said.
    #[must_use]
    pub fn nobody() -> Self {
        Self::new(StatusCode::FORBIDDEN, "nobody", "Nothing is permitted here.")
    }

    /// `unavailable`, 503: what a decision needs cannot be read, or a record of it cannot be written.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "This cannot be decided at present.")
    }

    /// `duties`, 500: the decision entails a duty that the route does not take over.
    #[must_use]
    pub fn duties() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "duties", "The service does not see to a duty that comes with this.")
    }

    /// `no-gate`, 500: the route stands behind no [`Gate`](super::Gate).
    #[must_use]
    pub fn no_gate() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "no-gate", "The service is not set up to decide this.")
    }

    /// A refusal: `denied` and `not-governed` with 403, `undetermined` with 409. Without detail it is the same as
    /// [`nobody`](Self::nobody).
    #[must_use]
    pub fn of(refusal: &Refusal, detail: Detail) -> Self {
        Self::telling(refusal, detail, |_| true)
    }

    /// The same with some of the remedies.
    pub(super) fn telling(refusal: &Refusal, detail: Detail, is_told: impl Fn(&Remedy) -> bool) -> Self {
        if detail == Detail::Nothing {
            return Self::nobody();
        }
        let problem = match refusal.verdict() {
            Verdict::Undetermined => {
                Self::new(StatusCode::CONFLICT, "undetermined", "Facts are missing to tell whether this is permitted.")
            }
            Verdict::NotGoverned => Self::new(StatusCode::FORBIDDEN, "not-governed", "The policy does not speak of this."),
            Verdict::Denied | Verdict::Permitted => {
                Self::new(StatusCode::FORBIDDEN, "denied", "The policy does not permit this.")
            }
        };
        let answer = refusal.answer();
        let clauses = answer.reasons().iter().filter_map(|reason| reason.rule.as_ref()).map(|rule| rule.clause.clone());
        let missing = answer.reasons().iter().flat_map(|reason| reason.missing.iter().cloned());
        let told = answer.remedies().iter().map(AnswerRemedy::remedy).filter(|remedy| is_told(remedy));
        let changes = told.flat_map(Remedy::changes);
        let remedies = changes.map(|change| change.kind().name());
        Self { clauses: each_once(clauses), missing: each_once(missing), remedies: each_once(remedies), ..problem }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The word that its type ends with.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

/// `closed`, 403: a value was not opened by the permit.
impl From<Closed> for Problem {
    fn from(_: Closed) -> Self {
        Self::new(StatusCode::FORBIDDEN, "closed", "The permit does not cover this, or no longer.")
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &format_args!("urn:lawful:problem:{}", self.kind))?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("status", &self.status.as_u16())?;
        if !self.clauses.is_empty() {
            map.serialize_entry("clauses", &self.clauses)?;
        }
        if !self.missing.is_empty() {
            map.serialize_entry("missing", &self.missing)?;
        }
        if !self.remedies.is_empty() {
            map.serialize_entry("remedies", &self.remedies)?;
        }
        map.end()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        ];
        (self.status, headers, body).into_response()
    }
}

fn each_once<T: PartialEq>(words: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}
