//! People.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::Instants;
use super::builder::strategy_of;
use super::choices::Timelines;
use super::pick::{one_of, pick, seldom};
use super::pool::Pool;
use crate::engine::PolicyEngine;
use crate::subject::{Account, AfterClosure, Age, Agreement, Choice, Choices, DataSubject, Guardian, Standing};
use crate::vocabulary::{Instant, Purpose};

/// Any people that an engine's policies can be asked about.
///
/// Their ages lie around the age of majority, birthdays around the instants that requests are about; some ages are unknown.
/// They agreed to any edition or to none, used the service, opened and closed accounts, have a guardian, and made choices.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::subject::Guardian;
/// use lawful::testing::generate::people;
/// use proptest::prelude::*;
///
/// let engine = PolicyEngine::platform();
/// proptest!(|(person in people(&engine).minor().guarded(Guardian::Verified).without_choices())| {
///     prop_assert_eq!(person.guardian(), Some(Guardian::Verified));
///     prop_assert!(person.choices().is_empty());
/// });
/// ```
#[must_use]
pub fn people(engine: &PolicyEngine) -> People {
    People::from(Arc::new(Pool::of(engine)))
}

/// People: made by [`people`].
#[derive(Clone, Debug)]
pub struct People {
    pool: Arc<Pool>,
    ages: Ages,
    guardian: Option<Option<Guardian>>,
    standing: Option<Standing>,
    agreed: Agreed,
    choices: Option<BoxedStrategy<Choices>>,
    without_accounts: bool,
    made: OnceCell<BoxedStrategy<DataSubject>>,
}

strategy_of!(People: DataSubject);

#[derive(Clone, Copy, Debug)]
enum Ages {
    Any,
    Minor,
    Adult,
    Unknown,
}

#[derive(Clone, Debug)]
enum Agreed {
    Any,
    At(Instants),
    Never,
}

impl People {
    pub(super) fn from(pool: Arc<Pool>) -> Self {
        Self {
            pool,
            ages: Ages::Any,
            guardian: None,
            standing: None,
            agreed: Agreed::Any,
            choices: None,
            without_accounts: false,
            made: OnceCell::new(),
        }
    }

    /// Minors under every policy of the engine. Their age is given in years, so that they are minors at any instant.
    #[must_use]
    pub fn minor(self) -> Self {
        Self { ages: Ages::Minor, ..self.anew() }
    }

    /// Adults under every policy of the engine. Their age is given in years, so that they are adults at any instant.
    #[must_use]
    pub fn adult(self) -> Self {
        Self { ages: Ages::Adult, ..self.anew() }
    }

    /// People whose age is not recorded.
    #[must_use]
    pub fn of_unknown_age(self) -> Self {
        Self { ages: Ages::Unknown, ..self.anew() }
    }

    /// With this guardian.
    #[must_use]
    pub fn guarded(self, guardian: Guardian) -> Self {
        Self { guardian: Some(Some(guardian)), ..self.anew() }
    }

    /// Without a guardian on record.
    #[must_use]
    pub fn without_guardian(self) -> Self {
        Self { guardian: Some(None), ..self.anew() }
    }

    /// Of this standing.
    #[must_use]
    pub fn standing_as(self, standing: Standing) -> Self {
        Self { standing: Some(standing), ..self.anew() }
    }

    /// Who agreed to the edition in force, at one of these instants; and perhaps again later.
    #[must_use]
    pub fn agreed(self, at: impl Into<Instants>) -> Self {
        Self { agreed: Agreed::At(at.into()), ..self.anew() }
    }

    /// Who never agreed to anything.
    #[must_use]
    pub fn without_agreement(self) -> Self {
        Self { agreed: Agreed::Never, ..self.anew() }
    }

    /// Who made choices such as these, for instance [timelines](super::timelines) of grants alone.
    #[must_use]
    pub fn choosing(self, choices: impl Strategy<Value = Choices> + 'static) -> Self {
        Self { choices: Some(choices.boxed()), ..self.anew() }
    }

    /// Who neither granted nor refused anything.
    #[must_use]
    pub fn without_choices(self) -> Self {
        self.choosing(Just(Choices::default()))
    }

    /// Who never had an account.
    #[must_use]
    pub fn without_accounts(self) -> Self {
        Self { without_accounts: true, ..self.anew() }
    }

    fn anew(self) -> Self {
        Self { made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<DataSubject> {
        let guardian = match self.guardian {
            Some(guardian) => Just(guardian).boxed(),
            None => seldom(40, select(vec![Guardian::Verified, Guardian::Unverified])).boxed(),
        };
        let standing = match self.standing {
            Some(standing) => Just(Some(standing)).boxed(),
            None => seldom(50, select(Standing::ALL)).boxed(),
        };
        let choices = self.choices.clone().unwrap_or_else(|| Timelines::from(Arc::clone(&self.pool)).boxed());
        let most_accounts = if self.without_accounts { 0 } else { 2 };
        let parts = (
            self.age(),
            guardian,
            standing,
            self.agreements(),
            vec(select(self.pool.instants.clone()), 0..=2),
            vec(account(&self.pool), 0..=most_accounts),
            choices,
        );
        let whole = parts.prop_map(|(age, guardian, standing, agreements, uses, accounts, choices)| {
            let mut person = DataSubject::new(person_id());
            person = standing.into_iter().fold(person, DataSubject::standing_as);
            person = guardian.into_iter().fold(person, DataSubject::with_guardian);
            person = match age {
                Age::Unknown => person,
                Age::Years(years) => person.aged(years),
                Age::Born(date) => person.born(date),
            };
            person = agreements.into_iter().fold(person, DataSubject::agreed_to);
            person = uses.into_iter().fold(person, DataSubject::used);
            person = accounts.into_iter().fold(person, DataSubject::with_account);
            choices.as_slice().iter().fold(person, choosing)
        });
        whole.boxed()
    }

    fn age(&self) -> BoxedStrategy<Age> {
        let (least, greatest) = self.pool.majority;
        let years = |years: Vec<u8>| select(years).prop_map(Age::Years);
        match self.ages {
            Ages::Minor => years(vec![least.saturating_sub(1), least / 2]).boxed(),
            Ages::Adult => years(vec![30.max(greatest), greatest, 80.max(greatest)]).boxed(),
            Ages::Unknown => Just(Age::Unknown).boxed(),
            Ages::Any => prop_oneof![
                3 => years(vec![30.max(greatest), greatest, least.saturating_sub(1), least / 2]),
                1 => Just(Age::Unknown),
                1 => select(birthdays(&self.pool)).prop_map(Age::Born),
            ]
            .boxed(),
        }
    }

    fn agreements(&self) -> BoxedStrategy<Vec<Agreement>> {
        let mut versions = self.pool.versions.clone();
        versions.push("another-edition".to_owned());
        let any = (select(self.pool.instants.clone()), seldom(30, select(versions)))
            .prop_map(|(at, edition)| edition.iter().fold(Agreement::at(at), |agreement, name| agreement.to_edition(name)));
        match &self.agreed {
            Agreed::Never => Just(Vec::new()).boxed(),
            // Most people that a service knows agreed long ago.
            Agreed::Any => {
                let long_ago = seldom(60, Just(self.pool.instants.first().copied().map(Agreement::at)));
                (long_ago, vec(any, 0..=1)).prop_map(|(first, more)| first.flatten().into_iter().chain(more).collect()).boxed()
            }
            Agreed::At(instants) => {
                let list = instants.list(&self.pool.instants);
                let at = one_of(list, "there is no instant to agree at").prop_map(Agreement::at);
                (at, vec(any, 0..=1)).prop_map(|(first, more)| std::iter::once(first).chain(more).collect()).boxed()
            }
        }
    }
}

/// The same id for everybody: cases are about one person each.
fn person_id() -> Uuid {
    Uuid::from_u64_pair(0x4000, 0x8000 << 48)
}

/// The person after one more choice; a choice that does not fit the others is left out.
fn choosing(person: DataSubject, choice: &Choice) -> DataSubject {
    let chosen = match choice {
        Choice::Grant(grant) => person.clone().grant(grant.clone()),
        Choice::Refusal(refusal) => person.clone().refuse(refusal.clone()),
    };
    chosen.unwrap_or(person)
}

/// Dates on which somebody comes of age on the very day of a request, or on the day after.
fn birthdays(pool: &Pool) -> Vec<NaiveDate> {
    let (least, greatest) = pool.majority;
    let dates = pool.asked_at.iter().flat_map(|at| [at.date_naive(), at.date_naive() + TimeDelta::days(1)]);
    let mut dates: Vec<NaiveDate> = dates
        .flat_map(|date| [least, greatest].map(|years| date.with_year(date.year() - i32::from(years))))
        .flatten()
        .chain(NaiveDate::from_ymd_opt(2008, 2, 29))
        .collect();
    dates.dedup();
    dates
}

fn account(pool: &Pool) -> impl Strategy<Value = Account> + use<> {
    let purposes: Vec<Purpose> = pool.purposes.clone();
    let (services, instants): (Vec<String>, Vec<Instant>) = (pool.services.clone(), pool.instants.clone());
    let closure = seldom(50, (select(instants.clone()), seldom(50, vec(pick(0), 1..=2))));
    (select(services), select(instants), closure).prop_map(move |(service, opened, closure)| {
        let account = Account::opened(&service, opened);
        match closure {
            None => account,
            Some((closed, None)) => account.closed(closed, AfterClosure::Delete),
            Some((closed, Some(picks))) => {
                let named = picks.iter().filter_map(|pick| pick.among(&purposes)).collect();
                account.closed(closed, AfterClosure::Process(named))
            }
        }
    })
}
