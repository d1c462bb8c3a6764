//! Many people, compiled for questions to all of them.

mod row;
mod scopes;

use std::collections::HashMap;

use uuid::Uuid;

use super::{Account, AfterClosure, Agreement, Choice, Choices, DataSubject, Grant, Refusal, RefusalMeans};
use crate::vocabulary::{Instant, Scope, Service, Vocabulary, ticks};
use row::{CLOSED, Packed};
use scopes::Scopes;

pub(crate) use row::{Marks, Moment, Row, STANDINGS, Said};

/// Many people, arranged so that one question to all of them is a walk through memory.
///
/// A person takes 32 bytes, and each choice 12 more, side by side; what a question seldom needs lies elsewhere. Scopes that
/// people share are kept once. Of a choice, neither the id nor the evidence is kept: this is an index to ask
/// ([`PolicyEngine::audience`](crate::PolicyEngine::audience)), not a record to keep. Of a person, the [id](Self::id) is.
///
/// People are known by the number under which they were added. A few kinds of people do not fit and are kept whole, which is
/// slower: those with a guardian's consent, with several accounts, with an account that is processed after its closure, or with
/// instants outside 1678 to 2261.
///
/// # Example
///
/// ```
/// use lawful::subject::{People, Refusal, RefusalMeans};
/// use lawful::vocabulary::{DataCategories, Party, Purpose, Purposes, Scope};
/// use lawful::{DataSubject, PolicyEngine, Request};
/// # let [anna, boris] = [(); 2].map(|()| DataSubject::example());
///
/// let engine = PolicyEngine::platform();
/// let anna = anna.aged(30).agreed("2025-01-01T00:00:00Z".parse()?);
/// let boris = boris.aged(40).agreed("2025-01-01T00:00:00Z".parse()?);
/// let mut people = People::new(engine.vocabulary());
/// let anna = people.add(&anna);
/// let boris_number = people.add(&boris);
///
/// // Boris opts out of news.
/// let no_news = Scope::anything().for_purposes(Purposes::OWN_PROMOTION);
/// # let id = DataSubject::example().id();
/// let opt_out = Refusal::new(id, no_news, "2026-01-01T00:00:00Z".parse()?, RefusalMeans::OptOut);
/// people.replace(boris_number, &boris.refuse(opt_out)?);
///
/// let news = Request::message(DataCategories::EMAIL)
///     .with(Party::DATA_SUBJECT)
///     .for_purpose(Purpose::OWN_PROMOTION)
///     .at("2026-06-01T12:00:00Z".parse()?);
/// let may_get_it: Vec<_> = engine.audience(&news, &people)?.permitted().collect();
/// assert_eq!(may_get_it, [anna]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct People {
    vocabulary: Vocabulary,
    rows: Vec<Row>,
    /// The choices of all people, each person's side by side and earliest first: what they say, and when.
    said: Vec<Said>,
    when: Vec<i64>,
    /// Expiries of consents, by place.
    until: HashMap<u32, i64>,
    scopes: Scopes,
    services: Vec<Service>,
    rest: Vec<Rest>,
    /// Those who do not fit.
    whole: HashMap<u32, Box<DataSubject>>,
}

/// What questions seldom need of a person.
#[derive(Clone)]
struct Rest {
    id: Uuid,
    agreements: Box<[Agreement]>,
    uses: Box<[Instant]>,
    /// When the account was opened, and closed.
    account: Option<(Instant, Option<Instant>)>,
}

/// A person among [`People`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonNumber(u32);

impl PersonNumber {
    pub(crate) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The number, counted from 0 in the order in which people were added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl People {
    /// Nobody yet. The vocabulary is that of the engine that is to be asked: the words of people's choices are its words.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary) -> Self {
        Self {
            vocabulary: vocabulary.clone(),
            rows: Vec::new(),
            said: Vec::new(),
            when: Vec::new(),
            until: HashMap::new(),
            scopes: Scopes::default(),
            services: Vec::new(),
            rest: Vec::new(),
            whole: HashMap::new(),
        }
    }

    /// Adds a person.
    pub fn add(&mut self, subject: &DataSubject) -> PersonNumber {
        let number = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let row = self.row(number, subject);
        self.rows.push(row);
        self.rest.push(Rest::of(subject));
        PersonNumber(number)
    }

    /// Puts what is now known of a person in the place of what was. A choice that comes after all others is appended where
    /// there is room.
    ///
    /// A number that nobody has changes nothing.
    pub fn replace(&mut self, person: PersonNumber, subject: &DataSubject) {
        if person.index() < self.rows.len() {
            self.whole.remove(&person.0);
            let row = self.row(person.0, subject);
            self.rows[person.index()] = row;
            self.rest[person.index()] = Rest::of(subject);
        }
    }

    /// How many people there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The numbers of all, in order.
    pub fn numbers(&self) -> impl Iterator<Item = PersonNumber> + use<> {
        (0..self.rows.len()).map(PersonNumber::at)
    }

    /// A person's id.
    #[must_use]
    pub fn id(&self, person: PersonNumber) -> Option<Uuid> {
        self.rest.get(person.index()).map(|rest| rest.id)
    }

    /// The words in which people's choices speak.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How many bytes it takes, apart from people who are kept whole: those that questions look at, and all.
    #[must_use]
    pub fn bytes(&self) -> (usize, usize) {
        let hot = self.rows.len() * size_of::<Row>() + self.said.len() * (size_of::<Said>() + size_of::<i64>());
        let held = |rest: &Rest| size_of_val(&*rest.agreements) + size_of_val(&*rest.uses);
        let rest: usize = self.rest.iter().map(|rest| size_of::<Rest>() + held(rest)).sum();
        (hot, hot + rest + self.until.len() * size_of::<(u32, i64)>() + self.scopes.bytes())
    }

    /// Packs a person. Choices go to the place where the person's choices lie already, if they fit there, else to the end.
    fn row(&mut self, number: u32, subject: &DataSubject) -> Row {
        let before = self.rows.get(number as usize).copied().unwrap_or_default();
        let packed = Packed::of(subject).filter(|_| self.said.len() + subject.choices().len() < u32::MAX as usize);
        let service = |people: &mut Self, packed: &Packed<'_>| match packed.account {
            Some(account) => people.service(account.service()),
            None => Some(0),
        };
        match packed.and_then(|packed| Some((service(self, &packed)?, packed))) {
            Some((service, packed)) => {
                let choices = subject.choices().as_slice();
                let start = self.place(&before, choices.len());
                let said = choices.iter().zip(start..).map(|(choice, place)| self.set(place, choice));
                let marks = said.fold(Marks::default(), |marks, said| marks.and(Marks::of(said.scope())));
                packed.row((start, choices.len()), marks, before, service)
            }
            None => {
                self.whole.insert(number, Box::new(subject.clone()));
                Row::kept_whole(before)
            }
        }
    }

    fn place(&mut self, before: &Row, count: usize) -> usize {
        if count <= before.room() {
            return before.start();
        }
        let start = self.said.len();
        self.said.resize(start + count, Said::default());
        self.when.resize(start + count, 0);
        start
    }

    fn set(&mut self, place: usize, choice: &Choice) -> Said {
        let scope = match choice {
            Choice::Grant(grant) => Some(&grant.scope),
            Choice::Refusal(refusal) => refusal.scope.as_ref(),
        };
        let key = u32::try_from(place).unwrap_or(u32::MAX);
        self.until.remove(&key);
        let mut expires = false;
        if let Choice::Grant(Grant { expires_at: Some(expiry), .. }) = choice
            && let Some(expiry) = ticks(*expiry)
        {
            self.until.insert(key, expiry);
            expires = true;
        }
        let anything = Scope::anything();
        let scope = self.scopes.number(scope.unwrap_or(&anything));
        let said = Said::new(scope, matches!(choice, Choice::Grant(_)), expires);
        self.said[place] = said;
        self.when[place] = ticks(choice.instant()).unwrap_or(i64::MAX);
        said
    }

    /// A service by number, counted from 1; `None` once there are too many.
    fn service(&mut self, service: &Service) -> Option<u16> {
        let known = self.services.iter().position(|it| it == service);
        let place = known.unwrap_or(self.services.len());
        let number = u16::try_from(place + 1).ok()?;
        if known.is_none() {
            self.services.push(service.clone());
        }
        Some(number)
    }

    // What a question asks for.

    /// The rows of so many people from one of them on.
    pub(crate) fn rows(&self, first: PersonNumber, count: usize) -> &[Row] {
        self.rows.get(first.index()..).and_then(|rows| rows.get(..count)).unwrap_or_default()
    }

    /// How a person who is not kept whole stands, accounts included.
    pub(crate) fn standing(&self, person: PersonNumber, moment: &Moment) -> usize {
        let row = &self.rows[person.index()];
        let closed = || self.rest[person.index()].account?.1;
        let has_closed =
            row.marks().meet(Marks::UNUSUAL) && row.has_account(moment) && closed().is_some_and(|it| it <= moment.instant);
        row.standing(moment) + if has_closed { CLOSED } else { 0 }
    }

    /// Reads from where what a person said lies, so that the memory of several people is fetched at once. What is read means
    /// nothing.
    pub(crate) fn warm(&self, row: &Row) -> usize {
        self.said(row).first().map_or(0, |said| said.scope())
    }

    /// What the person said, earliest first.
    #[inline(always)]
    pub(crate) fn said(&self, row: &Row) -> &[Said] {
        self.said.get(row.start()..).and_then(|said| said.get(..row.count())).unwrap_or_default()
    }

    /// What the person said that is wanted, latest first, with the place of each.
    #[inline(always)]
    pub(crate) fn latest_first(&self, row: &Row, is_wanted: impl Fn(Said) -> bool) -> impl Iterator<Item = (usize, Said)> {
        let start = row.start();
        let said = self.said(row).iter().enumerate().rev();
        said.filter(move |(_, said)| is_wanted(**said)).map(move |(place, said)| (start + place, *said))
    }

    /// Whether what was said counts at an instant.
    #[inline(always)]
    pub(crate) fn is_live(&self, place: usize, said: Said, at: i64) -> bool {
        let from = self.when[place];
        if !said.is_yes() {
            return from <= at;
        }
        from < at && (!said.expires() || self.expiry(place).is_none_or(|expiry| at < expiry))
    }

    fn expiry(&self, place: usize) -> Option<i64> {
        self.until.get(&u32::try_from(place).unwrap_or(u32::MAX)).copied()
    }

    pub(crate) fn scopes(&self) -> impl ExactSizeIterator<Item = &Scope> {
        self.scopes.all()
    }

    /// The number of a service, if any of the people has an account with it.
    pub(crate) fn service_number(&self, service: Option<&Service>) -> Option<u16> {
        let place = self.services.iter().position(|it| Some(it) == service)?;
        u16::try_from(place + 1).ok()
    }

    /// The person as a whole, with the choices that are wanted; their ids and evidence are made up.
    pub(crate) fn subject(&self, person: PersonNumber, is_wanted: impl Fn(Said) -> bool) -> DataSubject {
        if let Some(whole) = self.whole.get(&person.0) {
            return (**whole).clone();
        }
        let (row, rest) = (&self.rows[person.index()], &self.rest[person.index()]);
        let mut subject = DataSubject::new(rest.id);
        subject.age = row.age();
        subject.guardian = row.guardian();
        subject.agreements = rest.agreements.iter().cloned().collect();
        subject.uses = rest.uses.to_vec();
        if let Some((opened, closed)) = rest.account {
            let account = Account::opened(self.services[usize::from(row.service()) - 1].as_str(), opened);
            subject = subject.with_account(match closed {
                Some(closed) => account.closed(closed, AfterClosure::Delete),
                None => account,
            });
        }
        let choice = |(number, place): (usize, usize)| {
            let (said, at) = (self.said[place], Instant::from_timestamp_nanos(self.when[place]));
            let id = Uuid::from_u128(number as u128);
            let scope = self.scopes.get(said.scope()).clone();
            if said.is_yes() {
                let expires_at = self.expiry(place).map(Instant::from_timestamp_nanos);
                Choice::Grant(Grant { expires_at, ..Grant::new(id, scope, at) })
            } else {
                Choice::Refusal(Refusal::new(id, scope, at, RefusalMeans::Objection))
            }
        };
        let wanted = (row.start()..row.start() + row.count()).filter(|place| is_wanted(self.said[*place]));
        subject.choices = Choices::without_index(wanted.enumerate().map(choice).collect());
        subject
    }
}

impl Rest {
    fn of(subject: &DataSubject) -> Self {
        let account = subject.accounts().first().map(|account| (account.opened, account.closed));
        Self { id: subject.id, agreements: subject.agreements().into(), uses: subject.uses.as_slice().into(), account }
    }
}

impl std::fmt::Debug for People {
    /// How many there are: nothing about anybody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("People").field("len", &self.len()).finish_non_exhaustive()
    }
}
