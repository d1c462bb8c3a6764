//! Questions to ask in tests, among them one for every kind of change that has a remedy of that kind.

use lawful::decision::ChangeKind;
use lawful::policy::Policy;
use lawful::request::{
    Engagement, Instrument, InstrumentKind, Partnership, Performance, Period, SubjectRequest, SubjectRequestKind, Transaction,
    Verification,
};
use lawful::subject::{Guardian, RefusalMeans};
use lawful::vocabulary::{Instant, Role};
use lawful::{DataCategories, DataSubject, Item, Party, PolicyEngine, Purpose, Refusal, Request, Scope};

/// A question, and the engine that is asked.
pub struct Question {
    pub engine: PolicyEngine,
    pub request: Request,
    pub subject: DataSubject,
}

/// The built-in policy with a major edition in force, of which no notice was given.
pub const UNANNOUNCED: &str = r#"
    id = "revised"
    title = "Revised"
    extends = "platform"
    [[editions]]
    version = "v2"
    effective-from = 2026-04-01T00:00:00Z
    change = "major"
    [[editions.rules]]
    id = "use.1.3/promote-to-network"
    effect = "permit"
    actions = ["share"]
    recipients = ["own-network"]
    purposes = ["own-promotion"]
    when = ["agreed"]
    ground = "agreement"
    text = "The person's network may be told what is of interest."
"#;

pub fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn noon() -> Instant {
    instant("2026-06-01T12:00:00Z")
}

/// An adult who has agreed.
pub fn member() -> DataSubject {
    stranger().agreed(instant("2025-01-01T00:00:00Z"))
}

/// An adult who has not.
pub fn stranger() -> DataSubject {
    DataSubject::new("7f3a1f9e-7a39-4c52-9a54-4a3a8a2a3e01".parse().unwrap()).aged(30)
}

pub fn no_to(subject: DataSubject, scope: Scope) -> DataSubject {
    let id = "4d1c0000-0000-4000-8000-000000000001".parse().unwrap();
    subject.refuse(Refusal::new(id, scope, instant("2026-03-01T00:00:00Z"), RefusalMeans::Objection)).unwrap()
}

pub fn platform(request: Request, subject: DataSubject) -> Question {
    Question { engine: PolicyEngine::platform(), request, subject }
}

pub fn promotion(categories: DataCategories) -> Request {
    Request::share(categories)
        .with(Party::partner("acme"))
        .for_purpose(Purpose::PARTNER_PROMOTION)
        .at(noon())
        .given(Partnership { current: Some(true) })
}

pub fn parcel_service(item: Item, from: &str, access_ends: bool) -> Request {
    let party = Party::service_provider("parcel");
    Request::provide(item).with(party.clone()).for_purpose(Purpose::SERVICE).at(noon()).given(Engagement {
        party: Some(party),
        serves_subject: Some(true),
        periods: Some(vec![Period { service: None, from: instant(from), to: None }]),
        access_ends_with_service: Some(access_ends),
    })
}

pub fn deal(item: Item, decided: Option<bool>) -> Request {
    Request::disclose(item).with(Party::of(Role::Counterparty)).for_purpose(Purpose::DISPUTE).at(noon()).given(Transaction {
        on_platform: Some(true),
        requester_is_party: Some(true),
        requester_performed: Some(Performance::Part),
        disclosure_asked: Some(true),
        operator_decided: decided,
    })
}

pub fn under_instrument(kind: InstrumentKind, appropriate: Option<bool>) -> Request {
    let instrument = Instrument { kind: Some(kind), considered_appropriate: appropriate, reference: None };
    Request::disclose(DataCategories::EMAIL)
        .with(Party::of(Role::ThirdParty))
        .for_purpose(Purpose::OTHER)
        .at(noon())
        .given(instrument)
}

pub fn asking(by: Role, verification: Verification) -> Request {
    Request::answer(DataCategories::EMAIL)
        .with(Party::of(by))
        .for_purpose(Purpose::SUBJECT_REQUEST)
        .at(noon())
        .given(SubjectRequest { kind: Some(SubjectRequestKind::Access), asked_by: Some(by), verification: Some(verification) })
}

/// A question with a remedy of this kind.
pub fn question(kind: ChangeKind) -> Question {
    let address = || Item::of(DataCategories::ADDRESS);
    match kind {
        ChangeKind::NarrowRequest => {
            let no = no_to(member(), Scope::anything().of(DataCategories::PHONE));
            platform(promotion(DataCategories::EMAIL | DataCategories::PHONE), no)
        }
        ChangeKind::WaitUntil => platform(parcel_service(address().necessary(true), "2026-07-01T00:00:00Z", true), member()),
        ChangeKind::Encrypt => {
            let item = Item::of(DataCategories::PASSWORD).necessary(true).protected(false);
            platform(parcel_service(item, "2026-01-01T00:00:00Z", true), member())
        }
        ChangeKind::EndAccess => platform(parcel_service(address().necessary(true), "2026-01-01T00:00:00Z", false), member()),
        ChangeKind::EstablishFact => platform(parcel_service(address(), "2026-01-01T00:00:00Z", true), member()),
        ChangeKind::NameInstrument => platform(under_instrument(InstrumentKind::None, Some(true)), member()),
        ChangeKind::RecordJudgement => platform(under_instrument(InstrumentKind::Regulation, None), member()),
        ChangeKind::RecordDecision => platform(deal(Item::of(DataCategories::PHONE).necessary(true), None), member()),
        ChangeKind::GiveNotice | ChangeKind::AwaitUse => {
            let network = Request::share(DataCategories::INTERESTS).with(Party::of(Role::OwnNetwork));
            let request = network.for_purpose(Purpose::OWN_PROMOTION).at(noon());
            Question { engine: PolicyEngine::new(Policy::from_toml(UNANNOUNCED).unwrap()), request, subject: member() }
        }
        ChangeKind::VerifyIdentity => platform(asking(Role::DataSubject, Verification::Demanded), member()),
        ChangeKind::VerifyGuardian => {
            let child = member().aged(12).with_guardian(Guardian::Unverified);
            platform(asking(Role::Guardian, Verification::NotDemanded), child)
        }
        ChangeKind::ObtainAgreement => {
            platform(Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(noon()), stranger())
        }
        ChangeKind::ObtainConsent => {
            let sale = Request::sell(DataCategories::EMAIL).with(Party::of(Role::Broker));
            platform(sale.for_purpose(Purpose::RECIPIENT_OWN).at(noon()), member())
        }
        ChangeKind::LiftRefusal => platform(promotion(DataCategories::EMAIL), no_to(member(), Scope::anything())),
    }
}
