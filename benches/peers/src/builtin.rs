//! The built-in policy, asked what a platform asks every day.

use std::rc::Rc;

use lawful::policy::{Fact, Policy};
use lawful::vocabulary::{Action, DataCategories, Origin, Party, Purpose, Role};

use crate::NOW;
use crate::people::Words;
use crate::random::Random;
use crate::workload::{Ask, Facts, Pair, Workload, bit, rules_of};

/// How many different questions there are; each is put about many people.
const ASKS: usize = 256;

/// Categories without rules of their own, but for one that is sensitive.
const CATEGORIES: [DataCategories; 8] = [
    DataCategories::EMAIL,
    DataCategories::PHONE,
    DataCategories::ADDRESS,
    DataCategories::NAME,
    DataCategories::BIRTH_DATE,
    DataCategories::ORDERS,
    DataCategories::INTERESTS,
    DataCategories::MEDICAL,
];

/// Instances of what an operator does: action, role of the recipient with an id perhaps, purpose, and the facts that matter there.
type Kind = (Action, Option<(Role, Option<&'static str>)>, Purpose, &'static [Fact]);

const KINDS: [Kind; 15] = [
    (Action::Share, Some((Role::Partner, Some("acme"))), Purpose::PARTNER_PROMOTION, &[Fact::CurrentPartner]),
    (Action::Share, Some((Role::Partner, Some("globex"))), Purpose::PARTNER_PROMOTION, &[Fact::CurrentPartner]),
    (Action::Share, Some((Role::ServiceProvider, Some("parcels"))), Purpose::SERVICE, SERVING),
    (Action::Provide, Some((Role::ServiceProvider, Some("parcels"))), Purpose::TRANSACTION, SERVING),
    (Action::Share, Some((Role::UnrelatedThirdParty, None)), Purpose::RECIPIENT_OWN, &[]),
    (Action::Disclose, Some((Role::Counterparty, None)), Purpose::TRANSACTION, DEALING),
    (Action::Disclose, Some((Role::Counterparty, None)), Purpose::DISPUTE, DEALING),
    (
        Action::Disclose,
        Some((Role::JudicialAuthority, None)),
        Purpose::LEGAL_COMPLIANCE,
        &[Fact::LegalDemand, Fact::Violation, Fact::DisclosureNeeded],
    ),
    (Action::Use, None, Purpose::SERVICE, &[]),
    (Action::Use, None, Purpose::PERSONALISATION, &[]),
    (Action::Use, None, Purpose::OWN_PROMOTION, &[]),
    (Action::Store, None, Purpose::SERVICE, &[Fact::OwnServer]),
    (Action::Store, None, Purpose::LEGAL_COMPLIANCE, &[Fact::OwnServer, Fact::RetentionRequired]),
    (Action::Message, Some((Role::DataSubject, None)), Purpose::OWN_PROMOTION, &[Fact::Announcement]),
    (Action::Message, Some((Role::DataSubject, None)), Purpose::ANNOUNCEMENT, &[Fact::Announcement, Fact::MessageNeeded]),
];

const SERVING: &[Fact] =
    &[Fact::Engaged, Fact::AccessEnds, Fact::ServiceEnded, Fact::Necessary, Fact::PersonAsked, Fact::SharingNecessary];
const DEALING: &[Fact] = &[
    Fact::DealOnPlatform,
    Fact::RequesterIsParty,
    Fact::RequesterPerformed,
    Fact::DisclosureAsked,
    Fact::OperatorDecided,
    Fact::Necessary,
    Fact::PersonAsked,
    Fact::SharingNecessary,
    Fact::Violation,
    Fact::DisclosureNeeded,
];

/// The built-in policy about so many people with so many choices each.
pub fn workload(people: usize, choices: usize, pairs: usize) -> Workload {
    let mut random = Random::new(0x6c61_7766_756c);
    let policy = Policy::platform().clone();
    let words = policy.vocabulary();
    let (rules, facts) = rules_of(&policy, &words);
    let asks: Rc<[Ask]> = (0..ASKS).map(|place| ask(&KINDS[place % KINDS.len()], &mut random)).collect();
    let scoped = Words {
        categories: CATEGORIES.to_vec(),
        actions: vec![Action::Share, Action::Provide, Action::Disclose, Action::Use, Action::Store, Action::Message],
        purposes: KINDS.iter().map(|kind| kind.2).collect(),
        recipients: KINDS.iter().filter_map(|kind| kind.1).map(party).collect(),
        unasked_categories: (DataCategories::TECHNICAL | DataCategories::COOKIE).leaves().collect(),
    };
    let people: Vec<_> = (0..people).map(|_| scoped.person(choices, *NOW, &mut random)).collect();
    let pairs = pairs_of(pairs, asks.len(), people.len(), &mut random);
    Workload {
        name: "built-in".to_owned(),
        text: policy.to_toml(),
        policy,
        words,
        rules,
        facts,
        asks,
        people,
        choices,
        pairs,
        is_builtin: true,
    }
}

/// Questions and people, drawn independently.
pub fn pairs_of(count: usize, asks: usize, people: usize, random: &mut Random) -> Vec<Pair> {
    (0..count).map(|_| Pair { ask: random.below(asks) as u32, person: random.below(people) as u32 }).collect()
}

fn party((role, id): (Role, Option<&str>)) -> Party {
    id.map_or(Party::of(role), |id| Party::new(role, id))
}

fn ask(&(action, recipient, purpose, matters): &Kind, random: &mut Random) -> Ask {
    let mut facts = matters.iter().filter(|_| random.percent(75)).fold(0, |all, fact| all | bit(*fact));
    let mut sometimes = |chance: usize, fact: Facts| {
        if random.percent(chance) {
            facts |= fact
        }
    };
    sometimes(3, bit(Fact::LawForbids));
    sometimes(3, bit(Fact::Published));
    sometimes(10, bit(Fact::InstrumentNamed) | bit(Fact::ConsideredAppropriate));
    // One engagement cannot both run and be over.
    if facts & bit(Fact::ServiceEnded) != 0 {
        facts &= !bit(Fact::Engaged);
    }
    let category = *random.pick(&CATEGORIES);
    let origin = *random.pick(&[Origin::Registration, Origin::Provided]);
    Ask { action, recipient: recipient.map(party), purpose, category, origin, at: *NOW, facts }
}
