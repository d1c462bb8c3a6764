//! Every kind of reason, evidence, binding, misfit and precedence is met by a concrete case.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod questions;

use std::fmt::Write;

use chrono::NaiveDate;
use expect_test::expect;
use lawful::decision::{BoundBy, ChangeKind, Evidence, Misfit, Precedence, ReasonFact, ReasonKind};
use lawful::policy::{Policy, PolicyStack};
use lawful::request::{DemandKind, LegalDemand, Partnership};
use lawful::subject::{Account, AfterClosure, Choice, GrantedBy, Guardian};
use lawful::vocabulary::{Origin, Role};
use lawful::{DataCategories, DataSubject, Grant, Item, Party, PolicyEngine, Purpose, Request, Scope, Verdict};
use questions::{Question, deal, instant, member, no_to, noon, parcel_service, platform, promotion, question, stranger};
use uuid::Uuid;

fn engine(policy: &str) -> PolicyEngine {
    PolicyEngine::new(Policy::from_toml(policy).unwrap())
}

fn using() -> Request {
    Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(noon())
}

fn password() -> Request {
    parcel_service(Item::of(DataCategories::PASSWORD).necessary(true), "2026-01-01T00:00:00Z", true)
}

fn published() -> Request {
    let posts = Item::of(DataCategories::POSTS).published(true);
    Request::share(posts).with(Party::PUBLIC).for_purpose(Purpose::OTHER).at(noon())
}

/// For each reason its kind, and the rule.
fn reasons(Question { engine, request, subject }: &Question) -> Vec<(ReasonKind, Option<String>)> {
    let reasons = engine.decide(request, subject).reasons();
    reasons.iter().map(|reason| (reason.kind(), reason.rule().map(|rule| rule.id().to_owned()))).collect()
}

#[test]
fn every_kind_of_reason() {
    let silent = "id = \"silent\"\ntitle = \"Only restricts\"\ndefault = \"silent\"";
    for kind in ReasonKind::ALL {
        let (question, rule) = match kind {
            ReasonKind::Exempted => (platform(published(), member()), "collect.2.2/published"),
            ReasonKind::Forbidden => {
                (platform(promotion(DataCategories::EMAIL), no_to(member(), Scope::anything())), "authz.2.a/stop")
            }
            ReasonKind::PossiblyForbidden => (platform(password(), member()), "security.1.b/encrypt"),
            ReasonKind::Permitted => (platform(promotion(DataCategories::EMAIL), member()), "use.1.3.b/partners"),
            ReasonKind::PossiblyPermitted => {
                (platform(deal(Item::of(DataCategories::PHONE).necessary(true), None), member()), "disclosure.6/dispute")
            }
            ReasonKind::NothingPermits => (platform(using(), stranger()), ""),
            ReasonKind::NothingSaid => (Question { engine: engine(silent), request: using(), subject: member() }, ""),
        };
        let rule = Some(rule.to_owned()).filter(|rule| !rule.is_empty());
        let reasons = reasons(&question);
        assert!(reasons.contains(&(*kind, rule)), "{kind}: {reasons:?}");
    }
}

/// What a fact rests on, in words that keep no secrets from a test.
fn shown(evidence: &Evidence<'_>) -> String {
    match evidence {
        Evidence::Choice { choice: Choice::Grant(grant), .. } => format!("yes of {}", grant.given_at()),
        Evidence::Choice { choice: Choice::Refusal(refusal), .. } => format!("no of {}", refusal.instant()),
        Evidence::OutOfTime { grant, .. } => format!("yes of {}, out of time", grant.given_at()),
        Evidence::GuardianUnheard { grant, because, .. } => {
            format!("guardian's yes of {}, unheard: {because:?}", grant.given_at())
        }
        Evidence::NoChoice { .. } => "no choice".to_owned(),
        Evidence::Agreement { agreement, edition } => format!("agreement of {} to {edition}", agreement.instant()),
        Evidence::Account(account) => format!("account of {}, closed {:?}", account.service().as_str(), account.closed_at()),
        Evidence::Period(period) => format!("period {} to {:?}", period.from, period.to),
        Evidence::Stated { place, field } => format!("{place}.{field} stated"),
        Evidence::LeftOut { place, field } => format!("{place}.{field} left out"),
        Evidence::Absent { place } => format!("{place} absent"),
        other => panic!("{other:?} is a new kind of evidence: give it a case"),
    }
}

fn facts(Question { engine, request, subject }: &Question) -> String {
    let decision = engine.decide(request, subject);
    let mut page = String::new();
    let mut add = |rule: &str, fact: &ReasonFact<'_>| {
        let evidence: Vec<_> = fact.evidence().iter().map(shown).collect();
        writeln!(page, "  {rule}: {} {:?}: {}", fact.name(), fact.truth(), evidence.join(", ")).unwrap();
    };
    for reason in decision.reasons() {
        reason.facts().iter().for_each(|fact| add(reason.rule().unwrap().id(), fact));
        for near in reason.nearest() {
            near.lacks().iter().for_each(|fact| add(&format!("near {}", near.rule().id()), fact));
        }
    }
    page
}

#[test]
fn every_kind_of_evidence() {
    let id = || "0b0e0000-0000-4000-8000-000000000001".parse().unwrap();
    let lapsed = Grant::new(id(), Scope::anything(), instant("2025-03-01T00:00:00Z")).until(instant("2026-03-01T00:00:00Z"));
    let given = Grant::new(id(), Scope::anything(), instant("2026-05-01T00:00:00Z"));
    let too_late = Grant::new(id(), Scope::anything(), noon());
    let guardians = given.clone().by(GrantedBy::Guardian);
    let protected = |person: DataSubject| {
        let stack = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
        Question { engine: PolicyEngine::layered(stack), request: promotion(DataCategories::EMAIL), subject: person }
    };
    let closed =
        Account::opened("shop", instant("2025-01-01T00:00:00Z")).closed(instant("2026-04-01T00:00:00Z"), AfterClosure::Delete);
    let orders = Request::using(Item::of(DataCategories::ORDERS).in_service("shop")).for_purpose(Purpose::SERVICE).at(noon());
    let sale = |person: DataSubject| platform(question(ChangeKind::ObtainConsent).request, person);
    let sharing = Request::share(DataCategories::INTERESTS).with(Party::partner("acme"));
    let sharing = sharing.for_purpose(Purpose::RECIPIENT_OWN).at(noon());
    let unknown_partner = promotion(DataCategories::EMAIL).given(Partnership { current: None });

    let mut page = String::new();
    for (name, question) in [
        ("a consent", sale(member().grant(given).unwrap())),
        ("a consent that has lapsed", sale(member().grant(lapsed.clone()).unwrap())),
        ("a consent that is not prior", sale(member().grant(too_late).unwrap())),
        ("a consent by a guardian who is not verified", sale(member().aged(12).grant(guardians.clone()).unwrap())),
        ("a consent by a guardian for an adult", sale(member().with_guardian(Guardian::Verified).grant(guardians).unwrap())),
        ("a minor's own word", protected(member().aged(12).grant(lapsed.clone()).unwrap())),
        ("a minor by date of birth", protected(member().born(NaiveDate::from_ymd_opt(2010, 1, 1).unwrap()))),
        ("no consent", sale(member())),
        ("a refusal", platform(promotion(DataCategories::EMAIL), no_to(member(), Scope::anything()))),
        ("no agreement", platform(using(), stranger())),
        ("a partner of whom it is not known", platform(unknown_partner, member())),
        ("a permission that lacks a live consent", platform(sharing, member().grant(lapsed.clone()).unwrap())),
        ("a closed account", platform(orders, member().with_account(closed))),
        (
            "an engagement",
            platform(parcel_service(Item::of(DataCategories::NAME).necessary(true), "2026-01-01T00:00:00Z", true), member()),
        ),
        (
            "an item that may be needed",
            platform(parcel_service(DataCategories::NAME.into(), "2026-01-01T00:00:00Z", true), member()),
        ),
    ] {
        write!(page, "{name}\n{}", facts(&question)).unwrap();
    }
    expect![[r#"
        a consent
          use.1.1.a/permission: consented Holds: yes of 2026-05-01 00:00:00 UTC
        a consent that has lapsed
          use.1.1/no-sale: consented Fails: yes of 2025-03-01 00:00:00 UTC, out of time
        a consent that is not prior
          use.1.1/no-sale: consented Fails: yes of 2026-06-01 12:00:00 UTC, out of time
        a consent by a guardian who is not verified
          use.1.1/no-sale: consented Fails: guardian's yes of 2026-05-01 00:00:00 UTC, unheard: Unverified
        a consent by a guardian for an adult
          use.1.1/no-sale: consented Fails: guardian's yes of 2026-05-01 00:00:00 UTC, unheard: NoMinor
        a minor's own word
          minors.1/consent: minor Holds: subject.age stated
          minors.1/consent: guardian-consented Fails: no choice
          minors.1/promotion: minor Holds: subject.age stated
          minors.1/promotion: guardian-consented Fails: no choice
        a minor by date of birth
          minors.1/consent: minor Holds: subject.born stated
          minors.1/consent: guardian-consented Fails: no choice
          minors.1/promotion: minor Holds: subject.born stated
          minors.1/promotion: guardian-consented Fails: no choice
        no consent
          use.1.1/no-sale: consented Fails: no choice
        a refusal
          authz.2.a/stop: refused Holds: no of 2026-03-01 00:00:00 UTC
        no agreement
          near preamble.2/described: agreed Fails: agreements absent
          near preamble.2/permission: consented Fails: no choice
        a partner of whom it is not known
          use.1.3.b/partners: agreed Holds: agreement of 2025-01-01 00:00:00 UTC to initial
          use.1.3.b/partners: current-partner Unknown: partnership.current left out
        a permission that lacks a live consent
          near disclosure.1/consent: consented Fails: yes of 2025-03-01 00:00:00 UTC, out of time
        a closed account
          cancel.2/closed: account-closed Holds: account of shop, closed Some(2026-04-01T00:00:00Z)
          cancel.2/closed: closure-permits Fails: account of shop, closed Some(2026-04-01T00:00:00Z)
        an engagement
          use.1.1.b/serve: agreed Holds: agreement of 2025-01-01 00:00:00 UTC to initial
          use.1.1.b/serve: engaged Holds: engagement.party stated, engagement.serves-subject stated, engagement.periods stated, period 2026-01-01 00:00:00 UTC to None
          use.1.1.b/serve: access-ends Holds: engagement.access-ends-with-service stated
          use.1.1.b/serve: necessary Holds: item.necessary stated
        an item that may be needed
          use.1.1.b/serve: agreed Holds: agreement of 2025-01-01 00:00:00 UTC to initial
          use.1.1.b/serve: engaged Holds: engagement.party stated, engagement.serves-subject stated, engagement.periods stated, period 2026-01-01 00:00:00 UTC to None
          use.1.1.b/serve: access-ends Holds: engagement.access-ends-with-service stated
          use.1.1.b/serve: necessary Unknown: item.necessary left out
    "#]].assert_eq(&page);
}

/// Each consent is told once for all that it covers, in however many items, whether it counts or why it does not.
#[test]
fn one_consent_is_told_once_and_two_are_told_apart() {
    let (email, phone, address) = (DataCategories::EMAIL, DataCategories::PHONE, DataCategories::ADDRESS);
    let sale = Request::sell(email).and(phone).and(address).with(Party::of(Role::Broker));
    let sale = sale.for_purpose(Purpose::RECIPIENT_OWN).at(noon());
    let (engine, day) = (PolicyEngine::platform(), instant("2026-01-05T09:00:00Z"));
    let given = |id: u128, covers: DataCategories| Grant::new(Uuid::from_u128(id), Scope::anything().of(covers), day);
    let kinds: [fn(Grant) -> Grant; 3] =
        [|it| it, |it| it.until(instant("2026-03-01T00:00:00Z")), |it| it.by(GrantedBy::Guardian)];
    for kind in kinds {
        let subject = member().grant(kind(given(1, email))).unwrap().grant(kind(given(2, phone | address))).unwrap();
        let decision = engine.decide(&sale, &subject);
        let reasons = decision.reasons();
        let told = reasons[0].facts()[0].evidence().iter().map(|evidence| match evidence {
            Evidence::Choice { choice, categories } => (choice.id().as_u128(), *categories),
            Evidence::OutOfTime { grant, categories } | Evidence::GuardianUnheard { grant, categories, .. } => {
                (grant.id().as_u128(), *categories)
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(told.collect::<Vec<_>>(), [(1, email), (2, phone | address)]);
    }
}

#[test]
fn every_way_in_which_an_edition_binds() {
    let permit = "effect = \"permit\"\nwhen = [\"agreed\"]\nground = \"agreement\"\ntext = \"Once agreed.\"\n";
    let policy = format!(
        r#"
        id = "p"
        title = "Three editions"
        [[rules]]
        id = "a/b"
        {permit}
        [[editions]]
        version = "minor"
        effective-from = 2026-01-01T00:00:00Z
        change = "minor"
        [[editions]]
        version = "major"
        effective-from = 2026-04-01T00:00:00Z
        change = "major"
        notice = 2026-03-01T00:00:00Z
        "#
    );
    let engine = engine(&policy);
    let day = |text: &str| instant(&format!("{text}T00:00:00Z"));
    let mut page = String::new();
    for (name, at, subject) in [
        ("from the start", "2025-06-01", stranger().agreed(day("2025-01-01"))),
        ("a minor change", "2026-02-01", stranger().agreed(day("2025-01-01"))),
        ("a major change, not accepted", "2026-06-01", stranger().agreed(day("2025-01-01"))),
        ("a major change, agreed to", "2026-06-01", stranger().agreed(day("2026-05-01"))),
        ("a major change, accepted by use", "2026-06-01", stranger().agreed(day("2025-01-01")).used(day("2026-05-02"))),
    ] {
        let request = Request::using(DataCategories::EMAIL).for_purpose(Purpose::SERVICE).at(day(at));
        writeln!(page, "{name}").unwrap();
        for reason in engine.decide(&request, &subject).reasons() {
            let bound = match reason.bound_by().unwrap() {
                BoundBy::Start => "from the start".to_owned(),
                BoundBy::Agreement(agreement) => format!("agreement of {}", agreement.instant()),
                BoundBy::Use { at, notice } => format!("use of {at} after notice of {notice}"),
                BoundBy::Effect { from } => format!("effect from {from}"),
                BoundBy::Operator { from } => format!("the operator only, from {from}"),
                other => panic!("{other:?} is a new way to bind: give it a case"),
            };
            writeln!(page, "  {}: {bound}", reason.edition().unwrap()).unwrap();
        }
    }
    expect![[r#"
        from the start
          initial: from the start
        a minor change
          minor: effect from 2026-01-01 00:00:00 UTC
        a major change, not accepted
          minor: effect from 2026-01-01 00:00:00 UTC
          major: the operator only, from 2026-04-01 00:00:00 UTC
        a major change, agreed to
          major: agreement of 2026-05-01 00:00:00 UTC
        a major change, accepted by use
          major: use of 2026-05-02 00:00:00 UTC after notice of 2026-03-01 00:00:00 UTC
    "#]]
    .assert_eq(&page);
}

#[test]
fn every_misfit() {
    let engine = engine(
        r#"
        id = "p"
        title = "One narrow permission"
        [[rules]]
        id = "a/b"
        effect = "permit"
        actions = ["share"]
        actors = ["operator"]
        recipients = ["partner"]
        purposes = ["service"]
        origins = ["registration"]
        ground = "agreement"
        text = "The operator may share what was registered with a partner, for the service."
        "#,
    );
    let widened = self::engine(
        r#"
        id = "p"
        title = "Permitted by an edition that the person has not accepted"
        [[editions]]
        version = "v2"
        effective-from = 2026-04-01T00:00:00Z
        change = "major"
        notice = 2026-03-01T00:00:00Z
        [[editions.rules]]
        id = "a/b"
        effect = "permit"
        ground = "agreement"
        text = "It may be done."
        "#,
    );
    let registered = || Request::share(Item::of(DataCategories::EMAIL).from(Origin::Registration));
    let to_partner = || registered().with(Party::partner("acme"));
    let fitting = to_partner().for_purpose(Purpose::SERVICE).at(noon());
    assert!(engine.decide(&fitting, &member()).is_permitted());
    for misfit in Misfit::ALL {
        let (engine, request) = match misfit {
            Misfit::Actor => (&engine, fitting.clone().by(Party::of(Role::Affiliate))),
            Misfit::Recipient => (&engine, registered().with(Party::of(Role::Broker)).for_purpose(Purpose::SERVICE).at(noon())),
            Misfit::Purpose => (&engine, to_partner().for_purpose(Purpose::OTHER).at(noon())),
            Misfit::Origin => {
                let of_unknown_origin = Request::share(DataCategories::EMAIL).with(Party::partner("acme"));
                (&engine, of_unknown_origin.for_purpose(Purpose::SERVICE).at(noon()))
            }
            Misfit::Edition => (&widened, fitting.clone()),
        };
        let person = member();
        let decision = engine.decide(&request, &person);
        assert_eq!(decision.verdict(), Verdict::Denied);
        let reasons = decision.reasons();
        let [near] = reasons[0].nearest() else { panic!("{misfit}: {reasons:?}") };
        assert_eq!((near.misfits(), near.lacks()), ([*misfit].as_slice(), [].as_slice()));
        // An edition can be accepted; the rest of what is asked is for nobody to change.
        let remedies = decision.remedies();
        let kinds: Vec<_> = remedies.iter().flat_map(|remedy| remedy.changes()).map(|change| change.kind()).collect();
        match misfit {
            Misfit::Edition => {
                assert!(matches!(near.bound_by(), BoundBy::Operator { .. }) && near.edition() == "v2");
                assert_eq!(kinds, [ChangeKind::AwaitUse, ChangeKind::ObtainAgreement]);
            }
            _ => assert!(kinds.is_empty(), "nobody changes the {misfit}: {kinds:?}"),
        }
    }
}

#[test]
fn every_law_of_precedence() {
    let revised = r#"
        id = "p"
        title = "Permitted, then forbidden"
        [[rules]]
        id = "a/before"
        effect = "permit"
        ground = "agreement"
        text = "It may be done."
        [[editions]]
        version = "v2"
        effective-from = 2026-04-01T00:00:00Z
        change = "major"
        removes = ["a/before"]
        [[editions.rules]]
        id = "a/after"
        effect = "forbid"
        text = "It may no longer be done."
    "#;
    let protected = PolicyStack::new(Policy::platform().clone()).lay(Policy::protective().clone()).unwrap();
    let order = LegalDemand {
        kind: Some(DemandKind::JudicialOrder),
        binding: Some(true),
        covers: Some(DataCategories::EMAIL),
        addressee: None,
        reference: None,
    };
    let court = Request::disclose(DataCategories::EMAIL).with(Party::of(Role::JudicialAuthority));
    let court = court.for_purpose(Purpose::LEGAL_COMPLIANCE).at(noon()).given(order);
    let refusing = || no_to(member(), Scope::anything());
    for law in Precedence::ALL {
        let (question, winner, loser) = match law {
            Precedence::ExemptionFirst => {
                (platform(published(), refusing()), "platform collect.2.2/published", "platform authz.2.a/stop")
            }
            Precedence::ProhibitionFirst => {
                (platform(promotion(DataCategories::EMAIL), refusing()), "platform authz.2.a/stop", "platform use.1.3.b/partners")
            }
            Precedence::UnknownHoldsBack => {
                (platform(password(), member()), "platform security.1.b/encrypt", "platform use.1.1.b/serve")
            }
            Precedence::GivesWay => {
                (platform(court.clone(), refusing()), "platform disclosure.3/demand", "platform authz.2.a/stop")
            }
            Precedence::StricterEdition => {
                (Question { engine: engine(revised), request: using(), subject: member() }, "p a/after", "p a/before")
            }
            Precedence::StricterLayer => {
                let engine = PolicyEngine::layered(protected.clone());
                let question = Question { engine, request: promotion(DataCategories::EMAIL), subject: member().aged(12) };
                (question, "protective minors.1/promotion", "platform use.1.3.b/partners")
            }
        };
        let decision = question.engine.decide(&question.request, &question.subject);
        let contradictions = decision.contradictions();
        let found = contradictions.iter().filter(|it| it.law() == *law).map(|it| {
            let place = |place: lawful::decision::RulePlace<'_>| format!("{} {}", place.policy(), place.rule());
            (place(it.winner()), place(it.loser()))
        });
        let found: Vec<_> = found.collect();
        assert!(found.contains(&(winner.to_owned(), loser.to_owned())), "{law}: {found:?}");
    }
}
