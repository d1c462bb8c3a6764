//! What is the case around a request.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::evidence;
use super::pick::{Pick, pick, seldom, told};
use super::pool::{Guide, Pool};
use crate::request::{
    Cancellation, Circumstances, Collection, CookieSetter, CookieUse, Copy, Instrument, InstrumentKind, Leak, MessageKind,
    MessageSent, OutsideService, Partnership, Performance, Request, Storage, SubjectRequest, SubjectRequestKind, Transaction,
    Transfer, UserRequest, Verification, Violation, ViolationOf,
};
use crate::vocabulary::{DataCategories, Role};

/// What becomes circumstances once it is known which rule, and which request, they belong to.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    plain: Circumstances,
    fitted: evidence::Draft,
    /// For each circumstance, how much speaks for giving it, in percent.
    weights: Vec<u32>,
    facts: Vec<FactDraft>,
}

/// How much speaks for it, whether it is all or nothing, whether it holds then, and the categories if not.
type FactDraft = (u32, bool, bool, Vec<Pick>);

/// How often something is given that the rule at hand asks about, and that it does not, in percent.
const ASKED: u32 = 85;
const UNASKED: u32 = 6;

pub(super) fn draft(pool: &Pool) -> impl Strategy<Value = Draft> + use<> {
    let weights = vec(0..100_u32, Circumstances::NAMES.len());
    let fact = (0..100_u32, super::pick::often(30), super::pick::often(75), vec(pick(60), 0..=2));
    let facts = vec(fact.prop_map(|(weight, partly, holds, picks)| (weight, !partly, holds, picks)), pool.facts.len());
    (plain(), evidence::draft(), weights, facts).prop_map(|(plain, fitted, weights, facts)| Draft {
        plain,
        fitted,
        weights,
        facts,
    })
}

impl Draft {
    pub(super) fn circumstances(self, guide: &Guide, request: &Request, pool: &Pool, is_full: bool) -> Circumstances {
        let Self { plain, fitted, weights, facts } = self;
        let mut all = fitted.fitted(plain, request, pool);
        let is_given = |name: &str| {
            let Some(place) = Circumstances::NAMES.iter().position(|known| *known == name) else { return false };
            let is_asked = guide.circumstances >> place & 1 == 1;
            let percent = if is_full {
                100
            } else if is_asked {
                ASKED
            } else {
                UNASKED
            };
            weights.get(place).is_some_and(|weight| *weight >= 100 - percent)
        };
        keep(&mut all, is_given);
        for (fact, (weight, is_whole, holds, picks)) in pool.facts.iter().zip(facts) {
            let percent = if is_full {
                100
            } else if guide.facts.contains(fact) {
                ASKED
            } else {
                4 * UNASKED
            };
            if weight >= 100 - percent {
                all.facts = match is_whole {
                    true => all.facts.stating(*fact, holds),
                    false => all.facts.stating_for(*fact, partly(&picks, request, pool)),
                };
            }
        }
        all
    }
}

fn partly(picks: &[Pick], request: &Request, pool: &Pool) -> DataCategories {
    let judged: Vec<DataCategories> = request.items().iter().flat_map(|item| item.judged().leaves()).collect();
    picks.iter().filter_map(|pick| pick.of(&judged, &pool.categories)).collect()
}

/// Takes out what is not to be given.
macro_rules! keep {
    ($all:ident, $is_given:ident: $($slot:ident $name:literal),+ $(,)?) => {
        $( if !$is_given($name) { $all.$slot = None; } )+
    };
}

fn keep(all: &mut Circumstances, is_given: impl Fn(&str) -> bool) {
    keep!(all, is_given:
        collection "collection", legal_demand "legal-demand", law "law", violation "violation", ip_complaint "ip-complaint",
        transaction "transaction", user_request "user-request", instrument "instrument", engagement "engagement",
        partnership "partnership", cookie "cookie", message "message", subject_request "subject-request",
        cancellation "cancellation", storage "storage", transfer "transfer", third_party_service "third-party-service",
        copy "copy", leak "leak",
    );
}

fn kind<T: Clone + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    weighted(0.85, select(all))
}

/// All circumstances that have nothing to do with the parts of the request.
fn plain() -> impl Strategy<Value = Circumstances> {
    const RUNNERS: &[Role] = &[Role::Operator, Role::ServiceProvider, Role::Affiliate, Role::ThirdParty, Role::ThirdPartyService];
    const ASKERS: &[Role] = &[Role::DataSubject, Role::DataSubject, Role::Guardian, Role::ThirdParty];
    let collection = (told(), told(), told()).prop_map(|(channel_lawful, means_fair, in_use)| Collection {
        channel_lawful,
        means_fair,
        in_use,
    });
    let violation = (kind(ViolationOf::ALL), told(), told()).prop_map(|(of, established, disclosure_needed)| Violation {
        of,
        established,
        disclosure_needed,
    });
    let transaction = (told(), told(), kind(Performance::ALL), told(), told()).prop_map(
        |(on_platform, requester_is_party, requester_performed, disclosure_asked, operator_decided)| Transaction {
            on_platform,
            requester_is_party,
            requester_performed,
            disclosure_asked,
            operator_decided,
        },
    );
    let user_request = (told(), told()).prop_map(|(asked, sharing_necessary)| UserRequest { asked, sharing_necessary });
    let instrument = (kind(InstrumentKind::ALL), told(), seldom(20, Just("decree 12"))).prop_map(
        |(kind, considered_appropriate, reference)| Instrument {
            kind,
            considered_appropriate,
            reference: reference.map(Into::into),
        },
    );
    let message = (kind(MessageKind::ALL), told()).prop_map(|(kind, needed)| MessageSent { kind, needed });
    let subject_request = (kind(SubjectRequestKind::ALL), kind(ASKERS), kind(Verification::ALL))
        .prop_map(|(kind, asked_by, verification)| SubjectRequest { kind, asked_by, verification });
    let cancellation = (told(), told()).prop_map(|(agreement_met, law_allows)| Cancellation { agreement_met, law_allows });
    let country = || seldom(80, select(&["CN", "DE"][..])).prop_map(|code| code.map(Into::into));
    let transfer = (country(), country(), country()).prop_map(|(subject_country, collection_country, destination)| Transfer {
        subject_country,
        collection_country,
        destination,
    });
    let single = (told(), kind(CookieSetter::ALL), kind(RUNNERS), kind(RUNNERS), told(), told());
    let many = (collection, violation, transaction, user_request, instrument, message, subject_request, cancellation, transfer);
    (many, single).prop_map(|(many, (current, set_by, server, operated_by, outside_operators_control, reported))| Circumstances {
        collection: Some(many.0),
        violation: Some(many.1),
        transaction: Some(many.2),
        user_request: Some(many.3),
        instrument: Some(many.4),
        message: Some(many.5),
        subject_request: Some(many.6),
        cancellation: Some(many.7),
        transfer: Some(many.8),
        partnership: Some(Partnership { current }),
        cookie: Some(CookieUse { set_by }),
        storage: Some(Storage { server }),
        third_party_service: Some(OutsideService { operated_by }),
        copy: Some(Copy { outside_operators_control }),
        leak: Some(Leak { reported }),
        ..Circumstances::default()
    })
}
