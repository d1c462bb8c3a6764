//! How the schema comes to be.

use std::time::Duration;

use refinery::{Migration, Runner};
use tokio_postgres::Client;

use super::failure::failed;
use crate::ledger::{LedgerError, StoreError, StoreFailure};

const MIGRATIONS: [(&str, &str); 1] = [("V1__ledger", include_str!("migrations/V1__ledger.sql"))];

/// How often to look again when somebody else migrates the same database.
const TURNS: u32 = 20;

pub(super) async fn migrate(client: &mut Client) -> Result<(), LedgerError> {
    let migrations = MIGRATIONS.map(|(name, sql)| Migration::unapplied(name, sql));
    let migrations = migrations.into_iter().collect::<Result<Vec<_>, _>>().map_err(other)?;
    let known = migrations.last().map_or(0, |last| i64::from(last.version()));
    let mut runner = Runner::new(&migrations);
    runner.set_migration_table_name("lawful_schema");
    let mut turn = 0;
    loop {
        if version(client).await? == known {
            return Ok(());
        }
        let outcome = runner.run_async(client).await;
        let found = version(client).await?;
        if found > known {
            return Err(LedgerError::NewerSchema { found: found.unsigned_abs(), known: known.unsigned_abs() });
        }
        match outcome {
            Ok(_) => return Ok(()),
            // Whoever opened the database at the same moment may have made the same tables first.
            Err(_) if turn < TURNS => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(error) => return Err(other(error)),
        }
        turn += 1;
    }
}

/// The version of the schema in the database; 0 where there is none.
async fn version(client: &Client) -> Result<i64, LedgerError> {
    const IS_THERE: &str = "SELECT count(*) FROM information_schema.tables \
                            WHERE table_schema = current_schema() AND table_name = 'lawful_schema'";
    let tables: i64 = client.query_one(IS_THERE, &[]).await.and_then(|row| row.try_get(0)).map_err(failed)?;
    if tables == 0 {
        return Ok(0);
    }
    let row = client.query_one("SELECT max(version) FROM lawful_schema", &[]).await.map_err(failed)?;
    Ok(row.try_get::<_, Option<i32>>(0).map_err(failed)?.map_or(0, i64::from))
}

fn other(error: refinery::Error) -> LedgerError {
    match std::error::Error::source(&error).and_then(|source| source.downcast_ref::<tokio_postgres::Error>()) {
        Some(source) if source.as_db_error().is_some() => {
            let said = source.as_db_error().map_or("", tokio_postgres::error::DbError::message);
            StoreError::new(StoreFailure::Other).caused_by(format!("the schema cannot be made: {said}")).into()
        }
        Some(_) => StoreError::new(StoreFailure::Unreachable).into(),
        None => StoreError::new(StoreFailure::Other).caused_by(error).into(),
    }
}
