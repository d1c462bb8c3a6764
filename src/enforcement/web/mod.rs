//! Web services: a handler receives a permit, or the request ends with a problem document.
//!
//! A route [declares](Declaration) what it does with data. A [`Gate`] knows the policy, the ledger, the clock and how to tell
//! who sent a request. A handler that takes a [`Permitted`] runs only once the ledger was read and the engine has decided; what
//! it then [opens](Permitted::open) is what the decision permits. There is no other way to the value, so a handler that forgets
//! to ask does not compile.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//! use axum::{Router, routing::get};
//! use lawful::PolicyEngine;
//! use lawful::chain::Key;
//! use lawful::enforcement::Guarded;
//! use lawful::enforcement::web::{Declaration, Gate, Permitted, Problem};
//! use lawful::ledger::{Ledger, Memory};
//! use lawful::request::Request;
//! use lawful::vocabulary::{DataCategories, Instant, Purpose, Vocabulary};
//!
//! struct Receipt;
//!
//! impl Declaration for Receipt {
//!     fn question(_: &Vocabulary, at: Instant) -> Request {
//!         Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(at)
//!     }
//! }
//!
//! async fn receipt(permitted: Permitted<Receipt>) -> Result<String, Problem> {
//!     let email = Guarded::new("ada@example.org".to_owned(), DataCategories::EMAIL, permitted.subject());
//!     Ok(format!("sent to {}", permitted.open(&email)?))
//! }
//! # pollster::block_on(async {
//!
//! #[derive(Clone)]
//! struct SignedIn(uuid::Uuid); // left in the request by what authenticates
//!
//! let ledger = Arc::new(Ledger::open(Memory::new(), Key::random()?).await?);
//! let clock = || std::time::SystemTime::now().into();
//! let gate = Gate::new(PolicyEngine::platform(), ledger, clock, |parts| parts.extensions.get::<SignedIn>().map(|who| who.0));
//! let service: Router = Router::new().route("/receipt", get(receipt)).layer(gate);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What ends a request
//!
//! | status | type | when |
//! |---|---|---|
//! | 403 | `denied`, `not-governed` | the policy does not permit it |
//! | 409 | `undetermined` | facts are missing |
//! | 403 | `nobody` | nobody is signed in, or nothing is known of the person, who may have been erased: which of them is not told |
//! | 503 | `unavailable` | the ledger cannot be read, what it holds does not hold, or the audit cannot be written |
//! | 500 | `duties` | the decision entails a duty that the route does not take over |
//! | 500 | `no-gate` | the route stands behind no gate |
//!
//! # How old a decision may be
//!
//! The clock is read after the ledger was, so a choice that was recorded before the request came is always part of the
//! decision. One that is recorded while the handler runs ends the permit at the latest after [`Declaration::WITHIN`].

mod body;
mod declaration;
mod gate;
mod held;
mod layer;
mod permitted;
mod problem;
mod signals;

pub use body::JsonBody;
pub use declaration::{Declaration, Detail, Extent};
pub use gate::Gate;
pub use layer::Gated;
pub use permitted::Permitted;
pub use problem::Problem;
pub use signals::{CookieChoice, Signals, global_privacy_control};
