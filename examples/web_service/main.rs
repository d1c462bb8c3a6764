//! A small shop on the web: sign-up, profile, offers of a partner, cookies, consents, access, erasure.
//!
//! `cargo run --example web_service --features web,sqlite -- 8080`, then for example
//!
//! ```text
//! curl -s localhost:8080/customers --json '{"name":"Mira","email":"mira@example.org","phone":"5550100","age":34,"agrees":true}'
//! curl -s localhost:8080/offers -H 'Authorization: Bearer TOKEN' -H 'Sec-GPC: 1'
//! ```
//!
//! The ledger and the records of decisions stand in one file, which is gone when the program ends; a service would keep it, and
//! its key apart from it.

mod shop;

use std::error::Error;
use std::time::SystemTime;

use lawful::chain::Key;
use lawful::ledger::sqlite::Sqlite;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args().nth(1).map_or(Ok(8080), |port| port.parse::<u16>())?;
    let folder = tempfile::tempdir()?;
    let partner_key = Key::random()?.to_hex();
    let store = Sqlite::open(folder.path().join("shop.db"))?;
    let shop = shop::Shop::open(store, Key::random()?, &partner_key, || SystemTime::now().into()).await?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}; the partner's key is {partner_key}", listener.local_addr()?);
    axum::serve(listener, shop.router()).await?;
    Ok(())
}
