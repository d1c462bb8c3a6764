//! What a route declares.

use chrono::TimeDelta;

use crate::request::Request;
use crate::vocabulary::{Duties, Instant, Vocabulary};

/// What a route does with a person's data: action, categories, purpose, recipient. A type for each, which stands in the
/// signature of the handler.
///
/// # Example
///
/// ```
/// use lawful::enforcement::web::Declaration;
/// use lawful::request::{Partnership, Request};
/// use lawful::vocabulary::{DataCategories, Duties, Instant, Party, Purpose, Vocabulary};
///
/// struct PartnerFeed;
///
/// impl Declaration for PartnerFeed {
///     // Sharing for a partner's promotion comes with these, and the feed sees to them.
///     const DUTIES: Duties = Duties::NECESSARY_ITEMS_ONLY.union(Duties::PURPOSE_ONLY).union(Duties::HONOUR_OBJECTION);
///
///     fn question(_: &Vocabulary, at: Instant) -> Request {
///         Request::share(DataCategories::EMAIL)
///             .with(Party::partner("acme"))
///             .for_purpose(Purpose::PARTNER_PROMOTION)
///             .at(at)
///             .given(Partnership { current: Some(true) })
///     }
/// }
/// # let at: Instant = "2026-06-01T12:00:00Z".parse()?;
/// assert_eq!(PartnerFeed::question(Vocabulary::builtin(), at).purpose(), Purpose::PARTNER_PROMOTION);
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub trait Declaration: Send + Sync + 'static {
    /// The duties that the handler sees to. A decision that entails others ends the request, so that a policy that adds a duty
    /// stops the route until somebody has looked at it.
    const DUTIES: Duties = Duties::empty();

    /// Whether the whole question has to be permitted, or a part is enough.
    const EXTENT: Extent = Extent::Whole;

    /// How much whoever sent the request is told where there is no permit.
    const DETAIL: Detail = Detail::Reasons;

    /// How long a permit lasts at most, from the instant of the decision: 1 minute if not said.
    const WITHIN: TimeDelta = TimeDelta::minutes(1);

    /// The question that is asked about the person, at an instant. A purpose of the policy's own is found in the vocabulary of
    /// the engine; where it has none of that name, ask for [`Purpose::OTHER`](crate::vocabulary::Purpose::OTHER), which no
    /// policy permits.
    fn question(words: &Vocabulary, at: Instant) -> Request;
}

/// Whether the whole question has to be permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// One category is enough; the permit covers those that are permitted, and the handler leaves the others out. A duty that
    /// the denial of the others entails, such as [`Duty::StopProcessing`](crate::vocabulary::Duty::StopProcessing), is among
    /// those to take over.
    PermittedPart,
}

/// How much a problem document tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The verdict, clauses, missing facts and kinds of remedies: for routes that are called by the person. A clause can tell
    /// that the person refused, a remedy that the person is a minor.
    Reasons,
    /// That there is no permit, and nothing more; denied, undetermined, not governed and unknown look alike. For routes that
    /// are called by others.
    Nothing,
}
