//! Grounds: what a permission stands on.

use super::closed::closed_words;

closed_words! {
    /// The lawful ground that a permission stands on.
    ///
    /// The first seven are the grounds for disclosing data to others (`disclosure.1` to `.7`); the rest are grounds outside
    /// disclosure.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::Ground;
    ///
    /// assert_eq!("legal-requirement".parse(), Ok(Ground::LegalRequirement));
    /// ```
    enum Ground,
    /// A set of grounds.
    set Grounds: u16,
    kind "ground",
    /// The person's prior consent (`disclosure.1`, `use.1.1.a`).
    Consent CONSENT "consent",
    /// Necessary for what the person asked for (`disclosure.2`).
    UserRequest USER_REQUEST "user-request",
    /// A law or a binding demand (`disclosure.3`).
    LegalRequirement LEGAL_REQUIREMENT "legal-requirement",
    /// An established violation by the person (`disclosure.4`).
    Violation VIOLATION "violation",
    /// The person's own complaint about intellectual property (`disclosure.5`).
    IpComplaint IP_COMPLAINT "ip-complaint",
    /// A transaction on the platform (`disclosure.6`).
    Transaction TRANSACTION "transaction",
    /// Another instrument of law or policy that was named (`disclosure.7`).
    OtherLawful OTHER_LAWFUL "other-lawful",
    /// The person's agreement to the service agreement, which carries the policy (`preamble.6`).
    Agreement AGREEMENT "agreement",
    /// Necessary for a function of the service (`collect.1`).
    Necessity NECESSITY "necessity",
    /// A party that serves the person, while it does (`use.1.1.b`).
    ServiceRelation SERVICE_RELATION "service-relation",
    /// A partner's own promotion (`use.1.3.b`).
    PartnerPromotion PARTNER_PROMOTION "partner-promotion",
    /// Cookies that the person has not refused (`cookies.1`).
    CookieChoice COOKIE_CHOICE "cookie-choice",
    /// The person's own act (`sharing.1`).
    UserAct USER_ACT "user-act",
    /// A service announcement (`rev.3`).
    Announcement ANNOUNCEMENT "announcement",
    /// The person's right to see and manage the own data (`access.1.a`).
    SubjectRight SUBJECT_RIGHT "subject-right",
    /// Storage and transfer on servers of the operator and its affiliates (`storage.1`).
    Storage STORAGE "storage",
}
