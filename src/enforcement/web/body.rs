//! Bodies of requests, without echoes.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::Problem;

/// The body of a request as JSON. A body that is none ends the request with a [`Problem`] that repeats nothing of it; the message of a parser does.
///
/// | problem | status | when |
/// |---|---|---|
/// | `not-json` | 415 | the content type is neither `application/json` nor `application/…+json` |
/// | `too-large` | 413 | it is longer than the router allows: see `axum::extract::DefaultBodyLimit` |
/// | `unreadable` | 400 | it is no JSON, or ended early |
/// | `wrong-shape` | 422 | it is JSON, and something else than what is expected |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "Expected a body of type application/json.",
            ));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large."),
            _ => unreadable(),
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| match error.is_data() {
            true => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong-shape", "The body is not of the shape that is expected.")
            }
            false => unreadable(),
        })
    }
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "The body cannot be read as JSON.")
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}
