//! The gate as a layer of `tower`.

use std::task::{Context, Poll};

use axum::http::{HeaderMap, HeaderValue, Request, Response, header};
use tower::{Layer, Service};

use super::Gate;
use super::held::Waiting;

/// A service behind a [`Gate`].
#[derive(Clone, Debug)]
pub struct Gated<S> {
    gate: Gate,
    inner: S,
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { gate: self.clone(), inner }
    }
}

impl<S, B, R> Service<Request<B>> for Gated<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Future: Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Waiting<'static, Result<Response<R>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let reads_cookies = self.gate.reads_cookies();
        request.extensions_mut().insert(self.gate.clone());
        let answering = self.inner.call(request);
        Box::pin(async move {
            let mut response = answering.await?;
            keep_apart(response.headers_mut(), reads_cookies);
            Ok(response)
        })
    }
}

/// No cache may answer one person, or one who set the signal, with what was for another.
fn keep_apart(headers: &mut HeaderMap, reads_cookies: bool) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Sec-GPC"));
    if reads_cookies {
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    }
}
