//! The data subject.

use std::fmt;
use std::mem::offset_of;

use uuid::Uuid;

use super::agreement::Agreements;
use super::{Account, AfterClosure, Age, Agreement, ChoiceError, Choices, Grant, Refusal, Standing};
use crate::vocabulary::{Instant, Redacted};

/// Whether the person's guardian has been verified. Someone without any record has no verified guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guardian {
    /// Known to be the guardian.
    Verified,
    /// Says so; not verified.
    Unverified,
}

/// A person whose data is to be processed: everything about them that a decision can depend on.
///
/// It is a value: adding a choice or an agreement gives the same person, later in life. Its `Debug` shows no id, no date and no
/// other personal data.
///
/// # Example
///
/// ```
/// use lawful::subject::{DataSubject, Grant, Refusal};
/// use lawful::vocabulary::{DataCategories, Scope};
/// # let [id, consent, withdrawal] = [(); 3].map(|()| DataSubject::example().id());
///
/// let person = DataSubject::new(id)
///     .aged(30)
///     .agreed("2025-01-01T00:00:00Z".parse()?)
///     .grant(Grant::new(consent, Scope::anything().of(DataCategories::EMAIL), "2026-01-05T09:00:00Z".parse()?))?
///     .refuse(Refusal::withdrawal(withdrawal, consent, "2026-03-01T00:00:00Z".parse()?))?;
/// assert_eq!(person.choices().len(), 2);
/// assert!(!format!("{person:?}").contains(&id.to_string()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Speed
///
/// What ordinary decisions ask about a person lies in one line of a processor's cache, and up to 8 choices in the five lines before
/// it: nothing has to be fetched to know where to look. That is why the fields stand as they do and why the whole takes 512 bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct DataSubject {
    pub(super) id: Uuid,
    pub(super) choices: Choices,
    pub(super) age: Age,
    pub(super) guardian: Option<Guardian>,
    pub(super) standing: Option<Standing>,
    /// Whether an account was closed, or will be.
    has_closed_account: bool,
    pub(super) agreements: Agreements,
    pub(super) uses: Vec<Instant>,
    accounts: Vec<Account>,
}

const _: () = assert!(size_of::<DataSubject>() == 512);
const _: () = assert!(offset_of!(DataSubject, age) / 64 == offset_of!(DataSubject, agreements) / 64);

impl DataSubject {
    /// A person about whom nothing but the id is known: nobody agreed, nobody chose.
    #[must_use]
    pub fn new(id: Uuid) -> Self {
        Self {
            id,
            standing: None,
            age: Age::Unknown,
            guardian: None,
            agreements: Agreements::default(),
            uses: Vec::new(),
            accounts: Vec::new(),
            has_closed_account: false,
            choices: Choices::default(),
        }
    }

    /// Notes how the person stands towards the service.
    #[must_use]
    pub fn standing_as(self, standing: Standing) -> Self {
        Self { standing: Some(standing), ..self }
    }

    /// Gives the age in full years, from 0 to 150. More than 150 is taken as 150; JSON that says so is refused.
    #[must_use]
    pub fn aged(self, years: u8) -> Self {
        Self { age: Age::Years(years.min(150)), ..self }
    }

    /// Gives the date of birth.
    #[must_use]
    pub fn born(self, date: chrono::NaiveDate) -> Self {
        Self { age: Age::Born(date), ..self }
    }

    /// Records the guardian.
    #[must_use]
    pub fn with_guardian(self, guardian: Guardian) -> Self {
        Self { guardian: Some(guardian), ..self }
    }

    /// Records that the person agreed to the service agreement at an instant.
    #[must_use]
    pub fn agreed(self, at: Instant) -> Self {
        self.agreed_to(Agreement::at(at))
    }

    /// Records an agreement, to a named edition perhaps.
    #[must_use]
    pub fn agreed_to(mut self, agreement: Agreement) -> Self {
        self.agreements.push(agreement);
        self
    }

    /// Records that the person used the service at an instant.
    #[must_use]
    pub fn used(mut self, at: Instant) -> Self {
        self.uses.push(at);
        self
    }

    /// Adds an account.
    #[must_use]
    pub fn with_account(mut self, account: Account) -> Self {
        self.has_closed_account |= account.closed_at().is_some();
        self.accounts.push(account);
        self
    }

    /// Closes the open accounts of a service at an instant; what that service's agreement says about the data stands with them.
    ///
    /// ```
    /// use lawful::subject::{Account, AfterClosure, DataSubject};
    /// # let person = DataSubject::example();
    ///
    /// let person = person
    ///     .with_account(Account::opened("shop", "2025-01-01T00:00:00Z".parse()?))
    ///     .close_account("shop", "2026-06-01T00:00:00Z".parse()?, AfterClosure::Delete);
    /// assert!(person.accounts()[0].is_closed("2026-06-01T00:00:00Z".parse()?));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn close_account(mut self, service: &str, at: Instant, after: AfterClosure) -> Self {
        for account in &mut self.accounts {
            if account.service.as_str() == service && account.is_open(at) {
                *account = account.clone().closed(at, after);
                self.has_closed_account = true;
            }
        }
        self
    }

    /// Adds a consent.
    ///
    /// # Errors
    ///
    /// Another grant has its id, or a part of its scope is empty: an empty set names nothing, which is never what was meant.
    ///
    /// ```
    /// use lawful::subject::{ChoiceError, DataSubject, Grant};
    /// use lawful::vocabulary::{DataCategories, Scope};
    ///
    /// let nothing = Scope::anything().of(DataCategories::empty());
    /// let grant = Grant::new("0b0e0000-0000-4000-8000-000000000001".parse()?, nothing, "2026-01-05T09:00:00Z".parse()?);
    /// assert_eq!(DataSubject::example().grant(grant).unwrap_err(), ChoiceError::EmptyScope);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn grant(self, grant: Grant) -> Result<Self, ChoiceError> {
        Ok(Self { choices: self.choices.grant(grant)?, ..self })
    }

    /// Adds a refusal.
    ///
    /// # Errors
    ///
    /// A withdrawal names no known grant, is earlier than it, or wider than it; there is no scope, or a part of it is empty.
    pub fn refuse(self, refusal: Refusal) -> Result<Self, ChoiceError> {
        Ok(Self { choices: self.choices.refuse(refusal)?, ..self })
    }

    /// Puts a whole timeline in the place of the one there was.
    #[cfg(feature = "ledger")]
    pub(crate) fn with_choices(self, choices: Choices) -> Self {
        Self { choices, ..self }
    }

    /// The person's id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// How the person stands towards the service, if noted.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// What is known about the age.
    #[must_use]
    pub fn age(&self) -> Age {
        self.age
    }

    /// What is known about the guardian.
    #[must_use]
    pub fn guardian(&self) -> Option<Guardian> {
        self.guardian
    }

    /// The agreements, as they were recorded.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        self.agreements.as_slice()
    }

    /// Whether there was an agreement by an instant in ticks; `None` where it depends on more than that.
    #[inline(always)]
    pub(crate) fn has_agreed_by(&self, at: i64) -> Option<bool> {
        self.agreements.any_by(at)
    }

    /// The instants of the person's own use of the service, as they were recorded.
    #[must_use]
    pub fn uses(&self) -> &[Instant] {
        &self.uses
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Whether an account was closed, or will be.
    #[inline(always)]
    pub(crate) fn has_closed_account(&self) -> bool {
        self.has_closed_account
    }

    /// The timeline of choices.
    #[must_use]
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    /// Reads from where a decision will look, so that the memory of several people is fetched at once. What is read means nothing.
    pub(crate) fn warm(&self) -> i64 {
        self.choices.warm()
    }

    /// How many bytes of memory the person takes, with what the choices and the index over them hold elsewhere.
    ///
    /// Texts such as evidence and names of services are not counted.
    ///
    /// ```
    /// let person = lawful::DataSubject::new(Default::default());
    /// assert!(person.bytes() < 600);
    /// ```
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(self.agreements())
            + size_of_val(self.uses())
            + size_of_val(self.accounts())
            + self.choices.bytes()
    }

    /// Keeps the examples of this documentation short.
    #[doc(hidden)]
    #[must_use]
    pub fn example() -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self::new(Uuid::from_u64_pair(0x4d1c_0000_0000_4000, 0x8000 << 48 | NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

impl fmt::Debug for DataSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataSubject")
            .field("id", &Redacted)
            .field("age", &self.age)
            .field("guardian", &self.guardian)
            .field("agreements", &self.agreements.as_slice().len())
            .field("uses", &self.uses.len())
            .field("accounts", &self.accounts)
            .field("choices", &self.choices)
            .finish_non_exhaustive()
    }
}
