//! The person: what is known about a data subject that matters for decisions.
//!
//! The heart of it is **one timeline of choices** ([`Choices`]): a consent, its withdrawal, an objection, an opt-out, a refused
//! cookie and a new consent are the same kind of thing — at an instant the person said yes ([`Grant`]) or no ([`Refusal`]) to
//! a [`Scope`](crate::vocabulary::Scope). The latest choice that covers a request decides.
//!
//! Apart from the choices stand the **agreement** to the service agreement (never a consent), the person's own **uses** of
//! the service, the **accounts**, the **age** and the **guardian**.

mod account;
mod age;
mod agreement;
mod choice;
mod choices;
mod index;
mod named;
mod notation;
mod people;
mod person;
mod rows;
mod span;
mod standing;

pub use account::{Account, AfterClosure};
pub use age::Age;
pub use agreement::Agreement;
pub use choice::{Choice, Grant, GrantedBy, Refusal, RefusalMeans};
pub use choices::{ChoiceError, Choices};
pub use people::{People, PersonNumber};
pub use person::{DataSubject, Guardian};
pub use standing::Standing;

pub(crate) use people::{Marks, Moment, Row, STANDINGS, Said};
pub(crate) use span::{Kind, Processing, covered, is_for};
