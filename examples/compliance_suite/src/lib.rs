//! Pawsitting: a small service that asks before it does anything with somebody's data.
//!
//! What it may do stands in `policy.toml`, not here: the functions state the act, and do what was permitted.

use chrono::{DateTime, Utc};
use lawful::policy::PolicyError;
use lawful::request::Engagement;
use lawful::vocabulary::Origin;
use lawful::{DataCategories, DataSubject, Item, Party, Policy, PolicyEngine, Purpose, Request};

/// The service. Its policy is read once.
pub struct Pawsitting {
    engine: PolicyEngine,
    home_access: DataCategories,
    sitting: Purpose,
}

/// What the service knows about a customer.
pub struct Customer {
    /// The person in the sense of the policy: age, agreements, choices.
    pub person: DataSubject,
    /// The first name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// Where the key is.
    pub key: String,
}

/// What a sitter is told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Briefing {
    /// The customer's first name.
    pub name: Option<String>,
    /// The customer's telephone number.
    pub phone: Option<String>,
    /// Where the key is.
    pub key: Option<String>,
}

impl Pawsitting {
    /// Starts the service.
    ///
    /// # Errors
    ///
    /// The policy has a mistake, or lacks a word that the service speaks of.
    pub fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let engine = PolicyEngine::new(policy()?);
        let home_access = engine.vocabulary().categories("home.access")?;
        let sitting = engine.vocabulary().purpose("sitting")?;
        Ok(Self { engine, home_access, sitting })
    }

    /// The engine that answers.
    #[must_use]
    pub fn engine(&self) -> &PolicyEngine {
        &self.engine
    }

    /// The question whether somebody may be written to about offers.
    #[must_use]
    pub fn offer(&self, now: DateTime<Utc>) -> Request {
        Request::message(DataCategories::EMAIL).with(Party::DATA_SUBJECT).for_purpose(Purpose::OWN_PROMOTION).at(now)
    }

    /// The question whether a sitter may be told something.
    #[must_use]
    pub fn telling(&self, sitter: &str, what: DataCategories, engagement: Engagement, now: DateTime<Utc>) -> Request {
        Request::provide(Item::of(what).from(Origin::Registration).in_service("sitting"))
            .with(Party::service_provider(sitter))
            .for_purpose(self.sitting)
            .at(now)
            .in_function("booking")
            .given(engagement)
    }

    /// The addresses to write to about an offer.
    #[must_use]
    pub fn mailing<'c>(&self, customers: &'c [Customer], now: DateTime<Utc>) -> Vec<&'c str> {
        let offer = self.offer(now);
        let permitted = |customer: &&Customer| self.engine.decide(&offer, &customer.person).is_permitted();
        customers.iter().filter(permitted).map(|customer| customer.email.as_str()).collect()
    }

    /// How to get into a home: a category of this policy's own.
    #[must_use]
    pub fn home_access(&self) -> DataCategories {
        self.home_access
    }

    /// What a sitter is told: each part if it may be told.
    #[must_use]
    pub fn briefing(&self, sitter: &str, customer: &Customer, engagement: &Engagement, now: DateTime<Utc>) -> Briefing {
        let tell = |what: DataCategories, value: &String| {
            let request = self.telling(sitter, what, engagement.clone(), now);
            self.engine.decide(&request, &customer.person).is_permitted().then(|| value.clone())
        };
        Briefing {
            name: tell(DataCategories::NAME, &customer.name),
            phone: tell(DataCategories::PHONE, &customer.phone),
            key: tell(self.home_access, &customer.key),
        }
    }
}

/// The policy of the service.
///
/// # Errors
///
/// It has a mistake.
pub fn policy() -> Result<Policy, PolicyError> {
    Policy::from_toml(include_str!("../policy.toml"))
}
