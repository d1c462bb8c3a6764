//! Bodies of requests, without echoes.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::Problem;

/// The body of a request as JSON, of at most `MAX` bytes: 64 KiB if not said. A body that is none ends the request with a
/// [`Problem`] that repeats nothing of it; the message of a parser would.
///
/// | problem | status | when |
/// |---|---|---|
/// | `not-json` | 415 | the content type is neither `application/json` nor `application/…+json` |
/// | `too-large` | 413 | it is longer |
/// | `unreadable` | 400 | it is no JSON, or ended early |
/// | `wrong-shape` | 422 | it is JSON, and something else than what is expected |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonBody<T, const MAX: usize = 65_536>(pub T);

/// So many bytes above the limit are read and thrown away: a connection that is closed while the client still writes can lose
/// the problem document on its way.
const THROWN_AWAY: usize = 4 << 20;

impl<S: Send + Sync, T: DeserializeOwned, const MAX: usize> FromRequest<S> for JsonBody<T, MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "Expected a body of type application/json.",
            ));
        }
        let bytes = read(request.into_body(), MAX).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| match error.is_data() {
            true => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong-shape", "The body is not of the shape that is expected.")
            }
            false => unreadable(),
        })
    }
}

async fn read(mut body: Body, max: usize) -> Result<Vec<u8>, Problem> {
    let (mut kept, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| unreadable())?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length <= max {
            kept.extend_from_slice(&data);
        } else if length > max.saturating_add(THROWN_AWAY) {
            break;
        }
    }
    if length > max {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large."));
    }
    Ok(kept)
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "The body cannot be read as JSON.")
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}
