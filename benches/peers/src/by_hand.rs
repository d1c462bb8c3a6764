//! What a developer would write without any engine: a match for the rules, and behind it the [scan](crate::scan) of the
//! person's choices.

use lawful::policy::{Effect, Fact};
use lawful::vocabulary::{Action, Party, Purpose, Role};

use crate::measure::Engine;
use crate::scan::{Listed, Said, facts, said};
use crate::workload::{Ask, Facts, Pair, Rule, Workload, bit};

/// The built-in policy as code: the part of it that the workload asks about.
pub struct Matched<'w>(pub &'w Workload);

impl Engine for Matched<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        let (ask, person) = (self.0.ask(pair), self.0.person(pair));
        is_permitted(ask, person.agreed, || said(ask, person))
    }
}

/// The same code on people whose choices hold lists instead of masks.
pub struct MatchedLists<'w> {
    workload: &'w Workload,
    people: Vec<Listed>,
}

impl<'w> MatchedLists<'w> {
    pub fn new(workload: &'w Workload) -> Self {
        Self { workload, people: Vec::new() }
    }
}

impl Engine for MatchedLists<'_> {
    fn prepare(&mut self) {
        self.people = self.workload.people.iter().map(Listed::of).collect();
    }

    fn decide(&mut self, pair: Pair) -> bool {
        let (ask, person) = (self.workload.ask(pair), &self.people[pair.person as usize]);
        is_permitted(ask, person.agreed, || person.said(ask))
    }
}

/// Every arm names the clauses that it puts into practice. Cheap conditions come first, the scan last.
fn is_permitted(ask: &Ask, agreed: bool, said: impl Fn() -> Said) -> bool {
    let has = |fact: Fact| ask.facts & bit(fact) != 0;
    // disclosure.0, collect.2.2
    if has(Fact::LawForbids) || has(Fact::Published) {
        return false;
    }
    let instrument = || has(Fact::InstrumentNamed) && has(Fact::ConsideredAppropriate); // disclosure.7
    let violation = || has(Fact::Violation) && has(Fact::DisclosureNeeded); // disclosure.4
    // disclosure.2
    let requested = || agreed && has(Fact::PersonAsked) && has(Fact::SharingNecessary) && has(Fact::Necessary);
    // disclosure.6
    let deal = || {
        has(Fact::DealOnPlatform)
            && has(Fact::RequesterIsParty)
            && has(Fact::RequesterPerformed)
            && has(Fact::DisclosureAsked)
            && has(Fact::Necessary)
            && has(Fact::OperatorDecided)
    };
    // authz.2.a: a refusal stops all of these; without one, a ground or a consent is needed.
    let unless_refused = |ground: bool| match said() {
        Said::Yes => true,
        Said::No => false,
        Said::Nothing => ground,
    };
    let recipient = ask.recipient.as_ref().map(Party::role);
    match (ask.action, recipient, ask.purpose) {
        // use.1.3.b
        (Action::Share, Some(Role::Partner), Purpose::PARTNER_PROMOTION) => {
            unless_refused(agreed && has(Fact::CurrentPartner) || instrument())
        }
        // use.1.1.b; use.1.1.c is spent where neither consent nor another ground is left
        (Action::Share | Action::Provide, Some(Role::ServiceProvider), Purpose::SERVICE | Purpose::TRANSACTION) => {
            let serves = agreed && has(Fact::Engaged) && has(Fact::AccessEnds) && has(Fact::Necessary);
            unless_refused(serves || requested() || instrument())
        }
        // use.1.1
        (Action::Share, Some(Role::UnrelatedThirdParty), Purpose::RECIPIENT_OWN) => unless_refused(instrument()),
        // disclosure.6
        (Action::Disclose, Some(Role::Counterparty), Purpose::TRANSACTION) => {
            unless_refused(deal() || requested() || instrument())
        }
        (Action::Disclose, Some(Role::Counterparty), Purpose::DISPUTE) => deal() || violation() || unless_refused(instrument()),
        // disclosure.3
        (Action::Disclose, Some(Role::JudicialAuthority), Purpose::LEGAL_COMPLIANCE) => {
            has(Fact::LegalDemand) || violation() || unless_refused(instrument())
        }
        // preamble.2, use.1.3
        (Action::Use, None, Purpose::SERVICE | Purpose::PERSONALISATION | Purpose::OWN_PROMOTION) => unless_refused(agreed),
        // storage.1
        (Action::Store, None, Purpose::SERVICE) => has(Fact::OwnServer) && unless_refused(agreed),
        (Action::Store, None, Purpose::LEGAL_COMPLIANCE) => {
            has(Fact::OwnServer) && (has(Fact::RetentionRequired) || unless_refused(agreed))
        }
        // use.1.3.a
        (Action::Message, Some(Role::DataSubject), Purpose::OWN_PROMOTION) => unless_refused(agreed && !has(Fact::Announcement)),
        // rev.3, rev.3.a
        (Action::Message, Some(Role::DataSubject), Purpose::ANNOUNCEMENT) => {
            (agreed && has(Fact::Announcement) && has(Fact::MessageNeeded)) || unless_refused(false)
        }
        _ => false,
    }
}

/// A generated policy as a table: what a `match` on action, recipient and purpose compiles to, with its arms as data.
pub struct Tabled<'w> {
    workload: &'w Workload,
    arms: Vec<Vec<Arm>>,
}

struct Arm {
    permits: bool,
    party: Option<Party>,
    categories: lawful::DataCategories,
    when: Facts,
    unless: Facts,
}

const PURPOSES: usize = 64;

impl<'w> Tabled<'w> {
    pub fn new(workload: &'w Workload) -> Self {
        let mut arms: Vec<Vec<Arm>> = Vec::new();
        arms.resize_with(Action::ALL.len() * Role::ALL.len() * PURPOSES, Vec::new);
        for rule in workload.rules.iter() {
            for action in Action::ALL.iter().filter(|action| rule.has_action(**action)) {
                for role in Role::ALL.iter().filter(|role| rule.may_have_recipient(Some(**role))) {
                    for purpose in (0..PURPOSES).filter(|place| rule.purposes.is_none_or(|all| all.bits() >> place & 1 == 1)) {
                        arms[place(*action, *role, purpose)].push(Arm::of(rule));
                    }
                }
            }
        }
        Self { workload, arms }
    }
}

fn place(action: Action, role: Role, purpose: usize) -> usize {
    (action as usize * Role::ALL.len() + role as usize) * PURPOSES + purpose
}

impl Arm {
    fn of(rule: &Rule) -> Self {
        let named = rule.recipients.as_ref().and_then(|parties| parties.named().first());
        Self {
            permits: rule.effect == Effect::Permit,
            party: named.cloned(),
            categories: rule.categories.unwrap_or(lawful::DataCategories::all()),
            when: rule.when,
            unless: rule.unless,
        }
    }
}

impl Engine for Tabled<'_> {
    fn decide(&mut self, pair: Pair) -> bool {
        let ask = self.workload.ask(pair);
        let Some(to) = &ask.recipient else { return false };
        let purpose = lawful::vocabulary::Purposes::from(ask.purpose).bits().trailing_zeros() as usize;
        let arms = &self.arms[place(ask.action, to.role(), purpose)];
        if arms.is_empty() {
            return false;
        }
        let facts = facts(ask, self.workload.person(pair));
        let mut permitted = false;
        for arm in arms {
            let reaches = facts & arm.when == arm.when
                && facts & arm.unless == 0
                && arm.categories.contains(ask.category)
                && arm.party.as_ref().is_none_or(|party| party.id() == to.id());
            if reaches && !arm.permits {
                return false;
            }
            permitted |= reaches;
        }
        permitted
    }
}
