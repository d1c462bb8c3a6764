//! Origins: where a piece of data came from.

use super::closed::closed_words;

closed_words! {
    /// Where an item of data came from.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::Origin;
    ///
    /// assert_eq!(Origin::SearchBox.name(), "search-box");
    /// ```
    enum Origin,
    /// A set of origins.
    set Origins: u16,
    kind "origin",
    /// Entered when the account was opened (`collect.1.1`).
    Registration REGISTRATION "registration",
    /// Given by the person later on.
    Provided PROVIDED "provided",
    /// Recorded automatically during a visit or use (`collect.1.2`).
    Automatic AUTOMATIC "automatic",
    /// Read from a cookie that the operator set (`cookies.3`).
    OwnCookie OWN_COOKIE "own-cookie",
    /// Read from a cookie that someone else set.
    ThirdPartyCookie THIRD_PARTY_COOKIE "third-party-cookie",
    /// Typed into a search field (`collect.2.1`).
    SearchBox SEARCH_BOX "search-box",
    /// Put out by the person on the platform (`sharing.1`).
    Publication PUBLICATION "publication",
    /// Received from a business partner (`collect.1.3`).
    Partner PARTNER "partner",
    /// Received when the person logged in through an outside account (`tp.1`).
    ThirdPartyLogin THIRD_PARTY_LOGIN "third-party-login",
    /// Received from a linked outside service.
    ThirdPartyService THIRD_PARTY_SERVICE "third-party-service",
    /// Bought from or handed on by a data broker.
    Broker BROKER "broker",
    /// Made while rules were enforced (`collect.2.3`).
    Enforcement ENFORCEMENT "enforcement",
    /// Inferred from other data.
    Derived DERIVED "derived",
    /// Not known, or not said.
    Unknown UNKNOWN "unknown",
}
