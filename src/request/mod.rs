//! The question: may this actor do this with these items of a person's data, for this purpose, towards this recipient, now?
//!
//! A [`Request`] holds the items of data ([`Item`]), the act, and the **circumstances** ([`Circumstances`]): typed evidence of
//! what else is the case, such as a court order, a transaction or a provider's engagement. A circumstance that is absent does not
//! apply. A field that is left out *inside* a circumstance is unknown, and unknown never permits.

mod build;
mod circumstance;
mod circumstances;
mod facts;
mod item;
mod kinds;
mod notation;
mod noted;
mod question;

pub use build::{Draft, HandedOn, Kept, Purposed};
pub use circumstance::{
    Cancellation, Collection, CookieUse, Copy, Country, Engagement, Instrument, IpComplaint, Law, Leak, LegalDemand, MessageSent,
    OutsideService, Partnership, Period, Reference, Storage, SubjectRequest, Transaction, Transfer, UserRequest, Violation,
};
pub use circumstances::{Circumstance, Circumstances};
pub use facts::CustomFacts;
pub use item::Item;
pub use kinds::{
    CookieSetter, DemandKind, InstrumentKind, MessageKind, Performance, SubjectRequestKind, Verification, ViolationOf,
};
pub use question::{Request, RequestError};

pub(crate) use circumstances::Stated;
pub(crate) use noted::{Sifted, SiftedRules};
