//! Policies.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::builder::strategy_of;
use super::pick::{Place, often, one_of, place, seldom};
use super::pool::Pool;
use super::rules::{EFFECTS, Words, draft};
use crate::engine::PolicyEngine;
use crate::policy::{Effect, Policy};
use crate::vocabulary::Instant;

/// Small policies in the words of an engine's policies: rules of every effect, forbids that yield, editions, functions, another
/// age of majority, another default.
///
/// # Example
///
/// ```
/// use lawful::PolicyEngine;
/// use lawful::testing::generate::policies;
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(16), |(policy in policies(&PolicyEngine::platform()).without_editions())| {
///     prop_assert!(policy.editions().is_empty());
///     prop_assert_eq!(&lawful::Policy::from_toml(&policy.to_toml())?, &policy);
/// });
/// ```
#[must_use]
pub fn policies(engine: &PolicyEngine) -> Policies {
    let instants = Pool::of(engine).asked_at;
    Policies { words: Arc::new(Words::of(engine)), instants, most_rules: 10, most_editions: 2, made: OnceCell::new() }
}

/// Policies: made by [`policies`].
#[derive(Clone, Debug)]
pub struct Policies {
    words: Arc<Words>,
    instants: Vec<Instant>,
    most_rules: usize,
    most_editions: usize,
    made: OnceCell<BoxedStrategy<Policy>>,
}

strategy_of!(Policies: Policy);

/// A rule, what it yields to if it is a forbid, and whether that is named by the clause.
type RuleDraft = (Value, Option<Place>, bool);

/// Days after the edition before it, whether it is a major one, the days from its effect to its notice, whether it takes a rule
/// out, its rule, and whether that takes the place of another.
type EditionDraft = (i64, bool, Option<i64>, bool, Value, bool);

impl Policies {
    /// No more rules than these in the initial edition; there are always two.
    #[must_use]
    pub fn of_rules(self, most: usize) -> Self {
        Self { most_rules: most.max(2), made: OnceCell::new(), ..self }
    }

    /// Without editions after the initial one.
    #[must_use]
    pub fn without_editions(self) -> Self {
        Self { most_editions: 0, made: OnceCell::new(), ..self }
    }

    fn make(&self) -> BoxedStrategy<Policy> {
        let words = Arc::clone(&self.words);
        let rule = || draft(EFFECTS.to_vec(), Arc::clone(&self.words));
        let rules = vec((rule(), seldom(50, place()), any::<bool>()), 2..=self.most_rules);
        let edition = (0..2_i64, any::<bool>(), seldom(60, -2..2_i64), any::<bool>(), rule(), any::<bool>());
        let editions = vec(edition, 0..=self.most_editions);
        let first = one_of(self.instants.clone(), "there is no instant for an edition");
        let needs = seldom(30, place());
        let whole = (rules, first, editions, often(15), seldom(30, Just(16)), needs);
        let policy = move |(rules, first, editions, is_silent, majority, needs): (
            Vec<RuleDraft>,
            Instant,
            Vec<EditionDraft>,
            bool,
            Option<u8>,
            Option<Place>,
        )| {
            let mut policy = json!({ "id": "made-up", "vocabulary": words.declared, "rules": numbered(rules) });
            if is_silent {
                policy["default"] = "silent".into();
            }
            if let Some(majority) = majority {
                policy["age-of-majority"] = majority.into();
            }
            if let Some(place) = needs {
                policy["functions"] = json!({ "checkout": [place.get(&words.categories)] });
            }
            policy["editions"] = revised(first, editions);
            Policy::from_json(&policy.to_string()).ok()
        };
        whole.prop_filter_map("the parts of the policy do not go together", policy).boxed()
    }
}

fn id(place: usize) -> String {
    format!("{}/r{place}", clause(place))
}

fn clause(place: usize) -> String {
    format!("c{}", place % 3)
}

/// The rules under ids of three clauses; some forbids yield to a permit.
fn numbered(drafts: Vec<RuleDraft>) -> Value {
    let is = |rule: &Value, effect: Effect| rule["effect"] == effect.name();
    let permits: Vec<usize> = (0..drafts.len()).filter(|place| is(&drafts[*place].0, Effect::Permit)).collect();
    let named = |(place, (mut rule, yields, by_clause)): (usize, RuleDraft)| {
        rule["id"] = id(place).into();
        if let Some(yields) = yields
            && is(&rule, Effect::Forbid)
            && let Some(permit) = yields.get(&permits).copied()
        {
            rule["yields-to"] = json!([if by_clause { clause(permit) } else { id(permit) }]);
        }
        rule
    };
    drafts.into_iter().enumerate().map(named).collect()
}

fn revised(first: Instant, drafts: Vec<EditionDraft>) -> Value {
    let mut from = first;
    let mut editions = Vec::new();
    for (place, (later, is_major, notice, removes, mut rule, replaces)) in drafts.into_iter().enumerate() {
        if place > 0 {
            from += TimeDelta::days(1 + later);
        }
        rule["id"] = if replaces { id(1).into() } else { format!("c{place}/new").into() };
        let change = if is_major { "major" } else { "minor" };
        let mut edition = json!({ "version": format!("e{}", place + 1), "effective-from": from.to_rfc3339(), "change": change, "rules": [rule] });
        if let Some(days) = notice {
            edition["notice"] = (from + TimeDelta::days(days)).to_rfc3339().into();
        }
        if removes && place == 0 {
            edition["removes"] = json!([id(0)]);
        }
        editions.push(edition);
    }
    editions.into()
}
