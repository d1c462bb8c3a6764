//! Places in a rule's box.

use crate::policy::Rule;
use crate::vocabulary::{Action, Actions, Instant, Origin, Origins, Parties, Party, Purposes, Role, Vocabulary};

/// A question without its facts: who does what with which data, towards whom, for what, and when.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) at: Instant,
    pub(super) action: Action,
    pub(super) actor: Party,
    pub(super) recipient: Option<Party>,
    pub(super) purpose: String,
    pub(super) category: String,
    pub(super) origin: Origin,
}

/// As many words of one part of a box as are tried.
const MOST: usize = 24;

/// Places in the box of a rule, and in that of a permit as well: the first of all, those that differ from it in one part, and
/// those that differ in action and recipient.
pub(super) fn spots(rule: &Rule, permit: Option<&Rule>, at: Instant, words: &Vocabulary) -> Vec<Spot> {
    let boxes = || [Some(rule), permit].into_iter().flatten();
    let actions = boxes().filter_map(Rule::actions).fold(Actions::all(), |all, some| all & some);
    let origins = boxes().filter_map(Rule::origins).fold(Origins::all(), |all, some| all & some);
    let names = |names: &[String]| names.iter().filter_map(|name| words.categories(name).ok()).collect();
    let categories = boxes().filter_map(Rule::categories).fold(words.all_categories(), |all, some| all & names(some));
    let named = |names: &[String]| names.iter().filter_map(|name| words.purpose(name).ok()).collect::<Vec<_>>();
    let purposes = boxes().filter_map(Rule::purposes).fold(Purposes::all(), |all, some| {
        all & named(some).into_iter().map(Purposes::from).fold(Purposes::empty(), |all, one| all | one)
    });
    let actors = parties(boxes().filter_map(Rule::actors).collect(), &[Role::Operator]);
    let recipients = boxes().filter_map(Rule::recipients).collect::<Vec<_>>();
    let needs_recipient = !recipients.is_empty();
    let recipients = parties(recipients, &[Role::ThirdParty, Role::DataSubject]);

    let actions: Vec<_> = actions.words().filter(|action| action.has_recipient() || !needs_recipient).collect();
    let purposes: Vec<_> = words.purpose_names(purposes).map(str::to_owned).take(MOST).collect();
    let categories: Vec<_> = words.category_names(categories).map(str::to_owned).take(MOST).collect();
    let origins: Vec<_> = origins.words().collect();

    let spot = |action: &Action, actor: &Party, recipient: &Party, purpose: &String, category: &String, origin: &Origin| Spot {
        at,
        action: *action,
        actor: actor.clone(),
        recipient: action.has_recipient().then(|| recipient.clone()),
        purpose: purpose.clone(),
        category: category.clone(),
        origin: *origin,
    };
    let (Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)) =
        (actions.first(), actors.first(), recipients.first(), purposes.first(), categories.first(), origins.first())
    else {
        return Vec::new();
    };
    let mut spots = vec![spot(a, b, c, d, e, f)];
    spots.extend(actors.iter().skip(1).map(|it| spot(a, it, c, d, e, f)));
    spots.extend(purposes.iter().skip(1).map(|it| spot(a, b, c, it, e, f)));
    spots.extend(categories.iter().skip(1).map(|it| spot(a, b, c, d, it, f)));
    spots.extend(origins.iter().skip(1).map(|it| spot(a, b, c, d, e, it)));
    for action in &actions {
        let recipients = recipients.iter().filter(|it| action.has_recipient() || *it == c);
        spots.extend(recipients.filter(|it| action != a || *it != c).map(|it| spot(action, b, it, d, e, f)));
    }
    spots
}

/// The parties that all of these name; where none is named, every role, some of them first.
fn parties(named: Vec<&Parties>, first: &[Role]) -> Vec<Party> {
    let others = Role::ALL.iter().filter(|role| !first.contains(role));
    let roles = first.iter().chain(others).map(|role| Party::of(*role));
    let single = named.iter().flat_map(|parties| parties.named().iter().cloned());
    let is_named = |party: &Party| named.iter().all(|parties| parties.include(party).holds());
    let all: Vec<_> = roles.chain(single.clone()).collect();
    all.into_iter().filter(is_named).take(MOST).collect()
}
