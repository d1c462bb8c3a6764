//! Access, erasure, and what was decided.

use axum::Json;
use axum::http::StatusCode;
use lawful::chain::Pseudonym;
use lawful::enforcement::web::{Permitted, Problem};
use serde_json::{Value, json};
use uuid::Uuid;

use super::declarations::{Erasure, SubjectAccess};
use super::people::fields;
use super::{Shop, State, not_recorded};

impl Shop {
    async fn pseudonym(&self, person: Uuid) -> Result<Pseudonym, Problem> {
        let known = self.ledger.person(person).await.map_err(not_recorded)?.ok_or_else(Problem::nobody)?;
        Ok(known.position().pseudonym)
    }

    /// The records of decisions about a person that rest on the ledger.
    async fn decided(&self, person: Uuid) -> Result<Vec<Value>, Problem> {
        let records = self.audit.about(self.pseudonym(person).await?).await.map_err(|_| Problem::unavailable())?;
        let told = records.iter().map(|record| {
            let rules: Vec<_> = record.rules().iter().map(|rule| &rule.rule).collect();
            json!({ "at": record.at().to_rfc3339(), "verdict": record.verdict(), "rules": rules })
        });
        Ok(told.collect())
    }
}

/// All that is held: the shop's own data, the events of the ledger, the decisions.
pub async fn export(state: State, permitted: Permitted<SubjectAccess>) -> Result<Json<Value>, Problem> {
    let person = permitted.subject();
    let customer = state.customer(person)?;
    let export = state.ledger.export(person, permitted.at()).await.map_err(not_recorded)?.ok_or_else(Problem::nobody)?;
    let export = export.with_records(state.decided(person).await?).map_err(|_| Problem::unavailable())?;
    let text = export.to_json(state.engine.vocabulary()).map_err(|_| Problem::unavailable())?;
    let ledger: Value = serde_json::from_str(&text).map_err(|_| Problem::unavailable())?;
    Ok(Json(json!({ "shop": fields(&permitted, &customer), "ledger": ledger })))
}

pub async fn decisions(state: State, permitted: Permitted<SubjectAccess>) -> Result<Json<Value>, Problem> {
    Ok(Json(state.decided(permitted.subject()).await?.into()))
}

/// The ledger is erased first: if that fails, the session is still there to ask again.
pub async fn erase(state: State, permitted: Permitted<Erasure>) -> Result<StatusCode, Problem> {
    let person = permitted.subject();
    let end = state.ledger.erase(person, state.now()).await.map_err(not_recorded)?;
    state.forget(person);
    if let Some(end) = end {
        state.audit.forget(end.pseudonym).await.map_err(|_| Problem::unavailable())?;
    }
    Ok(StatusCode::NO_CONTENT)
}
