//! Actions: what is to be done with data.

use super::closed::closed_words;

closed_words! {
    /// What is to be done with the data.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::{Action, Actions};
    ///
    /// assert!(Action::Share.has_recipient());
    /// assert!(!Action::Use.has_recipient());
    /// assert_eq!(Actions::HAND_OVER.to_string(), "provide, share, disclose");
    /// ```
    enum Action,
    /// A set of actions. Rules and scopes also know two groups by name: `hand-over` and `market`.
    set Actions: u32,
    kind "action",
    /// Gather it from the person, a device or someone else.
    Collect COLLECT "collect",
    /// Use it.
    Use USE "use",
    /// Keep it.
    Store STORE "store",
    /// Look at it.
    Access ACCESS "access",
    /// Move it across a border.
    Transfer TRANSFER "transfer",
    /// Provide it to someone.
    Provide PROVIDE "provide",
    /// Share it with someone.
    Share SHARE "share",
    /// Disclose it to someone.
    Disclose DISCLOSE "disclose",
    /// Sell it.
    Sell SELL "sell",
    /// Rent it out.
    Rent RENT "rent",
    /// Trade it for something.
    Trade TRADE "trade",
    /// Publish it.
    Publish PUBLISH "publish",
    /// Spread it.
    Disseminate DISSEMINATE "disseminate",
    /// Change it.
    Edit EDIT "edit",
    /// Send a message with the help of it.
    Message MESSAGE "message",
    /// Set a cookie.
    SetCookie SET_COOKIE "set-cookie",
    /// Read a cookie.
    ReadCookie READ_COOKIE "read-cookie",
    /// Answer a request that a data subject made about the own data.
    Answer ANSWER "answer",
    /// Erase it.
    Erase ERASE "erase",
    /// Cancel an account.
    Cancel CANCEL "cancel",
    ;
    /// `hand-over`: provide, share and disclose.
    group HAND_OVER "hand-over" = PROVIDE | SHARE | DISCLOSE,
    /// `market`: sell, rent and trade.
    group MARKET "market" = SELL | RENT | TRADE,
}

impl Action {
    /// Whether the action takes data to a recipient. The others keep it with the actor.
    #[must_use]
    pub fn has_recipient(self) -> bool {
        !Actions::WITHOUT_RECIPIENT.contains(self.into())
    }
}

impl Actions {
    /// Actions that keep the data with the actor: they have no recipient.
    pub const WITHOUT_RECIPIENT: Self = Self::COLLECT
        .union(Self::USE)
        .union(Self::STORE)
        .union(Self::ACCESS)
        .union(Self::EDIT)
        .union(Self::SET_COOKIE)
        .union(Self::READ_COOKIE)
        .union(Self::ERASE)
        .union(Self::CANCEL);
}
