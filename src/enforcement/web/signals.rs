//! What the browser says: Global Privacy Control, and the choice of cookies.

use std::borrow::Cow;

use axum::http::{HeaderMap, header};
use uuid::Uuid;

use crate::subject::{ChoiceError, DataSubject, Refusal, RefusalMeans};
use crate::vocabulary::{Actions, Instant, Purposes, Scope, Vocabulary};

/// Which signals of the browser are read, and whether they beat consents. [`Sec-GPC`](global_privacy_control) always is.
///
/// A signal is a refusal, with the browser's settings as its means. It is added to the person **for one request**; nothing is
/// recorded. A service that knows whose browser it is records the refusal in its ledger too, so that it holds where the person
/// is not the one who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    cookie: Option<String>,
    grants: Grants,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Grants {
    #[default]
    Beaten,
    Prevail,
}

impl Signals {
    /// Reads the choice of cookies from a cookie of this name: see [`CookieChoice`].
    #[must_use]
    pub fn with_cookie_choice(self, cookie: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), ..self }
    }

    /// Lets every consent on record prevail over the signals, for services that asked each person who sends the signal and hold
    /// the consent as the later, more particular choice. What rests on agreement alone stays refused.
    ///
    /// Otherwise a signal counts as made at the instant of the request, and beats every consent in its scope. It does not tell
    /// when it was switched on; where that matters, record it, and the order in the ledger decides.
    #[must_use]
    pub fn yielding_to_consents(self) -> Self {
        Self { grants: Grants::Prevail, ..self }
    }

    /// What a request says.
    pub(super) fn said(&self, headers: &HeaderMap) -> Said {
        let is_gpc_on = headers.get_all(SEC_GPC).iter().any(|value| value.as_bytes().trim_ascii() == b"1");
        let cookies = self.cookie.as_deref().and_then(|name| cookie_choice(headers, name));
        Said { is_gpc_on, cookies, grants: self.grants }
    }

    pub(super) fn reads_cookies(&self) -> bool {
        self.cookie.is_some()
    }
}

pub(super) const SEC_GPC: &str = "sec-gpc";

/// What the browser said in one request.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    is_gpc_on: bool,
    cookies: Option<CookieChoice>,
    grants: Grants,
}

impl Said {
    /// Whether every consent on record prevails over it.
    pub(super) fn yields_to_consents(self) -> bool {
        self.grants == Grants::Prevail
    }

    /// The person with what was said; borrowed where nothing was.
    pub(super) fn added_to<'s>(
        self,
        subject: &'s DataSubject,
        words: &Vocabulary,
        at: Instant,
    ) -> Result<Cow<'s, DataSubject>, ChoiceError> {
        let gpc = global_privacy_control().into_iter().filter(|_| self.is_gpc_on);
        let scopes: Vec<Scope> = gpc.chain(self.cookies.and_then(|choice| choice.refused(words))).collect();
        if scopes.is_empty() {
            return Ok(Cow::Borrowed(subject));
        }
        // Before any consent, so that each of them is the later choice.
        let at = if self.yields_to_consents() { Instant::UNIX_EPOCH } else { at };
        let mut subject = subject.clone();
        for (place, scope) in (1..).zip(scopes) {
            subject = subject.refuse(Refusal::new(Uuid::from_u128(place), scope, at, RefusalMeans::BrowserSetting))?;
        }
        Ok(Cow::Owned(subject))
    }
}

/// What `Sec-GPC: 1` refuses.
///
/// The [specification](https://w3c.github.io/gpc/) has it convey that the person's data be neither sold nor shared with anyone
/// but the one whom the person means to deal with, nor used for advertising across contexts. So that is
///
/// - to sell, rent or trade it, to anybody for anything;
/// - to provide, share or disclose it for a partner's promotion or for the recipient's own business.
///
/// Its other uses stay as they are: by the operator itself, by providers that serve the person, under the law, and what the
/// person asked for. A policy's own purposes are not in it; where one is of this kind, record a refusal of it.
///
/// # Example
///
/// ```
/// use lawful::enforcement::web::global_privacy_control;
/// use lawful::vocabulary::{Actions, Purposes, Scope};
///
/// let partners = Scope::anything().to(Actions::SHARE).for_purposes(Purposes::PARTNER_PROMOTION);
/// assert!(global_privacy_control().iter().any(|scope| scope.includes(&partners)));
/// ```
#[must_use]
pub fn global_privacy_control() -> [Scope; 2] {
    let sharing = Purposes::PARTNER_PROMOTION | Purposes::RECIPIENT_OWN;
    [Scope::anything().to(Actions::MARKET), Scope::anything().to(Actions::HAND_OVER).for_purposes(sharing)]
}

/// What a person chose on a cookie banner, as the value of a cookie. It only ever refuses: a yes is recorded as a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CookieChoice {
    /// `all`: nothing is refused.
    All,
    /// `necessary`: refused but for account, login, service and security.
    Necessary,
    /// `none`: all are refused. Any value that is not understood counts as this one.
    None,
}

impl CookieChoice {
    /// The value of the cookie.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Necessary => "necessary",
            Self::None => "none",
        }
    }

    /// The choice that a value stands for.
    #[must_use]
    pub fn from_value(value: &str) -> Self {
        [Self::All, Self::Necessary].into_iter().find(|choice| choice.value() == value).unwrap_or(Self::None)
    }

    /// What it refuses, among the purposes of a vocabulary; `None` for nothing.
    #[must_use]
    pub fn refused(self, words: &Vocabulary) -> Option<Scope> {
        let cookies = Scope::anything().to(Actions::SET_COOKIE | Actions::READ_COOKIE);
        match self {
            Self::All => None,
            Self::Necessary => {
                let known = words.purpose_names(Purposes::all()).filter_map(|name| words.purpose(name).ok());
                let necessary = Purposes::ACCOUNT | Purposes::LOGIN | Purposes::SERVICE | Purposes::SECURITY;
                Some(cookies.for_purposes(known.collect::<Purposes>() - necessary))
            }
            Self::None => Some(cookies),
        }
    }
}

/// The choice in the cookies of a request; the strictest where there are several.
fn cookie_choice(headers: &HeaderMap, name: &str) -> Option<CookieChoice> {
    let lines = headers.get_all(header::COOKIE).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let choices = lines.flat_map(|line| {
        let pairs = line.split(';').filter_map(|pair| pair.split_once('='));
        let named = pairs.filter(|(found, _)| found.trim() == name);
        named.map(|(_, value)| CookieChoice::from_value(value.trim().trim_matches('"'))).collect::<Vec<_>>()
    });
    choices.max()
}
