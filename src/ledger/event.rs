//! What happens in a person's life with a service.

use std::fmt;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::chain::NoRandomness;
use crate::decision::Change;
use crate::subject::{AfterClosure, Agreement, Grant, Guardian, Refusal, Standing};
use crate::vocabulary::{Instant, Redacted, Service};

/// Something that happened to or was done by a person, and when.
///
/// It has an id, so that recording it twice changes nothing. The event of a grant or a refusal has that choice's id and
/// instant. `Debug` shows what kind of event it is, and nothing else.
///
/// # Example
///
/// ```
/// use lawful::ledger::Event;
/// use lawful::subject::Grant;
/// use lawful::vocabulary::{DataCategories, Instant, Scope};
///
/// let now: Instant = "2026-01-05T09:00:00Z".parse()?;
/// let grant = Grant::new(Event::new_id(now)?, Scope::anything().of(DataCategories::EMAIL), now);
/// let event = Event::granted(grant.clone());
/// assert_eq!((event.id(), event.happened()), (grant.id(), now));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Event {
    pub(super) id: Uuid,
    pub(super) happened: Instant,
    pub(super) what: Happening,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Happening {
    /// Agreed to the service agreement, which carries the policy; to a named edition perhaps.
    Agreed {
        /// The edition, where one was named.
        edition: Option<String>,
    },
    /// Used the service.
    Used,
    /// Said yes.
    Granted(Grant),
    /// Said no, or took a yes back.
    Refused(Refusal),
    /// Opened an account with a service.
    AccountOpened(Service),
    /// Closed the accounts with a service that are open then.
    AccountClosed(Service, AfterClosure),
    /// Whether the guardian is verified became known.
    Guardian(Guardian),
    /// Was given a notice. It is kept as a proof that it was given; no decision depends on it.
    NoticeGiven {
        /// What it was about, such as an edition or a reference to its text.
        about: String,
    },
    /// The date of birth became known.
    Born(NaiveDate),
    /// The age in full years became known, from 0 to 150.
    Aged(u8),
    /// How the person stands towards the service became known.
    Standing(Standing),
}

impl Event {
    /// An id for an event at an instant: a UUID of version 7, random but for the milliseconds it starts with.
    ///
    /// Ids made later sort later, which is convenient for a store; nothing in this crate relies on it.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn new_id(at: Instant) -> Result<Uuid, NoRandomness> {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &crate::chain::random()?).into_uuid())
    }

    /// An event with its id and the instant at which it happened; for choices, see [`granted`](Self::granted) and
    /// [`refused`](Self::refused).
    fn new(id: Uuid, happened: Instant, what: Happening) -> Self {
        Self { id, happened, what }
    }

    /// The person agreed to the service agreement.
    #[must_use]
    pub fn agreed(id: Uuid, at: Instant) -> Self {
        Self::new(id, at, Happening::Agreed { edition: None })
    }

    /// The person agreed, to a named edition perhaps.
    #[must_use]
    pub fn agreed_to(id: Uuid, agreement: &Agreement) -> Self {
        Self::new(id, agreement.instant(), Happening::Agreed { edition: agreement.edition().map(str::to_owned) })
    }

    /// The person used the service.
    #[must_use]
    pub fn used(id: Uuid, at: Instant) -> Self {
        Self::new(id, at, Happening::Used)
    }

    /// The person, or a guardian, gave a consent.
    #[must_use]
    pub fn granted(grant: Grant) -> Self {
        Self::new(grant.id(), grant.given_at(), Happening::Granted(grant))
    }

    /// The person refused, objected, opted out or withdrew a consent.
    #[must_use]
    pub fn refused(refusal: Refusal) -> Self {
        Self::new(refusal.id(), refusal.instant(), Happening::Refused(refusal))
    }

    /// The person opened an account with a service.
    #[must_use]
    pub fn account_opened(id: Uuid, service: &str, at: Instant) -> Self {
        Self::new(id, at, Happening::AccountOpened(service.into()))
    }

    /// The person closed the accounts with a service.
    #[must_use]
    pub fn account_closed(id: Uuid, service: &str, at: Instant, after: AfterClosure) -> Self {
        Self::new(id, at, Happening::AccountClosed(service.into(), after))
    }

    /// Whether the guardian is verified became known.
    #[must_use]
    pub fn guardian(id: Uuid, at: Instant, guardian: Guardian) -> Self {
        Self::new(id, at, Happening::Guardian(guardian))
    }

    /// The person was given a notice.
    #[must_use]
    pub fn notice_given(id: Uuid, at: Instant, about: &str) -> Self {
        Self::new(id, at, Happening::NoticeGiven { about: about.to_owned() })
    }

    /// The date of birth became known.
    #[must_use]
    pub fn born(id: Uuid, at: Instant, date: NaiveDate) -> Self {
        Self::new(id, at, Happening::Born(date))
    }

    /// The age in full years became known, from 0 to 150. A ledger refuses to record any other.
    #[must_use]
    pub fn aged(id: Uuid, at: Instant, years: u8) -> Self {
        Self::new(id, at, Happening::Aged(years))
    }

    /// How the person stands towards the service became known.
    #[must_use]
    pub fn standing(id: Uuid, at: Instant, standing: Standing) -> Self {
        Self::new(id, at, Happening::Standing(standing))
    }

    /// What is recorded about the person when they, or their guardian, have done what a change of a remedy asks for: consented,
    /// agreed to the edition, used the service, proved to be the guardian.
    ///
    /// `None` for changes of the question or of the policy: those are made where the next question is asked.
    ///
    /// # Example: a remedy is followed
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use lawful::chain::Key;
    /// use lawful::ledger::{BlockingLedger, Event, Memory};
    /// use lawful::vocabulary::{Instant, Purpose};
    /// use lawful::{DataCategories, Party, PolicyEngine, Request};
    /// # let person = lawful::DataSubject::example().id();
    ///
    /// let engine = PolicyEngine::platform();
    /// let ledger = BlockingLedger::open(Memory::new(), Key::random()?)?;
    /// let now: Instant = "2026-06-01T12:00:00Z".parse()?;
    /// ledger.append(person, [Event::aged(Event::new_id(now)?, now, 30)], now)?;
    /// let request = |at| {
    ///     Request::sell(DataCategories::EMAIL).with(Party::partner("acme")).for_purpose(Purpose::RECIPIENT_OWN).at(at)
    /// };
    ///
    /// let known = ledger.person(person)?.ok_or("nobody")?;
    /// let remedies = engine.decide(&request(now), known.subject()).remedies();
    ///
    /// // The person is asked for what the first one proposes, and says yes a minute later.
    /// let said = now + TimeDelta::minutes(1);
    /// for change in remedies[0].changes() {
    ///     if let Some(event) = Event::following(change, Event::new_id(said)?, said) {
    ///         ledger.append(person, [event], said)?;
    ///     }
    /// }
    ///
    /// // A consent counts strictly after it is given.
    /// let known = ledger.person(person)?.ok_or("nobody")?;
    /// assert!(engine.decide(&request(said + TimeDelta::seconds(1)), known.subject()).is_permitted());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn following(change: &Change, id: Uuid, at: Instant) -> Option<Self> {
        match change {
            Change::ObtainConsent { .. } | Change::LiftRefusal { .. } => change.grant(id, at).map(Self::granted),
            Change::ObtainAgreement { edition } => Some(Self::agreed_to(id, &Agreement::at(at).to_edition(edition))),
            Change::AwaitUse { .. } => Some(Self::used(id, at)),
            Change::VerifyGuardian => Some(Self::guardian(id, at, Guardian::Verified)),
            _ => None,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// When it happened.
    #[must_use]
    pub fn happened(&self) -> Instant {
        self.happened
    }

    /// What happened.
    #[must_use]
    pub fn what(&self) -> &Happening {
        &self.what
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("id", &Redacted).field("happened", &Redacted).field("what", &self.what).finish()
    }
}

impl Happening {
    /// The word under which it is written.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Agreed { .. } => "agreed",
            Self::Used => "used",
            Self::Granted(_) => "granted",
            Self::Refused(_) => "refused",
            Self::AccountOpened(_) => "account-opened",
            Self::AccountClosed(..) => "account-closed",
            Self::Guardian(_) => "guardian",
            Self::NoticeGiven { .. } => "notice-given",
            Self::Born(_) => "born",
            Self::Aged(_) => "aged",
            Self::Standing(_) => "standing",
        }
    }
}

impl fmt::Debug for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
