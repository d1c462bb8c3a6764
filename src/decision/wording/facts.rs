//! What each fact says to a reader.

use crate::policy::Fact;

/// What a fact means for a reader: one sentence for each thing that may be known about it.
///
/// Each is a clause of its own that can stand in a list. `fails` is for what is known to be otherwise.
pub(super) struct FactWords {
    pub(super) holds: &'static str,
    pub(super) fails: &'static str,
    pub(super) unknown: &'static str,
}

/// The sentences of a fact.
pub(super) fn words_of(fact: Fact) -> FactWords {
    match fact {
        Fact::Agreed => FactWords {
            holds: "the person has agreed to the service agreement",
            fails: "the person has not agreed to the service agreement",
            unknown: "it is not known whether the person has agreed to the service agreement",
        },
        Fact::Consented => FactWords {
            holds: "a valid consent covers this",
            fails: "no valid consent covers this",
            unknown: "it is not known whether a guardian's consent covers this, because the person's age is not known",
        },
        Fact::Refused => FactWords {
            holds: "the person has refused this",
            fails: "no refusal by the person stands against this",
            unknown: "it is not known whether a refusal still stands, because the person's age is not known",
        },
        Fact::GuardianConsented => FactWords {
            holds: "a valid consent of the minor's verified guardian covers this",
            fails: "no consent by the verified guardian of a minor covers this",
            unknown: "it is not known whether the guardian of a minor has consented, because the person's age is not known",
        },
        Fact::Minor => FactWords {
            holds: "the person is a minor",
            fails: "the person is not a minor",
            unknown: "it is not known whether the person is a minor",
        },
        Fact::GuardianVerified => FactWords {
            holds: "the person's guardian has been verified",
            fails: "no guardian of the person has been verified",
            unknown: "it is not known whether the person's guardian has been verified",
        },
        Fact::AccountClosed => FactWords {
            holds: "the data belongs to an account that is closed",
            fails: "the data does not belong to an account that is closed",
            unknown: "it is not known whether the data belongs to an account that is closed",
        },
        Fact::ClosurePermits => FactWords {
            holds: "the terms of the closed account let its data be processed for this purpose",
            fails: "no terms of a closed account let the data be processed for this purpose",
            unknown: "it is not known whether the terms of the closed account let its data be processed for this purpose",
        },
        Fact::Necessary => FactWords {
            holds: "the data is needed for what the request is about",
            fails: "the data is not needed for what the request is about",
            unknown: "it is not known whether the data is needed for what the request is about",
        },
        Fact::Published => FactWords {
            holds: "the person has published the data to everyone on the platform, and it is still up",
            fails: "the person has not published the data to everyone on the platform, or has taken it down",
            unknown: "it is not recorded whether the data is up on the platform, published by the person to everyone",
        },
        Fact::Protected => FactWords {
            holds: "the data is kept under the required safeguard, such as encryption",
            fails: "the data is not kept under the required safeguard, such as encryption",
            unknown: "it is not recorded whether the data is kept under the required safeguard, such as encryption",
        },
        Fact::InUse => FactWords {
            holds: "the person is using the service or visiting a page at this moment",
            fails: "the person is not using the service or visiting a page at this moment",
            unknown: "it is not recorded whether the person is using the service or visiting a page at this moment",
        },
        Fact::ChannelLawful => FactWords {
            holds: "the data comes through a lawful channel",
            fails: "the data does not come through a lawful channel",
            unknown: "it is not recorded whether the data comes through a lawful channel",
        },
        Fact::ChannelUnlawful => FactWords {
            holds: "the data comes through an unlawful channel",
            fails: "the data comes through no unlawful channel",
            unknown: "it is not recorded whether the data comes through a lawful channel",
        },
        Fact::MeansUnfair => FactWords {
            holds: "the data is collected by unfair means",
            fails: "the data is collected by fair means",
            unknown: "it is not recorded whether the data is collected by fair means",
        },
        Fact::LegalDemand => FactWords {
            holds: "a binding demand by law, a court or an agency covers the data and whoever receives it",
            fails: "no binding demand by law, a court or an agency covers both the data and whoever receives it",
            unknown: "it is not known whether a binding legal demand covers the data and whoever receives it",
        },
        Fact::LawForbids => FactWords {
            holds: "the law forbids this",
            fails: "the law does not forbid this",
            unknown: "it is not recorded whether the law forbids this",
        },
        Fact::RetentionRequired => FactWords {
            holds: "the law requires the data to be kept",
            fails: "the law does not require the data to be kept",
            unknown: "it is not recorded whether the law requires the data to be kept",
        },
        Fact::Violation => FactWords {
            holds: "a violation of the law, the service agreement or the platform's rules is established",
            fails: "no violation of the law, the service agreement or the platform's rules is established",
            unknown: "it is not known whether a violation of the law, the agreement or the platform's rules is established",
        },
        Fact::DisclosureNeeded => FactWords {
            holds: "the violation makes it necessary to disclose the data",
            fails: "the violation does not make it necessary to disclose the data",
            unknown: "it is not recorded whether the violation makes it necessary to disclose the data",
        },
        Fact::Allegation => FactWords {
            holds: "the violation is only alleged, and not established",
            fails: "the violation is established, not only alleged",
            unknown: "it is not recorded whether the violation is established or only alleged",
        },
        Fact::Complainant => FactWords {
            holds: "the person is the one who complains about intellectual property",
            fails: "the person is not the one who complains about intellectual property",
            unknown: "it is not recorded whether the person is the one who complains about intellectual property",
        },
        Fact::ComplainantQualified => FactWords {
            holds: "the one who complains is qualified to do so",
            fails: "the one who complains is not qualified to do so",
            unknown: "it is not recorded whether the one who complains is qualified to do so",
        },
        Fact::ComplaintFiled => FactWords {
            holds: "the complaint about intellectual property has been filed",
            fails: "the complaint about intellectual property has not been filed",
            unknown: "it is not recorded whether the complaint about intellectual property has been filed",
        },
        Fact::RespondentAsked => FactWords {
            holds: "the one whom the complaint is about has asked for the data",
            fails: "the one whom the complaint is about has not asked for the data",
            unknown: "it is not recorded whether the one whom the complaint is about has asked for the data",
        },
        Fact::ToRespondent => FactWords {
            holds: "the recipient is the one whom the complaint is about",
            fails: "the recipient is not the one whom the complaint is about",
            unknown: "it is not known whether the recipient is the one whom the complaint is about",
        },
        Fact::DealOnPlatform => FactWords {
            holds: "the transaction was made on the platform",
            fails: "the transaction was not made on the platform",
            unknown: "it is not recorded whether the transaction was made on the platform",
        },
        Fact::RequesterIsParty => FactWords {
            holds: "the one who asks for the data is a party to the transaction",
            fails: "the one who asks for the data is no party to the transaction",
            unknown: "it is not recorded whether the one who asks for the data is a party to the transaction",
        },
        Fact::RequesterPerformed => FactWords {
            holds: "the one who asks for the data has done at least part of their side of the transaction",
            fails: "the one who asks for the data has done no part of their side of the transaction",
            unknown: "it is not recorded how far the one who asks for the data has done their side of the transaction",
        },
        Fact::DisclosureAsked => FactWords {
            holds: "disclosure of the data was asked for",
            fails: "disclosure of the data was not asked for",
            unknown: "it is not recorded whether disclosure of the data was asked for",
        },
        Fact::OperatorDecided => FactWords {
            holds: "the operator has decided to disclose the data",
            fails: "the operator has decided not to disclose the data",
            unknown: "it is not recorded whether the operator decided to disclose the data",
        },
        Fact::PersonAsked => FactWords {
            holds: "the person has asked for this",
            fails: "the person has not asked for this",
            unknown: "it is not recorded whether the person has asked for this",
        },
        Fact::SharingNecessary => FactWords {
            holds: "what the person asked for cannot be delivered without sharing the data",
            fails: "what the person asked for can be delivered without sharing the data",
            unknown: "it is not recorded whether the data must be shared to deliver what the person asked for",
        },
        Fact::InstrumentNamed => FactWords {
            holds: "a law, a regulation or a published site policy is named for the disclosure",
            fails: "no law, regulation or published site policy is named for the disclosure",
            unknown: "it is not recorded which law, regulation or published site policy the disclosure is made under, if any",
        },
        Fact::ConsideredAppropriate => FactWords {
            holds: "the operator considers the disclosure appropriate",
            fails: "the operator does not consider the disclosure appropriate",
            unknown: "it is not recorded whether the operator considers the disclosure appropriate",
        },
        Fact::Engaged => FactWords {
            holds: "the party that receives or handles the data is engaged to serve the person at this time",
            fails: "the party that receives or handles the data is not engaged to serve the person at this time",
            unknown: "it is not known whether the party that receives or handles the data is engaged to serve the person now",
        },
        Fact::AccessEnds => FactWords {
            holds: "the provider's access to the data ends together with its service",
            fails: "the provider's access to the data goes on after its service",
            unknown: "it is not recorded whether the provider's access to the data ends together with its service",
        },
        Fact::ServiceEnded => FactWords {
            holds: "the service of the party that receives or handles the data has ended",
            fails: "the service of the party that receives or handles the data has not ended",
            unknown: "it is not known whether the service of the party that receives or handles the data has ended",
        },
        Fact::ServerEngaged => FactWords {
            holds: "the server belongs to a provider that is engaged to serve the person at this time",
            fails: "the server does not belong to a provider that is engaged to serve the person at this time",
            unknown: "it is not known whether the server belongs to a provider that is engaged to serve the person now",
        },
        Fact::CurrentPartner => FactWords {
            holds: "the partnership is current",
            fails: "the partnership is not current",
            unknown: "it is not recorded whether the partnership is current",
        },
        Fact::OutsidersService => FactWords {
            holds: "the service is run by an outsider",
            fails: "the service is not run by an outsider",
            unknown: "it is not recorded who runs the service",
        },
        Fact::OutsideCopy => FactWords {
            holds: "others keep the copy, beyond the operator's control",
            fails: "the copy is not beyond the operator's control",
            unknown: "it is not recorded whether the copy is beyond the operator's control",
        },
        Fact::Announcement => FactWords {
            holds: "the message is an announcement about the service, without promotion",
            fails: "the message promotes something, so it is no mere announcement",
            unknown: "it is not recorded whether the message is an announcement or promotes something",
        },
        Fact::MessageNeeded => FactWords {
            holds: "the message is needed",
            fails: "the message is not needed",
            unknown: "it is not recorded whether the message is needed",
        },
        Fact::OwnCookie => FactWords {
            holds: "the cookie is the operator's own",
            fails: "the cookie is not the operator's own",
            unknown: "it is not recorded whose cookie it is",
        },
        Fact::OthersCookie => FactWords {
            holds: "the cookie belongs to somebody other than the operator",
            fails: "the cookie belongs to the operator",
            unknown: "it is not recorded whose cookie it is",
        },
        Fact::OwnServer => FactWords {
            holds: "the server belongs to the operator or one of its affiliates",
            fails: "the server belongs to neither the operator nor one of its affiliates",
            unknown: "it is not recorded whose server it is",
        },
        Fact::LeakReported => FactWords {
            holds: "the person has reported a leak",
            fails: "the person has not reported a leak",
            unknown: "it is not recorded whether the person has reported a leak",
        },
        Fact::AskedByPerson => FactWords {
            holds: "the request about the data was made by the person whom it is about",
            fails: "the request about the data was not made by the person whom it is about",
            unknown: "it is not recorded who made the request about the data",
        },
        Fact::AskedByGuardian => FactWords {
            holds: "the request about the data was made by a guardian of the person",
            fails: "the request about the data was not made by a guardian of the person",
            unknown: "it is not recorded who made the request about the data",
        },
        Fact::DeletionAsked => FactWords {
            holds: "it was asked that the data be deleted",
            fails: "what was asked for is not that the data be deleted",
            unknown: "it is not recorded whether it was asked that the data be deleted",
        },
        Fact::VerificationOpen => FactWords {
            holds: "proof of identity was demanded and has not been given",
            fails: "no demand for proof of identity is left open",
            unknown: "it is not recorded whether proof of identity was demanded or given",
        },
        Fact::Unverified => FactWords {
            holds: "no proof of identity was demanded of the one who asks",
            fails: "proof of identity was demanded of the one who asks",
            unknown: "it is not recorded whether proof of identity was demanded or given",
        },
        Fact::Verified => FactWords {
            holds: "the one who asks has given proof of identity",
            fails: "the one who asks has given no proof of identity",
            unknown: "it is not recorded whether proof of identity was demanded or given",
        },
        Fact::CancelAgreed => FactWords {
            holds: "the agreement for the service allows the account to be cancelled",
            fails: "the agreement for the service does not allow the account to be cancelled",
            unknown: "it is not recorded whether the agreement for the service allows the account to be cancelled",
        },
        Fact::CancelLawful => FactWords {
            holds: "the law allows the account to be cancelled",
            fails: "the law does not allow the account to be cancelled",
            unknown: "it is not recorded whether the law allows the account to be cancelled",
        },
        Fact::NoticeMissing => FactWords {
            holds: "a major revision of the policy that the person has not accepted is in force without notice",
            fails: "no major revision of the policy is in force without either notice or the person's acceptance",
            unknown: "it is not known whether notice of a major revision of the policy is missing",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{FactWords, words_of};
    use crate::policy::Fact;

    #[test]
    fn every_sentence_is_a_short_plain_clause() {
        for fact in Fact::ALL {
            let FactWords { holds, fails, unknown } = words_of(*fact);
            for sentence in [holds, fails, unknown] {
                assert!(sentence.starts_with(|first: char| first.is_ascii_lowercase()), "{fact}: {sentence}");
                assert!(sentence.ends_with(|last: char| last.is_ascii_lowercase()), "{fact}: {sentence}");
                assert!(sentence.len() <= 110, "{fact}: {sentence}");
                assert!(!sentence.contains('`'), "{fact}: {sentence}");
            }
        }
    }

    #[test]
    fn what_holds_and_what_fails_is_said_of_one_fact_only() {
        let mut said: Vec<_> = Fact::ALL.iter().map(|fact| words_of(*fact)).flat_map(|it| [it.holds, it.fails]).collect();
        let all = said.len();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), all);
    }
}
