//! Terms of the W3C Data Privacy Vocabulary, version 2, where one clearly means the same.
//!
//! Left out are words that no term matches: `own-promotion` and `partner-promotion` are told apart by whose products they are,
//! which no kind of `Marketing` is; `account-name` may be a name that is shown; a crash report or a log is about the service as
//! much as about a person.

/// The name space of the core, which the version 2 documents resolve under <https://w3id.org/dpv>.
macro_rules! dpv {
    ($term:literal) => {
        concat!("https://w3id.org/dpv#", $term)
    };
}

/// The name space of the extension for personal data, <https://w3id.org/dpv/pd>.
macro_rules! pd {
    ($term:literal) => {
        concat!("https://w3id.org/dpv/pd#", $term)
    };
}

pub(super) const CONSENT: &str = dpv!("Consent");
pub(super) const GIVEN: &str = dpv!("ConsentGiven");
pub(super) const REFUSED: &str = dpv!("ConsentRefused");
pub(super) const WITHDRAWN: &str = dpv!("ConsentWithdrawn");

/// By name. From the module "purposes" of DPV 2.0.
pub(super) const PURPOSES: &[(&str, &str)] = &[
    ("account", dpv!("AccountManagement")),
    ("login", dpv!("IdentityAuthentication")),
    ("service", dpv!("ServiceProvision")),
    ("personalisation", dpv!("ServicePersonalisation")),
    ("improvement", dpv!("ImproveExistingProductsAndServices")),
    ("operations", dpv!("TechnicalServiceProvision")),
    ("security", dpv!("EnforceSecurity")),
    ("dispute", dpv!("DisputeManagement")),
    ("user-request", dpv!("RequestedServiceProvision")),
    ("subject-request", dpv!("RightsFulfillment")),
    ("legal-compliance", dpv!("LegalCompliance")),
];

/// By name. From the extension "pd" of DPV 2.0.
pub(super) const CATEGORIES: &[(&str, &str)] = &[
    ("identity.name", pd!("Name")),
    ("identity.birth-date", pd!("BirthDate")),
    ("identity.photo", pd!("Picture")),
    ("identity.document", pd!("OfficialID")),
    ("contact.email", pd!("EmailAddress")),
    ("contact.phone", pd!("TelephoneNumber")),
    ("contact.address", pd!("PhysicalAddress")),
    ("credential.password", pd!("Password")),
    ("technical.ip-address", pd!("IPAddress")),
    ("technical.browser", pd!("UserAgent")),
    ("technical.language", pd!("Language")),
    ("technical.device", pd!("DeviceBased")),
    ("technical.page-views", pd!("BrowserHistory")),
    ("activity.orders", pd!("Purchase")),
    ("activity.messages", pd!("Communication")),
    ("activity.interests", pd!("Interest")),
    ("location.whereabouts", pd!("Location")),
    ("demographic.race", pd!("Race")),
    ("demographic.religion", pd!("Religion")),
    ("health.medical", pd!("MedicalHealth")),
    ("biometric.identifier", pd!("Biometric")),
    ("financial.property", pd!("Ownership")),
];

/// By name. From the module "processing" of DPV 2.0.
pub(super) const ACTIONS: &[(&str, &str)] = &[
    ("collect", dpv!("Collect")),
    ("use", dpv!("Use")),
    ("store", dpv!("Store")),
    ("access", dpv!("Access")),
    ("transfer", dpv!("CrossBorderTransfer")),
    ("share", dpv!("Share")),
    ("disclose", dpv!("Disclose")),
    ("disseminate", dpv!("Disseminate")),
    ("edit", dpv!("Modify")),
    ("erase", dpv!("Erase")),
];

/// Categories of Art. 9(1) GDPR, among the built-in ones.
pub(super) const SPECIAL: &[&str] = &["demographic.race", "demographic.religion", "health.medical", "biometric.identifier"];

pub(super) fn term(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, term)| *term)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::vocabulary::{Action, DataCategories, Purpose, Vocabulary};

    /// The terms that the tables may name, as DPV 2.0 lists them: `dpv/modules/{purposes,processing,consent_status}.csv`,
    /// `pd/pd.csv` of <https://github.com/w3c/dpv/tree/master/2.0>; `Consent` as in
    /// <https://w3id.org/dpv/guides/consent-27560>.
    const LISTED: &str = "
        dpv#AccountManagement dpv#IdentityAuthentication dpv#ServiceProvision dpv#ServicePersonalisation
        dpv#ImproveExistingProductsAndServices dpv#TechnicalServiceProvision dpv#EnforceSecurity dpv#DisputeManagement
        dpv#RequestedServiceProvision dpv#RightsFulfillment dpv#LegalCompliance dpv#Marketing dpv#DirectMarketing dpv#Advertising
        dpv#PaymentManagement dpv#CommunicationManagement dpv#Personalisation dpv#ServiceOptimisation dpv#ServiceUsageAnalytics
        dpv#Collect dpv#Use dpv#Store dpv#Access dpv#CrossBorderTransfer dpv#Transfer dpv#Share dpv#Disclose dpv#Disseminate dpv#Modify
        dpv#Alter dpv#Erase dpv#MakeAvailable
        dpv#Consent dpv#ConsentGiven dpv#ConsentRefused dpv#ConsentWithdrawn dpv#ConsentExpired
        dpv/pd#Name dpv/pd#Username dpv/pd#BirthDate dpv/pd#Picture dpv/pd#OfficialID dpv/pd#EmailAddress dpv/pd#TelephoneNumber
        dpv/pd#PhysicalAddress dpv/pd#Password dpv/pd#IPAddress dpv/pd#UserAgent dpv/pd#Language dpv/pd#DeviceBased
        dpv/pd#BrowserHistory dpv/pd#Purchase dpv/pd#Communication dpv/pd#Interest dpv/pd#SocialMedia dpv/pd#Location dpv/pd#Race
        dpv/pd#Religion dpv/pd#MedicalHealth dpv/pd#Biometric dpv/pd#Ownership dpv/pd#Identifier dpv/pd#Transaction";

    #[test]
    fn every_term_is_listed_and_stands_for_one_word_that_there_is() {
        let listed: BTreeSet<String> = LISTED.split_whitespace().map(|term| format!("https://w3id.org/{term}")).collect();
        for table in [PURPOSES, CATEGORIES, ACTIONS] {
            let terms: BTreeSet<_> = table.iter().map(|(_, term)| *term).collect();
            assert_eq!(terms.len(), table.len());
            assert!(terms.iter().all(|term| listed.contains(*term)), "{terms:?}");
        }
        assert!([CONSENT, GIVEN, REFUSED, WITHDRAWN].iter().all(|term| listed.contains(*term)));
        assert!(PURPOSES.iter().all(|(name, _)| name.parse::<Purpose>().is_ok()));
        assert!(ACTIONS.iter().all(|(name, _)| name.parse::<Action>().is_ok()));
        let is_leaf = |name: &&str| Vocabulary::builtin().categories(name).is_ok_and(|found| found.leaves().count() == 1);
        assert!(CATEGORIES.iter().map(|(name, _)| name).chain(SPECIAL).all(is_leaf));
        let special: DataCategories = SPECIAL.iter().filter_map(|name| name.parse::<DataCategories>().ok()).collect();
        assert!(DataCategories::SENSITIVE.contains(special));
    }
}
