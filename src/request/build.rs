//! Building requests step by step, so that no part can be forgotten.

use std::marker::PhantomData;

use super::{Item, Request};
use crate::vocabulary::{Action, Instant, Party, Purpose};

/// A request whose purpose is still to be said. `R` tells whether its action has a recipient: [`HandedOn`] or [`Kept`].
#[derive(Clone, Debug)]
#[must_use = "a draft is not a request yet: say the purpose and the instant"]
pub struct Draft<R> {
    action: Action,
    items: Vec<Item>,
    recipient: Option<Party>,
    kind: PhantomData<R>,
}

/// The action takes the data to a recipient.
#[derive(Clone, Copy, Debug)]
pub enum HandedOn {}

/// The action keeps the data with the actor.
#[derive(Clone, Copy, Debug)]
pub enum Kept {}

/// A request whose instant is still to be said.
#[derive(Clone, Debug)]
#[must_use = "this is not a request yet: say the instant"]
pub struct Purposed {
    action: Action,
    items: Vec<Item>,
    recipient: Option<Party>,
    purpose: Purpose,
}

impl<R> Draft<R> {
    fn new(action: Action, item: impl Into<Item>) -> Self {
        Self { action, items: vec![item.into()], recipient: None, kind: PhantomData }
    }

    /// Adds an item.
    pub fn and(mut self, item: impl Into<Item>) -> Self {
        self.items.push(item.into());
        self
    }

    /// Says what for.
    pub fn for_purpose(self, purpose: Purpose) -> Purposed {
        Purposed { action: self.action, items: self.items, recipient: self.recipient, purpose }
    }
}

impl Draft<HandedOn> {
    /// Names the recipient. Without one it is unknown, and unknown never permits.
    pub fn with(self, recipient: Party) -> Self {
        Self { recipient: Some(recipient), ..self }
    }
}

impl Purposed {
    /// Says at which instant, and completes the request.
    #[must_use]
    pub fn at(self, at: Instant) -> Request {
        Request::unchecked(self.action, self.items, self.recipient, self.purpose, at)
    }
}

/// One constructor for each action.
macro_rules! constructors {
    ($($name:ident $action:ident $kind:ident $does:literal),+ $(,)?) => {
        impl Request {
            $(
                #[doc = concat!("Asks whether the actor may ", $does, ".")]
                pub fn $name(item: impl Into<Item>) -> Draft<$kind> {
                    Draft::new(Action::$action, item)
                }
            )+
        }
    };
}

constructors! {
    collect Collect Kept "collect this",
    using Use Kept "use this",
    store Store Kept "store this",
    access Access Kept "look at this",
    transfer Transfer HandedOn "transfer this across a border",
    provide Provide HandedOn "provide this to the recipient",
    share Share HandedOn "share this with the recipient",
    disclose Disclose HandedOn "disclose this to the recipient",
    sell Sell HandedOn "sell this to the recipient",
    rent Rent HandedOn "rent this out to the recipient",
    trade Trade HandedOn "trade this with the recipient",
    publish Publish HandedOn "publish this",
    disseminate Disseminate HandedOn "spread this",
    edit Edit Kept "change this",
    message Message HandedOn "send the recipient a message with the help of this",
    set_cookie SetCookie Kept "set this cookie",
    read_cookie ReadCookie Kept "read this cookie",
    answer Answer HandedOn "answer the recipient's request about this",
    erase Erase Kept "erase this",
    cancel Cancel Kept "cancel the account that this belongs to",
}
