//! What each route does with data.

use lawful::enforcement::web::{Declaration, Detail, Extent};
use lawful::request::{CookieSetter, CookieUse, Item, Partnership, Request, SubjectRequest, SubjectRequestKind, Verification};
use lawful::vocabulary::{DataCategories, Duties, Instant, Origin, Party, Purpose, Role, Vocabulary};

/// What the shop holds of a customer.
pub const HELD: DataCategories = DataCategories::NAME.union(DataCategories::EMAIL).union(DataCategories::PHONE);

/// Sharing for a partner's promotion comes with these. The feed holds what the partner needs and nothing else, the contract
/// binds the partner to the purpose, and an objection counts from the next request on: what was refused is left out.
const PARTNER_DUTIES: Duties =
    Duties::NECESSARY_ITEMS_ONLY.union(Duties::PURPOSE_ONLY).union(Duties::HONOUR_OBJECTION).union(Duties::STOP_PROCESSING);

fn held() -> Item {
    Item::of(HELD).from(Origin::Registration).necessary(true)
}

/// The customer signs up.
pub struct Registration;

impl Declaration for Registration {
    fn question(_: &Vocabulary, at: Instant) -> Request {
        Request::collect(held()).for_purpose(Purpose::ACCOUNT).at(at)
    }
}

/// The customer looks at the own profile.
pub struct Profile;

impl Declaration for Profile {
    const DUTIES: Duties = Duties::STOP_PROCESSING;
    const EXTENT: Extent = Extent::PermittedPart;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        Request::using(held()).for_purpose(Purpose::SERVICE).at(at)
    }
}

/// A page sets a cookie to fit the shop to the customer.
pub struct TailoringCookie;

impl Declaration for TailoringCookie {
    fn question(_: &Vocabulary, at: Instant) -> Request {
        let cookie = Request::set_cookie(DataCategories::COOKIE_IDENTIFIER).for_purpose(Purpose::PERSONALISATION).at(at);
        cookie.given(CookieUse { set_by: Some(CookieSetter::Operator) })
    }
}

fn partner_promotion(at: Instant) -> Request {
    let sharing = Request::share(held()).with(Party::partner("acme")).for_purpose(Purpose::PARTNER_PROMOTION).at(at);
    sharing.given(Partnership { current: Some(true) })
}

/// The customer opens a page with offers of the partner, which gets the address to send them to.
pub struct Offers;

impl Declaration for Offers {
    const DUTIES: Duties = PARTNER_DUTIES;
    const EXTENT: Extent = Extent::PermittedPart;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        partner_promotion(at)
    }
}

/// The partner fetches the customers that it may write to. Of the others it is told nothing.
pub struct PartnerFeed;

impl Declaration for PartnerFeed {
    const DUTIES: Duties = PARTNER_DUTIES;
    const EXTENT: Extent = Extent::PermittedPart;
    const DETAIL: Detail = Detail::Nothing;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        partner_promotion(at)
    }
}

/// The customer asks what is held.
pub struct SubjectAccess;

impl Declaration for SubjectAccess {
    const DUTIES: Duties = Duties::FULFIL_REQUEST;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        let answer = Request::answer(held()).with(Party::DATA_SUBJECT).for_purpose(Purpose::SUBJECT_REQUEST).at(at);
        answer.given(asked(SubjectRequestKind::Access))
    }
}

/// The customer asks to be erased.
pub struct Erasure;

impl Declaration for Erasure {
    const DUTIES: Duties = Duties::FULFIL_REQUEST;

    fn question(_: &Vocabulary, at: Instant) -> Request {
        Request::erase(held()).for_purpose(Purpose::SUBJECT_REQUEST).at(at).given(asked(SubjectRequestKind::Delete))
    }
}

/// Whoever holds the session has proved who they are.
fn asked(kind: SubjectRequestKind) -> SubjectRequest {
    SubjectRequest { kind: Some(kind), asked_by: Some(Role::DataSubject), verification: Some(Verification::Verified) }
}
