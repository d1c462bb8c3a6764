//! The services that one operator runs.

use super::text::chosen_name;

chosen_name! {
    /// The name of one of the operator's services, such as `shop`.
    ///
    /// Accounts, provider engagements, data items and consents may each belong to one service. Names are compared letter by
    /// letter.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::Service;
    ///
    /// assert_eq!(Service::from("shop").as_str(), "shop");
    /// ```
    Service
}
