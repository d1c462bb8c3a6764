//! Which editions bind whom.

use crate::decision::BoundBy;
use crate::policy::{Change, Edition, Policy};
use crate::request::Request;
use crate::subject::{Agreement, DataSubject};
use crate::vocabulary::Instant;

/// The editions of the base policy that bind at an instant, and how the person stands to them. 0 is the initial edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    /// The edition that binds the person.
    pub(super) person: usize,
    /// The edition that binds the operator: the one in force.
    pub(super) operator: usize,
    /// Whether the person has agreed to any edition (`preamble.6`).
    pub(super) agreed: bool,
    /// Whether a major edition is in force that the person has not accepted, and notice of it is missing (`rev.1.a`).
    pub(super) notice_missing: bool,
}

impl Binding {
    /// The binding, supposing perhaps that prominent notice of an edition is given at an instant.
    pub(super) fn of(policy: &Policy, subject: &DataSubject, request: &Request, supposed: Option<(&str, Instant)>) -> Self {
        let (editions, at) = (policy.editions(), request.instant());
        if editions.is_empty() {
            return Self::to_the_only_edition(subject, request);
        }
        let operator = in_force(editions, at);
        let notice_of = |edition: &Edition| match supposed {
            Some((version, notice)) if edition.version() == version => Some(notice),
            _ => edition.notice(),
        };
        let accepted_by_agreement = accepting_agreement(policy, subject, at).map(|(edition, _)| edition);
        let accepted_by_use = (1..=operator).rev().find(|edition| {
            let edition = &editions[edition - 1];
            accepting_use(edition, notice_of(edition), subject, at).is_some()
        });
        let accepted = accepted_by_agreement.max(accepted_by_use).unwrap_or(0);

        // Accepting an edition accepts all before it; from there on, minor changes bind by themselves.
        let later = (accepted + 1)..=operator;
        let first_open = later.clone().find(|edition| editions[edition - 1].change() == Change::Major);
        let missing = |edition: usize| {
            let edition = &editions[edition - 1];
            edition.change() == Change::Major && notice_of(edition).is_none_or(|notice| notice > at)
        };
        Self {
            person: first_open.map_or(operator, |open| open - 1),
            operator,
            agreed: accepted_by_agreement.is_some(),
            notice_missing: later.into_iter().any(missing),
        }
    }

    /// The binding to a policy that has no later edition.
    #[inline(always)]
    pub(super) fn to_the_only_edition(subject: &DataSubject, request: &Request) -> Self {
        let told = request.ticks().and_then(|at| subject.has_agreed_by(at));
        let agreed = told.unwrap_or_else(|| has_agreed_to_the_only_edition(subject, request.instant()));
        Self { person: 0, operator: 0, agreed, notice_missing: false }
    }

    /// The editions under which a request is decided: the person's and the operator's.
    pub(super) fn readings(self) -> impl Iterator<Item = usize> {
        std::iter::once(self.person).chain((self.operator != self.person).then_some(self.operator))
    }
}

#[cold]
fn has_agreed_to_the_only_edition(subject: &DataSubject, at: Instant) -> bool {
    let is_it = |edition: Option<&str>| edition.is_none_or(|edition| edition == Edition::INITIAL);
    subject.agreements().iter().any(|agreement| agreement.instant() <= at && is_it(agreement.edition()))
}

/// The newest edition in force at an instant.
pub(super) fn in_force(editions: &[Edition], at: Instant) -> usize {
    editions.partition_point(|edition| edition.effective_from() <= at)
}

/// The edition that an agreement accepts. One that names an edition the policy lacks, or that is not in force yet, accepts
/// nothing: what comes later changes nothing now.
fn accepted(editions: &[Edition], agreement: &Agreement, in_force_now: usize) -> Option<usize> {
    match agreement.edition() {
        None => Some(in_force(editions, agreement.instant())),
        Some(Edition::INITIAL) => Some(0),
        Some(version) => {
            let place = editions.iter().position(|edition| edition.version() == version)? + 1;
            (place <= in_force_now).then_some(place)
        }
    }
}

/// The agreement that accepts the newest edition, and that edition.
pub(super) fn accepting_agreement<'a>(policy: &Policy, subject: &'a DataSubject, at: Instant) -> Option<(usize, &'a Agreement)> {
    let editions = policy.editions();
    let operator = in_force(editions, at);
    let agreements = subject.agreements().iter().filter(|agreement| agreement.instant() <= at);
    let accepting = agreements.filter_map(|agreement| Some((accepted(editions, agreement, operator)?, agreement)));
    accepting.max_by_key(|(edition, agreement)| (*edition, agreement.instant()))
}

/// `rev.1.c`: using the service at or after both the notice and the effect of a major change accepts it.
fn accepting_use(edition: &Edition, notice: Option<Instant>, subject: &DataSubject, at: Instant) -> Option<Instant> {
    let notice = notice.filter(|_| edition.change() == Change::Major)?;
    let from = notice.max(edition.effective_from());
    subject.uses().iter().copied().filter(|used| from <= *used && *used <= at).min()
}

/// How an edition of the base policy, which binds at an instant, came to bind.
pub(super) fn bound_by<'a>(
    policy: &Policy,
    subject: &'a DataSubject,
    at: Instant,
    (binding, edition): (Binding, usize),
) -> BoundBy<'a> {
    let Some(read) = edition.checked_sub(1).and_then(|later| policy.editions().get(later)) else {
        return BoundBy::Start;
    };
    let from = read.effective_from();
    if edition > binding.person {
        return BoundBy::Operator { from };
    }
    match (accepting_agreement(policy, subject, at), accepting_use(read, read.notice(), subject, at), read.notice()) {
        (Some((accepted, agreement)), ..) if accepted == edition => BoundBy::Agreement(agreement),
        (_, Some(at), Some(notice)) => BoundBy::Use { at, notice },
        _ => BoundBy::Effect { from },
    }
}
