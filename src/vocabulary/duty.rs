//! Duties: what must be done, or kept to, along with the answer.

use super::closed::closed_words;

closed_words! {
    /// One duty.
    ///
    /// Each has its page: what it asks, when it comes, what to do, and an example of how it is met. "Along with" is a permission
    /// that carries it, "upon" is a denial that entails it; the rules meant are those of the built-in policy, and other policies
    /// may use a duty elsewhere.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::vocabulary::{Duties, Duty};
    ///
    /// let duties = Duties::PURPOSE_ONLY | Duties::NECESSARY_ITEMS_ONLY;
    /// assert_eq!(duties.to_string(), "necessary-items-only, purpose-only");
    /// assert!(duties.words().any(|duty| duty == Duty::PurposeOnly));
    /// ```
    enum Duty,
    /// A set of duties.
    set Duties: u32,
    kind "duty",
    /// Hand over only the items that the purpose needs (`use.1.1.b`, `disclosure.2`).
    /// - *Comes*: along with what a provider may have, with sharing for a partner's promotion, and with disclosure for a request
    ///   of the person, a violation, a transaction or under a named instrument.
    /// - *To do*: whoever hands it over looks through the items and leaves out the rest.
    /// - *Example*: the parcel service gets the name and the address, and not the date of birth.
    NecessaryItemsOnly NECESSARY_ITEMS_ONLY "necessary-items-only",
    /// Bind the recipient to the purpose that was stated (`use.1.3.b`, `disclosure.5`).
    /// - *Comes*: along with partner promotion, with disclosure for a request of the person, a complaint, a transaction or under
    ///   a named instrument, and with use of sensitive data under the agreement.
    /// - *To do*: tell the recipient the purpose and have it bound to it; whoever uses the data keeps to it too.
    /// - *Example*: the contract with the partner names its own promotion as the only purpose.
    PurposeOnly PURPOSE_ONLY "purpose-only",
    /// Let no one but the named recipient have it (`disclosure.5`).
    /// - *Comes*: along with disclosure of a complainant's data to the respondent.
    /// - *To do*: hand it over by a way that reaches this recipient alone, and have it passed on to nobody.
    /// - *Example*: the data goes in a letter to the respondent, and not into a case file that others can open.
    RecipientOnly RECIPIENT_ONLY "recipient-only",
    /// End the provider's access together with its service (`use.1.1.c`).
    /// - *Comes*: along with what a provider may have, work with or store; and upon an attempt after its service has ended.
    /// - *To do*: the operator takes the access away when the period ends, at once where it has ended.
    /// - *Example*: the key of the parcel service expires on the last day of its contract.
    EndAccessAfterService END_ACCESS_AFTER_SERVICE "end-access-after-service",
    /// Stop as soon as the person objects (`use.1.3.b`).
    /// - *Comes*: along with sharing for a partner's promotion, and with the partner's message to the person.
    /// - *To do*: operator and partner take objections, record each as a refusal, and act on it from that instant.
    /// - *Example*: the objection among the choices: `{"refuse":{"id":"…","scope":{"purposes":["partner-promotion"]},"at":"…"}}`
    HonourObjection HONOUR_OBJECTION "honour-objection",
    /// Hand over no more than the law or the authority demands (`disclosure.3`).
    /// - *Comes*: along with disclosure under a legal demand.
    /// - *To do*: read what the demand asks for, and narrow the records to it: which data, about when, of whom.
    /// - *Example*: a court asks for the orders of May, and gets those of May alone.
    ExtentDemandedOnly EXTENT_DEMANDED_ONLY "extent-demanded-only",
    /// Give the data of a minor the protection that national law asks for (`minors.1.b`).
    /// - *Comes*: along with every permission about a person who is a minor, or whose age is not recorded.
    /// - *To do*: the operator finds out what that law asks for, and does it; or records the age of an adult.
    /// - *Example*: the duty no longer comes with `"age":30`.
    ProtectMinor PROTECT_MINOR "protect-minor",
    /// Verify who is asking before the answer goes out (`access.2`).
    /// - *Comes*: along with access, answer, edit, erasure and cancellation while no proof of identity was demanded, or where
    ///   that is not recorded.
    /// - *To do*: the operator makes sure who is asking, and records it.
    /// - *Example*: the duty no longer comes with `"subject-request":{"verification":"verified"}`.
    VerifyIdentity VERIFY_IDENTITY "verify-identity",
    /// Stop processing what the person has refused or withdrawn (`authz.2.a`).
    /// - *Comes*: upon anything that a refusal stands against, cookies and promotional messages among it.
    /// - *To do*: whoever processes it stops, in every place where it goes on by itself.
    /// - *Example*: the address is taken off the list from which the weekly message is sent.
    StopProcessing STOP_PROCESSING "stop-processing",
    /// Delete the data of a closed account, or process it as that service's agreement says (`cancel.2`).
    /// - *Comes*: along with the cancellation of an account; and upon an act with data of a closed one that the agreement does
    ///   not provide for.
    /// - *To do*: the operator erases that service's data, or keeps to the purposes that the agreement lists.
    /// - *Example*: the agreement's purposes are recorded in the account: `"after-closure":{"process":["dispute"]}`
    DeleteOrProcess DELETE_OR_PROCESS "delete-or-process",
    /// Carry out what the person has asked for (`access.1.b`).
    /// - *Comes*: along with an answer, an erasure, or the use, access or edit that a request of the person or of a minor's
    ///   verified guardian calls for.
    /// - *To do*: the operator does it, and tells the one who asked.
    /// - *Example*: the wrong birth date is corrected, and the person hears of it.
    FulfilRequest FULFIL_REQUEST "fulfil-request",
    /// Take measures against a reported leak (`security.2.b`).
    /// - *Comes*: along with any permission while the person has reported a leak, or where it is not recorded whether one was
    ///   reported.
    /// - *To do*: the operator finds the hole, closes it, and protects what has become known.
    /// - *Example*: leaked passwords are made invalid, and their owners choose new ones.
    RespondToLeak RESPOND_TO_LEAK "respond-to-leak",
    /// End the service agreement with the user who did this (`use.1.2.a`).
    /// - *Comes*: upon collecting, editing, selling or disseminating of people's data by a platform user whom the person did not
    ///   ask to.
    /// - *To do*: the operator ends the agreement with that user at once; a warning is not enough.
    /// - *Example*: the account of the user who sold a list of members is closed the same day.
    TerminateAgreement TERMINATE_AGREEMENT "terminate-agreement",
    /// Give prominent notice of a major revision (`rev.1.a`).
    /// - *Comes*: along with any permission while such an edition is in force without notice, and the person has not accepted it.
    /// - *To do*: the operator gives notice where nobody can miss it, and records its instant in the edition.
    /// - *Example*: in the policy's edition, after a banner on every page: `"notice":"2026-06-01T00:00:00Z"`
    GiveNotice GIVE_NOTICE "give-notice",
    /// Encrypt it (`security.1.b`).
    /// - *Comes*: upon storing, transferring or handing over a password that is not protected.
    /// - *To do*: the operator encrypts the password, and asks again.
    /// - *Example*: the item says so: `"categories":["credential.password"],"protected":true`
    Encrypt ENCRYPT "encrypt",
    /// Take the items that the policy does not govern out of the request: they were not permitted, only not judged.
    /// - *Comes*: along with a permitted request some of whose categories are not governed, under any policy.
    /// - *To do*: whoever asks does the permitted part, and decides about the rest by other rules.
    /// - *Example*: an e-mail address may be used, and the search words beside it go into a request of their own.
    SplitUngoverned SPLIT_UNGOVERNED "split-ungoverned",
}
