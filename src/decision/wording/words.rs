//! Each word of the vocabulary in plain words.

use crate::subject::RefusalMeans;
use crate::vocabulary::{Action, Duty, Ground, Origin, Party, Role, quoted};

/// By name, in vocabulary order: words that go after "the" in singular and plural sentences alike.
const CATEGORIES: &[(&str, &str)] = &[
    ("identity.name", "name"),
    ("identity.account-name", "account name"),
    ("identity.birth-date", "date of birth"),
    ("identity.photo", "photo"),
    ("identity.document", "identity document"),
    ("contact.email", "e-mail address"),
    ("contact.phone", "phone number"),
    ("contact.address", "postal address"),
    ("credential.password", "password"),
    ("technical.ip-address", "IP address"),
    ("technical.browser", "browser type"),
    ("technical.language", "language setting"),
    ("technical.access-time", "time of access"),
    ("technical.device", "device information"),
    ("technical.page-views", "pages viewed"),
    ("technical.crash-report", "crash report"),
    ("technical.log", "technical log"),
    ("cookie.identifier", "cookie identifier"),
    ("cookie.content", "cookie content"),
    ("activity.orders", "orders"),
    ("activity.messages", "messages"),
    ("activity.interests", "interests"),
    ("activity.search-keywords", "search words"),
    ("activity.posts", "posts"),
    ("activity.social", "social activity"),
    ("location.whereabouts", "whereabouts"),
    ("demographic.race", "race"),
    ("demographic.religion", "religion"),
    ("health.medical", "medical information"),
    ("biometric.identifier", "biometric identifier"),
    ("financial.property", "information about property"),
    ("financial.payment", "payment information"),
    ("minor.information", "information of a minor"),
    ("enforcement.violation", "record of a violation"),
    ("enforcement.measure", "record of a measure against a violation"),
    ("complaint.intellectual-property", "complaint about intellectual property"),
];

/// Groups that are told as a whole where the whole is meant, by name: those of more leaves than a reader wants to be told.
pub(in crate::decision) const GROUPS: &[(&str, &str)] = &[
    ("sensitive", "all sensitive data"),
    ("identity", "all details of identity"),
    ("contact", "all contact details"),
    ("technical", "all technical data"),
    ("activity", "all data about activity"),
];

/// By name, in vocabulary order: words that complete "for …".
const PURPOSES: &[(&str, &str)] = &[
    ("account", "opening and keeping an account"),
    ("login", "logging in"),
    ("service", "providing the service"),
    ("personalisation", "personalising the service"),
    ("improvement", "improving the service"),
    ("own-promotion", "the promotion of the operator's own products"),
    ("partner-promotion", "the promotion of a partner's own products"),
    ("announcement", "an announcement about the service"),
    ("operations", "running the service"),
    ("security", "keeping information safe"),
    ("transaction", "completing a transaction"),
    ("dispute", "settling a dispute"),
    ("user-request", "delivering what the person asked for"),
    ("user-sharing", "the person's own sharing through the service"),
    ("subject-request", "handling a request about the person's own data"),
    ("legal-compliance", "complying with the law"),
    ("rule-enforcement", "enforcing the rules of the platform"),
    ("recipient-own", "the recipient's own business"),
    ("other", "a purpose that the policy does not name"),
];

/// The words for a built-in leaf, without article; a policy's own category has none.
pub(in crate::decision) fn category(name: &str) -> Option<&'static str> {
    words_for(name, CATEGORIES)
}

/// The words for a built-in purpose, to follow "for"; a policy's own purpose has none.
pub(in crate::decision) fn purpose(name: &str) -> Option<&'static str> {
    words_for(name, PURPOSES)
}

fn words_for(name: &str, table: &[(&str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}

/// The words for some party of a role.
pub(in crate::decision) fn role(role: Role) -> &'static str {
    some_and_named(role).0
}

/// The words for a party: its role and, where it has one, its id.
pub(in crate::decision) fn party(party: &Party) -> String {
    let (some, named) = some_and_named(party.role());
    party.id().map_or_else(|| some.to_owned(), |id| format!("{named} {}", quoted(id.as_str())))
}

/// The words for some party of a role, and those that an id follows: "a business partner", "the business partner `acme`".
fn some_and_named(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Operator => ("the operator", "the operator"),
        Role::Affiliate => ("an affiliate of the operator", "the operator's affiliate"),
        Role::ServiceProvider => ("a service provider", "the service provider"),
        Role::Partner => ("a business partner", "the business partner"),
        Role::Broker => ("a data broker", "the data broker"),
        Role::Counterparty => ("the other side of a transaction", "the counterparty"),
        Role::ProspectiveCounterparty => ("a possible other side of a transaction", "the possible counterparty"),
        Role::ComplaintRespondent => ("the one whom a complaint is about", "the complaint's respondent"),
        Role::JudicialAuthority => ("a court", "the court"),
        Role::AdministrativeAuthority => ("an administrative agency", "the administrative agency"),
        Role::DataSubject => ("the person", "the person"),
        Role::Guardian => ("the person's guardian", "the person's guardian"),
        Role::PlatformUser => ("another user of the platform", "the platform user"),
        Role::AllUsers => ("all users of the platform", "all users of the platform"),
        Role::OwnNetwork => ("the person's own network on the platform", "the person's own network"),
        Role::ThirdPartyService => ("a linked outside service", "the linked outside service"),
        Role::ThirdParty => ("a third party", "the third party"),
        Role::UnrelatedThirdParty => ("an unrelated third party", "the unrelated third party"),
        Role::Public => ("everybody", "the public"),
    }
}

/// The words for an origin, to follow the data: "the e-mail address, given at registration".
pub(in crate::decision) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Registration => "given at registration",
        Origin::Provided => "given by the person",
        Origin::Automatic => "recorded automatically",
        Origin::OwnCookie => "from a cookie of the operator",
        Origin::ThirdPartyCookie => "from someone else's cookie",
        Origin::SearchBox => "typed into a search field",
        Origin::Publication => "put out by the person on the platform",
        Origin::Partner => "received from a business partner",
        Origin::ThirdPartyLogin => "received when the person logged in through an outside account",
        Origin::ThirdPartyService => "received from a linked outside service",
        Origin::Broker => "obtained from a data broker",
        Origin::Enforcement => "made while rules were enforced",
        Origin::Derived => "inferred from other data",
        Origin::Unknown => "of unknown origin",
    }
}

/// What the person did to refuse, to follow "the person".
pub(in crate::decision) fn means(means: RefusalMeans) -> &'static str {
    match means {
        RefusalMeans::Withdrawal => "withdrew the consent",
        RefusalMeans::Objection => "objected",
        RefusalMeans::OptOut => "opted out",
        RefusalMeans::BrowserSetting => "refused in the browser's settings",
        RefusalMeans::DeviceFunctionOff => "switched the device function off",
        RefusalMeans::Deletion => "deleted the data",
    }
}

/// What a duty tells the one who acts to do: a whole sentence.
pub(in crate::decision) fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::NecessaryItemsOnly => "Keep to the items that are needed.",
        Duty::PurposeOnly => "Keep the data to the purpose that was stated, whoever works with it.",
        Duty::RecipientOnly => "Let no one but the named recipient have the data.",
        Duty::EndAccessAfterService => "See to it that the provider's access ends when its service does.",
        Duty::HonourObjection => "Stop as soon as the person objects.",
        Duty::ExtentDemandedOnly => "Hand over no more than the law or the authority demands.",
        Duty::ProtectMinor => "Give the data the protection that national law asks for a minor's data.",
        Duty::VerifyIdentity => "Verify who is asking before the request is carried out.",
        Duty::StopProcessing => "Stop what the person has refused or no longer consents to.",
        Duty::DeleteOrProcess => "Delete the data of the closed account, or handle it as that service's agreement says.",
        Duty::FulfilRequest => "Carry out what was asked for.",
        Duty::RespondToLeak => "Take measures against the reported leak.",
        Duty::TerminateAgreement => "End the service agreement with the user who does this.",
        Duty::GiveNotice => "Give prominent notice of the major revision of the policy.",
        Duty::Encrypt => "Encrypt the data before it is kept or moved.",
        Duty::SplitUngoverned => {
            "Leave out the items that the policy does not govern: they were not judged, so not permitted either."
        }
    }
}

/// What is done, to stand in a list of what a choice covers.
pub(in crate::decision) fn doing(action: Action) -> &'static str {
    match action {
        Action::Collect => "collecting",
        Action::Use => "using",
        Action::Store => "storing",
        Action::Access => "looking at it",
        Action::Transfer => "transferring across borders",
        Action::Provide => "providing",
        Action::Share => "sharing",
        Action::Disclose => "disclosing",
        Action::Sell => "selling",
        Action::Rent => "renting out",
        Action::Trade => "trading",
        Action::Publish => "publishing",
        Action::Disseminate => "spreading",
        Action::Edit => "changing",
        Action::Message => "sending messages",
        Action::SetCookie => "setting cookies",
        Action::ReadCookie => "reading cookies",
        Action::Answer => "answering requests",
        Action::Erase => "erasing",
        Action::Cancel => "cancelling an account",
    }
}

/// The words for a ground, to follow "on the ground of".
pub(in crate::decision) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Consent => "the person's consent",
        Ground::UserRequest => "what the person asked for",
        Ground::LegalRequirement => "a legal requirement",
        Ground::Violation => "an established violation by the person",
        Ground::IpComplaint => "the person's own complaint about intellectual property",
        Ground::Transaction => "a transaction on the platform",
        Ground::OtherLawful => "a law, a regulation or a published policy that was named",
        Ground::Agreement => "the person's agreement to the service agreement",
        Ground::Necessity => "the needs of a function of the service",
        Ground::ServiceRelation => "a party's service to the person, while it lasts",
        Ground::PartnerPromotion => "a partner's promotion of its own products",
        Ground::CookieChoice => "cookies that the person has not refused",
        Ground::UserAct => "the person's own act",
        Ground::Announcement => "an announcement about the service",
        Ground::SubjectRight => "the person's right to see and manage their own data",
        Ground::Storage => "storage and transfer on servers of the operator and its affiliates",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::vocabulary::{Purposes, Vocabulary};

    fn distinct<'a>(words: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for text in words {
            assert!(!text.is_empty() && seen.insert(text), "`{text}` stands for two words");
        }
    }

    #[test]
    fn every_built_in_category_and_purpose_has_words_of_its_own() {
        let words = Vocabulary::builtin();
        let leaves = words.category_names(words.all_categories());
        assert!(leaves.eq(CATEGORIES.iter().map(|(name, _)| *name)));
        assert!(words.purpose_names(Purposes::all()).eq(PURPOSES.iter().map(|(name, _)| *name)));
        distinct(CATEGORIES.iter().map(|(_, text)| *text));
        distinct(PURPOSES.iter().map(|(_, text)| *text));
        assert_eq!(category("contact.email"), Some("e-mail address"));
        assert_eq!(purpose("other"), Some("a purpose that the policy does not name"));
        assert_eq!((category("contact"), purpose("ad-measurement")), (None, None));
    }

    #[test]
    fn every_large_group_has_words_of_its_own() {
        let words = Vocabulary::builtin();
        let groups: BTreeSet<_> = CATEGORIES.iter().filter_map(|(leaf, _)| Some(leaf.rsplit_once('.')?.0)).collect();
        let is_large = |name: &&str| words.categories(name).is_ok_and(|group| group.leaves().count() >= 3);
        let large: BTreeSet<_> = groups.into_iter().chain(["sensitive"]).filter(is_large).collect();
        assert_eq!(GROUPS.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), large);
        distinct(GROUPS.iter().map(|(_, text)| *text));
    }

    #[test]
    fn different_words_are_never_told_alike() {
        distinct(Role::ALL.iter().map(|word| role(*word)));
        distinct(Role::ALL.iter().map(|word| some_and_named(*word).1));
        distinct(Origin::ALL.iter().map(|word| origin(*word)));
        distinct(RefusalMeans::ALL.iter().map(|word| means(*word)));
        distinct(Duty::ALL.iter().map(|word| duty(*word)));
        distinct(Action::ALL.iter().map(|word| doing(*word)));
        distinct(Ground::ALL.iter().map(|word| ground(*word)));
    }

    #[test]
    fn parties_are_called_by_their_ids_where_these_are_known() {
        assert_eq!(party(&Party::partner("acme")), "the business partner `acme`");
        assert_eq!(party(&Party::of(Role::Partner)), "a business partner");
        assert_eq!(party(&Party::new(Role::Affiliate, "pay\n")), "the operator's affiliate `pay\\n`");
        assert_eq!(party(&Party::PUBLIC), "everybody");
    }

    #[test]
    fn duties_are_whole_sentences() {
        for sentence in Duty::ALL.iter().map(|word| duty(*word)) {
            assert!(sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'), "{sentence}");
        }
    }
}
