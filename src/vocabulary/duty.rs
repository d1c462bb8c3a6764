//! Duties: what must be done, or kept to, along with the answer.

use super::closed::closed_words;

closed_words! {
    /// One duty.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::{Duties, Duty};
    ///
    /// let duties = Duties::PURPOSE_ONLY | Duties::NECESSARY_ITEMS_ONLY;
    /// assert_eq!(duties.to_string(), "necessary-items-only, purpose-only");
    /// assert!(duties.words().any(|duty| duty == Duty::PurposeOnly));
    /// ```
    enum Duty,
    /// A set of duties.
    set Duties: u32,
    kind "duty",
    /// Hand over only the items that the purpose needs (`use.1.1.b`, `disclosure.2`).
    NecessaryItemsOnly NECESSARY_ITEMS_ONLY "necessary-items-only",
    /// Bind the recipient to the purpose that was stated (`use.1.3.b`, `disclosure.5`).
    PurposeOnly PURPOSE_ONLY "purpose-only",
    /// Let no one but the named recipient have it (`disclosure.5`).
    RecipientOnly RECIPIENT_ONLY "recipient-only",
    /// End the provider's access together with its service (`use.1.1.c`).
    EndAccessAfterService END_ACCESS_AFTER_SERVICE "end-access-after-service",
    /// Stop as soon as the person objects (`use.1.3.b`).
    HonourObjection HONOUR_OBJECTION "honour-objection",
    /// Hand over no more than the law or the authority demands (`disclosure.3`).
    ExtentDemandedOnly EXTENT_DEMANDED_ONLY "extent-demanded-only",
    /// Give the data of a minor the protection that national law asks for (`minors.1.b`).
    ProtectMinor PROTECT_MINOR "protect-minor",
    /// Verify who is asking before the answer goes out (`access.2`).
    VerifyIdentity VERIFY_IDENTITY "verify-identity",
    /// Stop processing what the person has refused or withdrawn (`authz.2.a`).
    StopProcessing STOP_PROCESSING "stop-processing",
    /// Delete the data of a closed account, or process it as that service's agreement says (`cancel.2`).
    DeleteOrProcess DELETE_OR_PROCESS "delete-or-process",
    /// Carry out what the person has asked for (`access.1.b`).
    FulfilRequest FULFIL_REQUEST "fulfil-request",
    /// Take measures against a reported leak (`security.2.b`).
    RespondToLeak RESPOND_TO_LEAK "respond-to-leak",
    /// End the service agreement with the user who did this (`use.1.2.a`).
    TerminateAgreement TERMINATE_AGREEMENT "terminate-agreement",
    /// Give prominent notice of a major revision (`rev.1.a`).
    GiveNotice GIVE_NOTICE "give-notice",
    /// Encrypt it (`security.1.b`).
    Encrypt ENCRYPT "encrypt",
    /// Take the items that the policy does not govern out of the request: they were not permitted, only not judged.
    SplitUngoverned SPLIT_UNGOVERNED "split-ungoverned",
}
