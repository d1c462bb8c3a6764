//! The request.

use super::noted::Noted;
use super::{Circumstance, Circumstances, Item};
use crate::vocabulary::{Action, DataCategories, Ground, Instant, Party, Purpose, Receiver, ticks};

/// A question: may the actor do this with these items, for this purpose, towards this recipient, at this instant?
///
/// Ordinary requests are built in one line; the operator is the actor unless another is named:
///
/// ```
/// use lawful::request::{Partnership, Request};
/// use lawful::vocabulary::{DataCategories, Party, Purpose};
///
/// let request = Request::share(DataCategories::EMAIL)
///     .with(Party::partner("acme"))
///     .for_purpose(Purpose::PARTNER_PROMOTION)
///     .at("2026-06-01T12:00:00Z".parse()?)
///     .given(Partnership { current: Some(true) });
/// assert_eq!(request.actor(), &Party::OPERATOR);
/// # Ok::<(), chrono::ParseError>(())
/// ```
///
/// A recipient can only be given where the action has one:
///
/// ```compile_fail
/// # use lawful::{request::Request, vocabulary::*};
/// let request = Request::erase(DataCategories::EMAIL).with(Party::partner("acme"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    pub(super) at: Instant,
    pub(super) actor: Party,
    pub(super) action: Action,
    pub(super) items: Vec<Item>,
    pub(super) purpose: Purpose,
    pub(super) recipient: Option<Party>,
    pub(super) function: Option<String>,
    pub(super) circumstances: Circumstances,
    /// Which circumstances are given: kept at hand, because every decision asks.
    pub(super) present: u32,
    /// The instant in ticks, for the same reason.
    pub(super) ticks: Option<i64>,
    /// How the recipient is known.
    pub(super) receiver: Receiver,
    /// What a decision noted about it; every change takes it away.
    pub(super) noted: Noted,
    pub(super) claims: Option<Ground>,
}

/// A request that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The action keeps the data with the actor, so there is no one to receive it.
    #[error("`{0}` has no recipient: it keeps the data with the actor")]
    NoRecipientPossible(Action),
}

impl Request {
    /// A request with parts known only when the program runs. Where the action is known, [`Request::share`] and its like are
    /// shorter and cannot fail.
    ///
    /// # Errors
    ///
    /// A recipient is given for an action that has none.
    pub fn new(
        action: Action,
        items: Vec<Item>,
        recipient: Option<Party>,
        purpose: Purpose,
        at: Instant,
    ) -> Result<Self, RequestError> {
        if recipient.is_some() && !action.has_recipient() {
            return Err(RequestError::NoRecipientPossible(action));
        }
        Ok(Self::unchecked(action, items, recipient, purpose, at))
    }

    pub(super) fn unchecked(action: Action, items: Vec<Item>, recipient: Option<Party>, purpose: Purpose, at: Instant) -> Self {
        let (function, claims) = (None, None);
        Self {
            at,
            actor: Party::OPERATOR,
            action,
            items,
            purpose,
            function,
            circumstances: Circumstances::default(),
            present: 0,
            ticks: ticks(at),
            receiver: Receiver::of(action, recipient.as_ref()),
            noted: Noted::default(),
            recipient,
            claims,
        }
    }

    /// Names the actor, in place of the operator.
    #[must_use]
    pub fn by(self, actor: Party) -> Self {
        Self { actor, noted: Noted::default(), ..self }
    }

    /// Adds an item.
    #[must_use]
    pub fn and(mut self, item: impl Into<Item>) -> Self {
        self.items.push(item.into());
        self.noted = Noted::default();
        self
    }

    /// Adds a circumstance.
    #[must_use]
    pub fn given(mut self, circumstance: impl Circumstance) -> Self {
        circumstance.apply(&mut self.circumstances);
        self.present = self.circumstances.present();
        self.noted = Noted::default();
        self
    }

    /// Names the function that the data is for; the policy's table then says which categories it needs.
    #[must_use]
    pub fn in_function(self, function: &str) -> Self {
        Self { function: Some(function.to_owned()), noted: Noted::default(), ..self }
    }

    /// Notes the ground that the caller believes to have. It decides nothing: the facts do.
    #[must_use]
    pub fn claiming(self, ground: Ground) -> Self {
        Self { claims: Some(ground), ..self }
    }

    /// The instant that the question is about.
    #[must_use]
    pub fn instant(&self) -> Instant {
        self.at
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Party {
        &self.actor
    }

    /// What is to be done.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// The items of data.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Who receives the data; `None` where the action has no recipient, or it is not known.
    #[must_use]
    pub fn recipient(&self) -> Option<&Party> {
        self.recipient.as_ref()
    }

    /// The function that the data is for.
    #[must_use]
    pub fn function(&self) -> Option<&str> {
        self.function.as_deref()
    }

    /// What is the case around it.
    #[must_use]
    pub fn circumstances(&self) -> &Circumstances {
        &self.circumstances
    }

    /// The ground that the caller believes to have.
    #[must_use]
    pub fn claims(&self) -> Option<Ground> {
        self.claims
    }

    /// The same question without some categories: an item that reveals one of them is left out whole. `None` where nothing is left.
    pub(crate) fn without(mut self, categories: DataCategories) -> Option<Self> {
        self.noted = Noted::default();
        self.items.retain_mut(|item| {
            item.categories -= categories;
            !item.categories.is_empty() && !item.reveals.intersects(categories)
        });
        (!self.items.is_empty()).then_some(self)
    }

    /// The same question at another instant.
    pub(crate) fn asked_at(self, at: Instant) -> Self {
        Self { at, ticks: ticks(at), noted: Noted::default(), ..self }
    }

    /// The same question with a recipient; where the action has none, as it is.
    pub(crate) fn received_by(self, recipient: Party) -> Self {
        if self.action.has_recipient() {
            let receiver = Receiver::of(self.action, Some(&recipient));
            Self { receiver, recipient: Some(recipient), noted: Noted::default(), ..self }
        } else {
            self
        }
    }

    /// The same question with changed items.
    pub(crate) fn with_items(mut self, change: impl FnMut(Item) -> Item) -> Self {
        self.items = self.items.into_iter().map(change).collect();
        self.noted = Noted::default();
        self
    }

    /// The circumstances, for fields to be filled in. None may be added or taken away: which ones are given is kept beside them.
    pub(crate) fn circumstances_mut(&mut self) -> &mut Circumstances {
        self.noted = Noted::default();
        &mut self.circumstances
    }

    /// The instant in ticks.
    pub(crate) fn ticks(&self) -> Option<i64> {
        self.ticks
    }

    /// How the recipient is known.
    pub(crate) fn receiver(&self) -> Receiver {
        self.receiver
    }

    /// What decisions note about it.
    pub(crate) fn noted(&self) -> &Noted {
        &self.noted
    }

    /// One bit for each circumstance that is given, in the order of [`Circumstances::NAMES`].
    pub(crate) fn present(&self) -> u32 {
        self.present
    }
}
