//! Circumstances, each a type: evidence of what is the case around a request.

use std::fmt;

use super::circumstances::circumstance_types;
use super::{CookieSetter, DemandKind, InstrumentKind, MessageKind, Performance, SubjectRequestKind, Verification, ViolationOf};
use crate::vocabulary::{DataCategories, Instant, Party, Redacted, Role, Service, chosen_name};

chosen_name! {
    /// A reference to a document outside, such as a docket number. Never shown in `Debug`.
    Reference
}

chosen_name! {
    /// A country, by whatever code the application uses. Never shown in `Debug`.
    Country
}

/// A stretch of time in which a provider is engaged: from an instant, inclusive, to an instant, exclusive.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Period {
    /// The service of the operator that it is for; `None` is every service.
    pub service: Option<Service>,
    /// The beginning, inclusive.
    pub from: Instant,
    /// The end, exclusive; `None` is open.
    pub to: Option<Instant>,
}

impl fmt::Debug for Period {
    /// Without instants: when somebody served a person is about that person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, from: _, to } = self;
        f.debug_struct("Period").field("service", service).field("from", &Redacted).field("to", &to.map(|_| Redacted)).finish()
    }
}

circumstance_types! {
    /// How data is collected (`collect.1`).
    Collection collection "collection" {
        /// The channel that it comes through is lawful.
        channel_lawful "channel-lawful": bool,
        /// The means are fair.
        means_fair "means-fair": bool,
        /// The person is using the service or visiting a page now.
        in_use "in-use": bool,
    }
    /// A demand by law, a court or an agency (`disclosure.3`).
    LegalDemand legal_demand "legal-demand" {
        /// What it rests on.
        kind "kind": DemandKind,
        /// It binds; a mere request does not.
        binding "binding": bool,
        /// The categories that it covers.
        covers "covers": DataCategories,
        /// To whom it says to disclose. Left out: the court or agency itself; under a statute, anyone.
        addressee "addressee": Party,
        /// Where it can be found.
        reference "reference": Reference,
    }
    /// What the law forbids and what it requires to be kept.
    Law law "law" {
        /// Categories for which it forbids the act.
        forbids "forbids": DataCategories,
        /// Categories that it requires to be retained.
        requires_retention "requires-retention": DataCategories,
    }
    /// A violation by the person (`disclosure.4`, `collect.2.3`).
    Violation violation "violation" {
        /// What was violated.
        of "of": ViolationOf,
        /// It is established on evidence; an allegation is not.
        established "established": bool,
        /// It calls for disclosure to someone.
        disclosure_needed "disclosure-needed": bool,
    }
    /// A complaint about intellectual property (`disclosure.5`).
    IpComplaint ip_complaint "ip-complaint" {
        /// The person is the one who complains.
        subject_is_complainant "subject-is-complainant": bool,
        /// The one who complains is qualified to.
        complainant_qualified "complainant-qualified": bool,
        /// The complaint is filed.
        filed "filed": bool,
        /// The respondent asked for the information.
        respondent_asked "respondent-asked": bool,
        /// Whom the complaint is about. Left out: whoever has the role of respondent.
        respondent "respondent": Party,
    }
    /// A transaction in which one side asks about the other (`disclosure.6`).
    Transaction transaction "transaction" {
        /// It was created on the platform.
        on_platform "on-platform": bool,
        /// The one who asks is a party to it.
        requester_is_party "requester-is-party": bool,
        /// How far the one who asks has performed.
        requester_performed "requester-performed": Performance,
        /// Disclosure was asked for.
        disclosure_asked "disclosure-asked": bool,
        /// The operator decided to disclose.
        operator_decided "operator-decided": bool,
    }
    /// Something that the person asked the service for (`disclosure.2`).
    UserRequest user_request "user-request" {
        /// The person asked for it, in words or by placing an order.
        asked "asked": bool,
        /// It cannot be delivered without sharing.
        sharing_necessary "sharing-necessary": bool,
    }
    /// An instrument under which the operator finds a disclosure fitting (`disclosure.7`).
    Instrument instrument "instrument" {
        /// What it is.
        kind "kind": InstrumentKind,
        /// The operator considers the disclosure appropriate under it.
        considered_appropriate "considered-appropriate": bool,
        /// Where it can be found.
        reference "reference": Reference,
    }
    /// The engagement of a provider that serves the person (`use.1.1.b`).
    Engagement engagement "engagement" {
        /// The provider.
        party "party": Party,
        /// It serves this person.
        serves_subject "serves-subject": bool,
        /// When it is engaged, and for which services.
        periods "periods": Vec<Period>,
        /// Its access ends together with its service.
        access_ends_with_service "access-ends-with-service": bool,
    }
    /// The relation to a business partner (`use.1.3.b`).
    Partnership partnership "partnership" {
        /// The recipient is a partner now.
        current "current": bool,
    }
    /// A cookie (`cookies.1`).
    CookieUse cookie "cookie" {
        /// Who set it, or is to set it.
        set_by "set-by": CookieSetter,
    }
    /// A message to the person (`use.1.3.a`, `rev.3`).
    MessageSent message "message" {
        /// What it is by its nature.
        kind "kind": MessageKind,
        /// It is needed.
        needed "needed": bool,
    }
    /// A request that someone makes about the person's data (`access.1.b`).
    SubjectRequest subject_request "subject-request" {
        /// What is asked for.
        kind "kind": SubjectRequestKind,
        /// Who asks.
        asked_by "asked-by": Role,
        /// Whether the one who asks has been verified.
        verification "verification": Verification,
    }
    /// The cancellation of an account (`cancel.1`).
    Cancellation cancellation "cancellation" {
        /// The service's agreement allows it.
        agreement_met "agreement-met": bool,
        /// The law allows it.
        law_allows "law-allows": bool,
    }
    /// Where data is stored (`storage.1`).
    Storage storage "storage" {
        /// Whose server it is.
        server "server": Role,
    }
    /// A transfer across a border (`storage.2`).
    Transfer transfer "transfer" {
        /// The person's country.
        subject_country "subject-country": Country,
        /// Where the data was collected.
        collection_country "collection-country": Country,
        /// Where it goes.
        destination "destination": Country,
    }
    /// A linked service that someone else may be running (`tp.4`).
    OutsideService third_party_service "third-party-service" {
        /// Who runs it.
        operated_by "operated-by": Role,
    }
    /// A copy of what the person once shared (`sharing.3`).
    Copy copy "copy" {
        /// It is kept by others, beyond the operator's control.
        outside_operators_control "outside-operators-control": bool,
    }
    /// A leak (`security.2.b`).
    Leak leak "leak" {
        /// The person reported it.
        reported "reported": bool,
    }
}
