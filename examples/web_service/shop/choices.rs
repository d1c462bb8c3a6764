//! Yes and no.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lawful::enforcement::web::{CookieChoice, JsonBody, Problem, global_privacy_control};
use lawful::ledger::Event;
use lawful::subject::{Grant, Refusal, RefusalMeans};
use lawful::vocabulary::{Actions, DataCategories, Instant, Parties, Party, Purposes, Scope};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{COOKIE_CHOICE, Shop, SignedIn, State, no_such_consent, not_recorded};

#[derive(Deserialize)]
pub struct Categories {
    categories: Vec<String>,
}

#[derive(Deserialize)]
pub struct Cookies {
    choice: String,
}

impl Shop {
    /// Partner promotion with the categories that a form names.
    fn scope(&self, form: &Categories) -> Result<Scope, Problem> {
        let unknown = || Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "category", "A category is not known, or none is named.");
        let mut categories = DataCategories::empty();
        for name in &form.categories {
            categories |= self.engine.vocabulary().categories(name).map_err(|_| unknown())?;
        }
        if categories.is_empty() {
            return Err(unknown());
        }
        let partner = Parties::from(Party::partner("acme"));
        Ok(Scope::anything().of(categories).to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION).with(partner))
    }
}

pub async fn consent(
    state: State,
    who: SignedIn,
    JsonBody(form): JsonBody<Categories>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let (scope, now) = (state.scope(&form)?, state.now());
    let id = Event::new_id(now).map_err(|_| Problem::unavailable())?;
    let grant = Event::granted(Grant::new(id, scope, now));
    state.ledger.append(who.0, [grant], now).await.map_err(not_recorded)?;
    Ok((StatusCode::CREATED, Json(json!({ "consent": id.to_string() }))))
}

pub async fn withdraw(state: State, who: SignedIn, id: Result<Path<String>, PathRejection>) -> Result<StatusCode, Problem> {
    let grant = id.ok().and_then(|id| id.0.parse().ok()).ok_or_else(no_such_consent)?;
    let now = state.now();
    let id = Event::new_id(now).map_err(|_| Problem::unavailable())?;
    let withdrawal = Event::refused(Refusal::withdrawal(id, grant, now));
    state.ledger.append(who.0, [withdrawal], now).await.map_err(not_recorded)?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn object(state: State, who: SignedIn, JsonBody(form): JsonBody<Categories>) -> Result<StatusCode, Problem> {
    let (scope, now) = (state.scope(&form)?, state.now());
    let id = Event::new_id(now).map_err(|_| Problem::unavailable())?;
    let refusal = Event::refused(Refusal::new(id, scope, now, RefusalMeans::Objection));
    state.ledger.append(who.0, [refusal], now).await.map_err(not_recorded)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The banner. The choice is kept in a cookie, which needs no account; whoever refuses all of them is given none, so that
/// choice is kept in the ledger and needs one.
pub async fn cookies(
    state: State,
    headers: HeaderMap,
    who: Result<SignedIn, Problem>,
    JsonBody(form): JsonBody<Cookies>,
) -> Result<Response, Problem> {
    let choice = CookieChoice::from_value(&form.choice);
    let now = state.now();
    if let Ok(who) = &who {
        let mut events = said_by_browser(&headers, now)?;
        if let Some(scope) = choice.refused(state.engine.vocabulary()) {
            let id = Event::new_id(now).map_err(|_| Problem::unavailable())?;
            events.push(Event::refused(Refusal::new(id, scope, now, RefusalMeans::OptOut)));
        }
        if !events.is_empty() {
            state.ledger.append(who.0, events, now).await.map_err(not_recorded)?;
        }
    }
    let cookie = match choice {
        CookieChoice::None => format!("{COOKIE_CHOICE}=; Max-Age=0; Path=/"),
        kept => format!("{COOKIE_CHOICE}={}; Max-Age=15552000; Path=/; SameSite=Lax", kept.value()),
    };
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| Problem::unavailable())?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Global Privacy Control as refusals to record, so that they hold where the customer is not the one who asks.
pub fn said_by_browser(headers: &HeaderMap, now: Instant) -> Result<Vec<Event>, Problem> {
    if headers.get("sec-gpc").is_none_or(|value| value != "1") {
        return Ok(Vec::new());
    }
    let refused = global_privacy_control().into_iter().map(|scope| {
        let id = Event::new_id(now).map_err(|_| Problem::unavailable())?;
        Ok(Event::refused(Refusal::new(id, scope, now, RefusalMeans::BrowserSetting)))
    });
    refused.collect()
}
