//! What the partner gets.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use lawful::enforcement::web::{Permitted, Problem};
use serde_json::{Value, json};
use uuid::Uuid;

use super::declarations::{Offers, PartnerFeed};
use super::people::fields;
use super::{State, bearer};

/// The customer asks for offers; the answer shows what was sent to the partner.
pub async fn offers(state: State, permitted: Permitted<Offers>) -> Result<Json<Value>, Problem> {
    let customer = state.customer(permitted.subject())?;
    Ok(Json(json!({
        "at": permitted.at().to_rfc3339(),
        "revision": permitted.revision(),
        "shared": fields(&permitted, &customer),
    })))
}

/// The partner asks; each customer is decided by what that customer chose, whatever the partner's browser says.
pub async fn customers(state: State, headers: HeaderMap) -> Result<Json<Value>, Problem> {
    if bearer(&headers) != Some(&*state.partner_key) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "partners", "This is for partners."));
    }
    let people: Vec<Uuid> = state.rows().customers.keys().copied().collect();
    let mut feed = Vec::new();
    for person in people {
        let permitted = match state.gate.ask_about::<PartnerFeed>(person).await {
            Ok(permitted) => permitted,
            // A customer who cannot be decided about must not look like one who refused.
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(_) => continue,
        };
        if let Ok(customer) = state.customer(person) {
            let (at, revision) = (permitted.at().to_rfc3339(), permitted.revision());
            feed.push(json!({ "at": at, "revision": revision, "customer": fields(&permitted, &customer) }));
        }
    }
    Ok(Json(feed.into()))
}
