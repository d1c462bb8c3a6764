//! Signing up, the profile, the front page.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lawful::chain::Key;
use lawful::enforcement::Guarded;
use lawful::enforcement::web::{JsonBody, Permitted, Problem};
use lawful::ledger::Event;
use lawful::vocabulary::DataCategories;
use serde::Deserialize;
use serde_json::{Value, json};

use super::choices::said_by_browser;
use super::declarations::{Profile, Registration, TailoringCookie};
use super::{Customer, Shop, State, not_recorded};

#[derive(Deserialize)]
pub struct SigningUp {
    name: String,
    email: String,
    phone: String,
    age: u8,
    agrees: bool,
}

pub async fn sign_up(
    state: State,
    headers: HeaderMap,
    JsonBody(form): JsonBody<SigningUp>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let shop = &state.0;
    if !form.agrees {
        return Err(Problem::new(StatusCode::CONFLICT, "agreement", "The service agreement has to be agreed to."));
    }
    if form.age < 18 {
        return Err(Problem::new(StatusCode::FORBIDDEN, "adults", "The shop is for adults."));
    }
    let now = shop.now();
    let new_id = || Event::new_id(now).map_err(|_| Problem::unavailable());
    let person = new_id()?;
    let mut events =
        vec![Event::agreed(new_id()?, now), Event::account_opened(new_id()?, "shop", now), Event::aged(new_id()?, now, form.age)];
    events.extend(said_by_browser(&headers, now)?);
    shop.ledger.append(person, events, now).await.map_err(not_recorded)?;
    let permitted = shop.gate.ask_about::<Registration>(person).await?;
    let guarded = |value, categories| Guarded::new(value, categories, permitted.subject());
    let customer = Customer {
        name: guarded(form.name, DataCategories::NAME),
        email: guarded(form.email, DataCategories::EMAIL),
        phone: guarded(form.phone, DataCategories::PHONE),
    };
    let token = Key::random().map_err(|_| Problem::unavailable())?.to_hex();
    let mut rows = shop.rows_mut();
    rows.customers.insert(person, customer.into());
    rows.sessions.insert(token.clone(), person);
    Ok((StatusCode::CREATED, Json(json!({ "token": token }))))
}

pub async fn profile(state: State, permitted: Permitted<Profile>) -> Result<Json<Value>, Problem> {
    let customer = state.customer(permitted.subject())?;
    Ok(Json(json!({
        "at": permitted.at().to_rfc3339(),
        "revision": permitted.revision(),
        "profile": fields(&permitted, &customer),
    })))
}

/// Anybody may come in. Who may be given a cookie is.
pub async fn home(permitted: Result<Permitted<TailoringCookie>, Problem>) -> Response {
    let mut response = Json(json!({ "shop": "open" })).into_response();
    if permitted.is_ok() {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static("tailored=1; HttpOnly; SameSite=Lax"));
    }
    response
}

/// What a permit opens of a customer. What it does not open is not there.
pub fn fields<D: lawful::enforcement::web::Declaration>(permitted: &Permitted<D>, customer: &Customer) -> Value {
    let all = [("name", &customer.name), ("email", &customer.email), ("phone", &customer.phone)];
    let opened = all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), permitted.open(value).ok()?.as_str().into())));
    Value::Object(opened.collect())
}

impl Shop {
    /// Removes what the shop itself holds.
    pub(super) fn forget(&self, person: uuid::Uuid) {
        let mut rows = self.rows_mut();
        rows.customers.remove(&person);
        rows.sessions.retain(|_, whose| *whose != person);
    }
}
