//! The small lists of words that circumstances choose from.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// What a legal demand rests on.
    DemandKind, "kind of legal demand",
    /// The order of a court.
    JudicialOrder "judicial-order",
    /// The order of an agency.
    AdministrativeOrder "administrative-order",
    /// A statute.
    Statute "statute",
}

word_enum! {
    /// What was violated.
    ViolationOf, "kind of violation",
    /// The law.
    Law "law",
    /// The agreement with the operator.
    ServiceAgreement "service-agreement",
    /// The rules of the platform.
    PlatformRules "platform-rules",
    /// Something else: no violation in the sense of the policy.
    Other "other",
}

word_enum! {
    /// How far a party to a transaction has performed.
    Performance, "degree of performance",
    /// Not at all.
    None "none",
    /// In part.
    Part "part",
    /// In full.
    Full "full",
}

word_enum! {
    /// What a disclosure is made in accordance with.
    InstrumentKind, "kind of instrument",
    /// A law.
    Law "law",
    /// A regulation.
    Regulation "regulation",
    /// A policy that the operator has published.
    SitePolicy "site-policy",
    /// Nothing.
    None "none",
}

word_enum! {
    /// Who set a cookie.
    CookieSetter, "setter of a cookie",
    /// The operator.
    Operator "operator",
    /// Someone else.
    ThirdParty "third-party",
}

word_enum! {
    /// What a message is by its nature; a mixed one is promotional.
    MessageKind, "kind of message",
    /// It promotes something.
    Promotional "promotional",
    /// It announces something about the service.
    Announcement "announcement",
}

word_enum! {
    /// What a person asks for about the own data.
    SubjectRequestKind, "kind of request by a data subject",
    /// To see it.
    Access "access",
    /// To update, complete or supplement it.
    Update "update",
    /// To correct it.
    Correct "correct",
    /// To delete it.
    Delete "delete",
    /// To cancel the account.
    Cancel "cancel",
}

word_enum! {
    /// Whether the one who asks has been verified.
    Verification, "state of verification",
    /// No proof of identity was demanded.
    NotDemanded "not-demanded",
    /// Proof was demanded, and has not been given.
    Demanded "demanded",
    /// Proof was given.
    Verified "verified",
}
