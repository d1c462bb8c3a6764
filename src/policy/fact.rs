//! Facts: everything that a rule can ask about.

use crate::vocabulary::notation::word_enum;

word_enum! {
    /// A built-in fact: a condition that a rule can name.
    ///
    /// Evaluated for one item of a request, a fact yields the categories for which it **holds** and those for which it is
    /// **unknown**; for the others it **fails**. Most facts are all or nothing; those marked *per category* are not.
    ///
    /// Each fact has its page: what it means, when it is so, what can be done about it, and an example: what stands in the
    /// person, in an item or in the circumstances of a case, decided on 1 June 2026, for the fact to hold.
    ///
    /// # Example
    ///
    /// ```
    /// use lawful::policy::Fact;
    ///
    /// assert_eq!("operator-decided".parse(), Ok(Fact::OperatorDecided));
    /// ```
    Fact, "fact",
    /// The person has agreed to the service agreement, which carries the policy (`preamble.6`).
    /// - *So when*: one of the person's `agreements` is at or before the instant, and names no edition, or one that has taken
    ///   effect by then; otherwise it fails. Never unknown; using the service is not enough.
    /// - *To do*: the person agrees, and the operator records it. Agreeing is no consent.
    /// - *Example*: `"agreements":[{"at":"2025-01-01T00:00:00Z"}]`
    Agreed "agreed",
    /// *Per category*: the latest choice that covers the request is a consent, and the consent is live (`disclosure.1`).
    /// - *So when*: that choice is a `grant`, after its `given-at` and before its `expires-at`, and the actor is the operator or
    ///   an affiliate; otherwise it fails. One that names recipients does not cover somebody who may be another. Unknown where it
    ///   hangs on a verified guardian's grant and the age is not recorded.
    /// - *To do*: ask the person, or the verified guardian of a minor, for a consent of this scope before the act.
    /// - *Example*: `"choices":[{"grant":{"id":"…","scope":{"actions":["share"]},"given-at":"2026-01-05T09:00:00Z"}}]`
    Consented "consented",
    /// *Per category*: the latest choice that covers the request is a refusal (`authz.2.a`).
    /// - *So when*: that choice is a `refuse`, from its `at` on; one that names recipients covers whoever may be one of them.
    ///   Otherwise it fails. Unknown where it hangs on a verified guardian's grant and the age is not recorded.
    /// - *To do*: stop. Only a later consent of the same scope, freely given, ends a refusal.
    /// - *Example*: `"choices":[{"refuse":{"id":"…","scope":{"actions":["share"]},"at":"2026-03-01T00:00:00Z"}}]`
    Refused "refused",
    /// *Per category*: like `consented`, with the person's own grants left out (`minors.1`).
    /// - *So when*: the person is a minor, the guardian is verified, the latest covering choice is a grant `"by":"guardian"`, and
    ///   the actor is the operator or an affiliate; otherwise it fails. Unknown if only the age is missing for it.
    /// - *To do*: have the verified guardian consent to this scope before the act.
    /// - *Example*: of a minor with a verified guardian:
    ///   `"choices":[{"grant":{"id":"…","scope":{"actions":["sell"]},"by":"guardian","given-at":"2026-01-05T09:00:00Z"}}]`
    GuardianConsented "guardian-consented",
    /// The person is a minor (`minors.1.b`).
    /// - *So when*: by `age`, or by `born` at the instant, the person is below the policy's age of majority; otherwise it fails.
    ///   Unknown if neither is recorded.
    /// - *To do*: nothing: only time makes a minor an adult. Where it is unknown, the operator can find out and record the age.
    /// - *Example*: `"age":12`
    Minor "minor",
    /// The person's guardian is verified (`minors.1.a`).
    /// - *So when*: `verified` of the person's `guardian`; fails if false or if no guardian is recorded. Never unknown.
    /// - *To do*: the operator checks that this is a parent or legal guardian, and records it.
    /// - *Example*: `"guardian":{"verified":true}`
    GuardianVerified "guardian-verified",
    /// An account of the item's service is closed, and none is open (`cancel.2`).
    /// - *So when*: of the `accounts` with the item's `service`, one was `closed` at or before the instant and none is open then;
    ///   otherwise, and for an item without `service`, it fails. Never unknown.
    /// - *To do*: nothing: what is closed stays closed. The person may open another account with the service.
    /// - *Example*: `"accounts":[{"service":"shop","opened":"2025-01-01T00:00:00Z","closed":"2026-01-01T00:00:00Z"}]`
    AccountClosed "account-closed",
    /// The agreement of the closed account's service lets its data be processed for the purpose (`cancel.2`).
    /// - *So when*: `account-closed` holds, and the account closed last lists the purpose under `process` of `after-closure`;
    ///   otherwise it fails: `after-closure` left out means deletion. Never unknown.
    /// - *To do*: process it for a listed purpose only, or erase it.
    /// - *Example*: in the closed account, for the purpose `dispute`: `"after-closure":{"process":["dispute"]}`
    ClosurePermits "closure-permits",
    /// *Per category*: what the request is about needs it (`collect.1`).
    /// - *So when*: the item's `necessary`; where the request names a `function`, the policy's list for that function instead.
    ///   The item's own `"necessary":false` always makes it fail. Unknown if left out, or if the policy does not know the
    ///   function.
    /// - *To do*: leave out what is not needed; where it is unknown, the caller says what the item is needed for.
    /// - *Example*: `"necessary":true`
    Necessary "necessary",
    /// The person published the item on the platform, to everyone, and it is still up (`collect.2.2`).
    /// - *So when*: the item's `published`; fails if false, unknown if left out.
    /// - *To do*: nothing: only the person publishes it or takes it down. Where it is unknown, the operator can look.
    /// - *Example*: `"published":true`
    Published "published",
    /// The item is kept under the required safeguard, as an encrypted password is (`security.1.b`).
    /// - *So when*: the item's `protected`; fails if false, unknown if left out.
    /// - *To do*: the operator puts the safeguard in place.
    /// - *Example*: `"protected":true`
    Protected "protected",
    /// The person is using the service or visiting a page (`collect.1.2`).
    /// - *So when*: `in-use` of `collection`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: only the person's own visit makes it so. Collect while it lasts.
    /// - *Example*: `"collection":{"in-use":true}`
    InUse "in-use",
    /// The channel of collection is lawful (`collect.1.3`).
    /// - *So when*: `channel-lawful` of `collection`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator checks how the data came, or takes it from a source that may give it.
    /// - *Example*: `"collection":{"channel-lawful":true}`
    ChannelLawful "channel-lawful",
    /// The channel of collection is unlawful (`collect.1`).
    /// - *So when*: `channel-lawful` of `collection` is false; fails if true or without the circumstance, unknown if left out.
    /// - *To do*: do not take it through this channel; a lawful one makes a new request.
    /// - *Example*: `"collection":{"channel-lawful":false}`
    ChannelUnlawful "channel-unlawful",
    /// The means of collection are unfair (`collect.1`).
    /// - *So when*: `means-fair` of `collection` is false; fails if true or without the circumstance, unknown if left out.
    /// - *To do*: whoever collects uses fair means instead.
    /// - *Example*: `"collection":{"means-fair":false}`
    MeansUnfair "means-unfair",
    /// *Per category*: a binding legal demand covers it, and the recipient is the demand's addressee (`disclosure.3`).
    /// - *So when*: `legal-demand` is `binding`, lists the category under `covers`, and has the recipient as `addressee`; left
    ///   out, that is a court for a `judicial-order`, an agency for an `administrative-order`, anyone for a `statute`. An act
    ///   that has no recipient needs a statute that names nobody. Fails if one part fails or without the circumstance; else
    ///   unknown if a field is left out, one mention of the party lacks the id, or the recipient is missing.
    /// - *To do*: the operator asks for a binding order, and records what it covers and to whom it is addressed.
    /// - *Example*: to a court: `"legal-demand":{"kind":"judicial-order","binding":true,"covers":["contact.email"]}`
    LegalDemand "legal-demand",
    /// *Per category*: the law forbids the act (`disclosure.0`).
    /// - *So when*: `forbids` of `law` lists it; fails if not or without the circumstance, unknown if left out.
    /// - *To do*: nothing: no consent lifts it. Leave these categories out.
    /// - *Example*: `"law":{"forbids":["health.medical"]}`
    LawForbids "law-forbids",
    /// *Per category*: the law requires it to be retained (`access.1.b`).
    /// - *So when*: `requires-retention` of `law` lists it; fails if not or without the circumstance, unknown if left out.
    /// - *To do*: nothing: keep it as long as the law says.
    /// - *Example*: `"law":{"requires-retention":["activity.orders"]}`
    RetentionRequired "retention-required",
    /// A violation of the law, the agreement or the platform's rules is established (`disclosure.4`).
    /// - *So when*: `violation` is `established`, `of` anything but `other`; fails if one of the two fails or without the
    ///   circumstance, else unknown if one is left out.
    /// - *To do*: the operator establishes it on evidence; until then it is an allegation.
    /// - *Example*: `"violation":{"of":"platform-rules","established":true}`
    Violation "violation",
    /// The violation calls for disclosure (`disclosure.4`).
    /// - *So when*: `disclosure-needed` of `violation`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator examines whether anything short of disclosure is enough, and records the result.
    /// - *Example*: `"violation":{"disclosure-needed":true}`
    DisclosureNeeded "disclosure-needed",
    /// A violation is alleged and not established, so a record of it is no record of a violation (`collect.2.3`).
    /// - *So when*: `established` of `violation` is false; fails if true or without the circumstance, unknown if left out.
    /// - *To do*: the operator establishes it on evidence, or drops it.
    /// - *Example*: `"violation":{"established":false}`
    Allegation "allegation",
    /// The person is the one who complains about intellectual property (`disclosure.5`).
    /// - *So when*: `subject-is-complainant` of `ip-complaint`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: who complains is settled.
    /// - *Example*: `"ip-complaint":{"subject-is-complainant":true}`
    Complainant "complainant",
    /// The complainant is qualified to complain (`disclosure.5`).
    /// - *So when*: `complainant-qualified` of `ip-complaint`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the complainant shows the right to complain, and the operator records it.
    /// - *Example*: `"ip-complaint":{"complainant-qualified":true}`
    ComplainantQualified "complainant-qualified",
    /// The complaint is filed (`disclosure.5`).
    /// - *So when*: `filed` of `ip-complaint`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the complainant files it.
    /// - *Example*: `"ip-complaint":{"filed":true}`
    ComplaintFiled "complaint-filed",
    /// The respondent asked for the information (`disclosure.5`).
    /// - *So when*: `respondent-asked` of `ip-complaint`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: wait until the respondent asks; nobody else can.
    /// - *Example*: `"ip-complaint":{"respondent-asked":true}`
    RespondentAsked "respondent-asked",
    /// The recipient is the respondent of the complaint (`disclosure.5`).
    /// - *So when*: the recipient is the `respondent` of `ip-complaint`, by role and id; left out, whoever is
    ///   `complaint-respondent`. Otherwise, and without the circumstance, it fails. Unknown if just one of the two has an id, or
    ///   if the recipient is missing and no field of the complaint is false.
    /// - *To do*: hand it to the respondent and to nobody else; where it is unknown, name the recipient.
    /// - *Example*: to that party: `"ip-complaint":{"respondent":{"role":"complaint-respondent","id":"acme"}}`
    ToRespondent "to-respondent",
    /// The transaction was created on the platform (`disclosure.6`).
    /// - *So when*: `on-platform` of `transaction`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: where the deal was made is settled.
    /// - *Example*: `"transaction":{"on-platform":true}`
    DealOnPlatform "deal-on-platform",
    /// The one who asks is a party to the transaction (`disclosure.6`).
    /// - *So when*: `requester-is-party` of `transaction`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: who the parties are is settled.
    /// - *Example*: `"transaction":{"requester-is-party":true}`
    RequesterIsParty "requester-is-party",
    /// The one who asks has performed in part or in full (`disclosure.6`).
    /// - *So when*: `requester-performed` of `transaction` is `part` or `full`; fails if it is `none` or without the
    ///   circumstance, unknown if left out.
    /// - *To do*: the one who asks performs, at least in part.
    /// - *Example*: `"transaction":{"requester-performed":"part"}`
    RequesterPerformed "requester-performed",
    /// Disclosure was asked for in the transaction (`disclosure.6`).
    /// - *So when*: `disclosure-asked` of `transaction`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: wait until the party to the transaction asks.
    /// - *Example*: `"transaction":{"disclosure-asked":true}`
    DisclosureAsked "disclosure-asked",
    /// The operator decided to disclose (`disclosure.6`).
    /// - *So when*: `operator-decided` of `transaction`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator decides, and records it.
    /// - *Example*: `"transaction":{"operator-decided":true}`
    OperatorDecided "operator-decided",
    /// The person asked for it, in words or by placing an order (`disclosure.2`).
    /// - *So when*: `asked` of `user-request`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: wait until the person asks; nobody else can.
    /// - *Example*: `"user-request":{"asked":true}`
    PersonAsked "person-asked",
    /// What the person asked for cannot be delivered without sharing (`disclosure.2`).
    /// - *So when*: `sharing-necessary` of `user-request`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: deliver it without sharing where that can be done; where it is unknown, the operator examines it.
    /// - *Example*: `"user-request":{"sharing-necessary":true}`
    SharingNecessary "sharing-necessary",
    /// A law, a regulation or a published site policy is named (`disclosure.7`).
    /// - *So when*: `kind` of `instrument` is anything but `none`; fails if it is `none` or without the circumstance, unknown if
    ///   left out.
    /// - *To do*: the operator names what the disclosure is made under.
    /// - *Example*: `"instrument":{"kind":"site-policy"}`
    InstrumentNamed "instrument-named",
    /// The operator considers the disclosure appropriate under the instrument (`disclosure.7`).
    /// - *So when*: `considered-appropriate` of `instrument`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator weighs it, and records the result.
    /// - *Example*: `"instrument":{"considered-appropriate":true}`
    ConsideredAppropriate "considered-appropriate",
    /// The recipient, else the actor, is engaged as a provider for the item's service, and serves the person (`use.1.1.b`).
    /// - *So when*: it is the `party` of `engagement`, `serves-subject` is true, and one of the `periods`, for the item's service
    ///   or for every one, contains the instant. Fails if one part fails or without the circumstance; else unknown if a field is
    ///   left out, one mention of the party lacks the id, or the recipient is missing.
    /// - *To do*: the operator engages the provider, and records the period before the act.
    /// - *Example*:
    ///   `"engagement":{"party":{"role":"service-provider"},"serves-subject":true,"periods":[{"from":"2026-01-01T00:00:00Z"}]}`
    Engaged "engaged",
    /// The provider's access ends with its service (`use.1.1.b`).
    /// - *So when*: `access-ends-with-service` of `engagement`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator sees to it that the access stops by then.
    /// - *Example*: `"engagement":{"access-ends-with-service":true}`
    AccessEnds "access-ends",
    /// The engagement of the recipient, else the actor, for the item's service has ended (`use.1.1.c`).
    /// - *So when*: it is the `party` of `engagement`, one of the `periods` for the item's service is over (by its `to`), and
    ///   none contains the instant. Fails if one part fails or without the circumstance; else unknown if a field is left out, one
    ///   mention of the party lacks the id, or the recipient is missing.
    /// - *To do*: the provider stops; only a new period of service changes it.
    /// - *Example*: in the `engagement` of that party: `"periods":[{"from":"2025-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}]`
    ServiceEnded "service-ended",
    /// The server belongs to the provider that is engaged for the item's service and serves the person (`storage.1`).
    /// - *So when*: `server` of `storage` is the role of the `party` of `engagement`, and neither the operator nor an affiliate;
    ///   `serves-subject` is true, and one of the `periods` for the item's service contains the instant. Fails if one part fails
    ///   or without one of the circumstances; else unknown if a field is left out.
    /// - *To do*: the operator engages the owner of the server as a provider, or stores it on a server of its own.
    /// - *Example*: along with the engagement shown under `engaged`: `"storage":{"server":"service-provider"}`
    ServerEngaged "server-engaged",
    /// The partnership is current (`use.1.3.b`).
    /// - *So when*: `current` of `partnership`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator and the partner agree on a partnership, or renew it.
    /// - *Example*: `"partnership":{"current":true}`
    CurrentPartner "current-partner",
    /// The linked service is run by an outsider (`tp.4`).
    /// - *So when*: `operated-by` of `third-party-service` is a role neither on the operator's side (`operator`, `affiliate`,
    ///   `service-provider`) nor on the person's (`data-subject`, `guardian`); fails if it is one of these or without the
    ///   circumstance, unknown if left out.
    /// - *To do*: nothing: who runs it is settled.
    /// - *Example*: `"third-party-service":{"operated-by":"third-party-service"}`
    OutsidersService "outsiders-service",
    /// The copy is beyond the operator's control (`sharing.3`).
    /// - *So when*: `outside-operators-control` of `copy`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: the operator cannot call it back.
    /// - *Example*: `"copy":{"outside-operators-control":true}`
    OutsideCopy "outside-copy",
    /// The message is an announcement by its nature, without any promotion (`rev.3`).
    /// - *So when*: `kind` of `message` is `announcement`; fails if `promotional` or without the circumstance, unknown if left
    ///   out.
    /// - *To do*: the sender takes the promotion out.
    /// - *Example*: `"message":{"kind":"announcement"}`
    Announcement "announcement",
    /// The message is needed (`rev.3`).
    /// - *So when*: `needed` of `message`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator examines whether people have to know it; if not, it is not sent.
    /// - *Example*: `"message":{"needed":true}`
    MessageNeeded "message-needed",
    /// The cookie is the operator's (`cookies.1`).
    /// - *So when*: `set-by` of `cookie` is `operator`; fails if `third-party` or without the circumstance, unknown if left out.
    /// - *To do*: nothing: the cookie belongs to whoever set it.
    /// - *Example*: `"cookie":{"set-by":"operator"}`
    OwnCookie "own-cookie",
    /// The cookie is someone else's (`cookies.3`, read a contrario).
    /// - *So when*: `set-by` of `cookie` is `third-party`; fails if `operator` or without the circumstance, unknown if left out.
    /// - *To do*: nothing: the cookie belongs to whoever set it.
    /// - *Example*: `"cookie":{"set-by":"third-party"}`
    OthersCookie "others-cookie",
    /// The server is the operator's or an affiliate's (`storage.1`).
    /// - *So when*: `server` of `storage` is `operator` or `affiliate`; fails if another or without the circumstance, unknown if
    ///   left out.
    /// - *To do*: the operator stores it on a server of its own.
    /// - *Example*: `"storage":{"server":"affiliate"}`
    OwnServer "own-server",
    /// The person reported a leak (`security.2.b`).
    /// - *So when*: `reported` of `leak`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: the operator takes measures; a report cannot be undone.
    /// - *Example*: `"leak":{"reported":true}`
    LeakReported "leak-reported",
    /// The person asks about their own data (`access.1.b`).
    /// - *So when*: `asked-by` of `subject-request` is `data-subject`; fails if another or without the circumstance, unknown if
    ///   left out.
    /// - *To do*: wait until the person asks; nobody else can.
    /// - *Example*: `"subject-request":{"asked-by":"data-subject"}`
    AskedByPerson "asked-by-person",
    /// The guardian asks about the person's data (`access.2`).
    /// - *So when*: `asked-by` of `subject-request` is `guardian`; fails if another or without the circumstance, unknown if left
    ///   out. Whether the guardian is verified, and the person a minor, are facts of their own.
    /// - *To do*: wait until the guardian asks; nobody else can.
    /// - *Example*: `"subject-request":{"asked-by":"guardian"}`
    AskedByGuardian "asked-by-guardian",
    /// Deletion is asked for (`access.1.b`).
    /// - *So when*: `kind` of `subject-request` is `delete`; fails if another or without the circumstance, unknown if left out.
    /// - *To do*: wait until the one who asks wants deletion.
    /// - *Example*: `"subject-request":{"kind":"delete"}`
    DeletionAsked "deletion-asked",
    /// Proof of identity was demanded and has not been given (`access.2`).
    /// - *So when*: `verification` of `subject-request` is `demanded`; fails if another or without the circumstance, unknown if
    ///   left out.
    /// - *To do*: the one who asks gives proof, and the operator records it.
    /// - *Example*: `"subject-request":{"verification":"demanded"}`
    VerificationOpen "verification-open",
    /// No proof of identity was demanded (`access.2`).
    /// - *So when*: `verification` of `subject-request` is `not-demanded`; fails if another or without the circumstance, unknown
    ///   if left out.
    /// - *To do*: the operator makes sure who is asking, and demands proof where that is in doubt.
    /// - *Example*: `"subject-request":{"verification":"not-demanded"}`
    Unverified "unverified",
    /// Proof of identity was given (`access.2`).
    /// - *So when*: `verification` of `subject-request` is `verified`; fails if another or without the circumstance, unknown if
    ///   left out.
    /// - *To do*: the operator demands proof, and the one who asks gives it.
    /// - *Example*: `"subject-request":{"verification":"verified"}`
    Verified "verified",
    /// The service's agreement allows the cancellation (`cancel.1`).
    /// - *So when*: `agreement-met` of `cancellation`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: whoever wants it meets the terms that the agreement sets for it.
    /// - *Example*: `"cancellation":{"agreement-met":true}`
    CancelAgreed "cancel-agreed",
    /// The law allows the cancellation (`cancel.1`).
    /// - *So when*: `law-allows` of `cancellation`; fails if false or without the circumstance, unknown if left out.
    /// - *To do*: nothing: wait until the law allows it. Where it is unknown, the operator can find out.
    /// - *Example*: `"cancellation":{"law-allows":true}`
    CancelLawful "cancel-lawful",
    /// A major edition is in force that the person has not accepted, without prominent notice so far (`rev.1.a`).
    /// - *So when*: the policy has such an edition, later than all that the person accepted by agreement or use, and its `notice`
    ///   is later than the instant or left out; otherwise it fails. Never unknown.
    /// - *To do*: the operator gives notice, or the person agrees to the edition in force.
    /// - *Example*: in the policy's `editions`: `{"version":"v2","effective-from":"2026-04-01T00:00:00Z","change":"major"}`
    NoticeMissing "notice-missing",
}
