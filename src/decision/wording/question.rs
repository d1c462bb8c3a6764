//! The question and its answer as sentences.

use std::borrow::Cow;

use super::text::list;
use super::words;
use crate::request::{Item, Request};
use crate::vocabulary::{Action, DataCategories, Purpose, Vocabulary, quoted};

/// What is to be done, in words, to be allowed, forbidden or consented to.
pub(in crate::decision) struct Act<'a> {
    request: &'a Request,
    own: DataCategories,
    data: String,
    purpose: Cow<'static, str>,
}

impl<'a> Act<'a> {
    /// All that a request asks about.
    pub(in crate::decision) fn of(request: &'a Request, vocabulary: &Vocabulary) -> Self {
        let all = |part: fn(&Item) -> DataCategories| {
            request.items().iter().map(part).fold(DataCategories::empty(), DataCategories::union)
        };
        let own = all(Item::categories);
        let purpose = match request.purpose() {
            Purpose::RECIPIENT_OWN if !request.action().has_recipient() => "business of its own".into(),
            named => purpose(vocabulary.purpose_name(named)),
        };
        Self { request, own, data: revealing(own, all(Item::judged) - own, vocabulary), purpose }
    }

    /// The same with some of the data only.
    pub(in crate::decision) fn with(&self, categories: DataCategories, vocabulary: &Vocabulary) -> Self {
        let data = if categories.intersects(self.own) {
            revealing(categories & self.own, categories - self.own, vocabulary)
        } else {
            format!("what the data reveals ({})", data(categories, vocabulary))
        };
        Self { data, purpose: self.purpose.clone(), ..*self }
    }

    /// "the operator may use the photo for logging in"
    pub(in crate::decision) fn allowed(&self) -> String {
        format!("{} may {}", words::party(self.request.actor()), self.deed())
    }

    /// "the operator may not use the photo for logging in"
    pub(in crate::decision) fn forbidden(&self) -> String {
        format!("{} may not {}", words::party(self.request.actor()), self.deed())
    }

    /// "for the operator to use the photo for logging in"
    pub(in crate::decision) fn consented(&self) -> String {
        format!("for {} to {}", words::party(self.request.actor()), self.deed())
    }

    /// "use the photo for logging in"
    pub(in crate::decision) fn deed(&self) -> String {
        let data = &*self.data;
        let whom = || self.request.recipient().map_or_else(|| "someone not named".into(), words::party);
        let deed = match self.request.action() {
            Action::Collect => format!("collect {data}"),
            Action::Use => format!("use {data}"),
            Action::Store => format!("store {data}"),
            Action::Access => format!("look at {data}"),
            Action::Transfer => format!("transfer {data} across a border to {}", whom()),
            Action::Provide => format!("provide {data} to {}", whom()),
            Action::Share => format!("share {data} with {}", whom()),
            Action::Disclose => format!("disclose {data} to {}", whom()),
            Action::Sell => format!("sell {data} to {}", whom()),
            Action::Rent => format!("rent {data} out to {}", whom()),
            Action::Trade => format!("trade {data} with {}", whom()),
            Action::Publish => format!("publish {data} to {}", whom()),
            Action::Disseminate => format!("spread {data} to {}", whom()),
            Action::Edit => format!("change {data}"),
            Action::Message => format!("send a message to {}, using {data},", whom()),
            Action::SetCookie => format!("set a cookie with {data}"),
            // What cookies alone hold is not "read from a cookie" in so many words.
            Action::ReadCookie if DataCategories::COOKIE.contains(self.own) => format!("read {data}"),
            Action::ReadCookie => format!("read {data} from a cookie"),
            Action::Answer => format!("answer a request by {} about {data}", whom()),
            Action::Erase => format!("erase {data}"),
            Action::Cancel => format!("cancel an account that holds {data}"),
        };
        match self.request.action() {
            // Such a request is its own purpose.
            Action::Answer | Action::Cancel if self.request.purpose() == Purpose::SUBJECT_REQUEST => deed,
            _ => format!("{deed} for {}", self.purpose),
        }
    }
}

/// "the photo (which reveals the religion)"
pub(in crate::decision) fn revealing(own: DataCategories, revealed: DataCategories, vocabulary: &Vocabulary) -> String {
    match revealed.is_empty() {
        true => data(own, vocabulary),
        false => format!("{} (revealing {})", data(own, vocabulary), data(revealed, vocabulary)),
    }
}

/// The data in words: "the photo, the e-mail address and the data `genetic.dna`".
pub(in crate::decision) fn data(categories: DataCategories, vocabulary: &Vocabulary) -> String {
    named(Vec::new(), categories, vocabulary)
}

/// What a choice covers, in words, whole groups by their own: "all contact details and the photo".
pub(in crate::decision) fn covered(categories: DataCategories, vocabulary: &Vocabulary) -> String {
    if categories.contains(vocabulary.all_categories()) {
        return "any data".to_owned();
    }
    let mut rest = categories;
    let mut told = Vec::new();
    for (name, words) in words::GROUPS {
        let group = vocabulary.categories(name).unwrap_or_default();
        if !group.is_empty() && categories.contains(group) && rest.intersects(group) {
            rest -= group;
            told.push((*words).to_owned());
        }
    }
    named(told, rest, vocabulary)
}

fn named(mut told: Vec<String>, rest: DataCategories, vocabulary: &Vocabulary) -> String {
    told.extend(vocabulary.category_names(rest).map(|name| match words::category(name) {
        Some(words) => format!("the {words}"),
        None => format!("the data {}", quoted(name)),
    }));
    if told.is_empty() { "data of no named kind".to_owned() } else { list(told.iter()) }
}

/// The purpose in words, to follow "for"; the name is the vocabulary's, if it has one.
pub(in crate::decision) fn purpose(name: Option<&str>) -> Cow<'static, str> {
    match name.map(|name| (name, words::purpose(name))) {
        Some((_, Some(words))) => words.into(),
        Some((name, None)) => format!("the purpose {}", quoted(name)).into(),
        None => "a purpose that has no name here".into(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::vocabulary::{CustomWords, Party, Role};

    fn request(action: Action, recipient: Option<Party>, purpose: Purpose) -> Request {
        let items = vec![DataCategories::EMAIL.into()];
        Request::new(action, items, recipient, purpose, "2026-06-01T12:00:00Z".parse().unwrap()).unwrap()
    }

    fn allowed(request: &Request) -> String {
        Act::of(request, Vocabulary::builtin()).allowed()
    }

    #[test]
    fn a_request_is_answered_in_sentences() {
        let request = request(Action::Share, Some(Party::partner("acme")), Purpose::PARTNER_PROMOTION).and(DataCategories::PHONE);
        let act = Act::of(&request, Vocabulary::builtin());
        assert_eq!(
            act.forbidden(),
            "the operator may not share the e-mail address and the phone number with the business partner `acme` \
             for the promotion of a partner's own products",
        );
        assert_eq!(
            act.with(DataCategories::PHONE, Vocabulary::builtin()).allowed(),
            "the operator may share the phone number with the business partner `acme` \
             for the promotion of a partner's own products",
        );
    }

    #[test]
    fn every_action_has_its_sentence() {
        let deed = |action: Action| {
            let recipient = action.has_recipient().then_some(Party::DATA_SUBJECT);
            Act::of(&request(action, recipient, Purpose::LOGIN), Vocabulary::builtin()).deed()
        };
        let deeds = [
            "collect the e-mail address",
            "use the e-mail address",
            "store the e-mail address",
            "look at the e-mail address",
            "transfer the e-mail address across a border to the person",
            "provide the e-mail address to the person",
            "share the e-mail address with the person",
            "disclose the e-mail address to the person",
            "sell the e-mail address to the person",
            "rent the e-mail address out to the person",
            "trade the e-mail address with the person",
            "publish the e-mail address to the person",
            "spread the e-mail address to the person",
            "change the e-mail address",
            "send a message to the person, using the e-mail address,",
            "set a cookie with the e-mail address",
            "read the e-mail address from a cookie",
            "answer a request by the person about the e-mail address",
            "erase the e-mail address",
            "cancel an account that holds the e-mail address",
        ];
        assert!(Action::ALL.iter().map(|action| deed(*action)).eq(deeds.map(|deed| format!("{deed} for logging in"))));
    }

    #[test]
    fn a_missing_recipient_is_said_to_be_missing() {
        let request = request(Action::Disclose, None, Purpose::OTHER);
        assert_eq!(
            allowed(&request),
            "the operator may disclose the e-mail address to someone not named for a purpose that the policy does not name",
        );
    }

    #[test]
    fn what_is_only_revealed_is_said_to_be() {
        let photo = Item::of(DataCategories::PHOTO).revealing(DataCategories::RELIGION | DataCategories::EMAIL);
        let request = request(Action::Store, None, Purpose::SERVICE).and(photo).by(Party::of(Role::Affiliate));
        assert_eq!(
            allowed(&request),
            "an affiliate of the operator may store the photo and the e-mail address (revealing the religion) \
             for providing the service",
        );
    }

    #[test]
    fn whole_groups_are_told_by_their_own_words() {
        let own = CustomWords { categories: vec!["contact.fax".into()], ..CustomWords::default() };
        let (builtin, extended) = (Vocabulary::builtin(), Vocabulary::builtin().with(&own).unwrap());
        let contact = DataCategories::EMAIL | DataCategories::PHONE | DataCategories::ADDRESS;
        assert_eq!(covered(contact | DataCategories::PHOTO, builtin), "all contact details and the photo");
        assert_eq!(covered(contact - DataCategories::PHONE, builtin), "the e-mail address and the postal address");
        assert_eq!(covered(contact, &extended), "the e-mail address, the phone number and the postal address");
        assert_eq!(covered(extended.categories("contact").unwrap(), &extended), "all contact details");
        let identity_and_sensitive = builtin.categories("identity").unwrap() | builtin.categories("sensitive").unwrap();
        assert_eq!(covered(identity_and_sensitive, builtin), "all sensitive data and all details of identity");
        assert_eq!(covered(builtin.all_categories(), builtin), "any data");
    }

    #[test]
    fn words_of_a_policy_are_shown_as_they_are() {
        let own = CustomWords {
            categories: vec!["genetic.dna".into()],
            purposes: vec!["ad-measurement".into()],
            ..CustomWords::default()
        };
        let vocabulary = Vocabulary::builtin().with(&own).unwrap();
        let dna = vocabulary.categories("genetic.dna").unwrap();
        let request = request(Action::Use, None, vocabulary.purpose("ad-measurement").unwrap()).and(dna);
        assert_eq!(
            Act::of(&request, &vocabulary).deed(),
            "use the e-mail address and the data `genetic.dna` for the purpose `ad-measurement`",
        );
        assert_eq!(
            Act::of(&request, Vocabulary::builtin()).with(dna, Vocabulary::builtin()).deed(),
            "use data of no named kind for a purpose that has no name here",
        );
    }
}
