//! Every code that programs may rely on is listed here: one that changes, disappears or is added fails this test.

use expect_test::expect;
use lawful::decision::{ChangeKind, Doer, Misfit, Precedence, ReasonKind, Verdict};
use lawful::policy::{Effect, Fact};
use lawful::vocabulary::{Duty, Ground};

#[test]
fn all_codes() {
    let mut list = String::new();
    macro_rules! list {
        ($($kind:ident)+) => { $(
            list += concat!(stringify!($kind), ":\n");
            for code in $kind::ALL {
                list += &format!("  {code}\n");
                // A code is also how the word is read back.
                assert_eq!(code.name().parse(), Ok(*code));
            }
        )+ };
    }
    list!(Verdict Effect Ground Duty Fact ReasonKind Misfit Precedence ChangeKind Doer);
    expect![[r#"
        Verdict:
          not-governed
          permitted
          undetermined
          denied
        Effect:
          exempt
          forbid
          permit
          oblige
        Ground:
          consent
          user-request
          legal-requirement
          violation
          ip-complaint
          transaction
          other-lawful
          agreement
          necessity
          service-relation
          partner-promotion
          cookie-choice
          user-act
          announcement
          subject-right
          storage
        Duty:
          necessary-items-only
          purpose-only
          recipient-only
          end-access-after-service
          honour-objection
          extent-demanded-only
          protect-minor
          verify-identity
          stop-processing
          delete-or-process
          fulfil-request
          respond-to-leak
          terminate-agreement
          give-notice
          encrypt
          split-ungoverned
        Fact:
          agreed
          consented
          refused
          guardian-consented
          minor
          guardian-verified
          account-closed
          closure-permits
          necessary
          published
          protected
          in-use
          channel-lawful
          channel-unlawful
          means-unfair
          legal-demand
          law-forbids
          retention-required
          violation
          disclosure-needed
          allegation
          complainant
          complainant-qualified
          complaint-filed
          respondent-asked
          to-respondent
          deal-on-platform
          requester-is-party
          requester-performed
          disclosure-asked
          operator-decided
          person-asked
          sharing-necessary
          instrument-named
          considered-appropriate
          engaged
          access-ends
          service-ended
          server-engaged
          current-partner
          outsiders-service
          outside-copy
          announcement
          message-needed
          own-cookie
          others-cookie
          own-server
          leak-reported
          asked-by-person
          asked-by-guardian
          deletion-asked
          verification-open
          unverified
          verified
          cancel-agreed
          cancel-lawful
          notice-missing
        ReasonKind:
          exempted
          forbidden
          possibly-forbidden
          permitted
          possibly-permitted
          nothing-permits
          nothing-said
        Misfit:
          actor
          recipient
          purpose
          origin
          edition
        Precedence:
          exemption-first
          prohibition-first
          unknown-holds-back
          gives-way
          stricter-edition
          stricter-layer
        ChangeKind:
          narrow-request
          wait-until
          encrypt
          end-access
          establish-fact
          name-instrument
          record-judgement
          record-decision
          give-notice
          verify-identity
          verify-guardian
          await-use
          obtain-agreement
          obtain-consent
          lift-refusal
        Doer:
          person
          guardian
          operator
          recipient
          authority
    "#]]
    .assert_eq(&list);
}
